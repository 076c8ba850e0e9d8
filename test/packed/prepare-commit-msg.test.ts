// The gate that runs where pre-commit does not: amends, `commit -n`, cherry-pick, revert, rebase, `git am`.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createArmedRepository,
  type Run,
  type RunOptions,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;

interface Started extends TestRepository {
  /** Commits past all hooks; gives the short id. */
  readonly force: (path: string, content: string) => string;
  readonly count: () => number;
}

function started(): Started {
  const repository = createArmedRepository();
  const force = (path: string, content: string): string => {
    repository.write(path, content);
    repository.git('add', '-A');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', `change ${path}`);
    return repository.git('rev-parse', '--short=7', 'HEAD').trim();
  };
  force('clean.js', 'export const one = 1;\n');
  return { ...repository, force, count: () => Number(repository.git('rev-list', '--count', 'HEAD')) };
}

function config(at: Started, gates: object): void {
  at.write('hushkey.config.json', JSON.stringify({ gates }));
  at.git('add', '-A');
  at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'config');
}

function expectNoKey(result: Run): void {
  expect(result.stdout + result.stderr).not.toContain(KEY.slice(20, 60));
}

function expectBlocked(result: Run): void {
  expect(result.stderr).toContain('anthropic-api-key');
  expect(result.status).toBe(1);
  expectNoKey(result);
}

function expectWarned(result: Run, ...parts: string[]): void {
  expect(result.status).toBe(0);
  const lines = result.stderr.split(/[\r\n]/).filter((line) => line.startsWith('hushkey: warning'));
  expect(lines).toHaveLength(1);
  for (const part of parts) expect(lines[0]).toContain(part);
  expectNoKey(result);
}

describe('a plain commit', () => {
  test('is judged once: what pre-commit marked is let pass, and no mark is left', () => {
    const at = started();
    at.write('b.js', 'export const b = 1;\n');
    at.git('add', '-A');
    const trace = { GIT_TRACE: join(at.root, '.git', 'trace') };
    const result = at.tryGit(['commit', '-q', '-m', 'b'], { env: trace });
    expect(result.stderr).toMatch(/^hushkey: 1 file, .*\n$/);
    expect(result.status).toBe(0);
    expect(readFileSync(trace.GIT_TRACE, 'utf8').match(/git diff --cached/g)).toHaveLength(1);
    expect(readdirSync(join(at.root, '.git')).filter((name) => name.startsWith('hushkey-'))).toEqual([]);
  });

  test.each([['-a'], ['clean.js'], ['--allow-empty']])('with %s too', (...args) => {
    const at = started();
    at.write('clean.js', 'export const one = 2;\n');
    // A scanner that is gone after pre-commit shows whether it is asked again.
    at.write('.git/hooks/pre-commit', '#!/bin/sh\nmv .git/hushkey/scanner .git/hushkey/away; rm node_modules\n');
    chmodSync(join(at.root, '.git/hooks/pre-commit'), 0o755);
    const result = at.tryGit(['commit', '-q', '-m', 'b', ...args]);
    expect(result.stderr).not.toContain('no scanner');
    expect(result.status).toBe(0);
  });

  test('in a linked work tree', () => {
    const at = started();
    const tree = join(temporaryFolder(), 'tree');
    at.git('worktree', 'add', '-q', '-b', 'other', tree);
    writeFileSync(join(tree, 'b.js'), 'export const b = 1;\n');
    run('git', ['add', '-A'], { cwd: tree });
    const trace = { GIT_TRACE: join(at.root, '.git', 'trace') };
    expect(run('git', ['commit', '-q', '-m', 'b'], { cwd: tree, env: trace })).toMatchObject({ status: 0 });
    const compared = readFileSync(trace.GIT_TRACE, 'utf8').match(/git diff --cached/g);
    expect(compared).toHaveLength(1);
    const own = join(at.root, '.git', 'worktrees', 'tree');
    expect(readdirSync(own).filter((name) => name.startsWith('hushkey-'))).toEqual([]);
  });

  test('is judged again where a hook after ours stages something', () => {
    const at = started();
    at.write('.git/hooks/pre-commit', `#!/bin/sh\nprintf '%s' "${LINE}" >gen.js; git add gen.js\n`);
    chmodSync(join(at.root, '.git/hooks/pre-commit'), 0o755);
    at.write('b.js', 'export const b = 1;\n');
    at.git('add', '-A');
    const result = at.tryGit(['commit', '-q', '-m', 'b']);
    expectBlocked(result);
    expect(result.stderr).toContain('gen.js:1:');
    expect(at.count()).toBe(1);
  });

  test('a mark of a commit that went no further serves no other', () => {
    const at = started();
    at.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n');
    chmodSync(join(at.root, '.git/hooks/pre-commit'), 0o755);
    at.write('b.js', 'export const b = 1;\n');
    at.git('add', '-A');
    expect(at.tryGit(['commit', '-q', '-m', 'b']).status).toBe(1);
    at.write('b.js', LINE);
    at.git('add', '-A');
    expect(at.tryGit(['commit', '-n', '-q', '-m', 'b'], { env: { CLAUDECODE: '1' } }).status).toBe(1);
  });
});

describe('scenario 13: an amend', () => {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ['--no-edit', ['--amend', '--no-edit']],
    ['-m', ['--amend', '-m', 'again']],
    ['-F', ['--amend', '-F', 'clean.js']],
    ['--reset-author', ['--amend', '--no-edit', '--reset-author']],
    ['an abbreviation', ['--amen', '--no-edit']],
  ];

  test.each(ways)('of a HEAD that holds a key is blocked: %s', (_, args) => {
    const at = started();
    at.force('a.js', LINE);
    const head = at.git('rev-parse', 'HEAD');
    expectBlocked(at.tryGit(['commit', '-q', ...args]));
    expect(at.git('rev-parse', 'HEAD')).toBe(head);
    expect(at.git('status', '--porcelain')).toBe('');
  });

  test('by an alias is blocked', () => {
    const at = started();
    at.force('a.js', LINE);
    at.git('config', 'alias.fix', 'commit --amend -q');
    expectBlocked(at.tryGit(['fix', '-m', 'again']));
  });

  test('of the first commit is blocked', () => {
    const at = createArmedRepository();
    at.write('a.js', LINE);
    at.git('add', '-A');
    at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'first');
    expectBlocked(at.tryGit(['commit', '-q', '--amend', '--no-edit']));
  });

  test('that takes the key out passes', () => {
    const at = started();
    at.force('a.js', LINE);
    at.write('a.js', 'export const key = process.env.KEY;\n');
    at.git('add', '-A');
    expect(at.tryGit(['commit', '-q', '--amend', '--no-edit'])).toMatchObject({ status: 0 });
  });

  test('of a HEAD that is pushed passes', () => {
    const at = started();
    at.force('a.js', LINE);
    const remote = temporaryFolder();
    run('git', ['init', '-q', '--bare', remote]);
    at.git('remote', 'add', 'origin', remote);
    at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'main');
    expect(at.tryGit(['commit', '-q', '--amend', '-m', 'words'])).toMatchObject({ status: 0 });
  });

  test.each([
    ['-C HEAD', ['-C', 'HEAD']],
    ['a message that says --amend', ['-m', '--amend']],
    ['in the same second', ['-m', 'b', '--date', 'now']],
  ])('is not what a plain commit is: %s', (_, args) => {
    const at = started();
    at.force('a.js', LINE);
    at.write('b.js', 'export const b = 1;\n');
    at.git('add', '-A');
    expect(at.tryGit(['commit', '-q', ...args])).toMatchObject({ status: 0 });
  });
});

describe('commit -n', () => {
  function commit(at: Started, options?: RunOptions, ...args: string[]): Run {
    at.write('a.js', LINE);
    at.git('add', '-A');
    return at.tryGit(['commit', '-n', '-q', '-m', 'a', ...args], options);
  }

  test('by a person: findings are printed and it goes on', () => {
    const at = started();
    const result = commit(at);
    expect(result.stderr).toContain('a.js:1:');
    expect(result.status).toBe(0);
    expectNoKey(result);
  });

  test.each(['CLAUDECODE', 'CURSOR_AGENT', 'GEMINI_CLI'])(
    'by an agent (%s): blocked, index and tree as before',
    (name) => {
      const at = started();
      expectBlocked(commit(at, { env: { [name]: '1' } }));
      expect(at.git('status', '--porcelain')).toBe('A  a.js\n');
      expect(at.count()).toBe(1);
    },
  );

  test('an amend of a HEAD with a key by an agent', () => {
    const at = started();
    at.force('a.js', LINE);
    expectBlocked(at.tryGit(['commit', '-nq', '--amend', '-m', 'x'], { env: { CLAUDECODE: '1' } }));
  });

  test('without findings says nothing', () => {
    const at = started();
    at.write('b.js', 'export const b = 1;\n');
    at.git('add', '-A');
    expect(at.tryGit(['commit', '-anq', '-m', 'a'])).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['off', {}, 0, ''],
    ['off', { CLAUDECODE: '1' }, 0, ''],
    ['warn', { CLAUDECODE: '1' }, 0, 'anthropic-api-key'],
    ['block', {}, 1, 'anthropic-api-key'],
  ] as const)('gates.noVerify %s with %j', (noVerify, env, status, words) => {
    const at = started();
    config(at, { noVerify });
    const result = commit(at, { env });
    expect(result.status).toBe(status);
    if (words === '') expect(result.stderr).toBe('');
    else expect(result.stderr).toContain(words);
  });
});

describe('scenario 12: operations of many steps', () => {
  test('a cherry-pick goes on with one warning that names the commit', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    const oid = at.force('a.js', LINE);
    at.git('checkout', '-q', 'main');
    expectWarned(at.tryGit(['cherry-pick', 'side']), 'cherry-pick', oid, 'change a.js', 'a.js:1:');
    expect(at.count()).toBe(2);
  });

  test('a clean cherry-pick says nothing of us', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    at.force('a.js', 'export const a = 1;\n');
    at.git('checkout', '-q', 'main');
    expect(at.tryGit(['cherry-pick', 'side']).stderr).toBe('');
  });

  test.each([['--no-edit'], ['--edit']])('a revert (%s) that brings a key back', (edit) => {
    const at = started();
    at.force('a.js', LINE);
    const oid = at.force('a.js', 'export const a = 1;\n');
    expectWarned(at.tryGit(['revert', edit, 'HEAD'], { env: { GIT_EDITOR: 'true' } }), 'revert', oid, 'a.js:1:');
    expect(at.count()).toBe(4);
  });

  test('a rebase names each commit once and is judged at its first pick', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    at.force('x.js', 'export const x = 1;\n');
    const oid = at.force('a.js', LINE);
    at.force('y.js', 'export const y = 1;\n');
    at.git('checkout', '-q', 'main');
    at.force('m.js', 'export const m = 1;\n');
    at.git('checkout', '-q', 'side');
    expectWarned(at.tryGit(['rebase', 'main']), 'rebase', oid, 'change a.js', 'a.js:1:');
    expect(at.count()).toBe(5);
    expect(at.git('status', '--porcelain')).toBe('');
  });

  test('a rebase with another backend', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    const oid = at.force('a.js', LINE);
    at.git('checkout', '-q', 'main');
    at.force('m.js', 'export const m = 1;\n');
    at.git('checkout', '-q', 'side');
    expectWarned(at.tryGit(['rebase', '--apply', 'main']), 'rebase', oid, 'a.js:1:');
    expect(at.count()).toBe(3);
  });

  test('a key that a conflict of a rebase brings in', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    const oid = at.force('clean.js', 'export const one = 2;\n');
    at.git('checkout', '-q', 'main');
    at.force('clean.js', 'export const one = 3;\n');
    at.git('checkout', '-q', 'side');
    expect(at.tryGit(['rebase', 'main']).status).not.toBe(0);
    at.write('clean.js', LINE);
    at.git('add', '-A');
    expectWarned(at.tryGit(['rebase', '--continue'], { env: { GIT_EDITOR: 'true' } }), 'rebase', oid, 'clean.js:1:');
  });

  test('a scanner that cannot judge stops no rebase', () => {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    at.force('a.js', LINE);
    at.git('checkout', '-q', 'main');
    at.force('m.js', 'export const m = 1;\n');
    at.git('checkout', '-q', 'side');
    at.write('.git/info/exclude', 'node_modules\nhushkey.config.json\n');
    at.write('hushkey.config.json', '{ broken');
    const result = at.tryGit(['rebase', 'main']);
    expect(result.stderr).toContain('was not judged');
    expect(result.status).toBe(0);
    rmSync(join(at.root, 'hushkey.config.json'));
    rmSync(join(at.root, 'node_modules'));
    rmSync(join(at.root, '.git/hushkey/scanner'), { recursive: true });
    at.git('checkout', '-q', 'main');
    const bare = at.tryGit(['cherry-pick', 'side']);
    expect(bare.stderr).toContain('no scanner found');
    expect(bare.status).toBe(0);
  });

  test.each([
    ['cherryPick', 'error'],
    ['cherryPick', 'off'],
    ['rebase', 'error'],
    ['rebase', 'off'],
  ] as const)('gates.%s: %s', (name, level) => {
    const at = started();
    config(at, { [name]: level });
    at.git('checkout', '-q', '-b', 'side');
    at.force('a.js', LINE);
    at.git('checkout', '-q', 'main');
    at.force('m.js', 'export const m = 1;\n');
    if (name === 'rebase') at.git('checkout', '-q', 'side');
    const result = at.tryGit(name === 'rebase' ? ['rebase', 'main'] : ['cherry-pick', 'side']);
    if (level === 'off') expect(result.stderr).not.toContain('hushkey');
    else expect(result.stderr).toContain('a.js:1:');
    expect(result.status === 0).toBe(level === 'off');
  });
});

describe('merges', () => {
  function diverged(): Started {
    const at = started();
    at.git('checkout', '-q', '-b', 'side');
    at.force('a.js', LINE);
    at.git('checkout', '-q', 'main');
    at.force('m.js', 'export const m = 1;\n');
    return at;
  }

  test('--no-verify by a person goes on with the findings printed, by an agent it is blocked', () => {
    const at = diverged();
    expect(at.tryGit(['merge', '--no-verify', '--no-edit', 'side'], { env: { CLAUDECODE: '1' } }).status).not.toBe(0);
    at.git('merge', '--abort');
    const result = at.tryGit(['merge', '--no-verify', '--no-edit', 'side']);
    expect(result.stderr).toContain('a.js:1:');
    expect(result.status).toBe(0);
  });
});

describe('git am', () => {
  function patched(content: string): { readonly at: Started; readonly patch: string } {
    const at = started();
    at.force('a.js', content);
    const patch = at.git('format-patch', '-1', '--stdout');
    at.git('reset', '-q', '--hard', 'HEAD^');
    return { at, patch };
  }

  test('a patch with a key is blocked and can be aborted', () => {
    const { at, patch } = patched(LINE);
    const result = at.tryGit(['am'], { input: patch });
    expect(result.stderr).toContain('hushkey stopped this patch');
    expect(result.status).not.toBe(0);
    expectNoKey(result);
    expect(at.count()).toBe(1);
    at.git('am', '--abort');
    expect(at.git('status', '--porcelain')).toBe('');
  });

  test('a clean patch passes', () => {
    const { at, patch } = patched('export const a = 1;\n');
    expect(at.tryGit(['am', '-q'], { input: patch })).toMatchObject({ status: 0 });
    expect(at.count()).toBe(2);
  });
});
