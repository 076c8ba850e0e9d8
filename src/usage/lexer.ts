// The one token scanner. Text -> typed arrays of tokens; no tree, no failure: half-written code gives tokens as well.
// Strings that hold expressions are brackets (quote … quote) round pieces of text and the expressions' own tokens.

import { openHeredoc, skipHeredocs } from './heredocs.ts';
import {
  BACKSLASH,
  COMMENT_START,
  createScanner,
  isDigit,
  isLetter,
  NEWLINE,
  OPERATORS,
  type Scanner,
  STRING_START,
  WORD_START,
  wordEnd,
} from './scanner.ts';
import { lineEnd, scanQuoted, scanString, scanText, stringFormAt } from './strings.ts';
import type { Syntax } from './syntax.ts';
import {
  BRACE,
  CLOSE,
  COMMENT,
  HOLE,
  NUMBER,
  OPEN,
  PAREN,
  PUNCT,
  REGEX,
  SQUARE,
  sliceOf,
  type Tokens,
  WORD,
} from './tokens.ts';

const SHAPES: Readonly<Record<string, number>> = {
  '(': PAREN,
  ')': PAREN,
  '[': SQUARE,
  ']': SQUARE,
  '{': BRACE,
  '}': BRACE,
};
/** Longest operators first: the scanner takes the first that fits. */
const PUNCTUATION = [
  '...',
  '===',
  '!==',
  '**=',
  '??=',
  '||=',
  '&&=',
  '?->',
  '=>',
  '..',
  '?.',
  '??',
  '||',
  '&&',
  '==',
  '!=',
  '<=',
  '>=',
  '+=',
  '-=',
  '->',
  ':=',
  '++',
  '--',
  '**',
  '::',
  '|=',
  '%=',
];

const FIRST = new Set(PUNCTUATION.map((punctuation) => punctuation.charCodeAt(0)));
const SECOND = new Set(PUNCTUATION.map((punctuation) => punctuation.charCodeAt(1)));

/**
 * Scans `text` from `start` to `end`.
 *
 * @returns tokens in order that never overlap; what lies between two tokens is blank (or a continued line's backslash).
 */
export function tokenize(text: string, syntax: Syntax, start = 0, end = text.length): Tokens {
  const scanner = createScanner(text, syntax, end, start);
  let at = start;
  while (at < end) {
    const next = scanOne(scanner, at);
    // Every branch moves on; this keeps a slip in one of them from hanging.
    at = next > at ? next : at + 1;
  }
  return scanner.tokens;
}

function scanOne(scanner: Scanner, at: number): number {
  const { text, end, emit } = scanner;
  const code = text.charCodeAt(at);
  if (code === 32 || code === 9) return blanksEnd(text, at, end);
  if (code === NEWLINE && scanner.heredocs.length > 0) return skipHeredocs(scanner, at + 1);
  if (code === 60 && text.startsWith('<<', at)) {
    const after = openHeredoc(scanner, at);
    if (after !== undefined) return after;
  }
  if (code <= 32 || code === 0xa0 || code === 0xfeff) return at + 1;
  if (code === BACKSLASH && /^\\\r?\n/.test(text.slice(at, at + 3))) return at + 2;
  const traits = code < 128 ? (scanner.traits[code] ?? 0) : code === 0x2028 || code === 0x2029 ? 0 : WORD_START;
  const word = (traits & WORD_START) !== 0;
  if (word || isDigit(code)) {
    const stop = wordEnd(scanner, at);
    const form = word && stop - at <= 2 && stop < end ? stringFormAt(scanner, stop, text.slice(at, stop)) : undefined;
    if (form !== undefined) return scanString(scanner, at, stop, form);
    emit(isDigit(code) ? NUMBER : WORD, at, stop);
    return stop;
  }
  return (
    ((traits & COMMENT_START) === 0 ? undefined : scanComment(scanner, at)) ??
    ((traits & STRING_START) === 0 ? undefined : scanQuoted(scanner, at)) ??
    scanRegex(scanner, at) ??
    scanPunctuation(scanner, at)
  );
}

const BLANKS = /[ \t]+/y;

function blanksEnd(text: string, at: number, end: number): number {
  BLANKS.lastIndex = at;
  return BLANKS.test(text) ? Math.min(end, BLANKS.lastIndex) : at + 1;
}

function scanComment(scanner: Scanner, at: number): number | undefined {
  const { text, end, syntax, emit } = scanner;
  for (const opener of syntax.lineComments) {
    if (!text.startsWith(opener, at)) continue;
    // `#!` is a comment at the file's start only; elsewhere it is a private name.
    if (opener === '#!' && at !== 0) continue;
    if (opener === '//' && syntax.family === 'script' && /\bhttps?:$/.test(text.slice(Math.max(0, at - 7), at)))
      return scanAddress(scanner, at);
    const newline = text.indexOf('\n', at);
    const line = newline < 0 || newline > end ? end : newline;
    const stop = text.charCodeAt(line - 1) === 13 ? line - 1 : line;
    emit(COMMENT, at, stop);
    return stop;
  }
  for (const [opener, closer] of syntax.blockComments) {
    if (!text.startsWith(opener, at)) continue;
    const close = text.indexOf(closer, at + opener.length);
    const stop = close < 0 || close + closer.length > end ? end : close + closer.length;
    emit(COMMENT, at, stop);
    return stop;
  }
  return undefined;
}

/** `https://x` outside a string is prose between JSX tags: no comment that hides the closing tag. */
function scanAddress(scanner: Scanner, at: number): number {
  const { text, end, emit } = scanner;
  let stop = at + 2;
  while (stop < end && !/[\s<>{}"'`()]/.test(text.charAt(stop))) stop += 1;
  emit(WORD, at, stop);
  return stop;
}

function scanPunctuation(scanner: Scanner, at: number): number {
  const { text, end, emit, frames } = scanner;
  const code = text.charCodeAt(at);
  const frame = frames.at(-1);
  if (frame !== undefined) {
    if (code === frame.closer && frame.depth === 0) {
      frames.pop();
      emit(CLOSE, at, at + 1, HOLE);
      return scanText(scanner, at + 1, frame.form);
    }
    if (code === frame.opener) frame.depth += 1;
    if (code === frame.closer) frame.depth -= 1;
  }
  const char = text.charAt(at);
  const shape = SHAPES[char];
  if (shape !== undefined) {
    if (shape === PAREN && scanner.syntax.regex) noteHead(scanner, char);
    emit(char === '(' || char === '[' || char === '{' ? OPEN : CLOSE, at, at + 1, shape);
    return at + 1;
  }
  const stop = Math.min(end, at + punctuationLength(text, at, code));
  emit(PUNCT, at, stop);
  return stop;
}

function punctuationLength(text: string, at: number, code: number): number {
  // Of two signs side by side most stand for themselves.
  if (!FIRST.has(code) || !SECOND.has(text.charCodeAt(at + 1))) return 1;
  return PUNCTUATION.find((punctuation) => text.startsWith(punctuation, at))?.length ?? 1;
}

function scanRegex(scanner: Scanner, at: number): number | undefined {
  const { text, end, syntax, emit } = scanner;
  if (!syntax.regex || text.charCodeAt(at) !== 47) return undefined;
  const last = scanner.last();
  if (last >= 0 && !mayPrecedeRegex(scanner, last, at)) return undefined;
  if (at < (scanner.dead.get('/') ?? 0)) return undefined;
  let inClass = false;
  for (let i = at + 1; i < end; i += 1) {
    const code = text.charCodeAt(i);
    if (code === NEWLINE) break;
    if (code === BACKSLASH) i += 1;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) {
      let stop = i + 1;
      while (stop < end && isLetter(text.charCodeAt(stop))) stop += 1;
      emit(REGEX, at, stop);
      return stop;
    }
  }
  scanner.dead.set('/', lineEnd(scanner, at));
  return undefined;
}

function mayPrecedeRegex(scanner: Scanner, last: number, at: number): boolean {
  const { tokens, text } = scanner;
  const sign = sliceOf(tokens, last);
  switch (tokens.kind[last]) {
    case PUNCT:
      // `</tag>` closes an element; what `++` stands behind is divided.
      return sign !== '<' && sign !== '++' && sign !== '--';
    case OPEN:
      return true;
    case WORD:
      return OPERATORS.test(sign) && !/^\??\.$/.test(sliceOf(tokens, last - 1));
    case CLOSE:
      if (sign === ')') return scanner.heads.closed;
      // A line that starts with a division has a blank after it; a block's end is followed by statements.
      return (
        sign === '}' && /^\/[^\s=/*]/.test(text.slice(at, at + 2)) && text.slice(tokens.end[last], at).includes('\n')
      );
    default:
      return false;
  }
}

/** Remembers which `)` ends the head of a statement (`if (x) /y/.test(z)`): there no value ends. */
function noteHead({ heads, tokens, last }: Scanner, char: string): void {
  if (char === '(') {
    const before = last();
    const named = tokens.kind[before] === WORD && /^(?:if|while|for|with)$/.test(sliceOf(tokens, before));
    heads.open.push(named && !/^\??\.$/.test(sliceOf(tokens, before - 1)));
  } else if (char === ')') heads.closed = heads.open.pop() ?? false;
}
