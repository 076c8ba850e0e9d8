// The languages with functions besides JavaScript, Python and the shell, as data for the token scanner.
import { plain, type StringForm, type Syntax } from './syntax.ts';

const SLASHES = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;
const CHARACTER: StringForm = { ...plain("'"), single: true };
const typed = { family: 'typed', regex: false, wordExtra: '', ...SLASHES } as const;
const verbatim = (open: string, close: string): StringForm => ({ open, close, escape: false, multiline: true });

export const GO: Syntax = {
  ...typed,
  language: 'go',
  strings: [plain('"'), verbatim('`', '`'), CHARACTER],
};

export const JAVA: Syntax = { ...typed, language: 'java', strings: [plain('"""', true), plain('"'), CHARACTER] };

export const KOTLIN: Syntax = {
  ...typed,
  language: 'kotlin',
  strings: [
    { ...verbatim('"""', '"""'), interpolation: 'dollar' },
    { ...plain('"'), interpolation: 'dollar' },
    CHARACTER,
  ],
};

export const CSHARP: Syntax = {
  ...typed,
  language: 'csharp',
  lineComments: ['//', '#region', '#endregion', '#pragma', '#nullable'],
  strings: [
    { ...verbatim('$"""', '"""'), interpolation: 'brace' },
    verbatim('"""', '"""'),
    { ...verbatim('$@"', '"'), interpolation: 'brace' },
    { ...verbatim('@$"', '"'), interpolation: 'brace' },
    verbatim('@"', '"'),
    { ...plain('"'), open: '$"', interpolation: 'brace' },
    plain('"'),
    CHARACTER,
  ],
};

export const PHP: Syntax = {
  ...typed,
  language: 'php',
  lineComments: ['//', '#'],
  strings: [{ ...plain('"', true), interpolation: 'php' }, plain("'", true)],
  wordExtra: '$',
};

export const RUST: Syntax = {
  ...typed,
  language: 'rust',
  strings: [
    { ...verbatim('#"', '"#'), prefix: /^b?r$/ },
    { ...verbatim('"', '"'), prefix: /^b?r$/ },
    { ...plain('"', true), prefix: /^b$/ },
    plain('"', true),
    CHARACTER,
  ],
};

export const SWIFT: Syntax = {
  ...typed,
  language: 'swift',
  strings: [
    { ...plain('"""', true), interpolation: 'backslash' },
    { ...plain('"'), interpolation: 'backslash' },
  ],
};

export const DART: Syntax = {
  ...typed,
  language: 'dart',
  strings: ['"""', "'''", '"', "'"].flatMap((quote): readonly StringForm[] => [
    { ...plain(quote, quote.length === 3), escape: false, prefix: /^r$/ },
    { ...plain(quote, quote.length === 3), interpolation: 'dollar' },
  ]),
};

export const RUBY: Syntax = {
  family: 'ruby',
  language: 'ruby',
  lineComments: ['#'],
  blockComments: [['=begin', '=end']],
  strings: [{ ...plain('"', true), interpolation: 'hash-brace' }, plain("'", true)],
  regex: true,
  wordExtra: '@$',
};

export const POWERSHELL: Syntax = {
  ...typed,
  language: 'powershell',
  lineComments: ['#'],
  blockComments: [['<#', '#>']],
  strings: [{ ...verbatim('"', '"'), interpolation: 'powershell' }, verbatim("'", "'")],
  wordExtra: '$:-',
};

export const HCL: Syntax = {
  ...typed,
  language: 'hcl',
  lineComments: ['#', '//'],
  strings: [{ ...plain('"'), interpolation: 'dollar-brace' }],
  wordExtra: '-',
};

/** Languages in which a new line ends a statement; in the others a semicolon does. */
export function endsAtNewline({ language }: Syntax): boolean {
  return /^(?:go|kotlin|swift|ruby|script|powershell|hcl)$/.test(language);
}

/** Languages in which a new line ends an entry of a map as a comma does. */
export function endsEntryAtNewline({ language }: Syntax): boolean {
  return language === 'powershell' || language === 'hcl';
}

/** Languages in which a member is named without `this`. */
export function hasBareMembers({ language }: Syntax): boolean {
  return /^(?:java|kotlin|csharp|swift|dart|ruby)$/.test(language);
}
