import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf, idOf } from '../../src/engine/fingerprint.ts';
import { Secret } from '../../src/engine/secret.ts';

describe('Secret', () => {
  test('shows prefix and last four only while twenty characters stay hidden', () => {
    expect(new Secret(`sk-ant-api03-${'q'.repeat(20)}wxyz`, 'sk-ant-api03-').mask).toBe('sk-ant-api03-…wxyz');
    expect(new Secret(`sk-ant-api03-${'q'.repeat(19)}wxyz`, 'sk-ant-api03-').mask).toBe('sk-ant-api03-…');
    expect(new Secret('correct horse battery staple', '').mask).toBe('…');
    expect(new Secret('does-not-start-with-it', 'sk-').mask).toBe('…');
  });

  test('no way of printing gives the value away', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 80, unit: 'grapheme-ascii' }), (value) => {
        const secret = new Secret(value, '');
        const printed = [
          `${secret}`,
          JSON.stringify({ secret }),
          inspect(secret, { depth: 9, showHidden: true }),
          String(secret),
        ];
        for (const text of printed) expect(text).not.toContain(value);
        expect(secret.reveal()).toBe(value);
      }),
    );
  });
});

describe('fingerprintOf', () => {
  test('is the same everywhere and differs by rule, path and secret', () => {
    const fingerprint = fingerprintOf('rule', 'a/b.js', 'identity', false);
    expect(fingerprint).toMatch(/^v1:[0-9a-f]{32}$/);
    expect(fingerprintOf('rule', 'a/b.js', 'identity', false)).toBe(fingerprint);
    const others = [
      fingerprintOf('rule2', 'a/b.js', 'identity', false),
      fingerprintOf('rule', 'a/c.js', 'identity', false),
      fingerprintOf('rule', 'a/b.js', 'identity2', false),
    ];
    expect(new Set([fingerprint, ...others]).size).toBe(4);
    expect(idOf(fingerprint)).toBe(fingerprint.slice(3, 15));
  });

  test('a guessable secret is stretched: the plain hash would not match', () => {
    expect(fingerprintOf('r', 'p', 'hunter2', true)).not.toBe(fingerprintOf('r', 'p', 'hunter2', false));
  });
});
