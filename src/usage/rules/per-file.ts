// What several rules of one family find in a file is found once: the engine asks them for the same text in a row.
import type { Match, RuleInput } from '../../rule.ts';

/** The same function, which keeps its last result and no more than one text. */
export function perFile<T>(find: (input: RuleInput) => T): (input: RuleInput) => T {
  let latest: { readonly path: string; readonly text: string; readonly result: T } | undefined;
  return (input) => {
    const { path, text } = input;
    // The whole input goes on: asked with less, the analysis that the other rules share would be made anew.
    if (latest === undefined || latest.path !== path || latest.text !== text)
      latest = { path, text, result: find(input) };
    return latest.result;
  };
}

/** One of several rules that look for their faults together: the matches of its own fault. */
export function onlyFault<F extends string>(
  find: (input: RuleInput) => readonly (Match & { readonly fault: F })[],
  fault: F,
): (input: RuleInput) => readonly Match[] {
  return (input) =>
    find(input)
      .filter((match) => match.fault === fault)
      .map(({ fault: _fault, ...match }) => match);
}
