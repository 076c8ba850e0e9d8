// Where a repository may lie and how git may be told of it: the gates must fire there, without another install.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { install } from '../../src/install/install.ts';
import { uninstall } from '../../src/install/uninstall.ts';
import { temporaryFolder } from '../support/repository.ts';
import { createFixture, type Fixture } from './fixture.ts';

const OLD_HOOK = '#!/bin/sh\necho old >>"$CALLS"\n';
const scanned = 'scan pre-commit (package)';
const scannedByCopy = 'scan pre-commit (copy)';
const FILE_PROTOCOL = ['-c', 'protocol.file.allow=always'];

const gitIn = (at: Fixture, cwd: string, ...args: string[]): string => {
  const result = at.git(args, { cwd });
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.trim();
};

describe('a repository that is somewhere else', () => {
  it.each(['moved', 'copied, the first one gone', 'copied'])('is scanned without another install: %s', async (how) => {
    const at = createFixture();
    at.write('.git/hooks/pre-commit', OLD_HOOK, 0o755);
    await at.install();
    const there = join(temporaryFolder(), 'with [odd] "name"');
    if (how === 'moved') renameSync(at.root, there);
    else cpSync(at.root, there, { recursive: true, verbatimSymlinks: true });
    if (how === 'copied, the first one gone') rmSync(at.root, { recursive: true });
    expect(at.commit({ cwd: there })).toMatchObject({ status: 0, calls: [scanned, 'old'] });
    expect(at.commit({ cwd: there, env: { SCAN_EXIT: '1' } })).toMatchObject({ status: 1, calls: [scanned] });
    rmSync(join(there, 'node_modules'), { recursive: true });
    expect(at.commit({ cwd: there }).calls).toEqual([scannedByCopy, 'old']);
    rmSync(join(there, '.git/hushkey/scanner'), { recursive: true });
    expect(at.commit({ cwd: there })).toMatchObject({ status: 1, stderr: expect.stringContaining('npm install') });
  });

  it('is armed whole by the next install, its linked work trees too', async () => {
    const at = createFixture({ packageAt: '' });
    const tree = join(temporaryFolder(), 'tree');
    gitIn(at, at.root, 'worktree', 'add', '-q', '-b', 'other', tree);
    await at.install();
    const there = join(temporaryFolder(), 'there');
    renameSync(at.root, there);
    // git itself knows nothing of this work tree any more.
    expect(at.git(['commit', '--allow-empty', '-qm', 'x'], { cwd: tree }).status).toBe(128);
    gitIn(at, there, 'worktree', 'repair', tree);
    expect((await at.install({}, there)).armed).toBe(true);
    for (const cwd of [there, tree]) expect(at.commit({ cwd }).calls).toEqual([scannedByCopy]);
  });
});

describe('a linked work tree', () => {
  it('is scanned though something took core.hooksPath out of the config', async () => {
    const at = createFixture();
    await at.install();
    const tree = join(temporaryFolder(), 'tree');
    gitIn(at, at.root, 'worktree', 'add', '-q', '-b', 'other', tree);
    gitIn(at, tree, 'config', 'core.hooksPath', '/nowhere');
    expect(at.commit({ cwd: tree }).calls).toEqual([scannedByCopy]);
    gitIn(at, tree, 'config', '--unset', 'core.hooksPath');
    expect(at.commit({ cwd: tree }).calls).toEqual([scannedByCopy]);
  });

  it('of a bare repository is scanned, also one that is added later', async () => {
    const at = createFixture({ packageAt: '' });
    const bare = join(temporaryFolder(), 'bare.git');
    gitIn(at, at.root, 'clone', '-q', '--bare', at.root, bare);
    const trees = temporaryFolder();
    gitIn(at, bare, 'worktree', 'add', '-q', join(trees, 'a'));
    expect((await at.install({}, join(trees, 'a'))).armed).toBe(true);
    gitIn(at, bare, 'worktree', 'add', '-q', '-b', 'later', join(trees, 'b'));
    for (const name of ['a', 'b']) expect(at.commit({ cwd: join(trees, name) }).calls).toEqual([scannedByCopy]);
  });
});

describe('a git folder elsewhere', () => {
  it('of a submodule, and after the repository round it has moved', async () => {
    const at = createFixture({ packageAt: '' });
    const outer = join(temporaryFolder(), 'outer');
    gitIn(at, at.root, 'init', '-q', outer);
    gitIn(at, outer, ...FILE_PROTOCOL, 'submodule', '--quiet', 'add', at.root, 'deep/part');
    const part = join(outer, 'deep/part');
    expect((await at.install({}, part)).armed).toBe(true);
    expect(gitIn(at, part, 'config', 'core.hooksPath')).toBe('../../.git/modules/deep/part/hushkey');
    expect(at.commit({ cwd: part }).calls).toEqual([scannedByCopy]);
    const tree = join(temporaryFolder(), 'tree');
    gitIn(at, part, 'worktree', 'add', '-q', '-b', 'other', tree);
    expect(at.commit({ cwd: tree }).calls).toEqual([scannedByCopy]);
    const moved = join(temporaryFolder(), 'moved');
    renameSync(outer, moved);
    expect(at.commit({ cwd: join(moved, 'deep/part') }).calls).toEqual([scannedByCopy]);
  });

  it('that was named at git init, and after the work tree has moved', async () => {
    const at = createFixture({ packageAt: '' });
    const [tree, moved] = [join(temporaryFolder(), 'tree'), join(temporaryFolder(), 'moved')];
    gitIn(at, at.root, 'init', '-q', `--separate-git-dir=${join(temporaryFolder(), 'store')}`, tree);
    expect((await at.install({}, tree)).armed).toBe(true);
    expect(at.commit({ cwd: tree }).calls).toEqual([scannedByCopy]);
    renameSync(tree, moved);
    expect(at.commit({ cwd: moved }).calls).toEqual([scannedByCopy]);
  });

  it.each(['from outside', 'from a sub-folder'])('told by GIT_DIR and GIT_WORK_TREE, %s', async (where) => {
    const at = createFixture();
    await at.install();
    mkdirSync(join(at.root, 'sub'));
    const cwd = where === 'from outside' ? temporaryFolder() : join(at.root, 'sub');
    at.write('file.txt', 'more\n');
    const env = { GIT_DIR: join(at.root, '.git'), GIT_WORK_TREE: at.root };
    expect(at.git(['commit', '-qam', 'x', '--allow-empty'], { cwd, env }).status).toBe(0);
    expect(at.calls()).toEqual([scanned]);
  });
});

describe('a set-up of an older version', () => {
  it.each(['here', 'where it was before it moved'])(
    'gives way to today’s at the next install: armed %s',
    async (place) => {
      const at = createFixture();
      const config = at.read('.git/config');
      await at.install();
      const old = place === 'here' ? join(at.root, '.git/hushkey') : '/gone/app/.git/hushkey';
      gitIn(at, at.root, 'config', 'core.hooksPath', old);
      gitIn(at, at.root, 'config', '--remove-section', 'includeIf.gitdir:./worktrees/');
      rmSync(join(at.root, '.git/hushkey/linked-config'));
      expect(await at.install()).toMatchObject({ armed: true, lines: [expect.stringContaining('are armed')] });
      expect(at.config('core.hooksPath')).toBe('.git/hushkey');
      expect(at.config('hushkey.previousHooksPath')).toBe('');
      expect((await at.install()).lines).toEqual([]);
      uninstall({ cwd: at.root, env: at.env });
      expect(at.read('.git/config')).toBe(config);
    },
  );

  it('leaves an include of the user’s own under the same condition', async () => {
    const at = createFixture();
    gitIn(at, at.root, 'config', 'includeIf.gitdir:./worktrees/.path', 'mine');
    const config = at.read('.git/config');
    await at.install();
    await install({ cwd: at.root, env: at.env, packageRoot: at.packageRoot });
    expect(at.read('.git/config').match(/path = /g)).toHaveLength(2);
    uninstall({ cwd: at.root, env: at.env });
    expect(readFileSync(join(at.root, '.git/config'), 'utf8')).toBe(config);
  });
});
