// `hushkey verify` in this process, so that a server of the test can answer it.
import { parseArgs } from '../../src/cli/args.ts';
import { runVerify } from '../../src/cli/verify.ts';
import { UserError } from '../../src/errors.ts';
import type { Io } from '../../src/process.ts';

export interface Run {
  readonly status: number;
  readonly out: string;
}

/** Runs it with exactly this environment; an expected failure is its message, hint and exit code 2. */
export async function verify(args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Run> {
  let out = '';
  const io: Partial<Io> = {
    argv: ['verify', ...args],
    env,
    stdin: (async function* () {
      yield Buffer.from(input);
    })(),
    canAsk: () => false,
    out: (text) => {
      out += text;
    },
    outTraits: () => ({ isTTY: false, colour: false, width: 80 }),
  };
  try {
    const invocation = parseArgs(['verify', ...args]);
    if (invocation.command !== 'verify') throw new Error('parsed as something else');
    const status = await runVerify(invocation, io as Io);
    return { status, out };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { status: 2, out: `${error.message}\n${error.hint ?? ''}` };
  }
}
