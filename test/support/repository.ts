// Real git repositories in temporary folders, and the packed command line run in them. git is never mocked.

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { errnoOf } from '../../src/errors.ts';

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

export interface TestRepository {
  readonly root: string;
  /** Runs plain git, as a user would; throws when it fails. */
  readonly git: (...args: string[]) => string;
  /** Runs plain git and gives whatever happens. */
  readonly tryGit: (args: readonly string[], options?: RunOptions) => Run;
  readonly write: (path: string, content: string | Buffer) => void;
  /** The packed `hushkey`. */
  readonly hushkey: (args: readonly string[], options?: RunOptions) => Run;
}

export function run(file: string, args: readonly string[], options: RunOptions = {}): Run {
  const result: SpawnSyncReturns<Buffer> = spawnSync(file, args, {
    cwd: options.cwd,
    input: options.input,
    env: { ...process.env, ...options.env },
    timeout: 120_000,
  });
  // A program may end without reading its input: what it said counts.
  if (result.error && errnoOf(result.error) !== 'EPIPE') throw result.error;
  return { status: result.status, stdout: result.stdout.toString('utf8'), stderr: result.stderr.toString('utf8') };
}

/** A temporary folder that goes away with the test. */
export function temporaryFolder(name = 'hushkey-test-'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new repository with nothing in it and no hook. */
export function createRepository(): TestRepository {
  const root = temporaryFolder();
  const git = (...args: string[]): string => {
    const result = run('git', args, { cwd: root });
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}${result.stdout}`);
    return result.stdout;
  };
  git('init', '-q');
  return {
    root,
    git,
    tryGit: (args, options) => run('git', args, { cwd: root, ...options }),
    write(path, content) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    hushkey: (args, options) => runHushkey(args, { cwd: root, ...options }),
  };
}

/** Path of the packed command line. */
export function packedBin(): string {
  return join(inject('installed'), 'node_modules', 'hushkey', 'dist', 'bin.js');
}

export function runHushkey(args: readonly string[], options: RunOptions = {}): Run {
  return run(process.execPath, [packedBin(), ...args], options);
}

/** A repository with package.json and the package in node_modules, armed by `hushkey install`; nothing committed. */
export function createArmedRepository(repository = createRepository()): TestRepository {
  repository.write('package.json', '{ "name": "app", "private": true, "devDependencies": { "hushkey": "*" } }\n');
  symlinkSync(join(inject('installed'), 'node_modules'), join(repository.root, 'node_modules'));
  repository.write('.git/info/exclude', 'node_modules\n');
  const installed = repository.hushkey(['install']);
  if (installed.status !== 0) throw new Error(`hushkey install: ${installed.stderr}${installed.stdout}`);
  return repository;
}
