// The generated documentation says what the rules say. Where this fails: npm run docs.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withComparison } from '../scripts/comparison.ts';
import { RULES_FOLDER, rulePages, withRuleList } from '../scripts/docs-pages.ts';
import { builtin } from '../src/builtin-rules.ts';

const pages = rulePages();

describe('docs/rules', () => {
  test('has a page for each rule, the index, and nothing else', () => {
    const there = readdirSync(RULES_FOLDER).map((name) => `${RULES_FOLDER}/${name}`);
    expect(there.sort()).toEqual([...pages.keys()].sort());
    const { matchers, rules } = builtin();
    expect(pages.size).toBe(matchers.length + rules.length + 1);
  });

  test('is not stale', () => {
    const stale = [...pages].filter(([path, text]) => readFileSync(path, 'utf8') !== text).map(([path]) => path);
    expect(stale).toEqual([]);
  });

  test('every page says what, why, what to do, and shows both sorts of examples', () => {
    for (const { kind } of builtin().matchers) {
      const page = pages.get(`${RULES_FOLDER}/${kind.id}.md`) ?? '';
      for (const part of [
        kind.why,
        `| revoke | ${kind.revoke}`,
        '| fix |',
        '## Found\n\n~~~~\n',
        '## Not found\n\n~~~~\n',
      ]) {
        expect(page, kind.id).toContain(part);
      }
      expect(page).toContain('…');
      expect(page.length, kind.id).toBeLessThan(4000);
    }
  });

  test('no page holds a token of a look-alike or a key header', () => {
    for (const [path, text] of pages) expect(text, path).not.toMatch(/\{\{fake |-----BEGIN/);
  });
});

test('the comparison in the README is that of the reports', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [accuracy = '', results = ''] = ['docs/accuracy.md', 'bench/RESULTS.md'].map((path) =>
    readFileSync(path, 'utf8'),
  );
  expect(withComparison(readme, accuracy, results)).toBe(readme);
  // A new run must be able to change it.
  expect(withComparison(readme, accuracy.replace('| gitleaks | 8.', '| gitleaks | 9.'), results)).not.toBe(readme);
});

test('the list of rules in the README is not stale', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(withRuleList(readme)).toBe(readme);
});
