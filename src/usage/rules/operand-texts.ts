// What the readers of operands share: what they fill, and where the strings and brackets of any language end.
/** How a language puts an expression into a string. */
export type Holes =
  | 'template'
  | 'format'
  | 'dollar'
  | 'ruby'
  | 'swift'
  | 'csharp'
  | 'rust'
  | 'php'
  | 'perl'
  | 'shell'
  | 'powershell'
  | 'batch'
  | 'none';

export interface Operand {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly literal: boolean;
}

export interface Reading {
  readonly text: string;
  readonly holes: Holes;
  readonly found: Operand[];
}

/** Expressions in strings have quotes of their own. */
const HOLE_OPENS = /^(?:\$\{|#\{|\\\()/;

/** After the closing quote. */
export function stringEnd(text: string, at: number, to: number): number {
  const quote = text.charAt(at);
  const delimiter = quote !== '`' && text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let i = at + delimiter.length; i < to; i += 1) {
    // C# puts holes into `$"…"` without a sign of their own.
    const bare = text.charAt(i) === '{' && text.charAt(at - 1) === '$' && text.charAt(i + 1) !== '{';
    const opens = bare || HOLE_OPENS.test(text.slice(i, i + 2)) ? closingOf(text, i + (bare ? 1 : 2), to) : undefined;
    if (opens !== undefined) i = opens;
    else if (text.charAt(i) === '\\') i += 1;
    else if (text.startsWith(delimiter, i)) return i + delimiter.length;
  }
  return to;
}

/** The bracket that closes the one before `from`; undefined when it is not there. */
export function closingOf(text: string, from: number, to: number): number | undefined {
  let depth = 0;
  for (let at = from; at < to; ) {
    const char = text.charAt(at);
    if (char === '"' || char === '`' || (char === "'" && !/\w/.test(text.charAt(at - 1)))) {
      at = stringEnd(text, at, to);
      continue;
    }
    if (char === '(' || char === '[' || char === '{') depth += 1;
    else if (char === ')' || char === ']' || char === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
    at += 1;
  }
  return undefined;
}
