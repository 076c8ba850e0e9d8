// Text that may be shown: every credential in it replaced by its mask.
import type { MaskSpan } from './detect.ts';

/** The stretch of a text from `start` to `end` with credentials masked; one that reaches over an edge is masked whole. */
export function maskText(text: string, masks: readonly MaskSpan[], start: number, end: number): string {
  let out = '';
  let at = start;
  // A file may hold thousands: only those of this stretch are worth sorting.
  const near = masks.filter((span) => span.end > start && span.start < end);
  for (const span of near.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= at) continue;
    if (span.start > at) out += text.slice(at, span.start);
    out += span.mask;
    at = Math.max(at, span.end);
  }
  return at < end ? out + text.slice(at, end) : out;
}
