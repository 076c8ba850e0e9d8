// Candidates that claim the same text: which of them are reported.
import type { Candidate } from '../credentials/matcher.ts';
import type { Span } from './rebuilt.ts';

/** A candidate whose value may differ from the text at its place, because that text is encoded. */
export interface Found extends Candidate {
  readonly value: string;
  /** Where its parts stand, when it is written in several. */
  readonly pieces?: readonly Span[];
  /** Not there as it stands, but put together. */
  readonly rebuilt?: true;
  /** The text there is encoded as a whole, so that several credentials may have this place. */
  readonly encoded?: true;
  /** The matcher's place in the catalogue, which says whom to prefer when all else is equal. */
  readonly order: number;
}

/** Lines between an access key id and its secret that make them a pair. */
const PAIR_LINES = 5;

/** Of candidates that overlap, the one that says most: named before catch-all, higher level, longer, earlier. */
export function resolveOverlaps<T extends Found>(candidates: readonly T[]): readonly T[] {
  const rank = { error: 0, warning: 1, note: 2 } as const;
  const order = [...candidates].sort(
    (a, b) =>
      Number(a.kind.fallback === true) - Number(b.kind.fallback === true) ||
      // A catch-all that read the encoded text knows more than one that only saw where it stands.
      (a.kind.fallback === true ? Number(b.encoded === true) - Number(a.encoded === true) : 0) ||
      rank[a.kind.level ?? 'error'] - rank[b.kind.level ?? 'error'] ||
      // A token that is base64 itself says more than what its parts look like.
      Number(a.encoded === true) - Number(b.encoded === true) ||
      // Of two catch-alls, a prefix of its own names a value better than where it stands.
      (a.kind.fallback === true ? Number(b.prefix !== '') - Number(a.prefix !== '') : 0) ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start ||
      a.order - b.order ||
      Number(a.rebuilt === true) - Number(b.rebuilt === true),
  );
  const kept: T[] = [];
  const valuesAt = new Map<string, Set<string>>();
  const taken = createSpanSet();
  for (const candidate of order) {
    const span = `${candidate.start} ${candidate.end}`;
    const values = valuesAt.get(span) ?? new Set();
    // Two credentials in one encoded stretch share its span and are both kept.
    const twin =
      candidate.encoded === true && values.size > 0 && !values.has(candidate.value) && candidate.kind.fallback !== true;
    if (!twin && taken.overlaps(candidate.start, candidate.end)) continue;
    taken.add(candidate.start, candidate.end);
    if (candidate.encoded === true) valuesAt.set(span, values.add(candidate.value));
    kept.push(candidate);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Spans kept sorted by start, none overlapping: a lookup is a binary search, so 10,000 keys in a file stay cheap. */
function createSpanSet(): {
  overlaps: (start: number, end: number) => boolean;
  add: (start: number, end: number) => void;
} {
  const starts: number[] = [];
  const ends: number[] = [];
  const indexOf = (start: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    overlaps(start, end) {
      const at = indexOf(start);
      return (starts[at] ?? Number.POSITIVE_INFINITY) < end || (at > 0 && (ends[at - 1] ?? 0) > start);
    },
    add(start, end) {
      const at = indexOf(start);
      starts.splice(at, 0, start);
      ends.splice(at, 0, end);
    },
  };
}

/** An access key id beside its secret is one finding, the secret's. */
export function dropPairedIds(found: readonly Found[], text: string): readonly Found[] {
  const secrets = found.filter((candidate) => candidate.kind.id === 'aws-secret-access-key');
  let next = 0;
  return found.filter((candidate) => {
    if (candidate.kind.id !== 'aws-access-key-id') return true;
    // Both are sorted by position: the nearest secret is the last before the id or the first after it.
    while ((secrets[next]?.start ?? Number.POSITIVE_INFINITY) < candidate.start) next += 1;
    return [secrets[next - 1], secrets[next]].every(
      (secret) => secret === undefined || linesBetween(text, candidate.start, secret.start) > PAIR_LINES,
    );
  });
}

function linesBetween(text: string, a: number, b: number): number {
  let lines = 0;
  const end = Math.max(a, b);
  for (let at = text.indexOf('\n', Math.min(a, b)); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > PAIR_LINES) break;
  }
  return lines;
}
