// `hushkey init --import`: what other scanners were told becomes config and baseline, and what cannot is listed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, packedBin, run, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 61);
const OTHER = fakeOf('anthropic-api-key', 62);
const GITHUB = fakeOf('github-pat-classic', 63);
const CONFIG = 'hushkey.config.json';
const BASELINE = 'hushkey-baseline.json';

const GITLEAKS = `title = "ours"
[extend]
useDefault = true
disabledRules = ["jwt"]

[[rules]]
id = "Acme_Token"
description = "Acme token"
regex = '''(?i)acme_[a-z0-9]{8}'''
keywords = ["acme_"]
entropy = 3.5

[[rules]]
id = "look"
regex = '''\\p{Greek}+x'''

[[rules]]
id = "openai-project-key"
regex = '''sk-proj-x'''

[allowlist]
paths = ['''^fixtures/.*\\.txt$''', '''(a|b)\\.md''']
stopwords = ["${'sk-ant-'}"]
`;

/** A repository with the files of all four, set up already. */
function created(): TestRepository {
  const repository = createArmedRepository();
  repository.write('a.js', `'${KEY}';\n`);
  repository.write('b.py', `g = '${GITHUB}'\n`);
  repository.write('fixtures/deep/a.txt', `${OTHER}\n`);
  repository.write('.gitleaks.toml', GITLEAKS);
  repository.write(
    '.secrets.baseline',
    JSON.stringify({ results: { 'b.py': [{ hashed_secret: createHash('sha1').update(GITHUB).digest('hex') }] } }),
  );
  repository.write(
    '.secretlintrc.json',
    JSON.stringify({
      rules: [
        {
          id: '@secretlint/secretlint-rule-pattern',
          options: { patterns: [{ name: 'My Pattern', pattern: '/mine-[0-9]{6}/', filePathGlobs: ['**/*.cfg'] }] },
        },
      ],
    }),
  );
  repository.write('.secretlintignore', '# made up\nvendor/\n');
  return repository;
}

/** What it says, with the lines that were broken whole again. */
function said(repository: TestRepository, ...args: string[]): string {
  const { status, stdout, stderr } = repository.hushkey(['init', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.replaceAll('\n  ', ' ');
}

const read = ({ root }: TestRepository, name: string): string => readFileSync(join(root, name), 'utf8');
const withoutTheirs = ({ root }: TestRepository): void => {
  for (const name of ['.gitleaks.toml', '.secrets.baseline', '.secretlintrc.json', '.secretlintignore']) {
    rmSync(join(root, name));
  }
};

test('without the flag and a terminal the command is printed, and nothing is written', () => {
  const repository = created();
  expect(said(repository)).toContain(
    'hushkey: .gitleaks.toml, .secrets.baseline, .secretlintrc.json, .secretlintignore count as they stand; ' +
      'to take over what is said there: npx hushkey init --import\n',
  );
  expect(existsSync(join(repository.root, CONFIG))).toBe(false);
  expect(existsSync(join(repository.root, BASELINE))).toBe(false);
});

test('a dry run says what would be written and what could not be, and writes nothing', () => {
  const repository = created();
  const stdout = said(repository, '--import', '--dry-run');
  expect(stdout).toContain(
    `would create ${CONFIG}: customRules acme-token, my-pattern, and an override for fixtures/**/*.txt, vendor/\n`,
  );
  expect(stdout).toContain(`would create ${BASELINE}: 2 entries\n`);
  for (const lost of [
    '.gitleaks.toml: rules[0] Acme_Token: entropy has no counterpart',
    '.gitleaks.toml: rules[1] look: its pattern is not taken over: it needs the flag u',
    '.gitleaks.toml: rules[2] openai-project-key: hushkey has a rule openai-project-key, which stays as it is',
    '.gitleaks.toml: allowlist[0].paths[1]: no glob says this pattern of paths',
    '.gitleaks.toml: allowlist[0].stopwords: only what it covers now',
    '.gitleaks.toml: extend.disabledRules jwt: turn off the rules meant, in "rules"',
  ]) {
    expect(stdout).toContain(`hushkey: not taken over: ${lost}\n`);
  }
  expect(existsSync(join(repository.root, CONFIG))).toBe(false);
});

test('what is taken over holds without their files, and a second run changes nothing', () => {
  const repository = created();
  expect(said(repository, '--import')).toContain(`created ${CONFIG}`);
  expect(JSON.parse(read(repository, CONFIG))).toEqual({
    $schema: './node_modules/hushkey/schema/hushkey.config.schema.json',
    customRules: [
      {
        id: 'acme-token',
        pattern: expect.stringMatching(/^\[aA\]\[cC\]\[mM\]\[eE\]_/),
        message: 'Acme token',
        keywords: ['acme_'],
      },
      { id: 'my-pattern', pattern: 'mine-[0-9]{6}', message: 'My Pattern', paths: ['**/*.cfg'] },
    ],
    overrides: [{ files: ['fixtures/**/*.txt', 'vendor/'], rules: { 'hardcoded-key': 'off' } }],
  });
  const entries = JSON.parse(read(repository, BASELINE)) as readonly { path: string; reason: string }[];
  expect(entries.map(({ path, reason }) => [path, reason]).sort()).toEqual([
    ['a.js', 'from .gitleaks.toml: allowlist.stopwords[0]'],
    ['b.py', 'from .secrets.baseline: accepted there'],
  ]);
  expect(read(repository, BASELINE)).not.toContain(KEY.slice(14, 40));

  const before = [read(repository, CONFIG), read(repository, BASELINE)];
  expect(said(repository, '--import')).toContain('or all of it was');
  expect([read(repository, CONFIG), read(repository, BASELINE)]).toEqual(before);

  withoutTheirs(repository);
  expect(repository.hushkey(['scan'])).toMatchObject({ status: 0, stderr: '' });
  repository.write('c.js', "x = 'ACME_0123abcd';\n");
  const found = JSON.parse(repository.hushkey(['scan', 'c.js', '--format', 'json']).stdout);
  expect(found.findings).toMatchObject([{ ruleId: 'acme-token', message: 'Acme token', suppressed: null }]);
});

test('a config that is there is added to, its comments kept; one that is code is left alone', () => {
  const repository = created();
  repository.write('hushkey.config.jsonc', '{\n  // why\n  "ignore": ["dist/"]\n}\n');
  expect(repository.hushkey(['init', '--import']).stdout).toContain('changed hushkey.config.jsonc');
  expect(read(repository, 'hushkey.config.jsonc')).toMatch(
    /^\{\n {2}\/\/ why\n {2}"ignore": \["dist\/"\],\n {2}"customRules"/,
  );
  expect(repository.hushkey(['config', 'print'])).toMatchObject({ status: 0, stderr: '' });

  const other = created();
  other.write('hushkey.config.js', 'module.exports = {};\n');
  expect(said(other, '--import')).toContain('write it into hushkey.config.js by hand');
  expect(read(other, 'hushkey.config.js')).toBe('module.exports = {};\n');
});

test('at a terminal it asks', () => {
  for (const [answer, written] of [
    ['n', false],
    ['y', true],
  ] as const) {
    const repository = created();
    const command = `"${process.execPath}" "${packedBin()}" init`;
    const { stdout } = run('script', ['-qec', command, '/dev/null'], { cwd: repository.root, input: `${answer}\n` });
    expect(stdout).toContain('take over what .gitleaks.toml, .secrets.baseline');
    expect(existsSync(join(repository.root, CONFIG))).toBe(written);
  }
});

test('where there is nothing to import, that is said when it was asked for', () => {
  const repository = createArmedRepository();
  expect(repository.hushkey(['init', '--import']).stdout).toContain('no file of gitleaks, detect-secrets');
  expect(repository.hushkey(['init']).stdout).not.toContain('import');
});
