// Which proxy, for which address: as curl reads the variables.
import { expect, test } from 'vitest';
import { proxyFor } from '../../../src/diagnose/verify/proxy.ts';

const P = 'http://proxy:3128';

test.each([
  ['https://api.example.com', { HTTPS_PROXY: P }, P],
  ['https://api.example.com', { https_proxy: P, HTTPS_PROXY: 'http://other' }, P],
  ['https://api.example.com', { HTTP_PROXY: P }, undefined],
  ['http://api.example.com', { HTTP_PROXY: P }, P],
  ['https://api.example.com', { ALL_PROXY: P }, P],
  ['https://api.example.com', { HTTPS_PROXY: 'proxy:3128' }, P],
  ['https://api.example.com', { HTTPS_PROXY: '' }, undefined],
  ['https://api.example.com', {}, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: '*' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: 'api.example.com' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: 'localhost,.example.com' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: '*.example.com' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, no_proxy: 'Example.com' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: 'api.example.com:443' }, undefined],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: 'api.example.com:8443' }, P],
  ['https://notexample.com', { HTTPS_PROXY: P, NO_PROXY: 'example.com' }, P],
  ['https://api.example.com', { HTTPS_PROXY: P, NO_PROXY: ' , ,' }, P],
  ['http://[::1]:8080', { HTTP_PROXY: P, NO_PROXY: '::1' }, undefined],
  ['http://[::1]:8080', { HTTP_PROXY: P, NO_PROXY: '[::1]:8080' }, undefined],
  ['http://[::1]:8080', { HTTP_PROXY: P, NO_PROXY: '[::1]:80' }, P],
])('%s with %j', (url, env, expected) => {
  expect(proxyFor(new URL(url), env)?.href).toBe(expected === undefined ? undefined : `${expected}/`);
});
