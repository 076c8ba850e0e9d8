// The gate before the rules closes on ordinary text and never on a credential: whatever a matcher finds at a keyword, the
// gate lets through.
import { describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { buildKeywordTable } from '../../src/engine/build-keyword-table.ts';
import { textOf } from '../../src/engine/keyword-table.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { fakeOf } from '../support/fakes.ts';

const { matchers } = builtin();
const only = matchers.filter(({ gate }) => gate !== undefined);
const builtins = async () => ({ matchers, rules: [] });
const table = buildKeywordTable(matchers, []);
const gated = await createRuleset({ builtin: builtins, table });
const open = await createRuleset({
  builtin: builtins,
  table: { ...table, gates: Buffer.from(textOf(table.gates).replace(/[^ ]/g, '')) },
});
const owners = (await gated.load()).owners;

const AROUND: readonly (readonly [string, string])[] = [
  ['', ''],
  ['KEY=', '\n'],
  ['"line one\\n', '"'],
  ['https://host/?x%3D', '&y'],
  ['\u001b[32m', '\u001b[0m'],
  ['name = "', '";'],
  ['token: ', ''],
];

/** What the matchers with gates find at the hits that a search gives. */
function foundIn(text: string, hits: readonly number[]): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < hits.length; i += 2) {
    for (const owner of owners(hits[i] ?? -1)) {
      if (owner.type !== 'credential') continue;
      const candidate = matchers[owner.matcher]?.find(text, hits[i + 1] ?? 0, owner.keyword);
      if (candidate) found.push(`${candidate.kind.id} ${candidate.start}`);
    }
  }
  return [...new Set(found)].sort();
}

describe('a gate', () => {
  test.each(only.map(({ kind }) => kind.id))('lets every %s through', (id) => {
    for (const seed of Array.from({ length: 10 }, (_, i) => i)) {
      const env = matchers.find(({ kind }) => kind.id === id)?.kind.env ?? '';
      for (const [before, after] of [...AROUND, [`${env}=`, '\n'] as const]) {
        const text = before + fakeOf(id, seed) + after;
        const bytes = Buffer.from(text, 'latin1');
        const byKeyword = foundIn(text, open.hits(bytes));
        expect(foundIn(text, gated.hits(bytes)), text).toEqual(byKeyword);
      }
    }
  });

  test.each([
    'export const token = readToken(source);',
    'import { path } from "./path/pattern.ts"; list.push(are_equal(st.first));',
    'see https://nodejs.org/api/path.html and http://localhost:3000/@scope/name',
    'const authToken: string | undefined = options.token ?? undefined;',
    'password: z.string().min(8), passwordField, tokenizer, maxTokens: 4096, secretName',
    '<input type="password" name="password" placeholder="Password" required />',
  ])('is closed on: %s', (text) => {
    expect(gated.hits(Buffer.from(text))).toEqual([]);
  });
});
