// `hushkey doctor` on real repositories, set up by the packed package: what is broken is named and mended, and the
// canary leaves nothing behind.
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import {
  createRepository,
  type Run,
  type RunOptions,
  runHushkey,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const ENV = { CI: '', HUSKY: '', HUSHKEY: '' };

function prepared(): TestRepository {
  const repository = createRepository();
  repository.write('package.json', '{\n  "name": "app",\n  "private": true\n}\n');
  symlinkSync(join(inject('installed'), 'node_modules'), join(repository.root, 'node_modules'));
  repository.write('.git/info/exclude', 'node_modules\n');
  expect(repository.hushkey(['init'], { env: ENV }).status).toBe(0);
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'start');
  return repository;
}

function doctor(repository: TestRepository, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Run {
  return repository.hushkey(['doctor', ...args], { env: { ...ENV, ...env } });
}

interface Check {
  readonly id: string;
  readonly state: string;
  readonly message: string;
  readonly fix?: string;
}

function check(
  repository: TestRepository,
  id: string,
  env: NodeJS.ProcessEnv = {},
  ...args: string[]
): Check | undefined {
  const { checks } = JSON.parse(doctor(repository, ['--format', 'json', ...args], env).stdout) as { checks: Check[] };
  return checks.find((one) => one.id === id);
}

/** Every file of a folder: kind, mode, time and content. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const path = join(folder, name);
      const info = lstatSync(path, { bigint: true });
      const content = info.isFile() ? readFileSync(path, 'base64') : info.isSymbolicLink() ? readlinkSync(path) : '';
      return `${name} ${info.mode} ${info.isDirectory() ? '' : info.mtimeNs} ${content}`;
    })
    .sort();
}

describe('an armed repository', () => {
  test('is able, and every line says why', () => {
    const result = doctor(prepared());
    expect(result.stderr).toBe('');
    expect(result.stdout).not.toMatch(/✖|\?\s/);
    expect(result.stdout).toContain('✔ core.hooksPath is ');
    expect(Math.max(...result.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(result.status).toBe(0);
  });

  test('as JSON', () => {
    const result = doctor(prepared(), ['--format', 'json']);
    const { version, tool, checks, summary } = JSON.parse(result.stdout);
    expect([version, tool.name, summary.broken, summary.unknown]).toEqual([1, 'hushkey', 0, 0]);
    expect(summary.ok + summary.notes).toBe(checks.length);
  });
});

describe('scenario 8: what is broken is named, and --fix mends it', () => {
  const mended = (repository: TestRepository): void => {
    const result = doctor(repository, ['--fix', '--canary']);
    expect([result.status, result.stdout]).toEqual([0, expect.stringContaining('able, and proven')]);
  };

  test.each(['/dev/null', '.husky/_', '.git/hooks', '/nowhere/hooks'])('core.hooksPath is %s', (value) => {
    const repository = prepared();
    repository.git('config', 'core.hooksPath', value);
    const result = doctor(repository);
    expect(result.stdout).toContain(`core.hooksPath is ${value} (local config)`);
    expect(result.stdout).toContain('→ npx hushkey install');
    expect(result.status).toBe(1);
    mended(repository);
    repository.write('a.js', `export const key = '${fakeOf('anthropic-api-key', 1)}';\n`);
    repository.git('add', 'a.js');
    expect(repository.tryGit(['commit', '-q', '-m', 'x']).status).toBe(1);
  });

  test('core.hooksPath is not set, or set for this work tree', () => {
    const repository = prepared();
    repository.git('config', '--unset', 'core.hooksPath');
    expect(check(repository, 'hooks-path')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('not set'),
    });
    mended(repository);
    repository.git('config', 'extensions.worktreeConfig', 'true');
    repository.git('config', '--worktree', 'core.hooksPath', '/dev/null');
    expect(check(repository, 'hooks-path')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('worktree config'),
    });
    mended(repository);
  });

  test('a linked work tree is armed, the others are not; a set-up of an older version', () => {
    const repository = prepared();
    const { root } = repository;
    const tree = join(temporaryFolder(), 'tree');
    repository.git('worktree', 'add', '-q', '-b', 'other', tree);
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    repository.git('config', 'core.hooksPath', '/dev/null');
    const here = doctor({ ...repository, hushkey: (args, more) => repository.hushkey(args, { ...more, cwd: tree }) });
    expect(here.stdout.replace(/\n\s+/g, ' ')).toContain(
      'core.hooksPath is /dev/null (local config): this work tree is armed, others are not',
    );
    expect(here.status).toBe(1);
    mended(repository);
    repository.git('config', 'core.hooksPath', join(root, '.git/hushkey'));
    expect(check(repository, 'hooks-path')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('as an older version set it'),
    });
    mended(repository);
  });

  test('core.hooksPath from the environment: --fix cannot reach that', () => {
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/dev/null' };
    const repository = prepared();
    expect(check(repository, 'hooks-path', env)).toMatchObject({
      state: 'broken',
      fix: expect.stringContaining('unset GIT_CONFIG'),
    });
    expect(doctor(repository, ['--fix'], env).status).toBe(1);
  });

  test('a global core.hooksPath alone', () => {
    const repository = prepared();
    repository.git('config', '--unset', 'core.hooksPath');
    const config = join(temporaryFolder(), 'gitconfig');
    writeFileSync(config, '[core]\n\thooksPath = /opt/hooks\n[user]\n\tname = T\n\temail = t@example.com\n');
    const env = { GIT_CONFIG_GLOBAL: config };
    expect(check(repository, 'hooks-path', env)?.message).toContain('/opt/hooks (global config)');
    expect(doctor(repository, ['--fix', '--canary'], env).status).toBe(0);
  });

  test.each<[string, string, (folder: string) => void]>([
    ['a gate that is not executable', 'dispatchers', (folder) => chmodSync(join(folder, 'pre-push'), 0o644)],
    ['a gate that is gone', 'dispatchers', (folder) => rmSync(join(folder, 'pre-commit'))],
    ['a gate of another version', 'dispatchers', (folder) => appendFileSync(join(folder, 'pre-commit'), '\n# old\n')],
    ['no copy of the scanner', 'scanner-copy', (folder) => rmSync(join(folder, 'scanner'), { recursive: true })],
    [
      'an old copy of the scanner',
      'scanner-copy',
      (folder) => appendFileSync(join(folder, 'scanner', 'main.cjs'), '//'),
    ],
    ['everything gone', 'dispatchers', (folder) => rmSync(folder, { recursive: true })],
  ])('%s', (_, id, damage) => {
    const repository = prepared();
    damage(join(repository.root, '.git', 'hushkey'));
    expect(check(repository, id)).toMatchObject({ state: 'broken', fix: 'npx hushkey install' });
    expect(doctor(repository).status).toBe(1);
    mended(repository);
  });

  test('no script, no dependency', () => {
    const repository = prepared();
    repository.write('package.json', '{\n  "name": "app",\n  "private": true\n}\n');
    expect(check(repository, 'script')).toMatchObject({ state: 'broken', fix: 'npx hushkey init' });
    expect(check(repository, 'dependency')).toMatchObject({ state: 'broken' });
    mended(repository);
    expect(readFileSync(join(repository.root, 'package.json'), 'utf8')).toContain('hushkey install');
  });

  test('husky after us', () => {
    const repository = prepared();
    const script = { prepare: 'hushkey install; husky' };
    const manifest = { name: 'app', private: true, scripts: script, devDependencies: { hushkey: '*' } };
    repository.write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
    expect(check(repository, 'husky-order')).toMatchObject({ state: 'broken' });
    mended(repository);
    repository.write('package.json', `${JSON.stringify({ ...manifest, packageManager: 'yarn@1.22.22' }, null, 2)}\n`);
    expect(check(repository, 'husky-order')?.message).toContain('new work trees have no hooks');
  });

  test('another version than declared', () => {
    const repository = prepared();
    repository.write(
      'package.json',
      readFileSync(join(repository.root, 'package.json'), 'utf8').replace(/\^\d+/, '^99'),
    );
    expect(check(repository, 'installed')).toMatchObject({ state: 'broken', message: expect.stringContaining('^99') });
  });

  test('a part of the hooks of an agent', () => {
    const repository = prepared();
    repository.hushkey(['init', '--agents'], { env: ENV });
    expect(check(repository, 'agent-.cursor') ?? check(repository, 'agent-cursor')).toMatchObject({ state: 'ok' });
    const path = join(repository.root, '.cursor', 'hooks.json');
    const settings = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...settings, hooks: { ...settings.hooks, preToolUse: [] } }));
    expect(check(repository, 'agent-cursor')).toMatchObject({ state: 'broken' });
    mended(repository);
  });
});

describe('what only a person can mend', () => {
  test.each(['HUSHKEY', 'HUSKY'])('%s=0', (name) => {
    const repository = prepared();
    const result = doctor(repository, ['--fix'], { [name]: '0' });
    expect(result.stdout).toContain(`✖ ${name}=0 is set`);
    expect(result.stdout).toContain(`→ unset ${name}`);
    expect(result.status).toBe(1);
  });

  test('config and baseline', () => {
    const repository = prepared();
    repository.write('hushkey.config.json', '{ "nonsense": 1 }\n');
    expect(check(repository, 'config')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('nonsense'),
    });
    rmSync(join(repository.root, 'hushkey.config.json'));
    repository.write('hushkey-baseline.json', 'nonsense');
    expect(check(repository, 'baseline')).toMatchObject({ state: 'broken' });
    const entry = { fingerprint: `v1:${'0'.repeat(32)}`, rule: 'x', path: 'gone.js', reason: 'r', date: '2020-01-01' };
    repository.write('hushkey-baseline.json', JSON.stringify([{ ...entry, expires: '2020-02-01' }]));
    expect(check(repository, 'baseline-entries')).toMatchObject({
      state: 'note',
      message: expect.stringContaining('expired'),
    });
    repository.write('hushkey-baseline.json', JSON.stringify([entry]));
    expect(check(repository, 'baseline-entries')).toMatchObject({
      state: 'note',
      message: expect.stringContaining('gone'),
    });
  });

  test('outside a repository it cannot tell', () => {
    const result = runHushkey(['doctor'], { cwd: temporaryFolder(), env: ENV });
    expect(result.stderr).toContain('no work tree of a git repository');
    expect(result.status).toBe(2);
  });
});

describe('in CI', () => {
  test('the clone need not be armed, the team must be', () => {
    const repository = prepared();
    repository.git('config', '--unset', 'core.hooksPath');
    rmSync(join(repository.root, '.git', 'hushkey'), { recursive: true });
    expect(doctor(repository, [], { CI: 'true', HUSKY: '0' }).status).toBe(0);
    repository.write(
      'package.json',
      '{\n  "name": "app",\n  "private": true,\n  "devDependencies": { "hushkey": "*" }\n}\n',
    );
    const result = doctor(repository, [], { CI: 'true' });
    expect(result.stdout).toContain('✖ scripts.prepare does not run hushkey install');
    expect(result.status).toBe(1);
  });

  test('a workflow that runs hushkey is seen', () => {
    const repository = prepared();
    expect(check(repository, 'ci')).toMatchObject({ state: 'note' });
    repository.write('.github/workflows/check.yml', 'steps:\n  - run: npx hushkey ci\n');
    expect(check(repository, 'ci')).toMatchObject({ state: 'ok' });
  });
});

describe('scenario 8: the canary', () => {
  test('proves it and leaves every byte as it was', () => {
    const repository = prepared();
    repository.write('staged.js', 'export const a = 1;\n');
    repository.git('add', 'staged.js');
    repository.write('staged.js', 'export const a = 2;\n');
    repository.write('untracked.js', 'export const b = 2;\n');
    repository.git('status');
    const before = snapshot(repository.root);
    expect(check(repository, 'canary', {}, '--canary')).toMatchObject({ state: 'ok' });
    expect(snapshot(repository.root)).toEqual(before);
  });

  test('before the first commit', () => {
    const repository = prepared();
    repository.git('update-ref', '-d', 'HEAD');
    const before = snapshot(repository.root);
    expect(check(repository, 'canary', {}, '--canary')).toMatchObject({ state: 'ok' });
    expect(snapshot(repository.root)).toEqual(before);
  });

  test('in a linked work tree', () => {
    const repository = prepared();
    const tree = join(temporaryFolder(), 'tree');
    repository.git('worktree', 'add', '-q', tree);
    const before = [snapshot(repository.root), snapshot(tree)];
    const result = runHushkey(['doctor', '--canary'], { cwd: tree, env: ENV });
    expect(result.stdout).toContain('was stopped by the armed hook');
    expect([snapshot(repository.root), snapshot(tree)]).toEqual(before);
  });

  test('a hook that lets the key pass is found out, and leaves no trace either', () => {
    const repository = prepared();
    const scanner = join(repository.root, 'blind.cjs');
    writeFileSync(scanner, '');
    const folder = join(repository.root, '.git', 'hushkey');
    // The gate looks armed; what it starts is blind.
    writeFileSync(join(folder, 'paths'), `blind\n${process.execPath}\n\n\n`);
    mkdirSync(join(repository.root, 'blind', 'dist', 'hook'), { recursive: true });
    writeFileSync(join(repository.root, 'blind', 'dist', 'hook', 'main.cjs'), 'process.exitCode = 0;\n');
    const before = snapshot(repository.root);
    expect(check(repository, 'canary', {}, '--canary')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('passed'),
    });
    expect(snapshot(repository.root)).toEqual(before);
    expect(doctor(repository, ['--canary']).status).toBe(1);
  });

  test('a rule that is off is found out', () => {
    const repository = prepared();
    repository.write('hushkey.config.json', '{ "rules": { "hardcoded-key": "off" } }\n');
    expect(check(repository, 'canary', {}, '--canary')).toMatchObject({ state: 'broken' });
  });

  test('nothing is tried where no hook of ours is armed', () => {
    const repository = prepared();
    const hooks = temporaryFolder();
    writeFileSync(join(hooks, 'pre-commit'), '#!/bin/sh\ntouch started\n', { mode: 0o755 });
    repository.git('config', 'core.hooksPath', hooks);
    expect(check(repository, 'canary', {}, '--canary')).toMatchObject({
      state: 'broken',
      message: expect.stringContaining('no commit was tried'),
    });
    expect(readdirSync(repository.root)).not.toContain('started');
  });
});

test('hushkey scan says, after its report, that the hooks which were armed would not run any more', () => {
  const repository = prepared();
  const scan = (env: NodeJS.ProcessEnv = {}, ...args: string[]): Run =>
    repository.hushkey(['scan', ...args], { env: { ...ENV, ...env } });
  const said = 'git runs no hook that scans here any more';
  expect(scan().stderr).not.toContain(said);
  rmSync(join(repository.root, '.git', 'hushkey'), { recursive: true });
  rmSync(join(repository.root, '.husky', '_'), { recursive: true, force: true });
  expect(scan()).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(`${said}: ${repository.root}/.git/hushkey/pre-commit is missing`),
  });
  for (const args of [['--quiet'], ['--format', 'json'], ['package.json']]) {
    expect(scan({}, ...args).stderr).not.toContain(said);
  }
  expect(scan({ CI: 'true' }).stderr).not.toContain(said);
  repository.git('config', 'core.hooksPath', '/dev/null');
  expect(scan({}, '--staged').stderr).toContain(`${said}: core.hooksPath is /dev/null`);
  expect(repository.hushkey(['install'], { env: ENV })).toMatchObject({ status: 0 });
  expect(scan().stderr).not.toContain(said);
  expect(createRepository().hushkey(['scan'], { env: ENV }).stderr).not.toContain(said);
});

test('a repository that was moved: this work tree is armed, linked ones are not until the next install', () => {
  const repository = prepared();
  const root = join(temporaryFolder(), 'moved');
  renameSync(repository.root, root);
  const moved = {
    ...repository,
    hushkey: (args: readonly string[], options: RunOptions = {}) => repository.hushkey(args, { ...options, cwd: root }),
  };
  expect(check(moved, 'hooks-path')).toMatchObject({
    state: 'broken',
    message: `core.hooksPath is ${root}/.git/hushkey, but linked work trees are not told of it, as after a move`,
    fix: 'npx hushkey install',
  });
  expect(moved.hushkey(['install'], { env: ENV })).toMatchObject({ status: 0 });
  expect(check(moved, 'hooks-path')).toMatchObject({ state: 'ok' });
});
