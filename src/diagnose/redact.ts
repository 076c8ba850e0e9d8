// What the rules of the scanner leave of a pasted error: broken keys, halves of keys, tokens of services nobody knows.
// Apart from the masks of findings because here hiding too much costs nothing.

/** Names whose value is an id that support asks for. */
const ID =
  /((?:request|correlation|trace)[-_ ]?id["'\]]{0,2}\s{0,3}(?:=>|[:=,(])?\s{0,3}["'[(]{0,2}|cf-ray["']?\s{0,2}[:=]\s{0,2}["']?)([\w-]{8,64})/gi;
const HEADER =
  /((?:x-api-key|api-key|authorization|proxy-authorization|cookie|set-cookie|x-goog-api-key|helicone-auth|cf-aig-authorization|x-portkey-api-key)["']?\s{0,3}(?:=>|[:=])\s{0,3}(?:\\?["']){0,2}(?:(?:Bearer|Basic)\s{1,3})?)([^\s"',}\\]{1,4096})/gi;
const BEARER = /(\b(?:Bearer|Basic)\s{1,3})([\w.~+/=-]{8,4096})/g;
const PREFIXED = /\b((?:sk|pk|rk|gsk|hf|ghp|gho|xai|AIza|AKIA|ASIA|ABSK|eyJ)(?:-ant)?)[\w.-]{6,4096}/g;
const RUN = /[\w-]{20,4096}/g;
const ASSIGNED =
  /(\b[A-Z][A-Z0-9_]{0,60}(?:KEY|TOKEN|SECRET|PASSWORD)(?:\\?["'])?\s{0,3}[:=]\s{0,3}(?:\\?["'])?)([^\s"'$\\]{4,4096})/g;
const USER_INFO = /(\bhttps?:\/\/)[^\s/@"']{1,256}@/g;

/** The text without anything that could be a credential; ids, model names and dates stay. */
export function redact(text: string): string {
  const ids = new Set([...text.matchAll(ID)].map(([, , id = '']) => id).filter((id) => !looksLikeKey(id)));
  return text
    .replace(USER_INFO, '$1…@')
    .replace(HEADER, (_, name: string, value: string) => `${name}${shorten(value)}`)
    .replace(BEARER, (_, name: string, value: string) => `${name}${shorten(value)}`)
    .replace(ASSIGNED, (_, name: string, value: string) => `${name}${shorten(value)}`)
    .replace(PREFIXED, (value) => (ids.has(value) ? value : shorten(value)))
    .replace(RUN, (run) => (ids.has(run) || isHarmless(run) ? run : '…'));
}

function looksLikeKey(id: string): boolean {
  return /^(?:sk|pk|rk|gsk|hf|gh[a-z]|xai|AIza|AKIA|ASIA|ABSK|eyJ)/.test(id) || id.length > 48;
}

/** Masked already, or the prefix and what hides the rest. */
function shorten(value: string): string {
  if (value.includes('…')) return value.slice(0, value.indexOf('…') + 1);
  return `${/^sk-ant-(?:[a-z]{2,8}\d{0,2}-)?|^sk-(?:proj-|or-v1-)?|^gsk_|^hf_|^AIza|^eyJ/.exec(value)?.[0] ?? ''}…`;
}

const KNOWN_ID = /^(?:req|msg|wrkspc|svac|fdrl|env|toolu|chatcmpl)_[A-Za-z0-9]{6,32}$/;

/** Words joined by dashes, with dates or versions; no piece is long and mixed. */
function isHarmless(run: string): boolean {
  if (KNOWN_ID.test(run)) return true;
  return run.split(/[-_]/).every((piece) => !isMixed(piece));
}

function isMixed(piece: string): boolean {
  if (
    /^[a-z]{1,28}$|^[A-Z]{1,28}$|^\d{1,14}$|^(?:[A-Z][a-z]{1,14}){1,6}$|^[a-z]{1,14}(?:[A-Z][a-z]{1,14}){0,5}$/.test(
      piece,
    )
  ) {
    return false;
  }
  return piece.length > 12;
}
