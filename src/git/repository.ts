// Where the repository is and what its index and commits differ in: the plain questions that a commit asks.
import { resolve } from 'node:path';
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
    if (/not a git repository/i.test(result.stderr) && !/invalid|corrupt|bad/i.test(result.stderr)) return undefined;
    if (/must be run in a work tree/.test(result.stderr)) return undefined;
    throw gitFailure(args, result);
  }
  const [root, gitDir, commonDir] = result.stdout.toString('utf8').split('\n');
  if (!root || !gitDir || !commonDir) throw new UserError('git-failed', 'git rev-parse gave no answer');
  return { root, gitDir, commonDir: resolve(cwd, commonDir) };
}

const RAW = [
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

/** What the index adds to HEAD, or everything in it before the first commit. */
export function stagedChanges(options: GitOptions): readonly RawChange[] {
  // diff.orderFile may name a file that is gone: -O overrides it.
  return parseRawDiff(gitOutput(['diff', '--cached', ...RAW, '-O/dev/null'], options));
}

/** What a commit adds to its first parent, or everything in it where it has none. */
export function commitChanges(commit: string, options: GitOptions): readonly RawChange[] {
  const args = ['diff-tree', '-r', '--root', '--no-commit-id', '-m', '--first-parent', ...RAW, '-O/dev/null', commit];
  return parseRawDiff(gitOutput(args, options));
}

/** Tracked paths with mode and object, from the index. */
export function trackedFiles(options: GitOptions, paths: readonly string[] = []): readonly TrackedFile[] {
  const output = gitOutput(['ls-files', '-z', '--stage', '--full-name', '--', ...paths], options);
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

/** Untracked paths that no ignore rule covers. */
export function untrackedFiles(options: GitOptions, paths: readonly string[] = []): readonly Buffer[] {
  return splitNul(
    gitOutput(['ls-files', '-z', '--others', '--exclude-standard', '--full-name', '--', ...paths], options),
  );
}
