// What git tells a hook: where it runs and, at a merge, which commits come in.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { findRepository } from './repository.ts';

export interface HookContext {
  /** Top of the work tree. */
  readonly root: string;
  /** This work tree's git folder. */
  readonly gitDir: string;
  /** Commits that a merge brings in; [] otherwise. */
  readonly mergeHeads: readonly string[];
}

/**
 * Reads the context of a gate. git runs hooks at the top of the work tree, so a process for asking is saved.
 *
 * @throws UserError outside a repository, or in pre-merge-commit where the merged commits cannot be told.
 */
export function readHookContext(gate: string, cwd: string, env: NodeJS.ProcessEnv): HookContext {
  const here = gitDirAt(cwd, env);
  const repository = here === undefined ? findRepository(cwd) : { root: cwd, gitDir: here };
  if (repository === undefined) throw new UserError('no-repository', `${cwd} is not in a git repository`);
  const { root, gitDir } = repository;
  const merged = mergeHeadFile(gitDir);
  const named = Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
  const mergeHeads = merged.length > 0 ? merged : gate === 'pre-merge-commit' ? named : [];
  if (gate === 'pre-merge-commit' && mergeHeads.length === 0) {
    throw new UserError('no-merge-head', 'git did not say which commits this merge brings in');
  }
  return { root, gitDir, mergeHeads };
}

function gitDirAt(cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  if (env['GIT_DIR']) return existsSync(join(cwd, '.git')) ? resolve(cwd, env['GIT_DIR']) : undefined;
  const path = join(cwd, '.git');
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return undefined;
  if (info.isDirectory()) return path;
  const pointer = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(path, 'utf8'))?.[1];
  return pointer === undefined ? undefined : resolve(cwd, pointer);
}

function mergeHeadFile(gitDir: string): readonly string[] {
  const path = join(gitDir, 'MERGE_HEAD');
  return existsSync(path) ? readFileSync(path, 'latin1').split('\n').filter(Boolean) : [];
}
