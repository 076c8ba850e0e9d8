// One git process, run and read to its end. The commit path uses this and nothing larger: simple-git takes 20 ms to
// load and drops the index that git names to its hooks.
import { spawnSync } from 'node:child_process';
import { errnoOf, UserError } from '../errors.ts';

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitOptions {
  readonly cwd?: string;
  readonly input?: Buffer | string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * In a partial clone git fetches objects as they are asked for, and nothing here may open a connection. The first is
 * known to git since 2.44; before, allowing no protocol has the same effect.
 */
export const NO_LAZY_FETCH = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' } as const;

/** A replaced object (git replace) is replaced in this clone only: what is committed and pushed is the object itself. */
export const AS_STORED = { GIT_NO_REPLACE_OBJECTS: '1' } as const;

/** What brings the objects that a partial clone has left out. */
export const FETCH_ALL = 'git fetch --refetch --no-filter';

/** Largest answer that is taken in one piece: a raw diff of a million files is about 150 MB. */
const MAX_OUTPUT = 512 * 1024 * 1024;

let giveUpAt = Number.POSITIVE_INFINITY;

/** From now on every git together may take this long: for who has to answer in time, whatever git does. */
export function limitGit(milliseconds: number): void {
  giveUpAt = performance.now() + milliseconds;
}

/**
 * Runs git and waits. A non-zero status is the caller's to judge.
 *
 * @throws UserError `git-missing` where there is no git, `git-killed` where it was ended by a signal, `git-slow` where
 * it passed the limit.
 */
export function git(args: readonly string[], options: GitOptions = {}): GitResult {
  const result = spawnSync('git', args, {
    cwd: options.cwd,
    input: options.input,
    // The caller's locale would translate the messages that we look at.
    env: { ...(options.env ?? process.env), ...NO_LAZY_FETCH, ...AS_STORED, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    maxBuffer: MAX_OUTPUT,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(giveUpAt === Number.POSITIVE_INFINITY ? {} : { timeout: timeLeft(), killSignal: 'SIGKILL' }),
  });
  if (errnoOf(result.error) === 'ETIMEDOUT') throw new UserError('git-slow', `git ${args[0] ?? ''} did not answer`);
  if (result.error !== undefined) throw startFailure(result.error, options.cwd);
  if (result.status === null) {
    const code = result.signal === 'SIGINT' ? 'interrupted' : 'git-killed';
    throw new UserError(code, `git ${args[0] ?? ''} was ended by ${result.signal ?? 'a signal'}`);
  }
  return { status: result.status, stdout: result.stdout, stderr: result.stderr.toString('utf8').trim() };
}

/** 0 would be no limit. */
function timeLeft(): number {
  return Math.max(1, Math.floor(giveUpAt - performance.now()));
}

function startFailure(error: Error, cwd: string | undefined): UserError {
  const errno = errnoOf(error);
  if (errno === 'ENOENT') {
    return new UserError('git-missing', 'git was not found', {
      hint: `install git and see that it is in PATH${cwd === undefined ? '' : `, and that ${cwd} exists`}`,
      cause: error,
    });
  }
  return new UserError('git-failed', `git could not be started: ${errno ?? error.message}`, { cause: error });
}

/**
 * Runs git and gives its output.
 *
 * @throws UserError `git-failed` with git's own words for any non-zero status.
 */
export function gitOutput(args: readonly string[], options: GitOptions = {}): Buffer {
  const result = git(args, options);
  if (result.status !== 0) throw gitFailure(args, result);
  return result.stdout;
}

/** The error for a git command that ended with a failure. */
export function gitFailure(args: readonly string[], result: GitResult): UserError {
  const words =
    result.stderr.split('\n').find((line) => /^(?:fatal|error):/.test(line)) ?? result.stderr.split('\n')[0];
  return new UserError('git-failed', `git ${args[0] ?? ''} failed: ${words || `status ${result.status}`}`, {
    hint: remedyFor(result.stderr),
  });
}

function remedyFor(stderr: string): string {
  if (/promisor|lazy fetch/.test(stderr)) return `this clone is partial; bring what it lacks: ${FETCH_ALL}`;
  // Where somebody else owns the folder, git says itself what to run.
  const [trust] = /git config --global --add safe\.directory .*/.exec(stderr) ?? [];
  return trust ?? 'run git fsck to see whether the repository is whole';
}
