// Real pushes to real remotes with the packed hook: what a remote does not have yet is judged, commit by commit.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createArmedRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;

interface Pushable extends TestRepository {
  readonly remote: string;
  /** Commits past all hooks; gives the short id. */
  readonly commit: (path: string, content: string, message?: string) => string;
  readonly push: (...args: string[]) => Run;
}

function bare(): string {
  const folder = temporaryFolder('hushkey-remote-');
  run('git', ['init', '-q', '--bare', folder]);
  return folder;
}

function armed(): Pushable {
  const repository = createArmedRepository();
  const remote = bare();
  repository.git('remote', 'add', 'origin', remote);
  const commit = (path: string, content: string, message = `change ${path}`): string => {
    repository.write(path, content);
    repository.git('add', '-A');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', message);
    return repository.git('rev-parse', '--short=7', 'HEAD').trim();
  };
  const push = (...args: string[]): Run => repository.tryGit(['push', ...args]);
  commit('clean.js', 'export const one = 1;\n', 'start');
  return { ...repository, remote, commit, push };
}

function branches(remote: string): readonly string[] {
  const { stdout } = run('git', ['for-each-ref', '--format=%(refname)'], { cwd: remote });
  return stdout.split('\n').filter(Boolean);
}

function expectStopped(result: Run, ...parts: string[]): void {
  for (const part of parts) expect(result.stderr).toContain(part);
  expect(result.stderr).toContain('anthropic-api-key');
  expect(result.status).toBe(1);
  expect(result.stdout + result.stderr).not.toContain(KEY.slice(20, 60));
}

describe('what a push is judged by', () => {
  test('a clean first push passes with one line', () => {
    const at = armed();
    const result = at.push('-q', 'origin', 'main');
    expect(result.stderr).toMatch(/^hushkey: \d files? in 1 commit, .*, no findings \([\d.]+ m?s\)\n$/);
    expect(result).toMatchObject({ status: 0, stdout: '' });
    expect(branches(at.remote)).toEqual(['refs/heads/main']);
  });

  test('a key in a commit stops it, named with commit, subject, place and how to mend it', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    const oid = at.commit('a.js', LINE, 'add config');
    const result = at.push('origin', 'main');
    expectStopped(result, `a.js:1:`, `${oid} add config`, 'git commit --amend', 'stopped this push');
    expect(result.stderr.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(run('git', ['rev-parse', 'main'], { cwd: at.remote }).stdout).not.toBe(at.git('rev-parse', 'main'));
  });

  test('a key in the subject of the commit is masked too', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    at.git('checkout', '-q', '-b', 'side');
    at.write('a.js', LINE);
    at.git('add', '-A');
    at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', `use ${KEY} for now`);
    expectStopped(at.push('origin', 'side'), 'for now');
    at.git('checkout', '-q', 'main');
    at.commit('b.js', 'export const b = 1;\n');
    const picked = at.tryGit(['cherry-pick', 'side']);
    expect(picked.stderr).toContain('for now');
    expect(picked.stderr).not.toContain(KEY.slice(20, 60));
  });

  test('a key that a later commit removes is reported with the commit that added it', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    const oid = at.commit('a.js', LINE);
    at.commit('a.js', 'export const key = process.env.KEY;\n');
    expectStopped(at.push('origin', 'main'), `in ${oid}`, `git rebase -i ${oid}^`);
  });

  test('an old key does not stop a later push: edits, moves and removals of it pass', () => {
    const at = armed();
    at.commit('a.js', LINE);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main');
    at.commit('a.js', `// new\n\n${LINE}`);
    at.git('mv', 'a.js', 'b.js');
    at.commit('c.js', 'export const c = 1;\n');
    at.commit('b.js', 'export const b = 1;\n');
    expect(at.push('-q', 'origin', 'main')).toMatchObject({ status: 0 });
  });

  test('a new branch is judged from where the remote leaves off', () => {
    const at = armed();
    at.commit('old.js', LINE);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main');
    at.git('checkout', '-q', '-b', 'topic');
    at.commit('t.js', 'export const t = 1;\n');
    expect(at.push('-q', 'origin', 'topic').stderr).toContain('1 file in 1 commit');
    at.commit('u.js', LINE);
    expectStopped(at.push('origin', 'topic'), 'u.js:1:');
  });

  test('what another remote has does not count', () => {
    const at = armed();
    at.git('remote', 'add', 'private', bare());
    at.commit('a.js', LINE);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'private', 'main');
    expectStopped(at.push('origin', 'main'), 'a.js:1:');
  });

  test('a push to an address goes by what it says it has', () => {
    const at = armed();
    const other = bare();
    at.commit('a.js', LINE);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', other, 'main');
    at.commit('b.js', 'export const b = 1;\n');
    expect(at.push('-q', other, 'main').stderr).toContain('in 1 commit');
    at.git('checkout', '-q', '-b', 'topic');
    expectStopped(at.push(bare(), 'main'), 'a.js:1:');
  });

  test('several refs are judged together, each commit once', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    at.git('branch', 'one');
    at.git('checkout', '-q', '-b', 'two');
    const oid = at.commit('a.js', LINE);
    expectStopped(at.push('origin', 'one', 'two'), `in ${oid}`, '1 error');
    expect(branches(at.remote)).toEqual(['refs/heads/main']);
  });

  test('a deleted ref scans nothing and says so', () => {
    const at = armed();
    at.push('-q', 'origin', 'main', 'main:gone');
    const result = at.push('-q', 'origin', ':gone');
    expect(result.stderr).toMatch(/^hushkey: scanned 0 files: 1 deleted ref \([\d.]+ m?s\)\n$/);
    expect(result.status).toBe(0);
  });

  test('a new branch without new commits says so', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    expect(at.push('-q', 'origin', 'main:same').stderr).toContain('scanned 0 files: 1 ref without new commits');
  });

  test('a forced push is judged by the commits that are new', () => {
    const at = armed();
    at.commit('a.js', 'export const a = 1;\n');
    at.push('-q', 'origin', 'main');
    at.git('reset', '-q', '--hard', 'HEAD^');
    at.commit('a.js', LINE);
    expectStopped(at.push('--force', 'origin', 'main'), 'a.js:1:');
    at.git('reset', '-q', '--hard', 'HEAD^');
    at.commit('b.js', 'export const b = 1;\n');
    expect(at.push('-q', '--force', 'origin', 'main').stderr).toContain('in 1 commit');
  });

  test.each([['light', ['tag', 'v1']] as const, ['annotated', ['tag', '-a', '-m', 'one', 'v1']] as const])(
    'a %s tag is judged as the commit that it names',
    (_, args) => {
      const at = armed();
      at.push('-q', 'origin', 'main');
      at.commit('a.js', LINE);
      at.git(...args);
      at.git('reset', '-q', '--hard', 'HEAD^');
      expectStopped(at.push('origin', 'v1'), 'a.js:1:');
    },
  );

  test('a first push without an upstream says nothing of one, and finds what a rewritten commit held', () => {
    const at = armed();
    const oid = at.commit('a.js', LINE, 'first try');
    at.git('config', 'push.autoSetupRemote', 'true');
    expectStopped(at.push(), `${oid} first try`, 'git commit --amend');
    at.write('a.js', 'export const a = process.env.KEY;\n');
    at.git('add', '-A');
    at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--amend', '--no-edit');
    expect(at.push('-q')).toMatchObject({ status: 0 });
    expect(at.git('rev-parse', '--abbrev-ref', '@{upstream}').trim()).toBe('origin/main');
  });

  test('one bad ref of several stops all, and a deletion beside it does not hide it', () => {
    const at = armed();
    at.push('-q', 'origin', 'main', 'main:gone');
    at.git('checkout', '-q', '-b', 'bad');
    at.commit('a.js', LINE);
    at.git('checkout', '-q', 'main');
    at.commit('b.js', 'export const b = 1;\n');
    expectStopped(at.push('origin', ':gone', 'main', 'bad'), 'a.js:1:', 'git switch bad', 'before, rotate it too');
    expect(branches(at.remote)).toEqual(['refs/heads/gone', 'refs/heads/main']);
  });

  test('a tag that names no commit cannot be judged', () => {
    const at = armed();
    at.git('tag', 'blob', at.git('rev-parse', 'HEAD:clean.js').trim());
    const result = at.push('origin', 'blob');
    expect(result.stderr).toContain('refs/tags/blob would point at no commit');
    expect(branches(at.remote)).toEqual([]);
  });

  test('--dry-run is judged too', () => {
    const at = armed();
    at.commit('a.js', LINE);
    expectStopped(at.push('--dry-run', 'origin', 'main'), 'a.js:1:');
  });

  test('warnings are shown and let it pass', () => {
    const at = armed();
    at.commit('a.js', `const key = '${fakeOf('stripe-test-secret', 1)}';\n`);
    const result = at.push('-q', 'origin', 'main');
    expect(result.stderr).toContain('1 warning');
    expect(result.status).toBe(0);
  });

  test('an accepted finding passes', () => {
    const at = armed();
    at.commit('a.js', LINE);
    const id = /allow ([0-9a-f]{12})/.exec(at.push('origin', 'main').stderr)?.[1] ?? '';
    expect(at.hushkey(['allow', id, '--reason', 'of a test']).status).toBe(0);
    const result = at.push('-q', 'origin', 'main');
    expect(result.stderr).toContain('1 suppressed');
    expect(result.status).toBe(0);
  });
});

test('scenario 12: what a cherry-pick let pass with a warning is stopped and named again', () => {
  const at = armed();
  at.push('-q', 'origin', 'main');
  at.git('checkout', '-q', '-b', 'side');
  const source = at.commit('a.js', LINE, 'add config');
  at.git('checkout', '-q', 'main');
  at.commit('b.js', 'export const b = 1;\n');
  expect(at.tryGit(['cherry-pick', 'side']).stderr).toContain(`cherry-pick of ${source} (add config)`);
  const oid = at.git('rev-parse', '--short=7', 'HEAD').trim();
  expectStopped(at.push('origin', 'main'), `${oid} add config`);
});

test('a finding of a branch that is not checked out can be accepted', () => {
  const at = armed();
  at.push('-q', 'origin', 'main');
  at.git('checkout', '-q', '-b', 'side');
  at.commit('a.js', LINE);
  at.git('checkout', '-q', 'main');
  const id = /allow ([0-9a-f]{12})/.exec(at.push('origin', 'side').stderr)?.[1] ?? '';
  expect(at.hushkey(['allow', id, '--reason', 'of a test']).status).toBe(0);
  expect(at.push('-q', 'origin', 'side').status).toBe(0);
});

describe('a finding that another remote holds', () => {
  function elsewhere(): Pushable & { readonly allow: (result: Run) => Run } {
    const at = armed();
    at.git('remote', 'add', 'private', bare());
    at.commit('a.js', LINE);
    at.commit('a.js', 'export const a = 1;\n');
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'private', 'main');
    const allow = (result: Run): Run =>
      at.hushkey(['allow', /allow ([0-9a-f]{12})/.exec(result.stderr)?.[1] ?? '', '--reason', 'of a test']);
    return { ...at, allow };
  }

  test('can be accepted for the one that does not', () => {
    const at = elsewhere();
    expect(at.allow(at.push('origin', 'main'))).toMatchObject({ status: 0, stderr: '' });
    expect(at.push('-q', 'origin', 'main').status).toBe(0);
  });

  test('can be accepted for a push to an address', () => {
    const at = elsewhere();
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main');
    const other = bare();
    expect(at.allow(at.push(other, 'main'))).toMatchObject({ status: 0, stderr: '' });
    expect(at.push('-q', other, 'main').status).toBe(0);
  });
});

describe('merges', () => {
  function merged(resolve: (at: Pushable) => void): Pushable {
    const at = armed();
    at.commit('base.js', LINE);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main');
    at.git('checkout', '-q', '-b', 'side');
    at.commit('side.js', 'export const side = 1;\n');
    at.git('checkout', '-q', 'main');
    at.commit('main.js', 'export const main = 1;\n');
    at.git('-c', 'core.hooksPath=/dev/null', 'merge', '-q', '--no-ff', '--no-commit', 'side');
    resolve(at);
    at.git('add', '-A');
    at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'merge');
    return at;
  }

  test('what stands in any parent is old', () => {
    const at = merged(() => undefined);
    expect(at.push('-q', 'origin', 'main')).toMatchObject({ status: 0 });
  });

  test('what the merge itself puts in is new', () => {
    const at = merged(({ write }) => write('side.js', LINE));
    expectStopped(at.push('origin', 'main'), 'side.js:1:', 'merge');
  });

  test('a key of an unpublished branch is reported once, with its own commit', () => {
    const at = armed();
    at.push('-q', 'origin', 'main');
    at.git('checkout', '-q', '-b', 'side');
    const oid = at.commit('side.js', LINE);
    at.git('checkout', '-q', 'main');
    at.commit('main.js', 'export const main = 1;\n');
    at.git('-c', 'core.hooksPath=/dev/null', 'merge', '-q', '--no-edit', 'side');
    expectStopped(at.push('origin', 'main'), `in ${oid}`, '1 error');
  });
});

describe('what cannot be judged is not clean', () => {
  test('a shallow clone whose border would be pushed: exit 2 with the remedy; else it is fine', () => {
    const at = armed();
    at.commit('a.js', 'export const a = 1;\n');
    at.push('-q', 'origin', 'main');
    const clone = temporaryFolder();
    run('git', ['clone', '-q', '--depth', '1', `file://${at.remote}`, clone]);
    run('git', ['config', 'core.hooksPath', join(at.root, '.git', 'hushkey')], { cwd: clone });
    writeFileSync(join(clone, 'b.js'), 'export const b = 1;\n');
    run('git', ['add', '-A'], { cwd: clone });
    run('git', ['commit', '-q', '-m', 'b'], { cwd: clone });
    expect(run('git', ['push', '-q', 'origin', 'main'], { cwd: clone })).toMatchObject({ status: 0 });
    const other = bare();
    const result = run('git', ['push', '-q', other, 'main'], { cwd: clone });
    expect(result.stderr).toContain('git fetch --unshallow');
    expect(branches(other)).toEqual([]);
  });

  test('a blob that a partial clone has left out: exit 2 with the line that brings it, and nothing is fetched', () => {
    const at = armed();
    at.commit('a.js', 'export const a = 1;\n');
    at.commit('a.js', 'export const a = 2;\n');
    at.push('-q', 'origin', 'main');
    run('git', ['config', 'uploadpack.allowFilter', 'true'], { cwd: at.remote });
    run('git', ['config', 'uploadpack.allowAnySHA1InWant', 'true'], { cwd: at.remote });
    const clone = temporaryFolder();
    run('git', ['clone', '-q', '--filter=blob:none', `file://${at.remote}`, clone]);
    const hook = ['hook', 'pre-push', 'other', 'elsewhere'];
    const head = run('git', ['rev-parse', 'HEAD'], { cwd: clone }).stdout.trim();
    const missing = (): string =>
      run('git', ['rev-list', '--objects', '--all', '--missing=print'], { cwd: clone }).stdout.replace(
        /^[^?].*\n/gm,
        '',
      );
    const before = missing();
    const input = `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n`;
    const result = at.hushkey(hook, { cwd: clone, input });
    expect(result.stderr.replace(/\s+/g, ' ')).toContain('git fetch --refetch --no-filter');
    expect(result.status).toBe(2);
    expect(before).not.toBe('');
    expect(missing()).toBe(before);
    run('git', ['fetch', '-q', '--refetch', '--no-filter'], { cwd: clone });
    expect(at.hushkey(hook, { cwd: clone, input })).toMatchObject({ status: 0 });
  });

  test('standard input that is no list of refs', () => {
    const at = armed();
    expect(at.hushkey(['hook', 'pre-push', 'origin', at.remote], { input: 'what\n' }).status).toBe(2);
  });
});

describe('from where there is no work tree', () => {
  /** A bare repository whose work trees are all linked, as `git worktree add` makes them of a bare clone. */
  function linkedOnly(): { readonly top: string; readonly git: (cwd: string, ...args: string[]) => Run } {
    const from = armed();
    const top = temporaryFolder();
    const git = (cwd: string, ...args: string[]): Run => run('git', args, { cwd: join(top, cwd) });
    git('.', 'clone', '-q', '--bare', from.root, 'bare');
    writeFileSync(join(top, '.git'), 'gitdir: ./bare\n');
    git('.', 'worktree', 'add', '-q', 'main', 'main');
    symlinkSync(join(from.root, 'node_modules'), join(top, 'main', 'node_modules'));
    writeFileSync(join(top, 'bare', 'info', 'exclude'), 'node_modules\n');
    expect(from.hushkey(['install'], { cwd: join(top, 'main') })).toMatchObject({ status: 0 });
    return { top, git };
  }

  test('a bare repository that has work trees, from its own folder and from the one above', () => {
    const { top, git } = linkedOnly();
    for (const folder of ['.', 'bare', 'main']) {
      expect(git(folder, 'push', '-q', bare(), 'main')).toMatchObject({ status: 0 });
    }
    writeFileSync(join(top, 'main', 'a.js'), LINE);
    git('main', 'add', '-A');
    git('main', '-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'add a.js');
    for (const folder of ['.', 'bare', 'main']) {
      const other = bare();
      expectStopped(git(folder, 'push', '-q', other, 'main'), 'add a.js', 'a.js:1:');
      expect(branches(other)).toEqual([]);
    }
    const allowed = run(process.execPath, [packedBin(), 'allow', '--last', '--reason', 'an example'], {
      cwd: join(top, 'main'),
    });
    expect(allowed.stderr + allowed.stdout).toContain('a.js');
    git('main', 'add', '-A');
    git('main', '-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'accept it');
    for (const folder of ['.', 'bare', 'main']) {
      expect(git(folder, 'push', '-q', bare(), 'main')).toMatchObject({ status: 0 });
    }
  });
});

test('git replace hides nothing: the object itself is what is pushed', () => {
  const at = armed();
  at.commit('a.js', LINE);
  const harmless = run('git', ['hash-object', '-w', '--stdin'], { cwd: at.root, input: 'export const a = 1;\n' });
  at.git('replace', 'HEAD:a.js', harmless.stdout.trim());
  expectStopped(at.push('-q', 'origin', 'main'), 'a.js:1:');
  at.git('replace', '-d', at.git('replace').trim());
  at.git('replace', 'HEAD', 'HEAD^');
  expectStopped(at.push('-q', 'origin', 'main'), 'a.js:1:');
  expect(at.hushkey(['scan', '--history', '--quiet'])).toMatchObject({ status: 1 });
});

test('the hook that stood there before still gets the refs', () => {
  const at = armed();
  at.write('.git/hooks/pre-push', '#!/bin/sh\nwhile read -r ref rest; do echo "old $1 $ref" >&2; done\n');
  run('chmod', ['+x', join(at.root, '.git/hooks/pre-push')]);
  expect(at.push('-q', 'origin', 'main').stderr).toMatch(/^hushkey: .*\nold origin refs\/heads\/main\n$/);
});

test.each(['HUSHKEY', 'HUSKY'])('%s=0 skips aloud', (name) => {
  const at = armed();
  at.commit('a.js', LINE);
  const result = at.tryGit(['push', '-q', 'origin', 'main'], { env: { [name]: '0' } });
  expect(result).toMatchObject({ status: 0, stderr: `hushkey: pre-push skipped (${name}=0)\n` });
});
