// Whether git, in this clone, would run our gates, and whether these would find what they need.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { git } from '../git/run.ts';
import { isArmed, isKnownToLinked, SCANNER } from '../install/dispatcher.ts';
import { isExecutableFile, readBytes } from '../install/files.ts';
import { GATES, listWords } from '../install/gates.ts';
import { isInForce, type Place, readHooksConfig } from '../install/git-config.ts';
import { mendingHooksPath, originOf } from '../install/lack.ts';
import type { Check, Surroundings } from './check.ts';

const INSTALL = 'npx hushkey install';
/** `git config --show-scope` is younger than core.hooksPath. */
const OLDEST_GIT = [2, 26] as const;

export function checkHooks(place: Place, around: Surroundings): readonly Check[] {
  const folder = `${place.commonDir}/hushkey`;
  return [
    checkGit(around),
    checkHooksPath(place, around, folder),
    checkDispatchers(folder, around),
    checkScanner(folder, around),
    checkNode(folder, around),
  ];
}

function checkGit({ env }: Surroundings): Check {
  const words = git(['--version'], { env }).stdout.toString('utf8').trim();
  const [, major = '0', minor = '0'] = /(\d{1,5})\.(\d{1,5})/.exec(words) ?? [];
  const isOld = Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]);
  const check = { id: 'git-version', group: 'hooks', message: words || 'git gave no version' } as const;
  return isOld
    ? { ...check, state: 'broken', fix: `install git ${OLDEST_GIT.join('.')} or newer` }
    : { ...check, state: 'ok' };
}

function checkHooksPath(place: Place, { env }: Surroundings, folder: string): Check {
  const config = readHooksConfig(place, env);
  const { effective, local, own } = config;
  const check = { id: 'hooks-path', group: 'hooks' } as const;
  if (isInForce(place, config)) {
    const isWhole = local === own && config.coversLinked;
    if (isWhole && isKnownToLinked(folder)) return { ...check, state: 'ok', message: `core.hooksPath is ${folder}` };
    const others = isWhole
      ? `core.hooksPath is ${folder}, but linked work trees are not told of it, as after a move`
      : local === own || local === `${place.commonDir}/hushkey`
        ? 'core.hooksPath is as an older version set it: not every work tree, nor a moved repository, would be armed'
        : `core.hooksPath is ${local ?? 'not set'} (local config): this work tree is armed, others are not`;
    return { ...check, state: 'broken', message: others, fix: INSTALL };
  }
  if (effective === undefined) {
    return {
      ...check,
      state: 'broken',
      message: 'core.hooksPath is not set, so git runs no gate of hushkey',
      fix: INSTALL,
    };
  }
  const message = `core.hooksPath is ${effective.value || 'empty'} (${originOf(effective.scope)}), not ${folder}`;
  return { ...check, state: 'broken', message, fix: mendingHooksPath(effective.scope) };
}

function checkDispatchers(folder: string, { packageRoot }: Surroundings): Check {
  const check = { id: 'dispatchers', group: 'hooks' } as const;
  const missing = GATES.filter((name) => !isArmed(folder, name));
  if (missing.length > 0) {
    const message = `git would not run ${listWords(missing)} in ${folder}: missing, or not executable`;
    return { ...check, state: 'broken', message, fix: INSTALL };
  }
  const wanted = packageBytes(packageRoot, 'hooks/dispatch');
  const old = GATES.filter((name) => readBytes(join(folder, name))?.equals(wanted) !== true);
  if (old.length > 0) {
    return { ...check, state: 'broken', message: `${listWords(old)}: from another version of hushkey`, fix: INSTALL };
  }
  return { ...check, state: 'ok', message: `${GATES.length} gates in place: ${GATES.join(', ')}` };
}

function packageBytes(packageRoot: string, path: string): Buffer {
  const content = readBytes(join(packageRoot, path));
  if (content !== undefined) return content;
  throw new UserError('package-incomplete', `${join(packageRoot, path)} is missing`, { hint: 'install hushkey again' });
}

function checkScanner(folder: string, { packageRoot }: Surroundings): Check {
  const check = { id: 'scanner-copy', group: 'hooks' } as const;
  const copy = readBytes(join(folder, 'scanner', 'main.cjs'));
  if (copy?.equals(packageBytes(packageRoot, SCANNER)) === true) {
    return { ...check, state: 'ok', message: 'the copy of the scanner for new work trees is current' };
  }
  const message =
    copy === undefined
      ? `no copy of the scanner in ${folder}: new work trees and clean checkouts cannot commit`
      : 'the copy of the scanner for new work trees is of another version';
  return { ...check, state: 'broken', message, fix: INSTALL };
}

/** A git client that no shell started has next to nothing in PATH. */
function checkNode(folder: string, { env }: Surroundings): Check {
  const check = { id: 'node', group: 'hooks' } as const;
  const recorded = readBytes(join(folder, 'paths'))?.toString('utf8').split('\n')[1] ?? '';
  if (recorded !== '' && isExecutableFile(recorded)) {
    return { ...check, state: 'ok', message: `node for git clients without a shell: ${recorded}` };
  }
  const finder = join(folder, 'find-node');
  const { HOME, NVM_DIR, FNM_DIR, VOLTA_HOME, XDG_DATA_HOME } = env;
  const bare = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME, NVM_DIR, FNM_DIR, VOLTA_HOME, XDG_DATA_HOME };
  const found = isExecutableFile(finder)
    ? spawnSync('sh', [finder], { env: bare, encoding: 'utf8' }).stdout?.trim()
    : '';
  if (found) return { ...check, state: 'ok', message: `node for git clients without a shell: ${found}` };
  const message = 'git clients that no shell started find no node, so their commits stop';
  return { ...check, state: 'broken', message, fix: INSTALL };
}
