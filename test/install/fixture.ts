// A package of ours as npm would install it, with a scanner that only writes down that it was called.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { init } from '../../src/install/init.ts';
import { install } from '../../src/install/install.ts';
import { createRepository, type Run, type RunOptions, temporaryFolder } from '../support/repository.ts';

const SHELLS = { dash: '/bin/dash', 'busybox ash': '/bin/busybox', bash: '/bin/bash' } as const;
export type Shell = keyof typeof SHELLS;
export const shells = Object.keys(SHELLS) as Shell[];

const SCANNER = `
const { appendFileSync, linkSync, readFileSync } = require('node:fs');
const where = __dirname.includes('node_modules') ? 'package' : 'copy';
const input = process.argv[2] === 'pre-push' ? ' ' + readFileSync(0, 'utf8').trim() : '';
appendFileSync(process.env.CALLS, 'scan ' + process.argv.slice(2).join(' ') + ' (' + where + ')' + input + '\\n');
const { GIT_INDEX_FILE: index, HUSHKEY_GIT: pid, SCAN_EXIT: code = '0' } = process.env;
// As the real one does after a clean pre-commit, so that prepare-commit-msg need not ask again.
if (code === '0' && index && /^pre-(?:merge-)?commit$/.test(process.argv[2]))
  linkSync(index, index.replace(/[^/]*$/, 'hushkey-judged-' + pid));
process.exit(Number(code));
`;

export interface Fixture {
  readonly root: string;
  readonly packageRoot: string;
  readonly env: NodeJS.ProcessEnv;
  readonly git: (args: readonly string[], options?: RunOptions) => Run;
  readonly write: (path: string, content: string, mode?: number) => void;
  readonly read: (path: string) => string;
  readonly exists: (path: string) => boolean;
  /** Value of a key, '' where it is not set. */
  readonly config: (key: string) => string;
  readonly install: (env?: NodeJS.ProcessEnv, cwd?: string) => ReturnType<typeof install>;
  /** Stages a new file and commits it, with what the hooks and the scanner wrote down on the way. */
  readonly commit: (options?: RunOptions) => Run & { readonly calls: readonly string[] };
  readonly calls: () => readonly string[];
}

export interface FixtureOptions {
  readonly shell?: Shell;
  /** Where node_modules/hushkey lies, from the root; '' for a package outside the repository. */
  readonly packageAt?: string;
}

/** A repository with one commit, the fake package in node_modules, and a home of its own. */
export function createFixture({ shell = 'dash', packageAt = 'node_modules/hushkey' }: FixtureOptions = {}): Fixture {
  const { root } = createRepository();
  const home = temporaryFolder();
  const binary = SHELLS[shell];
  if (!existsSync(binary)) throw new Error(`${shell} is not installed, so the dispatcher is not tested in it`);
  mkdirSync(join(home, 'bin'));
  symlinkSync(binary, join(home, 'bin', 'sh'));
  writeFileSync(join(home, 'gitconfig'), '[user]\nname = T\nemail = t@example.com\n[init]\ndefaultBranch = main\n');
  const calls = join(home, 'calls');
  const env: NodeJS.ProcessEnv = {
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    CALLS: calls,
  };
  const packageRoot = packageAt === '' ? join(temporaryFolder(), 'hushkey') : join(root, packageAt);
  createPackage(packageRoot, join(home, 'bin', 'sh'));
  const git: Fixture['git'] = (args, options) =>
    plain('git', args, { cwd: root, ...options, env: { ...env, ...options?.env } });
  const write: Fixture['write'] = (path, content, mode = 0o644) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  };
  write('.gitignore', 'node_modules\n');
  git(['add', '.']);
  expect(git(['commit', '-qm', 'first']).status).toBe(0);
  const readCalls = (): readonly string[] =>
    existsSync(calls) ? readFileSync(calls, 'utf8').split('\n').filter(Boolean) : [];
  return {
    root,
    packageRoot,
    env,
    git,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    exists: (path) => existsSync(join(root, path)),
    config: (key) => git(['config', key]).stdout.trim(),
    install: (more, cwd = root) => install({ cwd, env: { ...env, ...more }, packageRoot }),
    calls: readCalls,
    commit(options) {
      const cwd = options?.cwd ?? root;
      writeFileSync(join(cwd, 'file.txt'), String(process.hrtime.bigint()));
      git(['add', 'file.txt'], { cwd });
      writeFileSync(calls, '');
      return { ...git(['commit', '-qm', 'work'], options), calls: readCalls() };
    },
  };
}

function createPackage(folder: string, sh: string): void {
  const source = fileURLToPath(new URL('../..', import.meta.url));
  mkdirSync(join(folder, 'dist', 'hook'), { recursive: true });
  cpSync(join(source, 'hooks'), join(folder, 'hooks'), { recursive: true });
  const dispatch = readFileSync(join(source, 'hooks', 'dispatch'), 'utf8');
  writeFileSync(join(folder, 'hooks', 'dispatch'), dispatch.replace('#!/bin/sh', `#!${sh}`));
  writeFileSync(join(folder, 'dist', 'hook', 'main.cjs'), SCANNER);
  writeFileSync(join(folder, 'package.json'), '{ "name": "hushkey", "version": "0.1.0" }\n');
  // What a husky script calls when husky itself runs it.
  const bin = join(folder, '..', '.bin', 'hushkey');
  mkdirSync(dirname(bin), { recursive: true });
  writeFileSync(bin, '#!/bin/sh\necho "bin $*" >>"$CALLS"\n', { mode: 0o755 });
}

/** A process with exactly this environment. */
export function plain(file: string, args: readonly string[], options: RunOptions): Run {
  const result = spawnSync(file, args, { cwd: options.cwd, env: options.env, input: options.input, encoding: 'utf8' });
  if (result.error) throw result.error;
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

export const PACKAGE = '{\n  "name": "app",\n  "private": true\n}\n';

/** A fixture with a package.json. */
export function createProject(packageText = PACKAGE, options: FixtureOptions = {}): Fixture {
  const at = createFixture(options);
  at.write('package.json', packageText);
  return at;
}

export const runInit = (at: Fixture, dryRun = false, cwd = at.root): ReturnType<typeof init> =>
  init({ cwd, env: at.env, packageRoot: at.packageRoot, version: '0.1.0', dryRun, agents: false });

/** Puts a package manager into PATH that writes down how it was called, and what package.json it then leaves. */
export function fakeManager(at: Fixture, name: string, leaves?: string, exitCode = 0): void {
  const writes = leaves === undefined ? '' : `printf '%s' '${leaves}' > package.json\n`;
  const script = `#!/bin/sh\necho "${name} $* in $PWD with $(grep -c 'hushkey' package.json)" >>"$CALLS"\n${writes}echo "error: it broke" >&2\nexit ${exitCode}\n`;
  writeFileSync(join(at.env['HOME'] ?? '', 'bin', name), script, { mode: 0o755 });
}
