// What several rules of one family find in a file is found once: the engine asks them for the same text in a row.
import type { RuleInput } from '../../rule.ts';

/** The same function, which keeps its last result and no more than one text. */
export function perFile<T>(find: (input: RuleInput) => T): (input: RuleInput) => T {
  let latest: { readonly path: string; readonly text: string; readonly result: T } | undefined;
  return ({ path, text }) => {
    if (latest === undefined || latest.path !== path || latest.text !== text)
      latest = { path, text, result: find({ path, text }) };
    return latest.result;
  };
}
