// How a run can end, and the exit code that says so. The only place where exit codes are chosen.
import type { UserError } from './errors.ts';
import type { Finding, Level, Report, Verdict } from './finding.ts';

export const EXIT = { clean: 0, findings: 1, failed: 2, interrupted: 130, terminated: 143 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const RANK: Readonly<Record<Level, number>> = { note: 0, warning: 1, error: 2 };

/** True for a finding that fails the run: not suppressed, and at least as bad as the failing level. */
export function fails(finding: Finding, failingLevel: Level): boolean {
  return finding.suppressed === null && failsAt(finding.level, failingLevel);
}

export function failsAt(level: Level, failingLevel: Level): boolean {
  return RANK[level] >= RANK[failingLevel];
}

/** Exit code of a finished scan: a failure to read outweighs findings. */
export function exitCodeOf(report: Report, failingLevel: Level): ExitCode {
  if (report.errors.length > 0) return EXIT.failed;
  return report.findings.some((finding) => fails(finding, failingLevel)) ? EXIT.findings : EXIT.clean;
}

/** Exit code of one key's check: 0 only where it works. */
export function exitCodeOfVerdict(verdict: Verdict): ExitCode {
  if (verdict === 'live') return EXIT.clean;
  return verdict === 'unreachable' ? EXIT.failed : EXIT.findings;
}

export function exitCodeOfError(error: UserError): ExitCode {
  return error.code === 'interrupted' ? EXIT.interrupted : EXIT.failed;
}
