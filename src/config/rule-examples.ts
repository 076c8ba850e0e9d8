// What a rule says of itself, tried: the texts that it must report and those that it must not. The same check holds for the
// rules that come with hushkey and for a project's own.
import type { Example, Match, Rule } from '../rule.ts';

/**
 * @param expand - puts made-up credentials in the place of `{{fake KIND SEED}}`; may throw for an unknown kind.
 * @returns one line a fault, without the text of the example: it may hold what must not be printed.
 */
export function exampleFaults(rule: Rule, expand: (text: string) => string): readonly string[] {
  const { invalid, valid } = rule.examples;
  const missing = (['invalid', 'valid'] as const)
    .filter((sort) => rule.examples[sort].length === 0)
    .map((sort) => `has no ${sort} example`);
  return [
    ...missing,
    ...invalid.flatMap((example, i) => faultsOf(rule, example, 'invalid', i, expand)),
    ...valid.flatMap((example, i) => faultsOf(rule, example, 'valid', i, expand)),
  ];
}

function faultsOf(
  rule: Rule,
  example: Example,
  sort: 'invalid' | 'valid',
  index: number,
  expand: (text: string) => string,
): readonly string[] {
  const note = example.note === undefined ? '' : ` (${example.note})`;
  const fault = (what: string): readonly string[] => [`examples.${sort}[${index}]${note} ${what}`];
  let text: string;
  let matches: readonly Match[];
  try {
    text = expand(example.text);
    matches = [...rule.find({ path: example.path ?? 'example.ts', text })];
  } catch (error) {
    return fault(`throws: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (sort === 'valid') return matches.length === 0 ? [] : fault('is reported, and must not be');
  if (matches.length === 0) return fault('is not reported');
  if (!matches.every(({ start, end }) => start >= 0 && start < end && end <= text.length)) {
    return fault('is reported at a place that is not in the text');
  }
  const lower = text.toLowerCase();
  const seen = rule.keywords.length === 0 || rule.keywords.some((word) => lower.includes(word.toLowerCase()));
  return seen ? [] : fault('has none of the keywords, so a scan would never ask the rule');
}
