import { expect, test } from 'vitest';
import { matchers } from '../../src/credentials/catalogue.ts';
import { ELSEWHERE, KNOWN_KINDS } from './known-kinds.ts';

const ids = new Set(matchers().map(({ kind }) => kind.id));

test('every kind that the survey named is in the catalogue, or others are in its place', () => {
  expect(new Set(KNOWN_KINDS).size).toBe(295);
  expect(KNOWN_KINDS.filter((id) => !ids.has(id))).toEqual(KNOWN_KINDS.filter((id) => ELSEWHERE[id] !== undefined));
  expect(Object.keys(ELSEWHERE).filter((id) => !KNOWN_KINDS.includes(id))).toEqual([]);
});

test.each(Object.entries(ELSEWHERE))('%s is there by other names', (_id, { ids: others, why }) => {
  expect(others.filter((other) => !ids.has(other))).toEqual([]);
  expect(why.length).toBeGreaterThan(10);
});
