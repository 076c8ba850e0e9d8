import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { uninstall } from '../../src/install/uninstall.ts';
import { temporaryFolder } from '../support/repository.ts';
import { createProject as create, fakeManager, PACKAGE, runInit as run } from './fixture.ts';

describe('uninstall', () => {
  const texts = [
    PACKAGE,
    '{}',
    '{"name":"x","scripts":{},"devDependencies":{}}',
    '\uFEFF{\r\n\t"scripts": { "prepare": "patch-package" }\r\n}',
  ];

  it.each(texts)('gives every byte back: %j', async (text) => {
    const at = create(text);
    at.write('.husky/pre-commit', 'npx lint-staged', 0o755);
    at.git(['config', 'core.hooksPath', '.husky/_']);
    fakeManager(at, 'npm', '{}');
    await run(at);
    const { exitCode } = uninstall({ cwd: at.root, env: at.env });
    expect(exitCode).toBe(0);
    expect(at.calls()).toEqual([`npm uninstall hushkey in ${at.root} with 1`]);
    expect(at.read('package.json')).toBe(text);
    expect(at.read('.husky/pre-commit')).toBe('npx lint-staged');
    expect(statSync(join(at.root, '.husky/pre-commit')).mode & 0o777).toBe(0o755);
    expect([at.exists('.husky/pre-merge-commit'), at.exists('.git/hushkey')]).toEqual([false, false]);
    expect(at.config('core.hooksPath')).toBe('.husky/_');
    expect(at.read('.git/config')).not.toContain('hushkey');
  });

  it('leaves nothing behind where nothing was before', async () => {
    const at = create();
    const config = at.read('.git/config');
    fakeManager(at, 'npm');
    await run(at);
    expect(uninstall({ cwd: at.root, env: at.env }).lines).toEqual([
      'hushkey: changed package.json: the install script, devDependencies.hushkey',
      'hushkey: removed .husky/pre-commit',
      'hushkey: removed .husky/pre-merge-commit',
      'hushkey: removed .husky/prepare-commit-msg',
      'hushkey: removed .husky/pre-applypatch',
      'hushkey: removed .husky/pre-push',
      'hushkey: core.hooksPath is unset again',
    ]);
    expect([at.exists('.husky'), at.exists('.git/hushkey'), at.config('core.hooksPath')]).toEqual([false, false, '']);
    expect(at.read('.git/config')).toBe(config);
    expect(uninstall({ cwd: at.root, env: at.env }).lines).toEqual(['hushkey: nothing of hushkey was found here']);
  });

  it('gives back a hook that another tool wrote into our folder, and leaves no note of a gate', async () => {
    const at = create();
    await run(at);
    at.write('.git/hushkey/pre-commit', '#!/bin/sh\necho theirs >>"$CALLS"\n', 0o755);
    const tree = join(temporaryFolder(), 'tree');
    at.git(['worktree', 'add', '-q', '-b', 'other', tree]);
    for (const folder of ['.git', '.git/worktrees/tree']) at.write(`${folder}/hushkey-judged-1`, '');
    uninstall({ cwd: at.root, env: at.env });
    expect(at.commit().calls).toEqual(['theirs']);
    for (const folder of ['.git', '.git/worktrees/tree']) expect(at.exists(`${folder}/hushkey-judged-1`)).toBe(false);
  });

  it('keeps a dependency that was declared before init', async () => {
    const text = '{\n  "devDependencies": {\n    "hushkey": "1"\n  }\n}';
    const at = create(text);
    fakeManager(at, 'npm');
    await run(at);
    uninstall({ cwd: at.root, env: at.env });
    expect(at.read('package.json')).toBe(text);
    expect(at.calls()).toEqual([]);
  });

  it('restores a replaced core.hooksPath, and leaves a global one to itself', async () => {
    const at = create();
    at.git(['config', 'core.hooksPath', '.githooks']);
    await at.install();
    uninstall({ cwd: at.root, env: at.env });
    expect(at.config('core.hooksPath')).toBe('.githooks');
    at.git(['config', '--unset', 'core.hooksPath']);
    at.git(['config', '--global', 'core.hooksPath', '/opt/hooks']);
    await at.install();
    uninstall({ cwd: at.root, env: at.env });
    expect(at.git(['config', '--local', 'core.hooksPath']).status).toBe(1);
  });

  it('leaves a core.hooksPath that someone else has set since', async () => {
    const at = create();
    await at.install();
    at.git(['config', 'core.hooksPath', '.theirs']);
    uninstall({ cwd: at.root, env: at.env });
    expect(at.config('core.hooksPath')).toBe('.theirs');
  });

  it('works in a clone, armed there or not', async () => {
    const at = create();
    await run(at);
    at.git(['add', '-A']);
    expect(at.git(['commit', '-qm', 'init']).status).toBe(0);
    const clone = join(temporaryFolder(), 'clone');
    at.git(['clone', '-q', at.root, clone]);
    fakeManager(at, 'npm');
    expect(uninstall({ cwd: clone, env: at.env }).exitCode).toBe(0);
    expect(readFileSync(join(clone, 'package.json'), 'utf8')).toBe(PACKAGE);
    expect(existsSync(join(clone, '.husky'))).toBe(false);
  });

  it('keeps husky where it is used without us', async () => {
    const at = create('{"devDependencies":{"husky":"^9"},"scripts":{"prepare":"husky"}}');
    fakeManager(at, 'npm');
    await run(at);
    uninstall({ cwd: at.root, env: at.env });
    expect(at.exists('.husky/_/h')).toBe(true);
    expect(at.config('core.hooksPath')).toBe('.husky/_');
  });

  it('says when the lock file could not be brought up to date', async () => {
    const at = create();
    fakeManager(at, 'npm', undefined, 1);
    await run(at);
    const { exitCode, lines } = uninstall({ cwd: at.root, env: at.env });
    expect(exitCode).toBe(2);
    expect(lines.at(-1)).toBe('hushkey: the lock file was not brought up to date (error: it broke): run npm install');
    expect(at.read('package.json')).toBe(PACKAGE);
  });
});
