// Where a hook was started from, which decides where the search for a config begins, and whether new work trees are
// guarded as this one is.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { git } from '../../git/run.ts';
import type { Io } from '../../process.ts';
import { loadSettings, type Settings } from '../settings.ts';

/** Config and baseline as hooks go by them. */
export function hookSettings(root: string, io: Io): Promise<Settings> {
  return loadSettings({ cwd: declaringFolder(root, io.script), root });
}

/**
 * The folder that declares hushkey: the one whose node_modules we run from, or, for the copy beside the dispatcher, the
 * one that install wrote down there.
 */
function declaringFolder(root: string, script: string): string {
  const isCopy = basename(dirname(script)) === 'scanner';
  const [place = ''] = (
    isCopy ? readFileSync(join(dirname(script), '..', 'paths'), 'utf8') : relative(root, script)
  ).split('\n');
  const [folder = ''] = place.split(/(?:^|[\\/])node_modules[\\/]/);
  const found = resolve(root, folder);
  // A branch may be without that folder; packages of Plug'n'Play and of the npx cache are in no such place.
  const isInside = !folder.startsWith('..') && !isAbsolute(folder);
  return isInside && existsSync(join(found, 'package.json')) ? found : root;
}

/** Started by husky, not by our dispatcher: its folder of hooks is in no new work tree, and a commit there passes. */
export function warnOfHusky(root: string, io: Io): void {
  if (io.argv[0] !== 'hook') return;
  const hooksPath = git(['config', 'core.hooksPath'], { cwd: root }).stdout.toString('utf8').trim();
  if (isAbsolute(hooksPath) || !/(?:^|\/)_\/?$/.test(hooksPath)) return;
  io.err('hushkey: husky set core.hooksPath back; to guard work trees: npx hushkey install\n');
}
