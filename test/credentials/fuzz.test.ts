// Whatever stands in a file, nothing that judges credentials throws or points outside of it. Look-alikes are cut,
// joined, and have bytes changed, so that the parsers behind the keywords are reached.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeOf, matchers } from '../../src/credentials/catalogue.ts';
import { createRandom } from '../../src/credentials/fake.ts';
import { finishers } from '../../src/credentials/validators/finish.ts';
import { type ValidatorName, validators } from '../../src/credentials/validators/index.ts';
import { wifOf } from '../../src/credentials/validators/wif-base58.ts';
import { findAll } from '../support/matching.ts';

interface Change {
  readonly place: number;
  readonly drop: number;
  readonly insert: string;
}

/** Any byte as the character that stands for it, those that mean something to a parser more often. */
const byteText = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...'{}[]()"\'`:=,;.|/\\-_$%\n\r\t \0<>@#AZaz09') },
    { weight: 1, arbitrary: fc.nat(255).map((code) => String.fromCharCode(code)) },
  )
  .chain((char) => fc.constantFrom(char, char.repeat(3), char.repeat(40)));

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.constantFrom(0, 0, 1, 1, 7, 60),
  insert: fc.oneof(fc.constant(''), byteText),
});

function mutate(text: string, changes: readonly Change[]): string {
  return changes.reduce((current, { place, drop, insert }) => {
    const at = Math.floor(place * current.length);
    return current.slice(0, at) + insert + current.slice(at + drop);
  }, text);
}

describe.each(matchers().map((matcher) => [matcher.kind.id, matcher] as const))('%s', (id, matcher) => {
  it('never throws and stays inside the text', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.array(change, { maxLength: 6 }),
        fc.array(byteText, { maxLength: 4 }),
        (seed, changes, tail) => {
          const text = mutate(fakeOf(id, seed), changes) + tail.join('');
          for (const { start, end, prefix } of findAll(matcher, text)) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(text.slice(start, end).startsWith(prefix)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('survives a keyword among any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 }).map((values) => String.fromCharCode(...values));
    fc.assert(
      fc.property(bytes, fc.constantFrom(...matcher.keywords), bytes, (before, keyword, after) => {
        expect(() => findAll(matcher, before + keyword.text + after)).not.toThrow();
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(Object.keys(validators) as readonly ValidatorName[])('%s', (name) => {
  /** A value that the validator holds valid. */
  const valid = (seed: number): string => {
    const kind = matchers().find((matcher) => 'validator' in matcher.kind && matcher.kind.validator === name)?.kind;
    if (kind !== undefined) return fakeOf(kind.id, seed);
    const random = createRandom(seed);
    return name === 'wif-base58' ? wifOf(Uint8Array.from({ length: 32 }, () => random() * 256)) : 'none';
  };

  it('gives a verdict on changed values and on any text', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(change, { maxLength: 3 }), (seed, changes) => {
        expect(['valid', 'invalid', 'reject']).toContain(validators[name](mutate(valid(seed), changes)).type);
      }),
      { numRuns: 200 },
    );
  });

  it('holds its own look-alikes valid', () => {
    if (finishers[name] === undefined && name !== 'wif-base58') return;
    for (let seed = 0; seed < 10; seed += 1) expect(validators[name](valid(seed))).toMatchObject({ type: 'valid' });
  });
});
