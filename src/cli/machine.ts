// This machine, as the checks of it want it.
import { homedir } from 'node:os';
import type { Machine } from '../diagnose/runtime/machine.ts';
import { maskCredentials } from '../engine/mask.ts';
import type { Io } from '../process.ts';
import { loadSettings } from './settings.ts';

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
