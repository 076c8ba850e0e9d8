// Finds the config of a run. Every commit comes through here, most of them in repositories without a config: nothing is
// parsed or imported before there is something to parse.
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import { type LoadedConfig, NO_CONFIG } from './config.ts';

export const CONFIG_NAMES = [
  'hushkey.config.json',
  'hushkey.config.jsonc',
  'hushkey.config.js',
  'hushkey.config.ts',
] as const;

export interface FindOptions {
  /** Where the search starts; hooks: the folder that declares hushkey. */
  readonly cwd: string;
  /** The repository's root, where the search ends. Outside git only `cwd` counts. */
  readonly root?: string | undefined;
}

export interface LoadOptions extends FindOptions {
  /** `--config`, relative to `cwd`. */
  readonly file?: string | undefined;
  /** Ids that `rules` may name; asked for only where there is a config. */
  readonly ruleIds: () => Promise<Iterable<string>>;
}

/** Reads the config that holds for a folder, or the one that is named. */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { cwd, root, file } = options;
  const path = file === undefined ? findConfig({ cwd, root }) : resolve(cwd, file);
  if (path === undefined) return { config: NO_CONFIG, path, folder: root ?? cwd };
  const { resolveConfig } = await import('./resolve.ts');
  const config = await resolveConfig(path, { cwd, ruleIds: await options.ruleIds() });
  return { config, path, folder: dirname(path) };
}

/**
 * @returns the absolute path of the nearest config, from `cwd` up to `root`.
 * @throws UserError `two-configs`
 */
export function findConfig({ cwd, root }: FindOptions): string | undefined {
  for (const folder of foldersUp(cwd, root)) {
    const [found, second] = configsIn(folder);
    if (found === undefined) continue;
    if (second === undefined) return join(folder, found);
    throw new UserError('two-configs', `two configs in one folder: ${join(folder, found)} and ${second}`, {
      hint: 'keep one of them',
    });
  }
  return undefined;
}

function foldersUp(cwd: string, root: string | undefined): readonly string[] {
  if (root === undefined) return [cwd];
  // git resolves symbolic links in the root that it names.
  const [start, end] = [realpathSync(cwd), realpathSync(root)];
  const way = relative(end, start);
  if (way === '') return [start];
  const steps = way.split(/[\\/]/);
  // Not below the root at all.
  if (steps[0] === '..' || resolve(way) === way) return [start];
  return [...steps.keys()].map((i) => resolve(start, ...Array<string>(i).fill('..'))).concat(end);
}

function configsIn(folder: string): readonly string[] {
  const names: string[] = CONFIG_NAMES.filter((name) => isThere(join(folder, name)));
  if (manifestHasConfig(join(folder, 'package.json'), names.length > 0)) names.push('package.json');
  return names;
}

/** A link that leads nowhere counts: reading it fails with its name, where going on without a config would hide it. */
function isThere(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory();
}

function manifestHasConfig(path: string, otherwiseFound: boolean): boolean {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'EISDIR') return false;
    throw new UserError('config-unreadable', `${path} cannot be read (${errnoOf(error) ?? 'unknown error'})`, {
      cause: error,
    });
  }
  // Most often the word is there as a dependency, whose value is a string.
  if (!/"hushkey"\s*:\s*\{/.test(text)) return false;
  try {
    const manifest: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof manifest === 'object' && manifest !== null && 'hushkey' in manifest;
  } catch {
    // It may hold the config: reading it says where it breaks. Beside another config it is not ours to judge.
    return !otherwiseFound;
  }
}
