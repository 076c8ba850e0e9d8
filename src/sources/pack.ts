// What npm would publish of a package, asked of npm itself: `files`, .npmignore and bundled dependencies are its to read,
// and git's ignore rules do not count there.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import { decodePath, toLatin1 } from '../git/parse.ts';
import type { Repository } from '../git/repository.ts';
import type { Source } from './source.ts';
import { openEntries } from './worktree.ts';

export interface PackOptions {
  readonly cwd: string;
  readonly repository: Repository | undefined;
  /** False for paths that the config leaves out. */
  readonly selects: (path: string) => boolean;
}

/** @throws UserError where there is no package, or npm cannot list it. */
export async function openPack({ cwd, repository, selects }: PackOptions): Promise<Source> {
  const folder = packageFolder(realpathSync(cwd));
  const top = repository?.root ?? realpathSync(cwd);
  const below = relative(top, folder).replaceAll('\\', '/');
  const prefix = below === '' ? '' : `${below}/`;
  const entries = listPacked(folder).map((file) => {
    const path = decodePath(Buffer.from(prefix + file));
    return { place: toLatin1(join(folder, file)), path, globPath: path, named: false };
  });
  return openEntries({ name: 'pack', top, listing: { entries, skipped: [], errors: [] }, selects });
}

function packageFolder(cwd: string): string {
  for (let at = cwd; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (at === dirname(at)) {
      throw new UserError('no-package-json', `no package.json in ${cwd} or above it`, {
        hint: 'run it in the folder of the package',
      });
    }
  }
}

function listPacked(folder: string): readonly string[] {
  const windows = process.platform === 'win32';
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline', '--workspaces=false'];
  const result = spawnSync('npm', args, {
    cwd: folder,
    env: withoutPublish(process.env),
    // There it is a .cmd file, which only a shell starts; no argument needs quoting.
    shell: windows,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined) {
    const missing = errnoOf(result.error) === 'ENOENT';
    throw new UserError(
      'pack-failed',
      missing ? 'npm was not found' : `npm could not be started: ${result.error.message}`,
      {
        hint: 'npm says what is published; install it, whichever manager publishes',
        cause: result.error,
      },
    );
  }
  const files = result.status === 0 ? filesOf(result.stdout) : undefined;
  if (files !== undefined) return files;
  const words =
    result.stderr.split('\n').find((line) => /^npm (?:error|ERR!) (?!code)/.test(line)) ?? `status ${result.status}`;
  throw new UserError('pack-failed', `npm pack could not list the package: ${words.replace(/^npm \S+ /, '')}`, {
    hint: `in ${folder}: npm pack --dry-run`,
  });
}

/** npm publish hands its own flags down, which would make of the question another one. */
function withoutPublish(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^npm_config_(?!cache$|userconfig$|globalconfig$)/i.test(name));
  return { ...Object.fromEntries(kept), npm_config_update_notifier: 'false' };
}

/** The paths of `[{files: [{path}]}]`; newer versions have an object with the package's name as its key. */
function filesOf(output: string): readonly string[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return undefined;
  }
  const [first]: readonly unknown[] = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
  const files: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'files') : undefined;
  if (!Array.isArray(files)) return undefined;
  return files.map((file: { readonly path: string }) => file.path);
}
