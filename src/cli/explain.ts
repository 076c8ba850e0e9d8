// `hushkey explain`: an API error as people have it -> what it means, why, and what to do.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { answer, LONGEST_INPUT, suspectsOf, understand } from '../diagnose/explain/answer.ts';
import { drawAnswer, drawAnswerJson } from '../diagnose/explain/draw.ts';
import { UserError } from '../errors.ts';
import type { Category, Finding } from '../finding.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { readText } from '../text/source-text.ts';
import type { Invocation } from './args.ts';
import { writeText } from './deliver.ts';
import { scanForFaults } from './explain-repository.ts';
import { createMasking } from './mask-all.ts';
import { inviteTyping } from './progress.ts';

type ExplainInvocation = Extract<Invocation, { command: 'explain' }>;

/** @throws UserError for a text that tells no error, and for input that cannot be read. */
export async function runExplain({ flags, positionals }: ExplainInvocation, io: Io): Promise<ExitCode> {
  const { format = 'pretty' } = flags;
  if (flags.report === true && format === 'json') throw new UserError('bad-value', '--report is Markdown, not JSON');
  // Nothing after this sees a credential that any rule knows.
  const mask = await createMasking();
  const understood = understand(await mask(await readInput(positionals, io)));
  if (understood === undefined) {
    throw new UserError('not-understood', 'the text names no status and no error that is known', {
      hint: 'paste the whole error: the body, the status line and the headers;\n  or just the status: hushkey explain 401',
    });
  }
  const { error, diagnosis } = understood;
  const findings = await look(suspectsOf(diagnosis), io);
  const answered = answer(error, diagnosis, findings ?? []);
  if (flags.report === true) {
    const { writeEscalation } = await import('./escalation.ts');
    writeText(
      (await writeEscalation(io, { answer: answered, lookedThrough: findings !== undefined, verify: false })).text,
      flags.output,
      io,
    );
    return EXIT.clean;
  }
  writeText(format === 'json' ? drawAnswerJson(answered) : drawAnswer(answered), flags.output, io);
  return EXIT.clean;
}

/** Undefined where nothing was looked through. A repository that cannot be does not keep the answer back. */
async function look(categories: readonly Category[], io: Io): Promise<readonly Finding[] | undefined> {
  if (categories.length === 0) return undefined;
  try {
    return await scanForFaults(categories, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.err(`hushkey: the repository was not looked through: ${error.message}\n`);
    return undefined;
  }
}

async function readInput(words: readonly string[], io: Io): Promise<string> {
  const [only] = words;
  if (only === undefined && io.canAsk()) {
    throw new UserError('no-input', 'there is no error to explain', {
      hint: 'hushkey explain 401, hushkey explain error.txt,\n  or pipe the error into hushkey explain -',
    });
  }
  if (only === undefined || (words.length === 1 && only === '-')) {
    inviteTyping(io, 'the error');
    return end(await readAll(io.stdin));
  }
  const path = words.length === 1 ? resolve(io.cwd, only) : undefined;
  if (path !== undefined && isFile(path)) return end(readFile(path));
  return words.join(' ');
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    // Anything that is no path: a text was given.
    if (error instanceof Error) return false;
    throw error;
  }
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError('read-error', `${path} cannot be read`, { cause: error });
  }
}

const LARGEST_INPUT = 64 * 1024 * 1024;

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_INPUT) throw new UserError('too-large', 'the input is larger than 64 MB: pipe the end of it');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

/** The end of the text, from a line's start: half a key at the cut would not be known as one. */
function end(bytes: Buffer): string {
  const text = readText('', bytes).text();
  if (text.length <= LONGEST_INPUT) return text;
  const tail = text.slice(-LONGEST_INPUT);
  return tail.slice(tail.indexOf('\n') + 1);
}
