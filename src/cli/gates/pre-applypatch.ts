// The gate of `git am`: the index with the patch applied, before it becomes a commit.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readHookContext } from '../../git/hook-context.ts';
import { type ExitCode, exitCodeOf } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { judgeIndex, printReport } from './judge-index.ts';
import { judgePick } from './pick.ts';
import { hookSettings } from './place.ts';

export async function runPreApplypatch(quiet: boolean, io: Io): Promise<ExitCode> {
  const context = readHookContext('pre-applypatch', io.cwd, io.env);
  const folder = join(context.gitDir, 'rebase-apply');
  // `git rebase --apply` is `git am` with patches that it made itself, and is not to be stopped half-way.
  if (existsSync(join(folder, 'rebasing'))) return judgePick({ type: 'rebase', context }, io);
  const settings = await hookSettings(context.root, io);
  const report = await judgeIndex({ context, amends: false }, settings, io);
  const exitCode = exitCodeOf(report, 'error');
  await printReport(report, io, { gate: 'pre-applypatch', quiet, exitCode });
  return exitCode;
}
