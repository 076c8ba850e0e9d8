// Whether everyone who clones the repository gets the hooks: what is declared, what an install runs, what is installed.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../install/files.ts';
import { GATES, listWords } from '../install/gates.ts';
import type { Place } from '../install/git-config.ts';
import { hasHookLines } from '../install/hook-file.ts';
import { findHuskyFolder, foldersDown } from '../install/layout.ts';
import { type Manifest, readManifest } from '../install/package-json.ts';
import {
  detectPackageManager,
  installCommand,
  type PackageManager,
  runsPostprepare,
  setupScript,
} from '../install/package-manager.ts';
import { findProject, type Project } from '../install/project.ts';
import { type Check, isCi, type Surroundings } from './check.ts';
import { satisfies } from './range.ts';

const INIT = 'npx hushkey init';

export function checkTeam(place: Place, around: Surroundings): readonly Check[] {
  const project = findProject(place, around.cwd);
  if (project === undefined) {
    const message = 'no package.json, so nobody else gets the hooks by an install';
    return [{ id: 'dependency', group: 'team', state: 'broken', message, fix: `npm init -y && ${INIT}` }];
  }
  const manifest = readManifest(project.text);
  const manager = detectPackageManager(foldersDown(place.root, project.folder).toReversed(), around.env);
  return [
    checkDependency(manifest),
    forCi(checkInstalled(place, project, manifest, manager), around),
    checkScript(manifest, manager),
    ...checkHusky(manifest, manager),
    ...checkHuskyScripts(place, project),
    checkCi(place),
  ];
}

/** An audit in CI may do without an install. */
function forCi(check: Check, { env }: Surroundings): Check {
  return check.state === 'broken' && isCi(env) ? { ...check, state: 'note' } : check;
}

function checkDependency({ declared }: Manifest): Check {
  const check = { id: 'dependency', group: 'team' } as const;
  if (declared !== undefined) return { ...check, state: 'ok', message: `package.json declares hushkey ${declared}` };
  return { ...check, state: 'broken', message: 'package.json does not declare hushkey', fix: INIT };
}

function checkInstalled(place: Place, project: Project, { declared }: Manifest, manager: PackageManager): Check {
  const check = { id: 'installed', group: 'team' } as const;
  const fix = installCommand(manager);
  const file = foldersDown(place.root, project.folder)
    .toReversed()
    .map((folder) => join(folder, 'node_modules', 'hushkey', 'package.json'))
    .find((path) => existsSync(path));
  if (file === undefined) {
    if (existsSync(join(project.folder, '.pnp.cjs')))
      return { ...check, state: 'ok', message: "hushkey is resolved by Plug'n'Play" };
    return { ...check, state: 'broken', message: 'hushkey is not in node_modules', fix };
  }
  const version = versionOf(readText(file) ?? '');
  if (version !== undefined && (declared === undefined || satisfies(version, declared))) {
    return { ...check, state: 'ok', message: `hushkey ${version} is in node_modules` };
  }
  const message = `node_modules holds hushkey ${version ?? 'of no version'}, package.json declares ${declared}`;
  return { ...check, state: 'broken', message, fix };
}

function versionOf(text: string): string | undefined {
  return /"version"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1];
}

function checkScript(manifest: Manifest, manager: PackageManager): Check {
  const check = { id: 'script', group: 'team' } as const;
  const name = setupScript(manager);
  if (manifest.scripts.get(name)?.includes('hushkey install')) {
    return { ...check, state: 'ok', message: `scripts.${name} arms the hooks after ${installCommand(manager)}` };
  }
  const other = name === 'prepare' ? 'postinstall' : 'prepare';
  const isElsewhere = manifest.scripts.get(other)?.includes('hushkey install') === true;
  // npm, pnpm, bun and yarn 1 run the root's postinstall too.
  if (isElsewhere && manager !== 'yarn') {
    return { ...check, state: 'ok', message: `scripts.${other} arms the hooks after ${installCommand(manager)}` };
  }
  const why = isElsewhere
    ? `${installCommand(manager)} does not run scripts.${other}`
    : `scripts.${name} does not run hushkey install`;
  return { ...check, state: 'broken', message: `${why}, so the others' clones are not armed`, fix: INIT };
}

/** husky, run after us, sets core.hooksPath back to its own folder. */
function checkHusky(manifest: Manifest, manager: PackageManager): readonly Check[] {
  const name = setupScript(manager);
  if (!/(?:^|[\s&|;(])husky(?:\s|$)/.test(manifest.scripts.get(name) ?? '')) return [];
  const check = { id: 'husky-order', group: 'team' } as const;
  if (!runsPostprepare(manager)) {
    const message = `scripts.${name} runs husky too, which sets core.hooksPath back: new work trees have no hooks`;
    return [
      { ...check, state: 'broken', message, fix: `take husky out of scripts.${name}: hushkey install does its part` },
    ];
  }
  if (manifest.scripts.get('postprepare')?.includes('hushkey install')) {
    return [{ ...check, state: 'ok', message: 'scripts.postprepare arms again after husky' }];
  }
  return [
    { ...check, state: 'broken', message: `scripts.${name} runs husky, which sets core.hooksPath back`, fix: INIT },
  ];
}

function checkHuskyScripts(place: Place, project: Project): readonly Check[] {
  const folder = findHuskyFolder(place, project.folder, undefined);
  if (folder === undefined) return [];
  const missing = GATES.filter((name) => !hasHookLines(readText(join(place.root, folder, name)) ?? '', name));
  const check = { id: 'husky-scripts', group: 'team' } as const;
  if (missing.length === 0)
    return [{ ...check, state: 'ok', message: `the scripts in ${folder} scan where only husky is armed` }];
  const message = `${folder}: ${listWords(missing)} would not scan where only husky is armed`;
  return [{ ...check, state: 'note', message, fix: INIT }];
}

const CI_FILES = [
  '.gitlab-ci.yml',
  'bitbucket-pipelines.yml',
  'azure-pipelines.yml',
  '.circleci/config.yml',
  'Jenkinsfile',
];

function checkCi({ root }: Place): Check {
  const check = { id: 'ci', group: 'team' } as const;
  const workflows = listYaml(join(root, '.github', 'workflows')).map((name) => `.github/workflows/${name}`);
  const found = [...workflows, ...CI_FILES].find((path) => readText(join(root, path))?.includes('hushkey'));
  if (found !== undefined) return { ...check, state: 'ok', message: `${found} runs hushkey` };
  return {
    ...check,
    state: 'note',
    message: 'no CI recipe here names hushkey: nothing sees what was pushed past the hooks',
  };
}

function listYaml(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
}
