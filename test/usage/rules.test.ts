import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleFaults } from '../../src/config/rule-examples.ts';
import type { Category } from '../../src/finding.ts';
import { applyEdits } from '../../src/usage/edits.ts';
import { usageRules } from '../../src/usage/index.ts';
import { expandFakes } from '../support/fakes.ts';

function idsFor(category: Category, path: string, text: string): readonly string[] {
  return usageRules
    .filter((rule) => rule.category === category)
    .flatMap((rule) => [...rule.find({ path, text })].map(() => rule.id));
}

describe.each(usageRules)('$id', (rule) => {
  it.each(rule.examples.invalid.map((example) => ({ ...example, path: example.path ?? 'example.ts' })))(
    'finds $path: $text',
    (example) => {
      const text = expandFakes(example.text);
      expect(idsFor(rule.category, example.path, text)).toEqual([rule.id]);
      expect(rule.keywords.some((keyword) => text.toLowerCase().includes(keyword.toLowerCase()))).toBe(true);
      for (const match of rule.find({ path: example.path, text })) {
        expect(match.end).toBeGreaterThan(match.start);
        for (const line of match.fix?.recipe ?? []) expect(line.length).toBeLessThanOrEqual(80);
        expect(match.fix?.safe).toBe((match.fix?.edits ?? []).length > 0);
        expect(match.message ?? '').not.toMatch(/sk-ant-\w+-\w{20}/);
      }
    },
  );

  it.each(rule.examples.valid.map((example) => ({ ...example, path: example.path ?? 'example.ts' })))(
    'passes $path: $text',
    (example) => {
      expect(idsFor(rule.category, example.path, expandFakes(example.text))).toEqual([]);
    },
  );

  it('stands the check that custom rules are put to', () => {
    expect(exampleFaults(rule, expandFakes)).toEqual([]);
  });

  it('is documented', () => {
    expect(rule.examples.invalid.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.valid.length).toBeGreaterThanOrEqual(2);
    for (const keyword of rule.keywords) expect(keyword).toMatch(/^[\x21-\x7e]{3,}$/);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\//);
  });

  it('mends what it offers to mend', () => {
    for (const example of rule.examples.invalid) {
      const input = { path: example.path ?? 'example.ts', text: expandFakes(example.text) };
      const edits = [...rule.find(input)].flatMap((match) => match.fix?.edits ?? []);
      if (edits.length === 0) continue;
      const text = applyEdits(input.text, edits);
      expect(text).not.toBe(input.text);
      expect(
        usageRules
          .flatMap((other) => [...other.find({ path: input.path, text })])
          .filter((match) => match.level === 'error'),
      ).toEqual([]);
      expect([...rule.find({ path: input.path, text })]).toEqual([]);
    }
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...usageRules.flatMap((rule) =>
      [...rule.examples.invalid, ...rule.examples.valid].flatMap(({ text }) => text.split(/(?=[(){}[\]`'",:;=\n])/)),
    ),
  );
  it('never makes a rule throw, and matches lie inside it', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 80 }),
        fc.constantFrom('a.ts', 'a.py', 'a.sh', 'a.md', 'a.vue', '.env', 'Dockerfile'),
        (pieces, path) => {
          const text = `fetch('https://api.anthropic.com/v1/messages' ${pieces.join('')}`;
          for (const rule of usageRules) {
            for (const match of rule.find({ path, text })) {
              expect(match.start).toBeGreaterThanOrEqual(0);
              expect(match.end).toBeGreaterThan(match.start);
              expect(match.end).toBeLessThanOrEqual(text.length);
            }
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
