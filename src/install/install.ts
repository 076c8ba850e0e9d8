// `hushkey install`: arms this clone. The root's prepare script runs it at every install, so it is idempotent, quick
// and quiet, and steps aside with one line where hooks make no sense.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import {
  absoluteHooks,
  DEFAULT_HOOKS,
  isArmed,
  isOurFolder,
  readDispatcherData,
  writeDispatcherFolder,
} from './dispatcher.ts';
import { readText } from './files.ts';
import { GATES, listWords } from './gates.ts';
import {
  coverLinked,
  findPlace,
  type HooksConfig,
  type HooksPath,
  isInForce,
  type Place,
  readHooksConfig,
  setConfig,
  writePrevious,
} from './git-config.ts';
import { findHuskyFolder, findPackagePath, isHuskyPath } from './layout.ts';

export interface CommandResult {
  readonly exitCode: 0 | 2;
  /** What to print, a line each. */
  readonly lines: readonly string[];
}

export interface InstallOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Root folder of the running package: it holds hooks/ and dist/. */
  readonly packageRoot: string;
}

export interface InstallResult extends CommandResult {
  /** Whether git now runs every gate in this work tree. */
  readonly armed: boolean;
}

/**
 * Arms every gate of the repository that holds `cwd`.
 *
 * @throws UserError where it should arm and cannot.
 */
export async function install(options: InstallOptions): Promise<InstallResult> {
  const off = reasonToStepAside(options.env);
  if (off !== undefined) return stepAside(off);
  const place = findPlaceQuietly(options);
  if (typeof place === 'string') return stepAside(place);
  return arm(place, options);
}

function stepAside(reason: string): InstallResult {
  return { exitCode: 0, lines: [`hushkey: ${reason}, so no hooks were armed`], armed: false };
}

function findPlaceQuietly({ cwd, env }: InstallOptions): Place | string {
  try {
    return findPlace(cwd, env) ?? 'no git repository here';
  } catch (error) {
    if (error instanceof UserError && error.code === 'git-missing') return 'git was not found';
    throw error;
  }
}

/** Why this is not an install that should arm hooks; undefined where it is. */
function reasonToStepAside(env: NodeJS.ProcessEnv): string | undefined {
  for (const name of ['HUSHKEY', 'HUSKY']) if (env[name] === '0') return `${name}=0`;
  if (!['', '0', 'false'].includes((env['CI'] ?? '').toLowerCase())) return 'CI is set';
  return isProductionInstall(env) ? 'this is a production install' : undefined;
}

function isProductionInstall(env: NodeJS.ProcessEnv): boolean {
  const words = (name: string): readonly string[] => (env[name] ?? '').split(/[\s,]+/);
  if (words('npm_config_include').includes('dev')) return false;
  if (words('npm_config_omit').includes('dev') || /^prod/.test(env['npm_config_only'] ?? '')) return true;
  if (env['npm_config_production'] !== undefined) return env['npm_config_production'] === 'true';
  // By hand or by npx it says nothing about an install.
  const isInstallScript = /^(?:prepare|(?:pre|post)?install)$/.test(env['npm_lifecycle_event'] ?? '');
  return isInstallScript && env['NODE_ENV'] === 'production';
}

async function arm(place: Place, options: InstallOptions): Promise<InstallResult> {
  const { cwd, env, packageRoot } = options;
  const folder = `${place.commonDir}/hushkey`;
  const before = readHooksConfig(place, env);
  const previous = previousHooks(place, before);
  const known = readDispatcherData(folder);
  const huskyFolder = findHuskyFolder(place, cwd, before.effective?.value);
  const previousFolder = hooksFolder(previous, env);
  const changed = writeDispatcherFolder({
    folder,
    packageRoot,
    packagePath: findPackagePath(place, cwd, packageRoot) || known.packagePath,
    huskyFolder: huskyFolder ?? known.huskyFolder,
    previousFolder,
    previousAbsolute: absoluteHooks(place, previousFolder),
  });
  // Recorded before husky is asked: an install that runs at the same time must not take husky's value for the old one.
  if (previous.scope !== before.previous?.scope || previous.value !== before.previous.value) {
    writePrevious(place, env, previous);
  }
  const husky = huskyFolder === undefined ? undefined : await setUpHusky(place, huskyFolder);
  const isSet = husky === undefined && before.local === before.own && before.coversLinked;
  const config = isSet ? before : setHooksPath(place, env, before.own);
  const result = report(place, config, changed || !isSet);
  if (!husky) return result;
  return { ...result, lines: [`${result.lines[0]}; husky did not set up its own part: ${husky.trim()}`] };
}

/** Sets core.hooksPath and reads it back: an install at the same time may just have let husky write its own value. */
function setHooksPath(place: Place, env: NodeJS.ProcessEnv, own: string): HooksConfig {
  let config: HooksConfig;
  let attempts = 10;
  do {
    setConfig(place, env, 'core.hooksPath', own);
    coverLinked(place, env);
    config = readHooksConfig(place, env);
    attempts -= 1;
  } while (config.local !== own && attempts > 0);
  return config;
}

function report(place: Place, config: HooksConfig, changed: boolean): InstallResult {
  const folder = `${place.commonDir}/hushkey`;
  if (!isInForce(place, config)) {
    const where = `${config.effective?.scope} git config sets core.hooksPath to ${config.effective?.value}`;
    return { exitCode: 0, lines: [`hushkey: the git hooks are not armed: the ${where}`], armed: false };
  }
  const missing = GATES.filter((name) => !isArmed(folder, name));
  if (missing.length > 0) {
    const line = `hushkey: ${listWords(missing)} could not be armed: git would not run ${folder}/${missing[0]}`;
    return { exitCode: 0, lines: [line], armed: false };
  }
  return {
    exitCode: 0,
    lines: changed ? [`hushkey: the ${GATES.length} git hooks are armed: a commit that adds a key is stopped`] : [],
    armed: true,
  };
}

/** What was in force before us: never our own folder, and husky's only where nothing else is recorded. */
function previousHooks(place: Place, config: HooksConfig): HooksPath {
  const { local, outer, previous } = config;
  if (local !== undefined && !isOurFolder(resolve(place.root, local))) {
    const isDefault = resolve(place.root, local) === resolve(place.commonDir, 'hooks');
    if ((isHuskyPath(local) || isDefault) && previous !== undefined) return previous;
    return { scope: 'local', value: local };
  }
  if (previous?.scope === 'local') return previous;
  return outer ?? { scope: 'none', value: '' };
}

/** The folder whose hooks still run after ours; husky's scripts are run by the dispatcher itself. */
function hooksFolder(previous: HooksPath, env: NodeJS.ProcessEnv): string {
  if (previous.scope === 'none') return DEFAULT_HOOKS;
  if (isHuskyPath(previous.value)) return '';
  return previous.value.replace(/^~(?=\/|$)/, env['HOME'] ?? homedir()).replaceAll('\\', '/');
}

/**
 * Lets husky write its stubs, for the time after something has set core.hooksPath back to them. Only where they are
 * missing: husky writes core.hooksPath too. Gives husky's error, '' for none; undefined where nothing was to do.
 */
async function setUpHusky(place: Place, folder: string): Promise<string | undefined> {
  const stubs = join(place.root, folder, '_');
  if (readText(join(stubs, 'h')) !== undefined && readText(join(stubs, GATES[0])) !== undefined) return undefined;
  // husky up to version 8 keeps its own file there and would lose it.
  if (readText(join(stubs, 'husky.sh'))?.includes('husky_skip_init')) return undefined;
  const { default: husky } = await import('husky');
  const cwd = process.cwd();
  try {
    // husky looks at the current folder only.
    process.chdir(place.root);
    return husky(folder);
  } finally {
    process.chdir(cwd);
  }
}
