// The stretch of code in which a parameter of a lambda or a block means one thing: `client => {…}`, `{ request in … }`,
// `|req| {…}`, `do |f| … end`. Apart from scopes.ts: nothing but the uses of such a name asks for it.
import type { Range, Source } from './source.ts';
import { CLOSE, indentOf, OPEN, WORD } from './tokens.ts';

/** Parameters and types of one lambda, and lines of a Ruby block, that are looked through. */
const REACH = 24;
const BLOCK_REACH = 2000;

/** The innermost lambda round a token that has a parameter of that name; undefined where there is none. */
export function lambdaRound(source: Source, name: string, token: number): Range | undefined {
  const { family } = source.syntax;
  if (family === 'ruby') return rubyBlockRound(source, name, token);
  if (family !== 'typed') return undefined;
  for (let open = source.blockOf(token), steps = 0; open >= 0 && steps < 40; open = source.blockOf(open), steps += 1) {
    source.budget.left -= 5;
    if (isParameterBefore(source, name, open) || isParameterInside(source, name, open))
      return { start: open, end: Math.min(source.match[open] ?? open, source.tokens.count) };
  }
  return undefined;
}

/** `name => {`, `(a, name) -> {`, `|name| {`. */
function isParameterBefore(source: Source, name: string, open: number): boolean {
  let at = source.previous(open);
  const sign = source.slice(at);
  if (sign === '|') {
    at = source.previous(at);
    for (let steps = 0; at >= 0 && source.slice(at) !== '|' && steps < REACH; at = source.previous(at), steps += 1)
      if (source.slice(at) === name) return true;
    return false;
  }
  if (sign !== '=>' && sign !== '->') return false;
  at = source.previous(at);
  if (source.tokens.kind[at] !== CLOSE) return source.slice(at) === name;
  const first = source.match[at] ?? at;
  for (let inner = first; inner < at && inner - first < REACH; inner += 1)
    if (source.slice(inner) === name) return true;
  return false;
}

/** Kotlin's `{ name -> …` and Swift's `{ name in …`. */
function isParameterInside(source: Source, name: string, open: number): boolean {
  const { language } = source.syntax;
  if (language !== 'kotlin' && language !== 'swift') return false;
  const sign = language === 'kotlin' ? '->' : 'in';
  let seen = false;
  for (let at = source.next(open), steps = 0; at < source.tokens.count && steps < REACH; at += 1, steps += 1) {
    const word = source.slice(at);
    if (word === sign) return seen;
    if (word === name) seen = true;
    if (source.tokens.kind[at] === OPEN && word === '{') return false;
  }
  return false;
}

/** From the statement that ends in `do |name|` to its `end`, by indentation, as Ruby is always written. */
function rubyBlockRound(source: Source, name: string, token: number): Range | undefined {
  const { tokens, slice } = source;
  const own = source.statementOf(token).start;
  for (let at = token, steps = 0; at >= 0 && steps < BLOCK_REACH; at -= 1, steps += 1) {
    if (tokens.kind[at] !== WORD || slice(at) !== 'do' || slice(source.next(at)) !== '|') continue;
    const { start } = source.statementOf(at);
    if (indentOf(source.tokens, start) >= indentOf(source.tokens, own) && start !== own) continue;
    source.budget.left -= steps;
    let parameter = source.next(source.next(at));
    while (slice(parameter) !== '|' && slice(parameter) !== name && parameter - at < REACH) parameter += 1;
    if (slice(parameter) === name) return { start, end: blockEnd(source, at, indentOf(source.tokens, start)) };
  }
  return undefined;
}

function blockEnd(source: Source, from: number, indent: number): number {
  let at = source.next(from);
  while (at < source.tokens.count && (source.tokens.fresh[at] !== 1 || indentOf(source.tokens, at) > indent)) at += 1;
  return at;
}
