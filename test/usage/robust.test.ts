// Code as it is while somebody writes it: cut off anywhere, with conflict markers, in a file of another language. Rules
// never throw, matches lie inside the text, and the steps of the budget suffice.
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/usage/analysis.ts';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes } from '../support/fakes.ts';
import { readCases } from '../support/usage-cases.ts';

const CASES = readCases('test/usage/evaluation/tune');
const PATHS = [...new Map(CASES.map(({ path }) => [path.slice(path.lastIndexOf('.')), path])).values()];
/** Every so many characters a sample is cut. */
const STEP = 23;

function check(path: string, text: string): void {
  for (const rule of usageRules) {
    for (const { start, end } of rule.find({ path, text })) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
  for (const { source } of analyse({ path, text }).units) expect(source.budget.left).toBeGreaterThan(0);
}

/** Samples of all languages, a few of each. */
const few = PATHS.flatMap((path) =>
  CASES.filter((sample) => sample.path.endsWith(path.slice(path.lastIndexOf('.')))).slice(0, 3),
);

describe('any text', () => {
  it.each(few.map(({ name, path, code }) => ({ name, path, code })))('cut off: $name', ({ path, code }) => {
    const text = expandFakes(code);
    for (let end = 1; end < text.length; end += STEP) check(path, text.slice(0, end));
  });

  it('with the head missing', () => {
    for (const { path, code } of few) {
      const text = expandFakes(code);
      for (let start = 7; start < text.length; start += 10 * STEP) check(path, text.slice(start));
    }
  });

  it('with conflict markers', () => {
    for (const { path, code } of CASES) {
      const lines = expandFakes(code).split('\n');
      const middle = Math.floor(lines.length / 2);
      const text = [
        ...lines.slice(0, middle),
        `${'<'.repeat(7)} HEAD`,
        ...lines.slice(middle),
        '='.repeat(7),
        ...lines.slice(middle),
        `${'>'.repeat(7)} theirs`,
      ].join('\n');
      check(path, text);
    }
  });

  it('of another language', () => {
    for (const [i, { code }] of CASES.entries()) {
      for (const shift of [1, 5, 11]) check(PATHS[(i + shift) % PATHS.length] ?? 'a.ts', expandFakes(code));
    }
  });

  it('with other line ends, and on one line', () => {
    for (const { path, code } of CASES) {
      const text = expandFakes(code);
      check(path, text.replaceAll('\n', '\r\n'));
      check(path, text.replaceAll('\n', ' '));
    }
  });
});
