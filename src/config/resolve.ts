// From what stands in a config file to one Config: checked, `extends` followed, shorthands written out.
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { errnoOf, UserError } from '../errors.ts';
import { CATEGORIES } from '../finding.ts';
import type { Example, Rule } from '../rule.ts';
import { printable } from '../text/printable.ts';
import type { Config, CustomRuleData, RuleSetting } from './config.ts';
import { readConfigFile } from './read.ts';
import { type ConfigFile, configSchema, describeMismatch } from './schema.ts';
import { suggestion } from './suggest.ts';

export interface Layer {
  /** As messages name it. */
  readonly name: string;
  readonly path: string;
  readonly file: ConfigFile;
}

export interface ResolveOptions {
  /** Folder that messages name files relative to. */
  readonly cwd: string;
  readonly ruleIds: Iterable<string>;
}

/**
 * @param path - absolute, a file of any kind of config.
 * @throws UserError that names the file and the key.
 */
export async function resolveConfig(path: string, options: ResolveOptions): Promise<Config> {
  const layers = await readLayers(path, [], options);
  checkRuleNames(layers, new Set(options.ruleIds));
  const files = layers.map((layer) => layer.file);
  const join = <T>(pick: (file: ConfigFile) => readonly T[] | undefined): T[] =>
    files.flatMap((file) => pick(file) ?? []);
  const baseline = files.findLast((file) => file.baseline !== undefined)?.baseline;
  const maxBytes = files.findLast((file) => file.maxBytes !== undefined)?.maxBytes;
  return {
    include: join((file) => file.include),
    ignore: join((file) => file.ignore),
    rules: Object.assign({}, ...files.map((file) => settingsOf(file))),
    overrides: join((file) => file.overrides?.map((one) => ({ files: one.files, rules: settingsOf(one) }))),
    gates: Object.assign({}, ...files.map((file) => withoutUndefined(file.gates ?? {}))),
    clientPaths: join((file) => file.clientPaths),
    serverPaths: join((file) => file.serverPaths),
    customRules: join((file) => file.customRules?.map(ruleOf)),
    ...(baseline === undefined ? {} : { baseline }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

/** The config and all that it extends, the farthest first. */
export async function readLayers(
  path: string,
  below: readonly string[],
  options: ResolveOptions,
): Promise<readonly Layer[]> {
  const name = nameOf(path, options.cwd);
  const value = await readConfigFile(path, name);
  const real = realpathSync(path);
  if (below.includes(real)) {
    const ring = [...below.slice(below.indexOf(real)), real].map((file) => nameOf(file, options.cwd));
    throw new UserError('bad-config', `${name}: extends itself: ${ring.join(' → ')}`);
  }
  const file = check(value, path, name);
  const layers: Layer[] = [];
  for (const base of [file.extends ?? []].flat()) {
    layers.push(...(await readLayers(locate(base, path, name), [...below, real], options)));
  }
  // A base that is reached twice counts once, where it comes first.
  const known = new Set<string>();
  return [...layers, { name, path: real, file }].filter((layer) => !known.has(layer.path) && known.add(layer.path));
}

function locate(base: string, path: string, name: string): string {
  if (/^\.{1,2}[\\/]/.test(base) || isAbsolute(base)) return resolve(dirname(path), base);
  try {
    return createRequire(path).resolve(base);
  } catch (error) {
    const hidden = errnoOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    throw new UserError(
      'bad-config',
      `${name}: extends: ${base} ${hidden ? 'exports no config' : 'is not installed'}`,
      {
        hint: hidden ? 'the package must export it under the condition "default"' : `a file is written ./${base}`,
        cause: error,
      },
    );
  }
}

function check(value: unknown, path: string, name: string): ConfigFile {
  // A list would pass for an object without settings.
  if (Array.isArray(value)) throw failure(name, 'the config', 'must be an object', '');
  const result = v.safeParse(configSchema, value, { message: describeMismatch });
  if (result.success) return result.output;
  const { keys, message } = deepest(result.issues[0]);
  const prefix = basename(path) === 'package.json' ? 'hushkey' : '';
  const key = keys.reduce<string>(
    (all, next) => (typeof next === 'number' ? `${all}[${next}]` : `${all}.${next}`),
    prefix,
  );
  const [what = '', hint = ''] = message.split('\n');
  throw failure(name, key.replace(/^\./, '') || 'the config', what, hint);
}

interface Mismatch {
  readonly keys: readonly unknown[];
  readonly message: string;
}

/** Of a union, what is wrong with the form that fits best. */
function deepest(issue: v.BaseIssue<unknown>): Mismatch {
  const keys = issue.path?.map((item: v.IssuePathItem) => item.key) ?? [];
  const inner = issue.issues?.map(deepest) ?? [];
  const depth = Math.max(0, ...inner.map((mismatch) => mismatch.keys.length));
  const best = inner.find((mismatch) => mismatch.keys.length === depth);
  return best === undefined ? { keys, message: issue.message } : { ...best, keys: [...keys, ...best.keys] };
}

function failure(name: string, key: string, message: string, hint: string): UserError {
  return new UserError('bad-config', `${name}: ${printable(`${key} ${message}`)}`, hint === '' ? {} : { hint });
}

/** Rules that a config names must exist, those that it adds must not. */
function checkRuleNames(layers: readonly Layer[], ids: ReadonlySet<string>): void {
  const names = new Set<string>([...ids, ...CATEGORIES]);
  for (const { name, file } of layers) {
    for (const [i, rule] of (file.customRules ?? []).entries()) {
      if (names.has(rule.id)) throw failure(name, `customRules[${i}].id`, `${rule.id} is taken`, 'choose another id');
      names.add(rule.id);
    }
  }
  for (const { name, path, file } of layers) {
    const prefix = basename(path) === 'package.json' ? 'hushkey.' : '';
    const named = [
      ['rules', file.rules] as const,
      ...(file.overrides ?? []).map((one, i) => [`overrides[${i}].rules`, one.rules] as const),
    ];
    for (const [key, rules = {}] of named) {
      const unknown = Object.keys(rules).find((id) => !names.has(id));
      if (unknown === undefined) continue;
      const hint = suggestion(unknown, names, '`hushkey rules` lists all');
      throw failure(name, `${prefix}${key}.${unknown}`, 'is neither a rule nor a category', hint);
    }
  }
}

export function settingsOf(file: Pick<ConfigFile, 'rules'>): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {};
  for (const [id, entry] of Object.entries(file.rules ?? {})) {
    if (entry === undefined) continue;
    if (typeof entry === 'string') settings[id] = { level: entry, options: {} };
    else if (Array.isArray(entry)) settings[id] = { level: entry[0], options: entry[1] };
    else settings[id] = { ...withoutUndefined({ level: entry.level }), options: entry.options ?? {} };
  }
  return settings;
}

type FileRule = NonNullable<ConfigFile['customRules']>[number];

function ruleOf(rule: FileRule): CustomRuleData | Rule {
  if ('find' in rule) return rule as Rule;
  const { examples, ...rest } = rule;
  return withoutUndefined({
    ...rest,
    examples: examples && { invalid: examples.invalid.map(exampleOf), valid: examples.valid.map(exampleOf) },
  });
}

function exampleOf(example: string | { path?: string | undefined; text: string; note?: string | undefined }): Example {
  return typeof example === 'string' ? { text: example } : withoutUndefined(example);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** A config that is code may hold undefined where it means nothing. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Defined<T>;
}

function nameOf(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return (isAbsolute(name) || name.startsWith('..') ? path : name).split(sep).join('/');
}
