// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchBrackets } from '../../src/usage/brackets.ts';
import { tokenize } from '../../src/usage/lexer.ts';
import { PYTHON, SCRIPT, SHELL, type Syntax } from '../../src/usage/syntax.ts';
import { CLOSE, OPEN, QUOTE, REGEX, STRING, sliceOf, TEXT, type Tokens, WORD } from '../../src/usage/tokens.ts';

const SYNTAXES: readonly (readonly [string, Syntax])[] = [
  ['script', SCRIPT],
  ['python', PYTHON],
  ['shell', SHELL],
];

function slices(tokens: Tokens, kind: number): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < tokens.count; i += 1) if (tokens.kind[i] === kind) found.push(sliceOf(tokens, i));
  return found;
}

/** Tokens are in order, and only blanks (and a continued line's backslash) lie between them. */
function expectCover(text: string, syntax: Syntax): void {
  const tokens = tokenize(text, syntax);
  let at = 0;
  for (let i = 0; i < tokens.count; i += 1) {
    const start = tokens.start[i] ?? -1;
    expect(start).toBeGreaterThanOrEqual(at);
    expect(text.slice(at, start)).toMatch(/^(?:[\s\u0000-\u0020]|\\\r?\n)*$/);
    at = tokens.end[i] ?? -1;
    expect(at).toBeGreaterThanOrEqual(start);
  }
  expect(at).toBeLessThanOrEqual(text.length);
  expect(text.slice(at)).toMatch(/^(?:[\s\u0000-\u0020]|\\\r?\n)*$/);
  const { match, parent } = matchBrackets(tokens);
  for (let i = 0; i < tokens.count; i += 1) {
    expect(parent[i] ?? 0).toBeLessThan(i);
    if (tokens.kind[i] === OPEN) expect(match[i] ?? -1).toBeGreaterThan(i);
    if (tokens.kind[i] === CLOSE) expect(match[i] ?? i).toBeLessThan(i);
  }
}

describe.each(SYNTAXES)('%s tokens', (_name, syntax) => {
  it('cover any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => expectCover(text, syntax)),
      { numRuns: 300 },
    );
  });

  it('cover any heap of code pieces', () => {
    const piece = fc.constantFrom(
      '`',
      '${',
      '}',
      '{',
      '(',
      ')',
      '[',
      ']',
      "'",
      '"',
      '"""',
      'f"',
      "f'",
      '\\',
      '\n',
      '\\\n',
      '/',
      '//',
      '/*',
      '*/',
      '#',
      'don',
      't',
      '$',
      '$(',
      '$X',
      '<<<<<<< HEAD\n',
      '=======\n',
      '>>>>>>> x\n',
      '</p>',
      '=>',
      ' ',
      'return',
      '<!--',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => expectCover(pieces.join(''), syntax)),
      { numRuns: 600 },
    );
  });
});

describe('script', () => {
  it('reads templates as brackets round text and expressions', () => {
    const tokens = tokenize('`Bearer ${key}!`', SCRIPT);
    expect(slices(tokens, TEXT)).toEqual(['Bearer ', '!']);
    expect(slices(tokens, WORD)).toEqual(['key']);
    expect(tokens.shape[0]).toBe(QUOTE);
    expect(matchBrackets(tokens).match[0]).toBe(tokens.count - 1);
  });

  it('tells a regular expression from a division', () => {
    expect(slices(tokenize('a / b / c; x = /[/"]"/g; return /x/', SCRIPT), REGEX)).toEqual(['/[/"]"/g', '/x/']);
  });

  it('takes the apostrophe of prose for no string', () => {
    expect(slices(tokenize("<p>Don't {a} won't</p>; f('x')", SCRIPT), STRING)).toEqual(["'x'"]);
  });

  it('goes on after a string that does not close', () => {
    expect(slices(tokenize("const a = 'open\nconst b = 'x'", SCRIPT), STRING)).toEqual(["'x'"]);
  });

  it('ends expressions in templates at their own brace', () => {
    const tokens = tokenize('`${f({ a: `${b}` })}` + c', SCRIPT);
    expect(sliceOf(tokens, tokens.count - 1)).toBe('c');
    expect(matchBrackets(tokens).parent[tokens.count - 1]).toBe(-1);
  });
});

describe('python', () => {
  it('reads format strings, raw strings and doubled braces', () => {
    const tokens = tokenize('f"Bearer {key!r:>4} {{no}}" r"\\d" b\'x\' """a\n"b"""', PYTHON);
    expect(slices(tokens, TEXT)).toEqual(['Bearer ', ' {{no}}']);
    expect(slices(tokens, STRING)).toEqual(['r"\\d"', "b'x'", '"""a\n"b"""']);
  });
});

describe('shell', () => {
  it('covers the expressions of a workflow', () => {
    expectCover('echo "a ${{ secrets.KEY }} ${{ b" ${{', SHELL);
    expect(slices(tokenize('echo "a ${{ secrets.KEY }}"', SHELL), WORD)).toEqual(['echo', 'KEY']);
  });

  it('expands in double quotes only', () => {
    const tokens = tokenize(`curl -H "a: $KEY \${B:-x} $(cat f)" -H 'b: $KEY' # $C`, SHELL);
    expect(slices(tokens, STRING)).toEqual(["'b: $KEY'"]);
    expect(slices(tokens, WORD)).toEqual(['curl', '-H', 'KEY', 'B', 'cat', 'f', '-H']);
  });
});
