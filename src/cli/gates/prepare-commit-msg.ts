// The gate that also runs where pre-commit does not: cherry-pick, revert, rebase and `commit -n`. In a plain commit it
// has nothing left to do.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type HookContext, readHookContext } from '../../git/hook-context.ts';
import { amends, findGitProcess, type GitProcess, skipsVerify } from '../../git/processes.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { isCodingAgent } from './coding-agent.ts';
import { isEmpty, judgeIndex, printReport } from './judge-index.ts';
import { takeMark } from './judged-mark.ts';
import { judgePick, type Pick } from './pick.ts';
import { hookSettings } from './place.ts';

export async function runPrepareCommitMsg(args: readonly string[], io: Io): Promise<ExitCode> {
  const context = readHookContext('prepare-commit-msg', io.cwd, io.env);
  const { root, gitDir } = context;
  const git = findGitProcess(io.env);
  if (git !== undefined && takeMark(root, gitDir, io.env, git.pid)) return EXIT.clean;
  const [messageFile] = args;
  const type = pickOf(git, context, messageFile);
  if (type !== undefined) {
    // A rebase may leave a commit to `git commit`, which then is a process of that one commit only.
    const rebasePid = type === 'rebase' && git?.command?.name !== 'commit' ? git?.pid : undefined;
    return judgePick({ type, context, rebasePid, messageFile }, io);
  }
  const settings = await hookSettings(root, io);
  // Without a note and without a command line, pre-commit was most likely left out.
  const skipped = git?.command === undefined || skipsVerify(git.command);
  const setting = settings.gates.noVerify ?? (isCodingAgent(io.env) ? 'block' : 'warn');
  if (skipped && setting === 'off') return EXIT.clean;
  const replaces = git?.command !== undefined && amends(git.command);
  const report = await judgeIndex({ context, amends: replaces }, settings, io);
  const found = exitCodeOf(report, 'error');
  if (found === EXIT.clean && !isEmpty(report)) return EXIT.clean;
  const exitCode = skipped && setting === 'warn' ? EXIT.clean : found;
  await printReport(report, io, { gate: 'prepare-commit-msg', quiet: false, exitCode });
  return exitCode;
}

/** Which operation of many steps this commit is one of; undefined for one that somebody typed. */
function pickOf(
  git: GitProcess | undefined,
  { gitDir, root }: HookContext,
  messageFile = '',
): Pick['type'] | undefined {
  if (git?.command !== undefined) return pickByName(git.command.name) ?? pickByName(git.outer?.name);
  // The processes cannot be seen: what git leaves in its folder says nearly as much.
  const isThere = (name: string): boolean => existsSync(join(gitDir, name));
  if (isThere('rebase-merge') || isThere('rebase-apply')) return 'rebase';
  if (isThere('CHERRY_PICK_HEAD')) return 'cherryPick';
  const draft = resolve(root, messageFile);
  const reverts = messageFile !== '' && existsSync(draft) && /^This reverts commit /m.test(readFileSync(draft, 'utf8'));
  return isThere('REVERT_HEAD') || reverts ? 'revert' : undefined;
}

function pickByName(name: string | undefined): Pick['type'] | undefined {
  switch (name) {
    case 'rebase':
      return 'rebase';
    case 'cherry-pick':
      return 'cherryPick';
    case 'revert':
      return 'revert';
    default:
      return undefined;
  }
}
