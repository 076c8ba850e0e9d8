import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAround, cutEnd, cutStart, harmless, widthOf, wrap } from '../../src/report/terminal-text.ts';

test.each([
  ['abc', 3],
  ['日本語', 6],
  ['한국', 4],
  ['ｆｕｌｌ', 8],
  ['e\u0301', 1],
  ['😀', 2],
  ['❤\ufe0f', 2],
  ['…│', 2],
  ['', 0],
])('%s takes %i columns', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

describe('cutAround', () => {
  test('leaves alone what fits', () => {
    expect(cutAround({ text: 'abcdef', start: 1, end: 2 }, 6)).toEqual({ text: 'abcdef', start: 1, end: 2 });
  });

  test('cuts on both sides', () => {
    const cut = cutAround({ text: `${'a'.repeat(50)}KEY${'b'.repeat(50)}`, start: 50, end: 53 }, 20);
    expect(cut.text).toMatch(/^…a+KEYb+…$/);
    expect(widthOf(cut.text)).toBe(20);
    expect(cut.text.slice(cut.start, cut.end)).toBe('KEY');
  });

  test('shows the start of a part that is too long', () => {
    const cut = cutAround({ text: `ab${'K'.repeat(50)}`, start: 2, end: 52 }, 10);
    expect(cut.text.slice(cut.start, cut.end)).toMatch(/^K+…$/);
    expect(widthOf(cut.text)).toBeLessThanOrEqual(10);
  });
});

test('cutStart and cutEnd keep what is nearest the other end', () => {
  expect(cutStart('abcdef', 4)).toBe('…def');
  expect(cutEnd('abcdef', 4)).toBe('abc…');
});

test('wrap breaks at blanks, in a path after a slash, and else anywhere', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('folder/file.ts', 10)).toEqual(['folder/', 'file.ts']);
  expect(wrap('日本語日本語', 5)).toEqual(['日本', '語日', '本語']);
});

test('harmless turns a tab into blanks and shows that a control was there', () => {
  expect(harmless('a\tb\u001b[1m\r\n\u2066\u200b')).toBe('a  b·[1m····');
});

const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('日', ' ', '\u0301', '😀', '\ufe0f', '/'),
  ),
  maxLength: 80,
});

test('nothing is wider than asked for, and wrapping loses nothing but blanks', () => {
  fc.assert(
    fc.property(anyText, fc.nat(80), fc.nat(80), fc.integer({ min: 4, max: 60 }), (raw, a, b, columns) => {
      const text = harmless(raw);
      const start = Math.min(a, text.length);
      const end = Math.min(start + b, text.length);
      const cut = cutAround({ text, start, end }, columns);
      expect(widthOf(cut.text)).toBeLessThanOrEqual(columns);
      expect(cut.start).toBeLessThanOrEqual(cut.end);
      expect(cut.end).toBeLessThanOrEqual(cut.text.length);
      const lines = wrap(text, columns);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
    { numRuns: 500 },
  );
});
