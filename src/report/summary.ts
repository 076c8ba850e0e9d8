// The last line of every run: counts and time. Apart from pretty.ts because a clean hook prints this and nothing else,
// and must not load what draws frames.
import type { Finding, Level, Report, SourceName } from '../finding.ts';
import { harmless, wrap } from './terminal-text.ts';

export interface SummaryOptions {
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly width: number;
}

/** Notes are shown only when asked for. */
export function isShown(finding: Finding, verbose: boolean): boolean {
  return finding.suppressed === null && (verbose || finding.level !== 'note');
}

/** Whether the summary is all there is to print. */
export function isBare(report: Report, { verbose, quiet }: SummaryOptions): boolean {
  return (
    isClean(report, verbose) &&
    (quiet || report.remarks.length === 0) &&
    !(verbose && (report.scanned.skipped.length > 0 || report.findings.some(({ suppressed }) => suppressed !== null)))
  );
}

/** The summary's lines; `quiet` drops those of a clean run, unless nothing was scanned. */
export function drawSummary(report: Report, { verbose, quiet, width }: SummaryOptions): readonly string[] {
  if (quiet && isClean(report, verbose) && report.scanned.files > 0) return [];
  return wrap(harmless(summarise(report, verbose)), width);
}

function isClean(report: Report, verbose: boolean): boolean {
  return report.errors.length === 0 && !report.findings.some((finding) => isShown(finding, verbose));
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly suppressed: number;
}

export function countFindings(findings: readonly Finding[]): Counts {
  const open = findings.filter((finding) => finding.suppressed === null);
  const count = (level: Level): number => open.filter((finding) => finding.level === level).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    suppressed: findings.length - open.length,
  };
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `hushkey: 3 files, 12 kB, no findings (41 ms)`. Notes count only where they are shown. */
function summarise(report: Report, verbose: boolean): string {
  const { scanned, errors } = report;
  const counts = countFindings(report.findings);
  const found = [
    counts.errors > 0 ? counted(counts.errors, 'error') : '',
    counts.warnings > 0 ? counted(counts.warnings, 'warning') : '',
    verbose && counts.notes > 0 ? counted(counts.notes, 'note') : '',
  ].filter((part) => part !== '');
  const suppressed = counts.suppressed > 0 ? `, ${counts.suppressed} suppressed` : '';
  const failed = errors.length === 0 ? '' : `could not scan ${counted(failedFiles(report), 'file')}; `;
  const time = `(${formatDuration(report.durationMs)})`;
  if (scanned.files === 0 && scanned.commits === 0 && found.length === 0) {
    return `hushkey: ${failed}scanned 0 files${reasons(report)}${suppressed} ${time}`;
  }
  const where = `${counted(scanned.files, 'file')}${scanned.commits > 0 ? ` in ${counted(scanned.commits, 'commit')}` : ''}`;
  const size = formatBytes(scanned.bytes);
  if (found.length > 0) return `hushkey: ${failed}${found.join(', ')}${suppressed} in ${where}, ${size} ${time}`;
  return `hushkey: ${failed}${where}, ${size}, no findings${suppressed} ${time}`;
}

export function failedFiles(report: Report): number {
  return new Set(report.errors.map((error) => error.path)).size;
}

/** Why there was nothing, where git named not even something to leave out. */
const NOTHING_NAMED: Partial<Readonly<Record<SourceName, string>>> = {
  worktree: ': no file',
  index: ': no change',
  range: ': no commit',
  history: ': no commit',
};

function reasons(report: Report): string {
  const byReason = new Map<string, number>();
  for (const { reason } of report.scanned.skipped) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  if (byReason.size === 0) return report.errors.length > 0 ? '' : (NOTHING_NAMED[report.source] ?? '');
  return `: ${[...byReason].map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
