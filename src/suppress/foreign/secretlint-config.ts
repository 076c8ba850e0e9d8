// `.secretlintrc`: the `allows` and `allowMessageIds` of its rules, in JSON. One that is code is not run, and for one in YAML
// the parser would be half as large as all gates together.
import { type ParseError, parse } from 'jsonc-parser';
import { coversRule } from '../foreign-markers.ts';
import {
  type ForeignFile,
  type ForeignList,
  isTable,
  type Judged,
  listOf,
  matchesAround,
  type Table,
} from './judged.ts';

interface Allow {
  readonly place: string;
  readonly holds: (judged: Judged) => boolean;
}

/** Rules of theirs that are about every kind of secret. */
const OF_ALL = /^(?:pattern|preset-[\w-]{1,40})$/;

/** A config as it is written; undefined, with a remark, where it cannot be read. */
export function parseSecretlintConfig({ name, text }: ForeignFile, remarks: string[]): Table | undefined {
  const unread = (what: string): undefined => {
    remarks.push(`${name}: ${what}, so what it allows counts; write it as .secretlintrc.json`);
  };
  if (/\.[cm]?[jt]s$/.test(name)) return unread('is code, which is not run');
  if (/\.ya?ml$/.test(name) || !/^\uFEFF?\s*(?:[{[]|\/[/*])/.test(text)) return unread('is YAML, which is not read');
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    remarks.push(`${name}: is not valid JSON, so the file suppresses nothing`);
    return undefined;
  }
  if (isTable(value)) return value;
  remarks.push(`${name}: has no rules, so the file suppresses nothing`);
  return undefined;
}

export function readSecretlintConfig(file: ForeignFile): ForeignList {
  const remarks: string[] = [];
  const config = parseSecretlintConfig(file, remarks);
  const allows = config === undefined ? [] : allowsOf(config, `${file.name}: `, remarks);
  return { remarks, reasonFor: (judged) => allows.find(({ holds }) => holds(judged))?.place };
}

/** Rules with their places; presets hold rules of their own. */
export function secretlintRules(table: Table, prefix: string): readonly (readonly [place: string, rule: Table])[] {
  return listOf(table['rules']).flatMap((rule, i) => {
    if (!isTable(rule)) return [];
    const place = `${prefix}rules[${i}]`;
    return [[place, rule] as const, ...secretlintRules(rule, `${place}.`)];
  });
}

function allowsOf(config: Table, prefix: string, remarks: string[]): readonly Allow[] {
  return secretlintRules(config, prefix).flatMap(([place, rule]) => {
    const id = String(rule['id'] ?? '').replace(/^.*secretlint-rule-/, '');
    const isMeant = ({ ruleId }: Judged): boolean => OF_ALL.test(id) || coversRule(ruleId, [id]);
    const options = rule['options'];
    const patterns = listOf(isTable(options) ? options['allows'] : undefined).flatMap((allow, k) => {
      const at = `${place}.options.allows[${k}]`;
      const matches = matcherOf(allow);
      if (matches === undefined) remarks.push(`${at} is no pattern, so it suppresses nothing`);
      return matches === undefined
        ? []
        : [{ place: at, holds: (judged: Judged) => isMeant(judged) && matches(judged) }];
    });
    const messages = listOf(rule['allowMessageIds']).flatMap((message, k) => {
      if (typeof message !== 'string') return [];
      const at = `${place}.allowMessageIds[${k}]`;
      return [{ place: at, holds: (judged: Judged) => isMeant(judged) && isMessage(message, judged) }];
    });
    return [...patterns, ...messages];
  });
}

/** `/regex/flags`, or a text that is part of the secret. */
function matcherOf(allow: unknown): ((judged: Judged) => boolean) | undefined {
  if (typeof allow !== 'string' || allow === '') return undefined;
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(allow) ?? [];
  if (source === undefined) return ({ secret }) => secret.includes(allow);
  try {
    const regex = new RegExp(source, flags.replace(/[gy]/g, ''));
    return (judged) => regex.test(judged.secret) || matchesAround(regex, judged);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Their `AWSAccessKeyID` is our `aws-access-key-id`. */
function isMessage(message: string, { ruleId }: Judged): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(ruleId).includes(plain(message)) || plain(message).includes(plain(ruleId));
}
