// What a statement fills, and the definitions of a file, for the languages with types before or after names and for
// Ruby. Apart from definitions.ts, which reads JavaScript and Python.
import type { Definition } from './definitions.ts';
import type { Scope } from './scope-nesting.ts';
import { after, elementsOf, entriesOf, isDot, isSelf, isString, type Range, type Source } from './source.ts';
import { BRACE, CLOSE, OPEN, PAREN, SQUARE, WORD } from './tokens.ts';
import { hasBareMembers } from './typed-languages.ts';

export interface Target {
  readonly name: string;
  readonly token: number;
  /** A member of the class that the code is in. */
  readonly member: boolean;
  /** True when the name itself is filled, not something in it. */
  readonly whole: boolean;
  readonly declares: boolean;
}

const ASSIGN = /^(?:=|:=|\?\?=|\|\|=)$/;
/** Words before a statement's first name. */
const LEADING =
  /^(?:await|try|async|defer|go|throw|guard|public|private|protected|internal|fileprivate|open|override|static|readonly|final|const|val|var|let|mut|lateinit|pub|late|lazy|new|export|else|do|then|volatile|required|ref|echo|print)$/;
const REACH = 60;

/** The sign that assigns in a statement, -1 when there is none; `=>` gives a function its body. */
export function assignmentIn(source: Source, start: number, end: number): number {
  const bodies = /^(?:csharp|dart)$/.test(source.syntax.language);
  for (let at = start, steps = 0; at < end && steps < REACH; at = after(source, at), steps += 1) {
    const sign = source.slice(at);
    if (ASSIGN.test(sign) || (bodies && sign === '=>')) return at;
  }
  return -1;
}

/** What a statement fills: the name before its sign of assignment, or the name that it starts with. */
export function targetOf(source: Source, start: number, end: number): Target | undefined {
  const sign = assignmentIn(source, start, end);
  return sign > start ? assignedBy(source, start, sign) : startedWith(source, start, end);
}

function assignedBy(source: Source, start: number, sign: number): Target | undefined {
  const { tokens, slice } = source;
  const { language } = source.syntax;
  let at = nameBefore(source, start, sign);
  // Go gives results to several names; the first holds the result, the others say how it went.
  if (language === 'go') {
    const first = /^(?:var|const)$/.test(slice(start)) ? source.next(start) : start;
    if (slice(source.next(first)) === ',' || (tokens.kind[first] === WORD && slice(start) !== slice(first))) at = first;
  }
  const name = at;
  if (name < 0 || tokens.kind[name] !== WORD) return undefined;
  let root = name;
  for (let steps = 0; root > start && isDot(source, source.previous(root)) && steps < REACH; steps += 1)
    root = pieceBefore(source, source.previous(source.previous(root)), start);
  if (root < start || tokens.kind[root] !== WORD) return undefined;
  const whole = root === name && tokens.kind[source.previous(sign)] !== CLOSE;
  if (isSelf(source, slice(root)) && root !== name) {
    const member = source.next(source.next(root));
    return { name: slice(member), token: member, member: true, whole: member === name, declares: true };
  }
  const before = source.previous(root);
  const typed = before >= start && (tokens.kind[before] === WORD || /^[>\]?:*]$/.test(slice(before)));
  const declares = typed || slice(sign) === ':=' || /^(?:php|ruby)$/.test(language);
  return { name: slice(root), token: root, member: false, whole, declares };
}

/** The name right before the sign, or before the type that stands between. */
function nameBefore(source: Source, start: number, sign: number): number {
  const { slice, tokens } = source;
  if (/^(?:kotlin|swift|rust|go)$/.test(source.syntax.language)) {
    for (let at = start, steps = 0; at < sign && steps < REACH; at = after(source, at), steps += 1) {
      if (!/^(?:val|var|let|const|static|fun|fn)$/.test(slice(at))) continue;
      let name = source.next(at);
      while (/^(?:mut|val|var|let|ref)$/.test(slice(name))) name = source.next(name);
      if (tokens.kind[name] === WORD) return name;
    }
  }
  return pieceBefore(source, source.previous(sign), start);
}

/** The name of a piece of a path that ends at a token: brackets after it are passed over. */
function pieceBefore(source: Source, end: number, start: number): number {
  let at = end;
  for (let steps = 0; at > start && steps < 8; steps += 1) {
    if (source.tokens.kind[at] === CLOSE) at = source.previous(source.match[at] ?? 0);
    else if (/^[!?]$/.test(source.slice(at))) at = source.previous(at);
    else break;
  }
  return at;
}

function startedWith(source: Source, start: number, end: number): Target | undefined {
  const { tokens, slice } = source;
  let at = start;
  for (let steps = 0; at < end && steps < 8; steps += 1) {
    if (/^(?:if|unless|while)$/.test(slice(at)) && slice(source.next(at)) === '(') at = after(source, source.next(at));
    else if (LEADING.test(slice(at))) at = source.next(at);
    else break;
  }
  const word = slice(at);
  const next = source.next(at);
  if (at >= end || tokens.kind[at] !== WORD) return undefined;
  if (isSelf(source, word) && isDot(source, next)) {
    const member = source.next(next);
    return { name: slice(member), token: member, member: true, whole: false, declares: false };
  }
  // `header(…)` alone is a method of something that is not named here.
  if (!isDot(source, next) && tokens.shape[next] !== SQUARE) return undefined;
  return { name: word, token: at, member: false, whole: false, declares: false };
}

export function collectTyped(source: Source, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const { language } = source.syntax;
  const injects = language === 'java' || language === 'kotlin';
  for (let i = 0; i < tokens.count; i += 1) {
    const sign = slice(i);
    if (injects && sign === '@') collectInjected(source, i, add);
    if (ASSIGN.test(sign)) collectAssignment(source, i, add);
    else if (tokens.kind[i] === OPEN && tokens.shape[i] === BRACE) {
      collectLiteral(source, i, add);
      const scope = source.scopeOf(source.next(i));
      if (scope.kind === 'function' && scope.body === i + 1) collectParameters(source, scope, add);
    } else if ((sign === '=>' || sign === 'def') && tokens.kind[i] !== OPEN) {
      const scope = source.scopeOf(sign === 'def' ? paramsOfDef(source, i) : source.next(i));
      if (scope.kind === 'function') collectParameters(source, scope, add);
    }
    if (sign === 'by' && source.syntax.language === 'kotlin') collectLazy(source, i, add);
    if (sign === '=' && source.syntax.language === 'kotlin') {
      const scope = source.scopeOf(source.next(i));
      if (scope.kind === 'function' && scope.body === i + 1) collectParameters(source, scope, add);
    }
  }
}

/** The setting that an annotation puts in: `@Value("${X}")`, `@ConfigProperty(name = "x")`. */
function injectedAt(source: Source, sign: number): Range | undefined {
  const { slice } = source;
  const name = source.next(sign);
  const open = source.next(name);
  if (slice(sign) !== '@' || !/^(?:Value|ConfigProperty|Property)$/.test(slice(name)) || slice(open) !== '(')
    return undefined;
  const first = source.next(open);
  const at = slice(first) === 'name' || slice(first) === 'value' ? source.next(source.next(first)) : first;
  return isString(source, at) ? { start: at, end: after(source, at) } : undefined;
}

/** A field that stands behind such an annotation. */
function collectInjected(source: Source, sign: number, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const value = injectedAt(source, sign);
  const scope = source.scopeOf(sign);
  if (value === undefined || scope.kind !== 'class') return;
  const first = after(source, source.next(source.next(sign)));
  for (let at = first, steps = 0; steps < 12 && at < tokens.count; at = after(source, at), steps += 1) {
    const ends = /^[;=:]$/.test(slice(source.next(at))) || tokens.fresh[source.next(at)] === 1;
    if (tokens.kind[at] !== WORD || !ends) continue;
    // Another annotation, or a method.
    if (slice(source.previous(at)) === '@' || slice(source.next(at)) === '(') continue;
    const place = { type: 'value', token: at, scope, value, fields: [], declares: true } as const;
    add({ ...place, name: `.${slice(at)}` });
    add({ ...place, name: slice(at) });
    return;
  }
}

function paramsOfDef(source: Source, def: number): number {
  let at = source.next(def);
  while (source.slice(source.next(at)) === '.') at = source.next(source.next(at));
  return source.next(at);
}

/** Go declares constants in parentheses: `const (…)`. */
function inDeclarationList(source: Source, open: number): boolean {
  return source.syntax.language === 'go' && open >= 0 && /^(?:const|var)$/.test(source.slice(source.previous(open)));
}

function collectAssignment(source: Source, sign: number, add: (definition: Definition) => void): void {
  const { tokens } = source;
  const open = source.parent[sign] ?? -1;
  const list = inDeclarationList(source, open);
  if (!list && open !== source.blockOf(sign)) return;
  const start = list ? lineStart(source, sign) : source.statementOf(sign).start;
  const target = list
    ? { name: source.slice(start), token: start, member: false, whole: true, declares: true }
    : assignmentIn(source, start, sign + 1) === sign
      ? assignedBy(source, start, sign)
      : undefined;
  if (target === undefined || !target.whole || tokens.kind[target.token] !== WORD) return;
  const value = { start: source.next(sign), end: valueEnd(source, source.next(sign), list) };
  const place = { type: 'value', token: target.token, value, fields: [], declares: target.declares } as const;
  const scope = source.scopeOf(target.token);
  const instance = target.name.startsWith('@');
  if (!target.member && scope.kind !== 'class' && !instance) {
    add({ ...place, name: target.name, scope });
    return;
  }
  const owner = classOf(scope);
  const name = target.name.replace(/^\$/, '');
  add({ ...place, name: `.${name}`, scope: owner, declares: true });
  if (hasBareMembers(source.syntax)) add({ ...place, name, scope: owner, declares: true });
}

/** Kotlin's `val key by lazy { … }`. */
function collectLazy(source: Source, by: number, add: (definition: Definition) => void): void {
  const { slice, tokens } = source;
  const lazy = source.next(by);
  const open = slice(source.next(lazy)) === '(' ? after(source, source.next(lazy)) : source.next(lazy);
  if (slice(lazy) !== 'lazy' || tokens.kind[open] !== OPEN || tokens.shape[open] !== BRACE) return;
  const token = nameBefore(source, source.statementOf(by).start, by);
  if (token < 0 || tokens.kind[token] !== WORD) return;
  const value = { start: source.next(open), end: source.match[open] ?? open };
  const scope = source.scopeOf(token);
  const place = { type: 'value', token, value, fields: [], declares: true } as const;
  add({ ...place, name: slice(token), scope });
  if (scope.kind === 'class') add({ ...place, name: `.${slice(token)}`, scope });
}

function lineStart(source: Source, token: number): number {
  let at = token;
  while (at > 0 && source.tokens.fresh[at] !== 1 && source.tokens.kind[source.previous(at)] !== OPEN)
    at = source.previous(at);
  return at;
}

function valueEnd(source: Source, start: number, list: boolean): number {
  const { tokens } = source;
  const limit = list ? tokens.count : source.statementOf(start).end;
  for (let at = start; at < limit; at = after(source, at)) {
    source.budget.left -= 1;
    // Swift binds in conditions: `guard let url = URL(string: text) else {`.
    const condition =
      source.syntax.language === 'swift' && (/^(?:else|,)$/.test(source.slice(at)) || source.isBlock(at));
    const stops = condition || source.slice(at) === ';' || (list && at > start && tokens.fresh[at] === 1);
    if (stops || tokens.kind[at] === CLOSE || source.budget.left < 0) return at;
  }
  return limit;
}

/** The fields of `Name { field: value }` are members, by whatever name the thing goes. */
function collectLiteral(source: Source, open: number, add: (definition: Definition) => void): void {
  const { language } = source.syntax;
  if ((language !== 'go' && language !== 'rust') || source.isBlock(open)) return;
  if (!/^[A-Z]\w*$/.test(source.slice(source.previous(open)))) return;
  for (const { key, keyToken, value } of entriesOf(source, open).entries) {
    if (source.tokens.kind[keyToken] !== WORD) continue;
    const place = { type: 'value', token: keyToken, value, fields: [], declares: true } as const;
    add({ ...place, name: `.${key}`, scope: source.module });
  }
}

function collectParameters(source: Source, scope: Scope, add: (definition: Definition) => void): void {
  const { tokens, slice } = source;
  const { language } = source.syntax;
  const lists: number[] = [];
  if (tokens.shape[scope.start] === PAREN && tokens.kind[scope.start] === OPEN) lists.push(scope.start);
  const receiver = source.previous(source.previous(scope.start));
  if (language === 'go' && slice(receiver) === ')') lists.push(source.match[receiver] ?? -1);
  // PHP's closures take variables along: they are those of the function round them.
  for (const open of lists) {
    for (const { start, end } of elementsOf(source, open, 60)) {
      const token = parameterName(source, start, end);
      if (token < 0) continue;
      const injected = injectedAt(source, start);
      if (injected !== undefined) {
        add({ type: 'value', token, scope, name: slice(token), value: injected, fields: [], declares: true });
        continue;
      }
      const place = { type: 'parameter', token, scope } as const;
      add({ ...place, name: slice(token), ...(open === scope.start ? {} : { receiver: true }) });
      if (promotes(source, start, end))
        add({ ...place, name: `.${slice(token).replace('$', '')}`, scope: scope.parent ?? scope });
    }
  }
}

/** A constructor's parameter that is a field as well. */
function promotes(source: Source, start: number, end: number): boolean {
  for (let at = start; at < end; at = source.next(at))
    if (/^(?:private|public|protected|readonly|this)$/.test(source.slice(at))) return true;
  return false;
}

function parameterName(source: Source, start: number, end: number): number {
  const { tokens, slice } = source;
  let last = -1;
  for (let at = start, steps = 0; at < end && steps < REACH; at = after(source, at), steps += 1) {
    const sign = slice(at);
    if (sign === '=' || sign === ':') return last;
    if (tokens.kind[at] === WORD && !/^(?:mut|ref|out|final|required|inout|val|var)$/.test(sign)) {
      last = at;
      // The name comes before its type.
      if (source.syntax.language === 'go') return last;
    }
  }
  return last;
}

function classOf(scope: Scope): Scope {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at.kind === 'class') return at;
  return scope;
}

/** The range of a path that ends at a token, from its first name. */
export function pathTo(source: Source, token: number): Range {
  let start = token;
  for (let steps = 0; steps < 8 && isDot(source, source.previous(start)); steps += 1) {
    const piece = pieceBefore(source, source.previous(source.previous(start)), 0);
    if (source.tokens.kind[piece] !== WORD) break;
    start = piece;
  }
  return { start, end: token + 1 };
}
