// The proof: a commit of a made-up key, tried with the hooks that are really armed, that must be stopped. HEAD, index,
// objects and messages of the attempt lie in a folder of its own, so the repository stays as it is, whatever happens.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fakeOf } from '../credentials/catalogue.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { type GitResult, git, gitFailure } from '../git/run.ts';
import { isArmed } from '../install/dispatcher.ts';
import { readBytes, readText } from '../install/files.ts';
import { type Place, readHooksConfig, withoutGitPlace } from '../install/git-config.ts';
import { hasHookLines } from '../install/hook-file.ts';
import { findHuskyFolder, isHuskyPath } from '../install/layout.ts';
import { printable } from '../text/printable.ts';
import type { Check, Surroundings } from './check.ts';

const RULE = 'anthropic-api-key';

/** @throws UserError where the attempt cannot be prepared. */
export function checkCanary(place: Place, { cwd, env }: Surroundings): Check {
  const check = { id: 'canary', group: 'proof' } as const;
  const hooksPath = readHooksConfig(place, env).effective?.value;
  if (hooksPath === undefined || !startsOurs(place, hooksPath)) {
    const message = 'no hook of hushkey is armed, so no commit was tried';
    return { ...check, state: 'broken', message, fix: 'npx hushkey install' };
  }
  const repository = findRepository(cwd);
  if (repository === undefined) return { ...check, state: 'unknown', message: 'the repository was not found' };
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-canary-'));
  try {
    const name = `hushkey-canary-${process.pid}.js`;
    const result = attempt(repository, folder, name, { env, hooks: resolve(place.root, hooksPath) });
    if (result.status !== 0 && result.stderr.includes(RULE) && result.stderr.includes(name)) {
      return {
        ...check,
        state: 'ok',
        message: 'a commit of a made-up key was stopped by the armed hook; no trace is left',
      };
    }
    const lines = result.stderr.split('\n').filter((text) => text.trim() !== '');
    const line = lines.find((text) => text.startsWith('hushkey:')) ?? lines.at(-1) ?? '';
    const how =
      result.status === 0
        ? 'a commit of a made-up key passed'
        : 'a commit of a made-up key failed, but not by the scan';
    const state = result.status === 0 ? 'broken' : 'unknown';
    return {
      ...check,
      state,
      message: line === '' ? how : `${how}: ${printable(line)}`,
      fix: 'npx hushkey doctor --fix',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Other hooks might change the work tree: without ours before them none is started. */
function startsOurs(place: Place, path: string): boolean {
  if (isArmed(resolve(place.root, path), 'pre-commit')) return true;
  const husky = isHuskyPath(path) ? findHuskyFolder(place, place.root, path) : undefined;
  return husky !== undefined && hasHookLines(readText(join(place.root, husky, 'pre-commit')) ?? '', 'pre-commit');
}

/** A git folder like that of a linked work tree: its own HEAD and index, config and hooks of the repository. */
function attempt(
  { root, gitDir, commonDir }: Repository,
  folder: string,
  name: string,
  { env, hooks }: { readonly env: NodeJS.ProcessEnv; readonly hooks: string },
): GitResult {
  const own = join(folder, 'git');
  mkdirSync(join(own, 'refs'), { recursive: true });
  mkdirSync(join(folder, 'objects'));
  const head = git(['rev-parse', '-q', '--verify', 'HEAD'], { cwd: root });
  const commit = head.status === 0 ? head.stdout.toString('latin1').trim() : undefined;
  // refs/worktree is the one place for a branch that is not shared.
  writeFileSync(join(own, 'HEAD'), commit === undefined ? 'ref: refs/worktree/hushkey-canary\n' : `${commit}\n`);
  writeFileSync(join(own, 'commondir'), `${commonDir}\n`);
  const config = readBytes(join(gitDir, 'config.worktree'));
  if (config !== undefined) writeFileSync(join(own, 'config.worktree'), config);
  const objects = git(['rev-parse', '--git-path', 'objects'], { cwd: root }).stdout.toString('utf8').trim();
  const alternates = [join(commonDir, 'objects'), objects, env['GIT_ALTERNATE_OBJECT_DIRECTORIES']].filter(Boolean);
  const scratch = {
    ...withoutGitPlace(env),
    GIT_DIR: own,
    GIT_WORK_TREE: root,
    GIT_INDEX_FILE: join(own, 'index'),
    GIT_OBJECT_DIRECTORY: join(folder, 'objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: [...new Set(alternates)].join(process.platform === 'win32' ? ';' : ':'),
    GIT_AUTHOR_NAME: 'hushkey',
    GIT_AUTHOR_EMAIL: 'canary@hushkey.invalid',
    GIT_COMMITTER_NAME: 'hushkey',
    GIT_COMMITTER_EMAIL: 'canary@hushkey.invalid',
  };
  const run = (args: readonly string[], input?: string): string => {
    const result = git(args, { cwd: root, env: scratch, ...(input === undefined ? {} : { input }) });
    if (result.status !== 0) throw gitFailure(args, result);
    return result.stdout.toString('latin1').trim();
  };
  if (commit !== undefined) run(['read-tree', commit]);
  const blob = run(['hash-object', '-w', '--stdin'], `export const key = '${fakeOf(RULE, process.pid)}';\n`);
  run(['update-index', '--add', '--cacheinfo', `100644,${blob},${name}`]);
  const quiet = [
    'core.fsmonitor=false',
    'gc.auto=0',
    'maintenance.auto=false',
    'commit.gpgSign=false',
    'advice.ignoredHook=true',
    // What git goes by in this work tree. By its own config it would not: this git folder is not where it expects one.
    `core.hooksPath=${hooks}`,
  ];
  return git([...quiet.flatMap((setting) => ['-c', setting]), 'commit', '-q', '-m', 'canary'], {
    cwd: root,
    env: scratch,
  });
}
