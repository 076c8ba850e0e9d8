// Credentials cut into pieces: string literals that the language joins, literals in a list that is joined, lines that
// go on behind a backslash, block scalars of YAML. The first piece brings the keyword.
import { createBuilder, type Rebuilt } from './rebuilt.ts';

/** What may join two literals: most languages, PHP, Lua, Visual Basic, Elixir, Twig, a template. */
const OPERATORS = ['..', '<>', '+', '.', '&', '~', '}${'];
/** Letters that may stand before a literal: Python, C#. */
const LITERAL_PREFIX = /[fFrRbBuU$@]{0,2}(?=\\?["'`])/y;
const QUOTE = /["'`]/;
/** A call that joins a list: `['a', 'b'].join('')`, `implode('', [...])`, `String.Concat("a", "b")`. */
const JOINS = /(?:join|implode|concat)[ \t]?\(/i;
/** Farthest from a keyword to the end of its literal, and longest further piece. */
const LONGEST_PIECE = 512;
const MOST_PIECES = 64;
/** How much before the keyword is taken along: the name that a value is assigned to. */
const BEFORE = 100;
/** A line of a block scalar that may be part of a credential. */
const BLOCK_LINE = /([ \t]{1,40})([\w.~+/=-]{4,512})[ \t]{0,8}(?=\r?\n|$)/y;
const BLOCK_HEADER = /[|>][-+0-9]{0,2}[ \t]{0,8}(?:#[^\n]{0,200})?\r?$/;

/** Reads the pieces round keyword hits, in order of their offsets. */
export function createJoiner(text: string): (offset: number) => Rebuilt | undefined {
  let quote = -1;
  let searchedTo = -1;
  /** The first quote at or behind an offset: hits between two quotes share one search. */
  const nextQuote = (offset: number): number => {
    if (quote >= offset) return quote;
    const end = Math.min(text.length, offset + LONGEST_PIECE);
    for (let at = Math.max(offset, searchedTo); at < end; at += 1) {
      if (QUOTE.test(text.charAt(at)) || isBreak(text, at)) {
        searchedTo = at;
        quote = at;
        return at;
      }
    }
    searchedTo = Math.max(searchedTo, end);
    return -1;
  };
  return (offset) => {
    const first = nextQuote(offset);
    if (first < 0 || first - offset > LONGEST_PIECE) return undefined;
    if (text.charAt(first) === '\n') return joinBlock(text, offset, first);
    const inside = joinLiterals(text, offset, first);
    if (inside !== undefined || text.charAt(first) === '\\') return inside;
    // The keyword is a name, and this quote opens what is assigned to it.
    const close = text.indexOf(text.charAt(first), first + 1);
    return close < 0 || close - first > LONGEST_PIECE ? undefined : joinLiterals(text, offset, close);
  };
}

/** The end of a line, or a backslash before it. */
function isBreak(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char === '\n' || (char === '\\' && /^\r?\n/.test(text.slice(at + 1, at + 3)));
}

/** Joins what ends at `end`, a quote or a backslash at the end of a line, with the literals that follow. */
function joinLiterals(text: string, offset: number, end: number): Rebuilt | undefined {
  const joins = JOINS.test(text.slice(Math.max(0, offset - BEFORE), offset + LONGEST_PIECE));
  const builder = createBuilder(text);
  let from = Math.max(0, offset - BEFORE);
  let close = end;
  let sign: string | undefined;
  let pieces = 0;
  for (; pieces < MOST_PIECES; pieces += 1) {
    const next = pieceAfter(text, close, joins);
    if (next === undefined || next.sign !== (sign ?? next.sign)) break;
    sign = next.sign;
    builder.copy(from, text.charAt(close - 1) === '\\' ? close - 1 : close);
    from = next.start;
    close = endOfPiece(text, next.start);
  }
  if (pieces === 0) return undefined;
  builder.copy(from, Math.min(text.length, close + 1));
  return builder.finish(close);
}

/** Where the next piece starts, when a piece ends at `close`, and the sign that joins them; '' where none is needed. */
function pieceAfter(text: string, close: number, joins: boolean): { start: number; sign: string } | undefined {
  if (text.charAt(close) === '\\') {
    const start = skipBlanks(text, close);
    return start > close ? { start, sign: '\\' } : undefined;
  }
  if (!QUOTE.test(text.charAt(close))) return undefined;
  let at = skipBlanks(text, close + 1);
  const operator = joins && text.charAt(at) === ',' ? ',' : OPERATORS.find((sign) => text.startsWith(sign, at));
  if (operator !== undefined) at = skipBlanks(text, at + operator.length);
  if (at === close + 1) return undefined;
  LITERAL_PREFIX.lastIndex = at;
  if (!LITERAL_PREFIX.test(text)) return undefined;
  at = LITERAL_PREFIX.lastIndex;
  return { start: at + (text.charAt(at) === '\\' ? 2 : 1), sign: operator ?? '' };
}

function endOfPiece(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_PIECE);
  for (let at = start; at < limit; at += 1) {
    if (QUOTE.test(text.charAt(at)) || isBreak(text, at)) return at;
  }
  return limit;
}

/** Blanks, line breaks, and the backslash or underscore that continues a line. */
function skipBlanks(text: string, offset: number): number {
  const limit = Math.min(text.length, offset + 200);
  let at = offset;
  while (at < limit) {
    const char = text.charAt(at);
    const continues = (char === '\\' || char === '_') && /^[ \t]{0,4}\r?\n/.test(text.slice(at + 1, at + 7));
    if (!continues && char !== ' ' && char !== '\t' && char !== '\n' && char !== '\r') break;
    at += 1;
  }
  return at;
}

/** Joins the lines of a YAML block scalar from the one that a keyword stands on. */
function joinBlock(text: string, offset: number, lineEnd: number): Rebuilt | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]{1,40}/.exec(text.slice(lineStart, lineStart + 40))?.[0];
  BLOCK_LINE.lastIndex = lineEnd + 1;
  if (indent === undefined || BLOCK_LINE.exec(text)?.[1] !== indent || !isInBlock(text, lineStart, indent)) {
    return undefined;
  }
  const builder = createBuilder(text);
  builder.copy(Math.max(lineStart, offset - BEFORE), text.charAt(lineEnd - 1) === '\r' ? lineEnd - 1 : lineEnd);
  let at = lineEnd + 1;
  for (let lines = 0; lines < MOST_PIECES; lines += 1) {
    BLOCK_LINE.lastIndex = at;
    const line = BLOCK_LINE.exec(text);
    if (line?.[1] !== indent) break;
    const start = at + indent.length;
    builder.copy(start, start + (line[2] ?? '').length);
    at = text.indexOf('\n', start) + 1 || text.length;
  }
  return builder.finish(at);
}

/** True where the lines with this indentation stand under a line that ends in `|` or `>`. */
function isInBlock(text: string, lineStart: number, indent: string): boolean {
  let end = lineStart - 1;
  for (let lines = 0; lines < MOST_PIECES && end > 0; lines += 1) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, Math.min(end, start + 300));
    if (BLOCK_HEADER.test(line)) return true;
    if (!line.startsWith(indent)) return false;
    end = start - 1;
  }
  return false;
}
