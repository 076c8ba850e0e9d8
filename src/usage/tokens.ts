// What the scanner gives: tokens in typed arrays, and what their numbers mean.

export const WORD = 0;
export const NUMBER = 1;
export const STRING = 2;
export const PUNCT = 3;
export const OPEN = 4;
export const CLOSE = 5;
export const COMMENT = 6;
/** A literal piece of a string that holds expressions. */
export const TEXT = 7;
export const REGEX = 8;

export const PAREN = 1;
export const SQUARE = 2;
export const BRACE = 3;
/** A string that holds expressions; its brackets are the quotes. */
export const QUOTE = 4;
/** An expression inside such a string. */
export const HOLE = 5;

export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** PAREN … HOLE for OPEN and CLOSE, else 0. */
  readonly shape: Uint8Array;
  /** 1 when the token is the first of its line (a continued line does not count). */
  readonly fresh: Uint8Array;
}

export function sliceOf(tokens: Tokens, index: number): string {
  return index < 0 || index >= tokens.count ? '' : tokens.text.slice(tokens.start[index], tokens.end[index]);
}

/** The token before or after one, comments passed over; -1 and `count` at the ends. */
export function neighbours(tokens: Tokens): { previous: (token: number) => number; next: (token: number) => number } {
  return {
    previous(token) {
      let at = token - 1;
      while (at >= 0 && tokens.kind[at] === COMMENT) at -= 1;
      return at;
    },
    next(token) {
      let at = token + 1;
      while (at < tokens.count && tokens.kind[at] === COMMENT) at += 1;
      return at;
    },
  };
}

/** How far from the start of its line a token stands. */
export function indentOf(tokens: Tokens, token: number): number {
  const at = tokens.start[token] ?? 0;
  return at - (tokens.text.lastIndexOf('\n', at - 1) + 1);
}
