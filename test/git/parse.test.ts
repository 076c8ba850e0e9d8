import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePath, encodedPathToBytes, parseDiffTree, parseRawDiff, splitNul } from '../../src/git/parse.ts';

describe('parseRawDiff', () => {
  test('reads records with any path', () => {
    const head = `:100644 100755 ${'a'.repeat(40)} ${'b'.repeat(40)} M`;
    const output = Buffer.concat([
      Buffer.from(`${head}\0with\nbreak \0`),
      Buffer.from(`:000000 120000 ${'0'.repeat(40)} ${'c'.repeat(40)} A\0caf`),
      Buffer.from([0xe9, 0]),
    ]);
    expect(parseRawDiff(output)).toEqual([
      {
        oldMode: '100644',
        newMode: '100755',
        oldOid: 'a'.repeat(40),
        newOid: 'b'.repeat(40),
        status: 'M',
        path: 'with\nbreak ',
      },
      {
        oldMode: '000000',
        newMode: '120000',
        oldOid: '0'.repeat(40),
        newOid: 'c'.repeat(40),
        status: 'A',
        path: 'caf%E9',
      },
    ]);
    expect(parseRawDiff(Buffer.alloc(0))).toEqual([]);
  });

  test('a truncated answer is an error, not a shorter list', () => {
    expect(() => parseRawDiff(Buffer.from(':100644 100644 a b M\0pa'))).toThrow('inside a record');
    expect(() => parseRawDiff(Buffer.from('nonsense\0path\0'))).toThrow('unknown record');
  });
});

describe('parseDiffTree', () => {
  const record = (path: string): string => `:000000 100644 ${'0'.repeat(40)} ${'c'.repeat(40)} A\0${path}\0`;
  const oid = `${'d'.repeat(40)}\0`;

  test('gives a list for each comparison, an empty one too, whatever the paths', () => {
    const output = Buffer.from(`${oid}${record(':100644')}${record('b')}${oid}${oid}${record(oid.slice(0, -1))}`);
    const paths = parseDiffTree(output).map((changes) => changes.map((change) => change.path));
    expect(paths).toEqual([[':100644', 'b'], [], ['d'.repeat(40)]]);
    expect(parseDiffTree(Buffer.alloc(0))).toEqual([]);
  });

  test.each(['dddd', `${oid}:000000`, `${oid}${record('a').slice(0, -1)}`])('refuses what is cut off: %j', (text) => {
    expect(() => parseDiffTree(Buffer.from(text))).toThrow('ended inside');
  });
});

describe('paths', () => {
  test('any bytes survive the way there and back, and no two print alike', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc.string({ minLength: 1, maxLength: 8 }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (path) => {
        expect(encodedPathToBytes(decodePath(Buffer.from(path)))).toEqual(Buffer.from(path));
      }),
    );
  });

  test('plain paths stay as they are; per cent signs and stray bytes are encoded', () => {
    expect(decodePath(Buffer.from('src/ключ.js'))).toBe('src/ключ.js');
    expect(decodePath(Buffer.from('100%.js'))).toBe('100%25.js');
    expect(decodePath(Buffer.from([0x61, 0xff, 0x62]))).toBe('a%FFb');
  });
});

test('splitNul gives each field, with or without a final NUL', () => {
  expect(splitNul(Buffer.from('a\0b c\0')).map(String)).toEqual(['a', 'b c']);
  expect(splitNul(Buffer.from('a\0b')).map(String)).toEqual(['a', 'b']);
  expect(splitNul(Buffer.alloc(0))).toEqual([]);
});
