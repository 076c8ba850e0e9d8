// Whether git would run hooks that scan where a coding agent is about to commit or push. Hooks that are gone, or that
// something has turned git away from, say nothing; the agent's own hook is what can.
import { dirname, join, resolve } from 'node:path';
import { UNKNOWN } from '../../agents/shell-words.ts';
import { AGENT_SETTINGS, callsAgentHook } from '../../agents/wiring.ts';
import { isCi } from '../../diagnose/check.ts';
import { isArmed } from '../../install/dispatcher.ts';
import { isExecutableFile, isFolder, readBytes } from '../../install/files.ts';
import { GATES } from '../../install/gates.ts';
import { findPlace, type HooksConfig, isInForce, type Place, readHooksConfig } from '../../install/git-config.ts';
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
    `refused: git would run no hook that scans: ${printable(lacking)}`,
    'to arm the hooks, before the call is repeated: npx hushkey install',
    'what is wrong, says: npx hushkey doctor',
  ];
}

/** The folder itself, or the first above it that is there. */
export function existingFolder(path: string): string {
  let at = path;
  while (!isFolder(at) && at !== dirname(at)) at = dirname(at);
  return at;
}

function lackOf(folder: string, io: Io): string | undefined {
  const place = findPlace(folder, io.env);
  if (place === undefined) return undefined;
  const config = readHooksConfig(place, io.env);
  if (isInForce(place, config)) {
    const missing = GATES.find((name) => !isArmed(`${place.commonDir}/hushkey`, name));
    return missing === undefined ? undefined : `${place.commonDir}/hushkey/${missing} is missing, or not executable`;
  }
  if (!wasArmed(place, config) || hasOtherGate(place, config)) return undefined;
  const { effective } = config;
  return effective === undefined ? 'core.hooksPath is not set' : `core.hooksPath is ${effective.value || 'empty'}`;
}

/** Install has been here, or the repository says that it should. A hook for all of a machine asks in any repository. */
function wasArmed({ root }: Place, { previous }: HooksConfig): boolean {
  return previous !== undefined || AGENT_SETTINGS.some((name) => callsAgentHook(textOf(join(root, name))));
}

/** husky's own way, or a hook of another tool's that names us. */
function hasOtherGate({ root, commonDir }: Place, { effective }: HooksConfig): boolean {
  const hooks = effective === undefined ? join(commonDir, 'hooks') : resolve(root, effective.value);
  const hook = join(hooks, 'pre-commit');
  return (
    isExecutableFile(hook) &&
    [hook, join(dirname(hooks), 'pre-commit')].some((path) => textOf(path).includes('hushkey'))
  );
}

function textOf(path: string): string {
  return readBytes(path)?.toString('latin1') ?? '';
}
