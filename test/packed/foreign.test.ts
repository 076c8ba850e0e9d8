// The files in which other scanners were told what does not count: read as they stand, and named as the reason.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, createRepository, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 31);
const OTHER = fakeOf('anthropic-api-key', 32);
const GITHUB = fakeOf('github-pat-classic', 33);
const AWS = fakeOf('aws-access-key-id', 34);
const PEM = fakeOf('private-key-rsa-pkcs1', 35);

interface Found {
  readonly path: string;
  readonly ruleId: string;
  readonly suppressed: { readonly kind: string; readonly reason: string } | null;
}

/** Rule and reason of every finding, null where one counts. */
function scanned(repository: TestRepository, ...args: string[]): readonly (readonly [string, string | null])[] {
  const { stdout, status } = repository.hushkey(['scan', '--format', 'json', ...args]);
  expect(status).toBeLessThan(2);
  const { findings } = JSON.parse(stdout) as { findings: readonly Found[] };
  for (const { suppressed } of findings) if (suppressed !== null) expect(suppressed.kind).toBe('foreign');
  return findings.map(({ ruleId, suppressed }) => [ruleId, suppressed?.reason ?? null]);
}

/** What is said of files that cannot be used. */
function remarksOf(repository: TestRepository): string {
  const { stdout, stderr, status } = repository.hushkey(['scan']);
  expect(status).toBe(1);
  expect(stderr).toBe('');
  return stdout.replace(/\n +/g, ' ');
}

function withFiles(files: Readonly<Record<string, string>>): TestRepository {
  const repository = createRepository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository;
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

describe('.gitleaksignore', () => {
  test('a fingerprint covers its rule at its place, and names its line as the reason', () => {
    const repository = withFiles({
      'src/a.js': `// one\nconst k = '${KEY}';\nconst g = '${GITHUB}';\n`,
      '.gitleaksignore': '# accepted\n\nsrc\\a.js:anthropic-api-key:2\n./src/a.js:linear-api-key:3\n',
    });
    expect(scanned(repository)).toEqual([
      ['anthropic-api-key', '.gitleaksignore:3'],
      ['github-pat-classic', null],
    ]);
    expect(scanned(repository, '--no-suppressions').map(([, reason]) => reason)).toEqual([null, null]);
    repository.write('src/a.js', `const k = '${KEY}';\n`);
    expect(scanned(repository)).toEqual([['anthropic-api-key', null]]);
  });

  test('rules of theirs with other names speak of ours', () => {
    const repository = withFiles({
      'a.env': `G=${GITHUB}\nA=${AWS}\n`,
      'id.pem': `${PEM}\n`,
      '.gitleaksignore': 'a.env:github-pat:1\na.env:aws-access-token:2\nid.pem:private-key:1\n',
    });
    expect(scanned(repository).map(([, reason]) => reason)).toEqual([
      '.gitleaksignore:1',
      '.gitleaksignore:2',
      '.gitleaksignore:3',
    ]);
  });

  test('a fingerprint of a commit counts in that commit only', () => {
    const repository = withFiles({ 'a.js': `'${KEY}';\n` });
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'one');
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.write('.gitleaksignore', `${commit}:a.js:anthropic-api-key:1\n`);
    repository.write('b.js', `'${OTHER}';\n`);
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'two');
    expect(scanned(repository, '--history')).toEqual([
      ['anthropic-api-key', '.gitleaksignore:1'],
      ['anthropic-api-key', null],
    ]);
    expect(scanned(repository).map(([, reason]) => reason)).toEqual([null, null]);
  });

  test('what is no fingerprint is named', () => {
    const repository = withFiles({ 'a.js': `'${KEY}';\n`, '.gitleaksignore': 'a.js\n' });
    expect(remarksOf(repository)).toContain('.gitleaksignore:1: is no fingerprint (path:rule:line)');
  });
});

describe('.gitleaks.toml', () => {
  const reasonsWith = (toml: string, content = `'${KEY}';\n`, path = 'test/fixtures/a.js') =>
    scanned(withFiles({ [path]: content, '.gitleaks.toml': toml })).map(([, reason]) => reason);

  test.each<[about: string, toml: string, reason: string | null]>([
    ['paths', `[allowlist]\npaths = ['''^test/.*\\.js$''']`, 'allowlist.paths[0]'],
    ['other paths', `[allowlist]\npaths = ['^src/']`, null],
    ['a description', `[allowlist]\ndescription = "made up"\npaths = ['test']`, 'allowlist.paths[0] (made up)'],
    ['a list of lists', `[[allowlists]]\npaths=['x/']\n[[allowlists]]\npaths=['(?i)TEST/']`, 'allowlists[1].paths[0]'],
    ['a regex on the secret', `[allowlist]\nregexes = ['^sk-ant-api03-', 'never']`, 'allowlist.regexes[0]'],
    ['a regex on the line', `[allowlist]\nregexTarget = "line"\nregexes = ["^'sk-.*';$"]`, 'allowlist.regexes[0]'],
    ['a regex on the secret only', `[allowlist]\nregexes = ["^'sk-"]`, null],
    ['a stop word', `[allowlist]\nstopwords = ['SK-ANT-']`, 'allowlist.stopwords[0]'],
    ['another stop word', `[allowlist]\nstopwords = ['example']`, null],
    ['both of two', `[[allowlists]]\ncondition="AND"\npaths=['test']\nstopwords=['sk-ant']`, 'allowlists[0]'],
    ['one of two', `[[allowlists]]\ncondition="AND"\npaths=['test']\nstopwords=['nope']`, null],
    ['either of two', `[[allowlists]]\npaths=['nope']\nstopwords=['sk-ant']`, 'allowlists[0].stopwords[0]'],
    ['target rules', `[[allowlists]]\ntargetRules=['anthropic-api-key']\npaths=['test']`, 'allowlists[0].paths[0]'],
    ['other target rules', `[[allowlists]]\ntargetRules=['github-pat']\npaths=['test']`, null],
    [
      'a rule by its id',
      `[[rules]]\nid = "anthropic-api-key"\n[[rules.allowlists]]\npaths=['test']`,
      'rules[0].allowlists[0].paths[0]',
    ],
    ['another rule by its id', `[[rules]]\nid="github-pat"\n[rules.allowlist]\npaths=['test']`, null],
    [
      'a rule of the project by what it matches',
      `[[rules]]\nid="acme"\nregex='sk-ant-[a-z0-9]+-\\S+'\n[rules.allowlist]\npaths=['test']`,
      'rules[0].allowlist.paths[0]',
    ],
    ['one that matches something else', `[[rules]]\nid="acme"\nregex='acme'\n[rules.allowlist]\npaths=['test']`, null],
  ])('%s', (_, toml, reason) => {
    expect(reasonsWith(toml)).toEqual([reason === null ? null : `.gitleaks.toml: ${reason}`]);
  });

  test('a regex on the match begins before the secret and ends with it', () => {
    const toml = `[allowlist]\nregexTarget='match'\nregexes=['fake_key = ']`;
    const reason = '.gitleaks.toml: allowlist.regexes[0]';
    expect(reasonsWith(toml, `fake_key = '${KEY}'\n`)).toEqual([reason]);
    expect(reasonsWith(toml, `k = '${KEY}' # fake_key = 1\n`)).toEqual([null]);
  });

  test('what it extends counts too', () => {
    const repository = withFiles({
      'a.js': `'${KEY}';\n`,
      '.gitleaks.toml': `[extend]\nuseDefault = true\npath = "ci/base.toml"\n`,
      'ci/base.toml': `[allowlist]\npaths = ['a\\.js']\n`,
    });
    expect(scanned(repository)).toEqual([['anthropic-api-key', 'ci/base.toml: allowlist.paths[0]']]);
  });

  test('commits', () => {
    const repository = withFiles({ 'a.js': `'${KEY}';\n` });
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'one');
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.write('.gitleaks.toml', `[allowlist]\ncommits = ["${commit}"]\n`);
    expect(scanned(repository, '--history')).toEqual([['anthropic-api-key', '.gitleaks.toml: allowlist.commits[0]']]);
    expect(scanned(repository)).toEqual([['anthropic-api-key', null]]);
  });

  test.each([
    ['[allowlist\n', '.gitleaks.toml:1:11: is not valid TOML, so the file suppresses nothing'],
    [`[allowlist]\npaths=['(?=a)a']`, '.gitleaks.toml: allowlist.paths[0] cannot be read: Go has no look-around'],
    [`[extend]\npath='none.toml'`, '.gitleaks.toml: extend.path: none.toml cannot be read'],
    [`[extend]\npath='.gitleaks.toml'`, '.gitleaks.toml: extend.path leads back to .gitleaks.toml'],
    [`[extend]\npath='../outside.toml'`, '.gitleaks.toml: extend.path: ../outside.toml cannot be read'],
  ])('%j is said, and the finding counts', (toml, remark) => {
    expect(remarksOf(withFiles({ 'a.js': `'${KEY}';\n`, '.gitleaks.toml': toml }))).toContain(remark);
  });
});

describe('.secrets.baseline', () => {
  const baseline = (results: object, more: object = {}): string =>
    JSON.stringify({ version: '1.5.0', plugins_used: [], filters_used: [], results, ...more });
  const entry = (secret: string, more: object = {}): object => ({
    type: 'Secret Keyword',
    hashed_secret: sha1(secret),
    is_verified: false,
    line_number: 9,
    ...more,
  });

  test('what it holds by hash and file does not count, but what was audited as real does', () => {
    const repository = withFiles({
      'a.py': `a = "${KEY}"\nb = "${GITHUB}"\nc = "${AWS}"\n`,
      'b.py': `a = "${KEY}"\n`,
      'id.pem': `${PEM}\n`,
      '.secrets.baseline': baseline({
        'a.py': [entry(KEY), entry(GITHUB, { is_secret: false }), entry(AWS, { is_secret: true })],
        'id.pem': [entry('BEGIN RSA PRIVATE KEY', { type: 'Private Key' })],
      }),
    });
    expect(scanned(repository)).toEqual([
      ['anthropic-api-key', '.secrets.baseline: accepted there'],
      ['github-pat-classic', '.secrets.baseline: audited as no secret'],
      ['aws-access-key-id', null],
      ['anthropic-api-key', null],
      ['private-key-rsa-pkcs1', '.secrets.baseline: accepted there'],
    ]);
  });

  test('its patterns of files, lines and secrets count, in the form of today and of old', () => {
    const filter = (kind: string, pattern: unknown): object => ({
      path: `detect_secrets.filters.regex.should_exclude_${kind}`,
      pattern,
    });
    const repository = withFiles({
      'fixtures/a.py': `a = "${KEY}"\n`,
      'b.py': `a = "${OTHER}"  # made up\nb = "${GITHUB}"\n`,
      '.secrets.baseline': baseline(
        {},
        { filters_used: [filter('file', ['^Fixtures/', '(?i)^Fixtures/']), filter('line', ['made up$'])] },
      ),
    });
    expect(scanned(repository)).toEqual([
      ['anthropic-api-key', '.secrets.baseline: filters_used[1].pattern[0]'],
      ['github-pat-classic', null],
      ['anthropic-api-key', '.secrets.baseline: filters_used[0].pattern[1]'],
    ]);
    repository.write('.secrets.baseline', baseline({}, { exclude: { files: 'fixtures/|b\\.py', lines: null } }));
    expect(new Set(scanned(repository).map(([, reason]) => reason))).toEqual(
      new Set(['.secrets.baseline: exclude.files']),
    );
  });

  test.each([
    ['{', 'is not valid JSON, so the file suppresses nothing'],
    ['[]', 'has no results, so the file suppresses nothing'],
  ])('%s is said', (text, remark) => {
    expect(remarksOf(withFiles({ 'a.js': `'${KEY}';\n`, '.secrets.baseline': text }))).toContain(remark);
  });
});

describe('secretlint', () => {
  const rules = [
    { id: '@secretlint/secretlint-rule-anthropic', options: { allows: ['/NEVER/', '/SK-ANT-/i'] } },
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rules: [{ id: '@secretlint/secretlint-rule-aws', allowMessageIds: ['AWSAccessKeyID'] }],
    },
  ];
  const files = { 'a.js': `'${KEY}';\n'${AWS}';\n'${GITHUB}';\n` };

  test.each([
    ['.secretlintrc.json', JSON.stringify({ rules })],
    [
      '.secretlintrc',
      `// why, "quoted"\n{ /* ** */ "note": "// no comment, }", "rules": ${JSON.stringify(rules).replace(/\]$/, ',]')}, }`,
    ],
  ])('%s: what its rules allow', (name, text) => {
    expect(scanned(withFiles({ ...files, [name]: text }))).toEqual([
      ['anthropic-api-key', `${name}: rules[0].options.allows[1]`],
      ['aws-access-key-id', `${name}: rules[1].rules[0].allowMessageIds[0]`],
      ['github-pat-classic', null],
    ]);
  });

  test('.secretlintignore, as git would read it', () => {
    const repository = withFiles({
      'fixtures/a.js': `'${KEY}';\n`,
      'fixtures/keep.js': `'${KEY}';\n`,
      '.secretlintignore': '# made up\nfixtures/*\n!keep.js\n',
    });
    expect(scanned(repository)).toEqual([
      ['anthropic-api-key', '.secretlintignore:2'],
      ['anthropic-api-key', null],
    ]);
  });

  test.each([
    ['.secretlintrc.json', '{"rules": [', '.secretlintrc.json: is not valid JSON'],
    ['.secretlintrc.yml', 'rules: []', '.secretlintrc.yml: is YAML, which is not read'],
    ['.secretlintrc', 'rules: []', '.secretlintrc: is YAML, which is not read'],
    ['.secretlintrc.js', 'module.exports = {}', '.secretlintrc.js: is code, which is not run'],
    [
      '.secretlintrc.json',
      '{"rules": [{"id": "aws", "options": {"allows": ["/(/"]}}]}',
      '.secretlintrc.json: rules[0].options.allows[0] is no pattern',
    ],
  ])('%s with %j is said', (name, text, remark) => {
    expect(remarksOf(withFiles({ ...files, [name]: text }))).toContain(remark);
  });
});

test('the list of paths that trufflehog is given, by its usual names', () => {
  const files = { 'fixtures/a.js': `'${KEY}';\n`, 'b.js': `'${OTHER}';\n` };
  for (const name of ['.trufflehogignore', '.trufflehog-exclude']) {
    expect(scanned(withFiles({ ...files, [name]: '# made up\n^fixtures/\n*.md\n' }))).toEqual([
      ['anthropic-api-key', null],
      ['anthropic-api-key', `${name}:2`],
    ]);
  }
  const repository = withFiles({ ...files, '.trufflehogignore': '*.md\n' });
  expect(remarksOf(repository)).toContain('.trufflehogignore:1: cannot be read: a quantifier has nothing to repeat');
});

describe('for everyone', () => {
  test('a hook goes by them too, and says how many', () => {
    const repository = createArmedRepository();
    repository.write('a.js', `'${KEY}';\n`);
    repository.write('.gitleaksignore', 'a.js:anthropic-api-key:1\n');
    repository.git('add', '-A');
    const { status, stderr } = repository.tryGit(['commit', '-qm', 'x']);
    expect(stderr).toMatch(/^hushkey: 3 files, .* no findings, 1 suppressed/);
    expect(status).toBe(0);
    repository.write('a.js', `'${KEY}'; '${OTHER}';\n\n'${GITHUB}';\n`);
    expect(repository.tryGit(['commit', '-qam', 'x']).status).toBe(1);
  });

  test('misused keys are none of their business', () => {
    const repository = withFiles({
      'a.js': `fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: \`Bearer \${process.env.ANTHROPIC_API_KEY}\` } });\n`,
      '.gitleaks.toml': `[allowlist]\npaths = ['.*']\n`,
    });
    expect(scanned(repository).some(([rule, reason]) => rule === 'bearer-misuse' && reason === null)).toBe(true);
  });

  test('reports hold kind and reason, and none a secret', () => {
    const repository = withFiles({ 'a.js': `'${KEY}';\n`, '.gitleaksignore': 'a.js:anthropic-api-key:1\n' });
    for (const format of ['sarif', 'html', 'json']) {
      const { stdout, status } = repository.hushkey(['scan', '--format', format]);
      expect(status).toBe(0);
      expect(stdout).toContain('.gitleaksignore:1');
      expect(stdout).not.toContain(KEY.slice(14, 40));
    }
    const { stdout } = repository.hushkey(['scan', '--verbose']);
    expect(stdout).toContain('suppressed  a.js:1:2  anthropic-api-key (foreign: .gitleaksignore:1)');
    const { runs } = JSON.parse(repository.hushkey(['scan', '--format', 'sarif']).stdout);
    expect(runs[0].results[0].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: '.gitleaksignore:1' },
    ]);
  });

  test('their own files hold nothing that is found', () => {
    const repository = withFiles({
      '.secrets.baseline': JSON.stringify(
        { results: { 'a.py': [{ hashed_secret: sha1(KEY), type: 'Secret Keyword' }] } },
        null,
        2,
      ),
      '.gitleaks.toml': `[[rules]]\nid = "acme"\nregex = '''sk-ant-api03-[\\w-]{93}AA'''\nsecretGroup = 1\n`,
    });
    expect(scanned(repository)).toEqual([]);
  });
});
