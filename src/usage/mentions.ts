// Whether a text has one of some words, in any case: a quick look that the rules take before they read a file. One
// expression reads it once; a search for each of eighteen words takes three times as long, however fast each is.

/** @param words - of letters, digits, dots and the like; none of them is special. */
export function createMentions(words: readonly string[], flags: '' | 'i' = 'i'): (text: string) => boolean {
  const any = new RegExp(words.map((word) => word.replaceAll(/[.(){]/g, '\\$&')).join('|'), flags);
  return (text) => any.test(text);
}

/** What is made of a whole text, made once: rules ask for it at each of its calls. Holds no more than one text. */
export function perText<T>(make: (text: string) => T): (text: string) => T {
  let made: { readonly text: string; readonly result: T } | undefined;
  return (text) => {
    if (made?.text !== text) made = { text, result: make(text) };
    return made.result;
  };
}

/** A pattern asked of a whole text once. */
export function askedOnce(pattern: RegExp): (text: string) => boolean {
  return perText((text) => pattern.test(text));
}

const KEY_WORD = /key|token|secret|authorization/gi;
/** More than any of the quick looks reaches from such a word, in a line that has no end. */
const REACH = 240;
/** What such a pattern reads after the word. */
const MARGIN = 40;

/** The lines of a text that say key, token, secret or authorization, very long ones cut short: a quick look for a pattern
 * of which each match has one of these words has only these to read. */
export const keyLines = perText((text: string): string => {
  const lines: string[] = [];
  let read = 0;
  for (const { index } of text.matchAll(KEY_WORD)) {
    if (index < read) continue;
    const before = text.slice(Math.max(0, index - REACH), index);
    const after = text.slice(index, index + REACH);
    const close = after.indexOf('\n');
    lines.push(before.slice(before.lastIndexOf('\n') + 1) + (close < 0 ? after : after.slice(0, close)));
    read = index + (close < 0 ? after.length - MARGIN : close);
  }
  return lines.join('\n');
});

/** A quick look for a vendor's key itself. */
export const mayHoldLiteral = askedOnce(/(?:sk-|gsk_|xai-|pplx-|r8_|hf_|AIza|nvapi-|tgp_v1_)[\w-]{28}/);
