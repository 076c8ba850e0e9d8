import { describe, expect, test } from 'vitest';
import { type Dialect, translateRegex } from '../../../src/suppress/foreign/translate-regex.ts';

function compile(pattern: string, dialect: Dialect): RegExp {
  const translated = translateRegex(pattern, dialect);
  if ('fault' in translated) throw new Error(`${pattern}: ${translated.fault}`);
  return new RegExp(translated.source, translated.flags);
}

describe('Go', () => {
  test.each<[pattern: string, hits: readonly string[], misses: readonly string[]]>([
    ['(?i)dummy', ['a DuMMy b'], ['dumm']],
    ['a(?i)b', ['ab', 'aB'], ['AB']],
    ['(a(?i)b)c', ['aBc'], ['aBC']],
    ['(?i:k)Q', ['kQ', 'KQ'], ['kq']],
    ['(?i)a(?-i)b', ['Ab'], ['AB']],
    ['(?i)[a-f0-9]{3}$', ['aF0'], ['xyz', 'g00']],
    ['(?i)[^a]b', ['xB'], ['Ab', 'ab']],
    ['(?i)é', ['É', 'é'], ['e']],
    ['^fixtures/.*\\.json\\z', ['fixtures/a.json'], ['fixtures/a.json5', 'x/fixtures/a.json']],
    ['\\Aab\\z', ['ab'], ['ab\n', 'xab']],
    ['(?m)^b$', ['a\nb\nc'], ['ab']],
    ['^b$', ['b'], ['a\nb']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['a.b', ['axb', 'a\rb'], ['a\nb']],
    ['(?P<id>x)(?P<id2>y)', ['xy'], ['x']],
    ['(?<id>x)', ['x'], ['y']],
    ['[[:alpha:]_]+[[:digit:]]$', ['ab_1'], ['1']],
    ['[]a]x', [']x', 'ax'], ['bx']],
    ['[^]a]x', ['bx'], [']x']],
    ['\\Qa.b*\\E+', ['a.b**'], ['axb']],
    ['\\x{1F600}', ['\u{1F600}'], ['a']],
    ['[\\x{1F600}-\\x{1F64F}]', ['\u{1F601}'], ['a']],
    ['\\x41\\101', ['AA'], ['A']],
    ['\\pL\\p{Greek}\\P{Lu}', ['aαb'], ['aab', 'aαB']],
    ['a\\sb', ['a b', 'a\tb'], ['a\u00a0b']],
    ['[\\s;]x', [';x', ' x'], ['\u00a0x']],
    ['a{2,3}{x}', ['aa{x}'], ['a{x}']],
    ['{}', ['{}'], ['{']],
    ['a{,2}', ['a{,2}'], ['aa']],
    ['x-y_z@a/b"c\'', ['x-y_z@a/b"c\''], ['x']],
    ['[\\w.-]+@[a\\-z]', ['x.y@-'], ['x@b']],
    ['\\bfoo\\b', ['a foo b'], ['food']],
    ['\\-\\_\\#', ['-_#'], ['-']],
    ['(?U)^a+?', ['aaa'], ['b']],
    ['a|b|', ['c'], []],
  ])('%s', (pattern, hits, misses) => {
    const regex = compile(pattern, 'go');
    for (const text of hits) expect(regex.test(text), text).toBe(true);
    for (const text of misses) expect(regex.test(text), text).toBe(false);
  });

  test('ungreedy means the other of the two', () => {
    expect(compile('(?U)a+', 'go').exec('aaa')?.[0]).toBe('a');
    expect(compile('(?U)a+?', 'go').exec('aaa')?.[0]).toBe('aaa');
    expect(compile('a+?', 'go').exec('aaa')?.[0]).toBe('a');
  });

  test.each([
    ['(?=a)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['(a)\\1', 'references back'],
    ['(?x)a', 'flag x'],
    ['(a', 'not closed'],
    ['a)', 'not opened'],
    ['[a', 'not closed'],
    ['*a', 'nothing to repeat'],
    ['a\\', 'ends in a backslash'],
    ['\\Cab', '\\C'],
    ['\\Zab', '\\Z'],
    ['[[:^alpha:]]', 'POSIX'],
    ['[[:nope:]]', 'POSIX'],
    ['\\p{Nope}', 'no regular expression'],
    ['[z-a]', 'no regular expression'],
    ['(?>a)', '(?>'],
  ])('%s is refused: %s', (pattern, words) => {
    expect(translateRegex(pattern, 'go')).toEqual({ fault: expect.stringContaining(words) });
  });
});

describe('Python', () => {
  test.each<[pattern: string, hits: readonly string[], misses: readonly string[]]>([
    ['(?i)^tests?/.*', ['Tests/a', 'test/b'], ['src/tests/a']],
    ['(?!a).b(?<!xb)d', ['cbd'], ['abd', 'xbd']],
    ['(?<=x)y(?=z)', ['xyz'], ['yz']],
    ['(?P<q>[\'"]).*(?P=q)', ["'a'"], ['\'a"']],
    ['(.)\\1', ['aa'], ['ab']],
    ['a\\Z', ['a'], ['ab']],
    ['(?#why)a(?u)', ['a'], ['b']],
    ['\\u00e9\\x41', ['éA'], ['e']],
    ['a{,2}b$', ['b', 'aab'], ['xc']],
  ])('%s', (pattern, hits, misses) => {
    const regex = compile(pattern, 'python');
    for (const text of hits) expect(regex.test(text), text).toBe(true);
    for (const text of misses) expect(regex.test(text), text).toBe(false);
  });

  test.each(['a++', '(?x)a', '(?P=none)', '(?P>a)'])('%s is refused', (pattern) => {
    expect(translateRegex(pattern, 'python')).toHaveProperty('fault');
  });
});
