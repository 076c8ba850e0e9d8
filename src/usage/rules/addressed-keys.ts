// A key that a request of code for users carries in its address, `…:generateContent?key=…`, or that a socket gets among its
// protocols. Apart from headers: here a text says it, whatever call it is given to.
import { addressesOf } from '../address-values.ts';
import type { AnalysedUnit } from '../analysis.ts';
import type { Form, Value } from '../forms.ts';
import { askedOnce } from '../mentions.ts';
import { expressionEnd } from '../script-declarations.ts';
import { after, elementsOf, endOffset, type Range, type Source, startOffset, unitStart } from '../source.ts';
import { CLOSE, STRING, TEXT, WORD } from '../tokens.ts';

export interface AddressedKey {
  readonly value: Value;
  readonly host: string;
  readonly start: number;
  readonly end: number;
}

const QUERY_HOST = 'generativelanguage.googleapis.com';
const PROTOCOL = 'openai-insecure-api-key.';
const mentioned = askedOnce(/generativelanguage\.googleapis\.com|openai-insecure-api-key\.|api\.deepgram\.com/);
const BEFORE_KEY = /[?&]key=|openai-insecure-api-key\./g;
const ENDS = /(?:[?&]key=|openai-insecure-api-key\.)$/;
const HOLDS = /(?:[?&]key=|openai-insecure-api-key\.)([\w-]{20,200})/;

/** `new WebSocket('wss://api.deepgram.com/…', ['token', key])` */
const TOKEN_BEFORE = /\bWebSocket\(\s{0,20}["'`]wss:\/\/api\.deepgram\.com[^[\n]{0,200}\[\s{0,40}["']token["']/g;

/** The keys in addresses and protocols of a unit. */
export function addressedKeys({ source, requests }: AnalysedUnit): readonly AddressedKey[] {
  const { tokens } = source;
  if (!mentioned(tokens.text)) return [];
  const from = tokens.start[0] ?? 0;
  const code = tokens.text.slice(from, tokens.end[tokens.count - 1] ?? from);
  const found: AddressedKey[] = [];
  for (const match of code.matchAll(BEFORE_KEY)) {
    const token = tokenRound(source, from + match.index);
    if (token < 0) continue;
    const range = sumRound(source, token);
    for (const form of requests().values.valueOf(range)) {
      const key = keyIn(form, match[0] === PROTOCOL);
      if (key === undefined) continue;
      const host = match[0] === PROTOCOL ? 'api.openai.com' : QUERY_HOST;
      found.push({ value: [key], host, start: startOffset(source, token), end: endOffset(source, range.end) });
      break;
    }
  }
  for (const match of code.matchAll(TOKEN_BEFORE)) {
    const token = tokenRound(source, from + match.index + match[0].length - 2);
    const key = elementsOf(source, source.parent[token] ?? -1, 3)[1];
    if (token < 0 || key === undefined) continue;
    const [start, end] = [startOffset(source, key.start), endOffset(source, key.end)];
    found.push({ value: requests().values.valueOf(key), host: 'api.deepgram.com', start, end });
  }
  return found;
}

function keyIn(form: Form, protocol: boolean): Form | undefined {
  if (!protocol && addressesOf([form])[0]?.name !== QUERY_HOST) return undefined;
  for (const [at, piece] of form.entries()) {
    if (piece.type !== 'text') continue;
    const text = HOLDS.exec(piece.text)?.[1];
    if (text !== undefined) return [{ ...piece, text }];
    const next = form[at + 1];
    if (next !== undefined && ENDS.test(piece.text)) return [next];
  }
  return undefined;
}

/** The string, or the piece of one, that an offset is in; -1 in a comment and between tokens. */
function tokenRound({ tokens }: Source, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.start[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const token = low - 1;
  const kind = tokens.kind[token];
  return (kind === STRING || kind === TEXT) && offset < (tokens.end[token] ?? 0) ? token : -1;
}

/** The whole text that a piece is of: its template, and what is added to it. */
function sumRound(source: Source, token: number): Range {
  const { tokens, slice, parent } = source;
  const quote = tokens.kind[token] === TEXT ? (parent[token] ?? token) : token;
  let start = quote;
  for (let at = source.previous(start), steps = 0; at >= 0 && steps < 40; at = source.previous(start), steps += 1) {
    const adds = slice(at) === '+';
    const isOperand = tokens.kind[at] === WORD || tokens.kind[at] === CLOSE || tokens.kind[at] === STRING;
    if (!adds && !(/^(?:\+|\.|\?\.)$/.test(slice(start)) && isOperand) && !/^(?:\.|\?\.)$/.test(slice(at))) break;
    start = unitStart(source, at);
  }
  const next = after(source, quote);
  return { start, end: slice(next) === '+' ? expressionEnd(source, start) : next };
}
