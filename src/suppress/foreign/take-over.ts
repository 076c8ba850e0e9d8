// What of other scanners' files can be said in a config of ours: their projects' own rules, and the paths they leave out.
// What cannot is named. Single findings are taken over as entries of the baseline, by a scan.
import type { ForeignName } from './foreign-names.ts';
import { field, parseGitleaksConfig, rulesOf } from './gitleaks-config.ts';
import { entriesOf, type ForeignFile, isTable, listOf, type Table } from './judged.ts';
import { globOfPattern } from './path-globs.ts';
import { parseSecretlintConfig, secretlintRules } from './secretlint-config.ts';
import { translateRegex } from './translate-regex.ts';

/** A rule of one's own as the config holds it. */
export interface TakenRule {
  readonly id: string;
  readonly pattern: string;
  readonly message: string;
  readonly keywords?: readonly string[];
  readonly paths?: readonly string[];
}

export interface TakenOver {
  readonly rules: readonly TakenRule[];
  /** Globs of files in which no credential is looked for. */
  readonly paths: readonly string[];
  /** What could not be taken over, each with its place. */
  readonly lost: readonly string[];
}

/** @param isTaken - whether a rule of hushkey has the id. */
export function takeOver(
  files: readonly (ForeignFile & { readonly name: ForeignName })[],
  isTaken: (id: string) => boolean,
): TakenOver {
  const rules = new Map<string, TakenRule>();
  const paths: string[] = [];
  const lost: string[] = [];
  const addRule = (place: string, rule: TakenRule): void => {
    if (isTaken(rule.id)) lost.push(`${place}: hushkey has a rule ${rule.id}, which stays as it is`);
    else rules.set(rule.id, rule);
  };
  const addPath = (place: string, pattern: unknown): void => {
    const glob = typeof pattern === 'string' ? globOfPattern(pattern) : undefined;
    if (glob === undefined) lost.push(`${place}: no glob says this pattern of paths`);
    else paths.push(glob);
  };
  for (const file of files) {
    if (file.name === '.gitleaks.toml') fromGitleaks(file, addRule, addPath, lost);
    else if (file.name === '.secrets.baseline') fromDetectSecrets(file, addPath);
    else if (file.name === '.secretlintignore') paths.push(...entriesOf(file).map(({ entry }) => entry));
    else if (file.name.startsWith('.secretlintrc')) fromSecretlint(file, addRule, lost);
    else if (file.name.startsWith('.trufflehog'))
      for (const { entry } of entriesOf(file)) addPath(`${file.name}: ${entry}`, entry);
  }
  return { rules: [...rules.values()], paths: [...new Set(paths)], lost };
}

type AddRule = (place: string, rule: TakenRule) => void;
type AddPath = (place: string, pattern: unknown) => void;

function fromGitleaks(file: ForeignFile, addRule: AddRule, addPath: AddPath, lost: string[]): void {
  const config = parseGitleaksConfig(file, lost);
  if (config === undefined) return;
  for (const [key, rule] of rulesOf(config)) {
    const id = String(field(rule, 'id') ?? '');
    const place = `${file.name}: ${key} ${id}`.trimEnd();
    const regex = field(rule, 'regex');
    // One without a pattern changes a rule of their catalogue.
    if (typeof regex === 'string') addGitleaksRule(rule, id, regex, place, addRule, lost);
    for (const word of ['entropy', 'path', 'required']) {
      if (field(rule, word) !== undefined && typeof regex === 'string')
        lost.push(`${place}: ${word} has no counterpart`);
    }
  }
  for (const [name, table] of Object.entries(config)) {
    if (!/^allowlists?$/i.test(name)) continue;
    for (const [i, list] of [table].flat().entries())
      if (isTable(list)) fromAllowlist(list, `${file.name}: ${name}[${i}]`, addPath, lost);
  }
  const extend = field(config, 'extend');
  if (!isTable(extend)) return;
  for (const id of listOf(field(extend, 'disabledrules'))) {
    lost.push(`${file.name}: extend.disabledRules ${String(id)}: turn off the rules meant, in "rules"`);
  }
}

function addGitleaksRule(
  rule: Table,
  id: string,
  regex: string,
  place: string,
  addRule: AddRule,
  lost: string[],
): void {
  const translated = translateRegex(regex, 'go');
  const pattern = usable(translated, place, lost);
  if (pattern === undefined) return;
  const keywords = listOf(field(rule, 'keywords')).filter((word): word is string => typeof word === 'string');
  const message = String(field(rule, 'description') ?? '').trim() || id;
  addRule(place, { id: kebab(id), pattern, message, ...(keywords.length === 0 ? {} : { keywords }) });
  if (Number(field(rule, 'secretgroup') ?? 0) > 0)
    lost.push(`${place}: secretGroup; what the whole pattern matches is reported`);
}

/** Only a list of paths alone is about paths; what it says of secrets stands in the baseline, as far as it is there. */
function fromAllowlist(list: Table, place: string, addPath: AddPath, lost: string[]): void {
  const all = /^(?:and|&&)$/i.test(String(field(list, 'condition') ?? ''));
  const others = ['regexes', 'stopwords', 'commits', 'targetrules'].filter(
    (key) => listOf(field(list, key)).length > 0,
  );
  const isWhole = (all && others.length > 0) || others.includes('targetrules');
  if (!isWhole) for (const [i, path] of listOf(field(list, 'paths')).entries()) addPath(`${place}.paths[${i}]`, path);
  for (const key of isWhole ? ['paths', ...others] : others) {
    if (listOf(field(list, key)).length > 0) lost.push(`${place}.${key}: only what it covers now`);
  }
}

function fromDetectSecrets({ name, text }: ForeignFile, addPath: AddPath): void {
  const value: unknown = JSON.parse(text);
  for (const [i, filter] of listOf(isTable(value) ? value['filters_used'] : undefined).entries()) {
    if (!isTable(filter) || !String(filter['path']).endsWith('should_exclude_file')) continue;
    for (const pattern of [filter['pattern']].flat()) addPath(`${name}: filters_used[${i}]`, pattern);
  }
}

function fromSecretlint(file: ForeignFile, addRule: AddRule, lost: string[]): void {
  const config = parseSecretlintConfig(file, lost);
  for (const [place, rule] of config === undefined ? [] : secretlintRules(config, `${file.name}: `)) {
    const options = rule['options'];
    if (!isTable(options)) continue;
    if (listOf(options['allows']).length > 0) lost.push(`${place}.options.allows: only what it covers now`);
    for (const [i, one] of listOf(options['patterns']).entries()) {
      if (!isTable(one)) continue;
      const at = `${place}.options.patterns[${i}]`;
      for (const written of [one['pattern'], ...listOf(one['patterns'])]) {
        const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(String(written ?? '')) ?? [];
        if (source === undefined) continue;
        const isPlain = flags.replace(/[gu]/g, '') === '';
        const translated = isPlain
          ? { source, flags: '' as const }
          : translateRegex(`(?${flags.replace(/[gu]/g, '')})${source}`, 'python');
        const pattern = usable(translated, at, lost);
        if (pattern === undefined) continue;
        const message = String(one['name'] ?? 'pattern');
        const paths = listOf(one['filePathGlobs']).filter((glob): glob is string => typeof glob === 'string');
        addRule(at, { id: kebab(message), pattern, message, ...(paths.length === 0 ? {} : { paths }) });
      }
    }
  }
}

/** A pattern that a rule as data can have: without flags, and never matching nothing. */
function usable(translated: ReturnType<typeof translateRegex>, place: string, lost: string[]): string | undefined {
  const fault =
    'fault' in translated
      ? translated.fault
      : translated.flags !== ''
        ? 'it needs the flag u'
        : new RegExp(translated.source).test('')
          ? 'it matches where there is nothing'
          : undefined;
  if (fault === undefined && 'source' in translated) return translated.source;
  lost.push(`${place}: its pattern is not taken over: ${fault}`);
  return undefined;
}

function kebab(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const id = words.join('-');
  return /^[a-z]/.test(id) ? id : `rule-${id}`;
}
