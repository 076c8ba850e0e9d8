// A place where a header gets its value, and how far a value in a list or map reaches; apart from headers.ts, so that the
// idioms of the languages can speak of it too.
import { after, type Range, type Source } from './source.ts';
import { endsEntryAtNewline } from './typed-languages.ts';

export interface HeaderSite {
  readonly source: Source;
  /** Lower case. */
  readonly name: string;
  readonly key: number;
  readonly value: Range;
  /** Name and value together. */
  readonly range: Range;
  /** `entry` of an object, `assign`ment, argument of a `call`, `pair` in a list, shell `option`, `line`, added `scheme`. */
  readonly form: 'entry' | 'assign' | 'call' | 'pair' | 'option' | 'line' | 'scheme';
  /** The scheme that the function adds by itself. */
  readonly prepend?: string;
  /** True when the value starts with the name and a colon. */
  readonly strip?: boolean;
}

export function valueAfterSign(source: Source, start: number, limit?: number): Range {
  return { start, end: elementEnd(source, start, limit) };
}

/** Where an element ends: at the next comma or closing bracket of its level. */
export function elementEnd(source: Source, start: number, limit = source.tokens.count): number {
  const close = Math.min(source.match[source.parent[start] ?? -1] ?? limit, limit);
  const newline = endsEntryAtNewline(source.syntax);
  // Dart goes on with the same object.
  const ends = source.syntax.language === 'dart' ? /^(?:[,;]|\.\.)$/ : /^[,;]$/;
  let at = start;
  while (at < close && !ends.test(source.slice(at)) && !(newline && at > start && source.tokens.fresh[at] === 1)) {
    source.budget.left -= 1;
    if (source.budget.left < 0) return close;
    at = after(source, at);
  }
  return Math.min(at, close);
}
