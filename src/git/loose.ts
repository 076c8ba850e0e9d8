// Objects that lie in files of their own, as everything does that was just staged: read without a process of git's.
// Whatever is not plainly such a file is left to git, which knows packs, alternates and how to say what is wrong.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';

/** Largest file that is inflated, in bytes; git answers larger ones piece by piece. */
const MOST_COMPRESSED = 4 * 1024 * 1024;
/** Largest blob, in bytes: what compresses well may grow a thousandfold. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Longest header: `blob`, a number, a null byte. */
const HEADER = 32;

/** The folder of a repository's loose objects; `gitDir` may be that of one of several work trees. */
export function objectsFolder(gitDir: string, env: NodeJS.ProcessEnv): string {
  return env['GIT_OBJECT_DIRECTORY'] || join(resolve(gitDir, commonDirOf(gitDir)), 'objects');
}

function commonDirOf(gitDir: string): string {
  try {
    return readFileSync(join(gitDir, 'commondir'), 'utf8').trim();
  } catch {
    return '.';
  }
}

/** The content of a loose blob; undefined where git has to be asked. */
export function readLoose(folder: string, oid: string): Buffer | undefined {
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(oid)) return undefined;
  try {
    const compressed = readFileSync(join(folder, oid.slice(0, 2), oid.slice(2)));
    if (compressed.length > MOST_COMPRESSED) return undefined;
    const object = inflateSync(compressed, { maxOutputLength: MOST_BYTES });
    const end = object.subarray(0, HEADER).indexOf(0);
    const size = /^blob (\d{1,12})$/.exec(object.toString('latin1', 0, end))?.[1];
    return Number(size) === object.length - end - 1 ? object.subarray(end + 1) : undefined;
  } catch {
    return undefined;
  }
}
