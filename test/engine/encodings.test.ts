import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAround, encodedForms } from '../../src/engine/encodings.ts';

const KEYWORD = 'sk-demo-';

/** Every stretch that some encoded form of the keyword leads to, decoded. */
function decodeAll(text: string): readonly string[] {
  return encodedForms(KEYWORD).flatMap((form) => {
    const [where, what] = form.ignoreCase ? [text.toLowerCase(), form.text.toLowerCase()] : [text, form.text];
    const at = where.indexOf(what);
    const decoded = at < 0 ? undefined : decodeAround(text, at, form.encoding, KEYWORD);
    return decoded === undefined ? [] : [decoded.bytes.toString('latin1')];
  });
}

describe('encodedForms and decodeAround', () => {
  test('base64 is read at every alignment, whatever stands round the keyword', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (before, after) => {
        const text = `data: "${Buffer.from(`${before}${KEYWORD}${after}`).toString('base64')}"`;
        expect(decodeAll(text).some((decoded) => decoded.includes(KEYWORD))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('base64url, hex, percent and unicode escapes', () => {
    const bytes = Buffer.from(`${KEYWORD}tail`);
    const hex = bytes.toString('hex');
    for (const encoded of [
      Buffer.from(`??>${KEYWORD}tail`).toString('base64url'),
      hex,
      hex.toUpperCase(),
      hex.replace(/../g, '%$&'),
      hex.replace(/../g, '\\u00$&'),
    ]) {
      expect(
        decodeAll(`x = ${encoded};`).some((decoded) => decoded.includes(`${KEYWORD}tail`)),
        encoded,
      ).toBe(true);
    }
  });

  test('base64 wrapped by a tool or by YAML', () => {
    const encoded = Buffer.from(`${'line '.repeat(20)}${KEYWORD}${'tail'.repeat(20)}`).toString('base64');
    const wrapped = encoded.replace(/.{76}/g, '$&\n    ');
    expect(decodeAll(`data: ${wrapped}\n`).some((decoded) => decoded.includes(`${KEYWORD}tail`))).toBe(true);
  });

  test('short keywords have no encoded forms, which would be found everywhere', () => {
    expect(encodedForms('sk-')).toEqual([]);
  });
});
