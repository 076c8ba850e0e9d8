// `hushkey scan` from the packed tarball: what is selected, what is skipped and said, what cannot be read.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, packedBin, type Run, run, runHushkey, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;

interface Document {
  readonly source: string;
  readonly scanned: { files: number; bytes: number; skipped: { path: string; reason: string }[] };
  readonly findings: { path: string; ruleId: string }[];
  readonly errors: { path: string; code: string; message: string }[];
}

function documentOf(result: Run): Document {
  expect(result.stdout + result.stderr).not.toContain(KEY);
  return JSON.parse(result.stdout) as Document;
}

function pathsOf(result: Run): readonly string[] {
  return documentOf(result).findings.map((finding) => finding.path);
}

/** A plain folder: no git above it. */
function plainFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const scanJson = (cwd: string, ...args: string[]): Run => runHushkey(['scan', '--format', 'json', ...args], { cwd });

describe('inside git', () => {
  test('no path, from a sub-folder: tracked and untracked files of the whole repository, none that is ignored', () => {
    const { root, write, git } = createRepository();
    write('.gitignore', 'ignored/\n*.log\n');
    write('tracked.js', LINE);
    git('add', '-A');
    git('commit', '-q', '-m', 'start');
    write('top.js', LINE);
    write('sub/untracked.js', LINE);
    write('sub/a.log', LINE);
    write('ignored/b.js', LINE);
    const result = scanJson(join(root, 'sub'));
    expect(result.status).toBe(1);
    expect(result.stderr).toBe('');
    expect(pathsOf(result)).toEqual(['sub/untracked.js', 'top.js', 'tracked.js']);
    expect(documentOf(result).source).toBe('worktree');
    expect(documentOf(result).scanned.files).toBe(4);
  });

  test('a file and a folder by name, from a sub-folder; both at once are scanned once', () => {
    const { root, write } = createRepository();
    write('sub/a.js', LINE);
    write('sub/b.js', 'export const b = 1;\n');
    write('other.js', LINE);
    const cwd = join(root, 'sub');
    expect(pathsOf(scanJson(cwd, 'a.js'))).toEqual(['sub/a.js']);
    expect(pathsOf(scanJson(cwd, '.'))).toEqual(['sub/a.js']);
    expect(pathsOf(scanJson(cwd, '..'))).toEqual(['other.js', 'sub/a.js']);
    expect(pathsOf(scanJson(cwd, '../other.js'))).toEqual(['other.js']);
    const both = documentOf(scanJson(cwd, 'a.js', '.', join(root, 'sub')));
    expect(both.findings).toHaveLength(1);
    expect(both.scanned.files).toBe(2);
  });

  test('a folder by name leaves out what is ignored below it; what is named and ignored is scanned', () => {
    const { root, write } = createRepository();
    write('.gitignore', '*.log\ndist/\nnode_modules/\n');
    write('src/a.log', LINE);
    write('dist/out.js', LINE);
    write('dist/deep/node_modules/x/out.log', LINE);
    write('node_modules/pkg/node_modules/inner/i.js', LINE);
    expect(scanJson(root, 'src').status).toBe(0);
    expect(pathsOf(scanJson(root, 'src/a.log'))).toEqual(['src/a.log']);
    expect(pathsOf(scanJson(root, 'dist'))).toEqual(['dist/deep/node_modules/x/out.log', 'dist/out.js']);
    expect(pathsOf(scanJson(root, 'dist/deep'))).toEqual(['dist/deep/node_modules/x/out.log']);
    expect(pathsOf(scanJson(root, 'node_modules'))).toEqual(['node_modules/pkg/node_modules/inner/i.js']);
  });

  test('.git by name: a password in a remote is found', () => {
    const { root, git } = createRepository();
    git('config', 'remote.origin.url', `https://${fakeOf('github-pat-classic', 3)}@example.com/x.git`);
    expect(scanJson(root).status).toBe(0);
    expect(pathsOf(scanJson(root, '.git'))).toContain('.git/config');
  });

  test('glob characters in a name are no pattern', () => {
    const { root, write } = createRepository();
    write('app/[slug]/page.js', LINE);
    write('app/s/page.js', LINE);
    expect(pathsOf(scanJson(root, 'app/[slug]'))).toEqual(['app/[slug]/page.js']);
  });

  test.skipIf(process.platform !== 'linux')('two names that no text can show are two files', () => {
    const repository = createRepository();
    repository.write('plain.js', '');
    for (const byte of [0xfe, 0xff])
      writeFileSync(Buffer.concat([Buffer.from(join(repository.root, 'a')), Buffer.of(byte)]), LINE);
    expect(pathsOf(repository.hushkey(['scan', '--format', 'json']))).toHaveLength(2);
  });

  test('a path outside the repository counts as outside git', () => {
    const { root, write } = createRepository();
    write('own.js', LINE);
    const other = plainFolder({ 'a.js': LINE, '.gitignore': 'b.js\n', 'b.js': LINE, 'node_modules/x.js': LINE });
    const result = scanJson(root, other);
    expect(result.status).toBe(1);
    expect(pathsOf(result)).toEqual(['a.js']);
    expect(scanJson(root, join(other, 'b.js')).status).toBe(1);
  });

  test('a repository inside the repository is skipped, and scanned when it is named', () => {
    const { root, write } = createRepository();
    write('nested/a.js', LINE);
    execFileSync('git', ['init', '-q', join(root, 'nested')]);
    write('own.js', 'export const own = 1;\n');
    const whole = scanJson(root);
    expect(whole.status).toBe(0);
    expect(documentOf(whole).scanned.skipped).toEqual([{ path: 'nested/', reason: 'nested repository' }]);
    const named = scanJson(root, 'nested');
    expect(named.status).toBe(1);
    expect(documentOf(named).findings).toHaveLength(1);
  });

  test('--staged scans the index, whatever the work tree holds', () => {
    const { root, write, git } = createRepository();
    write('a.js', LINE);
    write('b.js', 'export const b = 1;\n');
    git('add', '-A');
    write('a.js', 'export const a = 1;\n');
    write('b.js', LINE);
    const result = scanJson(root, '--staged');
    expect(result.status).toBe(1);
    expect(pathsOf(result)).toEqual(['a.js']);
    expect(documentOf(result).source).toBe('index');
    expect(git('status', '--porcelain')).toBe('AM a.js\nAM b.js\n');
  });
});

describe('scenario 27: outside git', () => {
  test('the folder is walked, .gitignore files honoured, .git and node_modules left out', () => {
    const folder = plainFolder({
      '.gitignore': 'out/\n*.log\n',
      'a.js': LINE,
      'sub/.gitignore': '!keep.log\nlocal.js\n',
      'sub/keep.log': LINE,
      'sub/other.log': LINE,
      'sub/local.js': LINE,
      'out/x.js': LINE,
      'node_modules/p/x.js': LINE,
      'sub/node_modules/p/x.js': LINE,
    });
    const result = scanJson(folder);
    expect(result.status).toBe(1);
    expect(pathsOf(result)).toEqual(['a.js', 'sub/keep.log']);
    expect(pathsOf(scanJson(folder, 'node_modules'))).toEqual(['p/x.js']);
    expect(pathsOf(scanJson(folder, 'a.js'))).toEqual(['a.js']);
    expect(pathsOf(scanJson(folder, 'out/x.js'))).toEqual(['out/x.js']);
  });

  test('two folders with a file of the same name: both are scanned and told apart', () => {
    const folder = plainFolder({ 'one/key.js': LINE, 'two/key.js': LINE });
    expect(pathsOf(scanJson(folder, 'one', 'two'))).toEqual(['one/key.js', 'two/key.js']);
    expect(pathsOf(scanJson(folder, 'one'))).toEqual(['key.js']);
  });

  test("ignore globs of the current folder's config are relative to it", () => {
    const folder = plainFolder({
      'hushkey.config.json': '{ "ignore": ["dir/gen/**"] }\n',
      'dir/gen/a.js': LINE,
      'dir/b.js': LINE,
    });
    const result = scanJson(folder, 'dir');
    expect(pathsOf(result)).toEqual(['b.js']);
    expect(documentOf(result).scanned.skipped).toEqual([{ path: 'gen/a.js', reason: 'ignored by the config' }]);
    // A file named by hand is scanned all the same.
    expect(pathsOf(scanJson(folder, 'dir/gen/a.js'))).toEqual(['dir/gen/a.js']);
  });

  test("a config that is named elsewhere speaks of its own folder's files, and of no others", () => {
    const folder = plainFolder({
      'shared.json': '{ "ignore": ["cwd/gen/**"] }\n',
      'cwd/gen/a.js': LINE,
      'cwd/b.js': LINE,
      'cwd/hushkey.config.json': '{ "include": ["none/**"] }\n',
      'other/c.js': LINE,
    });
    const cwd = join(folder, 'cwd');
    expect(pathsOf(scanJson(cwd, '--config', '../shared.json'))).toEqual(['b.js']);
    expect(pathsOf(scanJson(cwd))).toEqual([]);
    expect(pathsOf(scanJson(cwd, '../other'))).toEqual(['c.js']);
  });

  test('--staged is exit 2', () => {
    const result = runHushkey(['scan', '--staged'], { cwd: temporaryFolder() });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^hushkey: .* is not in a git repository\n/);
  });

  test('an empty folder says that nothing was scanned', () => {
    const result = runHushkey(['scan'], { cwd: temporaryFolder() });
    expect(result.status).toBe(0);
    expect(result.stderr).toBe('');
    expect(result.stdout).toMatch(/^hushkey: scanned 0 files: no file \([\d.]+ m?s\)\n$/);
    const quiet = runHushkey(['scan', '--quiet'], { cwd: temporaryFolder() });
    expect(quiet.stdout).toMatch(/scanned 0 files/);
  });
});

describe('standard input', () => {
  test('--stdin-path names it in the report and decides the language', () => {
    const { hushkey } = createRepository();
    const result = hushkey(['scan', '--stdin', '--stdin-path', 'src/a.js', '--format', 'json'], { input: LINE });
    expect(result.status).toBe(1);
    expect(pathsOf(result)).toEqual(['src/a.js']);
    expect(documentOf(result).source).toBe('stdin');
    expect(documentOf(hushkey(['scan', '--stdin', '--format', 'json'], { input: LINE })).findings).toHaveLength(1);
    expect(hushkey(['scan', '--stdin'], { input: '' }).status).toBe(0);
  });
});

describe('wrong sources', () => {
  test.each([
    [['--staged', '--stdin'], 'exclude each other'],
    [['--staged', 'src'], 'exclude each other'],
    [['--stdin', 'src'], 'exclude each other'],
    [['--stdin-path', 'x.js'], '--stdin'],
  ])('%j is exit 2', (args, words) => {
    const result = runHushkey(['scan', ...args], { cwd: temporaryFolder(), input: '' });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(words);
  });
});

describe('what cannot be read', () => {
  test('a path that does not exist is exit 2, and the others are still reported', () => {
    const folder = plainFolder({ 'a.js': LINE });
    const result = scanJson(folder, 'nowhere.js', 'a.js');
    expect(result.status).toBe(2);
    expect(pathsOf(result)).toEqual(['a.js']);
    expect(documentOf(result).errors).toEqual([
      { path: 'nowhere.js', code: 'no-such-path', message: 'nowhere.js: no such file or folder' },
    ]);
    const pretty = runHushkey(['scan', 'nowhere.js', 'a.js'], { cwd: folder });
    expect(pretty.status).toBe(2);
    expect(pretty.stdout).toContain('could not scan  nowhere.js');
    expect(pretty.stdout).toContain('a.js:1:');
    expect(pretty.stdout).toContain('could not scan 1 file; 1 error');
  });

  test.skipIf(process.platform !== 'linux')('a read error', () => {
    // Reading another address than a mapped one fails with EIO, for root too.
    const result = scanJson(temporaryFolder(), '/proc/self/mem');
    expect(result.status).toBe(2);
    expect(documentOf(result).errors).toMatchObject([{ code: 'read-error' }]);
  });

  test('a file and a folder without permission', () => {
    const folder = plainFolder({ 'a.js': LINE, 'shut.js': LINE, 'shut/b.js': LINE, 'x/.gitignore': 'y\n' });
    for (const file of ['shut.js', 'x/.gitignore']) chmodSync(join(folder, file), 0);
    chmodSync(join(folder, 'shut'), 0);
    onTestFinished(() => chmodSync(join(folder, 'shut'), 0o700));
    const result = unprivileged(['scan', '--format', 'json'], folder);
    expect(result.status).toBe(2);
    expect(pathsOf(result)).toEqual(['a.js']);
    expect(documentOf(result).errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'shut.js permission-denied',
      'shut/ permission-denied',
      'x/.gitignore permission-denied',
    ]);
  });
});

/** Runs the packed command as somebody whom file modes concern: root is none. */
function unprivileged(args: readonly string[], cwd: string): Run {
  if (process.getuid?.() !== 0) return runHushkey(args, { cwd });
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const installed = join(packedBin(), '..', '..', '..', '..');
  for (const open of [cwd, installed]) execFileSync('chmod', ['o+rx', open]);
  return run('setpriv', [...nobody, process.execPath, packedBin(), ...args], { cwd });
}

describe('what is skipped is counted with its reason', () => {
  test('in a repository: deleted, dangling link, submodule, binary', () => {
    const { root, write, git } = createRepository();
    const inner = createRepository();
    inner.write('x', LINE);
    inner.git('add', '-A');
    inner.git('commit', '-q', '-m', 'inner');
    git('submodule', '--quiet', 'add', inner.root, 'module');
    write('gone.js', 'export const gone = 1;\n');
    write('image.bin', Buffer.from([0, 1, 2, 3, 0, 255]));
    symlinkSync('nowhere', join(root, 'dangling'));
    git('add', '-A');
    rmSync(join(root, 'gone.js'));
    const result = scanJson(root);
    expect(result.status).toBe(0);
    expect(documentOf(result).scanned.skipped).toEqual(
      expect.arrayContaining([
        { path: 'gone.js', reason: 'deleted in the work tree' },
        { path: 'dangling', reason: 'dangling link' },
        { path: 'module', reason: 'submodule' },
        { path: 'image.bin', reason: 'binary' },
      ]),
    );
    expect(documentOf(result).scanned.skipped).toHaveLength(4);
    // .gitmodules and the text of the link.
    expect(documentOf(result).scanned.files).toBe(2);
    const pretty = runHushkey(['scan', '--verbose'], { cwd: root });
    expect(pretty.status).toBe(0);
    expect(pretty.stdout).toContain('not scanned  gone.js (deleted in the work tree)');
  });

  test("a dangling link's target is text that git stores, so it is scanned", () => {
    const { root } = createRepository();
    symlinkSync(KEY, join(root, 'link'));
    for (const args of [[], ['link'], ['.']]) {
      const result = scanJson(root, ...args);
      expect(result.status).toBe(1);
      expect(pathsOf(result)).toEqual(['link']);
    }
  });

  test('a tracked file whose folder has become a file counts as deleted', () => {
    const { root, write, git } = createRepository();
    write('was/a.js', 'export const a = 1;\n');
    git('add', '-A');
    rmSync(join(root, 'was'), { recursive: true });
    write('was', 'text\n');
    const result = scanJson(root);
    expect(documentOf(result).errors).toEqual([]);
    expect(documentOf(result).scanned.skipped).toEqual([{ path: 'was/a.js', reason: 'deleted in the work tree' }]);
    expect(result.status).toBe(0);
  });

  test('outside git: pipe and socket, found or named, without waiting for them', async () => {
    const folder = plainFolder({ 'a.js': 'export const a = 1;\n' });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(folder, 'socket'), done));
    onTestFinished(() => void server.close());
    const skipped = [
      { path: 'pipe', reason: 'pipe' },
      { path: 'socket', reason: 'socket' },
    ];
    const walked = scanJson(folder);
    expect(walked.status).toBe(0);
    expect(documentOf(walked).scanned).toMatchObject({ files: 1, skipped });
    const named = scanJson(folder, 'pipe', 'socket');
    expect(named.status).toBe(0);
    expect(documentOf(named).scanned).toMatchObject({ files: 0, skipped });
  });

  test('a key in a binary is found, and then the file is not skipped', () => {
    const folder = plainFolder({ 'dump.bin': `\0\0\0${KEY}\0\0` });
    const result = scanJson(folder);
    expect(result.status).toBe(1);
    expect(documentOf(result).scanned).toMatchObject({ files: 1, skipped: [] });
  });
});
