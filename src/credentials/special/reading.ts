// Small steps that matchers for free-form credentials share: getting from a name to its value, and drawing look-alikes.
// Stepping by hand rather than by pattern keeps every look linear in a bounded window.
import { pairedValue } from '../pair.ts';
import { CLASSES } from '../structure.ts';

/** A part of the text; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const NAME_REST = /[\w.-]/;
const CLOSER = /["'`\])\\]/;
const BLANK = /[ \t]/;
const OPENER = /["'`\\]/;
const OPERATOR = /:=|=>|->|\?\?|\|\||[:=,(>]/y;
/** The type between a name and its value: Rust, Swift, TypeScript, Kotlin. */
const TYPE = /:[ \t]?&?(?:'[a-z]{1,10} )?[A-Za-z][\w.]{0,20}\??(?=[ \t]{0,4}=)/y;

/** Passes over at most `most` characters of a set. */
export function skip(text: string, offset: number, set: RegExp, most: number): number {
  let at = offset;
  while (at < offset + most && at < text.length && set.test(text.charAt(at))) at += 1;
  return at;
}

/** Where the value starts that is assigned to a name; undefined when nothing is. `offset` stands in or after the name. */
export function valueStart(text: string, offset: number): number | undefined {
  const paired = pairedValue(text, offset);
  if (paired !== undefined) return paired;
  const closed = skip(text, skip(text, offset, NAME_REST, 40), CLOSER, 4);
  const nameEnd = matchAt(text, closed, TYPE) ?? closed;
  let at = skip(text, nameEnd, BLANK, 20);
  const operator = matchAt(text, at, OPERATOR);
  if (operator !== undefined) at = skip(text, operator, BLANK, 20);
  if (at === nameEnd) return undefined;
  return skip(text, at, OPENER, 4);
}

/** End of a sticky pattern's match at an offset. */
export function matchAt(text: string, offset: number, sticky: RegExp): number | undefined {
  sticky.lastIndex = offset;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** The stretch round a span that no quote and no line break ends, at most `reach` characters to either side. */
export function stringAround(text: string, start: number, end: number, reach: number): Span {
  const before = text.slice(Math.max(0, start - reach), start);
  const cut = /["'`\r\n][^"'`\r\n]{0,2000}$/.exec(before);
  const after = text.slice(end, end + reach);
  const stop = after.search(/["'`\r\n]/);
  return {
    start: cut === null ? start - before.length : start - before.length + cut.index + 1,
    end: end + (stop < 0 ? after.length : stop),
  };
}

/** True when at most `lines` line breaks stand between two offsets. */
export function isWithinLines(text: string, a: number, b: number, lines: number): boolean {
  let at = Math.min(a, b);
  for (let seen = 0; seen <= lines; seen += 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0 || at > Math.max(a, b)) return true;
  }
  return false;
}

/** Draws characters of a class for a look-alike. */
export function draw(random: () => number, length: number, set = 'an'): string {
  const members = CLASSES[set] ?? '';
  let drawn = '';
  for (let i = 0; i < length; i += 1) drawn += members.charAt(Math.floor(random() * members.length));
  return drawn;
}

/** Base64 of drawn bytes, padding included. */
export function drawBase64(random: () => number, bytes: number): string {
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256))).toString('base64');
}
