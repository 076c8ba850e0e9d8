// Pieces of text of which any order is a case: keywords, what may stand beside them and what may break a value, noise.
import fc from 'fast-check';

const JOINTS = [
  '"',
  "'",
  '`',
  '" +\n  "',
  '\\n',
  '\\u0041',
  '%2B',
  '&#',
  '&amp;',
  '\r\n    ',
  '\r \t',
  '\n',
  '\n\n',
  ' = ',
  '": "',
  '", "',
  '@',
  ':',
  '://',
  '\\',
  '\x1b[0m',
];

/** @param words - keywords as the search knows them. */
export function piecesAround(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    { weight: 5, arbitrary: fc.constantFrom(...JOINTS) },
    { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z0-9_.+/=~-]{1,45}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{3,12}$/) },
    { weight: 1, arbitrary: fc.constantFrom(...words).map((word) => word.toUpperCase()) },
    { weight: 1, arbitrary: fc.stringMatching(/^[ -~\x80-\xff]{1,12}$/) },
  );
}
