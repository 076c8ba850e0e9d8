// Files on disk: what git tracks or would track, what was named by hand, or a plain folder.
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Notification, Skipped } from '../finding.ts';
import { decodePath, MODE_SUBMODULE } from '../git/parse.ts';
import { type Repository, trackedFiles, untrackedFiles } from '../git/repository.ts';
import { git } from '../git/run.ts';
import { walkFolder } from './folder.ts';
import type { Source, SourceFile } from './source.ts';

export interface WorktreeOptions {
  readonly cwd: string;
  readonly repository: Repository | undefined;
  /** As typed; empty for everything. */
  readonly paths: readonly string[];
  /** False for paths that the config leaves out; never asked for a file named by hand. */
  readonly selects: (path: string) => boolean;
}

/** A file to look at: its bytes as a path, and how reports name it. */
interface Entry {
  readonly absolute: Buffer;
  readonly path: string;
  /** Named by hand: a symbolic link is followed, ignore rules do not count. */
  readonly named: boolean;
}

interface Listing {
  readonly entries: readonly Entry[];
  readonly skipped: readonly Skipped[];
  readonly errors: readonly Notification[];
}

/** Larger files are read in chunks. */
const CHUNKED_BYTES = 16 * 1024 * 1024;

/** Opens the work tree, or the paths named. */
export async function openWorktree(options: WorktreeOptions): Promise<Source> {
  const listings =
    options.paths.length === 0
      ? [options.repository === undefined ? await listFolder(options.cwd) : listTracked(options.repository, [])]
      : await Promise.all(options.paths.map((path) => listNamed(path, options)));
  const skipped = listings.flatMap((listing) => listing.skipped);
  const errors = listings.flatMap((listing) => listing.errors);
  const files: SourceFile[] = [];
  const seen = new Set<string>();
  for (const entry of listings.flatMap((listing) => listing.entries)) {
    if (seen.has(entry.path)) continue;
    seen.add(entry.path);
    if (!entry.named && !options.selects(entry.path)) {
      skipped.push({ path: entry.path, reason: 'ignored by the config' });
      continue;
    }
    const opened = await openEntry(entry);
    if (opened.type === 'file') files.push(opened.file);
    else skipped.push({ path: entry.path, reason: opened.reason });
  }
  return { name: 'worktree', files, skipped, errors, before: undefined, close: async () => undefined };
}

type Opened = { readonly type: 'file'; readonly file: SourceFile } | { readonly type: 'skip'; readonly reason: string };

async function openEntry(entry: Entry): Promise<Opened> {
  let info: Stats;
  try {
    info = await (entry.named ? stat(entry.absolute) : lstat(entry.absolute));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && !entry.named) return { type: 'skip', reason: 'deleted in the work tree' };
    return { type: 'file', file: { path: entry.path, read: () => Promise.reject(readFailure(entry.path, error)) } };
  }
  if (info.isSymbolicLink()) {
    // As git stores it: the link's target is its content.
    const read = async (): Promise<Buffer> => Buffer.from(await readlink(entry.absolute, 'buffer'));
    return { type: 'file', file: { path: entry.path, read } };
  }
  if (info.isDirectory()) return { type: 'skip', reason: 'submodule' };
  if (!info.isFile()) return { type: 'skip', reason: info.isSocket() ? 'socket' : 'special file' };
  return { type: 'file', file: { path: entry.path, read: () => readDisk(entry, info.size) } };
}

async function readDisk(entry: Entry, size: number): Promise<Buffer | AsyncIterable<Buffer>> {
  if (size > CHUNKED_BYTES) return readChunks(entry);
  try {
    return await readFile(entry.absolute);
  } catch (error) {
    throw readFailure(entry.path, error);
  }
}

async function* readChunks(entry: Entry): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(entry.absolute, { highWaterMark: 1024 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    throw readFailure(entry.path, error);
  }
}

function readFailure(path: string, error: unknown): UserError {
  const errno = errnoOf(error);
  const code =
    errno === 'EACCES' || errno === 'EPERM' ? 'permission-denied' : errno === 'ENOENT' ? 'no-such-path' : 'read-error';
  const words = {
    'permission-denied': 'permission denied',
    'no-such-path': 'no such file or folder',
    'read-error': `cannot be read (${errno ?? 'unknown error'})`,
  };
  return new UserError(code, `${path}: ${words[code]}`, { cause: error });
}

function listTracked(repository: Repository, pathspecs: readonly string[]): Listing {
  const at = { cwd: repository.root };
  const literal = pathspecs.map((path) => `:(literal)${path}`);
  const skipped: Skipped[] = [];
  const entries: Entry[] = [];
  const add = (rawPath: Buffer): void => {
    entries.push({
      absolute: Buffer.concat([Buffer.from(`${repository.root}/`), rawPath]),
      path: decodePath(rawPath),
      named: false,
    });
  };
  for (const file of trackedFiles(at, literal)) {
    if (file.mode === MODE_SUBMODULE) skipped.push({ path: decodePath(file.rawPath), reason: 'submodule' });
    else add(file.rawPath);
  }
  for (const rawPath of untrackedFiles(at, literal)) {
    // git names a nested repository as a folder.
    if (rawPath.at(-1) === 0x2f) skipped.push({ path: decodePath(rawPath), reason: 'nested repository' });
    else add(rawPath);
  }
  return { entries, skipped, errors: [] };
}

async function listFolder(folder: string, root = folder, useIgnoreFiles = true): Promise<Listing> {
  const walked = await walkFolder(folder, { useIgnoreFiles });
  const prefix = root === folder ? '' : `${toSlashes(relative(root, folder))}/`;
  const entries = walked.files.map((rawPath) => ({
    absolute: Buffer.concat([Buffer.from(`${folder}/`), rawPath]),
    path: prefix + decodePath(rawPath),
    named: false,
  }));
  const errors = walked.unreadable.map(({ rawPath, error }) => {
    const path = prefix + decodePath(rawPath);
    const failure = readFailure(path, error);
    return { path, code: failure.code, message: failure.message };
  });
  return { entries, skipped: [], errors };
}

async function listNamed(typed: string, options: WorktreeOptions): Promise<Listing> {
  const absolute = resolve(options.cwd, typed);
  let info: Stats;
  try {
    info = await lstat(absolute);
    if (info.isSymbolicLink()) info = await stat(absolute);
  } catch (error) {
    // A link that leads nowhere is still text that git would store.
    if (isMissing(error) && (await isLink(absolute))) {
      return {
        entries: [{ absolute: Buffer.from(absolute), path: nameOf(absolute, options), named: false }],
        skipped: [],
        errors: [],
      };
    }
    const failure = readFailure(typed, error);
    return { entries: [], skipped: [], errors: [{ path: typed, code: failure.code, message: failure.message }] };
  }
  if (!info.isDirectory()) {
    return {
      entries: [{ absolute: Buffer.from(absolute), path: nameOf(absolute, options), named: true }],
      skipped: [],
      errors: [],
    };
  }
  const inside = await pathInside(options.repository, absolute);
  if (options.repository === undefined || inside === undefined) return listFolder(absolute);
  if (inside !== '' && isIgnored(options.repository, inside)) {
    return listFolder(absolute, options.repository.root, false);
  }
  return listTracked(options.repository, inside === '' ? [] : [inside]);
}

function isMissing(error: unknown): boolean {
  return errnoOf(error) === 'ENOENT';
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (info) => info.isSymbolicLink(),
    () => false,
  );
}

/** The path below the repository's root with forward slashes; undefined outside it. */
async function pathInside(repository: Repository | undefined, absolute: string): Promise<string | undefined> {
  if (repository === undefined) return undefined;
  const path = relative(await realpath(repository.root), await realpath(absolute));
  if (path.startsWith('..') || isAbsolute(path)) return undefined;
  return toSlashes(path);
}

function isIgnored(repository: Repository, path: string): boolean {
  return git(['check-ignore', '-q', '--', path], { cwd: repository.root }).status === 0;
}

/** How a report names a file given by hand: from the repository's root, else from the current folder. */
function nameOf(absolute: string, options: WorktreeOptions): string {
  const roots = [options.repository?.root, options.cwd];
  for (const root of roots) {
    if (root === undefined) continue;
    const path = relative(root, absolute);
    if (!path.startsWith('..') && !isAbsolute(path)) return decodePath(Buffer.from(toSlashes(path)));
  }
  return decodePath(Buffer.from(toSlashes(relative(options.cwd, absolute))));
}

function toSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
