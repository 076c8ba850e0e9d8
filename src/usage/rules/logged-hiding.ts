// What makes of a key something that may be shown, by the words of an expression: masks, lengths, parts, comparisons. Apart
// from the values, for what only looks like it is a list of its own.

export const HIDING =
  /mask|redact|hide|hidden|obfusc|censor|slice|substr|length|\blen\b|bool|\bhas|exist(?!ing)|trunc|hash|sha\d|digest|encrypt|sanit|scrub|preview|prefix|suffix|short|fingerprint|\[\s?-?\d|\[\s?:|[!=]==?|\b(?:in|is|not)\b|startsWith|\*\*\*|^!/i;
/** Texts, types, what a program was started with of which one is taken whole, and one of many that were read, by its place. */
const NO_HIDING = new RegExp(
  [
    /(?:\b(?:process|Deno|Bun|sys|os|flag)\.)?\b(?:argv|args|Args|ARGV)\b(?:\(\))?(?:\.slice\(\s?\d\s?\))?(?:\[\s?[\w+ ]{1,20}\s?\]|\.find\([^\n]{0,80}\)\??\.split\(["']=["']\)\[1\]|$)|"[^"]{0,200}"|'[^']{0,200}'|\b(?:Linked)?Hash(?:Map|Table)\b|\bsanitize_(?:text_field|key|option)\b/,
    /\.i?(?:loc|at)\[[^\]\n]{1,40}\]|\bsplit\(["'`](?:[=:, ]|\\n){1,3}["'`][^()\n]{0,8}\)[?!]?\.?\[\s?-?\d\s?\]|\b(?:\w{0,20}lines|read\w{0,20}|exec|match\w{0,8}|groups?|fetch\w{0,6}|all|query|values|loads?)\([^()\n]{0,80}\)[?!]?\.?\[\s?-?\d\s?\]|\b\w{0,20}(?:keys|lines|rows?|parts|items|values|match(?:es)?|tokens|secrets|list|data|results?|fields|pair)\[\s?-?\d\s?\]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** True where an expression shows less than the value that it names. */
export function hides(code: string): boolean {
  return HIDING.test(code.replaceAll(NO_HIDING, ''));
}
