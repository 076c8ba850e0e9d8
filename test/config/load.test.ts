import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LoadedConfig, levelsOf } from '../../src/config/config.ts';
import { findConfig, loadConfig } from '../../src/config/load.ts';
import { UserError } from '../../src/errors.ts';
import { temporaryFolder } from '../support/repository.ts';

const RULE_IDS = ['anthropic-api-key', 'bearer-literal', 'github-token'];

interface Tree {
  readonly [path: string]: string | object;
}

function createFolder(tree: Tree): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function load(cwd: string, options: { root?: string; file?: string } = {}): Promise<LoadedConfig> {
  return loadConfig({ cwd, ruleIds: async () => RULE_IDS, ...options });
}

async function failureOf(promise: Promise<unknown>): Promise<{ message: string; hint: string | undefined }> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`not a UserError: ${error}`, { cause: error });
  return { message: error.message, hint: error.hint };
}

describe('findConfig', () => {
  test('the nearest folder wins, from the current one up to the root', () => {
    const root = createFolder({ 'hushkey.config.json': {}, 'a/hushkey.config.jsonc': '', 'a/b/c/x': '', 'z/x': '' });
    expect(findConfig({ cwd: join(root, 'a/b/c'), root })).toBe(join(root, 'a/hushkey.config.jsonc'));
    expect(findConfig({ cwd: join(root, 'z'), root })).toBe(join(root, 'hushkey.config.json'));
    expect(findConfig({ cwd: root, root })).toBe(join(root, 'hushkey.config.json'));
  });

  test('never above the root, never below the current folder', () => {
    const outer = createFolder({
      'hushkey.config.json': {},
      'repo/sub/x': '',
      'repo/sub/deep/hushkey.config.json': {},
    });
    const root = join(outer, 'repo');
    expect(findConfig({ cwd: join(root, 'sub'), root })).toBeUndefined();
    expect(findConfig({ cwd: root, root })).toBeUndefined();
  });

  test('outside git, the current folder only', () => {
    const folder = createFolder({ 'hushkey.config.json': {}, 'sub/x': '' });
    expect(findConfig({ cwd: folder })).toBe(join(folder, 'hushkey.config.json'));
    expect(findConfig({ cwd: join(folder, 'sub') })).toBeUndefined();
  });

  test('a root that is named through a symbolic link', () => {
    const folder = createFolder({ 'repo/hushkey.config.json': {}, 'repo/sub/x': '' });
    symlinkSync(join(folder, 'repo'), join(folder, 'link'));
    expect(findConfig({ cwd: join(folder, 'link/sub'), root: join(folder, 'repo') })).toBe(
      join(folder, 'repo/hushkey.config.json'),
    );
  });

  test('two in one folder: both are named', () => {
    const folder = createFolder({ 'hushkey.config.json': {}, 'package.json': { hushkey: {} } });
    const find = () => findConfig({ cwd: folder });
    expect(find).toThrow(expect.objectContaining({ code: 'two-configs' }));
    expect(find).toThrow(`${join(folder, 'hushkey.config.json')} and package.json`);
  });

  test.each([
    ['a key', { hushkey: { ignore: ['x'] } }, true],
    ['a dependency', { devDependencies: { hushkey: '^1.0.0' } }, false],
    ['an override of its dependencies', { overrides: { hushkey: { chalk: '5' } } }, false],
    ['broken where the key is', '{ "hushkey": { "ignore": [ }', true],
    ['broken without the key', '{ "name": ', false],
  ])('package.json: %s', (_, manifest, found) => {
    const folder = createFolder({ 'package.json': manifest });
    expect(findConfig({ cwd: folder })).toBe(found ? join(folder, 'package.json') : undefined);
  });

  test('a link that leads nowhere is a config that cannot be read', async () => {
    const folder = temporaryFolder();
    symlinkSync('gone.json', join(folder, 'hushkey.config.json'));
    expect(await failureOf(load(folder))).toEqual({ message: 'hushkey.config.json: no such file', hint: undefined });
  });
});

describe('loadConfig', () => {
  const FULL = {
    $schema: './node_modules/hushkey/schema/hushkey.config.schema.json',
    include: ['src/**'],
    ignore: ['dist', '!dist/keep.js'],
    rules: {
      'bearer-misuse': 'off',
      'github-token': ['warning', { strict: true }],
      'anthropic-api-key': { level: 'note' },
      'logged-key': { options: { names: ['log'] } },
      'acme-token': 'error',
    },
    overrides: [{ files: ['test/**'], rules: { 'acme-token': 'off' } }],
    gates: { rebase: 'error', cherryPick: 'off', revert: 'warning', noVerify: 'block' },
    clientPaths: ['web/**'],
    serverPaths: ['api/**'],
    customRules: [
      {
        id: 'acme-token',
        pattern: 'acme_[0-9a-f]{32}',
        message: 'an Acme token',
        level: 'warning',
        category: 'hardcoded-key',
        keywords: ['acme_'],
        paths: ['*.ts'],
        examples: { invalid: ['acme_{{hex}}'], valid: [{ text: 'acme_', note: 'no body' }] },
      },
    ],
    baseline: 'config/hushkey-baseline.json',
    maxBytes: 2048,
  };

  test('every setting, shorthands written out', async () => {
    const folder = createFolder({ 'hushkey.config.json': FULL });
    const { config, path } = await load(folder);
    const { $schema: _, ...rest } = FULL;
    expect(path).toBe(join(folder, 'hushkey.config.json'));
    expect(config).toEqual({
      ...rest,
      rules: {
        'bearer-misuse': { level: 'off', options: {} },
        'github-token': { level: 'warning', options: { strict: true } },
        'anthropic-api-key': { level: 'note', options: {} },
        'logged-key': { options: { names: ['log'] } },
        'acme-token': { level: 'error', options: {} },
      },
      overrides: [{ files: ['test/**'], rules: { 'acme-token': { level: 'off', options: {} } } }],
      customRules: [
        {
          ...FULL.customRules[0],
          examples: { invalid: [{ text: 'acme_{{hex}}' }], valid: [{ text: 'acme_', note: 'no body' }] },
        },
      ],
    });
    expect(levelsOf(config)).toEqual({
      'bearer-misuse': 'off',
      'github-token': 'warning',
      'anthropic-api-key': 'note',
      'acme-token': 'error',
    });
  });

  test.each<[name: string, content: string | object]>([
    ['hushkey.config.json', '\uFEFF{"ignore": ["x"]}'],
    ['hushkey.config.jsonc', '// why\n{ "ignore": ["x",], /* and */ }'],
    ['hushkey.config.js', 'export default { ignore: ["x"], baseline: undefined };'],
    ['package.json', { name: 'app', type: 'module', hushkey: { ignore: ['x'] } }],
    ['package.json', '\uFEFF{"hushkey": {"ignore": ["x"]}}'],
  ])('%s', async (name, content) => {
    const folder = createFolder({ 'package.json': { type: 'module' }, [name]: content });
    const { config } = await load(folder);
    expect(config).toMatchObject({ ignore: ['x'], rules: {}, gates: {}, include: [] });
    expect(config).not.toHaveProperty('baseline');
  });

  test('hushkey.config.ts, where Node can strip types', async () => {
    const folder = createFolder({
      'package.json': { type: 'module' },
      'hushkey.config.ts': 'const ignore: string[] = ["x"];\nexport default { ignore };',
    });
    if ('typescript' in process.features && process.features.typescript) {
      expect((await load(folder)).config.ignore).toEqual(['x']);
    } else {
      const { message, hint } = await failureOf(load(folder));
      expect(message).toBe(`hushkey.config.ts: Node ${process.version} cannot run TypeScript`);
      expect(hint).toContain('rename the config to hushkey.config.js');
    }
  });

  test('rules with code in them, from a config that is code', async () => {
    const rule = (find: string) => `{ id: 'acme', category: 'logged-key', level: 'note', summary: 's', why: 'w',
      fix: 'f', references: [], keywords: ['acme'], find: ${find},
      examples: { invalid: [{ text: 'a' }], valid: [{ text: 'b' }] } }`;
    const folder = createFolder({
      'package.json': { type: 'module' },
      'hushkey.config.js': `export default { customRules: [${rule('() => [{ start: 1, end: 2 }]')}] };`,
      'bad.js': `export default { customRules: [{ ...${rule('() => []')}, why: undefined }] };`,
    });
    const [found] = (await load(folder)).config.customRules;
    expect(found !== undefined && 'find' in found && [...found.find({ path: '', text: '' })]).toEqual([
      { start: 1, end: 2 },
    ]);
    expect((await failureOf(load(folder, { file: 'bad.js' }))).message).toBe('bad.js: customRules[0].why is missing');
  });

  test('--config names a file of any name, from the current folder', async () => {
    const root = createFolder({ 'hushkey.config.json': { ignore: ['root'] }, 'ci/strict.json': { ignore: ['ci'] } });
    const loaded = await load(join(root, 'ci'), { root, file: 'strict.json' });
    expect(loaded).toMatchObject({ folder: join(root, 'ci'), config: { ignore: ['ci'] } });
    expect((await failureOf(load(root, { file: 'none.json' }))).message).toBe('none.json: no such file');
    expect((await failureOf(load(root, { file: 'a.yml' }))).message).toBe('a.yml: not a kind of config');
  });

  test.each<[about: string, config: string | object, message: string, hint?: string]>([
    ['unknown key', { ignor: [] }, 'ignor is not a setting', 'did you mean ignore?'],
    [
      'unknown key, none near',
      { foo: 1 },
      'foo is not a setting',
      'there are $schema, extends, include, ignore, rules',
    ],
    [
      'unknown gate',
      { gates: { 'cherry-pick': 'off' } },
      'gates.cherry-pick is not a setting',
      'did you mean cherryPick?',
    ],
    [
      'unknown rule',
      { rules: { 'bearer-misues': 'off' } },
      'rules.bearer-misues is neither a rule nor a category',
      'did you mean bearer-misuse?',
    ],
    [
      'unknown level',
      { rules: { 'bearer-misuse': 'eror' } },
      'rules.bearer-misuse must be one of off, error, warning, note',
      'did you mean error?',
    ],
    [
      'level in a pair',
      { rules: { 'bearer-misuse': ['warn', {}] } },
      'rules.bearer-misuse[0] must be one of off',
      'did you mean warning?',
    ],
    [
      'level in an object',
      { rules: { 'bearer-misuse': { lvel: 'off' } } },
      'rules.bearer-misuse.lvel is not a setting',
      'did you mean level?',
    ],
    [
      'unknown rule in an override',
      {
        overrides: [
          { files: ['a'], rules: {} },
          { files: ['a'], rules: { 'github-tokn': 'off' } },
        ],
      },
      'overrides[1].rules.github-tokn is neither a rule nor a category',
      'did you mean github-token?',
    ],
    ['override without files', { overrides: [{ rules: {} }] }, 'overrides[0].files is missing'],
    ['bad glob in an override', { overrides: [{ files: ['a[b'], rules: {} }] }, 'overrides[0].files[0] is a bad glob'],
    ['gate level', { gates: { rebase: 'block' } }, 'gates.rebase must be one of off, warning, error'],
    ['bad glob', { ignore: ['ok', 'a[b'] }, 'ignore[1] is a bad glob "a[b"'],
    [
      'bad glob in a rule',
      { customRules: [{ id: 'a', pattern: 'b', message: 'c', paths: ['{x'] }] },
      'customRules[0].paths[0] is a bad glob "{x"',
    ],
    [
      'bad regex',
      { customRules: [{ id: 'a', pattern: '(?i)b', message: 'c' }] },
      'customRules[0].pattern is not a regular expression: Invalid',
      'the syntax is that of JavaScript',
    ],
    [
      'empty match',
      { customRules: [{ id: 'a', pattern: 'b*', message: 'c' }] },
      'customRules[0].pattern matches where there is nothing',
    ],
    ['missing key', { customRules: [{ id: 'a', pattern: 'b' }] }, 'customRules[0].message is missing'],
    ['bad id', { customRules: [{ id: 'A b', pattern: 'b', message: 'c' }] }, 'customRules[0].id must be in kebab-case'],
    [
      'taken id',
      { customRules: [{ id: 'github-token', pattern: 'b', message: 'c' }] },
      'customRules[0].id github-token is taken',
      'choose another id',
    ],
    ['wrong type', { ignore: 'dist' }, 'ignore must be of the type array'],
    ['wrong number', { maxBytes: 0.5 }, 'maxBytes must be a whole number'],
    ['no object', '5', 'the config must be of the type object'],
    ['malformed', '{\n  "ignore": [,]\n}', ':2:14: not valid JSON: value expected'],
    ['comments', '{\n  // no\n}', ':2:3: not valid JSON: invalid comment token', 'comments are for .jsonc'],
    ['empty', '', ':1:1: not valid JSON: value expected'],
  ])('%s: the file and the key are named', async (_, config, message, hint) => {
    const failure = await failureOf(load(createFolder({ 'hushkey.config.json': config })));
    expect(failure.message).toMatch(/^hushkey\.config\.json:/);
    expect(failure.message).toContain(message);
    if (hint === undefined) expect(failure.hint).toBeUndefined();
    else expect(failure.hint).toContain(hint);
  });

  test('the key of package.json is part of the name', async () => {
    const folder = createFolder({ 'package.json': { hushkey: { rules: { 'bearer-misuse': 'loud' } } } });
    expect((await failureOf(load(folder))).message).toContain(
      'package.json: hushkey.rules.bearer-misuse must be one of',
    );
  });

  test('a config that throws, and one without a default export', async () => {
    const folder = createFolder({ 'throws.mjs': 'throw new TypeError("no luck");', 'bare.mjs': 'export const a = 1;' });
    expect((await failureOf(load(folder, { file: 'throws.mjs' }))).message).toBe(
      'throws.mjs: could not be run: TypeError: no luck',
    );
    expect((await failureOf(load(folder, { file: 'bare.mjs' }))).message).toBe('bare.mjs: has no default export');
  });

  test('a value is never printed: it may be a credential', async () => {
    const folder = createFolder({
      'hushkey.config.json': { maxBytes: 'fa-ke-va-lue', baseline: { a: 'fa-ke-va-lue' } },
    });
    const { message, hint } = await failureOf(load(folder));
    expect(`${message}${hint}`).not.toContain('fa-ke-va-lue');
  });
});

describe('extends', () => {
  test('lists are joined, of the rest the own wins; a base that is reached twice counts once', async () => {
    const folder = createFolder({
      'hushkey.config.json': {
        extends: ['./config/a.json', 'preset'],
        ignore: ['own'],
        rules: { 'bearer-misuse': 'off', 'from-preset': 'note' },
        gates: { rebase: 'error' },
      },
      'config/a.json': { extends: '../base.jsonc', ignore: ['a'], rules: { 'bearer-misuse': 'note' }, maxBytes: 2 },
      'base.jsonc': '{ "ignore": ["base"], "maxBytes": 1, "gates": { "rebase": "off", "revert": "error" } }',
      'node_modules/preset/package.json': { name: 'preset', main: 'index.json' },
      'node_modules/preset/index.json': {
        extends: '../../base.jsonc',
        ignore: ['preset'],
        customRules: [{ id: 'from-preset', pattern: 'x', message: 'm' }],
      },
    });
    const { config } = await load(folder);
    expect(config).toMatchObject({
      ignore: ['base', 'a', 'preset', 'own'],
      rules: { 'bearer-misuse': { level: 'off' }, 'from-preset': { level: 'note' } },
      gates: { rebase: 'error', revert: 'error' },
      maxBytes: 2,
    });
  });

  test('overrides of a base come first', async () => {
    const folder = createFolder({
      'hushkey.config.json': { extends: './b.json', overrides: [{ files: ['a'], rules: { 'github-token': 'off' } }] },
      'b.json': { overrides: [{ files: ['b'], rules: { 'bearer-misuse': ['note', {}] } }] },
    });
    expect((await load(folder)).config.overrides).toEqual([
      { files: ['b'], rules: { 'bearer-misuse': { level: 'note', options: {} } } },
      { files: ['a'], rules: { 'github-token': { level: 'off', options: {} } } },
    ]);
  });

  test('a fault in a base names the base', async () => {
    const folder = createFolder({
      'hushkey.config.json': { extends: './b.json' },
      'b.json': { rules: { nope: 'off' } },
    });
    expect((await failureOf(load(folder))).message).toBe('b.json: rules.nope is neither a rule nor a category');
  });

  test.each<[about: string, tree: Tree, message: string]>([
    [
      'itself',
      { 'hushkey.config.json': { extends: './hushkey.config.json' } },
      'hushkey.config.json → hushkey.config.json',
    ],
    [
      'a ring',
      { 'hushkey.config.json': { extends: './b.json' }, 'b.json': { extends: './hushkey.config.json' } },
      'hushkey.config.json → b.json → hushkey.config.json',
    ],
    ['nothing', { 'hushkey.config.json': { extends: './none.json' } }, 'none.json: no such file'],
    [
      'no package',
      { 'hushkey.config.json': { extends: 'none' } },
      'hushkey.config.json: extends: none is not installed',
    ],
    [
      'a package without a config',
      {
        'hushkey.config.json': { extends: 'preset' },
        'node_modules/preset/package.json': { exports: { './other': './other.json' } },
      },
      'hushkey.config.json: extends: preset exports no config',
    ],
  ])('%s', async (_, tree, message) => {
    expect((await failureOf(load(createFolder(tree)))).message).toContain(message);
  });
});
