// What the token scanner must know of a language, as data. Adding a language is adding one of these.

/** How an expression is put into a string: `${x}`, Python's `{x}`, or the shell's `$X`, `${X}` and `$(x)`. */
export type Interpolation = 'dollar-brace' | 'brace' | 'shell';

export interface StringForm {
  readonly open: string;
  readonly close: string;
  /** Letters that may stand right before the opening quote, as a pattern for the whole word. */
  readonly prefix?: RegExp;
  readonly escape: boolean;
  readonly multiline: boolean;
  readonly interpolation?: Interpolation;
}

export type Family = 'script' | 'python' | 'shell';

export interface Syntax {
  /** Which rules for functions, statements and definitions apply. */
  readonly family: Family;
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  /** Longest opener first. */
  readonly strings: readonly StringForm[];
  readonly regex: boolean;
  /** Characters besides letters, digits and `_` that belong to a word. */
  readonly wordExtra: string;
}

const plain = (quote: string, multiline = false): StringForm => ({
  open: quote,
  close: quote,
  escape: true,
  multiline,
});

export const SCRIPT: Syntax = {
  family: 'script',
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
  lineComments: ['#'],
  blockComments: [],
  strings: [
    { ...plain('"', true), interpolation: 'shell' },
    { ...plain("'", true), escape: false },
  ],
  regex: false,
  wordExtra: '-./:=@%+,~?&#!*^[]{}',
};
