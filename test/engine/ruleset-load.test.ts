// What a hit loads: the usage rules only where one of their words stands.
import { describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { buildKeywordTable } from '../../src/engine/build-keyword-table.ts';
import { createRuleset, type RulesetOptions } from '../../src/engine/ruleset.ts';
import { fakeOf } from '../support/fakes.ts';

const all = builtin();
const table = buildKeywordTable(all.matchers, all.rules);

function recorded(options: Partial<RulesetOptions> = {}) {
  const loads: string[] = [];
  const note = async <T>(name: string, value: T): Promise<T> => {
    loads.push(name);
    return value;
  };
  return createRuleset({
    table,
    builtin: () => note('all', all),
    matchers: () => note('matchers', all.matchers),
    ...options,
  }).then((ruleset) => ({ ruleset, loads }));
}
const CREDENTIAL = Buffer.from(`x ${fakeOf('github-pat-classic', 1)} y`);
const USAGE = Buffer.from(
  'fetch("https://api.anthropic.com/v1/messages", { headers: { Authorization: `Bearer ${key}` } })',
);

describe('load', () => {
  test('leaves the usage rules out for a credential, once', async () => {
    const { ruleset, loads } = await recorded();
    const hits = ruleset.hits(CREDENTIAL);
    expect(hits.length).toBeGreaterThan(0);
    const rules = await ruleset.load(hits);
    expect(rules).toBe(await ruleset.load(hits));
    expect(rules.matchers).toBe(all.matchers);
    expect(rules.rules).toEqual([]);
    expect(loads).toEqual(['matchers']);
  });

  test('brings everything for a word of a usage rule, and from then on for all', async () => {
    const { ruleset, loads } = await recorded();
    const rules = await ruleset.load(ruleset.hits(USAGE));
    expect(rules.rules).toEqual(all.rules);
    expect(await ruleset.load(ruleset.hits(CREDENTIAL))).toBe(rules);
    expect(loads).toEqual(['all']);
  });

  test('brings everything for a caller that names no hits', async () => {
    const { ruleset, loads } = await recorded();
    expect((await ruleset.load()).docs.size).toBeGreaterThan(all.rules.length);
    expect(loads).toEqual(['all']);
  });

  test('brings everything where the project has rules of its own', async () => {
    const [own] = all.rules;
    const { ruleset } = await recorded({ custom: own === undefined ? [] : [{ ...own, id: 'own', keywords: [] }] });
    expect((await ruleset.load(ruleset.hits(CREDENTIAL))).rules.length).toBe(all.rules.length + 1);
  });
});
