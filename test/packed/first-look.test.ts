// What perl decides of a commit before Node starts: that it does, and that it leaves to the scanner whatever is not plain.
// Node is a script here that leaves a note, so that each test knows who answered.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createArmedRepository, type Run, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LEAK = `export const key = '${KEY}';\n`;
const CLEAN = 'export const one = 1;\n';

interface Watched extends TestRepository {
  /** Commits what is staged, and tells whether Node was started. */
  readonly commit: (args?: readonly string[], env?: NodeJS.ProcessEnv) => Run & { readonly node: boolean };
  readonly hooks: string;
}

function watched(): Watched {
  const repository = createArmedRepository();
  const hooks = join(repository.root, '.git/hushkey');
  const folder = temporaryFolder();
  const [node, note] = [join(folder, 'node'), join(folder, 'note')];
  writeFileSync(node, `#!/bin/sh\n: >'${note}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  const paths = readFileSync(join(hooks, 'paths'), 'utf8').split('\n');
  expect(paths[4], 'this machine has perl').toMatch(/\/perl$/);
  writeFileSync(join(hooks, 'paths'), paths.with(1, node).join('\n'));
  repository.write('a.js', CLEAN);
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'start');
  return {
    ...repository,
    hooks,
    commit(args = [], env = {}) {
      rmSync(note, { force: true });
      const result = repository.tryGit(['commit', '-q', '-m', 'change', ...args], { env: { ...process.env, ...env } });
      return { ...result, node: existsSync(note) };
    },
  };
}

/** Stages a file and commits it. */
function add(
  at: Watched,
  path: string,
  content: string | Buffer,
  env: NodeJS.ProcessEnv = {},
): ReturnType<Watched['commit']> {
  at.write(path, content);
  at.git('add', '-A');
  return at.commit([], env);
}

function expectBlocked(result: ReturnType<Watched['commit']>): void {
  expect(result.stderr).toContain('anthropic-api-key');
  expect(result).toMatchObject({ status: 1, node: true });
}

describe('a commit with nothing to find', () => {
  test('passes without Node, in the words of the scanner', () => {
    const at = watched();
    const result = add(at, 'b.js', CLEAN);
    expect(result).toMatchObject({ status: 0, node: false, stdout: '' });
    expect(result.stderr).toMatch(/^hushkey: 1 file, 22 B, no findings \(\d+ ms\)\n$/);
    expect(readdirSync(join(at.root, '.git')).filter((name) => name.startsWith('hushkey-'))).toEqual([]);
  });

  test('counts as the scanner does', () => {
    const at = watched();
    const changes = (): void => {
      at.write('b.js', CLEAN.repeat(100));
      at.write('no newline.js', 'one\n\n\ntwo');
      at.write('empty', '');
      at.write('ümlaut "q".js', 'const a = 1;\r\n');
      at.write('a.js', '--- a\n+++ b\n@@ -1 +1 @@\n\\ No newline\n');
      at.git('add', '-A');
      at.git('update-index', '--chmod=+x', 'b.js');
    };
    changes();
    const fast = at.commit();
    expect(fast.node).toBe(false);
    at.git('reset', '-q', '--hard', 'HEAD^');
    changes();
    edit(join(at.hooks, 'paths'), (text) => text.replace(/.*\/perl\n/, '\n'));
    const slow = at.commit();
    expect(slow.node).toBe(true);
    const both = [fast, slow].map(({ stderr }) => stderr.replace(/\(.*/, ''));
    expect(both[0]).toBe(both[1]);
    expect(both[0]).toContain('5 files, 2 kB');
  });

  test.each([
    ['in the user’s settings', ['-c', 'diff.noprefix=true', '-c', 'color.ui=always', '-c', 'diff.context=0']],
    [
      'in more of them',
      ['-c', 'diff.suppressBlankEmpty=true', '-c', 'diff.external=false', '-c', 'diff.renames=copies'],
    ],
  ])('whatever stands %s', (_, settings) => {
    const at = watched();
    at.write('b.js', `one\n\n${'const a = 1;\n'.repeat(50)}`);
    at.git('add', '-A');
    const result = at.tryGit([...settings, 'commit', '-q', '-m', 'b']);
    expect(result.stderr).toMatch(/^hushkey: 1 file, 655 B, no findings/);
    at.write('c.js', `${'const a = 1;\n'.repeat(50)}${LEAK}`);
    at.git('add', '-A');
    expect(at.tryGit([...settings, 'commit', '-q', '-m', 'c']).status).toBe(1);
  });
});

describe('what is not plain is left to the scanner', () => {
  test('a key, in the change or beside it', () => {
    const at = watched();
    expectBlocked(add(at, 'b.js', LEAK));
    expectBlocked(add(at, 'b.js', `${CLEAN.repeat(400)}${LEAK}`));
    expectBlocked(add(at, 'b.js', Buffer.from(LEAK, 'utf16le')));
    expectBlocked(add(at, 'b.js', `\ufeff${LEAK}`));
    expectBlocked(add(at, 'b.js', `\0${LEAK}`));
    expectBlocked(add(at, 'b.js', `k = "${Buffer.from(LEAK).toString('base64')}"\n`));
    expectBlocked(add(at, 'b.js', `${CLEAN.repeat(20_000)}${LEAK}`));
  });

  test('a key that no diff shows', () => {
    const at = watched();
    add(at, '.gitattributes', '*.x -diff\n*.y diff=up\n*.z diff\n');
    at.git('config', 'diff.up.textconv', 'true');
    at.git('config', 'diff.up.command', 'true');
    expectBlocked(add(at, 'b.x', LEAK));
    at.git('rm', '-qf', 'b.x');
    expectBlocked(add(at, 'b.y', LEAK));
    at.git('rm', '-qf', 'b.y');
    expectBlocked(add(at, 'b.z', Buffer.from(`\ufeff${'字'.repeat(5000)}${LEAK}`, 'utf16le')));
    at.git('rm', '-qf', 'b.z');
    expect(add(at, 'id.p12', '')).toMatchObject({ node: true });
  });

  test('a value whose name stays, on another line', () => {
    const at = watched();
    add(at, 'b.yaml', 'password:\n  - none\n');
    const result = add(at, 'b.yaml', `password:\n  - ${fakeOf('generic-password', 1)}\n`);
    expect(result.node).toBe(true);
  });

  test('a key that goes', () => {
    const at = watched();
    at.write('b.js', LEAK);
    at.git('add', '-A');
    at.tryGit(['commit', '-q', '-m', 'leak'], { env: { ...process.env, HUSHKEY: '0' } });
    const result = add(at, 'b.js', CLEAN);
    expect(result).toMatchObject({ status: 0, node: true });
    expect(result.stderr).toContain('rotate it');
    at.tryGit(['revert', '--no-edit', 'HEAD'], { env: { ...process.env, HUSHKEY: '0' } });
    at.git('rm', '-q', 'b.js');
    expect(add(at, 'c.js', CLEAN).stderr).toContain('rotate it');
  });

  test('a commit that replaces another, an empty one, one that only deletes', () => {
    const at = watched();
    add(at, 'b.js', CLEAN);
    expect(at.commit(['--amend']).node).toBe(true);
    expect(at.commit(['--ame', '--allow-empty']).node).toBe(true);
    const empty = at.commit(['--allow-empty']);
    expect(empty).toMatchObject({ status: 0, node: true });
    expect(empty.stderr).toContain('0 files');
    at.git('rm', '-q', 'b.js');
    expect(at.commit()).toMatchObject({ status: 0, node: true });
  });

  test('a merge that stopped', () => {
    const at = watched();
    at.git('checkout', '-q', '-b', 'other');
    add(at, 'a.js', 'export const two = 2;\n');
    at.git('checkout', '-q', '-');
    add(at, 'a.js', 'export const three = 3;\n');
    at.tryGit(['merge', '-q', 'other']);
    expect(add(at, 'a.js', 'export const four = 4;\n')).toMatchObject({ status: 0, node: true });
  });

  test.each([
    ['hushkey.config.json', '{ "rulez": {} }', 2],
    ['hushkey.config.json', '{ "customRules": [{ "id": "one", "pattern": "one", "message": "one" }] }', 1],
    ['package.json', '{ "name": "app", "hushkey": { "ignore": ["x"] } }', 0],
    ['hushkey-baseline.json', '{', 2],
  ])('a repository with %s', (path, content, status) => {
    const at = watched();
    at.write(path, content);
    at.write('b.js', CLEAN);
    at.git('add', 'b.js');
    const result = at.commit();
    expect(result.node).toBe(true);
    expect(result.status).toBe(status === 0 ? 0 : 1);
  });

  test('a config and a baseline, until they were read once', () => {
    const at = watched();
    at.write('hushkey.config.json', '{ "rules": { "bearer-misuse": "warning" } }');
    at.write('hushkey-baseline.json', '[]\n');
    expect(add(at, 'b.js', CLEAN)).toMatchObject({ status: 0, node: true });
    expect(add(at, 'b.js', `${CLEAN}\n`)).toMatchObject({ status: 0, node: false });
    expectBlocked(add(at, 'c.js', LEAK));
    at.git('rm', '-qf', 'c.js');
    at.write('hushkey-baseline.json', '[');
    expect(add(at, 'b.js', CLEAN)).toMatchObject({ status: 1, node: true });
    at.write('hushkey-baseline.json', '[]\n');
    at.write('hushkey.config.json', '{ "rules": { "bearer-misuse": "error" } }');
    expect(add(at, 'b.js', CLEAN)).toMatchObject({ status: 0, node: true });
    expect(add(at, 'b.js', `${CLEAN}\n`)).toMatchObject({ status: 0, node: false });
    at.write('hushkey.config.json', '{ "customRules": [{ "id": "one", "pattern": "one", "message": "one" }] }');
    at.write('a.js', 'export const two = 2;\n');
    expect(add(at, 'd.js', CLEAN)).toMatchObject({ status: 1, node: true });
    at.write('hushkey.config.json', '{ "extends": "./base.json" }');
    at.write('base.json', '{}');
    for (const text of ['one', 'two']) expect(add(at, 'd.js', text)).toMatchObject({ status: 0, node: true });
    expect(at.hushkey(['uninstall']).status).toBe(0);
    expect(readdirSync(join(at.root, '.git')).filter((name) => name.startsWith('hushkey'))).toEqual([]);
  });

  test('a commit of part of the tree, from another folder, in a linked work tree', () => {
    const at = watched();
    at.write('b.js', CLEAN);
    at.write('c.js', LEAK);
    at.git('add', '-A');
    expect(at.commit(['--only', 'b.js'])).toMatchObject({ status: 0, node: false });
    expectBlocked(at.commit(['-i', 'c.js']));
    expectBlocked(at.commit(['-a']));
    const tree = join(temporaryFolder(), 'tree');
    at.git('reset', '-q', '--hard');
    at.git('worktree', 'add', '-q', tree);
    writeFileSync(join(tree, 'd.js'), LEAK);
    run('git', ['add', '-A'], { cwd: tree });
    expect(run('git', ['commit', '-q', '-m', 'd'], { cwd: tree }).status).toBe(1);
  });
});

describe('where perl is no help, the scanner judges', () => {
  test.each([
    ['is gone', (hooks: string) => edit(join(hooks, 'paths'), (text) => text.replace(/.*\/perl\n/, '/nowhere/perl\n'))],
    ['was never found', (hooks: string) => edit(join(hooks, 'paths'), (text) => text.replace(/.*\/perl\n/, '\n'))],
  ])('perl %s', (_, spoil) => {
    const at = watched();
    spoil(at.hooks);
    expect(add(at, 'b.js', CLEAN)).toMatchObject({ status: 0, node: true });
    expectBlocked(add(at, 'b.js', LEAK));
  });

  test('its script is cut off anywhere, empty or gone', () => {
    const at = watched();
    const scanner = join(at.hooks, 'scanner/first-look.pl');
    // The copy in the git folder is what runs.
    rmSync(join(at.root, 'node_modules'));
    const whole = readFileSync(scanner, 'utf8');
    const ends = [
      0,
      500,
      4000,
      whole.indexOf('\n__DATA__'),
      whole.indexOf('\n__DATA__') + 9,
      whole.length - 3000,
      whole.length - 5,
    ];
    expect(add(at, 'b.js', CLEAN).node).toBe(false);
    for (const end of ends) {
      writeFileSync(scanner, whole.slice(0, end));
      expect(add(at, 'b.js', `${CLEAN}// ${end}\n`), `cut off at ${end}`).toMatchObject({ status: 0, node: true });
      expectBlocked(add(at, 'c.js', LEAK));
      at.git('rm', '-qf', 'c.js');
    }
    rmSync(scanner);
    expect(add(at, 'b.js', `${CLEAN}// gone\n`)).toMatchObject({ status: 0, node: true });
  });

  test('the environment asks perl for something else', () => {
    const at = watched();
    const env = { PERL5OPT: '-Mnonsense', PERL_UNICODE: 'SDA', PERL5LIB: '/nowhere', GIT_DIFF_OPTS: '-u0' };
    expect(add(at, 'b.js', `${CLEAN}// ü\n`, env)).toMatchObject({ status: 0, node: false });
    expectBlocked(add(at, 'b.js', `${CLEAN.repeat(20)}${LEAK}`, env));
  });
});

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
