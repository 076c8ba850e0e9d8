import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPrefilter, type Keyword, packKeywords } from '../../src/engine/prefilter.ts';

function hitsOf(keywords: readonly Keyword[], text: Buffer): readonly string[] {
  const hits: string[] = [];
  const { packed, order } = packKeywords(keywords);
  createPrefilter(packed).scan(text, (keyword, offset) =>
    hits.push(`${keywords[order[keyword] ?? -1]?.text}@${offset}`),
  );
  return hits.sort();
}

/** The same question answered the plain way. */
function plainHits(keywords: readonly Keyword[], text: Buffer): readonly string[] {
  const whole = text.toString('latin1');
  const folded = whole.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const hits: string[] = [];
  for (const { text: word, ignoreCase } of keywords) {
    const [where, what] = ignoreCase ? [folded, word.toLowerCase()] : [whole, word];
    for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) hits.push(`${word}@${at}`);
  }
  return hits.sort();
}

describe('createPrefilter', () => {
  const keywords: readonly Keyword[] = [
    { text: 'sk-ant-', ignoreCase: false },
    { text: 'SG.', ignoreCase: false },
    { text: 'AKIA', ignoreCase: false },
    { text: 'password', ignoreCase: true },
    { text: 'aaa', ignoreCase: true },
    // One group with others, and one that begins as a shorter one does.
    { text: 'AKIA-long', ignoreCase: false },
    { text: 'akiB', ignoreCase: true },
    { text: 'aaab', ignoreCase: false },
  ];

  test('finds keywords at the start, at the end and overlapping', () => {
    expect(hitsOf(keywords, Buffer.from('sk-ant-PassWord aaaa AKIA'))).toEqual(
      ['sk-ant-@0', 'password@7', 'aaa@16', 'aaa@17', 'AKIA@21'].sort(),
    );
  });

  test('minds the case of keywords that have one', () => {
    expect(hitsOf(keywords, Buffer.from('SK-ANT- sg. akia'))).toEqual([]);
  });

  test('agrees with a plain search on any bytes', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('sk-ant-', 'SG.', 'AKIA', '-long', 'AKIB', 'PASSword', 'aaa', 'b', 'sk-', 'S', '-')
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = Buffer.concat(pieces);
        expect(hitsOf(keywords, text)).toEqual(plainHits(keywords, text));
      }),
      { numRuns: 500 },
    );
  });

  test('refuses keywords that it could not find', () => {
    expect(() => packKeywords([{ text: 'ab', ignoreCase: false }])).toThrow('too short');
    expect(() => packKeywords([{ text: 'schlüssel', ignoreCase: true }])).toThrow('ASCII');
  });
});
