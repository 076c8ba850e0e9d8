// What several rules of one family find in a file is found once: the engine asks them for the same text in a row.
import type { Match, RuleInput } from '../../rule.ts';
import { isSame } from '../analysis.ts';

/** The same function, which keeps its last result and no more than one text. */
export function perFile<T>(find: (input: RuleInput) => T): (input: RuleInput) => T {
  let latest: { readonly input: RuleInput; readonly result: T } | undefined;
  return (input) => {
    if (latest === undefined || !isSame(latest.input, input)) latest = { input, result: find(input) };
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
