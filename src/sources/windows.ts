// Content of any size in windows that overlap, so that memory stays bounded and nothing is too large to be scanned.
import type { Detection } from '../engine/detect.ts';
import { readText, type SourceText } from '../text/source-text.ts';
import type { SourceFile } from './source.ts';

/** Larger content is scanned in pieces of this size, all read into the same memory. */
export const WINDOW_BYTES = 4 * 1024 * 1024;
/** More than the longest credential with the words that stand before it, an encoded one included. */
const REACH_BYTES = 256 * 1024;
/** Its first half is the end of what a window answers for, its second the beginning of the next one's: each sees beyond. */
const OVERLAP_BYTES = 2 * REACH_BYTES;

/** A piece of a file, ready to be scanned. */
export interface TextWindow {
  readonly text: SourceText;
  /** Bytes of the file that no earlier window held. */
  readonly newBytes: number;
  /** Lines of the file before this window, and UTF-16 units before it on the window's first line. */
  readonly linesBefore: number;
  readonly columnsBefore: number;
  /** UTF-16 units of the file before this window. */
  readonly unitsBefore: number;
  /** Whether it is all of its file. */
  readonly whole: boolean;
  /** The same with bytes of its own: those of a window may be overwritten when the next is read. */
  readonly owned: () => TextWindow;
  /** The detections that belong to this window and not to the next, which sees the overlap too. */
  readonly keep: (detections: readonly Detection[]) => readonly Detection[];
}

/**
 * Reads a file as one window, or several where it is large.
 *
 * @param whole - content in memory up to this size, in bytes, is one window.
 */
export async function* readWindows(file: SourceFile, whole = WINDOW_BYTES): AsyncGenerator<TextWindow> {
  const content = await file.read(whole);
  if (Buffer.isBuffer(content) && content.length <= whole) {
    const text = readText(file.path, content);
    const window = { ...START, text, newBytes: text.bytes.length, keep: keepAll, whole: true };
    const own: TextWindow = { ...window, owned: () => (file.borrowed === true ? withOwnBytes(window, content) : own) };
    yield own;
    return;
  }
  let before: Position = START;
  /** How much of this piece the one before held, and answered for. */
  let [overlap, answered] = [0, 0];
  for await (const { bytes, text, next } of pieces(file.path, content)) {
    const stop = next === undefined ? bytes.length : borderBefore(bytes, next + REACH_BYTES, text);
    const from = text.textOffset(bytesBefore(text, bytes, answered));
    const end = next === undefined ? Number.POSITIVE_INFINITY : text.textOffset(bytesBefore(text, bytes, stop));
    const window = {
      ...before,
      text,
      newBytes: bytes.length - overlap,
      keep: (detections: readonly Detection[]) => detections.filter(({ start }) => start >= from && start < end),
      whole: next === undefined && overlap === 0,
    };
    yield { ...window, owned: () => withOwnBytes(window, bytes) };
    if (next === undefined) return;
    before = advance(before, text, bytesBefore(text, bytes, next));
    [overlap, answered] = [bytes.length - next, stop - next];
  }
}

const START = { linesBefore: 0, columnsBefore: 0, unitsBefore: 0 } as const;
type Position = Pick<TextWindow, 'linesBefore' | 'columnsBefore' | 'unitsBefore'>;

const keepAll = (detections: readonly Detection[]): readonly Detection[] => detections;

function withOwnBytes(window: Omit<TextWindow, 'owned'>, bytes: Buffer): TextWindow {
  const own: TextWindow = { ...window, text: readText(window.text.path, Buffer.from(bytes)), owned: () => own };
  return own;
}

/** How many of a text's bytes stand before a byte of what it was read from. */
function bytesBefore(text: SourceText, bytes: Buffer, next: number): number {
  if (next === 0) return 0;
  const rest = bytes.subarray(next);
  if (!text.encoding.startsWith('utf-16')) return text.bytes.length - rest.length;
  const little = text.encoding === 'utf-16le' ? rest : Buffer.from(rest).swap16();
  return text.bytes.length - Buffer.byteLength(little.toString('utf16le'));
}

/** Where the next window begins in the file. */
function advance(before: Position, text: SourceText, stop: number): Position {
  const passed = text.bytes.subarray(0, stop);
  let lines = 0;
  for (let at = passed.indexOf(10); at >= 0; at = passed.indexOf(10, at + 1)) lines += 1;
  const units = text.textOffset(stop);
  const tail = units - text.textOffset(passed.lastIndexOf(10) + 1);
  return {
    linesBefore: before.linesBefore + lines,
    columnsBefore: lines === 0 ? before.columnsBefore + tail : tail,
    unitsBefore: before.unitsBefore + units,
  };
}

interface Piece {
  readonly bytes: Buffer;
  readonly text: SourceText;
  /** Where the next piece begins; undefined in the last. */
  readonly next: number | undefined;
}

/** Cuts content into pieces; each but the first starts with the overlap of the one before, in the same memory. */
async function* pieces(path: string, content: Buffer | AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const memory = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  let filled = 0;
  for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
    for (let at = 0; at < chunk.length; ) {
      if (filled === memory.length) {
        const { bytes, text } = readCut(path, memory);
        const next = borderBefore(memory, filled - OVERLAP_BYTES, text);
        yield { bytes, text, next };
        filled = memory.copy(memory, 0, next, filled);
      }
      const taken = chunk.copy(memory, filled, at);
      filled += taken;
      at += taken;
    }
  }
  const bytes = memory.subarray(0, filled);
  yield { bytes, text: readText(path, bytes), next: undefined };
}

/** Bytes that may end inside a character, which would make the whole look like no UTF-8: without it then. */
function readCut(path: string, bytes: Buffer): Pick<Piece, 'bytes' | 'text'> {
  const text = readText(path, bytes);
  if (text.encoding !== 'latin1') return { bytes, text };
  for (let length = bytes.length - 1; length > bytes.length - LONGEST_CHARACTER; length -= 1) {
    const less = readText(path, bytes.subarray(0, length));
    if (less.encoding === 'utf-8') return { bytes: bytes.subarray(0, length), text: less };
  }
  return { bytes, text };
}
/** In UTF-8, in bytes. */
const LONGEST_CHARACTER = 4;

/** A place at or before another that is not inside a character. */
function borderBefore(bytes: Buffer, place: number, { encoding }: SourceText): number {
  if (encoding !== 'utf-8') return place;
  let at = place;
  while (((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}
