// `hushkey config print`: the effective config, and the place that each value comes from.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, createRepository, type TestRepository } from '../support/repository.ts';

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
overrides: []  (default)
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

describe('overrides', () => {
  const KEY = fakeOf('anthropic-api-key', 2);
  const GITHUB = fakeOf('github-pat-classic', 3);

  /** Level of each finding by path and rule. */
  function levels(repository: TestRepository, ...args: string[]): Readonly<Record<string, string>> {
    const { findings } = JSON.parse(repository.hushkey(['scan', '--format', 'json', ...args]).stdout);
    return Object.fromEntries(
      findings.map((one: { path: string; ruleId: string; level: string }) => [`${one.path} ${one.ruleId}`, one.level]),
    );
  }

  test('other levels for some files; the last that names a rule holds, an id over its category', () => {
    const repository = createRepository();
    const content = `'${KEY}';\n'${GITHUB}';\n`;
    for (const path of ['src/a.js', 'test/a.js', 'test/live/a.js', 'docs/a.md']) repository.write(path, content);
    repository.write(
      'hushkey.config.json',
      JSON.stringify({
        rules: { 'github-pat-classic': 'warning' },
        overrides: [
          { files: ['test/', '!test/live/'], rules: { 'hardcoded-key': 'note' } },
          { files: ['*.md'], rules: { 'hardcoded-key': 'off', 'github-pat-classic': 'error' } },
          { files: ['test/a.js'], rules: { 'anthropic-api-key': ['warning', {}] } },
        ],
      }),
    );
    expect(levels(repository)).toEqual({
      'src/a.js anthropic-api-key': 'error',
      'src/a.js github-pat-classic': 'warning',
      'test/a.js anthropic-api-key': 'warning',
      'test/a.js github-pat-classic': 'warning',
      'test/live/a.js anthropic-api-key': 'error',
      'test/live/a.js github-pat-classic': 'warning',
      'docs/a.md github-pat-classic': 'error',
    });
    const printed = repository.hushkey(PRINT).stdout;
    expect(printed).toContain('overrides[0]: {"files":["test/","!test/live/"],"rules":{"hardcoded-key":"note"}}');
    expect(JSON.parse(repository.hushkey([...PRINT, '--format', 'json']).stdout).config.overrides).toHaveLength(3);
  });

  test('globs start at the folder of the config, and say nothing of what stands outside it', () => {
    const repository = createRepository();
    for (const path of ['a.js', 'sub/a.js', 'sub/deep/a.js']) repository.write(path, `'${KEY}';\n`);
    const config = { overrides: [{ files: ['/a.js'], rules: { 'hardcoded-key': 'warning' } }] };
    repository.write('sub/hushkey.config.json', JSON.stringify(config));
    expect(levels(repository, '--config', 'sub/hushkey.config.json')).toEqual({
      'a.js anthropic-api-key': 'error',
      'sub/a.js anthropic-api-key': 'warning',
      'sub/deep/a.js anthropic-api-key': 'error',
    });
  });

  test('a hook goes by them', () => {
    const repository = createArmedRepository();
    repository.write(
      'hushkey.config.json',
      '{"overrides": [{"files": ["test/"], "rules": {"hardcoded-key": "warning"}}]}',
    );
    repository.write('test/a.js', `'${KEY}';\n`);
    repository.git('add', '-A');
    expect(repository.tryGit(['commit', '-qm', 'x']).status).toBe(0);
    repository.write('src/a.js', `'${KEY}';\n`);
    repository.git('add', '-A');
    expect(repository.tryGit(['commit', '-qm', 'x']).status).toBe(1);
  });
});

describe('extends', () => {
  const KEY = fakeOf('anthropic-api-key', 2);

  test('a package: its main file, one of its exports, and a scoped one', () => {
    const repository = createRepository();
    repository.write('a.js', `'${KEY}';\n`);
    const preset = (rules: object): string => JSON.stringify({ rules });
    repository.write('node_modules/main/package.json', '{ "main": "./config.json" }');
    repository.write('node_modules/main/config.json', preset({ 'anthropic-api-key': 'note' }));
    repository.write(
      'node_modules/@acme/hushkey/package.json',
      '{ "type": "module", "exports": { ".": "./index.js", "./strict": "./strict.jsonc" } }',
    );
    repository.write('node_modules/@acme/hushkey/index.js', 'export default { rules: { jwt: "off" } };');
    repository.write('node_modules/@acme/hushkey/strict.jsonc', `// ours\n${preset({ jwt: 'error' })}`);
    repository.write('hushkey.config.json', '{ "extends": ["main", "@acme/hushkey", "@acme/hushkey/strict"] }');
    const { stdout, stderr } = repository.hushkey(PRINT);
    expect(stderr).toBe('');
    expect(stdout).toContain(
      'rules.anthropic-api-key: {"level":"note","options":{}}  (node_modules/main/config.json: rules.anthropic-api-key)',
    );
    expect(stdout).toContain(
      'rules.jwt: {"level":"error","options":{}}  (node_modules/@acme/hushkey/strict.jsonc: rules.jwt)',
    );
    expect(repository.hushkey(['scan']).status).toBe(0);
  });

  test.each([
    [{ extends: 'none' }, 'extends: none is not installed', 'a file is written ./none'],
    [{ extends: './none.json' }, 'none.json: no such file', ''],
    [{ extends: './hushkey.config.json' }, 'extends itself', 'hushkey.config.json → hushkey.config.json'],
    [{ extends: 5 }, 'extends must be of the type', ''],
  ])('%j is exit 2', (config, message, more) => {
    const repository = createRepository();
    repository.write('hushkey.config.json', JSON.stringify(config));
    repository.write('a.js', `'${KEY}';\n`);
    const { status, stdout, stderr } = repository.hushkey(['scan']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(more);
  });
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
