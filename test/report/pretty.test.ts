import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPretty, type PrettyOptions } from '../../src/report/pretty.ts';
import { widthOf } from '../../src/report/terminal-text.ts';
import { makeFinding, makeKey, makeReport, makeUsageFinding } from './make-report.ts';

const HOOK: PrettyOptions = {
  colour: false,
  width: 80,
  verbose: false,
  quiet: false,
  mode: 'hook',
  gate: 'pre-commit',
};
const SCAN: PrettyOptions = { ...HOOK, mode: 'scan' };

const key = makeKey(1);
const tail = key.slice(-4);

describe('a blocked commit', () => {
  test('shows place, rule, mask, frame, why, fix, where to revoke and how to allow', () => {
    const report = makeReport({ findings: [makeFinding({ id: 'abcdef012345', level: 'error' })] });
    expect(formatPretty(report, HOOK)).toBe(`hushkey stopped this commit: it would add 1 credential

src/client.ts:2:14  error  fake-key
  Fake API key  fake-key-…${tail}

    1 │ const a = 1;
  > 2 │ const key = 'fake-key-…${tail}';
      │              ^^^^^^^^^^^^^^
    3 │ use(key);

  why      Anyone can use it.
  fix      Read it from the environment
           - key = 'fake-key-…'
           + key = process.env.KEY
  revoke   if it was ever pushed: example.com/keys
  allow    npx hushkey allow abcdef012345 --reason "…"

hushkey: 1 error in 3 files, 12 kB (41 ms)
`);
  });

  test.each([
    ['pre-commit', 'stopped this commit: it would add 1 credential and 2 faults'],
    ['pre-push', 'stopped this push: it would publish 1 credential and 2 faults'],
    ['pre-merge-commit', 'stopped this merge: it would add 1 credential and 2 faults'],
  ])('is named by its gate: %s', (gate, words) => {
    const report = makeReport({ findings: [makeFinding(), makeUsageFinding(), makeUsageFinding()] });
    expect(formatPretty(report, { ...HOOK, gate })).toMatch(new RegExp(`^hushkey ${words}\n`));
  });

  test('is a warning where the gate only warns', () => {
    const text = formatPretty(makeReport({ findings: [makeFinding()] }), { ...HOOK, blocks: false });
    expect(text).toMatch(/^hushkey warns about this commit: it would add 1 credential\n/);
  });

  test('has no headline for warnings alone, and none in a scan', () => {
    const warned = makeReport({ findings: [makeFinding({ level: 'warning' })] });
    expect(formatPretty(warned, HOOK)).toMatch(/^src\/client\.ts:2:14 {2}warning {2}fake-key\n/);
    expect(formatPretty(makeReport({ findings: [makeFinding()] }), SCAN)).toMatch(/^src\/client/);
  });

  test('says when it could not scan', () => {
    const report = makeReport({ errors: [{ path: 'a.bin', code: 'EACCES', message: 'permission denied' }] });
    expect(formatPretty(report, HOOK)).toBe(`hushkey stopped this commit: it could not scan 1 file

could not scan  a.bin
  permission denied (EACCES)

hushkey: could not scan 1 file; 3 files, 12 kB, no findings (41 ms)
`);
  });
});

describe('the last line', () => {
  const lastLine = (...[report, options = SCAN]: [Parameters<typeof makeReport>[0], PrettyOptions?]) =>
    formatPretty(makeReport(report), options).trimEnd().split('\n').at(-1);

  test('counts what is clean', () => {
    expect(formatPretty(makeReport(), HOOK)).toBe('hushkey: 3 files, 12 kB, no findings (41 ms)\n');
  });

  test('counts what is found, without notes', () => {
    const findings = [
      makeFinding({ value: makeKey(1) }),
      makeFinding({ value: makeKey(2), level: 'warning' }),
      makeFinding({ value: makeKey(3), level: 'warning' }),
      makeFinding({ value: makeKey(4), level: 'note' }),
      makeFinding({ suppressed: { kind: 'inline', reason: 'test' } }),
    ];
    expect(lastLine({ findings })).toBe('hushkey: 1 error, 2 warnings, 1 suppressed in 3 files, 12 kB (41 ms)');
    expect(lastLine({ findings }, { ...SCAN, verbose: true })).toContain('2 warnings, 1 note, 1 suppressed');
  });

  test('says why nothing was scanned', () => {
    const skipped = ['a', 'b', 'c'].map((path) => ({ path, reason: 'deleted' }));
    const scanned = { files: 0, bytes: 0, commits: 0, skipped: [...skipped, { path: 'd', reason: 'binary' }] };
    expect(lastLine({ scanned, durationMs: 12 })).toBe('hushkey: scanned 0 files: 3 deleted, 1 binary (12 ms)');
  });

  test.each([
    [999, 0, '999 B, no findings (0 ms)'],
    [1_000, 999, '1 kB, no findings (999 ms)'],
    [2_500_000, 1_234, '2.5 MB, no findings (1.2 s)'],
    [3_000_000_000, 125_000, '3.0 GB, no findings (2 min 5 s)'],
  ])('rounds %i bytes and %i ms', (bytes, durationMs, words) => {
    expect(lastLine({ scanned: { files: 1, bytes, commits: 2, skipped: [] }, durationMs })).toBe(
      `hushkey: 1 file in 2 commits, ${words}`,
    );
  });

  test('is dropped by quiet only when all is clean and something was scanned', () => {
    const quiet = { ...HOOK, quiet: true };
    expect(formatPretty(makeReport(), quiet)).toBe('');
    expect(formatPretty(makeReport({ findings: [makeFinding({ level: 'warning' })] }), quiet)).toContain(
      '1 warning in',
    );
    const nothing = makeReport({ scanned: { files: 0, bytes: 0, commits: 0, skipped: [] } });
    expect(formatPretty(nothing, quiet)).toBe('hushkey: scanned 0 files: no change (41 ms)\n');
  });
});

describe('several findings', () => {
  test('of one credential are one block with its other places', () => {
    const findings = ['a.ts', 'b.ts', 'c.ts'].map((path, i) => makeFinding({ path, id: `00000000000${i}` }));
    const text = formatPretty(makeReport({ findings }), HOOK);
    expect(text).toContain('it would add 1 credential\n');
    expect(text).toContain('also in  b.ts:2:14  id 000000000001\n           c.ts:2:14  id 000000000002\n');
    expect(text.split('Fake API key').length).toBe(2);
    expect(text).toContain('hushkey: 3 errors in');
  });

  test('whose masks say nothing stay apart', () => {
    const findings = [1, 2].map((seed) => makeFinding({ value: makeKey(seed, ''), prefix: '' }));
    expect(formatPretty(makeReport({ findings }), HOOK)).toContain('it would add 2 credentials');
  });

  test('show errors before warnings', () => {
    const findings = [makeFinding({ level: 'warning', path: 'a.ts' }), makeFinding({ path: 'b.ts' })];
    const text = formatPretty(makeReport({ findings }), SCAN);
    expect(text.indexOf('b.ts')).toBeLessThan(text.indexOf('a.ts'));
  });

  test('beyond twenty are counted, with the command that shows them', () => {
    const findings = Array.from({ length: 34 }, (_, i) => makeFinding({ value: makeKey(i) }));
    const text = formatPretty(makeReport({ findings }), HOOK);
    expect(text.split('  allow ').length - 1).toBe(20);
    expect(text).toContain('and 14 more. To see all: npx hushkey scan --staged --verbose\n');
    expect(formatPretty(makeReport({ findings }), { ...HOOK, verbose: true }).split('  allow ').length - 1).toBe(34);
  });
});

test('notes, skipped files and remarks show when they should', () => {
  const report = makeReport({
    findings: [makeFinding({ level: 'note' })],
    scanned: { files: 1, bytes: 1, commits: 0, skipped: [{ path: 'x.png', reason: 'binary' }] },
    remarks: ['a.ts:1: broken marker'],
  });
  expect(formatPretty(report, SCAN)).toBe('note  a.ts:1: broken marker\n\nhushkey: 1 file, 1 B, no findings (41 ms)\n');
  const verbose = formatPretty(report, { ...SCAN, verbose: true });
  expect(verbose).toContain('note  fake-key');
  expect(verbose).toContain('not scanned  x.png (binary)');
});

test('a safe fix names the command that applies it; a fix without one does not', () => {
  const fix = { title: 'Use x-api-key', safe: true, edits: [{ startOffset: 0, endOffset: 1, newText: 'x' }] };
  expect(formatPretty(makeReport({ findings: [makeUsageFinding({ fix })] }), SCAN)).toContain('npx hushkey fix\n');
  expect(formatPretty(makeReport({ findings: [makeUsageFinding()] }), SCAN)).not.toContain('npx hushkey fix');
});

test('both sides of a long change are cut to start alike', () => {
  const head = `${'x'.repeat(90)}(`;
  const fix = { title: 'T', safe: false, recipe: [`- ${head}'fake-key-…', 1)`, `+ ${head}process.env.KEY, 1)`] };
  const text = formatPretty(makeReport({ findings: [makeFinding({ fix })] }), SCAN);
  expect(text).toMatch(/ - …x+\('fake-key-…', 1\)\n {11}\+ …x+\(process\.env\.KEY, 1\)\n/);
  const starts = [...text.matchAll(/[-+] …x+/g)].map(([start]) => start.length);
  expect(new Set(starts).size).toBe(1);
});

test('colours change nothing but colours', () => {
  const report = makeReport({ findings: [makeFinding(), makeUsageFinding()], remarks: ['r'] });
  const coloured = formatPretty(report, { ...HOOK, colour: true });
  expect(coloured).toContain('\u001b[31m');
  expect(stripVTControlCharacters(coloured)).toBe(formatPretty(report, HOOK));
});

test('no line is wider than the terminal and no control character comes through', () => {
  const wild = fc.string({
    unit: fc.constantFrom('a', '/', ' ', '日', '😀', '\u001b[2J', '\n', '\u202e', '\t', 'e\u0301', 'word '),
    maxLength: 200,
  });
  fc.assert(
    fc.property(wild, wild, wild, fc.integer({ min: 40, max: 120 }), (path, text, prose, width) => {
      const finding = makeFinding({
        path: `p${path}`,
        text: `${text}${key}${text}`,
        ruleId: `rule-${path}`,
        message: prose,
        evidence: prose,
        help: prose,
        fix: { title: prose, safe: false, recipe: [`- ${text}`, `+ ${prose}`, prose] },
      });
      const report = makeReport({
        findings: [finding, { ...finding, path: 'other', id: '1' }],
        errors: [{ path, code: 'E', message: prose }],
        remarks: [prose],
        scanned: { files: 1, bytes: 1, commits: 1, skipped: [{ path, reason: prose }] },
      });
      const shown = formatPretty(report, { ...HOOK, width, verbose: true });
      for (const line of shown.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
  );
});
