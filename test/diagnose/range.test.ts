// Versions and the ranges that package managers write.
import { expect, test } from 'vitest';
import { satisfies } from '../../src/diagnose/range.ts';

test.each<[string, string, boolean]>([
  ['1.2.3', '^1.2.3', true],
  ['1.9.0', '^1.2.3', true],
  ['2.0.0', '^1.2.3', false],
  ['1.2.2', '^1.2.3', false],
  ['0.1.5', '^0.1.0', true],
  ['0.2.0', '^0.1.0', false],
  ['0.0.4', '^0.0.3', false],
  ['1.2.9', '~1.2.3', true],
  ['1.3.0', '~1.2.3', false],
  ['1.2.3', '1.2.3', true],
  ['1.2.4', '1.2.3', false],
  ['1.2.3', '=1.2.3', true],
  ['1.2.3-rc.1', '^1.2.3', false],
  ['1.2.3-rc.1', '^1.2.3-rc.1', true],
  ['9.9.9', '*', true],
  ['9.9.9', 'latest', true],
  ['9.9.9', 'workspace:^', true],
  ['9.9.9', 'file:../hushkey.tgz', true],
  ['9.9.9', '>=1 <3', true],
])('%s in %s: %s', (version, range, answer) => expect(satisfies(version, range)).toBe(answer));
