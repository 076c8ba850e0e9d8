// Where names get their values in JavaScript and Python: declarations, parameters, imports, assignments. What
// declarations.ts is for the other languages.

import type { Definition } from './definitions.ts';
import type { Scope } from './scope-nesting.ts';
import { after, elementsOf, type Range, type Source, stringValue } from './source.ts';
import { CLOSE, OPEN, PUNCT, SQUARE, STRING, WORD } from './tokens.ts';

/** What the words and signs that define a name begin with. */
const DEFINES = new Set(Array.from('ifclvda={?|:', (sign) => sign.charCodeAt(0)));
const ASSIGN = /^(?:=|\?\?=|\|\|=|:=)$/;

export function collect(source: Source, add: (definition: Definition) => void): void {
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
  // The comma of `Record<string, string>` ends no declaration.
  let depth = 0;
  for (let steps = 0; steps < 60 && at < source.tokens.count; steps += 1) {
    const sign = source.slice(at);
    if (sign === '=' || sign === ';' || (sign === ',' && depth <= 0) || source.tokens.kind[at] === CLOSE) return at;
    if (sign === '<') depth += 1;
    else if (sign === '>') depth -= 1;
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
  const head = slice(first) === 'export' ? source.next(first) : first;
  if (/^(?:const|let|var|import|type|interface)$/.test(slice(head))) return;
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
  // Python's `if self.key: headers["x"] = …` tells no type.
  const typed = source.syntax.family !== 'python' || !/^(?:if|elif|else|while|for|with)$/.test(source.slice(first));
  for (let steps = 0; typed && at > first && steps < 30; steps += 1) {
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
