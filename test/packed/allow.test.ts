// From a blocked commit to an accepted finding: the printed command is enough, and it accepts nothing else.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import {
  createArmedRepository,
  createRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const OTHER = fakeOf('anthropic-api-key', 2);
const BASELINE = 'hushkey-baseline.json';

const commit = (repository: TestRepository): Run => repository.tryGit(['commit', '-q', '-m', 'change']);
const baselineOf = ({ root }: TestRepository): string => readFileSync(join(root, BASELINE), 'utf8');
const idsOf = (repository: TestRepository, ...args: string[]): readonly string[] =>
  JSON.parse(repository.hushkey(['scan', '--format', 'json', ...args]).stdout).findings.map(
    (finding: { id: string }) => finding.id,
  );

/** A repository with one staged JSON file that holds the key. */
function blocked(): TestRepository {
  const repository = createArmedRepository();
  repository.write('config/app.json', `{\n  "name": "app",\n  "key": "${KEY}"\n}\n`);
  repository.git('add', 'config');
  return repository;
}

describe('scenario 17: a false alarm in ten seconds', () => {
  test('the command that the blocked commit prints, run as it is, lets the commit pass', () => {
    const repository = blocked();
    const first = commit(repository);
    expect(first.status).toBe(1);
    const [, command = ''] = /allow\s+(npx hushkey allow .*)/.exec(first.stderr) ?? [];
    expect(command).toMatch(/^npx hushkey allow [0-9a-f]{12} --reason "…"$/);
    // As a shell reads it, with the reason filled in.
    const line = command.replace('npx hushkey', '"$NODE" "$BIN"').replace('…', 'key of a test account');
    const allowed = run('sh', ['-c', line], {
      cwd: repository.root,
      env: { NODE: process.execPath, BIN: packedBin() },
    });
    expect(allowed).toMatchObject({ status: 0, stderr: '' });
    expect(allowed.stdout).toContain(`git add ${BASELINE}`);

    const entry = JSON.parse(baselineOf(repository));
    expect(entry).toEqual([
      {
        fingerprint: expect.stringMatching(/^v1:[0-9a-f]{32}$/),
        rule: 'anthropic-api-key',
        path: 'config/app.json',
        reason: 'key of a test account',
        date: new Date().toISOString().slice(0, 10),
      },
    ]);
    expect(baselineOf(repository)).not.toContain(KEY.slice(14, 30));

    const second = commit(repository);
    expect(second.status).toBe(0);
    expect(second.stderr).toMatch(/^hushkey: 1 file, \d+ B, no findings, 1 suppressed \([\d.]+ m?s\)\n$/);

    // The line moves: still accepted, also for those who scan anew.
    repository.write('config/app.json', `{\n\n\n      "key": "${KEY}", "name": "app"\n}\n`);
    expect(repository.hushkey(['scan', 'config']).status).toBe(0);
    // Another key on the same line is another finding.
    repository.write('config/app.json', `{ "key": "${KEY}", "more": "${OTHER}" }\n`);
    repository.git('add', '-A');
    const third = commit(repository);
    expect(third.status).toBe(1);
    expect(third.stderr).toContain(OTHER.slice(-4));
    expect(third.stderr).toContain('1 error');
    // The same key in another file is another finding: the entry names its file.
    repository.write('config/app.json', '{}\n');
    repository.write('copy.json', `{ "key": "${KEY}" }\n`);
    expect(repository.hushkey(['scan']).status).toBe(1);
    repository.write('copy.json', '{}\n');
    repository.write('config/app.json', `{ "key": "${KEY}" }\n`);
    expect(repository.hushkey(['scan']).status).toBe(0);
    expect(repository.hushkey(['scan', '--no-suppressions']).status).toBe(1);
  });

  test('a fingerprint serves as well as an id, and from a sub-folder', () => {
    const repository = blocked();
    const { findings } = JSON.parse(repository.hushkey(['scan', '--staged', '--format', 'json']).stdout);
    const allowed = repository.hushkey(['allow', findings[0].fingerprint, '--reason', 'test key'], {
      cwd: join(repository.root, 'config'),
    });
    expect(allowed.status).toBe(0);
    expect(allowed.stdout).toContain(`../${BASELINE}`);
    expect(commit(repository).status).toBe(0);
  });

  test('a second entry joins the first, and allowing twice changes the reason only', () => {
    const repository = createRepository();
    repository.write('a.js', `a('${KEY}'); b('${OTHER}');\n`);
    const [first = '', second = ''] = idsOf(repository);
    for (const [id, reason] of [
      [first, 'one'],
      [second, 'two'],
      [first, 'three'],
    ] as const) {
      expect(repository.hushkey(['allow', id, '--reason', reason]).status).toBe(0);
    }
    const entries: { reason: string }[] = JSON.parse(baselineOf(repository));
    expect(entries.map((entry) => entry.reason).sort()).toEqual(['three', 'two']);
    expect(baselineOf(repository).split('\n')).toHaveLength(5);
    expect(repository.hushkey(['scan']).status).toBe(0);
  });
});

test('a path that would colour the terminal does not', () => {
  const repository = createArmedRepository();
  repository.write('a\u001b[31mb.js', `a('${KEY}');\n`);
  const [id = ''] = idsOf(repository);
  const allowed = repository.hushkey(['allow', id, '--reason', 'why']);
  expect(allowed).toMatchObject({ status: 0, stderr: '' });
  expect(allowed.stdout).toContain('hushkey: accepted anthropic-api-key in a·[31mb.js\n');
});

describe('where it looks', () => {
  test('in the work tree', () => {
    const repository = createRepository();
    repository.write('a.js', `${KEY}\n`);
    const [id = ''] = idsOf(repository);
    expect(repository.hushkey(['allow', id, '--reason', 'test key']).status).toBe(0);
    expect(repository.hushkey(['scan']).status).toBe(0);
  });

  test('in an unpushed commit alone', () => {
    const repository = createRepository();
    repository.write('a.js', `${KEY}\n`);
    const [id = ''] = idsOf(repository);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'with');
    repository.write('a.js', 'clean\n');
    repository.git('commit', '-qam', 'without');
    expect(repository.hushkey(['allow', id, '--reason', 'test key'])).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(baselineOf(repository))).toMatchObject([{ path: 'a.js', reason: 'test key' }]);
  });

  test('outside git, in the current folder', () => {
    const repository = createRepository();
    const cwd = join(repository.root, '..', `${Date.now()}-plain`);
    run('mkdir', [cwd]);
    try {
      writeFileSync(join(cwd, 'a.js'), `${KEY}\n`);
      const { findings } = JSON.parse(repository.hushkey(['scan', '--format', 'json'], { cwd }).stdout);
      expect(repository.hushkey(['allow', findings[0].id, '--reason', 'test key'], { cwd }).status).toBe(0);
      expect(repository.hushkey(['scan'], { cwd }).status).toBe(0);
    } finally {
      run('rm', ['-r', cwd]);
    }
  });
});

describe('what it refuses, writing nothing', () => {
  test.each([
    ['no reason', (id: string) => [id], 'needs a reason'],
    ['an empty reason', (id: string) => [id, '--reason', ''], '--reason needs a value'],
    ['a blank reason', (id: string) => [id, '--reason', '  '], 'needs a reason'],
    ['an unknown id', () => ['0123456789ab', '--reason', 'why'], 'no finding has the id 0123456789ab'],
    ['what is no id', () => ['a.js', '--reason', 'why'], 'that is no id of a finding'],
    ['the key itself', () => [KEY, '--reason', 'why'], 'that is no id of a finding'],
    ['no id', () => ['--reason', 'why'], 'an argument is missing'],
    ['a day that is over', (id: string) => [id, '--reason', 'why', '--expires', '2020-01-31'], '2020-01-31 is over'],
    ['a day that is none', (id: string) => [id, '--reason', 'why', '--expires', '2030-02-31'], 'not a date'],
  ])('%s', (_, args, words) => {
    const repository = createRepository();
    repository.write('a.js', `${KEY}\n`);
    const result = repository.hushkey(['allow', ...args(idsOf(repository)[0] ?? '')]);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain(words);
    expect(result.stderr).not.toContain(KEY.slice(14, 30));
    expect(existsSync(join(repository.root, BASELINE))).toBe(false);
    expect(repository.git('status', '--porcelain')).toBe('?? a.js\n');
  });

  test('a damaged baseline is left as it is, and stops a scan', () => {
    const repository = createRepository();
    repository.write('a.js', `${KEY}\n`);
    const [id = ''] = idsOf(repository);
    repository.write(BASELINE, '[\n  { "fingerprint": \n]\n');
    for (const args of [
      ['allow', id, '--reason', 'why'],
      ['scan', '--format', 'json'],
    ]) {
      const result = repository.hushkey(args);
      expect(result).toMatchObject({ status: 2, stdout: '' });
      expect(result.stderr).toContain(`${BASELINE}:2`);
    }
    expect(baselineOf(repository)).toBe('[\n  { "fingerprint": \n]\n');
  });
});

describe('--last', () => {
  const noteOf = ({ root }: TestRepository, gitDir = '.git'): string => join(root, gitDir, 'hushkey-blocked');
  const allowLast = (repository: TestRepository, ...args: string[]): Run =>
    repository.hushkey(['allow', '--last', '--reason', 'keys of a test account', ...args]);

  test('accepts all for which the commit was blocked, and nothing else', () => {
    const repository = blocked();
    repository.write('b.js', `b('${OTHER}');\n`);
    repository.git('add', 'b.js');
    repository.write('c.js', `c('${fakeOf('anthropic-api-key', 3)}');\n`);
    expect(existsSync(noteOf(repository))).toBe(false);
    expect(commit(repository).status).toBe(1);
    expect(readFileSync(noteOf(repository), 'utf8')).toMatch(/^(?:v1:[0-9a-f]{32}\n){2}$/);
    const allowed = allowLast(repository);
    expect(allowed).toMatchObject({ status: 0, stderr: '' });
    expect(allowed.stdout).toContain('hushkey: accepted anthropic-api-key in b.js\n');
    expect(allowed.stdout).toContain('hushkey: accepted anthropic-api-key in config/app.json\n');
    expect(JSON.parse(baselineOf(repository))).toHaveLength(2);
    expect(commit(repository).status).toBe(0);
    expect(repository.hushkey(['scan', 'c.js']).status).toBe(1);
    expect(repository.hushkey(['uninstall']).status).toBe(0);
    expect(existsSync(noteOf(repository))).toBe(false);
  });

  test('the last one counts; what is gone since is left out, and said', () => {
    const repository = blocked();
    expect(commit(repository).status).toBe(1);
    repository.write('b.js', `b('${OTHER}');\n`);
    repository.git('add', 'b.js');
    expect(commit(repository).status).toBe(1);
    repository.git('rm', '-rqf', 'config');
    const allowed = allowLast(repository);
    expect(allowed).toMatchObject({ status: 0, stderr: 'hushkey: 1 of the 2 findings is not there any more\n' });
    expect(JSON.parse(baselineOf(repository))).toMatchObject([{ path: 'b.js' }]);
    repository.git('rm', '-qf', 'b.js');
    expect(allowLast(repository)).toMatchObject({ status: 2, stdout: '' });
  });

  test('a push, and a work tree of its own', () => {
    const repository = createArmedRepository();
    repository.write('a.js', 'clean\n');
    repository.git('add', 'a.js');
    expect(commit(repository).status).toBe(0);
    const other = join(temporaryFolder(), 'other');
    repository.git('worktree', 'add', '-q', other, '-b', 'other');
    writeFileSync(join(other, 'a.js'), `a('${KEY}');\n`);
    const env = { HUSHKEY: '0' };
    expect(repository.tryGit(['commit', '-qam', 'key'], { cwd: other, env }).status).toBe(0);
    const remote = temporaryFolder();
    repository.git('init', '-q', '--bare', remote);
    const push = (): Run => repository.tryGit(['push', '-q', remote, 'other'], { cwd: other });
    expect(push().status).toBe(1);
    expect(allowLast(repository)).toMatchObject({ status: 2, stdout: '' });
    const args = ['allow', '--last', '--reason', 'key of a test account'];
    expect(repository.hushkey(args, { cwd: other })).toMatchObject({ status: 0, stderr: '' });
    expect(push()).toMatchObject({ status: 0 });
    expect(existsSync(noteOf(repository, '.git/worktrees/other'))).toBe(true);
    expect(repository.hushkey(['uninstall']).status).toBe(0);
    expect(existsSync(noteOf(repository, '.git/worktrees/other'))).toBe(false);
  });

  test.each([
    [['--last', '--reason', 'why'], 'no hook has blocked anything'],
    [['--last', '0123456789ab', '--reason', 'why'], 'an id and --last exclude each other'],
    [['--last'], 'a suppression needs a reason'],
  ])('%j is exit 2', (args, message) => {
    const result = createRepository().hushkey(['allow', ...args]);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});

describe('--expires', () => {
  test('the entry holds until its last day, then counts no more and says so', () => {
    const repository = blocked();
    const [id = ''] = idsOf(repository, '--staged');
    expect(repository.hushkey(['allow', id, '--reason', 'until the move', '--expires', '2999-12-31']).status).toBe(0);
    expect(repository.hushkey(['scan']).status).toBe(0);
    repository.write(BASELINE, baselineOf(repository).replace('2999-12-31', '2020-12-31'));
    const scanned = repository.hushkey(['scan']);
    expect(scanned.status).toBe(1);
    const words = 'its entry for anthropic-api-key in hushkey-baseline.json expired on 2020-12-31';
    expect(scanned.stdout.replace(/\s+/g, ' ')).toContain(words);
    const hook = commit(repository);
    expect(hook.status).toBe(1);
    expect(hook.stderr.replace(/\s+/g, ' ')).toContain(words);
  });
});
