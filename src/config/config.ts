// What a config says once it is read, with shorthands and `extends` resolved. Apart from the schema, so that the types
// cost nothing at run time.
import type { LevelOverrides } from '../engine/ruleset.ts';
import type { Category, Level } from '../finding.ts';
import type { Example, Rule } from '../rule.ts';

export interface RuleSetting {
  readonly level?: Level | 'off';
  readonly options: Readonly<Record<string, unknown>>;
}

/** Settings of rules for some files. */
export interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

export interface Gates {
  /** What git cannot stop half-way without harm; default: warn. */
  readonly rebase?: 'off' | 'warning' | 'error';
  readonly cherryPick?: 'off' | 'warning' | 'error';
  readonly revert?: 'off' | 'warning' | 'error';
  /** `git commit --no-verify`; default: warn a person, block a coding agent. */
  readonly noVerify?: 'off' | 'warn' | 'block';
}

/** A rule as data: what the pattern matches is the finding. */
export interface CustomRuleData {
  readonly id: string;
  readonly pattern: string;
  readonly message: string;
  readonly level?: Level;
  readonly category?: Category;
  readonly keywords?: readonly string[];
  readonly paths?: readonly string[];
  readonly examples?: { readonly invalid: readonly Example[]; readonly valid: readonly Example[] };
}

export interface Config {
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  /** By rule id or category. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Of several that name a rule, the last holds. */
  readonly overrides: readonly Override[];
  readonly gates: Gates;
  readonly clientPaths: readonly string[];
  readonly serverPaths: readonly string[];
  /** Data, or whole rules where the config is code. */
  readonly customRules: readonly (CustomRuleData | Rule)[];
  /** Relative to the config's folder. */
  readonly baseline?: string;
  readonly maxBytes?: number;
}

export const NO_CONFIG: Config = {
  include: [],
  ignore: [],
  rules: {},
  overrides: [],
  gates: {},
  clientPaths: [],
  serverPaths: [],
  customRules: [],
};

/** A config with where it stands; globs and paths in it are relative to the folder. */
export interface LoadedConfig {
  readonly config: Config;
  /** Undefined where there is no config. */
  readonly path: string | undefined;
  readonly folder: string;
}

/** The levels that a config, or an override in it, sets, as the engine wants them. */
export function levelsOf(config: Pick<Config, 'rules'>): LevelOverrides {
  const levels: Record<string, Level | 'off'> = {};
  for (const [id, { level }] of Object.entries(config.rules)) if (level !== undefined) levels[id] = level;
  return levels;
}
