// The other packages of a workspace: those that are published get a prepack script of their own.
import { join } from 'node:path';
import { trackedFiles, untrackedFiles } from '../git/repository.ts';
import { compileGlobs } from '../text/globs.ts';
import { readText } from './files.ts';
import type { Place } from './git-config.ts';
import { fromRoot } from './layout.ts';
import { readManifest } from './package-json.ts';
import type { Project } from './project.ts';

export interface Member {
  /** Of its package.json, from the top of the work tree. */
  readonly path: string;
  readonly text: string;
}

/** Every package.json below the project that git tracks or would track. */
export function packagesBelow(place: Place, project: Project): readonly Member[] {
  const at = { cwd: place.root };
  const folder = fromRoot(place.root, project.folder) ?? '';
  const glob = [`:(top,glob)${folder === '' ? '' : `${folder}/`}**/package.json`];
  const raw = [...trackedFiles(at, glob).map(({ rawPath }) => rawPath), ...untrackedFiles(at, glob)];
  const own = folder === '' ? 'package.json' : `${folder}/package.json`;
  return raw
    .map((bytes) => bytes.toString('utf8'))
    .filter((path) => path !== own)
    .flatMap((path) => {
      const text = readText(join(place.root, path));
      return text === undefined ? [] : [{ path, text }];
    });
}

/** Those members of the workspace that npm would publish. */
export function publishableMembers(place: Place, project: Project): readonly Member[] {
  const patterns = memberGlobs(project);
  if (patterns.length === 0) return [];
  const isMember = compileGlobs(patterns);
  const folderOf = ({ path }: Member): string =>
    fromRoot(project.folder, join(place.root, path.replace(/\/?package\.json$/, ''))) ?? '';
  const matching = packagesBelow(place, project).filter((member) => isMember(folderOf(member)));
  return matching.filter((member) => {
    // Our globs stand for all below a folder too, where a member keeps its samples.
    const isInside = matching.some((other) => folderOf(member).startsWith(`${folderOf(other)}/`));
    return !isInside && isPublishable(member.text);
  });
}

function isPublishable(text: string): boolean {
  try {
    return readManifest(text).isPublishable;
  } catch {
    // Not ours to mend, and nothing that npm would publish.
    return false;
  }
}

/** `workspaces` of package.json, or `packages` of pnpm-workspace.yaml. */
function memberGlobs({ folder, text }: Project): readonly string[] {
  const yaml = readText(join(folder, 'pnpm-workspace.yaml'));
  if (yaml !== undefined) {
    const block = /^packages:[ \t]*\r?\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m.exec(yaml)?.[1] ?? '';
    return [...block.matchAll(/^[ \t]*-[ \t]*["']?([^"'\s#]+)/gm)].flatMap(([, glob]) => glob ?? []).map(anchored);
  }
  const { workspaces }: { readonly workspaces?: unknown } = JSON.parse(text.replace(/^\uFEFF/, ''));
  const list: unknown =
    typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces
      ? workspaces.packages
      : workspaces;
  return Array.isArray(list) ? list.filter((glob) => typeof glob === 'string').map(anchored) : [];
}

/** A bare name is a folder of the workspace's root. */
function anchored(glob: string): string {
  const typed = glob.replace(/^!?(?:\.?\/)?/, '');
  return `${glob.startsWith('!') ? '!' : ''}/${typed}`;
}
