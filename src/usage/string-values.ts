// What strings make of their parts: interpolations, joins, and the methods and signs that fill in arguments. Apart from
// values.ts, which follows names.
import { afterNeutral, withoutLabel } from './calls.ts';
import { hole, joinForms, type Value } from './forms.ts';
import { after, elementsOf, isDot, isString, type Range, type Source, stringValue } from './source.ts';
import { HOLE, OPEN, STRING, TEXT } from './tokens.ts';

export interface StringValues {
  /** `['Bearer', key].join(' ')`; undefined for another list. */
  readonly ofJoin: (range: Range, depth: number) => Value | undefined;
  readonly joinAll: (parts: readonly Value[], between: Value) => Value;
  readonly ofStrings: (range: Range, depth: number) => Value;
  /** Puts values in the places that a pattern marks in the known text of the first form. */
  readonly fill: (value: Value, mark: RegExp, inserted: readonly Value[]) => Value;
}

/** Where formatting functions put their arguments: `%s`, `{}`, `{0}`. */
export const MARK = /%[sv]|\{[^{}]{0,30}\}/;

/** First token at the range's own level that fits, -1 when there is none. */
export function topLevel(source: Source, range: Range, fits: (sign: string) => boolean): number {
  let steps = 0;
  for (let at = range.start; at < range.end && steps < 200; at = after(source, at), steps += 1) {
    if (source.tokens.kind[at] !== STRING && fits(source.slice(at))) return at;
  }
  return -1;
}

export function createStringValues(source: Source, resolve: (range: Range, depth: number) => Value): StringValues {
  const { tokens, slice } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';

  const injects = /^(?:java|kotlin)$/.test(source.syntax.language);

  /** `['Bearer', key].join(' ')` */
  function evaluateJoin({ start, end }: Range, depth: number): Value | undefined {
    const dot = source.next(source.match[start] ?? end);
    const open = source.next(source.next(dot));
    const method = slice(source.next(dot));
    if (dot >= end || slice(dot) !== '.' || !/^(?:join|joined|concat)$/.test(method) || slice(open) !== '(')
      return undefined;
    const first = elementsOf(source, open, 1)[0];
    // Rust's `["Bearer ", key].concat()`.
    if (first === undefined) return method === 'concat' ? joinElements([[]], start, depth) : undefined;
    return method === 'concat'
      ? undefined
      : joinElements(resolve(withoutLabel(source, first), depth + 1), start, depth);
  }

  function joinElements(between: Value, open: number, depth: number): Value {
    return joinAll(
      elementsOf(source, open, 4).map((element) => resolve(element, depth + 1)),
      between,
    );
  }

  function joinAll(parts: readonly Value[], between: Value): Value {
    return parts.reduce<Value>(
      (value, part, index) => joinForms(index === 0 ? value : joinForms(value, between), part),
      [[]],
    );
  }

  /** A string, or several in a row (which Python joins), and `.format`, `%` and `.concat` after one. */
  function evaluateStrings(range: Range, depth: number): Value {
    let value: Value = [[]];
    let at = range.start;
    for (; at < range.end && isString(source, at); at = after(source, at))
      value = joinForms(value, evaluateString(at, depth));
    if (typed) return evaluateAfterString(value, at, range, depth);
    if (at >= range.end) return value;
    const method = slice(source.next(at));
    const open = source.next(source.next(at));
    // Python's `" ".join(["Bearer", key])`.
    const list = source.next(open);
    if (slice(at) === '.' && method === 'join' && /^[[(]$/.test(slice(list)) && tokens.kind[list] === OPEN)
      return joinElements(value, list, depth);
    if (slice(at) === '.' && slice(open) === '(' && /^(?:format|concat)$/.test(method)) {
      const inserted = elementsOf(source, open, 3).map((element) => resolve(element, depth + 1));
      return method === 'concat' ? inserted.reduce(joinForms, value) : fill(value, /\{[^{}]{0,30}\}/, inserted);
    }
    if (slice(at) === '%') return fill(value, /%s/, [resolve({ start: source.next(at), end: range.end }, depth + 1)]);
    if (slice(at) === '.' && /^(?:trim|strip|rstrip|lstrip|toString|replace|encode)$/.test(method)) return value;
    return [[hole(range, [], 'unknown')]];
  }

  /** What methods make of a string: `.format(x)` fills it, `.to_string()` leaves it. */
  function evaluateAfterString(value: Value, from: number, range: Range, depth: number): Value {
    const at = afterNeutral(source, from, range.end);
    if (at >= range.end) return value;
    const open = source.next(source.next(at));
    const method = isDot(source, at) && slice(open) === '(' ? slice(source.next(at)) : slice(at);
    if (method === '%') return fill(value, MARK, [resolve({ start: source.next(at), end: range.end }, depth + 1)]);
    const inserted = elementsOf(source, open, 3).map((element) => resolve(element, depth + 1));
    if (/^(?:format|formatted)$/.test(method)) return fill(value, MARK, inserted);
    return /^(?:concat|plus)$/.test(method) ? inserted.reduce(joinForms, value) : [[hole(range, [], 'unknown')]];
  }

  function evaluateString(token: number, depth: number): Value {
    const range = { start: token, end: token + 1 };
    if (tokens.kind[token] === STRING) {
      const text = stringValue(source, token);
      // What Spring puts in by the variable's name.
      const env = injects ? /^\$\{([A-Z][A-Z0-9_]{2,80})(?::[^{}]{0,80})?\}$/.exec(text)?.[1] : undefined;
      return [[env === undefined ? { type: 'text', text, names: [], range } : { ...hole(range, [env], 'env'), env }]];
    }
    let value: Value = [[]];
    const end = Math.min(source.match[token] ?? token, tokens.count);
    for (let at = token + 1; at < end && at > token; at = after(source, at)) {
      if (tokens.kind[at] === TEXT)
        value = joinForms(value, [
          [{ type: 'text', text: stringValue(source, at), names: [], range: { start: at, end: at + 1 } }],
        ]);
      else if (tokens.kind[at] === OPEN && tokens.shape[at] === HOLE) value = joinForms(value, valueOfHole(at, depth));
    }
    return value;
  }

  function valueOfHole(open: number, depth: number): Value {
    const inner = { start: source.next(open), end: source.match[open] ?? open };
    if (source.syntax.family !== 'python') return resolve(inner, depth + 1);
    // `{key!r:>10}`: conversion and format are no part of the expression.
    const format = topLevel(source, inner, (sign) => sign === ':' || sign === '!');
    return resolve(format > 0 ? { start: inner.start, end: format } : inner, depth + 1);
  }

  /** Puts values in the places that a pattern marks in the known text of the first form. */
  function fill(value: Value, mark: RegExp, inserted: readonly Value[]): Value {
    const first = value[0]?.[0];
    if (first?.type !== 'text' || inserted.length === 0) return value;
    const parts = first.text.split(mark);
    return parts.reduce<Value>(
      (joined, part, index) => {
        const text: Value = [[{ ...first, text: part }]];
        return index === 0
          ? text
          : joinForms(joinForms(joined, inserted[index - 1] ?? [[hole(first.range, [], 'unknown')]]), text);
      },
      [[]],
    );
  }

  return { joinAll, ofJoin: evaluateJoin, ofStrings: evaluateStrings, fill };
}
