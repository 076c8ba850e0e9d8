// Every credential kind keeps what its data promises: found where such values stand, silent on its near misses, and
// told apart from all other kinds.
import { describe, expect, it } from 'vitest';
import { catalogue, matchers } from '../../src/credentials/catalogue.ts';
import { fakeCredential } from '../../src/credentials/fake.ts';
import type { CredentialKind } from '../../src/credentials/kind.ts';
import type { Candidate, Matcher } from '../../src/credentials/matcher.ts';
import { leadingLiteral, leadingText, lengthRange, parseStructure } from '../../src/credentials/structure.ts';
import { finishers } from '../../src/credentials/validators/finish.ts';
import { createPrefilter, packKeywords } from '../../src/engine/prefilter.ts';
import { expandFakes, fakeOf } from '../support/fakes.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const all = matchers();
const matcherOf = new Map(all.map((matcher) => [matcher.kind.id, matcher]));

/** What a kind finds in a text, at whatever keyword. */
function findAll(matcher: Matcher, text: string): readonly Candidate[] {
  return findWith([matcher], text);
}

const tables = new Map<readonly Matcher[], ReturnType<typeof keywordTable>>();

function keywordTable(list: readonly Matcher[]) {
  const owners = list.flatMap((matcher) => matcher.keywords.map((keyword, index) => ({ matcher, keyword, index })));
  const { packed, order } = packKeywords(owners.map((owner) => owner.keyword));
  return { owners: order.map((index) => owners[index]), prefilter: createPrefilter(packed) };
}

function findWith(list: readonly Matcher[], text: string): readonly Candidate[] {
  const table = list === all ? (tables.get(list) ?? keywordTable(list)) : keywordTable(list);
  if (list === all) tables.set(list, table);
  const found: Candidate[] = [];
  table.prefilter.scan(Buffer.from(text, 'latin1'), (entry, offset) => {
    const owner = table.owners[entry];
    const candidate = owner?.matcher.find(text, offset, owner.index);
    if (candidate) found.push(candidate);
  });
  return found;
}

function structuresOf(kind: CredentialKind): readonly string[] {
  return typeof kind.structure === 'string' ? [kind.structure] : kind.structure;
}

/** Look-alikes of every shape that a kind has. */
function fakesOf(kind: CredentialKind): readonly string[] {
  const finisher = kind.validator && finishers[kind.validator];
  return structuresOf(kind).flatMap((structure) =>
    SEEDS.map((seed) => fakeCredential({ ...kind, structure }, seed, finisher)),
  );
}

const AROUND: readonly (readonly [string, string])[] = [
  ['KEY=', '\n'],
  ['const key = "', '";'],
  ['call(', ')'],
  ['first, ', ', last'],
  ['<', '>'],
  ['the end: ', ''],
  ['Authorization: Bearer ', '\r\n'],
  ['https://user:', '@host.example/path'],
  ['?token=', '&page=2'],
  ['{\\"key\\": \\"', '\\"}'],
];

function surroundingsOf(kind: CredentialKind): typeof AROUND {
  if (kind.context === undefined) return AROUND;
  const name = kind.env === '' ? (kind.context[0] ?? '') : kind.env;
  return [
    [`${name}=`, '\n'],
    [`export ${name}="`, '"\n'],
    [`{ "${name}": "`, '" }'],
    [`${name}: `, ''],
  ];
}

describe('data of the catalogue', () => {
  it('has every id once, in kebab-case', () => {
    const ids = all.map((matcher) => matcher.kind.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(all.map(({ kind }) => [kind.id, kind] as const))('%s says what it is and what to do', (_id, kind) => {
    expect(kind.provider).not.toBe('');
    expect(kind.name.length).toBeGreaterThan(3);
    expect(kind.name.length).toBeLessThanOrEqual(70);
    expect(kind.why).toMatch(/^[A-Z].{20,220}\.$/);
    expect(kind.revoke.length).toBeGreaterThan(4);
    expect(kind.docs.length).toBeGreaterThan(4);
    expect(`${kind.revoke} ${kind.docs}`).not.toMatch(/https?:/);
    expect(kind.nearMisses.length).toBeGreaterThanOrEqual(2);
  });

  it('names no registry by its address', () => {
    const hosts = /\b(?:npmjs|(?:pypi|crates|rubygems|nuget|clojars|cloudsmith|hub)\.[a-z]{2,6})\b/;
    expect(all.filter(({ kind }) => hosts.test(`${kind.revoke} ${kind.docs}`)).map(({ kind }) => kind.id)).toEqual([]);
  });

  it.each(catalogue.map((kind) => [kind.id, kind] as const))('%s has readable structures and keywords', (_id, kind) => {
    for (const structure of structuresOf(kind)) {
      const parts = parseStructure(structure);
      expect(lengthRange(parts).min).toBeGreaterThanOrEqual(15);
      expect(leadingText(structure)).toBe(leadingLiteral(parts));
    }
    for (const word of kind.context ?? []) expect(word).toMatch(/^[\x20-\x7e]{3,}$/);
    const keywords = matcherOf.get(kind.id)?.keywords ?? [];
    expect(keywords.length).toBeGreaterThan(0);
    for (const { text } of keywords) expect(text).toMatch(/^[\x20-\x7e]{3,}$/);
  });
});

describe.each(catalogue.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  const matcher = matcherOf.get(id);
  if (matcher === undefined) throw new Error(`no matcher for ${id}`);

  it('finds its look-alikes wherever they stand, and exactly them', () => {
    for (const value of fakesOf(kind)) {
      for (const [before, after] of surroundingsOf(kind)) {
        expect(findAll(matcher, before + value + after)[0], before + value + after).toMatchObject({
          start: before.length,
          end: before.length + value.length,
          level: kind.level,
        });
      }
    }
  });

  it('is silent on its near misses', () => {
    for (const text of kind.nearMisses) expect(findAll(matcher, expandFakes(text)), text).toEqual([]);
  });
});

describe.each(all.filter((matcher) => matcher.fake).map((matcher) => [matcher.kind.id, matcher] as const))(
  '%s, matched by hand,',
  (id, matcher) => {
    it('finds its look-alikes', () => {
      for (const seed of SEEDS) expect(findAll(matcher, `${fakeOf(id, seed)}\n`), `seed ${seed}`).not.toEqual([]);
    });

    it('is silent on its near misses', () => {
      for (const text of matcher.kind.nearMisses) expect(findAll(matcher, expandFakes(text)), text).toEqual([]);
    });
  },
);

describe('checksums', () => {
  const CHECKED = ['github-pat-classic', 'github-oauth', 'github-app-user', 'github-app-server', 'npm-token'];

  it.each([...CHECKED, 'cloudflare-token-v2'])('a mistyped %s is a note that says so', (id) => {
    const value = fakeOf(id, 3);
    const last = value.at(-1) === '0' ? '1' : '0';
    const matcher = matcherOf.get(id);
    expect(matcher && findAll(matcher, `KEY=${value.slice(0, -1)}${last}`)).toMatchObject([
      { level: 'note', note: expect.stringContaining('checksum does not match') },
    ]);
  });
});

/** Kinds that may claim another kind's look-alike as well, with the reason. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  // WorkOS keys have Stripe's shape with base64 inside; Clerk's and Paystack's are told by the words round them.
  'workos-key': ['stripe-secret', 'stripe-test-secret'],
  // Highnote's are made by WorkOS: the name tells whose they are.
  'highnote-key': ['workos-key', 'stripe-secret'],
  'clerk-key': ['stripe-secret', 'stripe-test-secret'],
  'paystack-key': ['stripe-secret'],
  'paystack-test-key': ['stripe-test-secret'],
};

describe('kinds are told apart', () => {
  const isSure = new Set(
    all
      .filter(
        ({ kind }) => kind.fallback !== true && catalogue.find((entry) => entry.id === kind.id)?.context === undefined,
      )
      .map(({ kind }) => kind.id),
  );

  it('prefers the narrower of two kinds that overlap, by the order of the catalogue', () => {
    const ids = catalogue.map((kind) => kind.id);
    for (const [id, others] of Object.entries(ACCEPTED)) {
      for (const other of others) expect(ids.indexOf(id), id).toBeLessThan(ids.indexOf(other));
    }
  });

  it.each(catalogue.map((kind) => [kind.id, kind] as const))('no other kind claims a %s', (id, kind) => {
    for (const value of fakesOf(kind)) {
      const others = findWith(all, `value = "${value}"`)
        .map((candidate) => candidate.kind.id)
        .filter((other) => other !== id && isSure.has(other) && !ACCEPTED[id]?.includes(other));
      expect([...new Set(others)], value).toEqual([]);
    }
  });
});

describe('fakeOf and expandFakes', () => {
  it('draw the same value for the same kind and seed', () => {
    expect(fakeOf('npm-token', 5)).toBe(fakeOf('npm-token', 5));
    expect(fakeOf('npm-token', 5)).not.toBe(fakeOf('npm-token', 6));
    expect(expandFakes('a {{fake npm-token 5}} b {{fake gcp-hmac-key 1}}')).toBe(
      `a ${fakeOf('npm-token', 5)} b ${fakeOf('gcp-hmac-key', 1)}`,
    );
  });

  it('refuse an unknown kind', () => {
    expect(() => fakeOf('no-such-kind', 1)).toThrow('no-such-kind');
  });
});
