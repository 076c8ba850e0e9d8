// A scan that several threads share: each takes the next part of the files when it is done with one, and the reports of
// all parts become what one thread would have reported.
import type { Report } from './finding.ts';
import { byPlace, type ScanOptions, scan, sortedByPath } from './scan.ts';
import type { Source } from './sources/source.ts';

/** Files in a part: so few that none waits long for the last, and that what is found in them is small together. */
const PART_FILES = 8;

/** What one thread found in one part. */
export interface Part {
  readonly index: number;
  readonly report: Report;
}

/**
 * Scans the parts of a source that no other thread has taken.
 *
 * @param turn - one number in memory that all threads share: the next part.
 * @param source - with the same files in every thread, each judged by itself.
 */
export async function scanParts(source: Source, options: ScanOptions, turn: Int32Array): Promise<readonly Part[]> {
  const { files } = source;
  const { onProgress, ...rest } = options;
  const parts: Part[] = [];
  for (;;) {
    const index = Atomics.add(turn, 0, 1);
    const start = index * PART_FILES;
    if (start >= files.length) return parts;
    onProgress?.({ done: start, total: files.length, unit: 'files' });
    const part = { ...source, files: files.slice(start, start + PART_FILES), skipped: [], errors: [] };
    parts.push({ index, report: await scan(part, rest) });
  }
}

/** How many parts a source has. */
export function countParts({ files }: Pick<Source, 'files'>): number {
  return Math.ceil(files.length / PART_FILES);
}

/**
 * The report of all parts.
 *
 * @throws Error where one is missing or there twice: what nobody scanned would look clean.
 */
export function joinParts(source: Source, parts: readonly Part[], startedAt: number): Report {
  const sorted = parts.toSorted((a, b) => a.index - b.index);
  if (sorted.length !== countParts(source) || sorted.some(({ index }, i) => index !== i))
    throw new Error(`of ${countParts(source)} parts of the scan ${sorted.length} were reported`);
  const reports = sorted.map(({ report }) => report);
  const sum = (count: (scanned: Report['scanned']) => number): number =>
    reports.reduce((total, { scanned }) => total + count(scanned), 0);
  return {
    source: source.name,
    scanned: {
      files: sum(({ files }) => files),
      bytes: sum(({ bytes }) => bytes),
      commits: 0,
      skipped: sortedByPath([...source.skipped, ...reports.flatMap(({ scanned }) => scanned.skipped)]),
    },
    findings: reports.flatMap(({ findings }) => findings).sort(byPlace),
    errors: sortedByPath([...source.errors, ...reports.flatMap(({ errors }) => errors)]),
    // What holds for all files, such as a broken file of settings, every thread has said.
    remarks: [...new Set(reports.flatMap(({ remarks }) => remarks))],
    durationMs: Math.round(performance.now() - startedAt),
  };
}
