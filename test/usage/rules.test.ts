import { describe, expect, it } from 'vitest';
import type { Category } from '../../src/finding.ts';
import { applyEdits } from '../../src/usage/edits.ts';
import { usageRules } from '../../src/usage/index.ts';
import { expand } from './expand.ts';

function idsFor(category: Category, path: string, text: string): readonly string[] {
  return usageRules
    .filter((rule) => rule.category === category)
    .flatMap((rule) => [...rule.find({ path, text })].map(() => rule.id));
}

describe.each(usageRules)('$id', (rule) => {
  it.each(rule.examples.invalid.map((example) => ({ ...example, path: example.path ?? 'example.ts' })))(
    'finds $path: $text',
    (example) => {
      const text = expand(example.text);
      expect(idsFor(rule.category, example.path, text)).toEqual([rule.id]);
      expect(rule.keywords.some((keyword) => text.toLowerCase().includes(keyword.toLowerCase()))).toBe(true);
      for (const match of rule.find({ path: example.path, text })) {
        expect(match.end).toBeGreaterThan(match.start);
        expect(match.message ?? '').not.toMatch(/sk-ant-\w+-\w{20}/);
      }
    },
  );

  it.each(rule.examples.valid.map((example) => ({ ...example, path: example.path ?? 'example.ts' })))(
    'passes $path: $text',
    (example) => {
      expect(idsFor(rule.category, example.path, expand(example.text))).toEqual([]);
    },
  );

  it('is documented', () => {
    expect(rule.examples.invalid.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.valid.length).toBeGreaterThanOrEqual(2);
    for (const keyword of rule.keywords) expect(keyword).toMatch(/^[\x21-\x7e]{3,}$/);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\//);
  });

  it('mends what it offers to mend', () => {
    for (const example of rule.examples.invalid) {
      const input = { path: example.path ?? 'example.ts', text: expand(example.text) };
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
