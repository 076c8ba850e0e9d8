// `hushkey ci`: the scan of the commits that a CI run is about, reported as that CI reads it.
import { readFileSync } from 'node:fs';
import { errnoOf, UserError } from '../errors.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import type { FormatName } from '../report/index.ts';
import type { Invocation } from './args.ts';
import { findCiCommits } from './ci-range.ts';
import { findCiSystem } from './ci-systems.ts';
import { deliver } from './deliver.ts';
import { memoryRelief } from './memory.ts';
import { createProgress } from './progress.ts';
import { choicesOf } from './scan.ts';
import { runScan } from './scan-request.ts';
import { readShard } from './shard-flag.ts';

type CiInvocation = Extract<Invocation, { command: 'ci' }>;

/** @throws UserError where the commits cannot be told, or the scan cannot begin. */
export async function runCi({ flags }: CiInvocation, io: Io): Promise<ExitCode> {
  const system = findCiSystem(io.env);
  const run = system.read(io.env, readEvent(io.env));
  const quiet = flags.quiet === true;
  const shard = readShard(flags.shard, {});
  const progress = createProgress(io, quiet);
  let isEmpty = false;
  const { report, settings } = await runScan({
    cwd: io.cwd,
    what: {
      type: 'commits',
      list: (repository) => {
        const { commits, words } = findCiCommits(run, system, repository);
        isEmpty = commits.length === 0;
        if (!quiet) io.err(`hushkey: ${system.name}, ${words}\n`);
        return commits;
      },
    },
    ...choicesOf(flags),
    shard,
    onProgress: progress.step,
    relieve: memoryRelief(),
    startedAt: io.startedAt,
  }).finally(progress.clear);
  const format = flags.format ?? system.format;
  // Where the report goes to a file, or is JSON for the CI, the log still says what was found.
  const inLog: FormatName = system.format === 'github' ? 'github' : 'pretty';
  const isReadable = flags.output === undefined && (flags.format !== undefined || format === inLog);
  const said =
    isEmpty && (shard === undefined || shard.index === 1)
      ? { ...report, scanned: { ...report.scanned, skipped: [{ path: 'HEAD', reason: 'ref without new commits' }] } }
      : report;
  return deliver(
    said,
    {
      format,
      log: isReadable ? undefined : inLog,
      output: flags.output,
      verbose: flags.verbose === true,
      quiet,
      level: flags.level ?? 'error',
      docs: async () => (await settings.ruleset.load()).docs,
    },
    io,
  );
}

/** What GitHub and its kin write of the event; undefined elsewhere. */
function readEvent(env: NodeJS.ProcessEnv): unknown {
  const path = env['GITHUB_EVENT_PATH'];
  if (path === undefined || path === '') return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason =
      error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${errnoOf(error) ?? 'unknown error'})`;
    throw new UserError('bad-event', `GITHUB_EVENT_PATH: ${path} ${reason}`, { cause: error });
  }
}
