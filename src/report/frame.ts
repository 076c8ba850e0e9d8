// The source lines round a finding with every credential masked. Masking comes first and cutting second, so that no cut
// can leave a piece of a credential behind.
import type { MaskSpan } from '../engine/detect.ts';
import type { Frame, Region } from '../finding.ts';
import type { LineIndex } from '../text/position.ts';
import { cutAround, type Focused, harmless } from './terminal-text.ts';

const LINES_BEFORE = 2;
const LINES_AFTER = 1;
/** Widest line that a frame keeps; printers cut further. */
const MAX_COLUMNS = 200;
/** UTF-16 units of a line read on each side of the part that matters: a line can have megabytes. */
const REACH = 400;
/** Shortest masked value that is masked wherever else it stands in the lines shown; shorter ones are often plain words. */
const MIN_REPEATED = 6;

/**
 * Makes the frame of a finding.
 *
 * @param region - the finding's place in the text that `lines` indexes.
 * @param masks - everything that must not be shown, in any order, overlaps included.
 */
export function makeFrame(lines: LineIndex, region: Region, masks: readonly MaskSpan[]): Frame {
  const { startLine } = region;
  const firstLine = Math.max(1, startLine - LINES_BEFORE);
  const lastLine = lastShown(lines, region);
  const shown: string[] = [];
  let place = { startColumn: 1, endColumn: 2 };
  const views: View[] = [];
  for (let line = firstLine; line <= lastLine; line += 1) views.push(viewOf(lines, line, region));
  const near = nearViews(masks, views);
  const spans = mergeSpans([...near, ...repeatsOf(near, views)]);
  for (const view of views) {
    const cut = cutAround(maskView(view, spans, lines), MAX_COLUMNS);
    shown.push(cut.text);
    if (view.line === startLine) {
      place = { startColumn: cut.start + 1, endColumn: Math.max(cut.end, cut.start + 1) + 1 };
    }
  }
  return { firstLine, lines: shown, line: startLine, ...place };
}

interface Sorted {
  readonly byStart: readonly MaskSpan[];
  readonly longest: number;
}

/** A file may hold thousands of credentials: to look through all of them for each would take their square. */
const sorted = new WeakMap<readonly MaskSpan[], Sorted>();

function sortMasks(masks: readonly MaskSpan[]): Sorted {
  const byStart = masks.toSorted((a, b) => a.start - b.start);
  const longest = masks.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  const made = { byStart, longest };
  sorted.set(masks, made);
  return made;
}

/** The spans that reach into one of the views. */
function nearViews(masks: readonly MaskSpan[], views: readonly View[]): readonly MaskSpan[] {
  const { byStart, longest } = sorted.get(masks) ?? sortMasks(masks);
  const from = Math.min(...views.map(({ start }) => start)) - longest;
  const to = Math.max(...views.map(({ end }) => end));
  const near: MaskSpan[] = [];
  for (let i = firstFrom(byStart, from); i < byStart.length; i += 1) {
    const span = byStart[i];
    if (span === undefined || span.start >= to) break;
    if (views.some(({ start, end }) => span.start < end && span.end > start)) near.push(span);
  }
  return near;
}

/** Index of the first span that starts at an offset or behind it. */
function firstFrom(spans: readonly MaskSpan[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A finding of several lines shows its first one: what follows is masked, or code that the message names. */
function lastShown(lines: LineIndex, region: Region): number {
  if (region.endLine > region.startLine) return region.startLine;
  const last = Math.min(lines.count, region.startLine + LINES_AFTER);
  const isTextEnd = last === lines.count && last > region.startLine && lines.textOf(last) === '';
  return isTextEnd ? last - 1 : last;
}

/** The stretch of a line that can come to be shown; all offsets are of the whole text. */
interface View {
  readonly line: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The finding's part of it, empty at the start of other lines. */
  readonly partStart: number;
  readonly partEnd: number;
}

function viewOf(lines: LineIndex, line: number, region: Region): View {
  const lineStart = lines.startOf(line);
  const raw = lines.textOf(line);
  const isFocus = line === region.startLine;
  const partStart = isFocus ? Math.min(region.startColumn - 1, raw.length) : 0;
  const partEnd = isFocus ? (region.endLine > line ? raw.length : Math.min(region.endColumn - 1, raw.length)) : 0;
  const from = Math.max(0, partStart - REACH);
  const to = Math.min(raw.length, partEnd + REACH, partStart + 2 * REACH);
  return {
    line,
    text: raw.slice(from, to),
    start: lineStart + from,
    end: lineStart + to,
    partStart: lineStart + partStart,
    partEnd: lineStart + partEnd,
  };
}

/** A password that one rule finds in an assignment may stand again one line below, where no rule looks for it. */
function repeatsOf(spans: readonly MaskSpan[], views: readonly View[]): readonly MaskSpan[] {
  const values = new Map<string, string>();
  for (const span of spans) {
    const view = views.find(({ start, end }) => span.start >= start && span.end <= end);
    const value = view?.text.slice(span.start - view.start, span.end - view.start) ?? '';
    if (value.length >= MIN_REPEATED) values.set(value, span.mask);
  }
  const repeats: MaskSpan[] = [];
  for (const [value, mask] of values) {
    for (const { text, start } of views) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
        repeats.push({ start: start + at, end: start + at + value.length, mask });
      }
    }
  }
  return repeats;
}

/** Overlapping spans become one with the longest one's mask. */
function mergeSpans(spans: readonly MaskSpan[]): readonly MaskSpan[] {
  const merged: MaskSpan[] = [];
  let longest = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    const length = span.end - span.start;
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
      longest = length;
    } else {
      const mask = length > longest ? span.mask : last.mask;
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end), mask };
      longest = Math.max(longest, length);
    }
  }
  return merged;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly shown: string;
}

/** A line as it is shown, and where the finding's part stands in it then. */
function maskView(view: View, spans: readonly MaskSpan[], lines: LineIndex): Focused {
  const pieces: Piece[] = [];
  const addPlain = (from: number, to: number): void => {
    const inside = [view.partStart, view.partEnd].filter((cut) => cut > from && cut < to);
    const cuts = [from, ...inside, to];
    for (let i = 1; i < cuts.length; i += 1) {
      const [a = from, b = to] = cuts.slice(i - 1, i + 1);
      pieces.push({ from: a, to: b, shown: harmless(view.text.slice(a - view.start, b - view.start)) });
    }
  };
  let at = view.start;
  for (const span of spans) {
    if (span.end <= at || span.start >= view.end) continue;
    const from = Math.max(at, span.start);
    if (from > at) addPlain(at, from);
    at = Math.min(view.end, span.end);
    pieces.push({ from, to: at, shown: maskOn(view.line, span, lines) });
  }
  if (at < view.end) addPlain(at, view.end);
  const lengthOf = (some: readonly Piece[]): number => some.reduce((sum, piece) => sum + piece.shown.length, 0);
  const start = lengthOf(pieces.filter((piece) => piece.to <= view.partStart));
  const end = lengthOf(pieces.filter((piece) => piece.from < view.partEnd));
  return { text: pieces.map((piece) => piece.shown).join(''), start, end: Math.max(start, end) };
}

/** What stands for a span on one of its lines. */
function maskOn(line: number, span: MaskSpan, lines: LineIndex): string {
  const { startLine, endLine } = lines.region(span.start, Math.max(span.start, span.end - 1));
  if (startLine < line) return '…';
  const mask = harmless(span.mask);
  return endLine === startLine ? mask : `${mask} (${endLine - startLine + 1} lines masked)`;
}
