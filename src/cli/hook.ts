// What git's hooks run: one gate over the index. Everything goes to stderr; a clean run loads nothing that it does not use.
import { UserError } from '../errors.ts';
import { readHookContext } from '../git/hook-context.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../outcome.ts';
import type { Io } from '../process.ts';
import { formatReport } from '../report/index.ts';
import { scan } from '../scan.ts';
import { openIndex } from '../sources/index-source.ts';
import { version } from '../version.ts';
import { loadSettings } from './settings.ts';

const GATES = ['pre-commit', 'pre-merge-commit'] as const;
type Gate = (typeof GATES)[number];

/**
 * Runs a gate.
 *
 * @returns 0 to let git go on, 1 when findings stop it, 2 when it could not be judged.
 */
export async function runHook(io: Io): Promise<ExitCode> {
  // `hushkey hook NAME` as .husky/pre-commit says it, or `NAME` as the dispatcher does.
  const args = io.argv[0] === 'hook' ? io.argv.slice(1) : io.argv;
  const gate = readGate(args[0]);
  const off = ['HUSHKEY', 'HUSKY'].find((name) => io.env[name] === '0');
  if (off !== undefined) {
    io.err(`hushkey: ${gate} skipped (${off}=0)\n`);
    return EXIT.clean;
  }
  try {
    return await judge(gate, args.includes('--quiet'), io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const stopped = 'nothing was judged, so git is stopped; once without the check: HUSHKEY=0 git …';
    throw new UserError(error.code, error.message, {
      hint: [error.hint, stopped].filter(Boolean).join('\n  '),
      cause: error,
    });
  }
}

function readGate(name: string | undefined): Gate {
  const gate = GATES.find((known) => known === name);
  if (gate !== undefined) return gate;
  throw new UserError('unknown-gate', name === undefined ? 'which hook?' : `there is no gate ${name}`, {
    hint: `hushkey hook ${GATES.join('|')}`,
  });
}

async function judge(gate: Gate, quiet: boolean, io: Io): Promise<ExitCode> {
  const { root, mergeHeads } = readHookContext(gate, io.cwd, io.env);
  const settings = await loadSettings({ cwd: root, root });
  const source = openIndex({ root, mergeHeads, selects: settings.selects });
  const report = await scan(source, { ...settings, startedAt: io.startedAt, noticeRemoved: mergeHeads.length === 0 });
  const exitCode = exitCodeOf(report, 'error');
  const bare = report.findings.length === 0 && report.errors.length === 0 && report.remarks.length === 0;
  const traits = bare ? { colour: false, width: Number.POSITIVE_INFINITY } : io.errTraits();
  const text = await formatReport('pretty', report, {
    ...traits,
    verbose: false,
    quiet,
    mode: 'hook',
    gate,
    blocks: exitCode !== EXIT.clean,
    tool: { name: 'hushkey', version },
    rules: [],
  });
  io.err(text);
  return exitCode;
}
