// `hushkey uninstall`: takes out what init and install put in, and nothing else. What init did is read from the
// committed files, so that it works in a clone too.
import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { removeAgents } from './agents.ts';
import { isOurFolder, removeDispatcherFolder } from './dispatcher.ts';
import { applyEdits, describeEdits, type Edit, realEdits } from './edit.ts';
import { isFolder, readText, replaceFile } from './files.ts';
import { GATES } from './gates.ts';
import {
  findPlace,
  type Place,
  readHooksConfig,
  removeOwnSection,
  setConfig,
  uncoverLinked,
  unsetConfig,
} from './git-config.ts';
import { removeHookLines, saysDependencyAdded } from './hook-file.ts';
import type { CommandResult } from './install.ts';
import { findHuskyFolder, fromRoot, isHuskyPath } from './layout.ts';
import { packagesBelow } from './members.ts';
import {
  PACK_SCRIPT,
  readManifest,
  removeDevDependency,
  removeInstallScript,
  removePackScript,
  SCRIPT_NAMES,
} from './package-json.ts';
import { detectPackageManager, installCommand, removeCommand, runPackageManager } from './package-manager.ts';
import { findProject, type Project } from './project.ts';

export interface UninstallOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Disarms this clone and takes our text out of its files.
 *
 * Its last step removes the running package, so nothing may be imported after it.
 */
export function uninstall(options: UninstallOptions): CommandResult {
  const { cwd, env } = options;
  const place = findPlace(cwd, env);
  if (place === undefined) {
    throw new UserError('no-repository', `${cwd} is in no work tree of a git repository`, {
      hint: 'run it inside one',
    });
  }
  const project = findProject(place, cwd);
  const huskyFolder = findHuskyFolder(place, project?.folder ?? cwd, readHooksConfig(place, env).effective?.value);
  const hooks = huskyFolder === undefined ? [] : hookEdits(place, huskyFolder);
  const agents = removeAgents(place.root);
  const addedByInit = hooks.some((edit) => saysDependencyAdded(edit.before ?? ''));
  const manifest = project === undefined ? undefined : manifestEdit(place, project, addedByInit);
  const members = project === undefined ? [] : memberEdits(place, project);
  applyEdits(place.root, [...members, ...hooks, ...agents]);
  removeEmptyFolders(place.root, agents);
  const usesHusky = huskyFolder !== undefined && isHuskyInUse(place, huskyFolder, manifest?.after);
  const restored = restoreHooksPath(place, env, usesHusky ? `${huskyFolder}/_` : undefined);
  const isArmedNow = isFolder(`${place.commonDir}/hushkey`);
  removeDispatcherFolder(place);
  if (huskyFolder !== undefined && !usesHusky) removeHuskyFolder(join(place.root, huskyFolder));
  const edits = [...(manifest === undefined ? [] : [manifest]), ...members, ...hooks, ...agents];
  const failure =
    project === undefined || manifest === undefined ? undefined : writeManifest(place, project, manifest, env);
  const changes = [...describeEdits(edits, false), ...(isArmedNow || restored.changed ? [restored.line] : [])];
  const lines = changes.length === 0 ? ['nothing of hushkey was found here'] : changes;
  return {
    exitCode: failure === undefined ? 0 : 2,
    lines: [...lines, ...(failure === undefined ? [] : [failure])].map((line) => `hushkey: ${line}`),
  };
}

/** A folder that held nothing but the file that we made. */
function removeEmptyFolders(root: string, edits: readonly Edit[]): void {
  for (const { path, after } of realEdits(edits)) {
    const folder = dirname(join(root, path));
    if (after === undefined && isFolder(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

function hookEdits(place: Place, huskyFolder: string): readonly Edit[] {
  return GATES.map((name) => {
    const path = `${huskyFolder}/${name}`;
    const before = readText(join(place.root, path));
    return { path, before, after: before === undefined ? undefined : removeHookLines(before, name), what: '' };
  });
}

function manifestEdit(place: Place, project: Project, addedByInit: boolean): Edit {
  const before = project.text;
  const withoutPack = removePackScript(before);
  const withoutScript = removeScripts(before);
  const after = addedByInit ? removeDevDependency(withoutScript) : withoutScript;
  const what = [
    ...(withoutPack === before ? [] : ['scripts.prepack']),
    ...(withoutScript === withoutPack ? [] : ['the install script']),
    ...(after === withoutScript ? [] : ['devDependencies.hushkey']),
  ];
  const path = fromRoot(place.root, join(project.folder, 'package.json')) ?? 'package.json';
  return { path, before, after, what: what.join(', ') };
}

function removeScripts(text: string): string {
  // The last that was added goes first.
  return SCRIPT_NAMES.reduce(removeInstallScript, removePackScript(text));
}

function memberEdits(place: Place, project: Project): readonly Edit[] {
  return packagesBelow(place, project)
    .filter(({ text }) => text.includes(PACK_SCRIPT))
    .map(({ path, text }) => ({ path, before: text, after: removePackScript(text), what: 'scripts.prepack' }));
}

/** True where husky was there without us: someone declares it, starts it or has scripts of their own in its folder. */
function isHuskyInUse(place: Place, huskyFolder: string, packageText: string | undefined): boolean {
  const folder = join(place.root, huskyFolder);
  if (isFolder(folder) && readdirSync(folder).some((name) => name !== '_')) return true;
  if (packageText === undefined) return false;
  const { dependencies, scripts } = readManifest(packageText);
  return dependencies.has('husky') || [...scripts.values()].some((script) => /\bhusky\b/.test(script));
}

/** Puts core.hooksPath back, unless someone else has changed it since. */
function restoreHooksPath(
  place: Place,
  env: NodeJS.ProcessEnv,
  husky: string | undefined,
): { readonly changed: boolean; readonly line: string } {
  const { local, previous } = readHooksConfig(place, env);
  const isOurs = local !== undefined && (isOurFolder(resolve(place.root, local)) || (!husky && isHuskyPath(local)));
  const old = previous?.scope === 'local' ? previous.value : undefined;
  uncoverLinked(place, env);
  removeOwnSection(place, env);
  if (!isOurs || local === old) return { changed: false, line: `core.hooksPath is ${local ?? 'not set'}, as it was` };
  const value = old ?? husky;
  if (value === undefined) unsetConfig(place, env, 'core.hooksPath');
  else setConfig(place, env, 'core.hooksPath', value);
  return { changed: true, line: `core.hooksPath is ${value ?? 'unset'} again` };
}

function removeHuskyFolder(folder: string): void {
  rmSync(join(folder, '_'), { recursive: true, force: true });
  if (isFolder(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

/**
 * Writes package.json. Where the devDependency goes, the package manager brings lock file and node_modules up to date
 * first: it must still find the entry, but no script that would arm the hooks again.
 */
function writeManifest(place: Place, project: Project, edit: Edit, env: NodeJS.ProcessEnv): string | undefined {
  if (edit.before === edit.after || edit.after === undefined) return undefined;
  const file = join(place.root, edit.path);
  if (readManifest(edit.after).declared === readManifest(project.text).declared) {
    replaceFile(file, edit.after);
    return undefined;
  }
  const manager = detectPackageManager([project.folder, place.root], env);
  replaceFile(file, removeScripts(project.text));
  const failure = runPackageManager(removeCommand(manager, project.isWorkspaceRoot), project.folder, env);
  replaceFile(file, edit.after);
  if (failure === undefined) return undefined;
  return `the lock file was not brought up to date (${failure}): run ${installCommand(manager)}`;
}
