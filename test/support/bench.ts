// A bench: one package manager on one version of Node, with a home of its own whose registry has the tarball.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, inject } from 'vitest';
import { fakeOf } from './fakes.ts';
import { COMMANDS, type Commands, type Manager, managerBin, nodeBin } from './managers.ts';
import { type Run, run } from './repository.ts';

export interface Bench {
  readonly manager: Manager;
  readonly commands: Commands;
  /** Runs a command line in a folder, with this manager and this Node in PATH. */
  readonly run: (cwd: string, command: readonly string[]) => Run;
  /** A repository with these files and what makes it one of this manager; nothing is installed or committed. */
  readonly repository: (manifest: object, files?: Readonly<Record<string, string>>) => string;
  /** A private package on which init ran, committed: made at the first call. */
  readonly armed: () => string;
  readonly cloneOf: (root: string) => string;
  /** A program of npm 10, which runs the install scripts of dependencies. */
  readonly npm10: string;
  readonly folder: (name: string) => string;
  readonly close: () => void;
}

export const APP = { name: 'app', private: true };
const KEY = fakeOf('anthropic-api-key', 11);
/** Also for managers that come without an npx. */
const NPM_10 = { family: 'npm', spec: 'npm@10.9.9' } as const;

/** `node`: a version, or undefined for the Node that runs the tests. */
export function createBench(manager: Manager, node: string | undefined): Bench {
  const top = mkdtempSync(join(tmpdir(), 'hushkey-bench-'));
  const nodeFolder = node === undefined ? dirname(process.execPath) : nodeBin(node);
  const path = [managerBin(manager), managerBin(NPM_10), nodeFolder, process.env['PATH']].join(delimiter);
  const env = { ...writeHome(join(inject('managersHome'), node ?? 'own')), PATH: path };
  const commands = COMMANDS[manager.family];
  const folder = (name: string): string => mkdtempSync(join(top, `${name}-`));
  const bench: Omit<Bench, 'armed'> = {
    manager,
    commands,
    npm10: join(managerBin(NPM_10), 'npm'),
    folder,
    run: (cwd, [file = '', ...args]) => run(file, args, { cwd, env }),
    repository(manifest, files = {}) {
      const root = folder('repository');
      const all = { '.gitignore': 'node_modules\n.pnp.*\n.yarn\n*.tgz\n', ...manager.files, ...files };
      for (const [name, text] of Object.entries(all)) write(root, name, text);
      write(root, 'package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
      passed(run('git', ['init', '-q'], { cwd: root }));
      return root;
    },
    cloneOf(root) {
      const clone = folder('clone');
      passed(run('git', ['clone', '-q', root, clone]));
      return clone;
    },
    close: () => rmSync(top, { recursive: true, force: true }),
  };
  let armed: string | undefined;
  return {
    ...bench,
    armed() {
      if (armed !== undefined) return armed;
      const root = bench.repository(APP);
      passed(bench.run(root, [...commands.dlx, 'init']));
      commitAll(root);
      armed = root;
      return root;
    },
  };
}

/** Settings as a user has them whose company runs a registry. Caches lie there too: two npx at once break theirs. */
export function writeHome(home: string): NodeJS.ProcessEnv {
  const registry = inject('registry');
  write(home, '.npmrc', `registry=${registry}/\n`);
  const yarn = [`npmRegistryServer: "${registry}"`, 'unsafeHttpWhitelist: ["127.0.0.1"]', 'enableTelemetry: false'];
  write(home, '.yarnrc.yml', `${yarn.join('\n')}\n`);
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
  };
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function passed(result: Run): Run {
  expect(result.status, result.stderr + result.stdout).toBe(0);
  return result;
}

export function commitAll(root: string): void {
  passed(run('git', ['add', '-A'], { cwd: root }));
  passed(run('git', ['commit', '-q', '-m', 'set up'], { cwd: root }));
}

export const hooksPathOf = (root: string): string =>
  run('git', ['config', 'core.hooksPath'], { cwd: root }).stdout.trim();

/** Tries to commit a key in a folder of a repository, and takes it out again. */
export function commitKey(root: string, path = 'key.js'): Run {
  write(root, path, `export const key = '${KEY}';\n`);
  passed(run('git', ['add', path], { cwd: root }));
  const result = run('git', ['commit', '-q', '-m', 'key'], { cwd: root });
  if (result.status === 0) passed(run('git', ['reset', '-q', '--hard', 'HEAD^'], { cwd: root }));
  else passed(run('git', ['rm', '-q', '-f', path], { cwd: root }));
  return result;
}

export function expectBlocked(root: string, path = 'key.js'): void {
  const result = commitKey(root, path);
  expect(result.stderr).toContain(`${path}:1:21  error  anthropic-api-key`);
  expect(result.status).toBe(1);
  // Once: every scan ends with its counts.
  expect(result.stderr.match(/^hushkey: /gm)).toHaveLength(1);
  expect(hooksPathOf(root)).toBe('.git/hushkey');
}

/** Names and texts of what set-up may touch. */
export function stateOf(root: string): readonly unknown[] {
  const husky = run('git', ['ls-files', '-co', '--exclude-standard', '.husky'], { cwd: root }).stdout;
  return [readFileSync(join(root, 'package.json'), 'utf8'), husky, hooksPathOf(root)];
}

/** The one tarball in a folder. */
export function tarballIn(root: string): string {
  const found = readdirSync(root).filter((name) => name.endsWith('.tgz'));
  expect(found).toHaveLength(1);
  return join(root, found[0] ?? '');
}
