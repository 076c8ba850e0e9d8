// Guesses find what is given to the name of a secret in any format, and are silent on what only looks like it.
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/credentials/fake.ts';
import { CHECKS } from '../../src/credentials/guesses/checks.ts';
import { fakeOf } from '../support/fakes.ts';
import { createJudge, scoreOf } from './judge.ts';
import { drawn } from './negatives/draw.ts';
import { negatives } from './negatives/index.ts';
import { positives } from './positives.ts';

const judge = await createJudge();
const KEY = drawn(createRandom(5), 36, 'an');
const idsOf = (path: string, text: string): readonly string[] =>
  judge(path, text).map(({ ruleId, level }) => `${level} ${ruleId}`);

describe('drawn secrets', () => {
  const samples = positives();

  test('are found in 97 of 100 places', () => {
    expect(samples.length).toBeGreaterThanOrEqual(300);
    expect(scoreOf(judge, samples, []).found / samples.length).toBeGreaterThanOrEqual(0.97);
  });

  test('are found in every form, most of the time', () => {
    const forms = new Map<string, number[]>();
    for (const sample of samples) {
      const form = sample.sort.split(' · ')[0] ?? '';
      const [all = 0, found = 0] = forms.get(form) ?? [];
      forms.set(form, [all + 1, found + scoreOf(judge, [sample], []).found]);
    }
    expect([...forms].filter(([, [all = 0, found = 0]]) => found < all * 0.75)).toEqual([]);
  });

  test('are warnings, all of them', () => {
    const guesses = samples.flatMap(({ path, text }) =>
      judge(path, text).filter(({ ruleId }) => /^generic-/.test(ruleId)),
    );
    const levels = guesses.map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(['warning']));
  });
});

describe('hard negatives', () => {
  const texts = negatives();

  test('are many and of many sorts', () => {
    expect(texts.length).toBeGreaterThanOrEqual(3000);
    expect(new Set(texts.map(({ sort }) => sort)).size).toBeGreaterThanOrEqual(40);
  });

  test('raise no error in 0.3 of 100 texts and no warning in 1.5', () => {
    const { errors, warnings } = scoreOf(judge, [], texts);
    expect(errors / texts.length).toBeLessThanOrEqual(0.003);
    expect(warnings / texts.length).toBeLessThanOrEqual(0.015);
  });

  test('written by hand raise nothing', () => {
    const written = texts.filter(({ sort }) => sort.startsWith('by hand'));
    expect(written.length).toBeGreaterThan(50);
    expect(written.filter(({ path, text }) => judge(path, text).length > 0)).toEqual([]);
  });

  test.each(CHECKS.map(({ id }) => id))('need the check %s', async (id) => {
    const without = await createJudge(CHECKS.filter((check) => check.id !== id));
    expect(scoreOf(without, [], texts).warnings).toBeGreaterThan(scoreOf(judge, [], texts).warnings + 10);
  });
});

test('a prefix inside base64 starts no credential, after a slash of an address it does', () => {
  const token = fakeOf('facebook-token', 2);
  expect(idsOf('a.wasm.js', `"${drawn(createRandom(9), 80, 'an')}/${token}`)).toEqual([]);
  expect(idsOf('a.ts', `https://graph.northwind.net/v2/${token}`)).toEqual(['error facebook-token']);
});

describe('a guess', () => {
  test('yields to a rule that knows the value', () => {
    expect(idsOf('a.ts', `const token = "${fakeOf('github-pat-classic', 3)}";`)).toEqual(['error github-pat-classic']);
    expect(idsOf('a.env', `ANTHROPIC_API_KEY=${fakeOf('anthropic-api-key', 3)}`)).toEqual(['error anthropic-api-key']);
    expect(idsOf('a.env', `${fakeOf('aws-secret-access-key', 3)}`)).toEqual(['error aws-secret-access-key']);
  });

  test.each([
    ['src/app.ts', ['warning generic-secret']],
    ['test/app.test.ts', ['warning generic-secret']],
    ['package-lock.json', []],
    ['locales/en.json', []],
    ['dist/app.min.js', []],
  ] as const)('is judged by the path: %s', (path, expected) => {
    expect(idsOf(path, `{"apiKey": "${KEY}"}`)).toEqual(expected);
  });

  test.each([
    [`token = "${KEY}"`, 1],
    [`tokenType = "${KEY}"`, 0],
    [`max_tokens = "${KEY}"`, 0],
    [`public_key = "${KEY}"`, 0],
    [`password_hash = "${KEY}"`, 0],
    [`key_id = "${KEY}"`, 0],
    [`secretName = "${KEY}"`, 0],
    [`nextPageToken = "${KEY}"`, 0],
    [`SECRET_KEY_BASE = "${KEY}"`, 1],
    [`stripeSecretKey2 = "${KEY}"`, 1],
    [`sortKey = "${KEY}"`, 0],
  ])('is judged by the words of the name: %s', (text, count) => {
    expect(judge('src/app.py', text).length).toBe(count);
  });

  test('is judged whole: not the start of a template, not an empty text', () => {
    expect(idsOf('a.ts', `const token = "${KEY}\${suffix}";`)).toEqual([]);
    expect(idsOf('a.ts', `s.password="",s.host="${KEY}"`)).toEqual([]);
    expect(idsOf('a.ts', `fetch(url, { headers: { Authorization: \`Bearer ${KEY}\${part}\` } })`)).toEqual([]);
  });

  test('is more than signs round a word', () => {
    expect(idsOf('a.ts', '{ token: "keyword.tag-$1" }, { token: "a.b-c.d_e-f1" }')).toEqual([]);
  });

  test('is not looked for in binary content', () => {
    expect(idsOf('a.bin', `\0\0token = "${KEY}"`)).toEqual([]);
  });
});
