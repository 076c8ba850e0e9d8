// The acceptance scenarios by number: each has a test whose name begins with it, and the table of results counts it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SCENARIOS } from './matrix/scenarios.ts';

interface Row {
  readonly result: 'passed' | 'failed' | 'skipped' | 'missing';
}

// A script of plain Node, which has no types of its own.
const script: {
  readonly SCENARIOS: readonly string[];
  readonly judgeScenarios: (report: object) => readonly Row[];
  readonly drawScenarios: (rows: readonly Row[]) => readonly string[];
} = await import(new URL('../scripts/scenarios.mjs', import.meta.url).href);

test('each numbered scenario has a test with its number', () => {
  const folder = join(import.meta.dirname, 'packed');
  const names = readdirSync(folder).flatMap((name) => [
    ...readFileSync(join(folder, name), 'utf8').matchAll(
      /\b(?:describe|test)(?:\.\w+(?:<[^()]*>)?\([\s\S]{0,2000}?\))?\(\s*['`]scenarios? ([\d, and]+): /g,
    ),
  ]);
  const numbers = names.flatMap(([, list = '']) => list.split(/, | and /).map(Number));
  const found = new Set([...numbers, ...SCENARIOS.map(({ number }) => number)]);
  expect(script.SCENARIOS.map((_, i) => i + 1).filter((number) => !found.has(number))).toEqual([]);
});

test('the table says passed only where every test of a scenario ran and passed', () => {
  const named = (title: string, status: string, ...ancestorTitles: string[]) => ({ ancestorTitles, title, status });
  const rows = script.judgeScenarios({
    testResults: [
      { assertionResults: [named('a', 'passed', 'scenario 1: x'), named('b', 'passed', 'x', 'scenarios 2 and 35: y')] },
      { assertionResults: [named('scenario 3: c', 'passed'), named('scenario 3: d', 'failed')] },
      { assertionResults: [named('scenario 4: c', 'passed'), named('scenario 4: d', 'skipped')] },
    ],
  });
  const results = rows.map(({ result }) => result);
  expect(results.slice(0, 5)).toEqual(['passed', 'passed', 'failed', 'skipped', 'missing']);
  expect(results.at(-1)).toBe('passed');
  expect(Math.max(...script.drawScenarios(rows).map((line) => line.length))).toBeLessThanOrEqual(80);
});
