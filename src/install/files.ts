// Reading and replacing whole files, so that two set-ups at once, or one that is interrupted, never leave half a file.
import {
  chmodSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { errnoOf, UserError } from '../errors.ts';

/** The bytes of a file; undefined where there is none. */
export function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw new UserError('cannot-read', `${path} could not be read: ${errnoOf(error) ?? error}`, { cause: error });
  }
}

/**
 * The text of a file that we are going to edit, with its BOM; undefined where there is none.
 *
 * @throws UserError where decoding would lose bytes.
 */
export function readText(path: string): string | undefined {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    throw new UserError('not-utf8', `${path} is not UTF-8, so it was not changed`, { hint: `save ${path} as UTF-8` });
  }
  return text;
}

/** Replaces a file in one step. Its mode stays unless one is given; a symlink keeps pointing at what is replaced. */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const target = old === undefined ? path : realpathSync(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: mode ?? 0o644 });
    if (mode === undefined && old !== undefined) chmodSync(temporary, old.mode & 0o777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError('cannot-write', `${path} could not be written: ${errnoOf(error) ?? error}`, { cause: error });
  }
}

/** True for a regular file that the system would run as a hook. */
export function isExecutableFile(path: string): boolean {
  const found = statOf(path);
  // Windows has no such bit; git goes by the shebang there.
  return found?.isFile() === true && (process.platform === 'win32' || (found.mode & 0o111) !== 0);
}

/** True for a folder, or a link to one. */
export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

export function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

/** Node throws for what is below a file: `/dev/null/pre-commit`. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
