import { describe, expect, it } from 'vitest';
import { fakeCredential } from '../../src/credentials/fake.ts';
import type { CredentialKind } from '../../src/credentials/kind.ts';
import { aiHostKinds } from '../../src/credentials/kinds/ai-hosts.ts';
import { aiLabKinds } from '../../src/credentials/kinds/ai-labs.ts';
import { aiMediaKinds } from '../../src/credentials/kinds/ai-media.ts';
import { aiModelKinds } from '../../src/credentials/kinds/ai-models.ts';
import { aiSearchKinds } from '../../src/credentials/kinds/ai-search.ts';
import { aiToolKinds } from '../../src/credentials/kinds/ai-tools.ts';
import { anthropicKinds } from '../../src/credentials/kinds/anthropic.ts';
import { compileKind, type Matcher } from '../../src/credentials/matcher.ts';
import { findAll } from '../support/matching.ts';

const kinds: readonly CredentialKind[] = [
  ...anthropicKinds,
  ...aiModelKinds,
  ...aiLabKinds,
  ...aiHostKinds,
  ...aiMediaKinds,
  ...aiToolKinds,
  ...aiSearchKinds,
];
const matchers = new Map(kinds.map((kind) => [kind.id, compileKind(kind)]));
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

function matcherOf(id: string): Matcher {
  const matcher = matchers.get(id);
  if (matcher === undefined) throw new Error(`no kind ${id}`);
  return matcher;
}

/** One look-alike for each seed and each structure of the kind. */
function fakesOf(kind: CredentialKind, seeds: readonly number[]): readonly string[] {
  const structures = typeof kind.structure === 'string' ? [kind.structure] : kind.structure;
  return structures.flatMap((structure) => seeds.map((seed) => fakeCredential({ ...kind, structure }, seed)));
}

function expand(text: string): string {
  return text.replace(/\{\{fake ([a-z0-9-]+) (\d+)\}\}/g, (_, id: string, seed: string) => {
    const kind = kinds.find((each) => each.id === id);
    if (kind === undefined) throw new Error(`no kind ${id}`);
    return fakeCredential(kind, Number(seed));
  });
}

/** What the matcher finds at the places where its keywords stand. */
/** Texts that hold the value as people write it; a kind with context words gets its variable's name on the line. */
function surround(kind: CredentialKind, value: string): readonly string[] {
  const name = kind.env;
  if (kind.context !== undefined) {
    return [
      `${name}=${value}`,
      `${name}="${value}"`,
      `export ${name}='${value}';`,
      `  "${name}": "${value}",\n`,
      `const key = process.env.${name} ?? "${value}")`,
      `${name}: ${value} # production`,
    ];
  }
  return [
    value,
    `KEY=${value} `,
    `"${value}"`,
    `'${value}',`,
    `(${value})`,
    `<${value}>`,
    `{"key":${value}}`,
    `"line\\n${value}\\nnext"`,
    `Authorization: Bearer ${value};`,
    `the key is ${value}. Keep it.`,
  ];
}

describe.each(kinds)('$id', (kind) => {
  const matcher = matcherOf(kind.id);

  it('finds look-alikes in every surrounding', () => {
    for (const value of fakesOf(kind, SEEDS)) {
      for (const text of surround(kind, value)) {
        const found = findAll(matcher, text);
        expect(found.length, text).toBeGreaterThan(0);
        for (const candidate of found) {
          expect(text.slice(candidate.start, candidate.end), text).toBe(value);
          expect(value.startsWith(candidate.prefix), candidate.prefix).toBe(true);
        }
      }
    }
  });

  it('does not find its near misses', () => {
    expect(kind.nearMisses.length).toBeGreaterThanOrEqual(2);
    for (const text of kind.nearMisses.map(expand)) expect(findAll(matcher, text), text).toEqual([]);
  });

  it('has a keyword in every look-alike', () => {
    if (kind.context !== undefined && matcher.keywords.every((keyword) => keyword.ignoreCase)) return;
    const fakes = fakesOf(kind, SEEDS);
    for (const value of fakes) {
      expect(matcher.keywords.some((keyword) => value.includes(keyword.text))).toBe(true);
    }
    for (const keyword of matcher.keywords) expect(fakes.some((value) => value.includes(keyword.text))).toBe(true);
  });

  it('is the only kind, but for fallbacks, that claims its look-alikes', () => {
    if (kind.fallback === true) return;
    for (const value of fakesOf(kind, SEEDS.slice(0, 10))) {
      const text = `${kind.env === '' ? 'KEY' : kind.env}="${value}"`;
      const owners = kinds.filter((each) => each.fallback !== true && findAll(matcherOf(each.id), text).length > 0);
      expect(owners.map((each) => each.id)).toEqual([kind.id]);
    }
  });
});

describe('kinds of AI providers', () => {
  it('have ids of their own', () => {
    expect(new Set(kinds.map((kind) => kind.id)).size).toBe(kinds.length);
  });

  it('have prose that fits into messages', () => {
    for (const kind of kinds) {
      expect(kind.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(kind.why, kind.id).toMatch(/^[A-Z].*\.$/);
      expect(kind.env, kind.id).toMatch(/^[A-Z0-9_]*$/);
      expect(`${kind.revoke} ${kind.docs}`, kind.id).not.toMatch(/https?:/);
    }
  });
});

describe('the catch-all for Claude', () => {
  const catchAll = matcherOf('anthropic-unknown-key');
  const body = (length: number) => fakeCredential({ ...catchAllKind(), structure: `{${length} b64u}` }, length);

  function catchAllKind(): CredentialKind {
    const kind = anthropicKinds.find((each) => each.id === 'anthropic-unknown-key');
    if (kind === undefined) throw new Error('no catch-all');
    return kind;
  }

  it.each([
    ['an API key of a wrong length', `sk-ant-api03-${body(60)}`],
    ['an API key without its tail', `sk-ant-api03-${body(94)}B`],
    ['a number never seen', `sk-ant-api17-${body(95)}`],
    ['an OAuth token of another length', `sk-ant-oat01-${body(120)}`],
    ['a prefix never seen', `sk-ant-wif-${body(48)}`],
    ['a token with three parts', `sk-ant-zz-eyJ${body(30)}.${body(80)}.${body(43)}`],
  ])('takes %s', (_, value) => {
    const found = findAll(catchAll, `ANTHROPIC_API_KEY="${value}"`);
    expect(found.map(({ start, end }) => end - start)).toEqual([value.length]);
    expect(found[0]).toMatchObject({ level: 'error', prefix: 'sk-ant-' });
  });

  it('yields to the kind that knows more: every other Claude look-alike is claimed with the same span', () => {
    for (const kind of anthropicKinds) {
      if (kind.fallback === true) continue;
      for (const value of fakesOf(kind, [1, 2, 3])) {
        const own = findAll(matcherOf(kind.id), value);
        const general = findAll(catchAll, value);
        expect(own.map(({ start, end }) => [start, end])).toEqual(general.map(({ start, end }) => [start, end]));
      }
    }
  });

  it('is left alone by a word that ends in sk', () => {
    const slug = `task-ant-colony-${body(60)}`;
    expect(findAll(catchAll, slug)).toEqual([]);
  });
});
