// What the token scanner must know of a language, as data. Adding a language is adding one of these.

/**
 * How an expression is put into a string: `${x}`, Python's `{x}`, the shell's `$X`, `${X}` and `$(x)`, Kotlin's `$x` and
 * `${x}`, PHP's `$x` and `{$x}`, Ruby's `#{x}`, Swift's `\(x)`.
 */
export type Interpolation =
  | 'dollar-brace'
  | 'brace'
  | 'shell'
  | 'dollar'
  | 'php'
  | 'powershell'
  | 'hash-brace'
  | 'backslash';

export interface StringForm {
  readonly open: string;
  readonly close: string;
  /** Letters that may stand right before the opening quote, as a pattern for the whole word. */
  readonly prefix?: RegExp;
  readonly escape: boolean;
  readonly multiline: boolean;
  readonly interpolation?: Interpolation;
  /** One character only: an apostrophe that does not close after one is none (Rust's lifetimes). */
  readonly single?: boolean;
}

/** `typed`: the languages with braces that are not JavaScript, in typed-languages.ts. `record`: no tokens at all. */
export type Family = 'script' | 'python' | 'shell' | 'typed' | 'ruby' | 'record';

export type Language =
  | Exclude<Family, 'typed'>
  | 'go'
  | 'java'
  | 'kotlin'
  | 'csharp'
  | 'php'
  | 'rust'
  | 'swift'
  | 'dart'
  | 'powershell'
  | 'hcl';

export interface Syntax {
  /** Which rules for functions, statements and definitions apply. */
  readonly family: Family;
  readonly language: Language;
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  /** Longest opener first. */
  readonly strings: readonly StringForm[];
  readonly regex: boolean;
  /** Characters besides letters, digits and `_` that belong to a word. */
  readonly wordExtra: string;
}

export const plain = (quote: string, multiline = false): StringForm => ({
  open: quote,
  close: quote,
  escape: true,
  multiline,
});

export const SCRIPT: Syntax = {
  family: 'script',
  language: 'script',
  lineComments: ['//', '#!'],
  blockComments: [
    ['/*', '*/'],
    ['<!--', '-->'],
  ],
  strings: [{ ...plain('`', true), interpolation: 'dollar-brace' }, plain("'"), plain('"')],
  regex: true,
  wordExtra: '$',
};

const FORMAT = /^(?:f|rf|fr)$/i;
const RAW = /^(?:r|u|b|rb|br)$/i;

export const PYTHON: Syntax = {
  family: 'python',
  language: 'python',
  lineComments: ['#'],
  blockComments: [],
  strings: ['"""', "'''", '"', "'"].flatMap((quote): readonly StringForm[] => [
    { ...plain(quote, quote.length === 3), prefix: FORMAT, interpolation: 'brace' },
    { ...plain(quote, quote.length === 3), prefix: RAW },
    plain(quote, quote.length === 3),
  ]),
  regex: false,
  wordExtra: '',
};

export const SHELL: Syntax = {
  family: 'shell',
  language: 'shell',
  lineComments: ['#'],
  blockComments: [],
  strings: [
    { ...plain('"', true), interpolation: 'shell' },
    { ...plain("'", true), escape: false },
  ],
  regex: false,
  wordExtra: '-./:=@%+,~?&#!*^[]{}',
};

/** Files that are read as records, not as tokens: records.ts. */
export const RECORD: Syntax = {
  family: 'record',
  language: 'record',
  lineComments: [],
  blockComments: [],
  strings: [],
  regex: false,
  wordExtra: '',
};

/** Batch files of Windows: enough of a shell to see a command and its options. */
export const BATCH: Syntax = { ...SHELL, lineComments: ['::'], strings: [plain('"')], wordExtra: '-./:=@%+,~?!*[]{}$' };

export interface Unit {
  readonly syntax: Syntax;
  readonly start: number;
  readonly end: number;
  /** Documentation is shown, not run: rules about where code runs leave it alone. */
  readonly documentation: boolean;
  /** The file's text with what hides quotes taken away, of the same length, where it is needed to read the code. */
  readonly text?: string;
}
