import { describe, expect, test } from 'vitest';
import type { Category, Finding } from '../../src/finding.ts';
import { applyInline, readInlineSuppressions } from '../../src/suppress/inline.ts';
import { indexLines } from '../../src/text/position.ts';

const OWN = 'hushkey-ignore';
const known = (id: string): boolean =>
  id === 'fake-key' || id === 'other-key' || id === 'aws-secret' || id === 'private-key';

/** Findings of every `KEY` in a text. */
function findingsIn(text: string, ruleId = 'fake-key', category: Category = 'hardcoded-key'): readonly Finding[] {
  const lines = indexLines(text);
  return [...text.matchAll(/KEY(?:\nEND)?/g)].map(({ index, 0: value }) => ({
    id: '0',
    ruleId,
    category,
    level: 'error',
    message: 'Fake',
    path: 'a.ts',
    region: lines.region(index, index + value.length),
    start: index,
    end: index + value.length,
    fingerprint: 'v1:0',
    commit: null,
    suppressed: null,
    help: '',
    frame: { firstLine: 1, lines: [], line: 1, startColumn: 1, endColumn: 2 },
  }));
}

function apply(text: string, ruleId?: string, category?: Category, reportUnused = false) {
  const file = { path: 'a.ts', text, linesBefore: 0, unitsBefore: 0 };
  return applyInline(findingsIn(text, ruleId, category), file, { knownRules: known, reportUnused });
}

/** Reasons of the findings, null where one counts. */
function reasons(text: string, ruleId?: string, category?: Category): readonly (string | null)[] {
  return apply(text, ruleId, category).suppressions.map((suppression) => suppression?.reason ?? null);
}

describe('our markers', () => {
  test.each([
    ['line', `KEY // ${OWN}-line fake-key -- revoked\nKEY`, ['revoked', null]],
    ['next-line', `KEY\n# ${OWN}-next-line fake-key -- revoked\nKEY\nKEY`, [null, 'revoked', null]],
    ['file', `KEY\nKEY\n; ${OWN}-file fake-key -- test data`, ['test data', 'test data']],
    ['a category', `KEY // ${OWN}-line hardcoded-key -- revoked`, ['revoked']],
    ['several rules', `KEY // ${OWN}-line other-key, fake-key -- revoked`, ['revoked']],
    ['another rule', `KEY // ${OWN}-line other-key -- revoked`, [null]],
    ['CRLF', `// ${OWN}-next-line fake-key -- revoked\r\nKEY\r\nKEY`, ['revoked', null]],
    ['the first line of two', `KEY // ${OWN}-line fake-key -- one\nEND KEY`, ['one', null]],
  ])('%s', (_, text, expected) => {
    expect(reasons(text)).toEqual(expected);
  });

  test('cover a finding of several lines from the line before it', () => {
    expect(reasons(`# ${OWN}-next-line fake-key -- rotated\nKEY\nEND`)).toEqual(['rotated']);
  });

  test('have the kind inline', () => {
    expect(apply(`KEY // ${OWN}-line fake-key -- revoked`).suppressions).toEqual([
      { kind: 'inline', reason: 'revoked' },
    ]);
  });

  test.each([
    '/* MARK */',
    '<!-- MARK -->',
    '{# MARK #}',
    '{/* MARK */}',
    '{{!-- MARK --}}',
    '<%# MARK %>',
    '<%-- MARK --%>',
    '(* MARK *)',
    '{- MARK -}',
    '<# MARK #>',
    '--[[ MARK ]]',
    '-- MARK',
    '"//": "MARK",',
    '/* MARK */ const after = 1;',
  ])('leave the comment syntax of %s out of the reason', (comment) => {
    expect(reasons(`KEY ${comment.replace('MARK', `${OWN}-line fake-key -- it's (old)`)}`)).toEqual(["it's (old)"]);
  });

  test.each([
    ['no reason', `${OWN}-line fake-key`, 'gives no reason'],
    ['an empty reason', `${OWN}-line fake-key -- `, 'gives no reason'],
    ['a reason without words', `${OWN}-line fake-key -- ... */`, 'gives no reason'],
    ['a reason without separator', `${OWN}-line fake-key it is old`, 'gives no reason'],
    ['an unknown rule', `${OWN}-line fake-kye -- old`, 'names no known rule or category (fake-kye)'],
    ['one unknown rule of two', `${OWN}-line fake-key, fake-kye -- old`, 'names no known rule or category (fake-kye)'],
    ['no rule', `${OWN}-line -- old`, 'names no rule'],
    ['no scope', `${OWN} fake-key -- old`, 'is none of'],
    ['an unknown scope', `${OWN}-lines fake-key -- old`, `${OWN}-lines is none of`],
  ])('with %s suppress nothing and say so', (_, marker, words) => {
    const { suppressions, remarks } = apply(`x\nKEY // ${marker}`);
    expect(suppressions).toEqual([null]);
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toMatch(/^a\.ts:2: hushkey-ignore/);
    expect(remarks[0]).toContain(words);
  });

  test('are not quoted in a remark when they could be a credential', () => {
    const [remark] = apply(`${OWN}-line abc123DEF -- old\n${OWN}-A1b2c3 x -- old`).remarks;
    expect(remark).not.toContain('abc123');
    expect(apply(`${OWN}-A1b2c3 x -- old`).remarks[0]).not.toContain('A1b2c3');
  });

  test('end their reason before a credential', () => {
    expect(reasons(`# ${OWN}-line fake-key -- old one was KEY ok`)).toEqual(['old one was …']);
    expect(reasons(`{"_": "${OWN}-line fake-key -- old", "k": "KEY"}`)).toEqual(['old']);
  });

  test('inside a longer word are no markers', () => {
    expect(apply(`KEY my-${OWN}-line fake-key`)).toEqual({ suppressions: [null], remarks: [] });
  });

  test('that suppress nothing are named when all findings of the file are known', () => {
    const text = `KEY // ${OWN}-line fake-key -- a\nok // ${OWN}-line fake-key -- b\nok // gitleaks:allow`;
    expect(apply(text, 'fake-key', 'hardcoded-key', true).remarks).toEqual([
      `a.ts:2: ${OWN}-line fake-key suppresses nothing`,
    ]);
    expect(apply(text).remarks).toEqual([]);
  });
});

describe('markers of other scanners', () => {
  test.each([
    ['KEY # gitleaks:allow\nKEY', ['gitleaks:allow', null]],
    ['KEY # trufflehog:ignore\nKEY', ['trufflehog:ignore', null]],
    ['KEY # pragma: allowlist secret\nKEY', ['pragma: allowlist secret', null]],
    ['KEY\n# pragma: allowlist nextline secret\nKEY', [null, 'pragma: allowlist nextline secret']],
    ['KEY // secretlint-disable-line\nKEY', ['secretlint-disable-line', null]],
    ['KEY\n// secretlint-disable-next-line\nKEY', [null, 'secretlint-disable-next-line']],
    ['KEY\n/* secretlint-disable */\nKEY', [null, 'secretlint-disable']],
    [
      'KEY\n# secretlint-disable\nKEY\n# secretlint-enable\nKEY\n# secretlint-disable\nKEY',
      [null, 'secretlint-disable', null, 'secretlint-disable'],
    ],
    ['KEY secretlint-disabled', [null]],
    ['KEY gitleaks: allow', [null]],
  ])('%j', (text, expected) => {
    expect(reasons(text)).toEqual(expected);
  });

  test('are of the kind foreign and count for hardcoded keys only', () => {
    expect(apply('KEY # gitleaks:allow').suppressions).toEqual([{ kind: 'foreign', reason: 'gitleaks:allow' }]);
    expect(reasons('KEY # gitleaks:allow', 'fake-key', 'client-side-key')).toEqual([null]);
  });

  test('that name rules cover what those rules are about', () => {
    const text = 'KEY // secretlint-disable-line @secretlint/secretlint-rule-aws -- @secretlint/secretlint-rule-npm';
    expect(reasons(text, 'aws-secret')).toEqual(['secretlint-disable-line']);
    expect(reasons(text, 'npm-token')).toEqual([null]);
    expect(reasons('# secretlint-disable @secretlint/secretlint-rule-privatekey\nKEY', 'private-key')).toEqual([
      'secretlint-disable',
    ]);
  });

  test('that enable one rule again leave the blocks of others open', () => {
    const block = (word: string, rule: string) => `# secretlint-${word} @secretlint/secretlint-rule-${rule}\n`;
    const text = `${block('disable', 'aws')}${block('disable', 'npm')}${block('enable', 'npm')}KEY`;
    expect(reasons(text, 'aws-secret')).toEqual(['secretlint-disable']);
    expect(reasons(text, 'npm-token')).toEqual([null]);
  });

  test('yield to ours, which have a reason', () => {
    expect(reasons(`KEY # gitleaks:allow ${OWN}-line fake-key -- revoked`)).toEqual(['revoked']);
  });
});

test('in a window of a large file, lines count from the start of the file', () => {
  const text = `x\n# ${OWN}-next-line fake-key -- made up KEY\nKEY\n# ${OWN}-line fake-key`;
  const [inReason, below] = findingsIn(text);
  const findings = [inReason, below].flatMap((finding) =>
    finding === undefined
      ? []
      : {
          ...finding,
          start: finding.start + 9000,
          region: {
            ...finding.region,
            startLine: finding.region.startLine + 100,
            endLine: finding.region.endLine + 100,
          },
        },
  );
  const options = { knownRules: known, reportUnused: false };
  expect(applyInline(findings, { path: 'a.ts', text, linesBefore: 100, unitsBefore: 9000 }, options)).toEqual({
    suppressions: [null, { kind: 'inline', reason: 'made up …' }],
    remarks: [expect.stringMatching(/^a\.ts:104: .* gives no reason/)],
  });
});

test('a text without markers is not indexed', () => {
  expect(readInlineSuppressions('KEY\nKEY', known)).toEqual({ suppressions: [], remarks: [] });
});
