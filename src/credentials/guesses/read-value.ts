// From a name to the literal that it is given, in code, settings, markup, command lines and addresses. Each step looks at
// a bounded stretch at one place.
import { draw, matchAt } from '../special/reading.ts';
import type { GuessForm } from './guess.ts';
import { NAME_LENGTH } from './names.ts';

export interface ReadName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface ReadValue {
  readonly value: string;
  readonly start: number;
  readonly form: GuessForm;
}

/** By character code, since a file may be one long row of names: 1 for what a name is made of, 2 for what only stands before
 * it and belongs to it (`checksum/secret`). */
const PARTS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return char === '/' ? 2 : Number(/[\w$.-]/.test(char));
});

/** The name that holds the keyword at an offset; undefined where it is longer than names are. */
export function readName(text: string, offset: number, length: number): ReadName | undefined {
  let start = offset;
  while (start > 0 && (PARTS[text.charCodeAt(start - 1)] ?? 0) > 0) {
    start -= 1;
    if (offset - start > NAME_LENGTH) return undefined;
  }
  let end = offset + length;
  while (PARTS[text.charCodeAt(end)] === 1) {
    end += 1;
    if (end - start > NAME_LENGTH) return undefined;
  }
  // A dash before an arrow and a dot at a sentence's end are no part of it.
  while (end > offset + length && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return { name: text.slice(start, end), start, end };
}

const CLOSER = /\\{0,3}["'`]/y;
const BRACKET = /[ \t]{0,4}\]/y;
/** `: string =`, `string =` of TypeScript, Go, Swift, Rust and the like, up to the sign. */
const TYPE = /[?!]?(?:[ \t]{0,4}:[ \t]{0,4}|[ \t]{1,4})[A-Za-z&*[\]][\w.<>?&*' [\]|]{0,40}?[ \t]{0,4}=(?![=>])/y;
const SIGN = /[ \t]{0,40}(?::=|=>|<-|\?=|\?\?=|\|\|=|\?\?|\|\||:-|={1,3}|:)[ \t]{0,40}(?:\r?\n[ \t]{1,80}(?=["'`]))?/y;
/** What stands in for a variable that is not set. */
const OR = /[ \t]{0,4}\)?[ \t]{0,4}(?:\?\?|\|\||\bor\b)[ \t]{0,4}(?=["'`])/y;
/** The value of a pair that two fields, attributes or arguments make. */
const FIELD =
  /[ \t]{0,4},?(?:[ \t]{0,4}\r?\n)?[ \t]{0,80}(?:-[ \t])?(?:\\{0,3}["'])?(?:default[_-]?)?value(?:\\{0,3}["'])?[ \t]{0,8}[=:][ \t]{0,8}/iy;
const ELEMENT = />[ \t]{0,8}(?!<)/y;
const PLIST = /<\/key>\s{0,80}<string>/y;
const COMMA = /[ \t]{0,4},[ \t]{0,4}(?:\r?\n[ \t]{0,80}(?=["'`]))?/y;
const CALL = /\([ \t]{0,4}(?=(?:[A-Za-z_][\w.]{0,30}\()?[@$bru]{0,2}\\{0,3}["'`])/y;
const BLANK_QUOTE = /[ \t]{1,20}(?=@?["'`])/y;
const FLAG_GAP = /(?:=|[ \t]{1,4})/y;
/** A call or conversion that the literal stands in, and what marks a literal. */
const WRAPPER = /(?:(?:new[ \t])?[A-Za-z_$[\]][\w.:<>[\]]{0,40}\([ \t]{0,4}){0,2}(?:[@$brufLR]{0,2}(?=\\{0,3}["'`]))?/y;
/** Not the first quote of an empty text. */
const OPENER = /\\{0,3}(?:"""|'''|["'`](?!["'`]))/y;
const QUOTED = /[!#-&(-[\]-_a-~]{1,512}/y;
const BARE = /[^\s"'`,;<>(){}[\]\\]{1,512}/y;
const BARE_END = /[ \t]{0,40}(?:[\r\n}]|$|#|\/\/|<|;|\\|["'`,])/y;
const QUERY_VALUE = /[\w.~%+/=-]{1,512}/y;

/** The literal that stands for a name's value. `settings`: values need no quotes in this file. */
export function readValue(text: string, name: ReadName, settings: boolean): ReadValue | undefined {
  const before = text.slice(Math.max(0, name.start - 8), name.start);
  if (/[?&]$|&amp;$/.test(before)) return bareAt(text, name.end, /=/y, QUERY_VALUE, 'query');
  const flag = name.name.startsWith('--') || /--$/.test(before);
  if (flag && matchAt(text, name.end, FLAG_GAP) !== undefined) {
    const at = matchAt(text, name.end, FLAG_GAP) ?? name.end;
    return quotedAt(text, at) ?? bareAt(text, name.end, FLAG_GAP, BARE, 'flag');
  }
  for (const at of placesAfter(text, name.end, before)) {
    const quoted = quotedAt(text, at);
    if (quoted !== undefined) return quoted;
  }
  const sign = matchAt(text, matchAt(text, name.end, CLOSER) ?? name.end, /[ \t]{0,20}(?::=|\?=|:-|[=:])[ \t]{0,20}/y);
  const upper = /^[A-Z][A-Z0-9_]{3,}$/.test(name.name) && text.charAt(name.end) === '=';
  if (sign !== undefined && (settings || upper)) {
    const found = bareAt(text, sign, /(?:)/y, BARE, 'bare');
    if (found !== undefined && matchAt(text, found.start + found.value.length, BARE_END) !== undefined) return found;
  }
  const element = /[<:]$/.test(before) || matchAt(text, name.end, CLOSER) !== undefined;
  const inElement = element ? matchAt(text, matchAt(text, name.end, CLOSER) ?? name.end, ELEMENT) : undefined;
  const field = matchAt(text, matchAt(text, name.end, CLOSER) ?? name.end, FIELD);
  const directive = /(?:ENV|ARG|setx|set -\w{1,3}|export) $/.test(before)
    ? matchAt(text, name.end, /[ \t]{1,4}/y)
    : undefined;
  for (const at of [inElement ?? matchAt(text, name.end, PLIST), field, directive]) {
    if (at !== undefined) return bareAt(text, at, /(?:)/y, BARE, 'bare');
  }
  return undefined;
}

/** Where a quoted literal may begin: behind a sign, a comma after a quoted name, an opening bracket, a blank. */
function placesAfter(text: string, end: number, before: string): readonly number[] {
  const closed = matchAt(text, end, CLOSER);
  const behind = matchAt(text, closed ?? end, BRACKET) ?? closed ?? end;
  const places = [
    matchAt(text, behind, TYPE),
    matchAt(text, behind, SIGN),
    matchAt(text, behind, OR),
    closed === undefined ? matchAt(text, end, CALL) : undefined,
    closed === undefined ? matchAt(text, end, BLANK_QUOTE) : undefined,
    matchAt(text, closed ?? end, FIELD),
    closed === undefined || /\w$/.test(before) ? undefined : matchAt(text, closed, COMMA),
  ];
  return places.filter((place) => place !== undefined);
}

function quotedAt(text: string, at: number): ReadValue | undefined {
  const blank = matchAt(text, at, /[ \t]{1,8}/y) ?? at;
  const open = matchAt(text, blank, WRAPPER) ?? blank;
  const start = matchAt(text, open, OPENER);
  if (start === undefined) return undefined;
  const end = matchAt(text, start, QUOTED);
  // The same quote closes it; an escaped one has its backslashes.
  if (end === undefined || matchAt(text, end, CLOSER) === undefined) return undefined;
  return { value: text.slice(start, end), start, form: 'quoted' };
}

function bareAt(text: string, at: number, gap: RegExp, value: RegExp, form: GuessForm): ReadValue | undefined {
  const start = matchAt(text, at, gap);
  const end = start === undefined ? undefined : matchAt(text, start, value);
  return start === undefined || end === undefined ? undefined : { value: text.slice(start, end), start, form };
}

const COMMENT = /^[ \t]{0,80}(?:\/\/|\/?\*)/;

/** True where the line up to an offset begins as comments of code do; a commented line of settings is no such. */
export function isComment(text: string, offset: number): boolean {
  const line = text.slice(Math.max(0, offset - 200), offset);
  return COMMENT.test(line.slice(line.lastIndexOf('\n') + 1));
}

/** Drawn text with a digit in it, as nearly every drawn text has. */
export function drawMixed(random: () => number, length: number): string {
  return `${draw(random, length - 2)}7q`;
}
