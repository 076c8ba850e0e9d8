// The package.json that set-up edits. Apart from layout.ts, so that install, which runs at every npm install, loads no
// JSON parser.
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { readText } from './files.ts';
import type { Place } from './git-config.ts';
import { foldersDown } from './layout.ts';
import { readManifest } from './package-json.ts';

export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly text: string;
  readonly isWorkspaceRoot: boolean;
}

/** The package.json to edit: the nearest one upwards, or the root of the workspace that it is a member of. */
export function findProject(place: Place, cwd: string): Project | undefined {
  let found: Project | undefined;
  for (const folder of foldersDown(place.root, cwd).toReversed()) {
    const text = readText(join(folder, 'package.json'));
    if (text === undefined) continue;
    const isWorkspaceRoot =
      readManifest(text).hasWorkspaces || readText(join(folder, 'pnpm-workspace.yaml')) !== undefined;
    if (found === undefined || isWorkspaceRoot) found = { folder, text, isWorkspaceRoot };
    if (isWorkspaceRoot) break;
  }
  return found;
}

/** @throws UserError where no package.json is in reach. */
export function requireProject(place: Place, cwd: string): Project {
  const project = findProject(place, cwd);
  if (project !== undefined) return project;
  throw new UserError('no-package-json', `no package.json in ${cwd} or above it, up to ${place.root}`, {
    hint: 'make one with npm init, or run hushkey install to arm only this clone',
  });
}
