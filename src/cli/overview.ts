// `hushkey` alone: what is armed here, and what to run.
import { resolve } from 'node:path';
import { isArmed } from '../install/dispatcher.ts';
import { GATES } from '../install/gates.ts';
import { findPlace, readHooksConfig } from '../install/git-config.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { globalHelp } from './help.ts';

/** Outside a repository there is nothing to say but the help. */
export async function runOverview(io: Io): Promise<ExitCode> {
  const place = findPlace(io.cwd, io.env);
  if (place === undefined) {
    io.out(globalHelp());
    return EXIT.clean;
  }
  const folder = readHooksConfig(place, io.env).effective?.value;
  const armed = GATES.filter((gate) => folder !== undefined && isArmed(resolve(place.root, folder), gate));
  const state =
    armed.length === GATES.length
      ? `armed: ${armed.join(', ')} scan every commit in ${place.root}`
      : `not armed in ${place.root}${folder === undefined ? '' : ` (core.hooksPath is ${folder})`}: run npx hushkey init`;
  io.out(`hushkey: ${state}\n\n${globalHelp()}`);
  return EXIT.clean;
}
