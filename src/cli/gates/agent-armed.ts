// Whether git would run hooks that scan where a coding agent is about to commit or push. Hooks that are gone, or that
// something has turned git away from, say nothing; the agent's own hook is what can.
import { dirname, join, resolve } from 'node:path';
import { UNKNOWN } from '../../agents/shell-words.ts';
import { AGENT_SETTINGS, callsAgentHook } from '../../agents/wiring.ts';
import { isCi } from '../../diagnose/check.ts';
import { isFolder, readBytes } from '../../install/files.ts';
import { findPlace } from '../../install/git-config.ts';
import { type Lack, lackOfHooks } from '../../install/lack.ts';
import type { Io } from '../../process.ts';
import { printable } from '../../text/printable.ts';

/**
 * The lines that say why no hook would scan in one of these folders; [] where all is well, or where it is not ours to
 * say: in CI, where install does nothing, and where a person has turned the hooks off.
 */
export function judgeArmed(folders: readonly string[], cwd: string, io: Io): readonly string[] {
  if (isCi(io.env) || io.env['HUSHKEY'] === '0' || io.env['HUSKY'] === '0') return [];
  const asked = folders.map((folder) => existingFolder(folder.includes(UNKNOWN) ? cwd : resolve(cwd, folder)));
  const lacking = [...new Set(asked)].map((folder) => lackOf(folder, io)).find((lack) => lack !== undefined);
  if (lacking === undefined) return [];
  return [
    `refused: git would run no hook that scans: ${printable(lacking.why)}`,
    `to arm the hooks, before the call is repeated: ${lacking.mend}`,
    'what is wrong, says: npx hushkey doctor',
  ];
}

/** The folder itself, or the first above it that is there. */
export function existingFolder(path: string): string {
  let at = path;
  while (!isFolder(at) && at !== dirname(at)) at = dirname(at);
  return at;
}

function lackOf(folder: string, io: Io): Lack | undefined {
  const place = findPlace(folder, io.env);
  if (place === undefined) return undefined;
  // A hook for agents that is set for all of a machine asks in any repository; settings that are committed speak for one.
  const isWired = (path: string): boolean =>
    callsAgentHook(readBytes(join(place.root, path))?.toString('latin1') ?? '');
  return lackOfHooks(place, io.env, () => AGENT_SETTINGS.some(isWired));
}
