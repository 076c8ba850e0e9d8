// The index judged for a gate: shared by pre-commit and its kin, and by prepare-commit-msg where they did not run.

import type { Report } from '../../finding.ts';
import type { HookContext } from '../../git/hook-context.ts';
import { objectsFolder } from '../../git/loose.ts';
import { findBareRepository } from '../../git/repository.ts';
import { EXIT, type ExitCode } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { formatForPeople } from '../../report/for-people.ts';
import { scan } from '../../scan.ts';
import { openIndex } from '../../sources/index-source.ts';
import type { Settings } from '../settings.ts';

export interface IndexQuestion {
  readonly context: HookContext;
  /** True where the commit replaces HEAD. */
  readonly amends: boolean;
}

export async function judgeIndex({ context, amends }: IndexQuestion, settings: Settings, io: Io): Promise<Report> {
  const { root, gitDir, mergeHeads } = context;
  const objects = objectsFolder(gitDir, io.env);
  const source = openIndex({ root, objects, mergeHeads, amends, selects: settings.selects });
  return scan(source, { ...settings, startedAt: io.startedAt, noticeRemoved: mergeHeads.length === 0 });
}

/** Whether git named nothing at all, not even something to leave out: then a gate that is silent else has to say so. */
export function isEmpty({ scanned, errors }: Report): boolean {
  return scanned.files === 0 && scanned.skipped.length === 0 && errors.length === 0;
}

/** Prints a report to stderr as hooks do, and remembers what it blocked. */
export async function printReport(
  report: Report,
  io: Io,
  { gate, quiet, exitCode }: { readonly gate: string; readonly quiet: boolean; readonly exitCode: ExitCode },
): Promise<void> {
  const bare = report.findings.length === 0 && report.errors.length === 0 && report.remarks.length === 0;
  const traits = bare ? { colour: false, width: Number.POSITIVE_INFINITY } : io.errTraits();
  const text = await formatForPeople(report, {
    ...traits,
    verbose: false,
    quiet,
    mode: 'hook',
    gate,
    blocks: exitCode !== EXIT.clean,
  });
  io.err(text);
  if (exitCode !== EXIT.findings || gate === 'pre-receive') return;
  const repository = findBareRepository(io.cwd);
  if (repository !== undefined) {
    (await import('./last-blocked.ts')).rememberBlocked(repository.gitDir, report.findings);
  }
}
