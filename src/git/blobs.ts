// Contents of git objects: one long-lived `git cat-file --batch` for as many as are asked for.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../errors.ts';
import { readLoose } from './loose.ts';
import { AS_STORED, NO_LAZY_FETCH } from './run.ts';

/** An object's content, or why there is none. */
export type Blob =
  | { readonly type: 'blob'; readonly name: string; readonly bytes: Buffer }
  | { readonly type: 'missing'; readonly name: string };

export interface BlobReader {
  /** The content of one object by any name git knows: an id, or `REV:path`. In the order asked. */
  readonly read: (name: string) => Promise<Blob>;
  /** Asks for objects ahead, so that git need not be waited for; they are kept nowhere, so read them in this order. */
  readonly expect: (names: readonly string[]) => void;
  /** Ends the process; every reader is closed. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a reader.
 *
 * @param cwd - a folder of the repository.
 * @param objects - the folder of loose objects, where most of what is asked for may lie there.
 */
export function openBlobs(cwd: string, objects?: string): BlobReader {
  let running: Process | undefined;
  /** Names whose answers have not been read, in the order of the answers. */
  let asked: string[] = [];
  const ask = (names: readonly string[]): Process => {
    running ??= startProcess(cwd);
    if (names.length > 0) running.child.stdin.write(`${names.join('\n')}\n`);
    asked.push(...names);
    return running;
  };
  const readOne = async (name: string): Promise<Blob> => {
    const loose = objects === undefined ? undefined : readLoose(objects, name);
    if (loose !== undefined) return { type: 'blob', name, bytes: loose };
    const process = ask(asked.includes(name) ? [] : [name]);
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const answer = await readAnswer(next, process);
      if (next === name) return answer;
      if (running === undefined) break;
    }
    return readOne(name);
  };
  const readAnswer = async (name: string, { input, failure }: Process): Promise<Blob> => {
    const header = await input.line();
    if (header === undefined) {
      if (failure() !== undefined) throw failure();
      // It ends instead of fetching what a partial clone has left out; the next read starts another.
      running = undefined;
      asked = [];
      return { type: 'missing', name };
    }
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
      const answer = last.then(() => readOne(name));
      last = answer.catch(() => undefined);
      return answer;
    },
    expect: (names) => void ask(names),
    async close() {
      const child = running?.child;
      running = undefined;
      asked = [];
      child?.stdin.end();
      if (child?.exitCode === null && child.signalCode === null && child.pid !== undefined) await once(child, 'close');
    },
  };
}

interface Process {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly input: ByteReader;
  /** Why git could not be started: known before its output ends. */
  readonly failure: () => UserError | undefined;
}

function startProcess(cwd: string): Process {
  const child = spawn('git', ['cat-file', '--batch'], {
    cwd,
    // A missing object must be reported, not fetched: nothing here may open a connection.
    env: { ...process.env, ...NO_LAZY_FETCH, ...AS_STORED, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  // A process that ends early shows as a missing answer.
  child.stdin.on('error', () => undefined);
  let failure: UserError | undefined;
  child.once('error', (error) => {
    failure = new UserError('git-failed', `git cat-file could not be started: ${String(error)}`);
  });
  return { child, input: createByteReader(child.stdout), failure: () => failure };
}

interface ByteReader {
  /** Undefined at the end. */
  readonly line: () => Promise<string | undefined>;
  readonly take: (size: number) => Promise<Buffer>;
}

function createByteReader(stream: Readable): ByteReader {
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let pending: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer | undefined> => (await chunks.next()).value;
  return {
    async line() {
      let end = pending.indexOf(10);
      while (end < 0) {
        const piece = await more();
        if (piece === undefined) return undefined;
        pending = Buffer.concat([pending, piece]);
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
        if (piece === undefined) throw new UserError('git-failed', 'git cat-file ended before it had answered');
        pieces.push(piece);
        have += piece.length;
      }
      const all = pieces.length === 1 ? pending : Buffer.concat(pieces, have);
      pending = all.subarray(size);
      return all.subarray(0, size);
    },
  };
}
