// Where in a repository the installed package and husky's scripts are. The same answer from every workspace member, so
// that any of their scripts may run install.
import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { SCANNER } from './dispatcher.ts';
import { isFolder } from './files.ts';
import type { Place } from './git-config.ts';

/** A path from the top of the work tree, forward slashes; '' for the top; undefined outside. */
export function fromRoot(root: string, path: string): string | undefined {
  const found = relative(root, path);
  if (found === '..' || found.startsWith(`..${sep}`) || isAbsolute(found)) return undefined;
  return found.replaceAll('\\', '/');
}

/** The folders from the top of the work tree down to one inside it. */
export function foldersDown(root: string, cwd: string): readonly string[] {
  const path = fromRoot(root, realpathSync(cwd));
  const names = path ? path.split('/') : [];
  return [root, ...names.map((_, i) => join(root, ...names.slice(0, i + 1)))];
}

/** True for what husky itself sets: `.husky/_`, and `.husky` up to version 8. */
export function isHuskyPath(hooksPath: string): boolean {
  return /(?:^|\/)(?:_|\.husky)\/?$/.test(hooksPath);
}

/** The folder of the husky scripts from the top of the work tree; undefined where husky is not in use. */
export function findHuskyFolder(place: Place, cwd: string, hooksPath: string | undefined): string | undefined {
  if (hooksPath !== undefined && isHuskyPath(hooksPath)) {
    const folder = fromRoot(place.root, resolve(place.root, hooksPath.replace(/\/_\/?$/, '')));
    if (folder && isFolder(join(place.root, folder))) return folder;
  }
  const holder = foldersDown(place.root, cwd).find((folder) => isFolder(join(folder, '.husky')));
  return holder === undefined ? undefined : fromRoot(place.root, join(holder, '.husky'));
}

/** Where the scanner is from the top of the work tree: the outermost installed package, else the one that runs. */
export function findPackagePath(place: Place, cwd: string, packageRoot: string): string {
  const isPackage = (folder: string): boolean =>
    statSync(join(folder, SCANNER), { throwIfNoEntry: false })?.isFile() === true;
  const installed = foldersDown(place.root, cwd).map((folder) => join(folder, 'node_modules', 'hushkey'));
  const found = installed.find(isPackage);
  if (found !== undefined) return fromRoot(place.root, found) ?? '';
  const own = fromRoot(place.root, realpathSync(packageRoot));
  // A zip, as Plug'n'Play shows it, is no place that a shell can look into.
  return own === undefined || /\.zip\//.test(own) ? '' : own || '.';
}
