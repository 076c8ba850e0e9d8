// Offsets in a text -> lines and columns.
import type { Region } from '../finding.ts';

/** Line starts of a text; `\n`, `\r\n` and a lone `\r` end a line. */
export interface LineIndex {
  readonly count: number;
  readonly startOf: (line: number) => number;
  /** The line's text without its end. Lines count from 1. */
  readonly textOf: (line: number) => string;
  readonly region: (start: number, end: number) => Region;
}

export function indexLines(text: string): LineIndex {
  const starts: number[] = [0];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return {
    count: starts.length,
    startOf,
    textOf(line) {
      let end = startOf(line + 1);
      const isBreak = (at: number): boolean =>
        at >= startOf(line) && (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13);
      if (isBreak(end - 1)) end -= isBreak(end - 2) ? 2 : 1;
      return text.slice(startOf(line), end);
    },
    region(start, end) {
      const startLine = lineAt(start);
      const endLine = lineAt(end);
      return {
        startLine,
        startColumn: start - startOf(startLine) + 1,
        endLine,
        endColumn: end - startOf(endLine) + 1,
      };
    },
  };
}
