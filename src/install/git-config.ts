// Where the repository is and what its config says about hooks. Apart from src/git because set-up must not be led
// astray by the GIT_DIR of a hook that it was started from, and because it writes config.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { type GitResult, git, gitFailure } from '../git/run.ts';

export interface Place {
  /** Top of the work tree, absolute, symlinks resolved. */
  readonly root: string;
  /** The git folder that all work trees share, absolute, forward slashes. */
  readonly commonDir: string;
}

export interface HooksPath {
  readonly scope: string;
  readonly value: string;
}

export interface HooksConfig {
  /** The value that git goes by here. */
  readonly effective: HooksPath | undefined;
  readonly local: string | undefined;
  /** What applies when the repository itself sets nothing: the user's or the machine's value. */
  readonly outer: HooksPath | undefined;
  /** What stood there before we set it; `none` where nothing did. */
  readonly previous: HooksPath | undefined;
}

/** The environment without the variables that tie git to one repository or index. */
export function withoutGitPlace(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, GIT_COMMON_DIR, GIT_PREFIX, ...rest } = env;
  return rest;
}

/**
 * The repository that holds a folder; undefined outside any work tree.
 *
 * @throws UserError for a repository that git refuses.
 */
export function findPlace(cwd: string, env: NodeJS.ProcessEnv): Place | undefined {
  const args = ['rev-parse', '--show-toplevel', '--git-common-dir'];
  const result = git(args, { cwd, env: withoutGitPlace(env) });
  if (result.status !== 0) {
    if (/not a git repository|must be run in a work tree/i.test(result.stderr)) return undefined;
    throw gitFailure(args, result);
  }
  const [root, commonDir] = result.stdout.toString('utf8').split('\n');
  if (!root || !commonDir) return undefined;
  return { root: realpathSync(root), commonDir: realpathSync(resolve(cwd, commonDir)).replaceAll('\\', '/') };
}

const PREVIOUS = 'hushkey.previousHooksPath';
const PREVIOUS_SCOPE = 'hushkey.previousScope';

/** Everything that the config says about hooks, in one git process. */
export function readHooksConfig(place: Place, env: NodeJS.ProcessEnv): HooksConfig {
  const args = ['config', '--show-scope', '-z', '--get-regexp', '^(core\\.hookspath|hushkey\\.previous.*)$'];
  const result = git(args, { cwd: place.root, env: withoutGitPlace(env) });
  // 1: no such key.
  if (result.status > 1) throw gitFailure(args, result);
  const fields = result.stdout.toString('utf8').split('\0');
  const entries: { scope: string; key: string; value: string }[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [key = '', ...value] = (fields[i + 1] ?? '').split('\n');
    entries.push({ scope: fields[i] ?? '', key: key.toLowerCase(), value: value.join('\n') });
  }
  const paths = entries.filter((entry) => entry.key === 'core.hookspath');
  const scope = entries.findLast((entry) => entry.key === PREVIOUS_SCOPE.toLowerCase())?.value;
  const value = entries.findLast((entry) => entry.key === PREVIOUS.toLowerCase())?.value;
  return {
    effective: paths.at(-1),
    local: paths.findLast((entry) => entry.scope === 'local')?.value,
    outer: paths.findLast((entry) => entry.scope === 'system' || entry.scope === 'global'),
    previous: scope === undefined ? undefined : { scope, value: value ?? '' },
  };
}

/** Writes down what stood before. The scope goes last: it says that the record is complete. */
export function writePrevious(place: Place, env: NodeJS.ProcessEnv, previous: HooksPath): void {
  if (previous.value === '') unsetConfig(place, env, PREVIOUS);
  else setConfig(place, env, PREVIOUS, previous.value);
  setConfig(place, env, PREVIOUS_SCOPE, previous.scope);
}

export function setConfig(place: Place, env: NodeJS.ProcessEnv, key: string, value: string): void {
  changeConfig(place, env, ['--replace-all', key, value], []);
}

export function unsetConfig(place: Place, env: NodeJS.ProcessEnv, key: string): void {
  // 5: no such key.
  changeConfig(place, env, ['--unset-all', key], [5]);
}

/** Removes our section, and nothing where there is none. */
export function removeOwnSection(place: Place, env: NodeJS.ProcessEnv): void {
  changeConfig(place, env, ['--remove-section', 'hushkey'], [128]);
}

const LOCK_ATTEMPTS = 25;
const LOCK_PAUSE_MS = 20;

function changeConfig(place: Place, env: NodeJS.ProcessEnv, change: readonly string[], fine: readonly number[]): void {
  const args = ['config', '--local', ...change];
  let result: GitResult | undefined;
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt += 1) {
    result = git(args, { cwd: place.root, env: withoutGitPlace(env) });
    // The scripts of two workspace members may run at once, and git does not wait for the lock on its config.
    if (!/could not lock config file.*File exists/.test(result.stderr)) {
      if (result.status === 0 || fine.includes(result.status)) return;
      break;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_PAUSE_MS);
  }
  throw new UserError('config-not-written', `git config could not be written: ${result?.stderr}`, {
    hint: `see that ${place.commonDir}/config can be written and that no config.lock is left there`,
  });
}
