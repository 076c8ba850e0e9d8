// Credentials with some of their signs escaped, as programs write them: `%2B` in addresses, `\u002B` and `\/` in JSON,
// `&amp;` in XML. The rest stands there plainly, so their keywords are found without an encoded form.
import { createBuilder, type Rebuilt } from './rebuilt.ts';

const ESCAPE =
  /%([0-9A-Fa-f]{2})|\\{1,4}u00([0-9A-Fa-f]{2})|\\{1,4}x([0-9A-Fa-f]{2})|\\{1,4}(\/)|&#x([0-9A-Fa-f]{2});|&#(\d{2,3});|&(amp);/g;
/** The same, to see whether a stretch has any. */
const ESCAPED = new RegExp(ESCAPE.source);
/** How far before and behind a keyword the stretch is followed. */
const BEFORE = 300;
const BEHIND = 4096;
/** A stretch that was cut off at its limit is read again from here on. */
const CUT_MARGIN = 1024;
const END = /["'`<>\r\n]/;

/** Reads the escaped stretches round keyword hits, in order of their offsets. */
export function createUnescaper(text: string): (offset: number) => Rebuilt | undefined {
  let plainTo = 0;
  return (offset) => {
    if (offset < plainTo) return undefined;
    const behind = text.slice(offset, offset + BEHIND);
    const stop = behind.search(END);
    const end = offset + (stop < 0 ? behind.length : stop);
    const coveredTo = stop < 0 ? Math.max(offset + 1, end - CUT_MARGIN) : end;
    plainTo = coveredTo;
    const stretch = text.slice(offset, end);
    if (!ESCAPED.test(stretch)) return undefined;
    let start = offset;
    while (start > Math.max(0, offset - BEFORE) && !END.test(text.charAt(start - 1))) start -= 1;
    return readEscapes(text, start, end, coveredTo);
  };
}

function readEscapes(text: string, start: number, end: number, coveredTo: number): Rebuilt {
  const builder = createBuilder(text);
  let at = start;
  for (const match of text.slice(start, end).matchAll(ESCAPE)) {
    const from = start + match.index;
    builder.copy(at, from);
    at = from + match[0].length;
    builder.put(charOf(match), from, at);
  }
  builder.copy(at, end);
  return builder.finish(coveredTo);
}

function charOf([, percent, unicode, byte, slash, hexEntity, decimalEntity]: RegExpMatchArray): string {
  const hex = percent ?? unicode ?? byte ?? hexEntity;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (decimalEntity !== undefined) return String.fromCharCode(Number(decimalEntity) & 0xff);
  return slash ?? '&';
}
