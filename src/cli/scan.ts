// `hushkey scan`: the report on stdout or in a file, everything else on stderr.
import { UserError } from '../errors.ts';
import type { Report } from '../finding.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { harmless } from '../report/terminal-text.ts';
import type { Invocation } from './args.ts';
import { deliver } from './deliver.ts';
import { memoryRelief } from './memory.ts';
import { createProgress, inviteTyping } from './progress.ts';
import { runScan, type ScanRequest } from './scan-request.ts';
import { readShard } from './shard-flag.ts';

type ScanInvocation = Extract<Invocation, { command: 'scan' }>;

/** @throws UserError where the scan cannot begin, or its report cannot be written. */
export async function runScanCommand({ flags, positionals }: ScanInvocation, io: Io): Promise<ExitCode> {
  if (flags.verify === true) refuseInHook(io.env);
  const shard = readShard(flags.shard, flags);
  const progress = createProgress(io, flags.quiet === true);
  const { report, settings } = await runScan({
    cwd: io.cwd,
    what: whatOf(flags, positionals, io),
    ...choicesOf(flags),
    shard,
    jobs: flags.jobs ?? 'usual',
    onProgress: progress.step,
    relieve: memoryRelief(),
    startedAt: io.startedAt,
  }).finally(progress.clear);
  // Before the report is shown: a git that is ended here ends the run, and what is shown then is no report.
  const lack = flags.quiet !== true && isOfThisClone(flags, positionals) ? await lackHere(io) : undefined;
  const exitCode = await deliver(
    flags.verify === true ? await verified(report, io.env) : report,
    {
      format: flags.format ?? 'pretty',
      output: flags.output,
      verbose: flags.verbose === true,
      quiet: flags.quiet === true,
      level: flags.level ?? 'error',
      docs: async () => (await settings.ruleset.load()).docs,
    },
    io,
  );
  if (lack !== undefined) io.err(lack);
  return exitCode;
}

function isOfThisClone(flags: ScanInvocation['flags'], paths: readonly string[]): boolean {
  const others = [flags.stdin, flags.history, flags.pack, flags.range, flags.shard];
  return paths.length === 0 && (flags.format ?? 'pretty') === 'pretty' && others.every((flag) => flag === undefined);
}

/** Hooks that are gone say nothing; who scans by hand should not have to find out by a commit that passes. */
async function lackHere({ cwd, env }: Io): Promise<string | undefined> {
  const { isCi } = await import('../diagnose/check.ts');
  const { findPlace } = await import('../install/git-config.ts');
  const { lackOfHooks } = await import('../install/lack.ts');
  if (isCi(env)) return undefined;
  try {
    const place = findPlace(cwd, env);
    const lack = place === undefined ? undefined : lackOfHooks(place, env, () => false);
    if (lack === undefined) return undefined;
    const { why, mend } = lack;
    return `hushkey: git runs no hook that scans here any more: ${harmless(why)}\n  to arm them again: ${mend}\n`;
  } catch (error) {
    // Without git, or where git refuses, the report still stands; not where something ended it.
    if (!(error instanceof UserError) || /^(?:git-killed|interrupted)$/.test(error.code)) throw error;
    return undefined;
  }
}

async function verified(report: Report, env: NodeJS.ProcessEnv): Promise<Report> {
  const { verifyFindings } = await import('../diagnose/verify/verify-findings.ts');
  return verifyFindings(report, env);
}

/** A commit must not wait for a network, nor send what is about to be taken back. */
function refuseInHook(env: NodeJS.ProcessEnv): void {
  // git sets the first in every hook of a work tree, be it empty; the others are set by what else runs hooks.
  const signs = ['GIT_PREFIX', 'GIT_INDEX_FILE', 'GIT_QUARANTINE_PATH', 'HUSHKEY_DONE', 'PRE_COMMIT'];
  const sign = signs.find((name) => env[name] !== undefined);
  if (sign === undefined) return;
  throw new UserError('verify-in-hook', `--verify opens connections, which no git hook does (${sign} is set)`, {
    hint: 'leave it out there, and run hushkey scan --verify by hand or in CI',
  });
}

/** What `scan` and `ci` let the user choose alike. */
export function choicesOf(
  flags: Pick<ScanInvocation['flags'], 'config' | 'baseline' | 'max-bytes' | 'rule' | 'category' | 'no-suppressions'>,
): Omit<ScanRequest, 'cwd' | 'what' | 'startedAt'> {
  return {
    configFile: flags.config,
    baselineFile: flags.baseline,
    maxBytes: flags['max-bytes'],
    rules: flags.rule ?? [],
    categories: flags.category ?? [],
    suppressions: flags['no-suppressions'] !== true,
  };
}

function whatOf(flags: ScanInvocation['flags'], paths: readonly string[], io: Io): ScanRequest['what'] {
  if (flags.stdin === true) {
    inviteTyping(io, 'the text');
    return { type: 'stdin', stream: io.stdin, path: flags['stdin-path'] ?? 'stdin' };
  }
  if (flags.staged === true) return { type: 'staged' };
  if (flags.range !== undefined) return { type: 'range', range: flags.range };
  if (flags.history === true) return { type: 'history' };
  return flags.pack === true ? { type: 'pack' } : { type: 'paths', paths };
}
