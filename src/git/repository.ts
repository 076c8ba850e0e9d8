// Where the repository is and what its index and commits differ in: the plain questions that a commit asks.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { parseRawDiff, type RawChange, splitNul } from './parse.ts';
import { type GitOptions, git, gitFailure, gitOutput } from './run.ts';

export interface Repository {
  /** Top of the work tree, absolute. */
  readonly root: string;
  /** This work tree's git folder, absolute. */
  readonly gitDir: string;
  /** The git folder that all work trees share, absolute. */
  readonly commonDir: string;
}

/**
 * The repository that holds a folder; undefined outside any.
 *
 * @throws UserError for a repository that git refuses or cannot read.
 */
export function findRepository(cwd: string): Repository | undefined {
  const args = ['rev-parse', '--show-toplevel', '--absolute-git-dir', '--git-common-dir'];
  const result = git(args, { cwd });
  if (result.status !== 0) {
    if (/not a git repository/i.test(result.stderr) && !/invalid|corrupt|bad/i.test(result.stderr)) {
      const broken = brokenRepository(cwd, result.stderr);
      if (broken === undefined) return undefined;
      throw new UserError('git-failed', `${broken} is not a repository that git can read`, {
        hint: 'run git fsck there, or remove it if it is none',
      });
    }
    if (/must be run in a work tree/.test(result.stderr)) {
      // Walked as a plain folder, its packed objects would look clean.
      throw new UserError('no-work-tree', `${cwd} is inside a git folder: there is no work tree to scan`, {
        hint: 'run it in a clone, or name the files to scan on standard input: --stdin',
      });
    }
    throw gitFailure(args, result);
  }
  const [root, gitDir, commonDir] = result.stdout.toString('utf8').split('\n');
  if (!root || !gitDir || !commonDir) throw new UserError('git-failed', 'git rev-parse gave no answer');
  return { root, gitDir, commonDir: resolve(cwd, commonDir) };
}

/** A repository without a work tree, or the git folder of one that has; its folder stands for the root. */
export function findBareRepository(cwd: string): Repository | undefined {
  const result = git(['rev-parse', '--absolute-git-dir', '--git-common-dir'], { cwd });
  const [gitDir, commonDir] = result.stdout.toString('utf8').split('\n');
  if (result.status !== 0 || !gitDir || !commonDir) return undefined;
  return { root: gitDir, gitDir, commonDir: resolve(cwd, commonDir) };
}

/** A `.git` that git passed over on its way up: it lacks HEAD, say. A plain folder it is not. */
function brokenRepository(cwd: string, words: string): string | undefined {
  if (!words.includes('or any of the parent directories') || process.env['GIT_CEILING_DIRECTORIES']) return undefined;
  for (let at = cwd; ; at = dirname(at)) {
    const found = join(at, '.git');
    if (existsSync(found)) return found;
    if (at === dirname(at)) return undefined;
  }
}

/** How changes are asked for, so that no setting of the user's alters the answer. */
export const RAW = [
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=none',
] as const;

/** What the index adds to HEAD, or everything in it before the first commit; or what it adds to another tree. */
export function stagedChanges(options: GitOptions, base: readonly string[] = []): readonly RawChange[] {
  // diff.orderFile may name a file that is gone: -O overrides it.
  return parseRawDiff(gitOutput(['diff', '--cached', ...RAW, '-O/dev/null', ...base], options));
}

/** What HEAD was made on: its parents, or the empty tree where it has none. */
export function basesOfHead(options: GitOptions): readonly string[] {
  const parents = gitOutput(['rev-parse', 'HEAD^@'], options).toString('latin1').split('\n').filter(Boolean);
  return parents.length > 0 ? parents : [emptyTree(options)];
}

function emptyTree(options: GitOptions): string {
  return gitOutput(['hash-object', '-t', 'tree', '--stdin'], { ...options, input: '' })
    .toString('latin1')
    .trim();
}

/** What a commit adds to its first parent, or everything in it where it has none. */
export function commitChanges(commit: string, options: GitOptions): readonly RawChange[] {
  const args = ['diff-tree', '-r', '--root', '--no-commit-id', '-m', '--first-parent', ...RAW, '-O/dev/null', commit];
  return parseRawDiff(gitOutput(args, options));
}

/** Tracked paths with mode and object, from the index. */
export function trackedFiles(options: GitOptions, paths: readonly string[] = []): readonly TrackedFile[] {
  const output = gitOutput(['ls-files', '-z', '--stage', '--full-name', '--', ...paths], options);
  // Asked in another way, so that an answer that a fault has cut short does not look like an empty repository.
  if (output.length === 0 && stagedChanges(options, [emptyTree(options), '--', ...paths]).length > 0) {
    throw new UserError('git-failed', 'git ls-files left out the files that are tracked');
  }
  return splitNul(output).map((field) => {
    const tab = field.indexOf(9);
    const [mode, oid] = field.toString('latin1', 0, tab).split(' ');
    return { mode: mode ?? '', oid: oid ?? '', rawPath: field.subarray(tab + 1) };
  });
}

export interface TrackedFile {
  readonly mode: string;
  readonly oid: string;
  readonly rawPath: Buffer;
}

/** Whether an ignore rule covers a path: absolute, or from the current folder; not for what is tracked. */
export function isIgnored(path: string, options: GitOptions): boolean {
  return git(['check-ignore', '-q', '--', path], options).status === 0;
}

/** Untracked paths that no ignore rule covers. */
export function untrackedFiles(options: GitOptions, paths: readonly string[] = []): readonly Buffer[] {
  return splitNul(
    gitOutput(['ls-files', '-z', '--others', '--exclude-standard', '--full-name', '--', ...paths], options),
  );
}
