// The forms of a report, the streams they go to, and the flags that decide what counts: packed tarball, real files.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, runHushkey, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const OPENAI = fakeOf('openai-project-key', 1);
/** Two UTF-16 units, four bytes. */
const WIDE = '\u{1f511}';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

describe('json', () => {
  test('every field of the contract', () => {
    const before = `const \u00e9 = '${WIDE}'; const key = '`;
    const cwd = folderWith({ 'z.js': `// one\n${before}${KEY}';\n`, 'a.js': `x('${OPENAI}'); y('${KEY}');\n` });
    const result = runHushkey(['scan', '--format', 'json'], { cwd });
    expect(result.status).toBe(1);
    expect(result.stderr).toBe('');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const document = JSON.parse(result.stdout);
    expect(document).toEqual({
      version: 1,
      tool: { name: 'hushkey', version },
      source: 'worktree',
      scanned: { files: 2, bytes: expect.any(Number), commits: 0, skipped: [] },
      findings: expect.any(Array),
      errors: [],
      summary: { errors: 3, warnings: 0, notes: 0, suppressed: 0 },
      durationMs: expect.any(Number),
    });
    expect(
      document.findings.map((finding: { path: string; ruleId: string }) => [finding.path, finding.ruleId]),
    ).toEqual([
      ['a.js', 'openai-project-key'],
      ['a.js', 'anthropic-api-key'],
      ['z.js', 'anthropic-api-key'],
    ]);
    const last = document.findings[2];
    expect(last).toMatchObject({
      category: 'hardcoded-key',
      level: 'error',
      message: expect.any(String),
      path: 'z.js',
      region: {
        startLine: 2,
        startColumn: before.length + 1,
        endLine: 2,
        endColumn: before.length + 1 + KEY.length,
      },
      secret: `sk-ant-api03-\u2026${KEY.slice(-4)}`,
      fingerprint: expect.stringMatching(/^v1:[0-9a-f]{32}$/),
      commit: null,
      suppressed: null,
      help: expect.stringMatching(/./),
    });
    expect(last.id).toBe(last.fingerprint.slice(3, 15));
    // Nothing that the contract does not name.
    const known = ['id', 'ruleId', 'category', 'level', 'message', 'path', 'region', 'secret', 'fingerprint', 'commit'];
    expect([...known, 'suppressed', 'fix', 'help']).toEqual(expect.arrayContaining(Object.keys(last)));
    // The fingerprint is of content: the same in another folder, at another line.
    const moved = folderWith({ 'z.js': `\n\n\n${KEY}\n` });
    const again = JSON.parse(runHushkey(['scan', '--format', 'json'], { cwd: moved }).stdout);
    expect(again.findings[0].fingerprint).toBe(last.fingerprint);
  });
});

describe('streams', () => {
  test.each(['json', 'sarif'])('%s: stdout holds only the document on exit 0, 1 and 2', (format) => {
    const cwd = folderWith({
      'a.js': `${KEY}\n// hushkey-ignore-line nothing -- why\n`,
      'b.js': 'export const b = 1;\n',
    });
    for (const [args, status] of [
      [['b.js'], 0],
      [['a.js'], 1],
      [['a.js', 'nowhere'], 2],
    ] as const) {
      const result = runHushkey(['scan', '--format', format, ...args], { cwd });
      expect(result.status).toBe(status);
      const document = JSON.parse(result.stdout);
      if (format === 'sarif') {
        expect(document.version).toBe('2.1.0');
        expect(document.runs[0].columnKind).toBe('utf16CodeUnits');
        expect(document.runs[0].results).toHaveLength(status === 0 ? 0 : 1);
      }
    }
  });

  test.each(['pretty', 'json', 'sarif'])('--output with %s leaves stdout empty', (format) => {
    const cwd = folderWith({ 'src/a.js': `${KEY}\n` });
    const result = runHushkey(['scan', 'src', '--format', format, '--output', 'report'], {
      cwd,
      env: { FORCE_COLOR: '1' },
    });
    expect(result).toMatchObject({ status: 1, stdout: '', stderr: '' });
    const report = readFileSync(join(cwd, 'report'), 'utf8');
    expect(report).toContain('anthropic-api-key');
    expect(report).not.toContain('\u001b');
  });

  test('--output to where nothing can be written is exit 2', () => {
    const cwd = folderWith({ 'a.js': 'x\n' });
    const result = runHushkey(['scan', '--output', 'no/such/folder/report'], { cwd });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^hushkey: .*cannot be written \(ENOENT\)\n/);
  });

  test('colour only when forced, and NO_COLOR wins', () => {
    const cwd = folderWith({ 'a.js': `${KEY}\n` });
    const scan = (env: NodeJS.ProcessEnv): string => runHushkey(['scan'], { cwd, env }).stdout;
    expect(scan({})).not.toContain('\u001b');
    expect(scan({ FORCE_COLOR: '1' })).toContain('\u001b[');
    expect(scan({ FORCE_COLOR: '0' })).not.toContain('\u001b');
    expect(scan({ NO_COLOR: '1', FORCE_COLOR: '1' })).not.toContain('\u001b');
  });

  test('pretty output is never wider than 80 columns', () => {
    const deep = 'a-rather-long-folder-name/'.repeat(5);
    const cwd = folderWith({
      [`${deep}file-with-a-long-name.js`]: `${'x'.repeat(300)}; const key = '${KEY}'; ${'y'.repeat(300)}\n`,
      'b.py': `client = Anthropic(api_key="${KEY}")  # ${'\u6f22'.repeat(60)}\n`,
      'deploy.yaml': `kind: Secret\ndata:\n  key: ${Buffer.from(KEY).toString('base64')}\n`,
    });
    const args = ['scan', '--verbose', '.', `nowhere/${'missing-'.repeat(20)}`];
    const { stdout, status } = runHushkey(args, { cwd });
    expect(status).toBe(2);
    const columns = (line: string): number => line.length + (line.match(/\p{Script=Han}/gu)?.length ?? 0);
    expect(stdout.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    expect(stdout).toContain('npx hushkey allow ');
  });
});

describe('what counts', () => {
  const WARNING = `await fetch('https://api.anthropic.com/v1/messages', {
  method: 'POST',
  headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY, 'content-type': 'application/json' },
});\n`;

  test('--level decides the exit code, not what is shown', () => {
    const cwd = folderWith({ 'a.ts': WARNING });
    const plain = runHushkey(['scan', '--format', 'json'], { cwd });
    expect(JSON.parse(plain.stdout).summary).toEqual({ errors: 0, warnings: 1, notes: 0, suppressed: 0 });
    expect(plain.status).toBe(0);
    expect(runHushkey(['scan'], { cwd }).stdout).toContain('warning');
    expect(runHushkey(['scan', '--level', 'warning'], { cwd }).status).toBe(1);
    expect(runHushkey(['scan', '--level', 'note'], { cwd }).status).toBe(1);
    expect(runHushkey(['scan', '--level', 'error'], { cwd }).status).toBe(0);
  });

  test('--rule and --category select, and may be repeated', () => {
    const cwd = folderWith({ 'a.js': `a('${KEY}'); b('${OPENAI}');\n` });
    const rules = (...args: string[]): readonly string[] => {
      const { findings } = JSON.parse(runHushkey(['scan', '--format', 'json', ...args], { cwd }).stdout);
      return findings.map((finding: { ruleId: string }) => finding.ruleId);
    };
    expect(rules('--rule', 'openai-project-key')).toEqual(['openai-project-key']);
    expect(rules('--rule', 'openai-project-key', '--rule=anthropic-api-key')).toHaveLength(2);
    expect(rules('--category', 'hardcoded-key')).toHaveLength(2);
    expect(rules('--category', 'bearer-misuse')).toEqual([]);
  });

  test('--rule and --category with an unknown name are exit 2 with the nearest', () => {
    const cwd = temporaryFolder();
    const rule = runHushkey(['scan', '--rule', 'anthropic-api-kee'], { cwd });
    expect(rule.status).toBe(2);
    expect(rule.stdout).toBe('');
    expect(rule.stderr).toContain('did you mean anthropic-api-key?');
    const category = runHushkey(['scan', '--category', 'bearer-missuse'], { cwd });
    expect(category.status).toBe(2);
    expect(category.stderr).toContain('did you mean bearer-misuse?');
  });

  test('--quiet drops the line of a clean run and nothing else', () => {
    const cwd = folderWith({ 'clean/a.js': 'export const a = 1;\n', 'bad/a.js': `${KEY}\n` });
    expect(runHushkey(['scan', '--quiet', 'clean'], { cwd })).toMatchObject({ status: 0, stdout: '', stderr: '' });
    const bad = runHushkey(['scan', '--quiet', 'bad'], { cwd });
    expect(bad.status).toBe(1);
    expect(bad.stdout).toContain('anthropic-api-key');
    expect(runHushkey(['scan', 'clean'], { cwd }).stdout).toMatch(
      /^hushkey: 1 file, 20 B, no findings \([\d.]+ m?s\)\n$/,
    );
  });

  test('notes are shown with --verbose only, and always in JSON', () => {
    const cwd = folderWith({
      'hushkey.config.json': '{ "rules": { "anthropic-api-key": "note" } }\n',
      'a.js': `${KEY}\n`,
    });
    const plain = runHushkey(['scan', 'a.js'], { cwd });
    expect(plain.status).toBe(0);
    expect(plain.stdout).not.toContain('anthropic-api-key');
    expect(runHushkey(['scan', 'a.js', '--verbose'], { cwd }).stdout).toContain('note  anthropic-api-key');
    expect(JSON.parse(runHushkey(['scan', 'a.js', '--format', 'json'], { cwd }).stdout).summary.notes).toBe(1);
  });

  test('--max-bytes limits usage rules, never the search for credentials', () => {
    const usage = `fetch('https://api.anthropic.com/v1/messages', { headers: { Authorization: \`Bearer \${process.env.ANTHROPIC_API_KEY}\` } });\n`;
    const cwd = folderWith({ 'a.js': `${usage}// ${KEY}\n` });
    const rules = (...args: string[]): readonly string[] =>
      JSON.parse(runHushkey(['scan', '--format', 'json', ...args], { cwd }).stdout).findings.map(
        (finding: { category: string }) => finding.category,
      );
    expect(rules()).toContain('bearer-misuse');
    expect(rules('--max-bytes', '50')).toEqual(['hardcoded-key']);
  });
});

describe('comments that suppress', () => {
  test.each([
    ['a.js', `const key = '${KEY}'; // hushkey-ignore-line anthropic-api-key -- made up for a test\n`],
    ['a.js', `/* hushkey-ignore-next-line hardcoded-key -- made up for a test */\nconst key = '${KEY}';\n`],
    ['a.py', `# hushkey-ignore-file anthropic-api-key -- made up for a test\nkey = "${KEY}"\n`],
    ['a.html', `<!-- hushkey-ignore-next-line anthropic-api-key -- made up for a test -->\n<p>${KEY}</p>\n`],
  ])('form %#', (path, content) => {
    const cwd = folderWith({ [path]: content });
    const result = runHushkey(['scan', '--format', 'json'], { cwd });
    expect(result.status).toBe(0);
    const { findings, summary } = JSON.parse(result.stdout);
    expect(summary).toMatchObject({ errors: 0, suppressed: 1 });
    expect(findings[0].suppressed).toEqual({ kind: 'inline', reason: 'made up for a test' });
    expect(runHushkey(['scan', '--no-suppressions'], { cwd }).status).toBe(1);
    expect(runHushkey(['scan'], { cwd }).stdout).toContain('no findings, 1 suppressed');
  });

  test.each([
    ['without a reason', 'hushkey-ignore-line anthropic-api-key', 'gives no reason'],
    ['with an unknown rule', 'hushkey-ignore-line anthropic-kee -- why', 'names no known rule or category'],
    ['without a rule', 'hushkey-ignore-line -- why', 'names no rule'],
  ])('%s: suppresses nothing and says so with its line', (_, marker, words) => {
    const cwd = folderWith({ 'a.js': `// first\nconst key = '${KEY}'; // ${marker}\n` });
    const result = runHushkey(['scan'], { cwd });
    expect(result.status).toBe(1);
    expect(result.stdout.replace(/\s+/g, ' ')).toContain(words);
    expect(result.stdout).toContain('a.js:2: hushkey-ignore-line');
    expect(runHushkey(['scan', '--format', 'json'], { cwd }).status).toBe(1);
  });

  test.each(['gitleaks:allow', 'pragma: allowlist secret', 'trufflehog:ignore'])(
    '%s of another scanner counts',
    (marker) => {
      const cwd = folderWith({ 'a.js': `const key = '${KEY}'; // ${marker}\n` });
      const result = runHushkey(['scan', '--format', 'json'], { cwd });
      expect(result.status).toBe(0);
      expect(JSON.parse(result.stdout).findings[0].suppressed.kind).toBe('foreign');
    },
  );
});

describe('config', () => {
  test('rules off and level, globs, rules of the project', () => {
    const { write, hushkey } = createRepository();
    write(
      'hushkey.config.json',
      JSON.stringify({
        include: ['src/**', 'lib/**'],
        ignore: ['**/gen/**'],
        rules: { 'openai-project-key': 'off', 'hardcoded-key': 'warning', 'acme-token': 'error' },
        customRules: [
          {
            id: 'acme-token',
            pattern: 'acme_[0-9a-f]{16}',
            message: 'A token of the Acme service',
            paths: ['**/*.js'],
          },
        ],
      }),
    );
    const acme = `acme_${'0f1e2d3c'.repeat(2)}`;
    write('src/a.js', `a('${KEY}'); b('${OPENAI}'); c('${acme}');\n`);
    write('src/gen/a.js', `${KEY}\n`);
    write('lib/a.txt', `${acme}\n`);
    write('other/a.js', `${KEY}\n`);
    const result = hushkey(['scan', '--format', 'json']);
    expect(result.stdout).not.toContain(acme);
    const { findings, scanned } = JSON.parse(result.stdout);
    expect(
      findings.map((finding: { path: string; ruleId: string; level: string; message: string }) =>
        [finding.path, finding.ruleId, finding.level, finding.ruleId === 'acme-token' ? finding.message : ''].join(' '),
      ),
    ).toEqual(['src/a.js anthropic-api-key warning ', 'src/a.js acme-token error A token of the Acme service']);
    expect(result.status).toBe(1);
    expect(scanned.skipped.map((entry: { path: string }) => entry.path)).toEqual(
      expect.arrayContaining(['other/a.js', 'src/gen/a.js']),
    );
    expect(hushkey(['scan']).stdout).toContain('A token of the Acme service');
  });

  test('the key of package.json, from a sub-folder', () => {
    const { root, write, hushkey } = createRepository();
    write('package.json', JSON.stringify({ name: 'x', hushkey: { rules: { 'anthropic-api-key': 'off' } } }));
    write('sub/a.js', `${KEY}\n`);
    expect(hushkey(['scan'], { cwd: join(root, 'sub') }).status).toBe(0);
    write('sub/hushkey.config.json', '{}');
    expect(hushkey(['scan'], { cwd: join(root, 'sub') }).status).toBe(1);
  });

  test.each([
    ['an unknown key', '{ "ignroe": [] }', ['ignroe', 'did you mean ignore?']],
    ['an unknown rule', '{ "rules": { "anthropic-api-kee": "off" } }', ['anthropic-api-kee', 'anthropic-api-key']],
    ['a wrong level', '{ "rules": { "hardcoded-key": "eror" } }', ['rules.hardcoded-key', 'did you mean error?']],
    ['a bad glob', '{ "ignore": ["src/[a"] }', ['ignore[0]', 'glob']],
    [
      'a bad regex',
      '{ "customRules": [{ "id": "acme-token", "pattern": "(", "message": "m" }] }',
      ['customRules[0].pattern', 'regular expression'],
    ],
    ['broken JSON', '{\n  "ignore": [\n}', ['hushkey.config.json:3:1', 'not valid JSON']],
    ['no object', '[]', ['hushkey.config.json: the config must be an object']],
  ])('%s is exit 2 that names it, nothing is written', (_, config, words) => {
    const cwd = folderWith({ 'hushkey.config.json': config, 'a.js': `${KEY}\n` });
    const result = runHushkey(['scan', '--format', 'json', '--output', 'report.json'], { cwd });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    for (const word of words) expect(result.stderr).toContain(word);
    expect(result.stderr).not.toContain('    at ');
    expect(existsSync(join(cwd, 'report.json'))).toBe(false);
  });

  test('two configs in one folder are exit 2 that names both', () => {
    const cwd = folderWith({ 'hushkey.config.json': '{}', 'package.json': '{ "hushkey": {} }', 'a.js': 'x\n' });
    const result = runHushkey(['scan'], { cwd });
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('hushkey.config.json');
    expect(result.stderr).toContain('package.json');
  });

  test('a config that is named and not there is exit 2', () => {
    const result = runHushkey(['scan', '--config', 'nowhere.json'], { cwd: temporaryFolder() });
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toContain('nowhere.json: no such file');
  });
});

describe('rules and help', () => {
  test('rules lists, explains and searches; an unknown id gets the nearest', () => {
    const cwd = temporaryFolder();
    const all = runHushkey(['rules'], { cwd });
    expect(all).toMatchObject({ status: 0, stderr: '' });
    for (const id of ['anthropic-api-key', 'bearer-misuse', 'client-side-key']) expect(all.stdout).toContain(id);
    const one = runHushkey(['rules', 'anthropic-api-key'], { cwd });
    expect(one.status).toBe(0);
    for (const label of ['category', 'why', 'fix', 'revoke', 'off'])
      expect(one.stdout).toMatch(new RegExp(`^${label} `, 'm'));
    expect(one.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const unknown = runHushkey(['rules', 'bearer-missuse'], { cwd });
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toContain('did you mean bearer-misuse?');
  });

  test('rules does not repeat a credential pasted by mistake', () => {
    const result = runHushkey(['rules', KEY], { cwd: temporaryFolder() });
    expect(result.status).toBe(2);
    expect(result.stderr).not.toContain(KEY.slice(20, 40));
  });

  test('help and version', () => {
    const cwd = temporaryFolder();
    const help = runHushkey(['--help'], { cwd });
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout.split('\n').length).toBeLessThanOrEqual(25);
    expect(runHushkey(['help'], { cwd }).stdout).toBe(help.stdout);
    for (const command of ['init', 'install', 'uninstall', 'scan', 'allow', 'rules', 'hook']) {
      const own = runHushkey(['help', command], { cwd });
      expect(own).toMatchObject({ status: 0, stderr: '' });
      expect(own.stdout).toContain(`Usage: hushkey ${command}`);
      expect(own.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(runHushkey([command, '--help'], { cwd }).stdout).toBe(own.stdout);
    }
    expect(runHushkey(['--version'], { cwd }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(runHushkey([], { cwd })).toMatchObject({ status: 0, stderr: '' });
  });
});
