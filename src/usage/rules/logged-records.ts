// Whole records that are printed with a key in them: headers, options of a request, settings. Apart from the values: here
// the body of a record is read, and what is put into it later, not the name of a field.
import { askedOnce, keyLines } from '../mentions.ts';
import { namesProviderKey } from '../vocabulary.ts';
import { closingOf } from './operand-texts.ts';

/** What a record is written with, up to its bracket. */
const OPENS =
  /^(?:\{|%[\w.]{0,60}\{|@\{|\[(?=\s{0,20}["'])|dict\(|array\(|new (?:Headers|Map|URLSearchParams)\(\s{0,8}[{[]|(?:map\[string\](?:string|any|interface\{\})|http\.Header|gin\.H)\{|(?:mutableMapOf|mapOf|hashMapOf|Map\.of|Map\.ofEntries)\(|new (?:Dictionary<[\w, ?<>]{1,60}>|\w{0,40}(?:Headers|Options|Config))?\s?(?:\(\s?\))?\s{0,20}\{)/;
const MOST = 1500;
/** `'x-api-key': …`, `Authorization: …`, in any of the languages' ways to write an entry. */
const HEADER_ENTRY =
  /\b(?:x-api-key|authorization|cookie)\b["'`]{0,2}\]?\s{0,20}(?:=>|[:=,]|\bto\b)\s{0,4}([^\n]{1,160})/i;
const KEY_ENTRY =
  /\b(?:\w{1,20}_?)?api_?key\b(?:["'`]{0,2}\]?\s{0,20}(?:=>|[:=]|\bto\b)|["'`]\s?,)\s{0,4}((?:[^\n,}(]|\((?:[^()\n]|\([^()\n]{0,80}\)){0,160}\)){1,160})/i;
const HIDDEN =
  /mask|redact|hide|hidden|obfusc|censor|slice|substr|length|\blen\b|bool|\bhas|exist|trunc|hash|sha\d|digest|encrypt|sanit|scrub|preview|\[\s?-?\d|\[\s?:|[!=]==?|\*\*\*|!!|(?<!\?)\?\s?["'`]/i;
/** A function in an object is not printed with what it does. */
const CODE = /\)\s?=>|(?<![\w:])[a-z_]\w{0,20}\s?=>|\bfunction\b|\)\s?\{|\breturn\b/;
/** A text without a hole, which may name a variable. */
const FIXED = /^(?:"[^"$#{\\]{0,160}"|'[^'$#{\\]{0,160}'|`[^`$]{0,160}`)[\s,;)\]}]{0,8}$/;
/** `{ apiKey, model }` */
const SHORTHAND = /(?:^|,)\s{0,40}((?:\w{1,20}_?)?api_?key)\s{0,20}(?=,|$)/i;
/** `...defaults`, `**CONFIG`, `...options.headers` */
const SPREAD = /(?:\.\.\.|\*\*)\(?([A-Za-z_]\w{0,40})\b(?:\??\.headers\b)?(?![.([])/g;
const GIVES_KEY = /api_?key["'`]?\s?\]?\s?=(?![=>])/i;
const READS =
  /[:=]>?\s{0,20}(?:process\.env|os\.environ(?:\.get)?|os\.[gG]etenv|System\.getenv|Deno\.env\.get|getenv|ENV(?:\.fetch)?|\$_ENV|env)(?:\.|\(\s?|\[\s?)["'`]?([A-Z][A-Z0-9_]{4,60})/;
const STORED = /\b(?:environ|getenv|env|Getenv|fetch)\b|\bENV\b|["'`]\w{0,40}(?:_KEY|_key)["'`]/;
const API_KEY = /^_?api_?key$/i;
const TOKEN = /^(?:key|token|secret|bearer|(?:api|auth|access)_?token)$/i;

const sendsHeader = askedOnce(/["'`](?:x-api-key|authorization)["'`]/i);
const OTHER_HEADER = /x-(?!csrf|xsrf|request|session|amz|next|continu)[a-z]{2,20}-token/i;
/** Quick looks: a header that is given a key or a token, and headers that are printed. */
const KEYED_HEADER = /\b(?:x-api-key|authorization)\b[^\n]{0,80}?(?:api_?key\b|\b(?:bearer|basic|token) )/i;
/** `headers['Authorization'] = request.headers['Authorization']` */
const HANDED_ON = /["'](?:x-api-key|authorization)["']\]\s?=\s?[^\n]{0,60}\bheaders\b/i;
const PRINTED_HEADERS = /\b(?:console|log\w{0,10}|print\w{0,4}|puts|dump|debug|info)\b[^\n]{0,120}?\bheaders\b/i;

export function mayShowHeaders(text: string): boolean {
  return (
    (KEYED_HEADER.test(text) ||
      OTHER_HEADER.test(text) ||
      HANDED_ON.test(keyLines(text)) ||
      text.includes('sessionKey=')) &&
    PRINTED_HEADERS.test(text)
  );
}

export function opensRecord(code: string): boolean {
  return OPENS.test(code);
}

/** True when the record that starts at `at`, or what is put into it later, holds a key under a header's name or a key's. */
export function holdsKey(text: string, at: number, name: string, mentionsAi: () => boolean, depth = 0): boolean {
  const opening = OPENS.exec(text.slice(at, at + 160))?.[0];
  if (opening === undefined) return false;
  const from = at + opening.length;
  const close = closingOf(text, from, Math.min(text.length, from + MOST));
  if (close === undefined) return false;
  const body = text.slice(from, close);
  const header = HEADER_ENTRY.exec(body);
  if (header !== null && !CODE.test(body.slice(0, header.index)))
    return isCredential(header[1] ?? '', true, mentionsAi);
  const entry = KEY_ENTRY.exec(body);
  if (entry !== null && !CODE.test(body.slice(0, entry.index))) return isCredential(entry[1] ?? '', false, mentionsAi);
  if (readsKey(body)) return true;
  const shorthand = SHORTHAND.exec(body)?.[1];
  if (shorthand !== undefined && (namesProviderKey(shorthand) || mentionsAi())) return true;
  if (depth < 2)
    for (const [, spread = ''] of [...body.matchAll(SPREAD)].slice(0, 4)) {
      const start = spread === name ? undefined : startOf(text, spread, at);
      if (start !== undefined && holdsKey(text, start, spread, mentionsAi, depth + 1)) return true;
    }
  const after = text.slice(close, close + MOST);
  return getsKey(after, name, mentionsAi) || isGivenKey(after, name, mentionsAi);
}

/** `anthropic: process.env.ANTHROPIC_API_KEY`: an entry that reads a key, whatever it is called. */
function readsKey(body: string): boolean {
  return body.split('\n').some((line) => {
    const name = READS.exec(line)?.[1];
    return (
      name !== undefined &&
      namesProviderKey(name) &&
      !HIDDEN.test(line) &&
      !CODE.test(line) &&
      !/ in | is | if |\? /.test(line)
    );
  });
}

/** `config.anthropic.apiKey = key`, `data["llm"]["api_key"] = key`: settings that are given a key after they were made. */
export function isGivenKey(text: string, name: string, mentionsAi: () => boolean): boolean {
  if (!GIVES_KEY.test(text)) return false;
  const put = new RegExp(
    `(?<![\\w.$])\\$?${name}(?:\\??\\.\\w{1,40}|->\\w{1,40}|\\[\\s?["'\`:]\\w{1,40}["'\`]?\\s?\\]){0,3}(?:\\.|->|\\[\\s?["'\`:])(?:\\w{1,20}_?)?api_?key["'\`]?\\s?\\]?\\s?=(?![=>])\\s?([^\\n]{1,160})`,
    'i',
  );
  const value = put.exec(text)?.[1];
  return value !== undefined && (isCredential(value, false, mentionsAi) || STORED.test(value));
}

/** Where the record starts that a name was given above. */
function startOf(text: string, name: string, before: number): number | undefined {
  const above = text.slice(Math.max(0, before - 4000), before);
  const match = [
    ...above.matchAll(new RegExp(`(?<![\\w.$])${name}(?:\\s?:\\s?[^=\\n]{1,40})?\\s?=\\s{0,4}(?=[{d])`, 'g')),
  ].at(-1);
  return match === undefined ? undefined : before - above.length + match.index + match[0].length;
}

/** `headers.set('x-api-key', key)`, `headers["x-api-key"] = key`, `req.Header.Set("x-api-key", key)`. */
export function getsKey(text: string, name: string, mentionsAi: () => boolean): boolean {
  const put = new RegExp(
    `(?<![\\w.])\\$?${name.replaceAll('.', '\\.')}(?:_mut\\(\\)|\\(\\))?(?:\\.(?:set|setHeader|append|put|add|insert|Add|Set|update)\\(\\{?|\\[)\\s?["'](?:x-api-key|authorization)["']\\]?\\s?[,=:]\\s?([^\\n]{1,160})`,
    'i',
  );
  if (isMadeWith(text, name, mentionsAi) || getsToken(text, name)) return true;
  const value =
    put.exec(text)?.[1] ?? givenAmongOthers(text, name) ?? givenByField(text, name) ?? builtWith(text, name);
  return value !== undefined && isCredential(value, true, mentionsAi);
}

/** `session.headers.update({ … "x-api-key": key })`, a header a line. */
function givenAmongOthers(text: string, name: string): string | undefined {
  const at = text.indexOf(`${name}.update(`);
  if (at < 0) return undefined;
  const [entries = ''] = text.slice(at, at + 700).split(/\}\s{0,20}\)/);
  return /["'](?:x-api-key|authorization)["']\s?[:,]\s?([^\n]{1,160})/i.exec(entries)?.[1];
}

/** `headers["X-Figma-Token"] = token`: a header of another service that is named for what it holds. */
function getsToken(text: string, name: string): boolean {
  if (!OTHER_HEADER.test(text)) return false;
  const put = new RegExp(
    `(?<![\\w.])\\$?${name.replaceAll('.', '\\.')}\\[["']${OTHER_HEADER.source}["']\\]\\s?=\\s?([^\\n]{1,120})`,
    'i',
  );
  const value = put.exec(text)?.[1];
  return value !== undefined && !HIDDEN.test(value) && !FIXED.test(value) && /token|key/i.test(value);
}

/** `request.setValue(key, forHTTPHeaderField: "x-api-key")`: Swift gives the value first. */
function givenByField(text: string, name: string): string | undefined {
  const request = /^(\w{1,40})\.allHTTPHeaderFields$/.exec(name)?.[1];
  if (request === undefined) return undefined;
  return new RegExp(
    `\\b${request}\\.(?:set|add)Value\\(([^\\n]{1,120}), forHTTPHeaderField: "(?:x-api-key|authorization)"`,
    'i',
  ).exec(text)?.[1];
}

/** `val request = Request.Builder()….addHeader("x-api-key", key)`, a step a line. */
function builtWith(text: string, name: string): string | undefined {
  const request = /^(\w{1,40})\.headers?$/.exec(name)?.[1];
  if (request === undefined) return undefined;
  const chain =
    new RegExp(`\\b${request}\\s?=\\s?[^\\n;]{0,200}(?:\\n\\s{0,60}\\.[^\\n;]{0,200}){0,12}`).exec(text)?.[0] ?? '';
  return /["'](?:x-api-key|authorization)["'],\s?([^\n]{1,120})/i.exec(chain)?.[1];
}

/** `new Request(url, { headers: … })`, `aiohttp.ClientSession(headers=headers)`: what keeps the headers that it was made with. */
function isMadeWith(text: string, path: string, mentionsAi: () => boolean): boolean {
  const name = /^(\w{1,40})\.headers$/.exec(path)?.[1];
  if (name === undefined) return false;
  if (!sendsHeader(text)) return false;
  const [, first, second] =
    new RegExp(`\\b${name} = (?:(\\w{1,40})\\.prepare\\(\\)|\\w{1,40}\\.prepare_request\\((\\w{1,40})\\))`).exec(
      text,
    ) ?? [];
  const prepared = first ?? second;
  if (prepared !== undefined && prepared !== name) return isMadeWith(text, `${prepared}.headers`, mentionsAi);
  const made =
    new RegExp(
      `(?<![\\w.$])${name}(?:\\s?:\\s?\\w{1,40})?\\s?=\\s?(?:await )?(?:new )?[\\w.]{0,30}(?:Request|Session|Client|create|extend)\\(`,
    ).exec(text) ??
    new RegExp(`(?<=\\bwith )[\\w.]{1,40}(?:Session|Client)\\([^\\n]{0,200}\\) as ${name}\\b`).exec(text);
  if (made === null) return false;
  const from = made.index + made[0].indexOf('(') + 1;
  const close = closingOf(text, from, Math.min(text.length, from + MOST));
  if (close === undefined) return false;
  const body = text.slice(from, close);
  const header = HEADER_ENTRY.exec(body)?.[1];
  if (header !== undefined) return isCredential(header, true, mentionsAi);
  const given =
    /\bheaders\s?[=:]\s?([A-Za-z_]\w{0,40})\b(?![.([])/.exec(body)?.[1] ??
    (/[{,]\s{0,20}headers\s{0,20}[,}]/.test(body) ? 'headers' : undefined);
  const start = given === undefined ? undefined : startOf(text, given, made.index);
  return given !== undefined && start !== undefined && holdsKey(text, start, given, mentionsAi, 1);
}

/** A client of a provider's SDK: Node prints it with the key that it was made with. */
export function isClient(above: string, name: string): boolean {
  return new RegExp(
    `(?<![\\w.$])${name}\\s?(?::\\s?\\w{1,40}\\s?)?=\\s?new (?:Anthropic|OpenAI|AzureOpenAI|Groq|Mistral)\\(`,
  ).test(above);
}

/** A scheme with what a variable holds, whose ever it is. */
const SCHEMED = /^[^"'`\n]{0,30}["'`](?:bearer|basic|token) (?:\$?\{|#\{|\\\(|\$|%[sv]|["'`] ?[+.]|["'`], ?[a-z])/i;

/** What came in is handed on: `headers['Authorization'] = request.headers['Authorization']`. */
const INBOUND = /\bheaders\b\??(?:\.get\(|\[)\s?["'`](?:x-api-key|authorization)["'`]/i;

/** What stands as the value of such an entry. */
function isCredential(value: string, inHeader: boolean, mentionsAi: () => boolean): boolean {
  if (HIDDEN.test(value) || FIXED.test(value)) return false;
  if (inHeader && (SCHEMED.test(value) || INBOUND.test(value))) return true;
  // What asks a store of keys: `keys.anthropic()`.
  if (inHeader && /^\w{0,20}(?:keys?|secrets?|credentials?)(?:Store|Provider)?\.\w{1,40}\(/i.test(value)) return true;
  const names = value.match(/[A-Za-z_]\w{2,60}/g) ?? [];
  return names.some((name) => {
    if (namesProviderKey(name)) return true;
    if (inHeader && /^session_?key$/i.test(name)) return true;
    // A key that anybody may see is not sent as a credential.
    if (API_KEY.test(name)) return inHeader || mentionsAi();
    return inHeader && TOKEN.test(name) && mentionsAi();
  });
}

/** Entries that stand after a spread and hide the key which it brings: `{ ...headers, 'x-api-key': '***' }`. */
export function hidesLater(rest: string): boolean {
  return /^[^}]{0,200}["'`]?(?:x-api-key|authorization|(?:\w{1,20}_?)?api_?key)["'`]?\s?:\s?(?:["'`]|undefined|null|mask|redact)/i.test(
    rest,
  );
}
