// The pipeline: select -> read -> detect -> keep what is new -> suppress -> report.
import type { Detected, Detection, DetectOptions } from './engine/detect.ts';
import { countRemoved, type DetectionsInFile, keepNew } from './engine/newness.ts';
import type { Rules, Ruleset } from './engine/ruleset.ts';
import { UserError } from './errors.ts';
import type { Finding, Notification, Report, Skipped, Suppression } from './finding.ts';
import type { RuleInput } from './rule.ts';
import { createNeighbours, type Neighbours } from './sources/neighbours.ts';
import type { Source, SourceFile } from './sources/source.ts';
import { readWindows, type TextWindow, WINDOW_BYTES } from './sources/windows.ts';

export interface ScanOptions {
  readonly ruleset: Ruleset;
  readonly detect: DetectOptions;
  /** Says why findings of one file do not count; remarks are for the user. */
  readonly suppress: (findings: readonly Finding[], file: JudgedFile) => Promise<Suppressed>;
  readonly startedAt: number;
  /** The word that markers in the source begin with, where a file that holds one is shown to `suppress` for that alone. */
  readonly markers?: string;
  /** The commit that the source is of, where it is of one. */
  readonly commit?: string;
  /** Whether to look for credentials that the change removes; costs reading what was there before. */
  readonly noticeRemoved?: boolean;
  /** What was detected before, by git object and path: filled and used where one blob may come up several times. */
  readonly seen?: Map<string, Seen>;
  /** Judges one commit of a history in place of `scan`: where the blobs were judged before. */
  readonly judge?: (source: Source, commit: string) => Promise<Report>;
  /** Told of every file or commit that is done. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told of the bytes of every text that has been judged, where memory matters. */
  readonly relieve?: (bytes: number) => void;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: 'files' | 'commits';
}

interface Seen {
  readonly bytes: number;
  readonly detections: readonly Detection[];
}

/** The text that findings stand in: a whole file, or a window of a large one. */
export interface JudgedFile extends Pick<TextWindow, 'linesBefore' | 'unitsBefore'> {
  readonly path: string;
  readonly text: string;
  readonly rules: Rules;
  readonly commit: string | null;
}

export interface Suppressed {
  readonly suppressions: readonly (Suppression | null)[];
  readonly remarks: readonly string[];
}

/** A part of a file with something in it. */
interface Scanned extends DetectionsInFile {
  readonly window: TextWindow;
  readonly masks: Detected['masks'];
  readonly detections: readonly Detection[];
}

/** Scans a source to its end. Files that cannot be read become errors of the report; everything else that fails throws. */
export async function scan(source: Source, options: ScanOptions): Promise<Report> {
  try {
    const beside = source.beside && createNeighbours(source.beside);
    const read = await detectAll(source.files, beside, options);
    const before = source.before !== undefined && (read.scanned.length > 0 || options.noticeRemoved === true);
    const versions = before ? await detectVersions(await source.before(), beside, options) : [];
    const fresh = keepNew(read.scanned, versions);
    const remarks: string[] = [];
    const removed = countRemoved(read.scanned, versions[0] ?? []);
    if (removed > 0) remarks.push(removedRemark(removed));
    const rules = read.scanned.length === 0 ? undefined : await options.ruleset.load();
    // With its fingerprints and frames it is a quarter of what else a clean commit would load.
    const { createFindings } = rules === undefined ? {} : await import('./report/create-finding.ts');
    const findings: Finding[] = [];
    for (const [i, { path, window, masks }] of read.scanned.entries()) {
      if (rules === undefined || createFindings === undefined) break;
      const made = createFindings(fresh[i]?.detections ?? [], { path, window, masks }, rules);
      const { linesBefore, unitsBefore } = window;
      const place = { path, text: window.text.text(), linesBefore, unitsBefore, rules, commit: options.commit ?? null };
      const { suppressions, remarks: said } = await options.suppress(made, place);
      remarks.push(...said);
      findings.push(...made.map((finding, k) => ({ ...finding, suppressed: suppressions[k] ?? null })));
    }
    return {
      source: source.name,
      scanned: {
        files: read.files,
        bytes: read.bytes,
        commits: 0,
        skipped: sortedByPath([...source.skipped, ...read.skipped]),
      },
      findings: findings.sort(byPlace),
      errors: sortedByPath([...source.errors, ...read.errors]),
      // What holds for several findings is said once.
      remarks: [...new Set(remarks)],
      durationMs: Math.round(performance.now() - options.startedAt),
    };
  } finally {
    await source.close();
  }
}

interface ReadAll {
  readonly files: number;
  readonly bytes: number;
  readonly scanned: readonly Scanned[];
  readonly skipped: readonly Skipped[];
  readonly errors: readonly Notification[];
}

/** How long files are read without a pause in which a signal is heard. */
const BREATH_MS = 50;

async function detectAll(
  files: readonly SourceFile[],
  beside: Neighbours | undefined,
  options: ScanOptions,
): Promise<ReadAll> {
  const scanned: Scanned[] = [];
  const skipped: Skipped[] = [];
  const errors: Notification[] = [];
  let count = 0;
  let bytes = 0;
  let breathed = performance.now();
  for (const [i, file] of files.entries()) {
    options.onProgress?.({ done: i, total: files.length, unit: 'files' });
    if (performance.now() - breathed > BREATH_MS) {
      await new Promise((done) => setImmediate(done));
      breathed = performance.now();
    }
    try {
      const known = seenOf(file, options);
      if (known?.detections.length === 0) {
        count += 1;
        bytes += known.bytes;
        continue;
      }
      let binary = false;
      let size = 0;
      const found: Detection[] = [];
      for await (const window of readWindows(file, wholeBytes(options))) {
        binary ||= window.text.binary;
        size += window.newBytes;
        const detected = await detectWindow(window, options, beside);
        options.relieve?.(window.newBytes);
        const isMarked = options.markers !== undefined && window.text.bytes.includes(options.markers);
        if (detected.detections.length === 0 && !isMarked) continue;
        const detections = window.keep(detected.detections);
        found.push(...detections);
        scanned.push({ path: file.path, window: window.owned(), masks: detected.masks, detections });
      }
      bytes += size;
      if (binary && found.length === 0) skipped.push({ path: file.path, reason: 'binary' });
      else {
        count += 1;
        remember(file, { bytes: size, detections: found }, options);
      }
    } catch (error) {
      // One file that cannot be read must not hide the others; the run still ends with exit code 2.
      if (!(error instanceof UserError)) throw error;
      errors.push({ path: file.path, code: error.code, message: error.message });
    }
  }
  return { files: count, bytes, scanned, skipped, errors };
}

async function detectVersions(
  versions: readonly (readonly SourceFile[])[],
  beside: Neighbours | undefined,
  options: ScanOptions,
): Promise<readonly (readonly DetectionsInFile[])[]> {
  const results: DetectionsInFile[][] = [];
  for (const version of versions) {
    const files: DetectionsInFile[] = [];
    for (const file of version) {
      let found = seenOf(file, options)?.detections;
      if (found === undefined) {
        const fresh: Detection[] = [];
        let bytes = 0;
        for await (const window of readWindows(file, wholeBytes(options))) {
          bytes += window.newBytes;
          fresh.push(...window.keep((await detectWindow(window, options, beside)).detections));
        }
        found = fresh;
        remember(file, { bytes, detections: found }, options);
      }
      if (found.length > 0) files.push({ path: file.path, detections: found });
    }
    results.push(files);
  }
  return results;
}

function seenOf({ oid, path }: SourceFile, { seen }: ScanOptions): Seen | undefined {
  return oid === undefined ? undefined : seen?.get(`${oid} ${path}`);
}

function remember({ oid, path }: SourceFile, found: Seen, { seen }: ScanOptions): void {
  if (oid !== undefined) seen?.set(`${oid} ${path}`, found);
}

/** Files that usage rules are to read stay whole, as far as memory goes. */
function wholeBytes({ detect: { maxUsageBytes } }: ScanOptions): number {
  return Math.min(MOST_WHOLE_BYTES, Math.max(WINDOW_BYTES, maxUsageBytes));
}
const MOST_WHOLE_BYTES = 16 * 1024 * 1024;

const NOTHING: Detected = { detections: [], masks: [] };

/** What stands in a window. It is over before the next is read into the same memory. */
async function detectWindow(
  { text, whole }: TextWindow,
  { ruleset, detect: limits }: ScanOptions,
  beside: Neighbours | undefined,
): Promise<Detected> {
  const hits = ruleset.hits(text.bytes, text.path);
  if (hits.length === 0 && ruleset.needsHit) return NOTHING;
  const rules = await ruleset.load(hits);
  // As the rules themselves: most commits end above.
  const { detect } = await import('./engine/detect.ts');
  const options = whole || limits.maxUsageBytes > WINDOW_BYTES ? limits : { ...limits, maxUsageBytes: 0 };
  const read = (nearest?: RuleInput['nearest']): Detected => detect(text, hits, rules, options, nearest);
  return beside === undefined ? read() : beside.answer(text.path, read);
}

function removedRemark(count: number): string {
  const what = count === 1 ? 'a credential that stays' : `${count} credentials that stay`;
  return `this change removes ${what} in the history: rotate ${count === 1 ? 'it' : 'them'}`;
}

/** The order of what has a path and no place, whichever shard it came from. */
export function sortedByPath<T extends { readonly path: string; readonly reason?: string }>(
  entries: readonly T[],
): readonly T[] {
  return entries.toSorted((a, b) => compare(a.path, b.path) || compare(a.reason ?? '', b.reason ?? ''));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The order of a report, whichever shard a finding came from. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.path, b.path) ||
    a.region.startLine - b.region.startLine ||
    a.region.startColumn - b.region.startColumn ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.commit ?? '', b.commit ?? '')
  );
}
