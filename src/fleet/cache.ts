// Where repositories are read from: folders in place, addresses as mirrors in a folder of bounded size, the longest
// unused going first. Several workers of one machine share it.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errnoOf, UserError } from '../errors.ts';
import { cloneMirror, fetchMirror } from '../git/guard.ts';
import { findBareRepository, type Repository } from '../git/repository.ts';
import type { Target } from './model.ts';

export interface Cache {
  /** Runs `read` on a repository, which stays as long. @throws UserError where there is none, or none to be had. */
  readonly use: <T>(
    id: string,
    turn: number,
    target: Target,
    read: (repository: Repository) => Promise<T>,
  ) => Promise<T>;
}

const POLL_MS = 200;

/** @param limit - bytes that mirrors may take together, besides the one in use. */
export function openCache(folder: string, limit: number): Cache {
  mkdirSync(folder, { recursive: true });
  return {
    async use(id, turn, target, read) {
      if (target.kind === 'folder') return read(openFolder(target));
      const mirror = join(folder, `${id}.git`);
      const mark = `${mirror}.use.${process.pid}`;
      writeFileSync(mark, '');
      try {
        const release = await lock(`${mirror}.lock`);
        try {
          await bringUp(mirror, turn, target.source);
        } finally {
          release();
        }
        return await read(openFolder({ name: target.name, source: mirror }));
      } finally {
        rmSync(mark, { force: true });
        shrink(folder, limit);
      }
    },
  };
}

function openFolder({ name, source }: Pick<Target, 'name' | 'source'>): Repository {
  if (!existsSync(source)) throw new UserError('repository-gone', `${name} is not there`);
  const repository = findBareRepository(source);
  // git goes up to a repository round a folder that is none.
  const isOwn = existsSync(join(source, '.git')) || repository?.gitDir === realpathSync(source);
  if (repository === undefined || !isOwn) throw new UserError('no-repository', `${name} is not a git repository`);
  return repository;
}

/** The turn for which a mirror was last fetched: parts of one repository need no fetch of their own. */
async function bringUp(mirror: string, turn: number, url: string): Promise<void> {
  const stamp = join(mirror, 'hushkey-turn');
  if (existsSync(stamp)) {
    if (readFileSync(stamp, 'utf8') !== String(turn)) await fetchMirror(mirror);
  } else {
    const partial = `${mirror}.part`;
    rmSync(partial, { recursive: true, force: true });
    rmSync(mirror, { recursive: true, force: true });
    try {
      await cloneMirror(url, partial);
      renameSync(partial, mirror);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      throw error;
    }
  }
  writeFileSync(join(mirror, 'hushkey-bytes'), String(sizeOf(mirror)));
  writeFileSync(stamp, String(turn));
  const now = new Date();
  utimesSync(mirror, now, now);
}

/** Waits until no other process of this machine has it; what a dead one held is free. */
async function lock(path: string): Promise<() => void> {
  for (;;) {
    const release = tryLock(path);
    if (release !== undefined) return release;
    await sleep(POLL_MS * (0.5 + Math.random()));
  }
}

function tryLock(path: string): (() => void) | undefined {
  try {
    const descriptor = openSync(path, 'wx');
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return () => rmSync(path, { force: true });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    const stat = statSync(path, { throwIfNoEntry: false });
    const pid = stat === undefined ? 0 : Number(readText(path));
    // Empty: between its making and its writing, unless that process died there.
    const isDead = pid > 0 ? !isAlive(pid) : stat !== undefined && Date.now() - stat.mtimeMs > 5000;
    if (isDead) rmSync(path, { force: true });
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  return existsSync('/proc/self') ? existsSync(`/proc/${pid}`) : true;
}

/** Takes mirrors away that nobody reads, until the rest fits. */
function shrink(folder: string, limit: number): void {
  const names = readdirSync(folder);
  const isUsed = (name: string): boolean =>
    names.some((other) => other.startsWith(`${name}.use.`) && isAlive(Number(other.slice(`${name}.use.`.length))));
  const mirrors = names
    .filter((name) => name.endsWith('.git'))
    .map((name) => {
      const path = join(folder, name);
      return {
        name,
        path,
        bytes: Number(readText(join(path, 'hushkey-bytes'))),
        used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
      };
    })
    .sort((a, b) => a.used - b.used);
  let total = mirrors.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, path, bytes } of mirrors) {
    if (total <= limit) return;
    if (isUsed(name)) continue;
    const release = tryLock(`${path}.lock`);
    if (release === undefined) continue;
    rmSync(path, { recursive: true, force: true });
    release();
    total -= bytes;
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
