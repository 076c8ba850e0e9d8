// Whether git would run hooks that scan in a clone that was armed: hooks that are gone, or that something has turned git
// away from, say nothing, so others have to.
import { dirname, join, resolve } from 'node:path';
import { isArmed } from './dispatcher.ts';
import { isExecutableFile, readBytes } from './files.ts';
import { GATES } from './gates.ts';
import { type HooksConfig, isInForce, type Place, readHooksConfig } from './git-config.ts';

/**
 * Why no hook would scan; undefined where one would, and where nobody has armed any.
 *
 * @param isExpected - whether hooks are to be expected although install was never run in this clone.
 */
export function lackOfHooks(place: Place, env: NodeJS.ProcessEnv, isExpected: () => boolean): string | undefined {
  const config = readHooksConfig(place, env);
  const { effective, previous } = config;
  if (isInForce(place, config)) {
    const folder = `${place.commonDir}/hushkey`;
    const missing = GATES.find((name) => !isArmed(folder, name));
    return missing === undefined ? undefined : `${folder}/${missing} is missing, or not executable`;
  }
  if ((previous === undefined && !isExpected()) || hasOtherGate(place, config)) return undefined;
  return effective === undefined ? 'core.hooksPath is not set' : `core.hooksPath is ${effective.value || 'empty'}`;
}

/** husky's own way, or a hook of another tool's that names us. */
function hasOtherGate({ root, commonDir }: Place, { effective }: HooksConfig): boolean {
  const hooks = effective === undefined ? join(commonDir, 'hooks') : resolve(root, effective.value);
  const paths = [join(hooks, 'pre-commit'), join(dirname(hooks), 'pre-commit')];
  return isExecutableFile(join(hooks, 'pre-commit')) && paths.some((path) => readBytes(path)?.includes('hushkey'));
}
