// `hushkey doctor --runtime`: could a program here call the API; works in any folder, a repository or not.
import { homedir } from 'node:os';
import { type Check, exitCodeOfChecks } from '../diagnose/check.ts';
import { checkRuntime } from '../diagnose/runtime/index.ts';
import type { Machine } from '../diagnose/runtime/machine.ts';
import { maskCredentials } from '../engine/mask.ts';
import type { ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import { drawCheck, drawChecksJson } from './draw-checks.ts';
import { loadSettings } from './settings.ts';

const COLUMNS = 80;

export async function runDoctorRuntime(format: 'pretty' | 'json', io: Io): Promise<ExitCode> {
  const checks = await checkRuntime(await machineOf(io));
  io.out(format === 'json' ? drawChecksJson(checks) : draw(checks, io.cwd));
  return exitCodeOfChecks(checks);
}

export async function machineOf({ cwd, env }: Io): Promise<Machine> {
  const { ruleset, detect } = await loadSettings({ cwd, root: cwd, suppressions: false });
  return {
    cwd,
    env,
    home: env['HOME'] || env['USERPROFILE'] || homedir(),
    now: Date.now(),
    platform: process.platform,
    holdsCredential: async (text) => (await maskCredentials(text, ruleset, detect)) !== text,
  };
}

function draw(checks: readonly Check[], cwd: string): string {
  const broken = checks.filter(({ state }) => state === 'broken').length;
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const verdict =
    broken > 0
      ? `${counted(broken, 'thing')} broken`
      : unknown > 0
        ? `${counted(unknown, 'thing')} could not be told`
        : 'nothing here is in the way of a call; whether the key is live only the API knows';
  const lines = [
    `hushkey ${version}, what a program started in ${harmless(cwd)} gets`,
    '',
    ...checks.flatMap(drawCheck),
  ];
  return `${[...lines, '', ...wrap(`hushkey: ${verdict}`, COLUMNS)].join('\n')}\n`;
}
