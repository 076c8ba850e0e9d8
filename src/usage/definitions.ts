// Where the names of a file get their values, and where they are used. Constant propagation stands on this.

import { collectTyped } from './declarations.ts';
import type { Scope } from './scopes.ts';
import { after, elementsOf, type Range, type Source, stringValue } from './source.ts';
import { CLOSE, OPEN, PUNCT, SQUARE, STRING, WORD } from './tokens.ts';
import { createUses } from './uses.ts';

interface Place {
  readonly name: string;
  readonly token: number;
  /** Where the name means this: the innermost range that holds a use wins. */
  readonly scope: Scope;
}

export type Definition =
  | (Place & {
      readonly type: 'parameter' /** The name by which a Go method speaks of itself. */;
      readonly receiver?: boolean;
    })
  | (Place & { readonly type: 'import'; readonly module: string; readonly imported: string })
  | (Place & {
      readonly type: 'value';
      readonly value: Range;
      /** Fields taken out of the value by destructuring. */
      readonly fields: readonly string[];
      /** False for a plain assignment to a name declared elsewhere. */
      readonly declares: boolean;
    });

export interface Definitions {
  /** What a name can be at a token. Members of a class are asked for as `.name`. */
  readonly lookup: (name: string, token: number) => readonly Definition[];
  /** Tokens where a word stands as a name of its own (not after a dot, not as a key); `.name` for members of this. */
  readonly usesOf: (name: string) => readonly number[];
  readonly all: ReadonlyMap<string, readonly Definition[]>;
}

/** Functions in functions that a name is looked for in. */
const MAX_NESTING = 64;
/** Values of one name in one scope that are kept; past a handful nothing can be said of it. */
const MAX_PER_SCOPE = 64;
/** What the words and signs that define a name begin with. */
const DEFINES = new Set(Array.from('ifclvda={?|:', (sign) => sign.charCodeAt(0)));
const ASSIGN = /^(?:=|\?\?=|\|\|=|:=)$/;

export function findDefinitions(source: Source): Definitions {
  const all = new Map<string, Definition[]>();
  const byScope = new Map<Scope, Map<string, Definition[]>>();
  const assigned = new Map<string, Definition[]>();
  const receivers = new Set<string>();
  const add = (definition: Definition): void => {
    const { name, scope } = definition;
    const inScope = byScope.get(scope) ?? new Map<string, Definition[]>();
    const here = inScope.get(name);
    if (here === undefined) byScope.set(scope, inScope.set(name, [definition]));
    else if (here.length < MAX_PER_SCOPE) here.push(definition);
    if (definition.type === 'value' && !definition.declares) {
      const others = assigned.get(name);
      if (others === undefined) assigned.set(name, [definition]);
      else others.push(definition);
    }
    if (definition.type === 'parameter' && definition.receiver === true) receivers.add(name);
    const list = all.get(definition.name);
    if (list === undefined) all.set(definition.name, [definition]);
    else list.push(definition);
  };
  if (source.syntax.family === 'typed' || source.syntax.family === 'ruby') collectTyped(source, add);
  else if (source.syntax.family === 'script' || source.syntax.family === 'python') collect(source, add);
  const usesOf = createUses(source, (name) => receivers.has(name));
  return {
    all,
    usesOf,
    lookup(name, token) {
      const list = all.get(name);
      if (list === undefined || source.budget.left < 0) return [];
      let depth = 0;
      for (
        let scope: Scope | undefined = source.scopeOf(token);
        scope !== undefined && depth < MAX_NESTING;
        scope = scope.parent, depth += 1
      ) {
        const here = byScope.get(scope)?.get(name) ?? [];
        source.budget.left -= 1 + here.length;
        if (source.budget.left < 0) return [];
        if (here.some((definition) => definition.type !== 'value' || definition.declares))
          return withAssignments(source, assigned.get(name) ?? [], here, scope);
        if (here.length > 0 && scope.kind !== 'function') return here;
        if (here.length > 0 && source.syntax.family === 'python') return here;
      }
      return (assigned.get(name) ?? []).slice(0, 4);
    },
  };
}

/** Assignments in inner functions change the same variable. */
function withAssignments(
  source: Source,
  assigned: readonly Definition[],
  here: readonly Definition[],
  scope: Scope,
): readonly Definition[] {
  source.budget.left -= assigned.length;
  const inner = assigned.filter(
    (definition) => definition.scope !== scope && definition.token > scope.start && definition.token < scope.end,
  );
  return inner.length === 0 ? here : [...here, ...inner];
}

function collect(source: Source, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  for (let i = 0; i < tokens.count; i += 1) {
    const kind = tokens.kind[i];
    if (kind !== WORD && kind !== PUNCT && kind !== OPEN) continue;
    // Of most tokens the first sign tells that they define nothing.
    if (!DEFINES.has(tokens.text.charCodeAt(tokens.start[i] ?? 0))) continue;
    const word = slice(i);
    if (kind === WORD) {
      if (word === 'import' || (word === 'from' && tokens.fresh[i] === 1)) collectImport(source, i, add);
      else if (word === 'const' || word === 'let' || word === 'var') collectDeclaration(source, i, add);
      else if (word === 'def') collectParameters(source, source.next(source.next(i)), add);
      else if (word === 'as' && source.syntax.family === 'python') collectAlias(source, i, add);
    } else if (word === '=>') {
      const before = source.previous(i);
      if (slice(before) === ')') collectParameters(source, source.match[before] ?? -1, add, i);
      else if (tokens.kind[before] === WORD)
        add({ type: 'parameter', name: slice(before), token: before, scope: source.scopeOf(source.next(i)) });
    } else if (word === '{' && source.syntax.family === 'script') {
      const scope = source.scopeOf(i);
      if (scope.kind === 'function' && scope.body === i + 1 && slice(scope.start) === '(')
        collectParameters(source, scope.start, add);
    } else if (ASSIGN.test(word)) collectAssignment(source, i, add);
  }
}

/** The end of the expression that starts at a token: the end of its statement, or a comma at its level. */
export function expressionEnd(source: Source, start: number, commas = true): number {
  const { tokens, slice } = source;
  const limit = source.statementOf(start).end;
  let at = start;
  for (; at < limit; at = after(source, at)) {
    source.budget.left -= 1;
    if (source.budget.left < 0 || tokens.kind[at] === CLOSE) return at;
    const sign = slice(at);
    if (sign === ';' || (commas && sign === ',' && tokens.kind[at] !== STRING)) return at;
  }
  return Math.min(at, limit);
}

function collectDeclaration(source: Source, keyword: number, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  let at = source.next(keyword);
  for (let steps = 0; steps < 50 && at < tokens.count; steps += 1) {
    const target = at;
    at = after(source, at);
    if (slice(at) === '!') at = source.next(at);
    if (slice(at) === ':') at = skipType(source, source.next(at));
    if (slice(at) !== '=') {
      if (slice(at) !== ',') return;
      at = source.next(at);
      continue;
    }
    const start = source.next(at);
    const end = expressionEnd(source, start);
    bind(source, target, { start, end }, [], add);
    if (slice(end) !== ',') return;
    at = source.next(end);
  }
}

function skipType(source: Source, start: number): number {
  let at = start;
  for (let steps = 0; steps < 60 && at < source.tokens.count; steps += 1) {
    const sign = source.slice(at);
    if (sign === '=' || sign === ';' || sign === ',' || source.tokens.kind[at] === CLOSE) return at;
    at = after(source, at);
  }
  return at;
}

/** Gives the names of a target (a name, `{a, b: c}`, `[a, b]`) their value. */
function bind(
  source: Source,
  target: number,
  value: Range,
  fields: readonly string[],
  add: (definition: Definition) => void,
): void {
  const { tokens, slice } = source;
  const scope = source.scopeOf(target);
  if (tokens.kind[target] === WORD) {
    add({ type: 'value', name: slice(target), token: target, scope, value, fields, declares: true });
    return;
  }
  if (tokens.kind[target] !== OPEN || fields.length > 3) return;
  const list = tokens.shape[target] === SQUARE;
  for (const { start, end } of elementsOf(source, target, 60)) {
    const colon = source.next(start);
    const field = tokens.kind[start] === STRING ? stringValue(source, start) : slice(start);
    if (list) bind(source, start, value, fields, add);
    else if (colon < end && slice(colon) === ':') bind(source, source.next(colon), value, [...fields, field], add);
    else bind(source, start, value, [...fields, field], add);
  }
}

function collectParameters(source: Source, open: number, add: (definition: Definition) => void, arrow = -1): void {
  if (open < 0 || source.tokens.kind[open] !== OPEN) return;
  const close = source.match[open] ?? open;
  const scope = source.scopeOf(arrow >= 0 ? source.next(arrow) : close);
  const names = (token: number, depth: number): void => {
    if (source.tokens.kind[token] === WORD) {
      const name = source.slice(token);
      // TypeScript's parameter properties are members as well.
      if (/^(?:private|public|protected|readonly)$/.test(name)) {
        const inner = source.next(token);
        names(inner, depth);
        const owner = scope.parent ?? scope;
        add({ type: 'parameter', name: `.${source.slice(inner)}`, token: inner, scope: owner });
      } else add({ type: 'parameter', name, token, scope });
    } else if (source.tokens.kind[token] === OPEN && depth < 3) {
      for (const { start, end } of elementsOf(source, token, 60)) {
        const colon = source.next(start);
        names(colon < end && source.slice(colon) === ':' ? source.next(colon) : start, depth + 1);
      }
    } else if (/^(?:\.\.\.|\*|\*\*)$/.test(source.slice(token))) names(source.next(token), depth);
  };
  for (const { start } of elementsOf(source, open, 60)) names(start, 0);
}

function collectAlias(source: Source, word: number, add: (definition: Definition) => void): void {
  const name = source.next(word);
  const statement = source.statementOf(word);
  if (!/^(?:with|async)$/.test(source.slice(statement.start)) || source.tokens.kind[name] !== WORD) return;
  let start = source.next(statement.start);
  if (source.slice(start) === 'with') start = source.next(start);
  add({
    type: 'value',
    name: source.slice(name),
    token: name,
    scope: source.scopeOf(name),
    value: { start, end: word },
    fields: [],
    declares: true,
  });
}

/** `name = …`, `name: T = …`, `this.name = …`, class fields. Object keys and defaults of parameters are none of these. */
function collectAssignment(source: Source, sign: number, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const { start: first } = source.statementOf(sign);
  const before = source.previous(sign);
  if (tokens.kind[before] !== WORD || (source.parent[sign] ?? -1) !== source.blockOf(sign)) {
    if (source.syntax.family !== 'script' && tokens.kind[before] !== WORD && slice(before) !== ']') return;
  }
  if ((source.parent[sign] ?? -1) !== source.blockOf(sign)) return;
  if (/^(?:const|let|var|export|import|type|interface)$/.test(slice(first)) && slice(first) !== 'export') return;
  const target = fieldTarget(source, first, sign);
  if (target < 0) return;
  const start = source.next(sign);
  const end = expressionEnd(source, start, source.syntax.family === 'script');
  const value = { start, end };
  const sharp = slice(source.previous(target)) === '#' ? source.previous(target) : target;
  const dotted = slice(source.previous(sharp)) === '.';
  const scope = source.scopeOf(target);
  if (dotted) {
    const owner = slice(source.previous(source.previous(sharp)));
    if (!/^(?:this|self|cls)$/.test(owner)) return;
    add({
      type: 'value',
      name: `.${slice(target)}`,
      token: target,
      scope: classOf(scope),
      value,
      fields: [],
      declares: true,
    });
    return;
  }
  if (scope.kind === 'class') {
    add({ type: 'value', name: `.${slice(target)}`, token: target, scope, value, fields: [], declares: true });
    return;
  }
  add({
    type: 'value',
    name: slice(target),
    token: target,
    scope,
    value,
    fields: [],
    declares: source.syntax.family === 'python',
  });
}

/** The name that is assigned to: right before the sign, or before its type. */
function fieldTarget(source: Source, first: number, sign: number): number {
  const before = source.previous(sign);
  let at = before;
  for (let steps = 0; at > first && steps < 30; steps += 1) {
    if (source.slice(at) === ':' || source.slice(at) === '?') {
      const name = source.previous(at);
      return source.tokens.kind[name] === WORD ? name : -1;
    }
    if (source.slice(at) === ';' || source.slice(at) === ')') break;
    at = source.previous(source.tokens.kind[at] === CLOSE ? (source.match[at] ?? at) : at);
  }
  if (source.slice(first) === ':' || source.tokens.kind[before] !== WORD) return -1;
  return before;
}

function classOf(scope: Scope): Scope {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'class') return at;
  return scope;
}

function collectImport(source: Source, keyword: number, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const statement = source.statementOf(keyword);
  if (statement.start !== keyword) return;
  let module = '';
  for (let at = keyword; at < statement.end; at += 1) if (tokens.kind[at] === STRING) module = stringValue(source, at);
  for (let at = source.next(keyword); at < statement.end && at - keyword < 300; at += 1) {
    if (tokens.kind[at] !== WORD) continue;
    const name = slice(at);
    if (name === 'from' && source.syntax.family === 'script') break;
    if (/^(?:as|type|from|import)$/.test(name) || slice(source.next(at)) === 'as') continue;
    const original = slice(source.previous(at)) === 'as' ? slice(source.previous(source.previous(at))) : name;
    add({ type: 'import', name, token: at, scope: source.module, module, imported: original });
  }
}
