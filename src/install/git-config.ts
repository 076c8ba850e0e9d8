// Where the repository is and what its config says about hooks. Apart from src/git because set-up must not be led
// astray by the GIT_DIR of a hook that it was started from, and because it writes config.
import { realpathSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
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
  /** What .git/config itself says: for linked work trees the file that we include has a value of its own. */
  readonly local: string | undefined;
  /** What .git/config should say: see `ownHooksPath`. */
  readonly own: string;
  /** Whether linked work trees have their value. */
  readonly coversLinked: boolean;
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

/** Whether git, in this work tree, looks for hooks in our folder. */
export function isInForce({ root, commonDir }: Place, { effective }: HooksConfig): boolean {
  return effective !== undefined && resolve(root, effective.value) === resolve(commonDir, 'hushkey');
}

const PREVIOUS = 'hushkey.previousHooksPath';
const PREVIOUS_SCOPE = 'hushkey.previousScope';

/** Everything that the config says about hooks, in one git process. */
export function readHooksConfig(place: Place, env: NodeJS.ProcessEnv): HooksConfig {
  const names = `^(core\\.(hookspath|bare|worktree)|hushkey\\.previous.*|${LINKED.toLowerCase().replaceAll('.', '\\.')})$`;
  const args = ['config', '--show-scope', '--show-origin', '-z', '--get-regexp', names];
  const result = git(args, { cwd: place.root, env: withoutGitPlace(env) });
  // 1: no such key.
  if (result.status > 1) throw gitFailure(args, result);
  const fields = result.stdout.toString('utf8').split('\0');
  const entries: { scope: string; isIncluded: boolean; key: string; value: string }[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [key = '', ...value] = (fields[i + 2] ?? '').split('\n');
    const isIncluded = fields[i + 1]?.endsWith(`/${LINKED_FILE}`) === true;
    entries.push({ scope: fields[i] ?? '', isIncluded, key: key.toLowerCase(), value: value.join('\n') });
  }
  const lastOf = (key: string): string | undefined =>
    entries.findLast((entry) => entry.key === key.toLowerCase())?.value;
  const paths = entries.filter((entry) => entry.key === 'core.hookspath');
  const scope = lastOf(PREVIOUS_SCOPE);
  const value = lastOf(PREVIOUS);
  return {
    effective: paths.at(-1),
    local: paths.findLast((entry) => entry.scope === 'local' && !entry.isIncluded)?.value,
    own: ownHooksPath(place, lastOf('core.bare') === 'true', lastOf('core.worktree')),
    coversLinked: entries.some((entry) => entry.key === LINKED.toLowerCase() && entry.value === LINKED_FILE),
    outer: paths.findLast((entry) => entry.scope === 'system' || entry.scope === 'global'),
    previous: scope === undefined ? undefined : { scope, value: value ?? '' },
  };
}

/**
 * What core.hooksPath is set to: the folder from the top of the main work tree, so that a repository that was moved,
 * copied or mounted elsewhere is still armed. Absolute where the two need not move together: bare, or with a git folder
 * somewhere else.
 */
function ownHooksPath({ commonDir }: Place, isBare: boolean, workTree: string | undefined): string {
  const absolute = `${commonDir}/hushkey`;
  if (isBare || workTree?.startsWith('/') === true) return absolute;
  // A submodule: its git folder is in that of the repository round it, and says by a relative path where it is used.
  if (workTree !== undefined) return relative(resolve(commonDir, workTree), absolute).replaceAll('\\', '/');
  return basename(commonDir) === '.git' ? relative(dirname(commonDir), absolute).replaceAll('\\', '/') : absolute;
}

/** Lies in our folder. Says the absolute path: in a linked work tree `.git` is a file, so no relative one leads out. */
export const LINKED_CONFIG = 'linked-config';
const LINKED_FILE = `hushkey/${LINKED_CONFIG}`;
/** `./`: the folder of the config file that says it, wherever that is. */
const LINKED = 'includeIf.gitdir:./worktrees/.path';
const LINKED_VALUE = `^${LINKED_FILE}$`;

/** Gives linked work trees their value; the last one wins, so it must come after core.hooksPath. */
export function coverLinked(place: Place, env: NodeJS.ProcessEnv): void {
  changeConfig(place, env, ['--replace-all', LINKED, LINKED_FILE, LINKED_VALUE], []);
}

export function uncoverLinked(place: Place, env: NodeJS.ProcessEnv): void {
  // 5: no such key.
  changeConfig(place, env, ['--unset-all', LINKED, LINKED_VALUE], [5]);
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
