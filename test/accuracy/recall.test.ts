import { beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../generator/kind-table.ts';
import { section } from './20-credentials.section.ts';
import { createScan, LEAST_RECALL, measureRecall, type Recall } from './recall.ts';

describe('generated credentials', () => {
  let measured: readonly Recall[];
  beforeAll(async () => {
    measured = measureRecall(await createScan(), 5);
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

  test('the section counts what was measured', async () => {
    expect(await section()).toMatch(/\| kinds \| \d+ \|/);
  });
});
