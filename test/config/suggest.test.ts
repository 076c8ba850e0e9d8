import { expect, test } from 'vitest';
import { nearest } from '../../src/config/suggest.ts';

const NAMES = ['bearer-misuse', 'header-misuse', 'ignore', 'include', 'clientPaths', 'format', 'init', 'scan'];

test.each([
  ['bearer-misues', 'bearer-misuse'],
  ['baerer-misuse', 'bearer-misuse'],
  ['Ignore', 'ignore'],
  ['ignored', 'ignore'],
  ['client-paths', 'clientPaths'],
  ['fromat', 'format'],
  ['form', 'format'],
  ['sacn', 'scan'],
  ['inti', 'init'],
  ['fix', undefined],
  ['uninstall-everything', undefined],
  ['', undefined],
])('%s: %s', (name, expected) => {
  expect(nearest(name, NAMES)).toBe(expected);
});
