// Pure readers of git's NUL-separated output. Never of a textual diff: config, attributes and colour change that.

/** One line of `git diff --raw -z --no-renames --no-abbrev`. */
export interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldOid: string;
  readonly newOid: string;
  /** A added, D deleted, M modified, T type changed, U unmerged. */
  readonly status: string;
  readonly path: string;
}

export const MODE_SUBMODULE = '160000';

/** Reads raw diff records: `:oldmode newmode oldoid newoid status NUL path NUL`. */
export function parseRawDiff(output: Buffer): readonly RawChange[] {
  const changes: RawChange[] = [];
  let at = 0;
  while (at < output.length) {
    const headEnd = output.indexOf(0, at);
    const pathEnd = headEnd < 0 ? -1 : output.indexOf(0, headEnd + 1);
    if (pathEnd < 0) throw new Error('git diff --raw ended inside a record');
    const [oldMode, newMode, oldOid, newOid, status] = output.toString('latin1', at + 1, headEnd).split(' ');
    if (oldMode === undefined || newMode === undefined || oldOid === undefined || newOid === undefined || !status) {
      throw new Error('git diff --raw gave an unknown record');
    }
    changes.push({
      oldMode,
      newMode,
      oldOid,
      newOid,
      status: status.charAt(0),
      path: decodePath(output.subarray(headEnd + 1, pathEnd)),
    });
    at = pathEnd + 1;
  }
  return changes;
}

/** Reads `git diff-tree --stdin --always -z`: a commit's id, then the records of its comparison, for each line asked. */
export function parseDiffTree(output: Buffer): readonly (readonly RawChange[])[] {
  const comparisons: (readonly RawChange[])[] = [];
  let at = 0;
  while (at < output.length) {
    // The id, up to its NUL; records begin with a colon and hold two NULs each.
    const start = output.indexOf(0, at) + 1;
    let end = start;
    while (output[end] === COLON) {
      const pathStart = output.indexOf(0, end) + 1;
      const next = pathStart === 0 ? 0 : output.indexOf(0, pathStart) + 1;
      if (next === 0) throw new Error('git diff-tree ended inside a record');
      end = next;
    }
    if (start === 0) throw new Error('git diff-tree ended inside an id');
    comparisons.push(parseRawDiff(output.subarray(start, end)));
    at = end;
  }
  return comparisons;
}

const COLON = 0x3a;

/** The lines of an answer of git; empty ones are none. */
export function linesOf(output: Buffer): readonly string[] {
  return output.toString('utf8').split('\n').filter(Boolean);
}

/** Splits NUL-terminated fields. */
export function splitNul(output: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(0, at);
    fields.push(output.subarray(at, end < 0 ? output.length : end));
    at = end < 0 ? output.length : end + 1;
  }
  return fields;
}

/**
 * A path as reports show it: UTF-8, with `%` and each byte that is not part of valid UTF-8 percent-encoded, so that
 * two different paths never print alike and `encodedPathToBytes` gives the bytes back.
 */
export function decodePath(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('�') && !text.includes('%')) return text;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const size = utf8Length(bytes, i);
    const byte = bytes[i] ?? 0;
    if (size === 0 || byte === 0x25) {
      out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      i += 1;
    } else {
      out += bytes.toString('utf8', i, i + size);
      i += size;
    }
  }
  return out;
}

/** `decodePath` of bytes in Latin-1, most of which are the path as it is shown. */
export function decodeLatin1Path(bytes: string): string {
  return isAscii(bytes) && !bytes.includes('%') ? bytes : decodePath(Buffer.from(bytes, 'latin1'));
}

/** Bytes as text of one character each, as `fromLatin1` takes them. */
export function toLatin1(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1');
}

/** The text whose bytes, in UTF-8, are given one by character. */
export function fromLatin1(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** The bytes of a path that `decodePath` made printable. */
export function encodedPathToBytes(path: string): Buffer {
  const pieces = path.split(/%([0-9A-F]{2})/);
  return Buffer.concat(
    pieces.map((piece, i) => (i % 2 === 0 ? Buffer.from(piece, 'utf8') : Buffer.from(piece, 'hex'))),
  );
}

/** Bytes of the UTF-8 character at a place, 0 where there is none. */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  return bytes.toString('utf8', at, at + size).includes('�') ? 0 : size;
}
