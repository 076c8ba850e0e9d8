import { execFile } from 'node:child_process';
import { readdirSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { install } from '../../src/install/install.ts';
import { temporaryFolder } from '../support/repository.ts';
import { createFixture } from './fixture.ts';

const hook = (name: string): string => `#!/bin/sh\necho "${name}" >>"$CALLS"\n`;

/** install() as a module that plain node can load, next to a husky that it can find. */
async function bundleInstall(): Promise<string> {
  const folder = temporaryFolder();
  const input = fileURLToPath(new URL('../../src/install/install.ts', import.meta.url));
  const file = join(folder, 'install.mjs');
  await build({
    input,
    external: ['husky'],
    platform: 'node',
    output: { file, codeSplitting: false },
    logLevel: 'silent',
  });
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  return file;
}

describe('install', () => {
  it('arms every gate, says so once, and changes nothing the second time', async () => {
    const at = createFixture();
    expect(await at.install()).toEqual({
      exitCode: 0,
      armed: true,
      lines: ['hushkey: the 5 git hooks are armed: a commit that adds a key is stopped'],
    });
    expect(at.config('core.hooksPath')).toBe('.git/hushkey');
    expect(at.config('hushkey.previousHooksPath')).toBe('');
    const state = (): string =>
      JSON.stringify(
        readdirSync(join(at.root, '.git/hushkey')).map((name) => [
          name,
          String(statSync(join(at.root, '.git/hushkey', name), { bigint: true }).mtimeNs),
        ]),
      );
    const before = [state(), at.read('.git/config')];
    expect(await at.install()).toEqual({ exitCode: 0, armed: true, lines: [] });
    expect([state(), at.read('.git/config')]).toEqual(before);
    expect(at.exists('.husky')).toBe(false);
  });

  it('is quick when there is nothing to do', async () => {
    const at = createFixture();
    await at.install();
    const times: number[] = [];
    // The best of five: other work on the machine is not what is measured.
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now();
      await at.install();
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(150);
  });

  it.each([
    [{ CI: 'true' }, 'CI is set'],
    [{ CI: '1' }, 'CI is set'],
    [{ HUSKY: '0' }, 'HUSKY=0'],
    [{ HUSHKEY: '0' }, 'HUSHKEY=0'],
    [{ npm_config_omit: 'dev' }, 'this is a production install'],
    [{ npm_config_omit: 'optional dev' }, 'this is a production install'],
    [{ npm_config_production: 'true' }, 'this is a production install'],
    [{ NODE_ENV: 'production', npm_lifecycle_event: 'prepare' }, 'this is a production install'],
  ])('steps aside for %j', async (env, reason) => {
    const at = createFixture();
    const lines = [`hushkey: ${reason}, so no hooks were armed`];
    expect(await at.install(env)).toEqual({ exitCode: 0, armed: false, lines });
    expect(at.exists('.git/hushkey')).toBe(false);
    expect(at.config('core.hooksPath')).toBe('');
  });

  it.each([
    { CI: '' },
    { CI: '0' },
    { CI: 'false' },
    { HUSKY: '' },
    { HUSHKEY: '00' },
    { NODE_ENV: 'production' },
    { NODE_ENV: 'production', npm_lifecycle_event: 'prepare', npm_config_include: 'dev' },
    { npm_config_omit: 'optional' },
  ])('arms for %j', async (env) => {
    expect((await createFixture().install(env)).armed).toBe(true);
  });

  it('steps aside outside a repository and without git', async () => {
    const at = createFixture();
    expect((await at.install({}, temporaryFolder())).lines).toEqual([
      'hushkey: no git repository here, so no hooks were armed',
    ]);
    expect(await at.install({ PATH: '/nowhere' })).toEqual({
      exitCode: 0,
      armed: false,
      lines: ['hushkey: git was not found, so no hooks were armed'],
    });
  });

  it('is not led astray by the variables of a hook that runs it', async () => {
    const at = createFixture();
    at.write('app/package.json', '{}');
    expect((await at.install({ GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index' }, join(at.root, 'app'))).armed).toBe(
      true,
    );
    expect(at.config('core.hooksPath')).toBe('.git/hushkey');
  });

  it('refuses a package without a scanner rather than stop every commit', async () => {
    const at = createFixture();
    renameSync(join(at.packageRoot, 'dist'), join(at.packageRoot, 'gone'));
    await expect(at.install()).rejects.toMatchObject({ code: 'package-incomplete' });
    expect(at.config('core.hooksPath')).toBe('');
  });

  it('sets husky up where the repository uses it, and keeps its old value', async () => {
    const at = createFixture();
    at.write('.husky/pre-commit', 'echo husky >>"$CALLS"\n');
    at.git(['config', 'core.hooksPath', '.husky/_']);
    at.write('.git/hooks/pre-commit', hook('dead'), 0o755);
    const cwd = process.cwd();
    expect((await at.install()).armed).toBe(true);
    expect(process.cwd()).toBe(cwd);
    expect(at.exists('.husky/_/h')).toBe(true);
    expect(at.config('hushkey.previousHooksPath')).toBe('.husky/_');
    // husky had turned .git/hooks off: it does not come back to life.
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'husky']);
    at.git(['config', 'core.hooksPath', '.husky/_']);
    expect((await at.install()).lines).toEqual([
      'hushkey: the 5 git hooks are armed: a commit that adds a key is stopped',
    ]);
    expect(at.config('hushkey.previousHooksPath')).toBe('.husky/_');
  });

  it('keeps a replaced value, and takes over a new one', async () => {
    const at = createFixture();
    at.git(['config', 'core.hooksPath', '.old']);
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('.old');
    at.git(['config', '--unset', 'core.hooksPath']);
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('.old');
    at.git(['config', 'core.hooksPath', join(at.root, '.git/hooks')]);
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('.old');
    at.git(['config', 'core.hooksPath', '.new']);
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('.new');
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('.new');
  });

  it('keeps a global value as the previous one', async () => {
    const at = createFixture();
    at.git(['config', '--global', 'core.hooksPath', '/opt/hooks']);
    expect((await at.install()).armed).toBe(true);
    expect(at.config('hushkey.previousHooksPath')).toBe('/opt/hooks');
    at.git(['config', '--global', '--unset', 'core.hooksPath']);
    await at.install();
    expect(at.config('hushkey.previousHooksPath')).toBe('');
  });

  it('warns where another config decides over core.hooksPath', async () => {
    const at = createFixture();
    at.git(['config', 'extensions.worktreeConfig', 'true']);
    at.git(['config', '--worktree', 'core.hooksPath', '/elsewhere']);
    const { armed, exitCode, lines } = await at.install();
    expect({ armed, exitCode }).toEqual({ armed: false, exitCode: 0 });
    expect(lines).toEqual([
      'hushkey: the git hooks are not armed: the worktree git config sets core.hooksPath to /elsewhere',
    ]);
  });

  it('arms again after the repository has moved', async () => {
    const at = createFixture();
    at.write('.git/hooks/pre-commit', hook('old'), 0o755);
    await at.install();
    const moved = join(temporaryFolder(), 'moved');
    renameSync(at.root, moved);
    const packageRoot = join(moved, 'node_modules/hushkey');
    expect((await install({ cwd: moved, env: at.env, packageRoot })).armed).toBe(true);
    expect(at.git(['config', 'hushkey.previousHooksPath'], { cwd: moved }).stdout).toBe('');
    expect(at.commit({ cwd: moved }).calls).toEqual(['scan pre-commit (package)', 'old']);
  });

  it('finds the root from a workspace member, and keeps what another folder knew', async () => {
    const at = createFixture({ packageAt: 'frontend/node_modules/hushkey' });
    at.write('frontend/.husky/pre-commit', 'echo husky >>"$CALLS"\n');
    at.write('frontend/packages/a/package.json', '{}');
    await at.install({}, join(at.root, 'frontend/packages/a'));
    const wanted = ['scan pre-commit (package)', 'husky'];
    expect(at.commit().calls).toEqual(wanted);
    expect((await at.install({}, at.root)).lines).toEqual([]);
    expect(at.commit().calls).toEqual(wanted);
  });

  it('uses the copy where the package is not in the repository', async () => {
    const at = createFixture({ packageAt: '' });
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (copy)']);
  });

  it('brings the copy up to date and drops what is no longer part of it', async () => {
    const at = createFixture();
    writeFileSync(join(at.packageRoot, 'dist/hook/old.cjs'), '');
    await at.install();
    expect(at.exists('.git/hushkey/scanner/old.cjs')).toBe(true);
    renameSync(join(at.packageRoot, 'dist/hook/old.cjs'), join(at.packageRoot, 'dist/hook/new.cjs'));
    await at.install();
    expect(readdirSync(join(at.root, '.git/hushkey/scanner')).toSorted()).toEqual(['main.cjs', 'new.cjs']);
  });

  it('works from a linked work tree, for all of them', async () => {
    const at = createFixture({ packageAt: '' });
    const tree = join(temporaryFolder(), 'tree');
    at.git(['worktree', 'add', '-q', '-b', 'other', tree]);
    expect((await at.install({}, tree)).armed).toBe(true);
    expect(at.commit({ cwd: tree }).calls).toEqual(['scan pre-commit (copy)']);
    expect(at.commit().calls).toEqual(['scan pre-commit (copy)']);
  });

  it('moves a hook that another tool wrote into our folder to where old hooks are', async () => {
    const at = createFixture();
    await at.install();
    at.write('.git/hushkey/pre-commit', hook('lefthook'), 0o755);
    expect(at.commit().calls[0]).toBe('lefthook');
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'lefthook']);
  });

  it('lets the newest hook of another tool run, and keeps the older beside it', async () => {
    const at = createFixture();
    at.write('.git/hooks/pre-commit', hook('old'), 0o755);
    await at.install();
    at.write('.git/hushkey/pre-commit', hook('new'), 0o755);
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'new']);
    expect(at.read('.git/hooks/pre-commit.replaced')).toBe(hook('old'));
    // Written into our folder first, then past it: what stands in the old place is newer.
    at.write('.git/hushkey/pre-commit', hook('forced'), 0o755);
    utimesSync(join(at.root, '.git/hushkey/pre-commit'), 1, 1);
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'new']);
  });

  it('stands many runs at once', async () => {
    const at = createFixture();
    at.write('.husky/pre-commit', 'echo husky >>"$CALLS"\n');
    const bundle = await bundleInstall();
    const code = `
      import { install } from ${JSON.stringify(bundle)};
      const result = await install({ cwd: process.cwd(), env: process.env, packageRoot: ${JSON.stringify(at.packageRoot)} });
      process.exitCode = result.armed ? 0 : 1;`;
    const one = (): Promise<unknown> =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: at.root, env: at.env });
    await Promise.all(Array.from({ length: 6 }, one));
    expect(at.config('core.hooksPath')).toBe('.git/hushkey');
    expect(at.config('hushkey.previousScope')).toBe('none');
    expect(readdirSync(join(at.root, '.git/hushkey')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'husky']);
  });
});
