// `hushkey config print`: the effective config, and the place that each value comes from.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const PRINT = ['config', 'print'];

function layered(): TestRepository {
  const repository = createRepository();
  repository.write(
    'base.jsonc',
    '{ "ignore": ["old/"], "rules": { "jwt": "off", "client-side-key": "note" }, "maxBytes": 10 }\n',
  );
  repository.write(
    'package.json',
    JSON.stringify({
      hushkey: {
        extends: './base.jsonc',
        ignore: ['dist/'],
        rules: { jwt: ['warning', {}] },
        gates: { noVerify: 'off' },
        customRules: [{ id: 'acme-token', pattern: 'acme_[a-z]{8}', message: 'Acme token' }],
      },
    }),
  );
  repository.write('sub/.keep', '');
  return repository;
}

test('each value with file and key, flag or default', () => {
  const { status, stdout, stderr } = layered().hushkey([...PRINT, '--baseline', 'b.json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(
    `config: package.json

include: []  (default)
ignore[0]: "old/"  (base.jsonc: ignore[0])
ignore[1]: "dist/"  (package.json: hushkey.ignore[0])
clientPaths: []  (default)
serverPaths: []  (default)
customRules[0]: "acme-token"  (package.json: hushkey.customRules[0])
rules.client-side-key: {"level":"note","options":{}}  (base.jsonc: rules.client-side-key)
rules.jwt: {"level":"warning","options":{}}  (package.json: hushkey.rules.jwt)
gates.rebase: "warning"  (default)
gates.cherryPick: "warning"  (default)
gates.revert: "warning"  (default)
gates.noVerify: "off"  (package.json: hushkey.gates.noVerify)
baseline: "b.json"  (--baseline)
maxBytes: 10  (base.jsonc: maxBytes)
`,
  );
});

test('as JSON, from a sub-folder', () => {
  const repository = layered();
  const args = [...PRINT, '--format', 'json', '--max-bytes', '77'];
  const { status, stdout } = repository.hushkey(args, { cwd: join(repository.root, 'sub') });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    file: '../package.json',
    config: {
      include: [],
      ignore: ['old/', 'dist/'],
      rules: { jwt: { level: 'warning' }, 'client-side-key': { level: 'note' } },
      gates: { rebase: 'warning', noVerify: 'off' },
      customRules: [{ id: 'acme-token', pattern: 'acme_[a-z]{8}' }],
      baseline: '../hushkey-baseline.json',
      maxBytes: 77,
    },
    origins: {
      'ignore[1]': { type: 'file', key: 'hushkey.ignore[0]' },
      'rules.jwt': { type: 'file', key: 'hushkey.rules.jwt' },
      maxBytes: { type: 'flag', flag: '--max-bytes' },
      include: { type: 'default' },
    },
  });
});

test('without a config all is default', () => {
  const { status, stdout } = createRepository().hushkey(PRINT);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^no config: all is as by default\n\n(?:\S+: .+ {2}\(default\)\n)+$/);
});

describe('--config, and what cannot be printed', () => {
  test('the file that is named, and no key that went astray in it', () => {
    const repository = createRepository();
    const key = fakeOf('anthropic-api-key', 1);
    repository.write('other.json', JSON.stringify({ ignore: [key, 'dist/'] }));
    for (const format of ['pretty', 'json']) {
      const { status, stdout } = repository.hushkey([...PRINT, '--config', 'other.json', '--format', format]);
      expect(status).toBe(0);
      expect(stdout).toContain('other.json');
      expect(stdout).toContain('dist/');
      expect(stdout).not.toContain(key.slice(14, 30));
    }
  });

  test.each([
    [['config'], 'an argument is missing'],
    [['config', 'prnt'], 'did you mean print?'],
    [[...PRINT, '--format', 'sarif'], 'config has no --format sarif'],
    [[...PRINT, '--config', 'bad.json'], 'did you mean ignore?'],
    [[...PRINT, '--config', 'none.json'], 'no such file'],
  ])('%j is exit 2', (args, message) => {
    const repository = createRepository();
    repository.write('bad.json', '{ "ignor": [] }');
    const result = repository.hushkey(args);
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain(message);
  });
});
