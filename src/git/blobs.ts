// Contents of git objects: one long-lived `git cat-file --batch` for as many as are asked for.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../errors.ts';

/** An object's content, or why there is none. */
export type Blob =
  | { readonly type: 'blob'; readonly name: string; readonly bytes: Buffer }
  | { readonly type: 'missing'; readonly name: string };

export interface BlobReader {
  /** The content of one object by any name git knows: an id, or `REV:path`. In the order asked. */
  readonly read: (name: string) => Promise<Blob>;
  /** Ends the process; every reader is closed. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a reader.
 *
 * @param cwd - a folder of the repository.
 */
export function openBlobs(cwd: string): BlobReader {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn('git', ['cat-file', '--batch'], {
    cwd,
    // A missing object must be reported, not fetched: nothing here may open a connection.
    env: { ...process.env, LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const input = createByteReader(child.stdout);
  // A process that ends early shows as a short answer, which read() reports with the object's name.
  child.stdin.on('error', () => undefined);
  const failure = once(child, 'error').then(([error]) => {
    throw new UserError('git-failed', `git cat-file could not be started: ${String(error)}`);
  });
  failure.catch(() => undefined);
  const readOne = async (name: string): Promise<Blob> => {
    child.stdin.write(`${name}\n`);
    const header = await input.line();
    const fields = header.split(' ');
    const size = Number(fields.at(-1));
    if (header.endsWith(' missing') || header.endsWith(' ambiguous')) return { type: 'missing', name };
    if (fields.length < 3 || !Number.isInteger(size))
      throw new UserError('git-failed', `git cat-file could not read ${name}`);
    const bytes = await input.take(size);
    await input.take(1);
    return { type: 'blob', name, bytes };
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    read(name) {
      const answer = last.then(() => Promise.race([readOne(name), failure]));
      last = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await once(child, 'close');
    },
  };
}

interface ByteReader {
  readonly line: () => Promise<string>;
  readonly take: (size: number) => Promise<Buffer>;
}

function createByteReader(stream: Readable): ByteReader {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let pending: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer> => {
    const next = await chunks.next();
    if (next.done === true) throw new UserError('git-failed', 'git cat-file ended before it had answered');
    return next.value;
  };
  return {
    async line() {
      let end = pending.indexOf(10);
      while (end < 0) {
        pending = Buffer.concat([pending, await more()]);
        end = pending.indexOf(10);
      }
      const text = pending.toString('utf8', 0, end);
      pending = pending.subarray(end + 1);
      return text;
    },
    async take(size) {
      const pieces = [pending];
      let have = pending.length;
      while (have < size) {
        const piece = await more();
        pieces.push(piece);
        have += piece.length;
      }
      const all = pieces.length === 1 ? pending : Buffer.concat(pieces, have);
      pending = all.subarray(size);
      return all.subarray(0, size);
    },
  };
}
