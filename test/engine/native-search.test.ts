// The search in WebAssembly finds what the plain one does, on any bytes: code, packed data, and what each gate is about.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSearch } from '../../scripts/compile-search.ts';
import { builtin } from '../../src/builtin-rules.ts';
import { buildKeywordTable } from '../../src/engine/build-keyword-table.ts';
import { type KeywordTable, textOf } from '../../src/engine/keyword-table.ts';
import { nativeSearch } from '../../src/engine/native-search.ts';
import { plainSearch } from '../../src/engine/plain-search.ts';
import { fakeOf } from '../support/fakes.ts';
import { piecesAround } from '../support/hostile-text.ts';

const { matchers, rules } = builtin();
const code = compileSearch();
const table: KeywordTable = { ...buildKeywordTable(matchers, rules), code };
const plain = plainSearch(table);
const native = compiled(table);

function compiled(of: KeywordTable): ReturnType<typeof plainSearch> {
  const search = nativeSearch(of);
  if (search === undefined) throw new Error('it does not run here');
  return search;
}

function compare(bytes: Buffer): void {
  expect(native(bytes)).toEqual(plain(bytes));
}

const words = textOf(table.keywords.texts).split(' ').filter(Boolean);

/** Those, and any bytes. */
const pieces = fc.oneof(
  { weight: 12, arbitrary: piecesAround(words) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
);

test('agrees on keywords beside anything', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => compare(Buffer.from(parts.join(''), 'latin1'))),
    { numRuns: 4000 },
  );
});

test('agrees on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => compare(Buffer.from(bytes))),
    { numRuns: 1000 },
  );
});

test('agrees on every credential, cut off at every place', () => {
  for (const { kind } of matchers) {
    const text = `${kind.env}="${fakeOf(kind.id, 5)}"\n`;
    for (let end = 0; end <= text.length; end += 3) compare(Buffer.from(text.slice(0, end), 'latin1'));
  }
});

test('agrees on these sources, whose words are full of keywords', () => {
  for (const folder of ['src', 'test', 'docs']) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/\.(?:ts|md|json|svg)$/.test(name)) compare(readFileSync(join(folder, name)));
    }
  }
});

test('keeps no byte of an earlier text', () => {
  const [whole, half] = [fakeOf('anthropic-api-key', 2), fakeOf('anthropic-api-key', 2).slice(0, 30)];
  const before = native(Buffer.from(half));
  native(Buffer.from(whole));
  expect(native(Buffer.from(half))).toEqual(before);
});

test('gives more hits than it has room for, and grows', () => {
  const many = Buffer.from(`${fakeOf('anthropic-api-key', 3)}\n`.repeat(20_000));
  compare(many);
  expect(native(many).length).toBeGreaterThan(40_000);
});

test('leaves it to the plain search where it was not compiled', () => {
  expect(nativeSearch({ ...table, code: new Uint8Array(0) })).toBeUndefined();
  expect(nativeSearch({ ...table, code: code.subarray(0, 100) })).toBeUndefined();
});
