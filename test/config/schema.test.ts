import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';

const schema = JSON.parse(readFileSync('schema/hushkey.config.schema.json', 'utf8')) as object;
const validate = new Ajv({ strict: true, strictTuples: false, strictRequired: false }).compile(schema);

test('the schema in the package is the one that the code checks', () => {
  execFileSync(process.execPath, ['scripts/schema.mjs', '--check'], { stdio: 'pipe' });
});

const rule = { id: 'acme-token', pattern: 'acme_[0-9a-f]{32}', message: 'an Acme token' };

test.each<[config: unknown, valid: boolean]>([
  [{}, true],
  [{ $schema: './node_modules/hushkey/schema/hushkey.config.schema.json', extends: ['./base.json', 'preset'] }, true],
  [{ extends: './base.json', include: ['src/**'], ignore: ['dist/', '!dist/a.js'], maxBytes: 1000 }, true],
  [{ rules: { 'bearer-misuse': 'off', 'github-token': ['note', {}], 'logged-key': { level: 'error' } } }, true],
  [{ gates: { rebase: 'error', noVerify: 'block' }, baseline: 'b.json' }, true],
  [{ customRules: [{ ...rule, examples: { invalid: ['a', { text: 'b' }], valid: ['c'] } }] }, true],
  [{ overrides: [{ files: ['test/**', '!test/live/**'], rules: { 'hardcoded-key': 'warning' } }] }, true],
  [{ overrides: [{ files: ['test/**'] }] }, false],
  [{ overrides: [{ files: [], rules: {} }] }, false],
  [{ overrides: [{ files: ['a'], rules: { jwt: 'loud' } }] }, false],
  [{ overrides: [{ files: ['a'], rules: {}, ignore: [] }] }, false],
  [{ ignor: [] }, false],
  [{ rules: { 'bearer-misuse': 'loud' } }, false],
  [{ rules: { 'bearer-misuse': ['off'] } }, false],
  [{ gates: { rebase: 'maybe' } }, false],
  [{ customRules: [{ id: 'a', pattern: 'b' }] }, false],
  [{ maxBytes: 0 }, false],
])('%j: %s', (config, valid) => {
  expect(validate(config)).toBe(valid);
});
