// Config, baseline and flags -> what a scan runs with. What is not there is not loaded: most commits have no config.
import { join, relative, resolve } from 'node:path';
import { type Gates, type LoadedConfig, levelsOf } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { DetectOptions } from '../engine/detect.ts';
import { createRuleset, type LevelOverrides, type RuleSelection } from '../engine/ruleset.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import type { JudgedFile, ScanOptions, Suppressed } from '../scan.ts';
import { type Baseline, loadBaseline, readBaselines } from '../suppress/baseline.ts';
import { foreignNamesIn } from '../suppress/foreign/foreign-names.ts';
import type { Foreign } from '../suppress/foreign/load-foreign.ts';
import { applyInline, MARKER_WORD } from '../suppress/inline.ts';
import { builtinTable, loadBuiltin, loadBuiltinIds, loadMatchers } from './builtin.ts';

/** Largest file that usage rules read, unless flag or config says otherwise. */
export const MAX_USAGE_BYTES = 1024 * 1024;

export interface SettingsRequest {
  /** Where the search for a config starts. */
  readonly cwd: string;
  /** Top of the work tree; undefined outside git. */
  readonly root: string | undefined;
  /** `--config` and `--baseline`, relative to `cwd`. */
  readonly configFile?: string | undefined;
  readonly baselineFile?: string | undefined;
  /** Texts of baselines, where they are in no file. */
  readonly baselines?: readonly string[];
  readonly maxBytes?: number | undefined;
  readonly selection?: RuleSelection;
  /** False for audits: every finding counts. */
  readonly suppressions?: boolean;
  /** Whether markers without a finding are worth a remark: only where whole files are judged by all rules. */
  readonly reportUnused?: boolean;
}

export interface Settings extends Pick<ScanOptions, 'ruleset' | 'detect' | 'suppress' | 'markers'> {
  /** False for paths, as reports show them, that the config leaves out. */
  readonly selects: (path: string) => boolean;
  /** Absolute path of the file that `allow` writes. */
  readonly baselinePath: string;
  /** Absolute path of the config; undefined where there is none. */
  readonly configPath: string | undefined;
  /** Whether the config changes nothing but levels and sides: where nothing is found it says nothing. */
  readonly onlyLevels: boolean;
  readonly gates: Gates;
}

/** @throws UserError for a config or baseline that cannot be used. */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  const { cwd, root, selection = { rules: [], categories: [] } } = request;
  const loaded = await loadConfig({ cwd, root, file: request.configFile, ruleIds: loadBuiltinIds });
  const { config } = loaded;
  const ruleset = await createRuleset({
    builtin: loadBuiltin,
    matchers: loadMatchers,
    table: builtinTable(),
    custom: await customRules(loaded),
    overrides: levelsOf(config),
    overridesAt: await compileOverrides(loaded, root ?? cwd),
    selection,
  });
  const baselinePath = baselinePathOf(request, loaded);
  const baseline =
    request.suppressions === false
      ? undefined
      : request.baselines === undefined
        ? loadBaseline(baselinePath, { mustExist: request.baselineFile !== undefined })
        : readBaselines(request.baselines);
  const reportUnused = request.reportUnused === true && selection.rules.length + selection.categories.length === 0;
  return {
    ruleset,
    detect: {
      maxUsageBytes: request.maxBytes ?? config.maxBytes ?? MAX_USAGE_BYTES,
      sideOf: await compileSides(loaded, root ?? cwd),
    },
    selects: await compileSelection(loaded, root ?? cwd),
    suppress:
      baseline === undefined
        ? async (findings) => ({ suppressions: findings.map(() => null), remarks: [] })
        : createSuppress(baseline, createForeign(root ?? cwd), reportUnused),
    ...(reportUnused && baseline !== undefined ? { markers: MARKER_WORD } : {}),
    baselinePath,
    configPath: loaded.path,
    onlyLevels:
      config.customRules.length + config.include.length + config.ignore.length === 0 && config.baseline === undefined,
    gates: config.gates,
  };
}

/** The project's own rules alone. @throws UserError for a config that cannot be used. */
export async function loadCustomRules(
  request: Pick<SettingsRequest, 'cwd' | 'root' | 'configFile'>,
): Promise<readonly Rule[]> {
  const { cwd, root, configFile: file } = request;
  return customRules(await loadConfig({ cwd, root, file, ruleIds: loadBuiltinIds }));
}

async function customRules({ config }: LoadedConfig): Promise<readonly Rule[]> {
  if (config.customRules.length === 0) return [];
  const { compileCustomRules } = await import('../config/custom-rules.ts');
  return compileCustomRules(config.customRules);
}

function baselinePathOf({ cwd, root, baselineFile }: SettingsRequest, { config, folder }: LoadedConfig): string {
  if (baselineFile !== undefined) return resolve(cwd, baselineFile);
  if (config.baseline !== undefined) return resolve(folder, config.baseline);
  return join(root ?? cwd, 'hushkey-baseline.json');
}

/** Paths come relative to the scan's root, globs are relative to the config's folder. */
async function compileSelection({ config, folder }: LoadedConfig, base: string): Promise<(path: string) => boolean> {
  if (config.include.length === 0 && config.ignore.length === 0) return () => true;
  const { compileGlobs } = await import('../text/globs.ts');
  const included = config.include.length === 0 ? () => true : compileGlobs(config.include);
  const ignored = config.ignore.length === 0 ? () => false : compileGlobs(config.ignore);
  return (path) => {
    const own = toFolder(folder, base, path);
    // A config says nothing of what stands outside its folder.
    return own.startsWith('../') || (included(own) && !ignored(own));
  };
}

function toFolder(folder: string, base: string, path: string): string {
  return relative(folder, join(base, path)).replaceAll('\\', '/');
}

/** The levels of a file by the overrides that name it. */
async function compileOverrides(
  { config, folder }: LoadedConfig,
  base: string,
): Promise<((path: string) => LevelOverrides) | undefined> {
  if (config.overrides.length === 0) return undefined;
  const { compileGlobs } = await import('../text/globs.ts');
  const overrides = config.overrides.map((one) => ({ applies: compileGlobs(one.files), levels: levelsOf(one) }));
  return (path) => {
    const own = toFolder(folder, base, path);
    const holding = overrides.filter(({ applies }) => !own.startsWith('../') && applies(own));
    return Object.assign({}, ...holding.map(({ levels }) => levels));
  };
}

type SideOf = NonNullable<DetectOptions['sideOf']>;

/** `clientPaths` and `serverPaths`; the server's win, being the narrower claim of the two. */
async function compileSides({ config, folder }: LoadedConfig, base: string): Promise<SideOf> {
  if (config.clientPaths.length === 0 && config.serverPaths.length === 0) return () => undefined;
  const { compileGlobs } = await import('../text/globs.ts');
  const [client, server] = [config.clientPaths, config.serverPaths].map((globs) =>
    globs.length === 0 ? () => false : compileGlobs(globs),
  );
  return (path) => {
    const own = toFolder(folder, base, path);
    if (own.startsWith('../')) return undefined;
    return server?.(own) === true ? 'server' : client?.(own) === true ? 'client' : undefined;
  };
}

/** What other scanners were told, read when a finding asks for it and such a file is there. */
function createForeign(root: string): () => Promise<Foreign | undefined> {
  let loaded: Promise<Foreign | undefined> | undefined;
  const load = async (): Promise<Foreign | undefined> => {
    const names = foreignNamesIn(root);
    if (names.length === 0) return undefined;
    const { compileGlobs } = await import('../text/globs.ts');
    return (await import('../suppress/foreign/load-foreign.ts')).loadForeign(root, names, compileGlobs);
  };
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** The comment in the source comes first: it says why at the place itself. */
function createSuppress(
  baseline: Baseline,
  foreign: () => Promise<Foreign | undefined>,
  reportUnused: boolean,
): ScanOptions['suppress'] {
  let toldOfForeign = false;
  return async (findings: readonly Finding[], file: JudgedFile): Promise<Suppressed> => {
    const { text, unitsBefore, commit, rules } = file;
    const inline = applyInline(findings, file, { knownRules: (id) => rules.docs.has(id), reportUnused });
    const own = findings.map((finding, i) => inline.suppressions[i] ?? baseline.suppressionOf(finding.fingerprint));
    const theirs = own.includes(null) ? await foreign() : undefined;
    const suppressions = own.map((suppression, i) => {
      const finding = findings[i];
      if (suppression !== null || finding === undefined) return suppression;
      return theirs?.suppressionOf(finding, text, unitsBefore, commit) ?? null;
    });
    const expired = findings.flatMap((finding, i) =>
      suppressions[i] === null ? (baseline.remarkOf(finding.fingerprint) ?? []) : [],
    );
    // Their files are the same for every file that is scanned.
    const broken = toldOfForeign ? [] : (theirs?.remarks ?? []);
    toldOfForeign ||= theirs !== undefined;
    return { suppressions, remarks: [...inline.remarks, ...expired, ...broken] };
  };
}
