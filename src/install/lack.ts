// Whether git would run hooks that scan in a clone that was armed: hooks that are gone, or that something has turned git
// away from, say nothing, so others have to.
import { dirname, join, resolve } from 'node:path';
import { isArmed } from './dispatcher.ts';
import { isExecutableFile, readBytes } from './files.ts';
import { GATES } from './gates.ts';
import { type HooksConfig, isInForce, type Place, readHooksConfig } from './git-config.ts';

export interface Lack {
  /** Why no hook would scan. */
  readonly why: string;
  /** The command that mends it. */
  readonly mend: string;
}

/**
 * What is wrong where no hook would scan; undefined where one would, and where nobody has armed any.
 *
 * @param isExpected - whether hooks are to be expected although install was never run in this clone.
 */
export function lackOfHooks(place: Place, env: NodeJS.ProcessEnv, isExpected: () => boolean): Lack | undefined {
  const config = readHooksConfig(place, env);
  const { effective, previous } = config;
  if (isInForce(place, config)) {
    const folder = `${place.commonDir}/hushkey`;
    const missing = GATES.find((name) => !isArmed(folder, name));
    return missing === undefined
      ? undefined
      : { why: `${folder}/${missing} is missing, or not executable`, mend: INSTALL };
  }
  if ((previous === undefined && !isExpected()) || hasOtherGate(place, config)) return undefined;
  if (effective === undefined) return { why: 'core.hooksPath is not set', mend: INSTALL };
  const why = `core.hooksPath is ${effective.value || 'empty'} (${originOf(effective.scope)})`;
  return { why, mend: effective.scope === 'worktree' ? 'npx hushkey doctor --fix' : mendingHooksPath(effective.scope) };
}

const INSTALL = 'npx hushkey install';

/** Where git has a value of core.hooksPath from, in words. */
export function originOf(scope: string): string {
  return scope === 'command' ? 'set by GIT_CONFIG_* in the environment' : `${scope} config`;
}

/** What takes a foreign core.hooksPath out of force, step by step. */
export function mendingHooksPath(scope: string): string {
  if (scope === 'command') return 'unset GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS';
  return scope === 'worktree' ? `git config --worktree --unset-all core.hooksPath && ${INSTALL}` : INSTALL;
}

/** husky's own way, or a hook of another tool's that names us. */
function hasOtherGate({ root, commonDir }: Place, { effective }: HooksConfig): boolean {
  const hooks = effective === undefined ? join(commonDir, 'hooks') : resolve(root, effective.value);
  const paths = [join(hooks, 'pre-commit'), join(dirname(hooks), 'pre-commit')];
  return isExecutableFile(join(hooks, 'pre-commit')) && paths.some((path) => readBytes(path)?.includes('hushkey'));
}
