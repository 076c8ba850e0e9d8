// What is handed over at a call: the argument behind a parameter, and the request that a client is given. Apart from
// link.ts, which follows them.
import type { Addresses } from './addresses.ts';
import { withoutLabel } from './calls.ts';
import type { Definitions } from './definitions.ts';
import type { Scope } from './scope-nesting.ts';
import { elementsOf, isDot, isSelf, type Range, type Source, tokenAt } from './source.ts';
import { WORD } from './tokens.ts';
import type { Values } from './values.ts';
import type { Address } from './vocabulary.ts';

const MOST_STEPS = 6;
const MOST_DEFINITIONS = 4;
const MOST_PARAMETERS = 12;
const MOST_CALLS = 40;

/** `client.newCall(request)`, `c.http.Do(req)`: the addresses in what the client is given. */
export function sentWith(
  source: Source,
  values: Values,
  addresses: Addresses,
  { client, end }: { readonly client: number; readonly end: number },
): readonly Address[] {
  const { slice, tokens } = source;
  let open = source.next(client);
  for (let steps = 0; steps < MOST_STEPS && isDot(source, open); steps += 1) open = source.next(source.next(open));
  if (open === source.next(client) || open >= end || slice(open) !== '(') return [];
  source.budget.left -= 10;
  return elementsOf(source, open, 2).flatMap((argument): readonly Address[] => {
    const token = nameIn(source, argument);
    if (token < 0 || tokens.kind[token] !== WORD) return [];
    return values.definitions
      .lookup(slice(token), token)
      .slice(0, MOST_DEFINITIONS)
      .flatMap((made) =>
        made.type === 'value'
          ? addresses.within(made.value.start, made.value.end).flatMap((site) => site.addresses)
          : [],
      );
  });
}

/** The only name that an argument is, -1 for anything else: `req`, `&req`, `for: request`. */
export function nameIn(source: Source, argument: Range): number {
  const { start, end } = withoutLabel(source, argument);
  const last = source.previous(end);
  const plain = last === start || (source.next(start) === last && /^(?:&|\*|mut|ref|await)$/.test(source.slice(start)));
  return plain && source.tokens.kind[last] === WORD ? last : -1;
}

export interface Place {
  readonly index: number;
  readonly name: string;
}

/** The parameter that a name becomes in the function of this file that it is handed to: `ask(client, prompt)`. */
export function parameterOf(
  source: Source,
  definitions: Definitions,
  token: number,
): { readonly name: string; readonly token: number } | undefined {
  const open = source.parent[token] ?? -1;
  const callee = source.previous(open);
  if (open < 0 || source.slice(open) !== '(' || source.tokens.kind[callee] !== WORD) return undefined;
  const index = elementsOf(source, open, MOST_PARAMETERS).findIndex(({ start, end }) => start <= token && token < end);
  const scope = definitions.functionOf(source.slice(callee));
  const parameter = scope === undefined ? undefined : elementsOf(source, scope.start, MOST_PARAMETERS)[index];
  if (index < 0 || scope === undefined || parameter === undefined) return undefined;
  for (let at = parameter.start; at < parameter.end; at += 1) {
    const found = source.tokens.kind[at] === WORD ? definitions.lookup(source.slice(at), scope.body) : [];
    if (found.some((one) => one.type === 'parameter' && one.token === at))
      return { name: source.slice(at), token: scope.body };
  }
  return undefined;
}

/** Which parameter of its function a name is; undefined where it is none, or the function has no name. */
export function parameterPlace(
  source: Source,
  definitions: Definitions,
  { name, token, scope }: { readonly name: string; readonly token: number; readonly scope: Scope },
): Place | undefined {
  if (scope.kind !== 'function' || scope.name === '' || source.slice(scope.start) !== '(') return undefined;
  const found = definitions.lookup(name, token);
  if (!found.some((one) => one.type === 'parameter' && one.scope === scope)) return undefined;
  const parameters = elementsOf(source, scope.start, MOST_PARAMETERS).filter(({ start, end }) => {
    const last = source.previous(end);
    return !(isSelf(source, source.slice(last)) || source.slice(start) === 'cls');
  });
  const index = parameters.findIndex(({ start, end }) => {
    for (let at = start; at < end; at = source.next(at)) if (source.slice(at) === name) return true;
    return false;
  });
  return index < 0 ? undefined : { index, name };
}

/** What a call gives for a parameter. */
export function argumentAt(source: Source, callee: number, { index, name }: Place): Range | undefined {
  const open = source.next(callee);
  if (source.slice(open) !== '(') return undefined;
  const all = elementsOf(source, open, MOST_PARAMETERS);
  const labelled = all.find(
    ({ start }) => source.slice(start) === name && /^[:=]$/.test(source.slice(source.next(start))),
  );
  return labelled ?? all[index];
}

/**
 * What the calls in this file give for a parameter that a path of names stands for: `key`, or `self.key` that a
 * constructor fills with it. Empty where there are none, or too many to say.
 */
export function givenFor(
  source: Source,
  definitions: Definitions,
  names: readonly string[],
  token: number,
): readonly Range[] {
  const own = names.length === 2 && isSelf(source, names[0] ?? '');
  const [only, ...others] = own ? definitions.lookup(`.${names[1]}`, token) : [];
  const kept = only?.type === 'value' && others.length === 0 ? only.value.start : -1;
  const at = own ? kept : names.length === 1 ? token : -1;
  if (at < 0) return [];
  const name = own ? source.slice(at) : (names[0] ?? '');
  let scope = source.scopeOf(at);
  while (scope.kind !== 'function' && scope.parent !== undefined) scope = scope.parent;
  const place = parameterPlace(source, definitions, { name, token: at, scope });
  const calls = place === undefined ? [] : callersOf(source, scope);
  if (place === undefined) return [];
  const given = calls.flatMap((call) => argumentAt(source, call, place) ?? []);
  return given.length === calls.length ? given : [];
}

/** Calls of a function from elsewhere; of a constructor, what makes its class. */
export function callersOf(source: Source, { name, parent, start, end }: Scope): readonly number[] {
  const made = /^(?:__init__|constructor|initialize)$/.test(name) ? (parent?.name ?? '') : name;
  const calls = made === '' ? [] : callsOf(source, made);
  return calls.filter((call) => (call < start - 2 || call >= end) && source.slice(source.previous(call)) !== 'class');
}

/** Calls of a function by its name, whatever it is called on. */
export function callsOf(source: Source, name: string): readonly number[] {
  const { tokens } = source;
  const found: number[] = [];
  for (let at = tokens.text.indexOf(`${name}(`); at >= 0; at = tokens.text.indexOf(`${name}(`, at + name.length)) {
    source.budget.left -= 20;
    if (found.length >= MOST_CALLS || source.budget.left < 0) break;
    const token = tokenAt(source, at);
    if (token >= 0 && tokens.kind[token] === WORD && tokens.start[token] === at) found.push(token);
  }
  return found;
}

/** A function that adds to the type it is called on: Kotlin's `fun T.name()`, Swift's extensions, C#'s `this`. */
export function isExtension(source: Source, { start, name, parent }: Scope): boolean {
  if (name === '' || source.slice(start) !== '(') return false;
  const callee = source.previous(start);
  switch (source.syntax.language) {
    case 'kotlin':
      return source.slice(callee) === name && isDot(source, source.previous(callee));
    case 'csharp':
      return source.slice(source.next(start)) === 'this';
    case 'swift':
    case 'dart': {
      if (parent === undefined) return false;
      const before = source.tokens.text.slice(0, source.tokens.start[parent.body - 1]);
      return /\bextension\s[^{}]{0,120}$/.test(before.slice(-140));
    }
    default:
      return false;
  }
}

/** The functions of a file that have a name of their own. */
export function namedFunctions(source: Source): ReadonlyMap<string, Scope | undefined> {
  const found = new Map<string, Scope | undefined>();
  let latest: Scope | undefined;
  for (let at = 0; at < source.tokens.count; at += 1) {
    const scope = source.scopeOf(at);
    if (scope !== latest && scope.kind === 'function' && scope.name !== '')
      found.set(scope.name, found.has(scope.name) && found.get(scope.name) !== scope ? undefined : scope);
    latest = scope;
  }
  return found;
}

/**
 * What an expression begins with, where that says an address: a variable that was made from one (`request` of
 * `request.prepare()`), or a function of the file that makes requests.
 */
export function originOf(
  source: Source,
  definitions: Definitions,
  functions: () => ReadonlyMap<string, Scope | undefined>,
  expression: number,
): Range | undefined {
  const { slice } = source;
  let at = expression;
  for (let steps = 0; steps < MOST_STEPS && /^(?:return|await|new|&|\()$/.test(slice(at)); steps += 1)
    at = source.next(at);
  const own = isSelf(source, slice(at)) && isDot(source, source.next(at));
  if (own) at = source.next(source.next(at));
  if (source.tokens.kind[at] !== WORD) return undefined;
  const next = source.next(at);
  if (slice(next) === '(') return functions().get(slice(at));
  if (!isDot(source, next)) return undefined;
  const found = definitions.lookup(own ? `.${slice(at)}` : slice(at), at);
  const only = found.length === 1 ? found[0] : undefined;
  return only?.type === 'value' && !(only.value.start <= expression && expression < only.value.end)
    ? only.value
    : undefined;
}

/** The functions that Python's `@name` stands before, of the decorator that a function is part of. */
export function decoratedBy(source: Source, scope: Scope): readonly Scope[] {
  if (source.syntax.family !== 'python') return [];
  const found: Scope[] = [];
  for (let at: Scope | undefined = scope; at !== undefined && at.name !== ''; at = at.parent) {
    const mark = `@${at.name}`;
    for (let from = source.tokens.text.indexOf(mark); from >= 0; from = source.tokens.text.indexOf(mark, from + 1)) {
      source.budget.left -= 20;
      if (found.length >= MOST_CALLS || source.budget.left < 0) return found;
      const name = tokenAt(source, from + 1);
      if (name < 0 || source.slice(name) !== at.name) continue;
      const decorated = functionAfter(source, name);
      if (decorated !== undefined) found.push(decorated);
    }
  }
  return found;
}

function functionAfter(source: Source, token: number): Scope | undefined {
  let at = token;
  for (let steps = 0; at < source.tokens.count && steps < MOST_STEPS * MOST_PARAMETERS; steps += 1) {
    if (source.slice(at) === 'def') return source.scopeOf(source.next(source.next(source.next(at))));
    at = source.next(at);
  }
  return undefined;
}
