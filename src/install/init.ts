// `hushkey init`: what one person runs once and commits. It plans every edit as data first, so that a dry run is the
// same plan, and edits text so that uninstall can take it out again byte by byte.
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { shellWord } from '../text/shell-quote.ts';
import { addAgents, agentNotes } from './agents.ts';
import { applyEdits, describeEdits, type Edit, realEdits } from './edit.ts';
import { readText } from './files.ts';
import { GATES, listWords } from './gates.ts';
import { findPlace, type HooksConfig, type Place, readHooksConfig } from './git-config.ts';
import { addHookLines } from './hook-file.ts';
import { type CommandResult, type InstallOptions, install } from './install.ts';
import { findHuskyFolder, foldersDown, fromRoot } from './layout.ts';
import { type Member, publishableMembers } from './members.ts';
import { describeInstallers, describeOwners, takesHooksOut } from './owners.ts';
import {
  addDevDependency,
  addInstallScript,
  addInstallScriptAfterHusky,
  addPackScript,
  INSTALL_SCRIPT,
  type Manifest,
  PACK_SCRIPT,
  readManifest,
} from './package-json.ts';
import {
  addCommand,
  detectPackageManager,
  installCommand,
  isInstalledIn,
  type PackageManager,
  runPackageManager,
  runsPostprepare,
  setupScript,
} from './package-manager.ts';
import { type Project, requireProject } from './project.ts';

export interface InitOptions extends InstallOptions {
  /** Version of the running package. */
  readonly version: string;
  readonly dryRun: boolean;
  /** Whether coding agents are to be held back too. */
  readonly agents: boolean;
}

/** What init will do, before anything is done. */
interface Plan {
  readonly place: Place;
  readonly project: Project;
  readonly manifest: Manifest;
  readonly manager: PackageManager;
  /** Adds the devDependency; undefined where nothing is to be fetched. */
  readonly command: readonly string[] | undefined;
  /** The range to declare; undefined where one is declared. */
  readonly range: string | undefined;
  /** False in a package that is published with yarn >= 2: its users would run the script. */
  readonly writesScript: boolean;
  /** Other packages of the workspace that are published. */
  readonly members: readonly Member[];
  readonly hooks: readonly Edit[];
  /** Settings of coding agents; undefined where they were not asked for. */
  readonly agents: readonly Edit[] | undefined;
}

/** @throws UserError where there is nothing to set up, or the package manager failed. */
export async function init(options: InitOptions): Promise<CommandResult> {
  const plan = makePlan(options);
  const config = readHooksConfig(plan.place, options.env);
  if (options.dryRun) return describeDryRun(plan, config);
  const range = addDependency(plan, options);
  const edits = [manifestEdit(plan, range), ...memberEdits(plan), ...plan.hooks, ...(plan.agents ?? [])];
  applyEdits(plan.place.root, edits);
  const installed = await install(options);
  const changes = [
    ...(plan.command === undefined ? [] : [`ran ${plan.command.join(' ')}`]),
    ...describeEdits(edits, false),
  ];
  if (changes.length === 0 && installed.lines.length === 0 && plan.writesScript) {
    return { exitCode: 0, lines: ['hushkey: already set up here, nothing was changed'] };
  }
  const paths = briefly(realEdits(edits).map((edit) => edit.path));
  return {
    exitCode: 0,
    lines: [
      ...[...changes, ...notes(plan, config)].map((line) => `hushkey: ${line}`),
      ...installed.lines,
      ...(paths.length === 0 ? [] : [`hushkey: commit ${listWords(paths)}, and everyone's install arms the hooks`]),
    ],
  };
}

/** Several files of one folder are named by it. */
function briefly(paths: readonly string[]): readonly string[] {
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const crowded = (path: string): boolean =>
    folderOf(path) !== '' && paths.filter((other) => folderOf(other) === folderOf(path)).length > 1;
  return [...new Set(paths.map((path) => (crowded(path) ? folderOf(path) : path)))];
}

function describeDryRun(plan: Plan, config: HooksConfig): CommandResult {
  const { command, hooks, agents = [] } = plan;
  const edits = describeEdits([manifestEdit(plan, plan.range), ...memberEdits(plan), ...hooks, ...agents], true);
  const lines = [
    ...(command === undefined ? [] : [`would run ${command.join(' ')}`]),
    ...edits,
    ...notes(plan, config),
    `would arm ${GATES.length} git hooks of this clone in ${plan.place.commonDir}/hushkey`,
  ];
  return { exitCode: 0, lines: lines.map((line) => `hushkey: ${line}`) };
}

function makePlan(options: InitOptions): Plan {
  const { cwd, env, version } = options;
  const place = findPlace(cwd, env);
  if (place === undefined) {
    throw new UserError('no-repository', `${cwd} is in no git repository`, { hint: 'run git init first' });
  }
  const project = requireProject(place, cwd);
  const manifest = readManifest(project.text);
  const folders = foldersDown(place.root, project.folder).toReversed();
  const manager = detectPackageManager(folders, env);
  const isInstalled = folders.some(isInstalledIn);
  const isDeclared = manifest.declared !== undefined;
  const plan = {
    place,
    project,
    manifest,
    manager,
    range: isDeclared ? undefined : `^${version}`,
    command: isDeclared || isInstalled ? undefined : addCommand(manager, `hushkey@${version}`, project.isWorkspaceRoot),
    writesScript: writesScript(manager, manifest),
    members: publishableMembers(place, project),
    agents: options.agents ? agentEdits(place, project) : undefined,
  };
  return { ...plan, hooks: hookEdits(plan, readHooksConfig(place, env).effective?.value) };
}

function agentEdits(place: Place, project: Project): readonly Edit[] {
  const packageFolder = fromRoot(place.root, project.folder) ?? '';
  return addAgents(place.root, join(packageFolder, 'node_modules', 'hushkey').replaceAll('\\', '/'));
}

function writesScript(manager: PackageManager, manifest: Manifest): boolean {
  if (setupScript(manager) === 'prepare' || manifest.isPrivate) return true;
  const scripts = [...manifest.scripts.values()].join('\n');
  return scripts.includes('hushkey install') || scripts.includes('pinst --disable');
}

/** Runs the package manager if need be, and gives the range that it chose. */
function addDependency(plan: Plan, options: InitOptions): string | undefined {
  const { command, project } = plan;
  if (command === undefined) return plan.range;
  const failure = runPackageManager(command, project.folder, options.env);
  if (failure !== undefined) {
    throw new UserError('add-failed', `${command.join(' ')} failed: ${failure}`, {
      hint: 'add hushkey as a devDependency by hand, then run hushkey init again',
    });
  }
  const written = readText(join(project.folder, 'package.json'));
  return (written === undefined ? undefined : readManifest(written).declared) ?? plan.range;
}

/** From the text before the package manager ran: it may have formatted the file anew. */
function manifestEdit(plan: Plan, range: string | undefined): Edit {
  const { place, project } = plan;
  const declared = range === undefined ? project.text : addDevDependency(project.text, range);
  const what = declared === project.text ? [] : [`devDependencies.hushkey ${range}`];
  let after = declared;
  for (const name of plan.writesScript ? scriptNames(plan) : []) {
    const before = after;
    after = addInstallScript(before, name);
    if (runsHusky(plan.manifest, name) && !runsPostprepare(plan.manager)) {
      after = addInstallScriptAfterHusky(after, name);
    }
    if (after !== before) what.push(`scripts.${name}`);
  }
  if (plan.manifest.isPublishable) {
    const before = after;
    after = addPackScript(before);
    if (after !== before) what.push('scripts.prepack');
  }
  const path = fromRoot(place.root, join(project.folder, 'package.json')) ?? 'package.json';
  return { path, before: project.text, after, what: what.join(', ') };
}

/** yarn >= 2 finds no command of the root's in a member. */
function memberEdits({ members, manager }: Plan): readonly Edit[] {
  if (manager === 'yarn') return [];
  return members.map(({ path, text }) => ({ path, before: text, after: addPackScript(text), what: 'scripts.prepack' }));
}

function scriptNames({ manifest, manager }: Plan): readonly string[] {
  const script = setupScript(manager);
  const undone = runsHusky(manifest, script) || takesHooksOut(manifest.scripts.get(script));
  return undone && runsPostprepare(manager) ? [script, 'postprepare'] : [script];
}

function runsHusky(manifest: Manifest, script: string): boolean {
  return /(?:^|[\s&|;(])husky(?:\s|$)/.test(manifest.scripts.get(script) ?? '');
}

function hookEdits(plan: Omit<Plan, 'hooks'>, hooksPath: string | undefined): readonly Edit[] {
  const { place, project } = plan;
  const packageFolder = fromRoot(place.root, project.folder) ?? '';
  const folder =
    findHuskyFolder(place, project.folder, hooksPath) ?? join(packageFolder, '.husky').replaceAll('\\', '/');
  const runner = hookRunner(plan, packageFolder);
  return GATES.map((name) => {
    const path = `${folder}/${name}`;
    const before = readText(join(place.root, path));
    const after = addHookLines(before, { name, runner, addedDependency: plan.range !== undefined });
    return { path, before, after, what: '' };
  });
}

/** How a husky script, which runs at the top of the work tree with node_modules/.bin in PATH, starts us. */
function hookRunner({ manager, project }: Omit<Plan, 'hooks'>, packageFolder: string): string {
  const settings = readText(join(project.folder, '.yarnrc.yml')) ?? '';
  // Plug'n'Play has no node_modules/.bin.
  if (manager === 'yarn' && !/^nodeLinker:\s*["']?(?:node-modules|pnpm)/m.test(settings)) {
    return packageFolder === '' ? 'yarn hushkey' : `yarn --cwd ${shellWord(packageFolder)} hushkey`;
  }
  return packageFolder === '' ? 'hushkey' : shellWord(`${packageFolder}/node_modules/.bin/hushkey`);
}

function notes(plan: Plan, config: HooksConfig): readonly string[] {
  const { place, manifest, manager, project } = plan;
  const lines = [...describeOwners(place, manifest, config)];
  if (plan.agents !== undefined && realEdits(plan.agents).length > 0) lines.push(...agentNotes());
  const script = setupScript(manager);
  if (manager === 'yarn' && plan.members.length > 0) {
    lines.push(
      `what is published of the workspace is not guarded: yarn finds hushkey only where it is declared`,
      `declare it in each published package, with "prepack": "${PACK_SCRIPT}"`,
    );
  }
  if (!plan.writesScript) {
    lines.push(
      `scripts.${script} is not written: this package is published, and yarn would run it at its users`,
      `to arm everyone's clone, set "private": true and run init again, or add pinst and these scripts:`,
      `  "postinstall": "${INSTALL_SCRIPT}", "prepack": "${PACK_SCRIPT} && pinst --disable", "postpack": "pinst --enable"`,
    );
  }
  if (runsHusky(manifest, script)) {
    lines.push(
      runsPostprepare(manager)
        ? `scripts.${script} also runs husky, which sets core.hooksPath back: scripts.postprepare arms again`
        : `scripts.${script} also runs husky, which sets core.hooksPath back, so it arms again at its end`,
      'hushkey install does what husky does, so "husky" may be taken out of the script',
    );
  }
  lines.push(...describeInstallers(manifest, runsPostprepare(manager) ? 'postprepare' : undefined));
  const isInstalled = plan.command !== undefined || foldersDown(place.root, project.folder).some(isInstalledIn);
  if (!isInstalled) lines.push(`hushkey is declared but not installed: run ${installCommand(manager)}`);
  return lines;
}
