// The note that a commit's scan leaves for hooks/first-look: the very bytes of a config and a baseline that were read
// without a fault. As long as these stand there, a commit in which no keyword stands is decided without Node.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SETTLED } from '../../install/gates.ts';
import { version } from '../../version.ts';
import type { Settings } from '../settings.ts';

/** @param settings - as they were read. A config that adds rules or leaves files out is for the scanner each time. */
export function noteSettled(root: string, gitDir: string, { configPath, baselinePath, onlyLevels }: Settings): void {
  const files = [configPath, baselinePath].flatMap((path) => (path === undefined ? [] : readText(path)));
  // What stands in another file, or is computed, may change while these bytes stay.
  if (!onlyLevels || files.some(({ path, text }) => /\.[jt]s$/.test(path) || /"extends"|\0/.test(text))) return;
  const top = realpathSync(root);
  const note = [version, ...files.flatMap(({ path, text }) => [relative(top, path), text]), ''].join('\0');
  const place = join(gitDir, SETTLED);
  if (readText(place)[0]?.text === note) return;
  try {
    writeFileSync(place, note, 'latin1');
  } catch {
    // A git folder that cannot be written: the next commit starts Node again.
    return;
  }
}

/** Nothing where there is no such file. In Latin-1 every byte counts. */
function readText(path: string): readonly { readonly path: string; readonly text: string }[] {
  try {
    const real = realpathSync(path);
    return [{ path: real, text: readFileSync(real, 'latin1') }];
  } catch {
    return [];
  }
}
