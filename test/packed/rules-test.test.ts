// `hushkey rules test`: a project's own rules are held to their examples.
import { describe, expect, test } from 'vitest';
import { createArmedRepository, createRepository, type Run } from '../support/repository.ts';

const GOOD = {
  id: 'acme-token',
  pattern: 'acme_[a-z0-9]{8}',
  message: 'Acme token',
  keywords: ['acme_'],
  examples: { invalid: ['a = "acme_0123abcd"', { path: 'b.py', text: 'acme_0123abcd' }], valid: ['acme_short'] },
};

function testOf(customRules: readonly object[]): Run {
  const repository = createRepository();
  repository.write('hushkey.config.json', JSON.stringify({ customRules }));
  return repository.hushkey(['rules', 'test']);
}

describe('rules as data', () => {
  test('that do as their examples say are exit 0', () => {
    expect(testOf([GOOD])).toEqual({
      status: 0,
      stdout: 'ok    acme-token: 2 invalid, 1 valid\n\n1 rule, all as their examples say\n',
      stderr: '',
    });
  });

  test.each<[about: string, change: object, line: string]>([
    ['missed', { pattern: 'acme-[a-z]{8}' }, 'examples.invalid[0] is not reported'],
    ['too much', { pattern: 'acme_[a-z0-9]+' }, 'examples.valid[0] is reported, and must not be'],
    ['another file', { paths: ['*.ts'] }, 'examples.invalid[1] is not reported'],
    ['wrong keyword', { keywords: ['emca_'] }, 'examples.invalid[0] has none of the keywords'],
    ['no examples', { examples: undefined }, 'has no invalid example'],
    [
      'unknown kind',
      { examples: { invalid: [{ text: '{{fake no-such-kind 1}}', note: 'n' }], valid: ['x'] } },
      'examples.invalid[0] (n) throws: no credential kind has the id no-such-kind',
    ],
  ])('%s is exit 1', (_, change, line) => {
    const { status, stdout } = testOf([
      { ...GOOD, ...change },
      { ...GOOD, id: 'other' },
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain(`fault acme-token: ${line}`);
    expect(stdout).toContain('ok    other');
    expect(stdout).toContain('2 rules, 1 with faults\n');
    expect(stdout).not.toContain('0123abcd');
  });

  test('none at all, or a broken config, is exit 2', () => {
    expect(testOf([])).toMatchObject({ status: 2, stdout: '' });
    expect(testOf([{ ...GOOD, pattern: '(' }])).toMatchObject({ status: 2, stdout: '' });
  });
});

test('rules as code', () => {
  const repository = createRepository();
  repository.write('package.json', '{ "type": "module" }\n');
  repository.write(
    'hushkey.config.js',
    `const rule = (id, find) => ({ id, category: 'hardcoded-key', level: 'error', summary: 's', why: 'w', fix: 'f',
  references: [], keywords: ['acme'], find,
  examples: { invalid: [{ text: 'an acme key' }], valid: [{ text: 'none' }] } });
export default { customRules: [
  rule('acme-good', ({ text }) => text.includes('acme') ? [{ start: 3, end: 7 }] : []),
  rule('acme-throws', () => { throw new Error('oops'); }),
  rule('acme-outside', ({ text }) => text.includes('acme') ? [{ start: 3, end: 99 }] : []),
] };\n`,
  );
  const { status, stdout } = repository.hushkey(['rules', 'test']);
  expect(status).toBe(1);
  expect(stdout).toContain('ok    acme-good: 1 invalid, 1 valid\n');
  expect(stdout).toContain('fault acme-throws: examples.invalid[0] throws: oops\n');
  expect(stdout).toContain('fault acme-outside: examples.invalid[0] is reported at a place that is not in the text\n');
});

test('rules made with defineRule, from the package: tested, and used by a scan', () => {
  const repository = createArmedRepository();
  repository.write(
    'hushkey.config.mjs',
    `import { defineRule } from 'hushkey';
const rule = defineRule({
  id: 'acme-call', category: 'logged-key', level: 'error', summary: 'Acme call', why: 'It logs.', fix: 'Drop it.',
  references: [], keywords: ['acme('],
  find: ({ text }) => [...text.matchAll(/acme\\(/g)].map(({ index, 0: match }) => ({ start: index, end: index + match.length })),
  examples: { invalid: [{ text: 'acme(1)' }, { path: 'a.py', text: 'x = acme(2)' }], valid: [{ text: 'acmes' }, { text: 'acme' }] },
});
export default { customRules: [rule] };\n`,
  );
  const config = ['--config', 'hushkey.config.mjs'];
  expect(repository.hushkey(['rules', 'test', ...config])).toEqual({
    status: 0,
    stdout: 'ok    acme-call: 2 invalid, 2 valid\n\n1 rule, all as their examples say\n',
    stderr: '',
  });
  repository.write('a.js', 'acme(key);\n');
  const { findings } = JSON.parse(repository.hushkey(['scan', 'a.js', '--format', 'json', ...config]).stdout);
  expect(findings).toMatchObject([
    { ruleId: 'acme-call', category: 'logged-key', region: { startLine: 1, startColumn: 1 } },
  ]);
});
