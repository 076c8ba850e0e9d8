// An expression cut into pieces: at commas, at signs between values of which each is shown, into the branches of a choice.
// Brackets and strings stay whole.
import { closingOf, type Reading, stringEnd } from './operand-texts.ts';

export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The branches of a conditional expression, or what an `&&` can end in. */
export function branches(reading: Reading, piece: Piece): readonly Piece[] | undefined {
  const question = split(reading, piece.start, piece.end, (text, at) =>
    text.charAt(at) === '?' &&
    !/[?.[]/.test(text.charAt(at + 1)) &&
    !/[?]/.test(text.charAt(at - 1)) &&
    /\s/.test(text.charAt(at - 1))
      ? 1
      : 0,
  );
  const rest = question[1];
  if (rest !== undefined) {
    const colon = split(reading, rest.start, piece.end, (text, at) =>
      text.charAt(at) === ':' && text.charAt(at + 1) !== ':' && text.charAt(at - 1) !== ':' ? 1 : 0,
    );
    return colon;
  }
  const python = split(reading, piece.start, piece.end, word('if'));
  if (python[1] !== undefined && python[0] !== undefined) {
    const other = split(reading, python[1].start, piece.end, word('else'));
    return other[1] === undefined ? [python[0]] : [python[0], other[1]];
  }
  const and = split(reading, piece.start, piece.end, (text, at) =>
    text.startsWith('&&', at) ? 2 : word('and')(text, at),
  );
  const last = and.length > 1 ? and.at(-1) : undefined;
  return last === undefined ? undefined : [last];
}

function word(name: string): (text: string, at: number) => number {
  return (text, at) => (text.startsWith(` ${name} `, at) ? name.length + 2 : 0);
}

type Separator = (text: string, at: number) => number;

export function isComma(text: string, at: number): number {
  return text.charAt(at) === ',' || text.charAt(at) === ';' ? 1 : 0;
}

/** Signs between values of which each is shown. */
export function isJoin(text: string, at: number): number {
  const char = text.charAt(at);
  if (char === '+') return 1;
  if (text.startsWith('||', at) || text.startsWith('??', at) || text.startsWith('?:', at) || text.startsWith('<<', at))
    return 2;
  // PHP joins with a dot, Python formats with a percent sign, both between blanks.
  if ((char === '.' || char === '%') && /[\s"']/.test(text.charAt(at - 1)) && /[\s"'$(]/.test(text.charAt(at + 1)))
    return 1;
  // Lua joins with two.
  if (text.startsWith(' .. ', at)) return 4;
  return word('or')(text, at);
}

/** Splits at separators of the outer level; brackets and strings are skipped whole. */
export function split({ text }: Reading, from: number, to: number, separator: Separator): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  for (let at = from; at < to; ) {
    const width = separator(text, at);
    if (width > 0) {
      pieces.push({ start, end: at });
      at += width;
      start = at;
      continue;
    }
    at = skip(text, at, to);
  }
  pieces.push({ start, end: to });
  return pieces;
}

/** The place after the string or bracket that starts here, or after one character. */
function skip(text: string, at: number, to: number): number {
  const char = text.charAt(at);
  if (char === '"' || char === "'" || char === '`') return Math.min(to, stringEnd(text, at, to));
  if (char === '(' || char === '[' || char === '{') {
    const close = closingOf(text, at + 1, to);
    return close === undefined ? to : close + 1;
  }
  if (char === '<' && /\w/.test(text.charAt(at - 1))) {
    // Of which types a collection is.
    const types = /^<[\w, ?.<>]{1,80}>(?=\s{0,60}[({])/.exec(text.slice(at, Math.min(to, at + 160)));
    if (types !== null) return at + types[0].length;
  }
  if (char === '/' && text.charAt(at + 1) === '/' && text.charAt(at - 1) !== ':') {
    const newline = text.indexOf('\n', at);
    return newline < 0 || newline > to ? to : newline;
  }
  return at + 1;
}

export function trim(text: string, { start, end }: Piece): Piece {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text.charAt(from))) from += 1;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
