// A name and its value that stand in two fields, as configuration formats write them; apart from both sorts of matchers,
// which read it.

/**
 * What stands from the end of a name to the value in the other field, on this line or the next: `- name: X` and
 * `value: …` of manifests, `"key": "X", "value": "…"` of collections, `key="X" value="…"` and `<key>X</key><string>…` of
 * XML, a Terraform variable and its default.
 */
const PAIR =
  /[\w.-]{0,40}\\?["']?(?:[ \t]{0,4}[,{]?\s{1,40}(?:(?:type|description|sensitive|nullable)[ \t]{0,12}=[^\n{}]{0,60}\n[ \t]{0,20}){0,3}\\?["']?(?:value|default)\\?["']?[ \t]{0,12}[:=][ \t]{0,12}|,\\?["']value\\?["']:|<\/key>\s{0,40}<string>)\\?["']?/iy;

/** Where the value starts whose name ends, or goes on, at an offset; undefined where no such field follows. */
export function pairedValue(text: string, offset: number): number | undefined {
  PAIR.lastIndex = offset;
  return PAIR.test(text) ? PAIR.lastIndex : undefined;
}
