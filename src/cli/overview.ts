// `hushkey` alone: what is armed here, and what to run.
import { resolve } from 'node:path';
import { isArmed } from '../install/dispatcher.ts';
import { GATES } from '../install/gates.ts';
import { findPlace, type Place, readHooksConfig } from '../install/git-config.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { harmless } from '../report/terminal-text.ts';
import { globalHelp } from './help.ts';

/** Outside a repository there is nothing to say but the help. */
export async function runOverview(io: Io): Promise<ExitCode> {
  const place = findPlace(io.cwd, io.env);
  const state = place === undefined ? 'not inside a git repository' : await stateOf(place, io);
  io.out(`hushkey: ${state}\n\n${globalHelp()}`);
  return EXIT.clean;
}

async function stateOf(place: Place, io: Io): Promise<string> {
  const root = harmless(place.root);
  const folder = readHooksConfig(place, io.env).effective?.value;
  const armed = GATES.filter((gate) => folder !== undefined && isArmed(resolve(place.root, folder), gate));
  if (armed.length === GATES.length) return `armed in ${root}: every commit is scanned`;
  const elsewhere = folder === undefined ? '' : `\n  core.hooksPath is ${harmless(folder)}`;
  const command = (await isDeclared(place, io.cwd)) ? 'install' : 'init';
  return `not armed in ${root}: run npx hushkey ${command}${elsewhere}`;
}

/** Where someone has set it up, this clone only wants arming. */
async function isDeclared(place: Place, cwd: string): Promise<boolean> {
  const { findProject } = await import('../install/project.ts');
  const { readManifest } = await import('../install/package-json.ts');
  const project = findProject(place, cwd);
  return project !== undefined && readManifest(project.text).declared !== undefined;
}
