// One unit of code, scanned: tokens, brackets, scopes, and small questions about them that every step asks.
import { type Brackets, matchBrackets } from './brackets.ts';
import { tokenize } from './lexer.ts';
import { findStructure, type Structure } from './scopes.ts';
import type { Syntax } from './syntax.ts';
import { CLOSE, OPEN, PUNCT, QUOTE, STRING, sliceOf, TEXT, type Tokens, WORD } from './tokens.ts';

export interface Source extends Brackets, Structure {
  readonly path: string;
  readonly syntax: Syntax;
  readonly tokens: Tokens;
  readonly slice: (token: number) => string;
  /** Steps that are left for this file; at zero, only what stands in one statement is linked. */
  readonly budget: { left: number };
}

/** Enough for every file of ordinary size; a hostile one ends in well under a second. */
const STEPS = 2_000_000;

export function createSource(path: string, text: string, syntax: Syntax, start: number, end: number): Source {
  return sourceOf(path, syntax, tokenize(text, syntax, start, end));
}

export function sourceOf(path: string, syntax: Syntax, tokens: Tokens): Source {
  const brackets = matchBrackets(tokens);
  const structure = findStructure(tokens, brackets, syntax);
  return {
    path,
    syntax,
    tokens,
    ...brackets,
    ...structure,
    slice: slicesOf(tokens),
    budget: { left: STEPS },
  };
}

/** Every rule asks for the same words again: each is cut out of the text once. */
function slicesOf(tokens: Tokens): (token: number) => string {
  const known: (string | undefined)[] = new Array(tokens.count);
  return (token) => {
    const word = known[token];
    if (word !== undefined) return word;
    const cut = sliceOf(tokens, token);
    if (token >= 0 && token < tokens.count) known[token] = cut;
    return cut;
  };
}

/** The text that a string token stands for; simple escapes only, which is all that a header or an address needs. */
export function stringValue(source: Source, token: number): string {
  const raw = source.slice(token);
  if (source.tokens.kind[token] === TEXT) return withoutEscapes(raw);
  const quote = /["'`]/.exec(raw)?.index ?? 0;
  const width = raw.startsWith(raw.charAt(quote).repeat(3), quote) && raw.length >= quote + 6 ? 3 : 1;
  // Rust's raw strings end in a sign more.
  const inner = raw.slice(quote + width, raw.length - width - (raw.endsWith('"#') ? 1 : 0));
  return quote > 0 && /r/i.test(raw.slice(0, quote)) ? inner : withoutEscapes(inner);
}

function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\(?:\r?\n|(["'`\\/$]))/g, '$1') : text;
}

/** The token that starts at an offset of the text; -1 when none does. */
export function tokenAt({ tokens }: Source, offset: number): number {
  let low = 0;
  let high = tokens.count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const start = tokens.start[middle] ?? 0;
    if (start === offset) return middle;
    if (start < offset) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** True for the sign between a thing and its member. */
export function isDot(source: Source, token: number): boolean {
  const sign = source.slice(token);
  switch (source.syntax.language) {
    case 'php':
      return sign === '->' || sign === '?->' || sign === '::';
    case 'rust':
    case 'ruby':
    case 'java':
    case 'kotlin':
      return sign === '.' || sign === '::' || sign === '?.';
    case 'dart':
      return sign === '.' || sign === '?.' || sign === '..';
    default:
      return sign === '.' || sign === '?.';
  }
}

/** True for the word by which a class speaks of itself. */
export function isSelf(source: Source, word: string): boolean {
  return source.syntax.family === 'script' || source.syntax.family === 'python'
    ? /^(?:this|self|cls)$/.test(word)
    : /^(?:this|self|Self|\$this|static)$/.test(word);
}

export function isString(source: Source, token: number): boolean {
  return (
    source.tokens.kind[token] === STRING || (source.tokens.kind[token] === OPEN && source.tokens.shape[token] === QUOTE)
  );
}

/** First token after the one that starts here, brackets skipped as one. */
export function after(source: Source, token: number): number {
  const { tokens, match } = source;
  if (tokens.kind[token] !== OPEN) return source.next(token);
  return source.next(Math.max(token, match[token] ?? token));
}

/** First token of the unit that ends at `token`. */
export function unitStart(source: Source, token: number): number {
  return source.tokens.kind[token] === CLOSE ? (source.match[token] ?? -1) : token;
}

/** The elements of a bracket, split at its top-level commas: half-open token ranges. */
export function elementsOf(source: Source, open: number, limit = 400): readonly Range[] {
  const end = Math.min(source.match[open] ?? 0, source.tokens.count);
  const found: Range[] = [];
  let start = source.next(open);
  for (let at = start; at < end && found.length < limit; at = after(source, at)) {
    source.budget.left -= 1;
    if (source.slice(at) === '<') at = typeArgumentsEnd(source, at, end) ?? at;
    if (source.slice(at) !== ',' && source.slice(at) !== ';') continue;
    if (at > start) found.push({ start, end: at });
    start = source.next(at);
  }
  if (start < end && found.length < limit) found.push({ start, end });
  return found;
}

/** The `>` of `Map<string, string>`, whose comma separates no arguments; undefined for a comparison. */
function typeArgumentsEnd(source: Source, open: number, end: number): number | undefined {
  const { tokens, slice } = source;
  if (!/^(?:script|typed)$/.test(source.syntax.family)) return undefined;
  // People and formatters set a comparison apart from its operands.
  if (tokens.kind[open - 1] !== WORD || tokens.end[open - 1] !== tokens.start[open]) return undefined;
  let depth = 0;
  for (let at = open, steps = 0; at < end && steps < 60; at = after(source, at), steps += 1) {
    source.budget.left -= 1;
    const sign = slice(at);
    if (sign === '<') depth += 1;
    else if (sign === '>') depth -= 1;
    else if (tokens.kind[at] === PUNCT && !/^(?:[.,;:?|&]|=>|\.\.\.|::)$/.test(sign)) return undefined;
    const next = source.next(at);
    if (depth === 0) return next >= end || /^[(),;.[{]$/.test(slice(next)) || isString(source, next) ? at : undefined;
  }
  return undefined;
}

/** Half-open range of tokens. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Entry {
  readonly key: string;
  readonly keyToken: number;
  readonly value: Range;
}

/** `Headers.contentTypeHeader: …`, `[CONTENT_TYPE]: …`: a name that is not written, and says what it is. */
const TELLS_NAME =
  /^\[?[\w.]{0,60}(?:content_?-?type|authorization|accept|user_?-?agent)\w{0,20}\]?[ \t]{0,4}(?::(?!:)|=>)|^\.(?:contentType|accept|userAgent|authorization|defaultUserAgent)\b/i;

/** An object's (or dict's, or keyword call's) own entries; `open` when a spread or computed key hides others. */
export function entriesOf(
  source: Source,
  open: number,
): { readonly entries: readonly Entry[]; readonly open: boolean } {
  const entries: Entry[] = [];
  let hidden = false;
  for (const { start, end } of elementsOf(source, open)) {
    const entry = entryOf(source, start, end);
    if (entry !== undefined) entries.push(entry);
    else if (!TELLS_NAME.test(textFrom(source, start))) hidden = true;
  }
  return { entries, open: hidden };
}

function textFrom({ tokens }: Source, start: number): string {
  const from = tokens.start[start] ?? 0;
  return tokens.text.slice(from, from + 120);
}

function entryOf(source: Source, start: number, end: number): Entry | undefined {
  const { tokens } = source;
  const keyToken = start;
  const key = tokens.kind[start] === STRING ? stringValue(source, start) : source.slice(start);
  const separator = source.next(start);
  if (separator >= end) return tokens.kind[start] === 0 ? { key, keyToken, value: { start, end } } : undefined;
  const sign = source.slice(separator);
  if (sign !== ':' && sign !== '=' && sign !== '=>') return undefined;
  return { key, keyToken, value: { start: source.next(separator), end } };
}

/** The code of a range with one blank between tokens: re-indenting does not change it. */
export function normalForm(source: Source, start: number, end: number): string {
  const parts: string[] = [];
  for (let i = start; i < end && i < source.tokens.count; i += 1) {
    if (source.tokens.kind[i] !== 6) parts.push(source.slice(i).trim());
  }
  return parts.filter((part) => part !== '').join(' ');
}

export function startOffset(source: Source, token: number): number {
  return source.tokens.start[token] ?? source.tokens.text.length;
}

/** Offset where a range ends: the end of its last token that is no comment. */
export function endOffset(source: Source, end: number): number {
  return source.tokens.end[Math.max(0, source.previous(end))] ?? source.tokens.text.length;
}

/** Python's round brackets that call nothing. */
export function isTuple(source: Source, open: number): boolean {
  if (source.syntax.family !== 'python' || source.slice(open) !== '(') return false;
  return /^[[(,=]$/.test(source.slice(source.previous(open)));
}
