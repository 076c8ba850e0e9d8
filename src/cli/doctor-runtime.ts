// `hushkey doctor --runtime`: could a program here call the API; works in any folder, a repository or not.
import { type Check, exitCodeOfChecks } from '../diagnose/check.ts';
import { checkRuntime } from '../diagnose/runtime/index.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import { writeText } from './deliver.ts';
import { drawCheck, drawChecksJson } from './draw-checks.ts';
import { machineOf } from './machine.ts';

const COLUMNS = 80;

export interface RuntimeOptions {
  readonly format: 'pretty' | 'json';
  readonly report: boolean;
  readonly output: string | undefined;
  readonly verify: boolean;
}

/** @param options - `report`: for support, in Markdown, in place of the list. */
export async function runDoctorRuntime({ format, report, output, verify }: RuntimeOptions, io: Io): Promise<ExitCode> {
  if (report) {
    const { text, checks } = await (await import('./escalation.ts')).writeEscalation(io, {
      lookedThrough: false,
      verify,
    });
    writeText(text, output, io);
    return exitCodeOfChecks(checks);
  }
  const checks = await checkRuntime(await machineOf(io), { verify });
  writeText(format === 'json' ? drawChecksJson(checks) : draw(checks, io.cwd, verify), output, io);
  return exitCodeOfChecks(checks);
}

function draw(checks: readonly Check[], cwd: string, verify: boolean): string {
  const broken = checks.filter(({ state }) => state === 'broken').length;
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const verdict =
    broken > 0
      ? `${counted(broken, 'thing')} broken`
      : unknown > 0
        ? `${counted(unknown, 'thing')} could not be told`
        : `nothing here is in the way of a call${verify ? '' : '; whether the key is live only the API knows: add --verify'}`;
  const lines = [
    `hushkey ${version}, what a program started in ${harmless(cwd)} gets`,
    '',
    ...checks.flatMap(drawCheck),
  ];
  return `${[...lines, '', ...wrap(`hushkey: ${verdict}`, COLUMNS)].join('\n')}\n`;
}
