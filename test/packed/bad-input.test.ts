// Words, places and repositories that are not as they should be: exit 2, one clear line, nothing on stdout.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import {
  createArmedRepository,
  createRepository,
  packedBin,
  type Run,
  run,
  runHushkey,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);

function expectRefused(result: Run, ...words: string[]): void {
  expect(result.stdout).toBe('');
  expect(result.stderr).toMatch(/^hushkey: /);
  for (const word of words) expect(result.stderr).toContain(word);
  // Expected failures show no stack.
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.status).toBe(2);
}

describe('words', () => {
  test.each([
    [['scna'], ['unknown command: scna', 'did you mean scan?']],
    [['frobnicate'], ['unknown command: frobnicate', 'hushkey help lists the commands']],
    [
      ['scan', '--fromat', 'json'],
      ['unknown flag: --fromat', 'did you mean --format?'],
    ],
    [
      ['scan', '--xyzzy'],
      ['unknown flag: --xyzzy', 'hushkey help scan'],
    ],
    [['scan', '-q'], ['unknown flag: -q']],
    [
      ['scan', '--reason', 'x'],
      ['scan has no --reason', 'hushkey allow'],
    ],
    [['scan', '--format'], ['--format needs a value']],
    [['scan', '--format='], ['--format needs a value']],
    [['scan', '--format', '--quiet'], ['--format needs a value']],
    [
      ['scan', '--format', 'jsno'],
      ['--format has no such value: jsno', 'did you mean json?'],
    ],
    [['scan', '--level', 'fatal'], ['error, warning, note']],
    [['scan', '--max-bytes', '0'], ['whole number']],
    [['scan', '--max-bytes', '1e3'], ['whole number']],
    [['scan', '--quiet=yes'], ['--quiet takes no value']],
    [['--quiet'], ['--quiet needs a command']],
    [['allow'], ['an argument is missing']],
    [['help', 'scna'], ['did you mean scan?']],
    [['hook'], ['an argument is missing']],
    [['hook', 'post-nothing'], ['post-nothing']],
    [['--', 'hook', 'pre-commit'], ['after the name']],
  ])('%j', (args, words) => {
    expectRefused(runHushkey(args, { cwd: temporaryFolder() }), ...words);
  });

  test.each([[[KEY]], [['scan', `--${KEY}`]], [['scan', '--format', KEY]], [['scan', '--rule', KEY]], [['help', KEY]]])(
    'a credential pasted by mistake is not repeated (%#)',
    (args) => {
      const result = runHushkey([...args, '--debug'], { cwd: temporaryFolder() });
      expect(result).toMatchObject({ status: 2, stdout: '' });
      expect(result.stderr).not.toContain(KEY.slice(14, 24));
    },
  );

  test('--debug adds the stack', () => {
    const result = runHushkey(['scan', '--config', 'nowhere.json', '--debug'], { cwd: temporaryFolder() });
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/^\s+at /m);
  });

  test('what follows -- is a path', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '--format'), `${KEY}\n`);
    const result = runHushkey(['scan', '--', '--format'], { cwd });
    expect(result.status).toBe(1);
    expect(result.stdout).toContain('--format:1:1');
  });
});

describe('no git', () => {
  /** A PATH with nothing in it. */
  const bare = (): NodeJS.ProcessEnv => ({ PATH: temporaryFolder() });

  test('scan of files works, what needs the index is refused with the remedy', () => {
    const { root, write } = createRepository();
    write('a.js', `${KEY}\n`);
    const scanned = runHushkey(['scan'], { cwd: root, env: bare() });
    expect(scanned.status).toBe(1);
    expect(scanned.stdout).toContain('a.js:1:1');
    for (const args of [
      ['scan', '--staged'],
      ['hook', 'pre-commit'],
      ['allow', '0123456789ab', '--reason', 'why'],
    ]) {
      expectRefused(runHushkey(args, { cwd: root, env: bare() }), 'git was not found', 'PATH');
    }
    expect(runHushkey(['rules', 'anthropic-api-key'], { cwd: root, env: bare() }).status).toBe(0);
    expect(runHushkey(['--version'], { cwd: root, env: bare() }).status).toBe(0);
  });
});

describe('a repository that is broken', () => {
  test('a truncated index', () => {
    const { root, write, git, hushkey } = createRepository();
    write('a.js', `${KEY}\n`);
    git('add', '-A');
    truncateSync(join(root, '.git', 'index'), 20);
    for (const args of [['scan'], ['scan', '--staged'], ['hook', 'pre-commit']]) {
      expectRefused(hushkey(args), 'git', 'index');
    }
  });

  test('no HEAD', () => {
    const { root, write, git, hushkey } = createRepository();
    write('a.js', 'export const a = 1;\n');
    git('add', '-A');
    rmSync(join(root, '.git', 'HEAD'));
    expectRefused(hushkey(['scan']), '.git is not a repository that git can read', 'git fsck');
    expectRefused(hushkey(['scan'], { cwd: join(root, '.git', '..') }), 'git fsck');
    expectRefused(hushkey(['hook', 'pre-commit']));
  });

  test('an object that is damaged, and one that is gone', () => {
    const { root, write, git, hushkey } = createRepository();
    write('a.js', 'export const a = 1;\n');
    write('b.js', `${KEY}\n`);
    git('add', '-A');
    const oid = git('rev-parse', ':a.js').trim();
    const object = join(root, '.git', 'objects', oid.slice(0, 2), oid.slice(2));
    execFileSync('chmod', ['u+w', object]);
    writeFileSync(object, 'no object at all');
    const damaged = hushkey(['scan', '--staged', '--format', 'json']);
    expect(damaged.status).toBe(2);
    const document = JSON.parse(damaged.stdout);
    expect(document.errors).toMatchObject([{ path: 'a.js' }]);
    // One damaged file must not hide the key in the next.
    expect(document.findings).toMatchObject([{ path: 'b.js' }]);
    rmSync(object);
    const gone = hushkey(['scan', '--staged', '--format', 'json']);
    expect(gone.status).toBe(2);
    expect(JSON.parse(gone.stdout).errors).toMatchObject([{ path: 'a.js', code: 'missing-blob' }]);
    expect(JSON.parse(gone.stdout).findings).toHaveLength(1);
    // The work tree is whole.
    expect(hushkey(['scan', '--format', 'json']).status).toBe(1);
  });

  test("somebody else's repository", () => {
    const { root, write, hushkey } = createRepository();
    write('a.js', 'export const a = 1;\n');
    // git's own way to play it.
    expectRefused(hushkey(['scan'], { env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } }), `safe.directory ${root}`);
  });

  test('a HEAD that names a commit that is gone: the whole index is judged', () => {
    const { root, write, git, hushkey } = createRepository();
    write('a.js', 'export const a = 1;\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'start');
    write('b.js', `${KEY}\n`);
    git('add', '-A');
    writeFileSync(join(root, '.git', 'HEAD'), `${'1234567890'.repeat(4)}\n`);
    const result = hushkey(['scan', '--staged', '--format', 'json']);
    expect([1, 2]).toContain(result.status);
    if (result.status === 1) expect(JSON.parse(result.stdout).scanned.files).toBe(2);
    expect(hushkey(['hook', 'pre-commit']).status).not.toBe(0);
  });
});

describe('a place that is not there', () => {
  test('the current folder is deleted', () => {
    const folder = temporaryFolder();
    const script = 'cd "$FOLDER" && rmdir "$FOLDER" && exec "$NODE" "$BIN" "$@"';
    for (const args of [['scan'], ['hook', 'pre-commit'], ['rules']]) {
      mkdirSync(folder, { recursive: true });
      const result = run('sh', ['-c', script, 'sh', ...args], {
        env: { FOLDER: folder, NODE: process.execPath, BIN: packedBin() },
      });
      expectRefused(result, 'the current folder does not exist any more');
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'no HOME, a folder that is read-only, a TMPDIR that is not there: all the same',
    () => {
      const repository = createArmedRepository();
      repository.write('a.js', `${KEY}\n`);
      repository.git('add', '-A');
      const env = { HOME: undefined, XDG_CONFIG_HOME: undefined, TMPDIR: '/nowhere/at/all', USERPROFILE: undefined };
      const result = repository.hushkey(['scan', '--format', 'json'], { env });
      expect(result).toMatchObject({ status: 1, stderr: '' });
      expect(JSON.parse(result.stdout).findings).toHaveLength(1);
      expect(repository.tryGit(['commit', '-q', '-m', 'x'], { env }).status).toBe(1);
      const proc = repository.hushkey(['scan', join(repository.root, 'a.js')], { cwd: '/proc' });
      expect(proc.status).toBe(1);
      expect(repository.hushkey(['scan', 'version'], { cwd: '/proc' }).status).toBe(0);
      expectRefused(
        repository.hushkey(['scan', 'version', '--output', 'report'], { cwd: '/proc' }),
        'cannot be written',
      );
    },
  );

  test.skipIf(process.platform !== 'linux')('a full disk behind stdout, and behind stderr', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.js'), `${KEY}\n`);
    const shell = (words: string): Run =>
      run('sh', ['-c', `exec "$NODE" "$BIN" ${words}`], { cwd, env: { NODE: process.execPath, BIN: packedBin() } });
    expectRefused(shell('scan >/dev/full'), 'the output cannot be written (ENOSPC)');
    expect(shell('scan --output report 2>/dev/full').status).toBe(1);
    expect(shell('scan --nonsense 2>/dev/full')).toEqual({ status: 2, stdout: '', stderr: '' });
  });

  test.skipIf(process.platform !== 'linux')('a baseline that cannot be written', () => {
    const { root, write, hushkey } = createRepository();
    write('a.js', `${KEY}\n`);
    const { findings } = JSON.parse(hushkey(['scan', '--format', 'json']).stdout);
    const result = hushkey(['allow', findings[0].id, '--reason', 'why', '--baseline', '/proc/none/baseline.json']);
    expectRefused(result, 'cannot be written');
    expect(readFileSync(join(root, 'a.js'), 'utf8')).toBe(`${KEY}\n`);
  });
});

test('a bare repository has no work tree: it is not called clean', () => {
  const repository = createRepository();
  repository.git('config', 'core.bare', 'true');
  const result = repository.hushkey(['scan']);
  expect(result.status).toBe(2);
  expect(result.stderr).toContain('no work tree');
  expect(result.stdout).toBe('');
  expect(repository.hushkey(['scan', '--stdin'], { input: 'text\n' }).status).toBe(0);
});
