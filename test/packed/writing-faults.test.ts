// The commands that write: whatever goes wrong half-way, they say so by the exit code, leave no temporary file, lock or
// changed index, and the same command run again ends where an undisturbed one does.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { failingGit, type Stage } from '../support/failing-git.ts';
import {
  createRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const ENV = { CI: '', HUSKY: '', HUSHKEY: '', CLAUDECODE: '' };

interface Command {
  readonly args: readonly string[];
  /** What has run before. */
  readonly after: readonly (readonly string[])[];
  /** The exit code of a run that nothing disturbs. */
  readonly status: number;
}

const INIT = ['init', '--agents'];
const COMMANDS: readonly Command[] = [
  { args: INIT, after: [], status: 0 },
  { args: ['install'], after: [], status: 0 },
  { args: ['uninstall'], after: [INIT], status: 0 },
  { args: ['allow', '--last', '--reason', 'a test'], after: [['install'], ['hook', 'pre-commit']], status: 0 },
  { args: ['baseline', '--reason', 'a test'], after: [], status: 0 },
  { args: ['fix', '--yes'], after: [], status: 0 },
  { args: ['recover', '--fix', '--yes'], after: [], status: 0 },
  { args: ['doctor', '--fix'], after: [], status: 0 },
  { args: ['doctor', '--canary'], after: [['init']], status: 0 },
];

const hushkey = (root: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run =>
  run(process.execPath, [packedBin(), ...args], { cwd: root, env: { ...ENV, ...env } });

/** Files to find fault with, staged. */
function prepared({ after }: Command, repository = createRepository()): string {
  const { root, git, write } = repository;
  write('package.json', '{\n  "name": "app",\n  "private": true,\n  "devDependencies": { "hushkey": "*" }\n}\n');
  symlinkSync(join(inject('installed'), 'node_modules'), join(root, 'node_modules'));
  write('.git/info/exclude', 'node_modules\n/temporary\n');
  git('add', '-A');
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'start');
  write('key.ts', `export const client = { apiKey: '${KEY}' };\n`);
  write('call.sh', 'curl https://api.anthropic.com/v1/messages -H "Authorization: Bearer $ANTHROPIC_API_KEY"\n');
  git('add', '-A');
  for (const args of after) hushkey(root, args);
  return root;
}

/** Every file by path and content, but for git's own records and the stubs that husky writes by its own git. */
function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(?:node_modules|temporary|logs|objects|refs|_)\/|\.git\/(?:index|config)$/.test(path))
    .map((path) => `${path.slice(root.length)} ${readFileSync(path, 'utf8').replaceAll(root, '')}`)
    .sort();
}

const indexOf = (root: string): string => run('git', ['ls-files', '--stage'], { cwd: root }).stdout;
const configOf = (root: string): readonly string[] =>
  run('git', ['config', '--local', '--list'], { cwd: root }).stdout.split('\n').sort();

const canMount =
  process.getuid?.() === 0 &&
  run('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt && umount /mnt']).status === 0;

/** A repository on a small file system of its own. */
function mounted(): TestRepository {
  const repository = createRepository();
  const { root, git } = repository;
  expect(run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', root]).status).toBe(0);
  onTestFinished(() => void run('umount', ['-l', root]));
  git('init', '-q');
  return repository;
}

/** At most ten of the calls, the first and the last among them. */
function stagesOf(calls: number): readonly number[] {
  const count = Math.min(calls, 10);
  return Array.from({ length: count }, (_, i) => 1 + Math.round((i * (calls - 1)) / Math.max(1, count - 1)));
}

function expectNothingLeft(root: string, TMPDIR: string): void {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => /\.(?:tmp|lock|new)$/.test(name) && !name.startsWith('node_modules'))).toEqual([]);
  expect(readdirSync(TMPDIR)).toEqual([]);
}

describe.each(COMMANDS.map((command) => [command.args.join(' '), command] as const))('hushkey %s', (_, command) => {
  const copyOf = (root: string): string => {
    const copy = join(temporaryFolder(), 'copy');
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    // A copy's linked work trees are not armed before the next install, and doctor says so.
    if (command.args.includes('--canary')) hushkey(copy, ['install']);
    return copy;
  };
  const attempt = (root: string, stage?: Stage): Run & { readonly calls: number; readonly TMPDIR: string } => {
    const faulty = failingGit(stage);
    const TMPDIR = temporaryFolder();
    const result = hushkey(root, command.args, { ...faulty.env, TMPDIR });
    return { ...result, calls: faulty.calls(), TMPDIR };
  };

  test('git dies half-way, or it is interrupted, at any call of git', () => {
    const root = prepared(command);
    const clean = copyOf(root);
    const undisturbed = attempt(clean);
    expect([undisturbed.status, undisturbed.calls > 0], undisturbed.stderr + undisturbed.stdout).toEqual([
      command.status,
      true,
    ]);
    expectNothingLeft(clean, undisturbed.TMPDIR);
    stagesOf(undisturbed.calls).forEach((at, i) => {
      const what = (['die', 'INT', 'TERM'] as const)[i % 3] ?? 'die';
      const copy = copyOf(root);
      const ended = attempt(copy, { at, what });
      const wanted = { die: 2, INT: 130, TERM: 143 }[what];
      // Where it can do without an answer of git it may, when it then does all that it should.
      const isWhole = what === 'die' && ended.status === command.status;
      if (!isWhole) expect([at, what, ended.status], ended.stderr + ended.stdout).toEqual([at, what, wanted]);
      expectNothingLeft(copy, ended.TMPDIR);
      expect(indexOf(copy)).toBe(indexOf(root));
      if (!isWhole) {
        const again = attempt(copy);
        expect([at, what, again.status], again.stderr + again.stdout).toEqual([at, what, command.status]);
      }
      expect(filesOf(copy)).toEqual(filesOf(clean));
      expect(configOf(copy)).toEqual(configOf(clean));
    });
  }, 300_000);

  test('beside the lock of another git', () => {
    const start = prepared(command);
    const [root, clean] = [copyOf(start), copyOf(start)];
    expect(attempt(clean).status).toBe(command.status);
    writeFileSync(join(root, '.git', 'index.lock'), '');
    const ended = attempt(root);
    expect(ended.status, ended.stderr + ended.stdout).toBe(command.status);
    // It is not ours to take away.
    expect(existsSync(join(root, '.git', 'index.lock'))).toBe(true);
    rmSync(join(root, '.git', 'index.lock'));
    expectNothingLeft(root, ended.TMPDIR);
    expect(filesOf(root)).toEqual(filesOf(clean));
  });

  test.skipIf(!canMount)('on a full disk', () => {
    const clean = prepared(command);
    expect(attempt(clean).status).toBe(command.status);
    const root = prepared(command, mounted());
    const index = indexOf(root);
    run('sh', ['-c', 'cat /dev/zero >full 2>/dev/null; for i in 1 2 3; do echo >>full; done'], { cwd: root });
    const ended = attempt(root);
    expectNothingLeft(root, ended.TMPDIR);
    expect(indexOf(root)).toBe(index);
    rmSync(join(root, 'full'));
    if (ended.status !== command.status) {
      expect(ended.status, ended.stderr + ended.stdout).toBeGreaterThan(0);
      expect(attempt(root).status).toBe(command.status);
    }
    expect(filesOf(root)).toEqual(filesOf(clean));
  });
});

test('beside a lock on the config of git: install fails with the file, and the next one arms', () => {
  const [install] = COMMANDS.filter(({ args }) => args[0] === 'install');
  if (install === undefined) throw new Error('no command to install');
  const root = prepared(install);
  const lock = join(root, '.git', 'config.lock');
  writeFileSync(lock, '');
  const ended = hushkey(root, ['install']);
  expect(ended.stderr).toContain('git config could not be written');
  expect(ended.stderr).toContain(`${root}/.git/config can be written and that no config.lock is left there`);
  expect(ended.status).toBe(2);
  rmSync(lock);
  expect(hushkey(root, ['install']).status).toBe(0);
  expect(run('git', ['commit', '-q', '-m', 'x'], { cwd: root, env: ENV }).status).toBe(1);
});
