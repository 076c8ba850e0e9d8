// The line that a credential stands in, and how a changed version of it is shown. Everything in it is masked.
import type { Fix } from '../finding.ts';
import type { LineIndex } from '../text/position.ts';
import type { Detection, MaskSpan } from './detect.ts';
import { maskText } from './mask-text.ts';

export interface EnvFixInput {
  readonly path: string;
  readonly text: string;
  readonly detection: Detection;
  /** Name of the variable to read. */
  readonly env: string;
  readonly lines: LineIndex;
  readonly masks: readonly MaskSpan[];
}

/** The line of a credential, with offsets in it. */
export interface Spot {
  readonly line: string;
  readonly from: number;
  readonly to: number;
  /** A stretch of the line with every credential masked. */
  readonly show: (start: number, end: number) => string;
  /** What assigns the credential: `KEY` in `export KEY=…`, `"key": "…"` and the like; '' for anything else. */
  readonly target: string;
}

/** A fix that is shown and not applied. */
export function advice(title: string, recipe: readonly string[]): Fix {
  return { title, safe: false, recipe };
}

/** Longest line that is shown changed; the patterns that read it take time by its square. */
const LONGEST_LINE = 1000;

/** Undefined for a credential of several lines, which no changed line can show, and in a line that nobody would read. */
export function spotOf(input: EnvFixInput): Spot | undefined {
  const { detection, lines } = input;
  const region = lines.region(detection.start, detection.end);
  if (region.startLine !== region.endLine) return undefined;
  const start = lines.startOf(region.startLine);
  const line = lines.textOf(region.startLine);
  if (line.length > LONGEST_LINE) return undefined;
  let from = detection.start - start;
  let to = detection.end - start;
  // The variable of a URL holds all of it, not only its password.
  const url = /_UR[IL]$/.test(input.env) ? line.slice(0, from).search(/[a-z][\w+.-]*:\/\/[^\s"'`]*$/i) : -1;
  if (url >= 0) {
    from = url;
    to += /^[^\s"'`]*/.exec(line.slice(to))?.[0].length ?? 0;
  }
  return {
    line,
    from,
    to,
    show: (a, b) => maskText(input.text, input.masks, start + a, start + b),
    target: /([\w.-]+)["']?\s*[:=]\s*["']?$/.exec(line.slice(0, from))?.[1] ?? '',
  };
}

/** The line before and after; `replacement` takes the place of the stretch from `start` to `end`. */
export function change(spot: Spot, replacement: string, start = spot.from, end = spot.to): readonly string[] {
  const { line, show } = spot;
  const after = `${show(0, start)}${replacement}${show(end, line.length)}`;
  return [`- ${show(0, line.length).trim()}`, `+ ${after.trim()}`];
}
