// Which paths hold the hooks: git's own folders for them, ours, husky's scripts, the settings of coding agents.
import { posix } from 'node:path';
import { UNKNOWN } from './shell-words.ts';

const FOLDERS = [['.git', 'hooks'], ['.git', 'hushkey'], ['.git', 'config'], ['.husky']] as const;

/** True for a path that is, is in, or by its wildcards covers what holds the hooks or says where they are. */
export function guardsHooks(path: string): boolean {
  return expandBraces(path).some((one) => {
    const segments = posix.normalize(one.replaceAll('\\', '/')).split('/');
    return FOLDERS.some((folder) => segments.some((_, at) => standsAt(segments, at, folder)));
  });
}

/** True for the scripts of husky, which a repository may add to. */
export function isHuskyScript(path: string): boolean {
  return /(?:^|\/)\.husky\/[^/]+$/.test(path.replaceAll('\\', '/'));
}

function standsAt(segments: readonly string[], at: number, folder: readonly string[]): boolean {
  return folder.every((name, i) => {
    const segment = segments[at + i];
    if (segment === undefined) return false;
    // `$(git rev-parse --git-dir)/hooks`, `$GIT_DIR/hooks`.
    if (name === '.git' && segment === UNKNOWN) return true;
    return covers(segment, name);
  });
}

function covers(segment: string, name: string): boolean {
  if (segment === name) return true;
  // A leading dot is matched by a dot only.
  if (!/[*?[]/.test(segment) || (name.startsWith('.') && !segment.startsWith('.'))) return false;
  const pattern = segment
    .slice(0, 60)
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[[^\]]*\]?/g, '.');
  return new RegExp(`^${pattern}$`).test(name);
}

/** `.git/{hooks,x}`: one level of braces. */
function expandBraces(path: string): readonly string[] {
  const [all, head = '', list = '', tail = ''] = /^([^{]{0,200})\{([^{}]{0,200}),([^{}]{0,200})\}/.exec(path) ?? [];
  if (all === undefined) return [path];
  const rest = path.slice(all.length);
  return [...list.split(','), ...tail.split(',')].slice(0, 20).map((part) => head + part + rest);
}
