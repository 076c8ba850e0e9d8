// The formats that CI systems and review tools read, each judged by its schema, a real parser, or its documented grammar.
import { Ajv } from 'ajv';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/finding.ts';
import { formatCodeclimate } from '../../src/report/codeclimate.ts';
import { formatGithub, formatStepSummary } from '../../src/report/github.ts';
import { formatGitlab } from '../../src/report/gitlab.ts';
import { formatJunit } from '../../src/report/junit.ts';
import { formatRdjson } from '../../src/report/rdjson.ts';
import { CODE_CLIMATE, GITLAB_SECRET_DETECTION, RDJSON } from '../support/schemas.ts';
import { makeFinding, makeReport, makeUsageFinding } from './make-report.ts';

const tool = { name: 'hushkey', version: '1.2.3' };
const ESC = '\u001b';

/** Every shape a report can have, with names that try to break out of each format. */
const full: Report = makeReport({
  findings: [
    makeFinding({ commit: 'a'.repeat(40), subject: 'add config' }),
    makeFinding({ path: 'a:b,c%25d\n::error::x<&">\u0001.js', level: 'warning', message: `50% ${ESC}[31m]]><b>` }),
    makeFinding({ suppressed: { kind: 'baseline', reason: 'made up & "quoted"' } }),
    makeUsageFinding({ level: 'note' }),
    makeFinding({ text: `const é = '${'x'.repeat(3)}'; // ${'fake-key-'}é\n`, value: 'fake-key-', prefix: '' }),
  ],
  errors: [
    { path: 'locked.js', code: 'permission-denied', message: 'permission denied' },
    { path: '', code: 'no-git', message: 'git is missing' },
  ],
});
const empty = makeReport();

const drawn: Readonly<Record<string, (report: Report) => string>> = {
  github: (report) => formatGithub(report, { verbose: true }),
  summary: formatStepSummary,
  gitlab: (report) => formatGitlab(report, tool, new Date('2030-01-02T03:04:05.678Z')),
  junit: (report) => formatJunit(report, tool, 'error'),
  codeclimate: formatCodeclimate,
  rdjson: (report) => formatRdjson(report, tool, []),
};

test.each(Object.keys(drawn))('%s holds no secret, shows masks, and ends in a line break', (name) => {
  const text = drawn[name]?.(full) ?? '';
  for (const { secret } of full.findings) {
    if (secret !== undefined && secret.mask.length > 5) expect(text).not.toContain(secret.reveal());
  }
  expect(text).toContain(full.findings[0]?.secret?.mask.replace('_', '\\_') ?? 'a mask');
  expect(text.endsWith('\n')).toBe(true);
});

describe.each([
  ['gitlab', GITLAB_SECRET_DETECTION],
  ['codeclimate', CODE_CLIMATE],
  ['rdjson', RDJSON],
])('%s', (name, schema) => {
  const validate = new Ajv({ allErrors: true }).compile(schema);

  test.each([
    ['findings and errors', full],
    ['nothing', empty],
  ])('validates with %s', (_, report) => {
    validate(JSON.parse(drawn[name]?.(report) ?? ''));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema refuses what it should', () => {
    expect(validate({})).toBe(false);
  });
});

describe('gitlab', () => {
  const document = JSON.parse(drawn['gitlab']?.(full) ?? '');

  test('names the commit, or 0000000 for none', () => {
    expect(document.vulnerabilities[0].location.commit).toEqual({ sha: 'a'.repeat(40), message: 'add config' });
    expect(document.vulnerabilities[1].location.commit).toEqual({ sha: '0000000' });
  });

  test('says what is suppressed, and that a scan failed', () => {
    expect(document.vulnerabilities[2].flags).toMatchObject([{ description: 'made up & "quoted"' }]);
    expect(document.vulnerabilities[0]).not.toHaveProperty('flags');
    expect(document.scan).toMatchObject({
      status: 'failure',
      start_time: '2030-01-02T03:04:05',
      messages: [{ level: 'fatal' }, { level: 'fatal' }],
    });
    expect(JSON.parse(drawn['gitlab']?.(empty) ?? '').scan.status).toBe('success');
  });

  test('each finding has an id of its own', () => {
    const ids = document.vulnerabilities.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('codeclimate', () => {
  test('leaves out what is suppressed, and no two issues share a fingerprint', () => {
    const same = makeFinding();
    const issues = JSON.parse(formatCodeclimate(makeReport({ findings: [...full.findings, same, same] })));
    expect(issues).toHaveLength(6);
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(6);
    expect(issues[1].location.path).toBe('a:b,c%d\n::error::x<&">\u0001.js');
  });
});

describe('rdjson', () => {
  test('gives columns only where bytes and UTF-16 units are the same', () => {
    const { diagnostics } = JSON.parse(drawn['rdjson']?.(full) ?? '');
    expect(diagnostics[0].location.range).toEqual({ start: { line: 2, column: 14 }, end: { line: 2, column: 63 } });
    expect(diagnostics.at(-1).location.range).toEqual({ start: { line: 1 }, end: { line: 1 } });
  });
});

describe('github', () => {
  const lines = (drawn['github']?.(full) ?? '').split('\n');

  test('every line is a command, or the counts', () => {
    expect(lines).toHaveLength(8);
    for (const line of lines.slice(0, -2)) {
      expect(line).toMatch(/^::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,]*)(?:,[a-zA-Z]+=[^:,]*)*::[^\r\n]+$/);
    }
    expect(lines.at(-2)).toMatch(/^hushkey: could not scan 2 files; 2 errors, 1 warning, 1 note, 1 suppressed/);
  });

  test('names file, place, rule and mask, all escaped', () => {
    expect(lines[0]).toMatch(
      /^::error file=src\/client\.ts,line=2,endLine=2,col=14,endColumn=63,title=hushkey%3A fake-key::Fake API key \(fake-key-….{4}\)%0Aadded by aaaaaaa%0A/,
    );
    expect(lines[1]).toContain('::warning file=a%3Ab%2Cc%25d%0A%3A%3Aerror%3A%3Ax<&">\u0001.js,');
    expect(lines[1]).toContain('::50%25 ');
  });

  test('the summary is a table in which nothing is markup', () => {
    const text = formatStepSummary(full);
    expect(text).toContain('| error | fake-key | src/client.ts:2 | aaaaaaa | Fake API key (fake-key-…');
    expect(text).toContain('x\\<\\&"\\>');
    expect(text).not.toMatch(/(?<!\\)<b>/);
    expect(formatStepSummary(empty)).toContain('no findings');
  });
});

describe('junit', () => {
  /** Element names and attributes in order, by a parser that refuses what is not well formed. */
  function parse(xml: string): readonly { name: string; attributes: Record<string, string> }[] {
    const found: { name: string; attributes: Record<string, string> }[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }));
    parser.write(xml).close();
    return found;
  }

  test('is well formed, and counts what it holds', () => {
    const tags = parse(drawn['junit']?.(full) ?? '');
    const count = (name: string): number => tags.filter((tag) => tag.name === name).length;
    expect(tags[1]).toMatchObject({
      name: 'testsuite',
      attributes: { name: 'hushkey', tests: '7', failures: '2', errors: '2', skipped: '1' },
    });
    expect([count('testcase'), count('failure'), count('error'), count('skipped')]).toEqual([7, 2, 2, 1]);
    expect(tags.find(({ name }) => name === 'skipped')?.attributes).toEqual({ message: 'made up & "quoted"' });
  });

  test('fails what the failing level fails', () => {
    const failures = (level: 'warning' | 'note'): number =>
      parse(formatJunit(full, tool, level)).filter(({ name }) => name === 'failure').length;
    expect([failures('warning'), failures('note')]).toEqual([3, 4]);
  });

  test('a clean scan is one case that passes', () => {
    expect(parse(drawn['junit']?.(empty) ?? '').map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
    ]);
  });
});
