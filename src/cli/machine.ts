// This machine, as the checks of it want it.
import { homedir } from 'node:os';
import type { Machine } from '../diagnose/runtime/machine.ts';
import type { Io } from '../process.ts';
import { createMasking } from './mask-all.ts';

export async function machineOf({ cwd, env }: Io): Promise<Machine> {
  const mask = await createMasking();
  return {
    cwd,
    env,
    home: env['HOME'] || env['USERPROFILE'] || homedir(),
    now: Date.now(),
    platform: process.platform,
    holdsCredential: async (text) => (await mask(text)) !== text,
  };
}
