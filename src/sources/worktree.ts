// Files on disk: what git tracks or would track, what was named by hand, or a plain folder.
import { closeSync, lstatSync, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Notification, Skipped, SourceName } from '../finding.ts';
import { decodeLatin1Path, decodePath, encodedPathToBytes, MODE_SUBMODULE, toLatin1 } from '../git/parse.ts';
import { isIgnored, type Repository, trackedFiles, untrackedFiles } from '../git/repository.ts';
import { type WalkOptions, walkFolder } from './folder.ts';
import type { DiskFile, Source, SourceFile } from './source.ts';

export interface WorktreeOptions {
  readonly cwd: string;
  readonly repository: Repository | undefined;
  /** As typed; empty for everything. */
  readonly paths: readonly string[];
  /** False for paths that the config leaves out, from the root or `cwd`; never asked for a file named by hand. */
  readonly selects: (path: string) => boolean;
}

/** A file to look at, and how reports name it. */
interface Entry {
  /** The bytes of its absolute path, in Latin-1. */
  readonly place: string;
  readonly path: string;
  /** The path from the root, or from the current folder outside git, that the config's globs judge; undefined: none do. */
  readonly globPath: string | undefined;
  /** Named by hand: a symbolic link is followed. */
  readonly named: boolean;
}

interface Listing {
  /** Made one by one: of a large tree all together are larger than what is kept of them. */
  readonly entries: Iterable<Entry>;
  readonly skipped: readonly Skipped[];
  readonly errors: readonly Notification[];
}

/** Larger files are read in chunks, by who does not say otherwise. */
const MOST_WHOLE_BYTES = 16 * 1024 * 1024;

/** Opens the work tree, or the paths named. */
export async function openWorktree(options: WorktreeOptions): Promise<Source> {
  const { cwd, repository, paths } = options;
  const listings =
    paths.length === 0
      ? [repository === undefined ? await listFolder(cwd, '', options, outside(cwd)) : listTracked(repository, [])]
      : await Promise.all(paths.map((path) => listNamed(path, options)));
  const listing = {
    entries: allOf(listings.map(({ entries }) => entries)),
    skipped: listings.flatMap(({ skipped }) => skipped),
    errors: listings.flatMap(({ errors }) => errors),
  };
  return openEntries({ name: 'worktree', top: repository?.root ?? cwd, listing, selects: options.selects });
}

function* allOf(lists: readonly Iterable<Entry>[]): Generator<Entry> {
  for (const list of lists) yield* list;
}

export interface Listed extends Pick<WorktreeOptions, 'selects'> {
  readonly name: SourceName;
  /** The folder that paths in reports start from. */
  readonly top: string;
  readonly listing: Listing;
}

/** The files of a listing, each once. */
export async function openEntries({ name, top, listing, selects }: Listed): Promise<Source> {
  const skipped = [...listing.skipped];
  const files: SourceFile[] = [];
  const memory: Memory = { bytes: Buffer.alloc(0) };
  const seen = new Set<string>();
  for (const entry of listing.entries) {
    if (seen.has(entry.place)) continue;
    seen.add(entry.place);
    if (entry.globPath !== undefined && !selects(entry.globPath)) {
      skipped.push({ path: entry.path, reason: 'ignored by the config' });
      continue;
    }
    const { file, reason } = await openEntry(entry, memory);
    if (file !== undefined) files.push(file);
    if (reason !== undefined) skipped.push({ path: entry.path, reason });
  }
  return sourceOnDisk({ name, top, files, skipped, errors: listing.errors });
}

/** The same files for another thread, which knows of them what it was told. */
export function openDiskFiles(name: SourceName, top: string, files: readonly DiskFile[]): Source {
  const memory: Memory = { bytes: Buffer.alloc(0) };
  return sourceOnDisk({ name, top, files: files.map((file) => onDisk(file, memory)), skipped: [], errors: [] });
}

function sourceOnDisk({
  top,
  ...listed
}: Pick<Source, 'name' | 'files' | 'skipped' | 'errors'> & { readonly top: string }): Source {
  return {
    ...listed,
    top,
    before: undefined,
    beside: async (path) => readIfThere(Buffer.concat([Buffer.from(`${top}/`), encodedPathToBytes(path)])),
    close: async () => undefined,
  };
}

function onDisk(disk: DiskFile, memory: Memory): SourceFile {
  const { path, size } = disk;
  if (size === undefined) return { path, disk, read: () => readLink(disk) };
  return { path, disk, read: (whole = MOST_WHOLE_BYTES) => readDisk(disk, size > whole, memory), borrowed: true };
}

/** What there is to read, and why that is not what the name promises. */
interface Opened {
  readonly file?: SourceFile;
  readonly reason?: string;
}

async function openEntry({ path, place, named }: Entry, memory: Memory): Promise<Opened> {
  const absolute = Buffer.from(place, 'latin1');
  let info: Stats;
  try {
    // Synchronous, as the reading below: a round trip to a thread for each file doubles the time of a large tree.
    info = named ? statSync(absolute) : lstatSync(absolute);
  } catch (error) {
    if (isMissing(error) && !named) return { reason: 'deleted in the work tree' };
    return { file: { path, read: () => Promise.reject(readFailure(path, error)) } };
  }
  if (info.isSymbolicLink()) {
    // As git stores it: the link's target is its content.
    const file = onDisk({ path, place, size: undefined }, memory);
    return (await leadsNowhere(absolute)) ? { file, reason: 'dangling link' } : { file };
  }
  // Submodules were told apart by their mode: here a folder stands where git has a file.
  if (info.isDirectory()) return { reason: 'deleted in the work tree' };
  if (!info.isFile()) return { reason: info.isSocket() ? 'socket' : info.isFIFO() ? 'pipe' : 'device' };
  return { file: onDisk({ path, place, size: info.size }, memory) };
}

/** What cannot be read says nothing: it is no file of the scan. */
function readIfThere(path: Buffer): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

async function leadsNowhere(link: Buffer): Promise<boolean> {
  return stat(link).then(
    () => false,
    (error: unknown) => isMissing(error) || errnoOf(error) === 'ELOOP',
  );
}

async function readLink({ place, path }: DiskFile): Promise<Buffer> {
  try {
    return Buffer.from(await readlink(Buffer.from(place, 'latin1'), 'buffer'));
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** What all files of a source are read into, one after the other: a buffer for each would be garbage at once. */
interface Memory {
  bytes: Buffer;
}

async function readDisk(
  { path, place, size = 0 }: DiskFile,
  inChunks: boolean,
  memory: Memory,
): Promise<Buffer | AsyncIterable<Buffer>> {
  const absolute = Buffer.from(place, 'latin1');
  if (inChunks) return readChunks(path, absolute);
  try {
    return readInto(memory, absolute, size) ?? readFileSync(absolute);
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The content of a file that is as large as it said it was; undefined where it is not. */
function readInto(memory: Memory, path: Buffer, size: number): Buffer | undefined {
  // A byte more shows that it has grown, and that this was the end.
  if (memory.bytes.length <= size) memory.bytes = Buffer.allocUnsafeSlow(Math.max(size + 1, CHUNK_BYTES));
  const descriptor = openSync(path, 'r');
  try {
    return readSync(descriptor, memory.bytes, 0, size + 1, null) === size ? memory.bytes.subarray(0, size) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK_BYTES = 1024 * 1024;

/** Chunks in the same memory, with a pause after each in which a signal is heard. */
async function* readChunks(path: string, absolute: Buffer): AsyncGenerator<Buffer> {
  try {
    const descriptor = openSync(absolute, 'r');
    try {
      const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
        yield chunk.subarray(0, size);
        await new Promise((done) => setImmediate(done));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw readFailure(path, error);
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
  const top = `${toLatin1(repository.root)}/`;
  const add = (rawPath: Buffer): void => {
    const path = decodePath(rawPath);
    entries.push({ place: top + rawPath.toString('latin1'), path, globPath: path, named: false });
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

/** A folder outside git, or one that git knows nothing of. @param prefix - what reports put before paths below it. */
async function listFolder(
  folder: string,
  prefix: string,
  { cwd, repository }: WorktreeOptions,
  walk: WalkOptions,
): Promise<Listing> {
  const walked = await walkFolder(folder, walk);
  const place = asPrefix(toSlashes(relative(repository?.root ?? cwd, folder)));
  const top = `${toLatin1(folder)}/`;
  function* entries(): Generator<Entry> {
    for (const rawPath of walked.files) {
      const path = decodeLatin1Path(rawPath);
      yield { place: top + rawPath, path: prefix + path, globPath: place + path, named: false };
    }
  }
  const errors = walked.unreadable.map(({ rawPath, error }) => {
    const path = prefix + decodeLatin1Path(rawPath);
    const failure = readFailure(path, error);
    return { path, code: failure.code, message: failure.message };
  });
  return { entries: entries(), skipped: [], errors };
}

/** How a folder is walked that is not git's: who names node_modules, or something in it, wants it. */
function outside(folder: string): WalkOptions {
  return { useIgnoreFiles: true, nodeModules: folder.split(sep).includes('node_modules') };
}

async function listNamed(typed: string, options: WorktreeOptions): Promise<Listing> {
  const { repository } = options;
  const absolute = resolve(options.cwd, typed);
  let info: Stats;
  try {
    info = await lstat(absolute);
    if (info.isSymbolicLink()) info = await stat(absolute);
  } catch (error) {
    // A link that leads nowhere is still text that git would store.
    if (isMissing(error) && (await isLink(absolute))) return one(absolute, false, options);
    const failure = readFailure(typed, error);
    return { entries: [], skipped: [], errors: [{ path: typed, code: failure.code, message: failure.message }] };
  }
  if (!info.isDirectory()) return one(absolute, true, options);
  const real = await realpath(absolute);
  const inside = repository === undefined ? undefined : pathBelow(repository.root, real);
  if (repository === undefined || inside === undefined) {
    // Of several folders, the one that a file is in must show.
    const prefix = options.paths.length === 1 ? '' : asPrefix(toSlashes(relative(options.cwd, absolute)));
    return listFolder(absolute, prefix, options, outside(absolute));
  }
  if (await isForeign(repository.root, real)) return listFolder(real, asPrefix(inside), options, outside(real));
  if (inside.split('/')[0] === '.git' || (inside !== '' && isIgnored(inside, { cwd: repository.root }))) {
    return listFolder(real, asPrefix(inside), options, { useIgnoreFiles: false, nodeModules: true });
  }
  return listTracked(repository, inside === '' ? [] : [inside]);
}

async function one(absolute: string, named: boolean, options: WorktreeOptions): Promise<Listing> {
  const path = await nameOf(absolute, options);
  return {
    entries: [{ place: toLatin1(absolute), path, globPath: undefined, named }],
    skipped: [],
    errors: [],
  };
}

function isMissing(error: unknown): boolean {
  return errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR';
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (info) => info.isSymbolicLink(),
    () => false,
  );
}

/** Whether a folder below the root belongs to a repository of its own, of which git here knows only the name. */
async function isForeign(root: string, folder: string): Promise<boolean> {
  for (let at = folder; at !== root && at !== dirname(at); at = dirname(at)) {
    const found = await lstat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** How a report names a file given by hand: from the repository's root, else from the current folder. */
async function nameOf(absolute: string, { cwd, repository }: WorktreeOptions): Promise<string> {
  const fromCwd = toSlashes(relative(cwd, absolute));
  if (repository === undefined) return decodePath(Buffer.from(fromCwd));
  // git resolves symbolic links in the root that it names.
  const real = join(await realpath(dirname(absolute)), basename(absolute));
  const path = pathBelow(repository.root, absolute) ?? pathBelow(repository.root, real) ?? fromCwd;
  return decodePath(Buffer.from(path));
}

/** The path below a folder with forward slashes; undefined outside it. */
function pathBelow(folder: string, absolute: string): string | undefined {
  const path = relative(folder, absolute);
  const [first] = path.split(sep);
  return first === '..' || isAbsolute(path) ? undefined : toSlashes(path);
}

function asPrefix(folder: string): string {
  return folder === '' ? '' : `${folder}/`;
}

function toSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
