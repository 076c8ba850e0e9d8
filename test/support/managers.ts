// Package managers and versions of Node as tests use them: what there is, how each is told to do a thing, and a cached
// copy of each from the registry. Versions are fixed, so that a test that passed passes again.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Family = 'npm' | 'pnpm' | 'yarn 1' | 'yarn 4' | 'bun';

export interface Manager {
  /** As docs/matrix.md names it. */
  readonly name: string;
  readonly family: Family;
  /** Name and version in the registry. */
  readonly spec: string;
  /** Files by which a new repository is one of this manager. */
  readonly files: Readonly<Record<string, string>>;
}

const YARN_4 = { family: 'yarn 4', spec: '@yarnpkg/cli-dist@4.18.1' } as const;

export const MANAGERS: readonly Manager[] = [
  { name: 'npm 10', family: 'npm', spec: 'npm@10.9.9', files: {} },
  { name: 'npm 11', family: 'npm', spec: 'npm@11.21.2', files: {} },
  { name: 'npm 12', family: 'npm', spec: 'npm@12.2.0', files: {} },
  { name: 'pnpm 9', family: 'pnpm', spec: 'pnpm@9.15.9', files: {} },
  { name: 'pnpm 10', family: 'pnpm', spec: 'pnpm@10.34.9', files: {} },
  { name: 'pnpm 11', family: 'pnpm', spec: 'pnpm@11.28.11', files: {} },
  { name: 'pnpm 12', family: 'pnpm', spec: 'pnpm@12.21.0', files: {} },
  { name: 'yarn 1', family: 'yarn 1', spec: 'yarn@1.22.22', files: { 'yarn.lock': '# yarn lockfile v1\n' } },
  { name: 'yarn 4', ...YARN_4, files: { 'yarn.lock': '', '.yarnrc.yml': 'nodeLinker: node-modules\n' } },
  // Plug'n'Play is what yarn does unless it is told otherwise.
  { name: 'yarn 4 PnP', ...YARN_4, files: { 'yarn.lock': '' } },
  { name: 'bun', family: 'bun', spec: 'bun@1.4.5', files: {} },
];

/** One of each kind that someone who keeps up uses. */
export const CURRENT: ReadonlySet<string> = new Set(['npm 11', 'pnpm 12', 'yarn 1', 'yarn 4', 'yarn 4 PnP', 'bun']);

export const NODES: readonly string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'node-versions.json'), 'utf8'),
);

export interface Commands {
  /** Runs a command of hushkey without anything being installed, then with it. */
  readonly dlx: readonly string[];
  readonly exec: readonly string[];
  readonly add: readonly string[];
  readonly install: readonly string[];
  readonly frozen: readonly string[];
  readonly production: readonly string[];
  readonly withoutScripts: readonly string[];
  readonly pack: readonly string[];
}

const words = (line: string): readonly string[] => line.split(' ');

export const COMMANDS: Readonly<Record<Family, Commands>> = {
  npm: {
    dlx: words('npx --yes hushkey'),
    exec: words('npx hushkey'),
    add: words('npm install --save-dev hushkey'),
    install: words('npm install'),
    frozen: words('npm ci'),
    production: words('npm ci --omit=dev'),
    withoutScripts: words('npm ci --ignore-scripts'),
    pack: words('npm pack'),
  },
  pnpm: {
    dlx: words('pnpm dlx hushkey'),
    exec: words('pnpm exec hushkey'),
    add: words('pnpm add --save-dev hushkey'),
    install: words('pnpm install'),
    frozen: words('pnpm install --frozen-lockfile'),
    production: words('pnpm install --frozen-lockfile --prod'),
    withoutScripts: words('pnpm install --frozen-lockfile --ignore-scripts'),
    pack: words('pnpm pack'),
  },
  'yarn 1': {
    // It has nothing of the kind itself.
    dlx: words('npx --yes hushkey'),
    exec: words('yarn --silent hushkey'),
    add: words('yarn add --dev hushkey'),
    install: words('yarn install'),
    frozen: words('yarn install --frozen-lockfile'),
    production: words('yarn install --frozen-lockfile --production'),
    withoutScripts: words('yarn install --frozen-lockfile --ignore-scripts'),
    pack: words('yarn pack --filename packed.tgz'),
  },
  'yarn 4': {
    dlx: words('yarn dlx hushkey'),
    exec: words('yarn hushkey'),
    add: words('yarn add --dev hushkey'),
    install: words('yarn install'),
    frozen: words('yarn install --immutable'),
    production: words('yarn workspaces focus --production'),
    withoutScripts: words('yarn install --immutable --mode=skip-build'),
    pack: words('yarn pack --out packed.tgz'),
  },
  bun: {
    dlx: words('bunx hushkey'),
    exec: words('bun run hushkey'),
    add: words('bun add --dev hushkey'),
    install: words('bun install'),
    frozen: words('bun install --frozen-lockfile'),
    production: words('bun install --frozen-lockfile --production'),
    withoutScripts: words('bun install --frozen-lockfile --ignore-scripts'),
    pack: words('bun pm pack --filename packed.tgz'),
  },
};

const CACHE = join(tmpdir(), 'hushkey-managers');

/** Folder that outlives a run, for what is dear to make again. */
export function cacheFolder(name: string): string {
  const folder = join(CACHE, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The folder with the programs of a manager. */
export function managerBin({ family, spec }: Pick<Manager, 'family' | 'spec'>): string {
  const modules = fromRegistry(spec);
  if (family !== 'bun') return join(modules, '.bin');
  // Its install script would put the program where .bin looks for it; such scripts may be off.
  const bin = join(modules, '..', 'bin');
  if (existsSync(bin)) return bin;
  const [platform = ''] = readdirSync(join(modules, '@oven'));
  mkdirSync(bin);
  const program = join(modules, '@oven', platform, 'bin', 'bun');
  for (const name of ['bunx', 'bun']) symlinkSync(program, join(bin, name));
  return bin;
}

/** The folder with `node` of a version. */
export function nodeBin(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  return join(fromRegistry(`${name}@${version}`), name, 'bin');
}

/** node_modules with this package, fetched once for each machine. */
function fromRegistry(spec: string): string {
  const folder = join(CACHE, spec.replace(/[@/]/g, '_'));
  if (existsSync(folder)) return join(folder, 'node_modules');
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, 'new-'));
  writeFileSync(join(temporary, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', spec];
  execFileSync('npm', args, { cwd: temporary, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another worker was quicker.
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return join(folder, 'node_modules');
}
