import { beforeAll, describe, expect, test } from 'vitest';
import { documentsOf } from '../generator/documents.ts';
import { KINDS } from '../generator/kind-table.ts';
import { createRandom } from '../generator/random.ts';
import { describeRecall, SEEDS } from './20-credentials.section.ts';
import { section as compare } from './60-peers.section.ts';
import { samples, scoreOf } from './peers.ts';
import { createScan, LEAST_RECALL, measureRecall, type Recall } from './recall.ts';

describe('generated credentials', () => {
  let measured: readonly Recall[];
  beforeAll(async () => {
    measured = measureRecall(await createScan(), SEEDS);
  });

  test('hundreds of kinds are planted, each with a source', () => {
    expect(KINDS.length).toBeGreaterThan(300);
    expect(new Set(KINDS.map(([id]) => id)).size).toBe(KINDS.length);
    expect(KINDS.filter(([, , , source]) => source === '')).toEqual([]);
    expect(Math.min(...measured.map(({ planted }) => planted))).toBeGreaterThanOrEqual(100);
  });

  test('every kind is found by its rule, wherever it stands', () => {
    const below = measured
      .filter(({ planted, named }) => named < LEAST_RECALL * planted)
      .map(({ id, planted, named, misses }) => `${id} ${named}/${planted}, first missed in ${misses[0]?.context}`);
    expect(below).toEqual([]);
  });

  test('files that tools write are found by their rules', async () => {
    const scan = await createScan();
    const missed = [1, 2, 3, 4, 5].flatMap((seed) =>
      documentsOf(createRandom(`documents ${seed}`))
        .filter(({ id, path, text }) => !scan(path, text).includes(id))
        .map(({ id, path }) => `${id} in ${path}`),
    );
    expect(missed).toEqual([]);
  });

  test('a scanner is credited for rules that name the vendor, and charged for files with nothing in them', () => {
    const all = [{ kind: 'npm-token' }, { kind: 'gemini-api-key' }, { kind: 'jwt' }, {}, {}].map((sample) => ({
      ...sample,
      path: 'a',
      text: '',
    }));
    const reports = [
      ['npm-access-token'],
      ['gcp-api-key', 'x'],
      ['Base64 High Entropy String'],
      ['generic-api-key'],
      [],
    ];
    expect(scoreOf(all, reports)).toEqual({ named: 2, found: 3, falseAlarms: 1 });
    expect(samples().filter(({ kind }) => kind === undefined).length).toBeGreaterThan(300);
  });

  test('the comparison with other scanners has all of them', async () => {
    const text = await compare();
    for (const name of ['hushkey', 'gitleaks', 'secretlint', 'detect-secrets']) expect(text).toContain(`| ${name}`);
  });

  test('the section counts what was measured', () => {
    expect(describeRecall(measured)).toMatch(/\| kinds \| \d+ \|/);
  });
});
