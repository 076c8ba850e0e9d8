import { describe, expect, it } from 'vitest';
import { fakeCredential } from '../../src/credentials/fake.ts';
import type { CredentialKind } from '../../src/credentials/kind.ts';
import { chatKinds } from '../../src/credentials/kinds/chat.ts';
import { identityKinds } from '../../src/credentials/kinds/identity.ts';
import { paymentKinds } from '../../src/credentials/kinds/payments.ts';
import { compileKind } from '../../src/credentials/matcher.ts';
import { specialMatchers } from '../../src/credentials/special/index.ts';
import { expandFakes } from '../support/fakes.ts';
import { findAll } from '../support/matching.ts';

const kinds: readonly CredentialKind[] = [...chatKinds, ...paymentKinds, ...identityKinds];

/** A name that gives the value its meaning; for kinds with a shape of their own, any name. */
function nameFor(kind: CredentialKind): string {
  const word = kind.context?.[0];
  return word === undefined ? 'setting' : word;
}

const surroundings = (name: string, value: string): readonly string[] => [
  `${name}=${value}\n`,
  `  "${name}": "${value}",\n`,
  `const ${name} = '${value}';`,
  `${name}: ${value}`,
  `client.configure({ ${name}: \`${value}\` }) // set up`,
];

describe.each(kinds.map((kind) => [kind.id, kind] as const))('%s', (_, kind) => {
  const matcher = compileKind(kind);

  it('finds look-alikes wherever they stand', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const value = fakeCredential(kind, seed);
      for (const text of surroundings(nameFor(kind), value)) {
        const found = findAll(matcher, text).map((candidate) => text.slice(candidate.start, candidate.end));
        expect(found, text).toContain(value);
      }
    }
  });

  it('finds every one of its shapes', () => {
    for (const structure of typeof kind.structure === 'string' ? [kind.structure] : kind.structure) {
      const value = fakeCredential({ ...kind, structure }, 3);
      const text = `${nameFor(kind)}=${value}\n`;
      expect(
        findAll(matcher, text).map((candidate) => text.slice(candidate.start, candidate.end)),
        structure,
      ).toContain(value);
    }
  });

  it('is an error unless it is a guess or says otherwise', () => {
    const text = `${nameFor(kind)}=${fakeCredential(kind, 1)}\n`;
    const expected = kind.level ?? (kind.context === undefined ? 'error' : 'warning');
    expect(findAll(matcher, text)[0]?.level).toBe(expected);
  });

  it('leaves near misses alone', () => {
    expect(kind.nearMisses.length).toBeGreaterThanOrEqual(2);
    for (const text of kind.nearMisses) expect(findAll(matcher, expandFakes(text)), text).toEqual([]);
  });
});

describe('the catalogue of business kinds', () => {
  it('uses each id once', () => {
    const ids = [...kinds.map((kind) => kind.id), ...specialMatchers.map((matcher) => matcher.kind.id)];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leaves ids and publishable keys alone', () => {
    const hex = fakeCredential({ ...(kinds[0] as CredentialKind), structure: '{32 hex}' }, 5);
    const publicValues = [`AC${hex}`, `pk_live_${hex}`, `phc_${hex}${hex.slice(0, 11)}`, `ALGOLIA_SEARCH_KEY=${hex}`];
    for (const kind of kinds) {
      for (const text of publicValues) expect(findAll(compileKind(kind), text), `${kind.id} ${text}`).toEqual([]);
    }
  });
});
