// Text on a terminal: made harmless, measured in columns, cut and wrapped. Apart because source lines and paths are
// written by strangers: nothing of theirs reaches a terminal except through `harmless`.

/** Controls (ANSI escapes among them), direction overrides, and characters that are invisible or end a line. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const BYTE_ORDER_MARK = /\ufeff/g;
const TAB = '  ';

/** The text without anything that could move the cursor, change colours or reorder what is shown. */
export function harmless(text: string): string {
  return text
    .replace(BYTE_ORDER_MARK, '')
    .replace(UNSAFE, (character) => (character === '\t' ? TAB : '·'))
    .replace(LONE_SURROGATE, '\ufffd');
}

interface Cell {
  readonly text: string;
  readonly width: number;
}

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;
const EMOJI_SELECTOR = '\ufe0f';
/** First and last code points of the East Asian wide and fullwidth blocks (Unicode, EastAsianWidth W and F). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

/** Characters with the marks that belong to them. A joined emoji counts as its parts: too wide rather than too narrow. */
function cellsOf(text: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (const character of text) {
    const last = cells.at(-1);
    if (character < '\u0300' || !ZERO_WIDTH.test(character) || last === undefined) {
      cells.push({ text: character, width: isWide(character) ? 2 : 1 });
    } else {
      const width = character === EMOJI_SELECTOR ? 2 : last.width;
      cells[cells.length - 1] = { text: last.text + character, width };
    }
  }
  return cells;
}

function isWide(character: string): boolean {
  if (character < '\u1100') return false;
  const code = character.codePointAt(0) ?? 0;
  return WIDE.some(([first, last]) => code >= first && code <= last) || EMOJI.test(character);
}

/** Columns that the text takes. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : totalWidth(cellsOf(text));
}

function totalWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** A text and a part of it, as UTF-16 offsets. */
export interface Focused {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Cuts a text to a number of columns, round the part that matters; `…` stands where something was cut. */
export function cutAround(focused: Focused, columns: number): Focused {
  const { text, start, end } = focused;
  if (widthOf(text) <= columns) return focused;
  const before = cellsOf(text.slice(0, start));
  const part = cellsOf(text.slice(start, end));
  const after = cellsOf(text.slice(end));
  const free = Math.max(0, columns - totalWidth(part) - 1);
  // The start stays where it can; else as much of it goes as lets a third of the room show what follows.
  const headRoom = Math.max(free - Math.min(totalWidth(after), Math.floor(columns / 3)), Math.floor(free / 2));
  const head = lastCells(before, headRoom);
  const rest = firstCells([...part, ...after], columns - widthOf(head));
  const shownEnd = Math.min(head.length + (end - start), rest.endsWith('…') ? head.length + rest.length : text.length);
  return { text: head + rest, start: head.length, end: shownEnd };
}

/** As much of the end as fits in so many columns; `…` first when something was cut. */
export function cutStart(text: string, columns: number): string {
  return lastCells(cellsOf(text), columns);
}

/** As much of the start as fits in so many columns; `…` last when something was cut. */
export function cutEnd(text: string, columns: number): string {
  return firstCells(cellsOf(text), columns);
}

function lastCells(cells: readonly Cell[], columns: number): string {
  let room = columns;
  if (totalWidth(cells) <= room) return textOf(cells);
  let from = cells.length;
  room -= 1;
  while (from > 0 && (cells[from - 1]?.width ?? 0) <= room) {
    from -= 1;
    room -= cells[from]?.width ?? 0;
  }
  return columns < 1 ? '' : `…${textOf(cells.slice(from))}`;
}

function firstCells(cells: readonly Cell[], columns: number): string {
  if (totalWidth(cells) <= columns) return textOf(cells);
  let room = columns - 1;
  let to = 0;
  while (to < cells.length && (cells[to]?.width ?? 0) <= room) {
    room -= cells[to]?.width ?? 0;
    to += 1;
  }
  return columns < 1 ? '' : `${textOf(cells.slice(0, to))}…`;
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join('');
}

/** Lines of at most so many columns, broken at blanks, or anywhere in a word that is longer than a line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= columns) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, columns);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

function breakWord(word: string, columns: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const cell of cellsOf(word)) {
    if (width + cell.width > columns) {
      // A path breaks after a slash where that costs less than half a line.
      const slash = piece.lastIndexOf('/') + 1;
      const cut = slash > piece.length / 2 ? slash : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      width = widthOf(piece);
    }
    piece += cell.text;
    width += cell.width;
  }
  return [...pieces, piece];
}
