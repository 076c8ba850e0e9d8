// `hushkey rules`: the list, one rule, a search, and what is said where nothing is found.
import { describe, expect, test } from 'vitest';
import { runRules } from '../../src/cli/rules.ts';
import type { Io } from '../../src/process.ts';
import { fakeOf } from '../support/fakes.ts';

async function rules(...words: readonly string[]): Promise<string> {
  let out = '';
  const io: Pick<Io, 'cwd' | 'out'> = {
    cwd: process.cwd(),
    out: (text) => {
      out += text;
    },
  };
  await runRules({ command: 'rules', flags: {}, positionals: words }, io as Io);
  return out;
}

const idsIn = (list: string): readonly string[] => [...list.matchAll(/^ {2}([a-z0-9-]+) /gm)].map(([, id = '']) => id);

describe('hushkey rules', () => {
  test('lists all, by category', async () => {
    const list = await rules();
    expect(idsIn(list).length).toBeGreaterThan(400);
    expect(list).toMatch(/^hardcoded-key\n[\s\S]*\nlogged-key\n[\s\S]*\d+ rules; /);
  });

  test('explains one', async () => {
    const text = await rules('amp-key');
    expect(text).toMatch(/^amp-key: Amp access token\n/);
    for (const label of ['provider', 'why', 'fix', 'revoke', 'docs', 'off'])
      expect(text).toMatch(RegExp(`^${label} `, 'm'));
  });

  test.each([
    ['by id', ['wrong-key'], ['wrong-key-vendor', 'wrong-key-admin', 'wrong-key-oauth']],
    ['by provider, whatever the case', ['SOURCEGRAPH'], ['sourcegraph-token', 'amp-key']],
    ['by words of the summary, all of them', ['Amp', 'access'], ['amp-key']],
    ['by words in one argument', ['amp access'], ['amp-key']],
  ] as const)('searches %s', async (_name, words, ids) => {
    expect(idsIn(await rules(...words))).toEqual(expect.arrayContaining([...ids]));
  });

  test('suggests the id that was meant', async () => {
    await expect(rules('anthropic-api-kye')).rejects.toMatchObject({ hint: 'did you mean anthropic-api-key?' });
    await expect(rules('anthropic', 'api', 'kye')).rejects.toMatchObject({ hint: 'did you mean anthropic-api-key?' });
    await expect(rules('zzqq')).rejects.toMatchObject({ hint: 'hushkey rules lists all' });
  });

  test('does not repeat a key that went astray', async () => {
    const key = fakeOf('anthropic-api-key', 5);
    await expect(rules(key)).rejects.not.toThrow(key);
  });
});
