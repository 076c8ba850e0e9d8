// The state of one scan and the questions about single characters that its parts share.
import { BATCH, type StringForm, type Syntax } from './syntax.ts';
import { COMMENT, type Tokens } from './tokens.ts';

interface Frame {
  readonly form: StringForm;
  /** Character that ends the expression. */
  readonly closer: number;
  readonly opener: number;
  depth: number;
}

export interface Heredoc {
  readonly word: string;
  /** True when the word may be indented. */
  readonly indented: boolean;
  /** True when what is inside is run as a script. */
  readonly runs: boolean;
}

export interface Scanner {
  readonly text: string;
  readonly end: number;
  readonly syntax: Syntax;
  readonly traits: Uint8Array;
  readonly emit: (kind: number, start: number, end: number, shape?: number) => void;
  /** Index of the last token that is no comment, -1 at the start. */
  readonly last: () => number;
  readonly tokens: Tokens;
  readonly frames: Frame[];
  /** For each open parenthesis, and the one closed last, whether it is the head of an `if` or a loop. */
  readonly heads: { readonly open: boolean[]; closed: boolean };
  /** Words that end the texts which begin at the next line. */
  readonly heredocs: Heredoc[];
  /** Up to where an opener is known not to close, so that a line full of them is not read once for each. */
  readonly dead: Map<string, number>;
}

export const NEWLINE = 10;
export const BACKSLASH = 92;
const BACKTICK = 96;
const CARET = 94;
/** Words after which a quote or a slash starts a string or a regular expression even without a blank between. */
export const OPERATORS =
  /^(?:return|typeof|case|in|of|new|delete|void|throw|import|from|export|default|else|do|await|yield|instanceof|extends|as|and|or|not|if|print|is)$/;

/** Characters for a token in ordinary code, rounded down: room is made once in most files. */
const PER_TOKEN = 4;

export function createScanner(text: string, syntax: Syntax, end: number, start = 0): Scanner {
  let capacity = Math.max(256, Math.ceil((end - start) / PER_TOKEN));
  const tokens = {
    text,
    count: 0,
    kind: new Uint8Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    shape: new Uint8Array(capacity),
    fresh: new Uint8Array(capacity),
  };
  let last = -1;
  const grow = (): void => {
    capacity *= 2;
    for (const name of ['kind', 'shape', 'fresh'] as const) {
      const larger = new Uint8Array(capacity);
      larger.set(tokens[name]);
      tokens[name] = larger;
    }
    for (const name of ['start', 'end'] as const) {
      const larger = new Int32Array(capacity);
      larger.set(tokens[name]);
      tokens[name] = larger;
    }
  };
  // The sign before a line break after which a statement goes on.
  const goesOn = syntax.language === 'powershell' ? BACKTICK : syntax === BATCH ? CARET : BACKSLASH;
  const emit = (kind: number, from: number, to: number, shape = 0): void => {
    if (tokens.count === capacity) grow();
    const index = tokens.count;
    tokens.kind[index] = kind;
    tokens.start[index] = from;
    tokens.end[index] = to;
    tokens.shape[index] = shape;
    tokens.fresh[index] = startsLine(text, index === 0 ? 0 : (tokens.end[index - 1] ?? 0), from, index, goesOn) ? 1 : 0;
    tokens.count += 1;
    if (kind !== COMMENT) last = index;
  };
  return {
    text,
    end,
    syntax,
    traits: traitsOf(syntax),
    emit,
    last: () => last,
    tokens,
    frames: [],
    heredocs: [],
    heads: { open: [], closed: false },
    dead: new Map(),
  };
}

function startsLine(text: string, from: number, to: number, index: number, goesOn: number): boolean {
  if (index === 0) return true;
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) !== NEWLINE) continue;
    const before = text.charCodeAt(at - 1) === 13 ? at - 2 : at - 1;
    if (text.charCodeAt(before) !== goesOn) return true;
  }
  return false;
}

// Most files are read by code that is not compiled yet: expressions that step over a run of characters are.
const SCRIPT_WORD = /[\w$\u0080-\uffff]+/y;
const PLAIN_WORD = /[\w\u0080-\uffff]+/y;

export function wordEnd({ text, end, traits, syntax }: Scanner, at: number): number {
  if (syntax.wordExtra === '' || syntax.wordExtra === '$') {
    const word = syntax.wordExtra === '' ? PLAIN_WORD : SCRIPT_WORD;
    word.lastIndex = at + 1;
    return word.test(text) ? Math.min(end, word.lastIndex) : at + 1;
  }
  let stop = at + 1;
  while (stop < end) {
    const code = text.charCodeAt(stop);
    if (code < 128 && ((traits[code] ?? 0) & WORD_PART) === 0) break;
    stop += 1;
  }
  return stop;
}

/** What a character below 128 can be in a language. */
export const WORD_START = 1;
export const WORD_PART = 2;
export const COMMENT_START = 4;
export const STRING_START = 8;

const knownTraits = new WeakMap<Syntax, Uint8Array>();

/** A bit set for each character: nearly every token is decided by its first one. */
export function traitsOf(syntax: Syntax): Uint8Array {
  const known = knownTraits.get(syntax);
  if (known !== undefined) return known;
  const traits = new Uint8Array(128);
  const add = (code: number, trait: number): void => {
    traits[code] = (traits[code] ?? 0) | trait;
  };
  for (let code = 0; code < 128; code += 1) {
    const extra = code > 32 && syntax.wordExtra.includes(String.fromCharCode(code));
    // A shell word may start with `-` or `/`; `#` there starts a comment, and braces group.
    if (isLetter(code) || code === 95 || (extra && code !== 35 && code !== 38)) add(code, WORD_START);
    if (isNamePart(code) || (extra && !(code === 38 && syntax.family === 'shell'))) add(code, WORD_PART);
  }
  for (const opener of [...syntax.lineComments, ...syntax.blockComments.map(([open]) => open)])
    add(opener.charCodeAt(0), COMMENT_START);
  for (const { open } of syntax.strings) add(open.charCodeAt(0), STRING_START);
  knownTraits.set(syntax, traits);
  return traits;
}

export function isWordPart(code: number, traits: Uint8Array): boolean {
  return code > 127 || ((traits[code] ?? 0) & WORD_PART) !== 0;
}

export function isNamePart(code: number): boolean {
  return code === 95 || isLetter(code) || isDigit(code);
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
