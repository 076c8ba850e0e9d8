import { expect, test } from 'vitest';
import { formatJson } from '../../src/report/json.ts';
import { makeFinding, makeKey, makeReport } from './make-report.ts';

const tool = { name: 'hushkey', version: '1.2.3' };

test('writes the documented keys in the documented order', () => {
  const edits = [{ startOffset: 1, endOffset: 2, newText: 'x' }];
  const report = makeReport({
    findings: [
      makeFinding({ id: 'abcdef012345', fingerprint: 'v1:ab', fix: { title: 'T', safe: true, edits, recipe: ['r'] } }),
    ],
    errors: [{ path: 'e', code: 'EACCES', message: 'denied' }],
    scanned: { files: 3, bytes: 10, commits: 2, skipped: [{ path: 'd', reason: 'deleted' }] },
  });
  const expected = {
    version: 1,
    tool: { name: 'hushkey', version: '1.2.3' },
    source: 'index',
    scanned: { files: 3, bytes: 10, commits: 2, skipped: [{ path: 'd', reason: 'deleted' }] },
    findings: [
      {
        id: 'abcdef012345',
        ruleId: 'fake-key',
        category: 'hardcoded-key',
        level: 'error',
        message: 'Fake API key',
        path: 'src/client.ts',
        region: { startLine: 2, startColumn: 14, endLine: 2, endColumn: 63 },
        secret: `fake-key-…${makeKey(1).slice(-4)}`,
        fingerprint: 'v1:ab',
        commit: null,
        suppressed: null,
        fix: { title: 'T', safe: true, edits },
        help: 'Anyone can use it.\nRead it from KEY.\nIf it was ever pushed, revoke it: example.com/keys.',
      },
    ],
    errors: [{ path: 'e', code: 'EACCES', message: 'denied' }],
    summary: { errors: 1, warnings: 0, notes: 0, suppressed: 0 },
    durationMs: 41,
  };
  expect(formatJson(report, tool)).toBe(`${JSON.stringify(expected, null, 2)}\n`);
});

test('gives suppressions their kind and reason, and counts them apart', () => {
  const suppressed = { kind: 'baseline', reason: 'revoked' } as const;
  const { findings, summary } = JSON.parse(formatJson(makeReport({ findings: [makeFinding({ suppressed })] }), tool));
  expect(findings[0].suppressed).toEqual(suppressed);
  expect(summary).toEqual({ errors: 0, warnings: 0, notes: 0, suppressed: 1 });
});

test('keeps an edit that holds the credential to itself', () => {
  const edits = [{ startOffset: 0, endOffset: 1, newText: `x-api-key: ${makeKey(1)}` }];
  const report = makeReport({ findings: [makeFinding({ fix: { title: 'T', safe: true, edits } })] });
  expect(JSON.parse(formatJson(report, tool)).findings[0].fix).toEqual({ title: 'T', safe: false });
});

test('leaves out what is absent', () => {
  const { secret: _, fix: __, ...finding } = makeFinding();
  const [entry] = JSON.parse(formatJson(makeReport({ findings: [finding] }), tool)).findings;
  expect(entry).not.toHaveProperty('secret');
  expect(entry).not.toHaveProperty('fix');
});

test('says in the message what the decision rests on', () => {
  const report = makeReport({
    findings: [makeFinding({ message: 'A key in a browser.', evidence: "'use client' at line 1" })],
  });
  const entry: unknown = JSON.parse(formatJson(report, tool));
  expect(entry).toMatchObject({ findings: [{ message: "A key in a browser. (because: 'use client' at line 1)" }] });
});
