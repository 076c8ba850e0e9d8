// The only file that touches the process: arguments, environment, streams, signals, the exit code. The rest gets an Io.
import { writeSync } from 'node:fs';
import { errnoOf, UserError } from './errors.ts';
import { EXIT, type ExitCode, exitCodeOfError } from './outcome.ts';

export interface StreamTraits {
  readonly isTTY: boolean;
  readonly colour: boolean;
  /** Columns to print within. */
  readonly width: number;
}

/** What a command may do to the world outside its own logic. */
export interface Io {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Absolute path of the file that node was told to run, symlinks as they are. */
  readonly script: string;
  readonly stdin: AsyncIterable<Buffer>;
  /** Whether a person can answer a question. */
  readonly canAsk: () => boolean;
  /** Writes to standard output, whole and in order. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Looked up only when something is to be printed in style. */
  readonly outTraits: () => StreamTraits;
  readonly errTraits: () => StreamTraits;
  /** Ends the process with the code that `giveUp` gives, unless what is returned is called before. */
  readonly giveUpAfter: (milliseconds: number, giveUp: () => ExitCode) => () => void;
  /** Milliseconds since the process began. */
  readonly startedAt: number;
}

const DEFAULT_WIDTH = 80;
const WIDEST = 120;

/** Runs a command to its end and sets the exit code. Expected failures print their message and hint, bugs their stack. */
export async function runProcess(main: (io: Io) => Promise<ExitCode>): Promise<void> {
  // Default handling would end the process by signal, which a parent sees as no exit code at all.
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
  process.once('SIGTERM', () => process.exit(EXIT.terminated));
  try {
    const io = createIo();
    try {
      const exitCode = await main(io);
      // A signal that came while git was waited for is heard only once the loop turns, and not always at the first turn.
      await new Promise((done) => setTimeout(done, 1));
      await new Promise((done) => setImmediate(done));
      process.exitCode = exitCode;
    } catch (error) {
      process.exitCode = reportFailure(error, io);
    }
  } catch (error) {
    // Nothing to print with, or nothing to print to.
    process.exitCode = EXIT.failed;
    writeAll(STDERR, `hushkey: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function reportFailure(error: unknown, io: Io): ExitCode {
  if (error instanceof UserError) {
    io.err(`hushkey: ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
    if (io.argv.includes('--debug') && error.stack !== undefined) io.err(`${error.stack}\n`);
    return exitCodeOfError(error);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`hushkey: this is a fault in hushkey, please report it with what follows\n${stack}\n`);
  return EXIT.failed;
}

function createIo(): Io {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: workingFolder(),
    script: process.argv[1] ?? '',
    stdin: readStdin(),
    canAsk: () => process.stdin.isTTY === true && process.stdout.isTTY === true,
    out: (text) => writeAll(STDOUT, text),
    err: (text) => writeAll(STDERR, text),
    outTraits: () => traitsOf(process.stdout),
    errTraits: () => traitsOf(process.stderr),
    giveUpAfter,
    startedAt: 0,
  };
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError('no-folder', 'the current folder does not exist any more', { cause: error });
  }
}

const STDOUT = 1;
const STDERR = 2;

/** Straight to the descriptor: `process.stdout` loads a stack of modules that a clean commit does not need. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const errno = errnoOf(error);
      // The reader has gone (`| head`): what it wanted it has.
      if (errno === 'EPIPE') return;
      if (errno !== 'EAGAIN') {
        // What was to be said cannot be; the exit code still says it.
        if (descriptor === STDERR) return;
        throw new UserError('cannot-write', `the output cannot be written (${errno ?? 'unknown error'})`, {
          cause: error,
        });
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Never `readSync`: while that waits, no signal and no timer would be heard. */
async function* readStdin(): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of process.stdin) yield chunk;
  } catch (error) {
    throw new UserError('read-error', 'standard input cannot be read', { cause: error });
  }
}

function giveUpAfter(milliseconds: number, giveUp: () => ExitCode): () => void {
  const timer = setTimeout(() => process.exit(giveUp()), milliseconds).unref();
  return () => clearTimeout(timer);
}

function traitsOf(stream: NodeJS.WriteStream): StreamTraits {
  const isTTY = stream.isTTY === true;
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const refused = (NO_COLOR !== undefined && NO_COLOR !== '') || FORCE_COLOR === '0' || FORCE_COLOR === 'false';
  return {
    isTTY,
    colour: !refused && (forced || (isTTY && TERM !== 'dumb')),
    width: Math.min(WIDEST, isTTY && stream.columns > 0 ? stream.columns : DEFAULT_WIDTH),
  };
}
