// The evaluation cases of the usage rules: files of labelled code, and what the engine says of each.
// One case: `=== name | path`, lines of `source:`, `with:`, `expect:` and `near:`, then `---` and the code. A line `5|9` is either.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { CATEGORIES, type Category, LEVELS, type Level } from '../../src/finding.ts';
import { createNeighbours } from '../../src/sources/neighbours.ts';
import { readText } from '../../src/text/source-text.ts';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes } from './fakes.ts';

/** A finding as a case names it; `line` counts from 1. */
export interface Expected {
  readonly category: Category;
  readonly level: Level;
  readonly line: number;
  /** Another line of the same fault, as good as the first: where a constant is used, the header of a command. */
  readonly orLine?: number;
}

export interface UsageCase {
  readonly name: string;
  readonly path: string;
  /** `npm package@version path`, for code of a published package. */
  readonly source: string | undefined;
  /** The files beside it that say what the code is part of. */
  readonly beside: readonly { readonly path: string; readonly text: string }[];
  /** Empty: it must stay silent. */
  readonly expect: readonly Expected[];
  /** For a silent case: the categories that it is easily taken for. */
  readonly near: readonly Category[];
  /** With tokens in place of credentials. */
  readonly code: string;
}

/** All cases of a folder's `.cases` files, in order of file and place. */
export function readCases(folder: string): readonly UsageCase[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cases'));
  return files.sort().flatMap((name) => parseCases(readFileSync(join(folder, name), 'utf8'), name));
}

/** @throws Error that names the case when its head cannot be understood. */
export function parseCases(text: string, file: string): readonly UsageCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => parseCase(part, file));
}

function parseCase(part: string, file: string): UsageCase {
  const lines = part.split('\n');
  const [name = '', path = ''] = (lines[0] ?? '').split('|').map((piece) => piece.trim());
  const fail = (what: string): never => {
    throw new Error(`${file}: case ${name}: ${what}`);
  };
  const border = lines.indexOf('---');
  if (name === '' || path === '' || border < 0) fail('it needs a name, a path and ---');
  const head = lines.slice(1, border).filter((line) => line.trim() !== '');
  const of = (field: string): readonly string[] =>
    head.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).trim());
  const unknown = head.find((line) => !/^(?:source|with|expect|near):/.test(line));
  if (unknown !== undefined) fail(`no field: ${unknown}`);
  const category = (word: string | undefined): Category =>
    CATEGORIES.find((one) => one === word) ?? fail(`no category: ${word}`);
  return {
    name,
    path,
    source: of('source')[0],
    beside: of('with').map((line) => {
      const blank = line.indexOf(' ');
      return { path: line.slice(0, blank), text: line.slice(blank + 1) };
    }),
    expect: of('expect').map((line) => {
      const [word, level, at] = line.split(/\s+/);
      const found = LEVELS.find((one) => one === level) ?? fail(`no level: ${level}`);
      const [first, other] = (at ?? '').split('|').map((one) => Number(one) || fail(`no line: ${line}`));
      const place = { category: category(word), level: found, line: first ?? fail(`no line: ${line}`) };
      return other === undefined ? place : { ...place, orLine: other };
    }),
    near: of('near').map((word) => category(word)),
    code: lines.slice(border + 1).join('\n'),
  };
}

/** True where a reported finding is the one that a case means, whatever its level. */
export function answers(reported: Expected, { category, line, orLine }: Expected): boolean {
  return reported.category === category && (reported.line === line || reported.line === orLine);
}

/** What the usage rules say of a case, by way of the engine: keywords, limits and all. */
export async function createJudge(): Promise<(sample: UsageCase) => Promise<readonly Expected[]>> {
  const ruleset = await createRuleset({ builtin: async () => ({ matchers: [], rules: usageRules }) });
  const rules = await ruleset.load();
  return async ({ path, code, beside }) => {
    const file = readText(path, Buffer.from(expandFakes(code)));
    const texts = new Map(beside.map((one) => [one.path, Buffer.from(one.text)]));
    const { detections } = await createNeighbours(async (name) => texts.get(name)).answer(path, (nearest) =>
      detect(file, ruleset.hits(file.bytes), rules, { maxUsageBytes: 1024 * 1024 }, nearest),
    );
    const text = file.text();
    return detections.map(({ category, level, start }) => ({
      category,
      level,
      line: text.slice(0, start).split('\n').length,
    }));
  };
}
