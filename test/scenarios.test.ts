// The acceptance scenarios by number: each has a test whose name begins with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCENARIOS } from './matrix/scenarios.ts';

/** Those of set-up and of the gates. */
const WANTED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 22, 23, 25];

test('each numbered scenario has a test with its number', () => {
  const folder = join(import.meta.dirname, 'packed');
  const names = readdirSync(folder).flatMap((name) => [
    ...readFileSync(join(folder, name), 'utf8').matchAll(
      /\b(?:describe|test)(?:\.\w+\(.*\))?\(\s*['`]scenario (\d+): /g,
    ),
  ]);
  const found = new Set([...names.map(([, number]) => Number(number)), ...SCENARIOS.map(({ number }) => number)]);
  expect(WANTED.filter((number) => !found.has(number))).toEqual([]);
});
