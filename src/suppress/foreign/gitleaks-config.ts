// `.gitleaks.toml`: the allowlists of all rules and of single ones. Its own rules decide here only what their allowlists
// are about; `hushkey init --import` makes rules of ours of them.
import { parse, TomlError } from 'smol-toml';
import { printable } from '../../text/printable.ts';
import { speaksOf } from './gitleaks-rules.ts';
import {
  compile,
  type ForeignFile,
  type ForeignList,
  isTable,
  type Judged,
  listOf,
  matchesAround,
  type Table,
} from './judged.ts';

/** One condition of an allowlist, with the key that it stands under. */
interface Check {
  readonly key: string;
  readonly holds: (judged: Judged) => boolean;
}

interface Allowlist {
  /** `rules[2].allowlists[0]`, after the file's name. */
  readonly place: string;
  readonly description: string;
  /** Whether all conditions must hold, each with one of its values. */
  readonly all: boolean;
  readonly groups: readonly (readonly Check[])[];
  readonly speaksOf: (judged: Judged) => boolean;
}

/** How deep `[extend] path` is followed. */
const MAX_DEPTH = 5;

/**
 * @param readFile - the text of a file that the config extends, relative to the root; undefined where there is none.
 */
export function readGitleaksConfig(file: ForeignFile, readFile: (name: string) => string | undefined): ForeignList {
  const remarks: string[] = [];
  const lists = readLists(file, readFile, remarks, [file.name]);
  return {
    remarks,
    reasonFor(judged) {
      for (const list of lists) {
        const key = list.speaksOf(judged) ? decidingKey(list, judged) : undefined;
        if (key === undefined) continue;
        return `${list.place}${key}${list.description === '' ? '' : ` (${list.description})`}`;
      }
      return undefined;
    },
  };
}

function decidingKey({ groups, all }: Allowlist, judged: Judged): string | undefined {
  const holding = groups.map((checks) => checks.find((check) => check.holds(judged)));
  if (all) return groups.length > 0 && holding.every((check) => check !== undefined) ? '' : undefined;
  const first = holding.find((check) => check !== undefined);
  return first && `.${first.key}`;
}

/** A config as it is written; undefined, with a remark, where it is no TOML. */
export function parseGitleaksConfig({ name, text }: ForeignFile, remarks: string[]): Table | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    remarks.push(`${name}:${error.line}:${error.column}: is not valid TOML, so the file suppresses nothing`);
    return undefined;
  }
}

function readLists(
  file: ForeignFile,
  readFile: (name: string) => string | undefined,
  remarks: string[],
  way: readonly string[],
): readonly Allowlist[] {
  const { name } = file;
  const config = parseGitleaksConfig(file, remarks);
  if (config === undefined) return [];
  const everything = (): boolean => true;
  const lists = allowlistsOf(config).flatMap(([key, table]) => {
    const rules = listOf(field(table, 'targetrules')).filter((id) => typeof id === 'string');
    const targets =
      rules.length === 0 ? everything : (judged: Judged): boolean => rules.some((id) => speaksOf(id, judged));
    return readAllowlist(table, `${name}: ${key}`, targets, remarks);
  });
  const own = rulesOf(config).flatMap(([key, rule]) => {
    const targets = targetsOf(rule);
    return allowlistsOf(rule).flatMap(([inner, table]) =>
      readAllowlist(table, `${name}: ${key}.${inner}`, targets, remarks),
    );
  });
  return [...lists, ...own, ...readBase(config, name, readFile, remarks, way)];
}

function readBase(
  config: Table,
  name: string,
  readFile: (name: string) => string | undefined,
  remarks: string[],
  way: readonly string[],
): readonly Allowlist[] {
  const extend = field(config, 'extend');
  const path = isTable(extend) ? field(extend, 'path') : undefined;
  if (typeof path !== 'string' || path === '') return [];
  const base = path.replace(/^\.\//, '');
  const said = `${name}: extend.path`;
  if (way.includes(base) || way.length > MAX_DEPTH) {
    remarks.push(`${said} leads back to ${printable(base)}`);
    return [];
  }
  const text = readFile(base);
  if (text !== undefined) return readLists({ name: base, text }, readFile, remarks, [...way, base]);
  remarks.push(`${said}: ${printable(base)} cannot be read, so what it allows counts`);
  return [];
}

/** `[[rules]]`, with their places. */
export function rulesOf(config: Table): readonly (readonly [key: string, rule: Table])[] {
  return listOf(field(config, 'rules')).flatMap((rule, i) => (isTable(rule) ? [[`rules[${i}]`, rule] as const] : []));
}

/** `[allowlist]` of older versions and `[[allowlists]]`, with their places. */
function allowlistsOf(table: Table): readonly (readonly [key: string, table: Table])[] {
  const single = field(table, 'allowlist');
  const old = Array.isArray(single)
    ? single.map((one, i) => [`allowlist[${i}]`, one] as const)
    : [['allowlist', single] as const];
  const all = [...old, ...listOf(field(table, 'allowlists')).map((one, i) => [`allowlists[${i}]`, one] as const)];
  return all.flatMap(([key, one]) => (isTable(one) ? [[key, one] as const] : []));
}

/** gitleaks reads its keys without regard to case. */
export function field(table: Table, name: string): unknown {
  return Object.entries(table).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A rule with a pattern is about what this matches; one without changes a rule of the catalogue. */
function targetsOf(rule: Table): (judged: Judged) => boolean {
  const id = field(rule, 'id');
  const pattern = field(rule, 'regex');
  const regex = typeof pattern === 'string' ? compile(pattern, 'go', () => undefined) : undefined;
  if (regex !== undefined) return (judged) => matchesAround(regex, judged);
  return (judged) => typeof id === 'string' && speaksOf(id, judged);
}

function readAllowlist(
  table: Table,
  place: string,
  targets: (judged: Judged) => boolean,
  remarks: string[],
): readonly Allowlist[] {
  const all = /^(?:and|&&)$/i.test(String(field(table, 'condition') ?? ''));
  let broken = false;
  const onFault =
    (key: string) =>
    (what: string): void => {
      broken = true;
      remarks.push(`${place}.${key} ${what}, so ${all ? 'this allowlist' : 'it'} suppresses nothing`);
    };
  const groups = [commitsIn(table), pathsIn(table, onFault), regexesIn(table, onFault), stopwordsIn(table)].filter(
    (checks) => checks.length > 0,
  );
  if (all && broken) return [];
  const description = field(table, 'description');
  return [
    {
      place,
      description: typeof description === 'string' ? printable(description.trim()) : '',
      all,
      groups,
      speaksOf: targets,
    },
  ];
}

type OnFault = (key: string) => (what: string) => void;

function commitsIn(table: Table): readonly Check[] {
  return textsIn(table, 'commits').map(({ key, text }) => ({
    key,
    holds: ({ commit }) => text.length >= 7 && commit?.startsWith(text.toLowerCase()) === true,
  }));
}

function pathsIn(table: Table, onFault: OnFault): readonly Check[] {
  return textsIn(table, 'paths').flatMap(({ key, text }) => {
    const regex = compile(text, 'go', onFault(key));
    return regex === undefined ? [] : [{ key, holds: ({ path }) => regex.test(path) }];
  });
}

function regexesIn(table: Table, onFault: OnFault): readonly Check[] {
  const target = String(field(table, 'regextarget') ?? '').toLowerCase();
  return textsIn(table, 'regexes').flatMap(({ key, text }) => {
    const regex = compile(text, 'go', onFault(key));
    return regex === undefined ? [] : [{ key, holds: (judged) => regex.test(targetText(regex, target, judged)) }];
  });
}

/**
 * What the match of their rule was is not known: it begins before the secret, with the name that the value is given to, and
 * ends with it or a sign later.
 */
function targetText(regex: RegExp, target: string, { secret, around, secretAt }: Judged): string {
  if (target === 'line') return around;
  return target === 'match' && !regex.test(secret) ? around.slice(0, secretAt + secret.length + 1) : secret;
}

function stopwordsIn(table: Table): readonly Check[] {
  return textsIn(table, 'stopwords').map(({ key, text }) => ({
    key,
    holds: ({ secret }) => text !== '' && secret.toLowerCase().includes(text.toLowerCase()),
  }));
}

function textsIn(table: Table, name: string): readonly { readonly key: string; readonly text: string }[] {
  return listOf(field(table, name)).flatMap((text, i) =>
    typeof text === 'string' ? [{ key: `${name}[${i}]`, text }] : [],
  );
}
