// The sources that a client's key is taken from in turn: `options.apiKey ?? process.env.X`, the default of a parameter, a
// name that is filled where it was empty. Apart from the values, which do not tell a last resort from a choice.
import type { Definition } from '../definitions.ts';
import { after, type Range, type Source } from '../source.ts';
import { topLevel } from '../string-values.ts';
import { CLOSE, OPEN, WORD } from '../tokens.ts';
import type { Values } from '../values.ts';

const OR = /^(?:\?\?|\|\||\?:|or)$/;
const MOST_SOURCES = 6;
const MOST_HOPS = 3;
/** `if not api_key:`, `if (!apiKey) {`, `if (apiKey === undefined)`: a test of the name alone. */
const EMPTY_TEST =
  /\bif\b[\s(]{0,4}(?:!|not\s)?\s?[\w.$]{1,60}(?:\s(?:is|===?)\s(?:None|null|undefined|nil|['"]{2})|\.isEmpty\(\))?[\s)]{0,4}[:{]?\s{0,40}$/;

/** The expressions that a key can come from, in order; the expression alone where nothing is said of another. */
export function sourcesOf(source: Source, values: Values, key: Range): readonly Range[] {
  const found: Range[] = [];
  const visit = (range: Range, hops: number): void => {
    if (found.length >= MOST_SOURCES) return;
    const inner = withoutParentheses(source, range);
    const or = topLevel(source, inner, (sign) => OR.test(sign));
    const elvis = topLevel(source, inner, (sign) => sign === '?');
    const sign = or > inner.start ? or : source.slice(source.next(elvis)) === ':' ? elvis : -1;
    if (sign > inner.start) {
      visit({ start: inner.start, end: sign }, hops);
      visit({ start: source.next(sign === elvis ? source.next(sign) : sign), end: inner.end }, hops);
      return;
    }
    const filled = hops < MOST_HOPS ? filledBy(source, values, inner) : [];
    if (filled.length === 0) found.push(inner);
    for (const one of filled) visit(one, hops + 1);
  };
  visit(key, 0);
  return found;
}

function withoutParentheses(source: Source, { start, end }: Range): Range {
  const close = source.previous(end);
  return source.tokens.kind[start] === OPEN && source.slice(start) === '(' && source.match[start] === close
    ? { start: source.next(start), end: close }
    : { start, end };
}

/** What a name stands for: its one value, or the default of a parameter and what it gets where it is empty. */
function filledBy(source: Source, values: Values, { start, end }: Range): readonly Range[] {
  const definitions = definitionsOf(source, values, start, end);
  const parameter = definitions.find(({ type }) => type === 'parameter');
  const given = definitions.flatMap((one) => (one.type === 'value' && one.fields.length === 0 ? [one] : []));
  if (parameter === undefined) return definitions.length === 1 ? given.map(({ value }) => value) : [];
  const standard = defaultOf(source, parameter.token);
  if (definitions.length === 1 && standard !== undefined) return [standard];
  if (definitions.length !== 2 || given.length !== 1 || parameter.name.startsWith('.')) return [];
  const [late] = given;
  return late !== undefined && isLastResort(source, late, parameter.name) ? [late.value] : [];
}

function definitionsOf(source: Source, { definitions }: Values, start: number, end: number): readonly Definition[] {
  if (source.tokens.kind[start] !== WORD) return [];
  const only = source.next(start) >= end;
  if (only) return definitions.lookup(source.slice(start), start);
  const member = source.next(source.next(start));
  const own = /^(?:this|self|\$this)$/.test(source.slice(start)) && source.next(member) >= end;
  return own && source.tokens.kind[member] === WORD ? definitions.lookup(`.${source.slice(member)}`, start) : [];
}

/** `apiKey: string = process.env.X` among parameters. */
function defaultOf(source: Source, token: number): Range | undefined {
  const { tokens, slice } = source;
  let start = -1;
  for (let at = source.next(token), steps = 0; at < tokens.count && steps < 40; at = after(source, at), steps += 1) {
    const stops = slice(at) === ',' || tokens.kind[at] === CLOSE;
    if (stops) return start > 0 && start < at ? { start, end: at } : undefined;
    if (start < 0 && slice(at) === '=') start = source.next(at);
  }
  return undefined;
}

/** `if (!key) key = …`: what the name was before comes first. */
function isLastResort(source: Source, { value, token }: Definition & { readonly value: Range }, name: string): boolean {
  if (/^(?:\?\?=|\|\|=)$/.test(source.slice(source.previous(value.start)))) return true;
  const at = source.tokens.start[token] ?? 0;
  const before = source.tokens.text.slice(Math.max(0, at - 120), at);
  const test = EMPTY_TEST.exec(before)?.[0];
  return test !== undefined && new RegExp(`(?<![\\w$])${name.replace('$', '\\$')}(?!\\w)`).test(test);
}
