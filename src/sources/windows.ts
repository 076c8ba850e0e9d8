// Content of any size in windows that overlap, so that memory stays bounded and nothing is too large to be scanned.
import type { Detection } from '../engine/detect.ts';
import { readText, type SourceText } from '../text/source-text.ts';
import type { SourceFile } from './source.ts';

/** Larger content is scanned in pieces of this size. */
const WINDOW_BYTES = 16 * 1024 * 1024;
/** More than the longest credential, an encoded one included, so that each is whole in one window. */
const OVERLAP_BYTES = 256 * 1024;

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
  /** The detections that belong to this window and not to the next, which sees the overlap too. */
  readonly keep: (detections: readonly Detection[]) => readonly Detection[];
}

/** Reads a file as one window, or several where it is large. */
export async function* readWindows(file: SourceFile): AsyncGenerator<TextWindow> {
  const content = await file.read();
  if (Buffer.isBuffer(content) && content.length <= WINDOW_BYTES) {
    yield wholeWindow(readText(file.path, content));
    return;
  }
  let before = { lines: 0, columns: 0, units: 0 };
  let overlap = 0;
  for await (const { bytes, last } of pieces(content)) {
    const text = readText(file.path, bytes);
    const stop = last ? Number.POSITIVE_INFINITY : text.textOffset(Math.max(0, text.bytes.length - OVERLAP_BYTES));
    yield {
      text,
      newBytes: bytes.length - overlap,
      linesBefore: before.lines,
      columnsBefore: before.columns,
      unitsBefore: before.units,
      keep: (detections) => detections.filter((detection) => detection.start < stop),
    };
    if (!last) before = advance(before, text.text().slice(0, stop));
    overlap = OVERLAP_BYTES;
  }
}

function wholeWindow(text: SourceText): TextWindow {
  return {
    text,
    newBytes: text.bytes.length,
    linesBefore: 0,
    columnsBefore: 0,
    unitsBefore: 0,
    keep: (detections) => detections,
  };
}

function advance(
  before: { lines: number; columns: number; units: number },
  text: string,
): { lines: number; columns: number; units: number } {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  const tail = text.length - (text.lastIndexOf('\n') + 1);
  return {
    lines: before.lines + lines,
    columns: lines === 0 ? before.columns + tail : tail,
    units: before.units + text.length,
  };
}

interface Piece {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/** Cuts content into windows; each but the first starts with the overlap of the one before. */
async function* pieces(content: Buffer | AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  if (Buffer.isBuffer(content)) {
    for (let at = 0; ; at += WINDOW_BYTES - OVERLAP_BYTES) {
      const last = at + WINDOW_BYTES >= content.length;
      yield { bytes: content.subarray(at, at + WINDOW_BYTES), last };
      if (last) return;
    }
  }
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    size += chunk.length;
    if (size <= WINDOW_BYTES) continue;
    const all = Buffer.concat(waiting, size);
    yield { bytes: all.subarray(0, WINDOW_BYTES), last: false };
    const rest = Buffer.from(all.subarray(WINDOW_BYTES - OVERLAP_BYTES));
    waiting = [rest];
    size = rest.length;
  }
  yield { bytes: Buffer.concat(waiting, size), last: true };
}
