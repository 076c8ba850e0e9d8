// Set-up as its users do it: the tarball, the npm of this machine, real clones and work trees.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { INSTALL_SCRIPT } from '../../src/install/package-json.ts';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 11);
const NPM = ['--prefer-offline', '--no-audit', '--no-fund'];
const PACKAGE = '{\n  "name": "app",\n  "private": true\n}\n';

function npm(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  return run('npm', [...args, ...NPM], { cwd, env });
}

function passed(result: Run): Run {
  expect(result.status, result.stderr + result.stdout).toBe(0);
  return result;
}

const hushkey = (cwd: string, ...args: string[]): Run => run('npx', ['hushkey', ...args], { cwd });

/** A repository into which the package was added by npm; `folder` is where package.json is. */
function added(packageText = PACKAGE, folder = '.'): TestRepository & { readonly folder: string } {
  const repository = createRepository();
  repository.write('.gitignore', 'node_modules\n');
  repository.write(join(folder, 'package.json'), packageText);
  const at = join(repository.root, folder);
  const result = passed(npm(at, ['install', '--save-dev', inject('tarball')]));
  expect(result.stderr).not.toMatch(/allow-?scripts/i);
  return { ...repository, folder: at };
}

/** The same, with init done and everything committed. */
function setUp(packageText = PACKAGE, folder = '.'): ReturnType<typeof added> {
  const repository = added(packageText, folder);
  passed(hushkey(repository.folder, 'init'));
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'set up');
  return repository;
}

/** A clone beside the repository, with nothing installed. */
function cloneOf(repository: TestRepository): string {
  const root = temporaryFolder('hushkey-clone-');
  repository.git('clone', '-q', repository.root, root);
  return root;
}

function tryToCommitKey(root: string, path = 'key.js'): Run {
  writeFileSync(join(root, path), `export const key = '${KEY}';\n`);
  run('git', ['add', path], { cwd: root });
  const result = run('git', ['commit', '-q', '-m', 'key'], { cwd: root });
  run('git', ['rm', '-q', '--cached', '--ignore-unmatch', path], { cwd: root });
  rmSync(join(root, path), { force: true });
  return result;
}

function expectBlocked(root: string, path?: string): void {
  const result = tryToCommitKey(root, path);
  expect(result.stderr).toContain(`${path ?? 'key.js'}:1:21  error  anthropic-api-key`);
  expect(result.status).toBe(1);
  // Once: every scan ends with its counts.
  expect(result.stderr.match(/^hushkey: /gm)).toHaveLength(1);
}

/** A new work tree, without an install. */
function workTreeOf(root: string): string {
  const tree = join(temporaryFolder('hushkey-tree-'), 'tree');
  passed(run('git', ['worktree', 'add', '-q', tree], { cwd: root }));
  return tree;
}

/** Every file of a folder with its hash, but for what npm and git keep. */
function hashes(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\/(?:node_modules|objects|logs)(?:\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/\.git\/(?:index|COMMIT_EDITMSG)$/.test(path))
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();
}

describe('scenario 1: a fresh repository', () => {
  test('one init arms it; a dry run and a second init change nothing', () => {
    const repository = added();
    const before = hashes(repository.root);
    const dry = passed(hushkey(repository.root, 'init', '--dry-run'));
    expect(dry.stdout).toContain('would change package.json: scripts.prepare');
    expect(dry.stdout).toContain('would create .husky/pre-commit');
    expect(hashes(repository.root)).toEqual(before);

    const first = passed(hushkey(repository.root, 'init'));
    expect(first.stderr + first.stdout).not.toMatch(/allow-?scripts/i);
    const manifest = JSON.parse(readFileSync(join(repository.root, 'package.json'), 'utf8'));
    expect(manifest.scripts).toEqual({ prepare: INSTALL_SCRIPT });
    expect(manifest.devDependencies.hushkey).toMatch(/^file:.*\.tgz$/);
    expect(existsSync(join(repository.root, '.husky/pre-commit'))).toBe(true);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'set up');
    expectBlocked(repository.root);

    const after = hashes(repository.root);
    expect(passed(hushkey(repository.root, 'init')).stdout).toBe('hushkey: already set up here, nothing was changed\n');
    expect(passed(npm(repository.root, ['install'])).stderr).not.toContain('hushkey');
    expect(hashes(repository.root)).toEqual(after);
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('scenario 2: a teammate', () => {
  test.each([['install'], ['ci']])('npm %s is all that a clone needs', (command) => {
    const root = cloneOf(setUp());
    passed(npm(root, [command]));
    expectBlocked(root);
    expect(run('git', ['status', '--porcelain'], { cwd: root }).stdout).toBe('');
  });

  test('scenario 7: new work trees, clean trees and trees without node_modules stay guarded', () => {
    const root = cloneOf(setUp());
    passed(npm(root, ['install']));
    expectBlocked(workTreeOf(root));
    rmSync(join(root, 'node_modules'), { recursive: true });
    expectBlocked(root);
    passed(run('git', ['clean', '-fdxq'], { cwd: root }));
    expectBlocked(root);
  });
});

describe('scenario 4: what was there before', () => {
  test('other commands in hook and script stay, ours comes first and once', () => {
    const repository = added('{\n  "name": "app",\n  "private": true,\n  "scripts": { "prepare": "node -e 0" }\n}\n');
    repository.write('.husky/pre-commit', 'echo theirs >&2\n');
    passed(hushkey(repository.root, 'init'));
    passed(hushkey(repository.root, 'init'));
    const hook = readFileSync(join(repository.root, '.husky/pre-commit'), 'utf8');
    expect(hook.match(/hook pre-commit/g)).toHaveLength(1);
    expect(hook.indexOf('hook pre-commit')).toBeLessThan(hook.indexOf('echo theirs'));
    const { scripts } = JSON.parse(readFileSync(join(repository.root, 'package.json'), 'utf8'));
    expect(scripts.prepare).toBe(`(${INSTALL_SCRIPT}) && node -e 0`);
    repository.git('add', '-A');
    expect(passed(repository.tryGit(['commit', '-q', '-m', 'x'])).stderr).toMatch(
      /^hushkey: .*no findings.*\ntheirs\n$/,
    );
    expectBlocked(repository.root);
  });

  test('a prepare script that fails still fails the install', () => {
    const repository = added();
    const at = join(repository.root, 'package.json');
    const text = readFileSync(at, 'utf8').replace('"private"', '"scripts": { "prepare": "exit 3" },\n  "private"');
    writeFileSync(at, text);
    passed(hushkey(repository.root, 'init'));
    expect(npm(repository.root, ['install']).status).toBe(3);
    expectBlocked(repository.root);
  });

  test('husky in the script: one scan, also in a new work tree', () => {
    const repository = added('{\n  "name": "app",\n  "private": true,\n  "scripts": { "prepare": "husky" }\n}\n');
    repository.write('.husky/pre-commit', 'echo theirs >&2\n');
    passed(hushkey(repository.root, 'init'));
    const { scripts } = JSON.parse(readFileSync(join(repository.root, 'package.json'), 'utf8'));
    expect(scripts.prepare).toBe(`(${INSTALL_SCRIPT}) && husky`);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'set up');
    const root = cloneOf(repository);
    passed(npm(root, ['install']));
    expectBlocked(root);
    expectBlocked(workTreeOf(root));
    // Someone runs husky by hand: this tree is still scanned, once, and the hole is named.
    passed(run('npx', ['husky'], { cwd: root }));
    const result = tryToCommitKey(root);
    expect(result.status).toBe(1);
    expect(result.stderr.match(/^hushkey: /gm)).toHaveLength(2);
    expect(result.stderr).toMatch(/^hushkey: husky set core\.hooksPath back; .*npx hushkey install\n/);
  });
});

describe('scenario 6: an install that is none of ours to arm', () => {
  const quiet = (result: Run): void => {
    passed(result);
    const said = (result.stderr + result.stdout).split('\n').filter((line) => line.startsWith('hushkey'));
    expect(said.length).toBeLessThanOrEqual(1);
  };

  test('production, CI, HUSKY=0, HUSHKEY=0', () => {
    const root = cloneOf(setUp());
    quiet(npm(root, ['ci', '--omit=dev']));
    for (const env of [{ CI: 'true' }, { HUSKY: '0' }, { HUSHKEY: '0' }]) {
      quiet(npm(root, ['ci'], env));
      expect(run('git', ['config', 'core.hooksPath'], { cwd: root }).stdout).toBe('');
    }
  });

  test('no repository, no git', () => {
    const root = cloneOf(setUp());
    const bin = temporaryFolder('hushkey-bin-');
    for (const name of ['node', 'npm', 'sh']) {
      symlinkSync(run('sh', ['-c', `readlink -f "$(command -v ${name})"`]).stdout.trim(), join(bin, name));
    }
    quiet(npm(root, ['ci'], { PATH: bin }));
    rmSync(join(root, '.git'), { recursive: true });
    quiet(npm(root, ['ci']));
  });
});

describe('scenario 9: package.json in a sub-folder', () => {
  const CONFIG = '{ "rules": { "anthropic-api-key": "off" } }\n';

  test('the whole repository is scanned, with the config of that folder', () => {
    const repository = setUp(PACKAGE, 'frontend');
    mkdirSync(join(repository.root, 'backend'));
    expectBlocked(repository.root, 'backend/main.js');
    const config = join(repository.folder, 'hushkey.config.json');
    const isOff = (root: string): void => {
      const result = tryToCommitKey(root, 'top.js');
      expect(result.stderr).toContain('no findings');
      expect(result.status).toBe(0);
      passed(run('git', ['reset', '-q', '--hard', 'HEAD^'], { cwd: root }));
    };
    writeFileSync(config, CONFIG);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'config');
    isOff(repository.root);
    isOff(workTreeOf(repository.root));
    rmSync(join(repository.folder, 'node_modules'), { recursive: true });
    isOff(repository.root);
    passed(npm(repository.folder, ['install']));
    // As husky would run the line in frontend/.husky/pre-commit.
    repository.git('config', 'core.hooksPath', 'frontend/.husky/_');
    isOff(repository.root);
  });
});

describe('scenario 25: uninstall', () => {
  const state = (root: string): readonly unknown[] => [
    readFileSync(join(root, 'package.json')),
    existsSync(join(root, '.husky')) ? readdirSync(join(root, '.husky')).filter((name) => name !== '_') : [],
    existsSync(join(root, '.husky/pre-commit')) ? readFileSync(join(root, '.husky/pre-commit')) : '',
    run('git', ['config', '--local', '--get-regexp', 'hook|hushkey'], { cwd: root }).stdout,
  ];

  test.each([
    ['nothing before', (_: TestRepository) => undefined],
    [
      'husky, tabs, CRLF and no final newline before',
      (repository: TestRepository) => {
        const at = join(repository.root, 'package.json');
        const manifest = { ...JSON.parse(readFileSync(at, 'utf8')), scripts: { prepare: 'husky' } };
        writeFileSync(at, JSON.stringify(manifest, undefined, '\t').replaceAll('\n', '\r\n'));
        repository.write('.husky/pre-commit', '#!/bin/sh\necho theirs');
        passed(run('npx', ['husky'], { cwd: repository.root }));
      },
    ],
  ])('gives every byte back, in a clone too: %s', (_, prepare) => {
    const repository = added();
    prepare(repository);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'before');
    const before = state(repository.root);
    passed(hushkey(repository.root, 'init'));
    expect(state(repository.root)).not.toEqual(before);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'set up');
    const root = cloneOf(repository);
    passed(npm(root, ['install']));
    for (const place of [root, repository.root]) {
      passed(hushkey(place, 'uninstall'));
      expect(state(place)).toEqual(before);
      expect(existsSync(join(place, '.git/hushkey'))).toBe(false);
    }
    expect(repository.git('diff', '--stat', 'HEAD^')).toBe('');
  });
});
