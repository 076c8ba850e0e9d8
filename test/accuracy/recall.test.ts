import { beforeAll, describe, expect, test } from 'vitest';
import { matchers } from '../../src/credentials/catalogue.ts';
import { documentsOf } from '../generator/documents.ts';
import { KINDS } from '../generator/kind-table.ts';
import { createRandom } from '../generator/random.ts';
import { describeRecall, SEEDS } from './20-credentials.section.ts';
import { section as compare } from './60-peers.section.ts';
import { samples, scoreOf } from './peers.ts';
import { createScan, LEAST_RECALL, measureRecall, type Recall } from './recall.ts';

/** Kinds without a row in the generator, and where they are tested instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'private-key-base64-pem': 'reported under the kind of the key that decoding lays open',
  'private-key-pkcs12-jks': 'binary files: built byte by byte in the tests of the hand-written kinds',
  'generic-secret': 'no structure: the guesses are measured on names',
  'generic-password': 'no structure: the guesses are measured on names',
  'generic-auth-header': 'no structure: the guesses are measured on names',
};

describe('generated credentials', () => {
  let measured: readonly Recall[];
  beforeAll(async () => {
    measured = measureRecall(await createScan(), SEEDS);
  });

  test('hundreds of kinds are planted, each with a source', () => {
    expect(KINDS.length).toBeGreaterThan(450);
    expect(new Set(KINDS.map(([id]) => id)).size).toBe(KINDS.length);
    expect(KINDS.filter(([, , , source]) => source === '')).toEqual([]);
    expect(Math.min(...measured.map(({ planted }) => planted))).toBeGreaterThanOrEqual(100);
  });

  /** So that a new kind needs no second file at once: of fifty, one may wait for its row. */
  test('nearly every kind of the catalogue has a row, or a reason why not', () => {
    const rows = new Set([...KINDS, ...documentsOf(createRandom('ids')).map(({ id }) => [id])].map(([id]) => id));
    const kinds = matchers().map(({ kind }) => kind.id);
    const waiting = kinds.filter((id) => !rows.has(id) && ELSEWHERE[id] === undefined);
    expect(waiting.length, waiting.join(', ')).toBeLessThanOrEqual(kinds.length / 50);
    expect([...rows, ...Object.keys(ELSEWHERE)].filter((id) => !kinds.includes(id ?? ''))).toEqual([]);
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
