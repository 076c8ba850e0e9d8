// Credentials in disguise: the forms that a keyword takes in base64, hex, percent and unicode escapes, and how to get
// the text back from round a hit.
import { CLASSES } from '../credentials/structure.ts';
import type { EncodingName } from './keyword-table.ts';

type WholeEncoding = Exclude<EncodingName, 'escaped'>;

export interface EncodedForm {
  readonly encoding: WholeEncoding;
  readonly text: string;
  readonly ignoreCase: boolean;
}

/** A decoded stretch of a file: where it stood and what it says. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
  /** Encoded keywords before this offset are read by this decoding too. */
  readonly coveredTo: number;
}

/** Shortest keyword whose encoded forms are looked for. */
const SHORTEST_KEYWORD = 4;
/** Fewest characters of a base64 form. Those of the shortest stand in other text too, so more base64 must follow them. */
const SHORTEST_FORM = 4;
export const SURE_FORM = 6;
/** Bytes of a keyword that are looked for as digits: so many stand nowhere by chance, and all would make the table a fifth larger. */
const ESCAPED_BYTES = 5;
/** Farthest that an encoded stretch is followed to either side of a hit, in characters. */
const REACH = 16_384;
/** More than the longest credential takes encoded: one that begins nearer to where a stretch was cut off may go on behind. */
const CUT_MARGIN = 8192;

/** A stretch that ended by itself is read to its end. */
function coveredTo(offset: number, end: number): number {
  return end - offset < REACH ? end : end - CUT_MARGIN;
}

/** The forms of one keyword, or of its start. base64 has three, one for each place in a group of three bytes that it may start at. */
export function encodedForms(keyword: string): readonly EncodedForm[] {
  if (keyword.length < SHORTEST_KEYWORD) return [];
  const bytes = Buffer.from(keyword, 'latin1');
  const forms: EncodedForm[] = [];
  for (let shift = 0; shift < 3; shift += 1) {
    // Characters that also hold bits of unknown neighbours are left out.
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + bytes.length) * 8) / 6);
    const text = encoded.slice(first, last);
    if (text.length < SHORTEST_FORM) continue;
    forms.push({ encoding: 'base64', text, ignoreCase: false });
    if (/[+/]/.test(text)) {
      forms.push({ encoding: 'base64', text: text.replaceAll('+', '-').replaceAll('/', '_'), ignoreCase: false });
    }
  }
  const hex = bytes.toString('hex', 0, ESCAPED_BYTES);
  forms.push({ encoding: 'hex', text: hex, ignoreCase: true });
  forms.push({ encoding: 'percent', text: hex.replace(/../g, '%$&'), ignoreCase: true });
  forms.push({ encoding: 'unicode', text: hex.replace(/../g, '\\u00$&'), ignoreCase: true });
  forms.push({ encoding: 'byte', text: hex.replace(/../g, '\\x$&'), ignoreCase: true });
  return forms;
}

/** How a keyword stands where its signs, and only they, are escaped: in an address, in JSON that escapes slashes. */
export function escapedForms(keyword: string): readonly string[] {
  // Regular expressions are full of the other.
  const slashes = keyword === '://' ? keyword : keyword.replaceAll('/', '\\/');
  return [encodeURIComponent(keyword), slashes].filter((form) => form !== keyword);
}

const BASE64 = new Set(`${CLASSES['b64']}-_`);
const HEX = new Set(CLASSES['xhex']);

/**
 * Decodes the stretch of a file that holds an encoded keyword.
 *
 * @param text - the file, one character a byte.
 * @param offset - where the encoded keyword starts.
 * @returns undefined where the stretch does not decode to something with the keyword in it.
 */
export function decodeAround(
  text: string,
  offset: number,
  encoding: WholeEncoding,
  keyword: string,
): Decoded | undefined {
  switch (encoding) {
    case 'base64':
      return decodeBase64(text, offset, keyword);
    case 'hex':
      return decodeHex(text, offset);
    case 'percent':
      return decodeEscapes(text, offset, /%[0-9A-Fa-f]{2}|[\w.~-]/y, /%([0-9A-Fa-f]{2})/g);
    case 'unicode':
      return decodeEscapes(text, offset, /\\u[0-9A-Fa-f]{4}|[^"'`\s\\]/y, /\\u([0-9A-Fa-f]{4})/g);
    case 'byte':
      return decodeEscapes(text, offset, /\\x[0-9A-Fa-f]{2}|[^"'`\s\\]/y, /\\x([0-9A-Fa-f]{2})/g);
  }
}

/** The run of members of a set round an offset; a line break inside is passed over when the line before it is full. */
function expand(text: string, offset: number, set: ReadonlySet<string>): { start: number; end: number } {
  let start = offset;
  let end = offset;
  const floor = Math.max(0, offset - REACH);
  const ceiling = Math.min(text.length, offset + REACH);
  for (;;) {
    while (start > floor && set.has(text.charAt(start - 1))) start -= 1;
    const before = FOLD_BEFORE.exec(text.slice(Math.max(floor, start - 140), start));
    if (before === null) break;
    start -= before[0].length - (before[1]?.length ?? 0);
  }
  for (;;) {
    while (end < ceiling && set.has(text.charAt(end))) end += 1;
    const lineStart = Math.max(text.lastIndexOf('\n', end - 1) + 1, start);
    const after = /^\r?\n[ \t]{0,40}(?=[A-Za-z0-9+/])/.exec(text.slice(end, Math.min(ceiling, end + 64)));
    if (after === null || end - lineStart < FULL_LINE) break;
    end += after[0].length;
  }
  return { start, end };
}

/** Fewest characters on a line that base64 tools wrap. */
const FULL_LINE = 60;
const FOLD_BEFORE = /([A-Za-z0-9+/]{60})\r?\n[ \t]{0,40}$/;

function decodeBase64(text: string, offset: number, keyword: string): Decoded | undefined {
  const lead = leadOf(text, offset, keyword);
  if (lead === undefined) return undefined;
  const { start, end } = expand(text, offset, BASE64);
  // What stands before the encoded text may be letters too (a path, a name): the keyword decides the groups.
  const before = text.slice(start, offset).replace(BREAKS, '');
  const run = before + text.slice(offset, end).replace(BREAKS, '');
  const bytes = Buffer.from(run.slice((before.length - lead) & 3), 'base64');
  return { start, end: trimPadding(text, end), bytes, coveredTo: coveredTo(offset, end) };
}

const BREAKS = /[\r\n \t]+/g;

/** Where in its stretch a decoding begins: a keyword that stands there by chance, at another phase, hides nothing. */
export function phaseOf(text: string, offset: number, encoding: WholeEncoding, keyword: string): string | undefined {
  if (encoding !== 'base64') return `${encoding} ${encoding === 'hex' ? offset & 1 : 0}`;
  const lead = leadOf(text, offset, keyword);
  return lead === undefined ? undefined : `base64 ${(offset - lead) & 3}`;
}

/** How many characters before the hit its group of four begins; undefined where the keyword stands in no group. */
function leadOf(text: string, offset: number, keyword: string): number | undefined {
  const before = text.slice(Math.max(0, offset - 48), offset).replace(BREAKS, '');
  const after = text.slice(offset, offset + 2 * keyword.length + 48).replace(BREAKS, '');
  // Where one or two bytes stand before the keyword in its group, two or three characters hold their bits.
  for (const lead of [0, 2, 3]) {
    if (lead > before.length) continue;
    const group = before.slice(before.length - lead) + after;
    const decoded = Buffer.from(group.slice(0, Math.ceil((keyword.length + 2) / 3) * 4), 'base64').toString('latin1');
    if (decoded.startsWith(keyword, Math.max(0, lead - 1))) return lead;
  }
  return undefined;
}

function trimPadding(text: string, end: number): number {
  let at = end;
  while (at < end + 2 && text.charAt(at) === '=') at += 1;
  return at;
}

function decodeHex(text: string, offset: number): Decoded {
  const run = expand(text, offset, HEX);
  // The keyword stands on a byte border, so every border is an even number of digits away from it.
  const start = offset - ((offset - run.start) & ~1);
  const end = offset + ((run.end - offset) & ~1);
  return { start, end, bytes: Buffer.from(text.slice(start, end), 'hex'), coveredTo: coveredTo(offset, run.end) };
}

function decodeEscapes(text: string, offset: number, piece: RegExp, escaped: RegExp): Decoded {
  // Only the text after the hit is followed: a credential starts with its keyword.
  let end = offset;
  const limit = Math.min(text.length, offset + REACH);
  while (end < limit) {
    piece.lastIndex = end;
    if (!piece.test(text)) break;
    end = piece.lastIndex;
  }
  const decoded = text
    .slice(offset, end)
    .replace(escaped, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16) & 0xff));
  return { start: offset, end, bytes: Buffer.from(decoded, 'latin1'), coveredTo: coveredTo(offset, end) };
}
