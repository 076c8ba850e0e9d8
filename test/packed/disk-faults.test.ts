// What a disk can do: it is full, it cannot be written, a lock stands in the way, an object is gone. A key is named or the
// run fails; clean is only what was read, and nothing is left behind.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createArmedRepository,
  createRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const CLEAN = 'export const a = 1;\n';
const LINE = `key = ${KEY}\n`;

const isRoot = process.getuid?.() === 0;
const canMount = isRoot && run('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt && umount /mnt']).status === 0;
const canLimit = run('sh', ['-c', 'prlimit --fsize=0 true']).status === 0;
const hasFull = run('sh', ['-c', 'test -c /dev/full']).status === 0;

interface Subject extends TestRepository {
  /** Judges two files; `before` stands in front of the command. */
  readonly judge: (before?: string) => Run;
  /** The names of all files there, and the bytes of the index. */
  readonly state: () => readonly string[];
}

interface Command {
  readonly args: readonly string[];
  /** Whether what is judged stands in a commit. */
  readonly commits: boolean;
}

const COMMANDS: readonly Command[] = [
  { args: ['hook', 'pre-commit'], commits: false },
  { args: ['hook', 'pre-push', 'origin', '/nowhere'], commits: true },
  { args: ['scan', '--history'], commits: true },
];

function created({ args, commits }: Command, content: string, repository = createRepository()): Subject {
  const at = createArmedRepository(repository);
  const { root, git } = at;
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-m', 'start');
  at.write('a.js', CLEAN);
  at.write('b.txt', content);
  git('add', 'a.js', 'b.txt');
  if (commits) git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'two');
  const head = git('rev-parse', 'HEAD').trim();
  const index = join(root, '.git/index');
  const TMPDIR = join(root, 'tmp');
  mkdirSync(TMPDIR);
  return {
    ...at,
    judge(before = '') {
      return run('sh', ['-c', `${before} "$0" "$@"`, process.execPath, packedBin(), ...args], {
        cwd: root,
        env: { TMPDIR, GIT_INDEX_FILE: index, HUSHKEY_GIT: String(process.pid) },
        input: args.includes('pre-push') ? `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n` : '',
      });
    },
    state: () => [
      ...readdirSync(root, { recursive: true, encoding: 'utf8' })
        // What a hook has blocked is noted on purpose, for `hushkey allow --last`.
        .filter((name) => !name.startsWith('node_modules') && name !== '.git/hushkey-blocked')
        .sort(),
      readFileSync(index, 'latin1'),
    ],
  };
}

/** A repository on a file system of its own. */
function mounted(): TestRepository {
  const repository = createRepository();
  const { root, git } = repository;
  expect(run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', root]).status).toBe(0);
  onTestFinished(() => void run('umount', ['-l', root]));
  git('init', '-q');
  return repository;
}

function output({ stdout, stderr }: Run): string {
  return stdout + stderr;
}

function expectNamed(at: Subject, before?: string): void {
  const state = at.state();
  const result = at.judge(before);
  expect(output(result)).toContain('b.txt:1:');
  expect(result.status).toBe(1);
  expect(at.state()).toEqual(state);
}

function expectAllRead(at: Subject, before?: string): void {
  const state = at.state();
  const result = at.judge(before);
  // Nothing of it needs the disk but to be read, so it may be clean, when it says of what.
  expect(output(result)).toMatch(/^hushkey: [2-9] files(?: in \d commits?)?, .*no findings/m);
  expect(result.status).toBe(0);
  // The note for prepare-commit-msg is a hard link, named after the process that asked for it.
  const note = `.git/hushkey-judged-${process.pid}`;
  expect(at.state().filter((name) => name !== note)).toEqual(state);
}

describe.each(COMMANDS.map((command) => [command.args.join(' '), command] as const))('%s', (_, command) => {
  test.skipIf(!canMount)('on a full disk', () => {
    for (const content of [LINE, CLEAN]) {
      const at = created(command, content, mounted());
      run('sh', ['-c', 'cat /dev/zero >full 2>/dev/null; for i in 1 2 3; do echo >>full; done'], { cwd: at.root });
      expect(() => at.write('more', 'x'.repeat(10_000))).toThrow('ENOSPC');
      if (content === LINE) expectNamed(at);
      else expectAllRead(at);
    }
  });

  test.skipIf(!canLimit)('where no file may grow', () => {
    expectNamed(created(command, LINE), 'prlimit --fsize=0');
    expectAllRead(created(command, CLEAN), 'prlimit --fsize=0');
  });

  test.skipIf(isRoot && !canMount)('where nothing can be written', () => {
    for (const content of [LINE, CLEAN]) {
      const at = created(command, content, isRoot ? mounted() : undefined);
      const git = join(at.root, '.git');
      if (isRoot) expect(run('mount', ['-o', 'remount,ro', at.root]).status).toBe(0);
      else chmodSync(git, 0o555);
      expect(() => writeFileSync(join(git, 'more'), '')).toThrow();
      if (content === LINE) expectNamed(at);
      else expectAllRead(at);
      if (!isRoot) chmodSync(git, 0o755);
    }
  });

  test('beside the lock of another git', () => {
    for (const content of [LINE, CLEAN]) {
      const at = created(command, content);
      at.write('.git/index.lock', '');
      if (content === LINE) expectNamed(at);
      else expectAllRead(at);
    }
  });

  test('without an object: the object and its file are named, and it is no clean run', () => {
    const at = created(command, CLEAN.repeat(2));
    const oid = at.git('rev-parse', ':b.txt').trim();
    rmSync(join(at.root, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    const state = at.state();
    const result = at.judge();
    expect(output(result)).toContain('b.txt');
    expect(output(result)).toContain(oid.slice(0, 12));
    expect(output(result)).not.toMatch(/^hushkey: \d.*no findings/m);
    expect(result.status).toBe(2);
    expect(at.state()).toEqual(state);
  });

  test.skipIf(!hasFull)('where what it says cannot be written', () => {
    const at = created(command, LINE);
    const state = at.state();
    expect(at.judge('exec >/dev/full 2>/dev/full;').status).not.toBe(0);
    expect(at.state()).toEqual(state);
  });
});
