// What git's hooks run. Everything goes to stderr; a clean commit loads nothing that it does not use, so the gates that a
// commit does not pass are loaded when they are asked for.
import { existsSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { readHookContext } from '../git/hook-context.ts';
import { amends, findGitProcess } from '../git/processes.ts';
import { GATES, type Gate } from '../install/gates.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../outcome.ts';
import type { Io } from '../process.ts';
import { judgeIndex, printReport } from './gates/judge-index.ts';
import { noteIndex } from './gates/judged-mark.ts';
import { hookSettings, warnOfHusky } from './gates/place.ts';

/** Wired by hand on a server, so that install knows nothing of it. */
type ServerGate = 'pre-receive';

/**
 * Runs a gate.
 *
 * @returns 0 to let git go on, 1 when findings stop it, 2 when it could not be judged.
 */
export async function runHook(io: Io): Promise<ExitCode> {
  // `hushkey hook NAME` as .husky/pre-commit says it, or `NAME` as the dispatcher does.
  const args = io.argv[0] === 'hook' ? io.argv.slice(1) : io.argv;
  if (args[0] === 'agent') return (await import('./gates/others.ts')).runAgent(io);
  const gate = readGate(args[0]);
  const off = ['HUSHKEY', 'HUSKY'].find((name) => io.env[name] === '0');
  if (off !== undefined) {
    io.err(`hushkey: ${gate} skipped (${off}=0)\n`);
    return EXIT.clean;
  }
  try {
    return await runGate(gate, args.slice(1), io);
  } catch (error) {
    if (!(error instanceof UserError) || gate === 'pre-receive') throw error;
    const stopped = 'nothing was judged, so git is stopped; once without the check: HUSHKEY=0 git …';
    throw new UserError(error.code, error.message, {
      hint: [error.hint, stopped].filter(Boolean).join('\n  '),
      cause: error,
    });
  }
}

function readGate(name: string | undefined): Gate | ServerGate {
  if (name === 'pre-receive') return name;
  const gate = GATES.find((known) => known === name);
  if (gate !== undefined) return gate;
  throw new UserError('unknown-gate', name === undefined ? 'which hook?' : `there is no gate ${name}`, {
    hint: `hushkey hook ${[...GATES, 'agent'].join('|')}`,
  });
}

async function runGate(gate: Gate | ServerGate, args: readonly string[], io: Io): Promise<ExitCode> {
  const quiet = args.includes('--quiet');
  const rest = args.filter((word) => word !== '--quiet');
  switch (gate) {
    case 'pre-push':
      return (await import('./gates/others.ts')).runPrePush(rest, quiet, io);
    case 'pre-receive':
      return (await import('./gates/others.ts')).runPreReceive(quiet, io);
    case 'prepare-commit-msg':
      return (await import('./gates/others.ts')).runPrepareCommitMsg(rest, io);
    case 'pre-applypatch':
      return (await import('./gates/others.ts')).runPreApplypatch(quiet, io);
    case 'pre-commit':
    case 'pre-merge-commit':
      return runPreCommit(gate, quiet, io);
  }
}

async function runPreCommit(gate: Gate, quiet: boolean, io: Io): Promise<ExitCode> {
  const context = readHookContext(gate, io.cwd, io.env);
  const git = findGitProcess(io.env);
  const index = git === undefined ? undefined : noteIndex(context.root, context.gitDir, io.env, git.pid);
  if (!quiet) warnOfHusky(context.root, io);
  const settings = await hookSettings(context.root, io);
  const replaces = git?.command !== undefined && amends(git.command);
  const report = await judgeIndex({ context, amends: replaces }, settings, io);
  const exitCode = exitCodeOf(report, 'error');
  await printReport(report, io, { gate, quiet, exitCode });
  if (exitCode === EXIT.clean) index?.mark();
  if (settings.configPath !== undefined || existsSync(settings.baselinePath)) {
    (await import('./gates/settled.ts')).noteSettled(context.root, context.gitDir, settings);
  }
  return exitCode;
}
