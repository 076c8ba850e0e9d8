// The table of keywords as a file: whole, or refused.
import { describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { buildKeywordTable, tableToBytes } from '../../src/engine/build-keyword-table.ts';
import { tableFromBytes } from '../../src/engine/keyword-table.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { fakeOf } from '../support/fakes.ts';

const { matchers, rules } = builtin();
const table = buildKeywordTable(matchers, rules);
const bytes = tableToBytes(table);

describe('tableFromBytes', () => {
  test('gives a search that finds what the table itself does', async () => {
    const text = Buffer.from(`KEY=${fakeOf('anthropic-api-key', 3)}\nx-api-key: token\n`);
    const fresh = await createRuleset({ builtin: async () => builtin(), table });
    const read = await createRuleset({ builtin: async () => builtin(), table: tableFromBytes(bytes) });
    expect(fresh.hits(text).length).toBeGreaterThan(0);
    expect(read.hits(text)).toEqual(fresh.hits(text));
    const [owners, again] = [(await fresh.load()).owners, (await read.load()).owners];
    for (const keyword of read.hits(text).filter((_, i) => i % 2 === 0))
      expect(again(keyword)).toEqual(owners(keyword));
  });

  test.each([1, 100, 200_000])('refuses a file that ends %i bytes early', (missing) => {
    expect(() => tableFromBytes(bytes.subarray(0, bytes.length - missing))).toThrow('the table of keywords has');
  });
});
