// The folder that core.hooksPath names: dispatchers, their data file and a copy of the scanner. It lies in the git
// folder, so a new work tree, a clean checkout and a missing node_modules are still scanned.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { exists, isExecutableFile, isFolder, readBytes, replaceFile } from './files.ts';
import { HOOK_NAMES, JUDGED_MARK, LAST_BLOCKED, SETTLED } from './gates.ts';
import { LINKED_CONFIG, type Place } from './git-config.ts';

export interface DispatcherFolder {
  /** Absolute, in the common git folder. */
  readonly folder: string;
  /** Root of the running package. */
  readonly packageRoot: string;
  /** The package from the top of the work tree, '' where it is only in the copy. */
  readonly packagePath: string;
  /** .husky from the top of the work tree, '' where there is none. */
  readonly huskyFolder: string;
  /** Folder of the hooks that stood there before: absolute, from the top of the work tree, or `$here/…`; '' for none. */
  readonly previousFolder: string;
  /** The same, absolute: where hooks with other names are looked for. */
  readonly previousAbsolute: string;
}

export const SCANNER = 'dist/hook/main.cjs';
const DATA_FILE = 'paths';
/** git's own folder of hooks, as the dispatcher reads it: it moves with the repository. */
export const DEFAULT_HOOKS = '$here/../hooks';

/** Brings the folder up to date; true when something had to be written. */
export function writeDispatcherFolder(wanted: DispatcherFolder): boolean {
  const { folder, packageRoot } = wanted;
  mkdirSync(folder, { recursive: true });
  let changed = copyScanner(dirname(join(packageRoot, SCANNER)), join(folder, 'scanner'));
  changed = update(join(folder, 'find-node'), packageFile(packageRoot, 'hooks/find-node'), 0o755) || changed;
  const node = /^node(?:\.exe)?$/.test(basename(process.execPath)) ? process.execPath.replaceAll('\\', '/') : '';
  const data = [wanted.packagePath, node, wanted.huskyFolder, wanted.previousFolder, findPerl()]
    .map((line) => `${line}\n`)
    .join('');
  changed = update(join(folder, DATA_FILE), Buffer.from(data), 0o644) || changed;
  changed = update(join(folder, LINKED_CONFIG), linkedConfig(folder), 0o644) || changed;
  // Last, so that no dispatcher ever runs without what it needs.
  const dispatcher = packageFile(packageRoot, 'hooks/dispatch');
  for (const name of new Set([...HOOK_NAMES, ...executables(wanted.previousAbsolute)])) {
    keepForeign(join(folder, name), join(wanted.previousAbsolute, name));
    changed = update(join(folder, name), dispatcher, 0o755) || changed;
  }
  return changed;
}

/** Where perl is, which decides most commits before Node starts; '' where it is not, or takes as long to start. */
function findPerl(): string {
  if (process.platform === 'win32') return '';
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))];
  const perl = folders.map((folder) => join(folder, 'perl')).find(isExecutableFile);
  // 5.14 knows all that the script says.
  return perl !== undefined && spawnSync(perl, ['-e', 'exit($] < 5.014)']).status === 0 ? perl : '';
}

/** Says the folder's own place, so it is wrong in a repository that was moved until the next install. */
function linkedConfig(folder: string): Buffer {
  return Buffer.from(`[core]\n\thooksPath = "${folder.replace(/["\\]/g, '\\$&')}"\n`);
}

/** True where linked work trees are told of this folder. */
export function isKnownToLinked(folder: string): boolean {
  return readBytes(join(folder, LINKED_CONFIG))?.equals(linkedConfig(folder)) === true;
}

/** Takes the folder away, and what the gates left beside it. Hooks that another tool wrote there go to where they were. */
export function removeDispatcherFolder(place: Place): void {
  const folder = `${place.commonDir}/hushkey`;
  const [, , , previous = ''] = readBytes(join(folder, DATA_FILE))?.toString('utf8').split('\n') ?? [];
  for (const name of previous === '' ? [] : executables(folder)) {
    if (name !== 'find-node') keepForeign(join(folder, name), join(absoluteHooks(place, previous), name));
  }
  rmSync(folder, { recursive: true, force: true });
  const trees = `${place.commonDir}/worktrees`;
  const gitDirs = [place.commonDir, ...(isFolder(trees) ? readdirSync(trees).map((name) => join(trees, name)) : [])];
  for (const gitDir of gitDirs.filter(isFolder)) {
    for (const name of readdirSync(gitDir))
      if (name.startsWith(JUDGED_MARK) || name === LAST_BLOCKED || name === SETTLED)
        rmSync(join(gitDir, name), { force: true });
  }
}

/** The folder of previous hooks as it is written down, absolute; '' for none. */
export function absoluteHooks({ root, commonDir }: Place, previous: string): string {
  return previous && resolve(root, previous.replace(/^\$here(?=\/)/, `${commonDir}/hushkey`));
}

/** What an earlier install wrote down: an install in another folder may not see it. */
export function readDispatcherData(folder: string): { readonly packagePath: string; readonly huskyFolder: string } {
  const [packagePath = '', , huskyFolder = ''] = readBytes(join(folder, DATA_FILE))?.toString('utf8').split('\n') ?? [];
  return { packagePath, huskyFolder };
}

/** True for a folder that we wrote, also one that was left behind when the repository moved. */
export function isOurFolder(path: string): boolean {
  if (basename(path) !== 'hushkey') return false;
  return !exists(path) || isExecutableFile(join(path, 'find-node'));
}

/** True where git would run a dispatcher of ours under this name. */
export function isArmed(folder: string, name: string): boolean {
  const path = join(folder, name);
  return isExecutableFile(path) && isOurDispatcher(readBytes(path));
}

function isOurDispatcher(content: Buffer | undefined): boolean {
  return content?.subarray(0, 100).includes('\n# hushkey: git runs this file') === true;
}

/** Another tool wrote its hook into our folder, because core.hooksPath names it: it goes to where old hooks are. */
function keepForeign(path: string, previous: string): void {
  const content = readBytes(path);
  if (content === undefined || isOurDispatcher(content)) return;
  const other = statSync(previous, { throwIfNoEntry: false });
  // The newest is what its owner wants to run. No folder of old hooks: the husky scripts are what runs.
  if (dirname(previous) === '.' || (other && other.mtimeMs > statSync(path).mtimeMs)) {
    renameSync(path, `${path}.replaced`);
    return;
  }
  if (other && !readBytes(previous)?.equals(content)) renameSync(previous, `${previous}.replaced`);
  mkdirSync(dirname(previous), { recursive: true });
  renameSync(path, previous);
}

function executables(folder: string): readonly string[] {
  if (!folder || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder).filter((name) => /^[a-z0-9-]+$/.test(name) && isExecutableFile(join(folder, name)));
}

function packageFile(packageRoot: string, path: string): Buffer {
  const content = readBytes(join(packageRoot, path));
  if (content !== undefined) return content;
  throw new UserError('package-incomplete', `${join(packageRoot, path)} is missing, so no hook was armed`, {
    hint: 'install hushkey again',
  });
}

function copyScanner(from: string, to: string): boolean {
  packageFile(from, basename(SCANNER));
  const files = listFiles(from);
  let changed = false;
  // The entry last: it is what a commit starts, and it may name new neighbours.
  for (const file of [...files.filter((name) => name !== basename(SCANNER)), basename(SCANNER)]) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    changed = update(join(to, file), packageFile(from, file), 0o644) || changed;
  }
  const kept = new Set(files);
  for (const file of listFiles(to)) if (!kept.has(file)) rmSync(join(to, file), { force: true });
  return changed;
}

/** Not by the `recursive` of readdir: it takes folders for files in the zip that yarn's Plug'n'Play shows. */
function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return listFiles(join(folder, entry.name)).map((path) => join(entry.name, path));
    return entry.isFile() && !entry.name.endsWith('.tmp') ? [entry.name] : [];
  });
}

function update(path: string, content: Buffer, mode: number): boolean {
  if (readBytes(path)?.equals(content) && (mode === 0o644 || isExecutableFile(path))) return false;
  replaceFile(path, content, mode);
  return true;
}
