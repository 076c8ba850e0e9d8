// The acceptance scenarios by number: each that can be tried has a test whose name begins with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS, FLAGS } from '../src/cli/table.ts';
import { SCENARIOS } from './matrix/scenarios.ts';

/** Those of set-up and of the gates. Two need a command: they are wanted from when it is there. */
const WANTED = [
  ...[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 23, 25],
  ...('doctor' in COMMANDS ? [8] : []),
  ...('agents' in FLAGS ? [22] : []),
];

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
