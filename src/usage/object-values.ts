// The object that an expression is, followed through names, and the fields of one. Apart from values.ts, which says what
// text an expression is.
import type { Definitions } from './definitions.ts';
import { readPath } from './paths.ts';
import { elementsOf, entriesOf, type Range, type Source } from './source.ts';
import { BRACE, CLOSE, OPEN, PAREN, WORD } from './tokens.ts';

export interface ObjectValues {
  /** The bracket of the object, -1 when the expression is none. */
  readonly objectOf: (range: Range, depth?: number) => number;
  /** The value of a field, or the variable of the environment that it reads. */
  readonly fieldOf: (target: Range, field: string, depth: number) => Range | { readonly env: string } | undefined;
  /** What the object that is written round a token has under a name: `this.url` in a method of it. */
  readonly memberOf: (name: string, token: number) => Range | undefined;
}

const MAX_DEPTH = 8;
/** `new com.acme.Config<Settings>(`. */
const MOST_BEFORE_BRACKET = 12;

/**
 * @param trim - an expression without what does not change its value.
 * @param resultOf - what the only function of a name gives back.
 */
export function createObjectValues(
  source: Source,
  definitions: Definitions,
  trim: (range: Range) => Range,
  resultOf: (name: string) => Range | undefined,
): ObjectValues {
  const { tokens, slice } = source;

  function fieldOf(target: Range, field: string, depth: number): Range | { readonly env: string } | undefined {
    const path = readPath(source, target);
    if (/^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ)$/.test(path.names.join('.'))) return { env: field };
    const open = objectOf(target, depth + 1);
    if (open < 0) return depth > MAX_DEPTH ? undefined : fieldOfMade(target, field, depth);
    return entriesOf(source, open).entries.findLast((entry) => entry.key === field)?.value;
  }

  /** Of `&Config{APIKey: …}` and `Config(api_key=…)`, of a class of this file, or of what a function here gives back. */
  function fieldOfMade(target: Range, field: string, depth: number): Range | { readonly env: string } | undefined {
    const { start, end } = trim(target);
    const close = source.previous(end);
    const open = tokens.kind[close] === CLOSE ? (source.match[close] ?? -1) : -1;
    const callee = slice(source.previous(open));
    if (open <= start || open - start > MOST_BEFORE_BRACKET || !/^[A-Za-z_]\w*$/.test(callee)) return undefined;
    if (/^[A-Z]/.test(callee)) {
      const entry = entriesOf(source, open).entries.findLast(({ key }) => key === field);
      if (entry !== undefined && entry.keyToken !== entry.value.start) return entry.value;
      const members = (definitions.all.get(`.${field}`) ?? []).filter(({ scope }) => scope.name === callee);
      const only = members.length === 1 ? members[0] : undefined;
      return only?.type === 'value' && only.fields.length === 0 ? only.value : undefined;
    }
    const result = tokens.shape[open] === PAREN ? resultOf(callee) : undefined;
    return result === undefined ? undefined : fieldOf(result, field, depth + 1);
  }

  function objectOf(range: Range, depth = 0): number {
    source.budget.left -= 1;
    if (depth > MAX_DEPTH || source.budget.left < 0) return -1;
    const { start, end } = trim(range);
    const close = source.previous(end);
    if (tokens.kind[start] === OPEN && slice(start) === '{' && source.match[start] === close) return start;
    if (slice(start) === 'dict' || slice(start) === 'Headers') {
      const open = source.next(start);
      if (slice(open) !== '(' || source.match[open] !== close) return -1;
      const only = elementsOf(source, open, 2);
      return slice(start) === 'dict' ? open : only[0] === undefined ? -1 : objectOf(only[0], depth + 1);
    }
    if (slice(start) === 'Object' && slice(close) === ')') {
      const first = elementsOf(source, source.match[close] ?? 0, 1)[0];
      return first === undefined ? -1 : objectOf(first, depth + 1);
    }
    if (tokens.kind[start] !== WORD) return -1;
    const path = readPath(source, { start, end });
    if (path.call >= 0 || path.names.length === 0 || path.names.length > 3) return -1;
    const member = path.names[0] === 'this' || path.names[0] === 'self';
    const found = definitions.lookup(member ? `.${path.names[1] ?? ''}` : (path.names[0] ?? ''), start);
    const only = found.length === 1 ? found[0] : undefined;
    if (only?.type !== 'value' || only.fields.length > 0) return -1;
    let open = objectOf(only.value, depth + 1);
    for (const field of path.names.slice(member ? 2 : 1)) {
      const entry = open < 0 ? undefined : entriesOf(source, open).entries.find(({ key }) => key === field);
      open = entry === undefined ? -1 : objectOf(entry.value, depth + 1);
    }
    return open;
  }

  const members = new Map<number, ReadonlyMap<string, Range>>();

  function memberOf(name: string, token: number): Range | undefined {
    for (let open = source.parent[token] ?? -1, steps = 0; open >= 0 && steps < 24; steps += 1) {
      if (tokens.shape[open] === BRACE && !source.isBlock(open)) {
        const known =
          members.get(open) ?? new Map(entriesOf(source, open).entries.map(({ key, value }) => [key, value] as const));
        members.set(open, known);
        const value = known.get(name);
        if (value !== undefined) return value;
      }
      open = source.parent[open] ?? -1;
    }
    // What Vue's `data()` gives back.
    const data = name === 'data' ? undefined : resultOf('data');
    const made = data === undefined ? -1 : objectOf(data);
    return made < 0 ? undefined : entriesOf(source, made).entries.find(({ key }) => key === name)?.value;
  }

  return { objectOf, fieldOf, memberOf };
}
