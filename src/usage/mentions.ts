// Whether a text has one of some words, in any case: a quick look that the rules take before they read a file. Plain
// searches are an order of magnitude faster than an expression of many words.

/** The last text in lower case: the rules ask about the same one in a row. Holds no more than one. */
let latest: { readonly text: string; readonly lower: string } | undefined;

/** @param words - in lower case. */
export function mentionsAny(text: string, words: readonly string[]): boolean {
  if (latest === undefined || latest.text !== text) latest = { text, lower: text.toLowerCase() };
  const { lower } = latest;
  return words.some((word) => lower.includes(word));
}
