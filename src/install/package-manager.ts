// Which package manager a repository uses, and how it is told to add or remove us.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../errors.ts';
import { isFolder, readText } from './files.ts';
import { readManifest } from './package-json.ts';

export type PackageManager = 'npm' | 'pnpm' | 'yarn-classic' | 'yarn' | 'bun';

const LOCK_FILES: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** By the packageManager field, then by lock files, nearest folder first, then by who runs us. */
export function detectPackageManager(folders: readonly string[], env: NodeJS.ProcessEnv): PackageManager {
  const caller = fromName(env['npm_config_user_agent'] ?? '', '/');
  const declared = firstOf(folders, fromField);
  if (declared !== undefined) return declared;
  const locked = firstOf(folders, fromLockFile);
  // yarn >= 2 starts from an empty yarn.lock, and takes over that of yarn 1.
  return locked === 'yarn-classic' && caller === 'yarn' ? caller : (locked ?? caller ?? 'npm');
}

/** True where a plain install has put us where commands are found: node_modules, or the map of yarn's Plug'n'Play. */
export function isInstalledIn(folder: string): boolean {
  if (isFolder(join(folder, 'node_modules', 'hushkey'))) return true;
  return readText(join(folder, '.pnp.cjs'))?.includes('["hushkey", ') === true;
}

function firstOf<T>(folders: readonly string[], find: (folder: string) => T | undefined): T | undefined {
  for (const folder of folders) {
    const found = find(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fromField(folder: string): PackageManager | undefined {
  const text = readText(join(folder, 'package.json'));
  return text === undefined ? undefined : fromName(readManifest(text).packageManager ?? '', '@');
}

function fromLockFile(folder: string): PackageManager | undefined {
  const yarnLock = readText(join(folder, 'yarn.lock'));
  if (readText(join(folder, '.yarnrc.yml')) !== undefined || yarnLock?.includes('__metadata:')) return 'yarn';
  if (yarnLock !== undefined) return 'yarn-classic';
  return LOCK_FILES.find(([file]) => statSync(join(folder, file), { throwIfNoEntry: false }) !== undefined)?.[1];
}

function fromName(text: string, separator: string): PackageManager | undefined {
  const [name, version = ''] = (text.split(' ')[0] ?? '').split(separator);
  if (name === 'yarn') return /^[01]\./.test(version) ? 'yarn-classic' : 'yarn';
  return name === 'npm' || name === 'pnpm' || name === 'bun' ? name : undefined;
}

/** The script of the root package that plain `install` runs. */
export function setupScript(manager: PackageManager): 'prepare' | 'postinstall' {
  return manager === 'yarn' ? 'postinstall' : 'prepare';
}

/** Whether plain `install` runs the root's postprepare too: npm, pnpm and bun do (measured). */
export function runsPostprepare(manager: PackageManager): boolean {
  return manager !== 'yarn' && manager !== 'yarn-classic';
}

/** The command that adds a devDependency. */
export function addCommand(manager: PackageManager, spec: string, isWorkspaceRoot: boolean): readonly string[] {
  switch (manager) {
    case 'npm':
      return ['npm', 'install', '--save-dev', spec];
    case 'pnpm':
      return ['pnpm', 'add', '--save-dev', ...(isWorkspaceRoot ? ['--workspace-root'] : []), spec];
    case 'yarn-classic':
      return ['yarn', 'add', '--dev', ...(isWorkspaceRoot ? ['--ignore-workspace-root-check'] : []), spec];
    case 'yarn':
      return ['yarn', 'add', '--dev', spec];
    case 'bun':
      return ['bun', 'add', '--dev', spec];
  }
}

/** The command that removes it again. */
export function removeCommand(manager: PackageManager, isWorkspaceRoot: boolean): readonly string[] {
  switch (manager) {
    case 'npm':
      return ['npm', 'uninstall', 'hushkey'];
    case 'pnpm':
      return ['pnpm', 'remove', ...(isWorkspaceRoot ? ['--workspace-root'] : []), 'hushkey'];
    case 'yarn-classic':
      return ['yarn', 'remove', ...(isWorkspaceRoot ? ['--ignore-workspace-root-check'] : []), 'hushkey'];
    case 'yarn':
    case 'bun':
      return [manager, 'remove', 'hushkey'];
  }
}

/** The command that installs what package.json declares. */
export function installCommand(manager: PackageManager): string {
  return `${manager === 'yarn-classic' ? 'yarn' : manager} install`;
}

/** Runs a package manager to its end; undefined when it succeeded, else its last words. */
export function runPackageManager(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  const [file = '', ...args] = command;
  const windows = process.platform === 'win32';
  // On Windows they are .cmd files, which only a shell starts. Every argument is ours and holds nothing to quote.
  const result = spawnSync(file, args, {
    cwd,
    env,
    shell: windows,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined)
    return `${file} could not be started (${errnoOf(result.error) ?? result.error.message})`;
  if (result.status === 0) return undefined;
  const words = `${result.stderr}\n${result.stdout}`
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return (words.find((line) => /error|err!/i.test(line)) ?? words[0] ?? `exit code ${result.status}`).slice(0, 200);
}
