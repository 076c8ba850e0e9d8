import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/finding.ts';
import { formatSarif } from '../../src/report/sarif.ts';
import type { RuleDocs } from '../../src/rule.ts';
import { makeFinding, makeKey, makeReport, makeUsageFinding } from './make-report.ts';

const rules: readonly RuleDocs[] = [
  {
    id: 'other',
    category: 'malformed-key',
    level: 'warning',
    summary: 'Other',
    why: 'Why.',
    fix: 'Fix.',
    references: [],
  },
  {
    id: 'fake-key',
    category: 'hardcoded-key',
    level: 'error',
    summary: 'Fake API key',
    why: 'Anyone can use it.',
    fix: 'Read it from KEY.',
    references: ['https://example.com/docs', 'https://example.com/more'],
  },
];

function sarifOf(report: Partial<Report>) {
  return JSON.parse(formatSarif(makeReport(report), { name: 'hushkey', version: '1.2.3' }, rules));
}

/** The standard's schema is written in draft 4, which differs from today's in how a schema is named. */
function createValidator() {
  const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  return new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
}

const everything: Partial<Report> = {
  findings: [
    makeFinding({ commit: 'a'.repeat(40) }),
    makeFinding({ ruleId: 'custom', suppressed: { kind: 'baseline', reason: 'old' } }),
    makeFinding({ level: 'note', suppressed: { kind: 'foreign', reason: 'gitleaks:allow' } }),
    makeUsageFinding({
      level: 'warning',
      fix: { title: 'T', safe: true, edits: [{ startOffset: 3, endOffset: 7, newText: 'x' }] },
    }),
  ],
  errors: [
    { path: 'a b.bin', code: 'EACCES', message: 'permission denied' },
    { path: '', code: 'no-git', message: 'git is missing' },
  ],
  remarks: ['a remark'],
};

describe('formatSarif', () => {
  test('validates against the schema of SARIF 2.1.0', () => {
    const validate = createValidator();
    validate(sarifOf(everything));
    expect(validate.errors).toBeNull();
    validate(sarifOf({}));
    expect(validate.errors).toBeNull();
    validate({ ...sarifOf(everything), runs: [{ results: [] }] });
    expect(validate.errors).not.toBeNull();
  });

  test('describes rules and links results to them', () => {
    const [run] = sarifOf(everything).runs;
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.tool.driver.rules[1]).toEqual({
      id: 'fake-key',
      shortDescription: { text: 'Fake API key' },
      fullDescription: { text: 'Anyone can use it.' },
      help: {
        text: 'Anyone can use it. Read it from KEY.',
        markdown:
          'Anyone can use it.\n\n**Fix:** Read it from KEY.\n\n- <https://example.com/docs>\n- <https://example.com/more>',
      },
      helpUri: 'https://example.com/docs',
      defaultConfiguration: { level: 'error' },
      properties: {
        category: 'hardcoded-key',
        tags: ['security', 'hardcoded-key'],
        'security-severity': '8.0',
      },
    });
    expect(run.tool.driver.rules[0]).not.toHaveProperty('helpUri');
    expect(run.results.map((result: { ruleIndex?: number }) => result.ruleIndex)).toEqual([1, undefined, 1, undefined]);
  });

  test('places a result, with the masked frame as its snippet', () => {
    const mask = `fake-key-…${makeKey(1).slice(-4)}`;
    const [result] = sarifOf({ findings: [makeFinding({ fingerprint: 'v1:ab' })] }).runs[0].results;
    expect(result).toMatchObject({
      level: 'error',
      message: { text: `Fake API key (${mask})` },
      partialFingerprints: { 'hushkey/v1': 'v1:ab' },
      suppressions: [],
    });
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/client.ts', uriBaseId: '%SRCROOT%' },
          region: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 63 },
          contextRegion: {
            startLine: 1,
            endLine: 3,
            snippet: { text: `const a = 1;\nconst key = '${mask}';\nuse(key);` },
          },
        },
      },
    ]);
  });

  test.each([
    ['a b/ä?#[1].ts', 'a%20b/%C3%A4%3F%23%5B1%5D.ts'],
    ['100%25/%ff.txt', '100%25/%ff.txt'],
    ['c:\\x\n', 'c%3A%5Cx%0A'],
    ['\ud800', '%EF%BF%BD'],
  ])('writes the path %j as an address', (path, uri) => {
    const [result] = sarifOf({ findings: [makeFinding({ path })] }).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('tells apart suppressions in the source and outside it', () => {
    const [, external, inSource] = sarifOf(everything).runs[0].results;
    expect(external.suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: 'old' }]);
    expect(inSource.suppressions[0].kind).toBe('inSource');
  });

  test('has fixes for safe edits only', () => {
    const [unsafe, , , safe] = sarifOf(everything).runs[0].results;
    expect(unsafe).not.toHaveProperty('fixes');
    expect(safe.fixes[0].artifactChanges[0].replacements).toEqual([
      { deletedRegion: { charOffset: 3, charLength: 4 }, insertedContent: { text: 'x' } },
    ]);
  });

  test('says whether the run succeeded and what failed', () => {
    expect(sarifOf({}).runs[0].invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    const [invocation] = sarifOf(everything).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications).toEqual([
      {
        level: 'error',
        descriptor: { id: 'EACCES' },
        message: { text: 'permission denied' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b.bin', uriBaseId: '%SRCROOT%' } } }],
      },
      { level: 'error', descriptor: { id: 'no-git' }, message: { text: 'git is missing' } },
      { level: 'note', message: { text: 'a remark' } },
    ]);
  });
});
