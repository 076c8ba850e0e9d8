import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { FORMAT_NAMES, type FormatOptions, formatReport, isFormatName } from '../../src/report/index.ts';
import { makeFinding, makeKey, makeReport } from './make-report.ts';

const options: FormatOptions = {
  colour: false,
  width: 80,
  verbose: true,
  quiet: false,
  mode: 'hook',
  gate: 'pre-commit',
  tool: { name: 'hushkey', version: '1.2.3' },
  rules: [],
};

afterEach(() => {
  vi.doUnmock('chalk');
  vi.resetModules();
});

test('knows its formats and no others', () => {
  expect(FORMAT_NAMES).toEqual([
    'pretty',
    'json',
    'sarif',
    'github',
    'gitlab',
    'junit',
    'codeclimate',
    'rdjson',
    'html',
  ]);
  expect(isFormatName('sarif')).toBe(true);
  expect(isFormatName('toString')).toBe(false);
});

test('loads chalk only to draw findings', async () => {
  vi.resetModules();
  vi.doMock('chalk', () => {
    throw new Error('chalk was loaded');
  });
  const index = await import('../../src/report/index.ts');
  const found = makeReport({ findings: [makeFinding()] });
  expect(await index.formatReport('pretty', makeReport(), options)).toBe(
    'hushkey: 3 files, 12 kB, no findings (41 ms)\n',
  );
  await index.formatReport('json', found, options);
  await index.formatReport('sarif', found, options);
  await expect(index.formatReport('pretty', found, options)).rejects.toThrow();
});

test('a clean run reads the same whether it is drawn or not', async () => {
  const { formatPretty } = await import('../../src/report/pretty.ts');
  const nothing = makeReport({
    scanned: { files: 0, bytes: 0, commits: 0, skipped: [{ path: 'a', reason: 'deleted' }] },
  });
  for (const report of [makeReport(), nothing, makeReport({ remarks: ['r'] })]) {
    for (const quiet of [true, false]) {
      const given = { ...options, quiet, verbose: false };
      expect(await formatReport('pretty', report, given)).toBe(formatPretty(report, given));
    }
  }
});

test('no format, and no way to print a report, shows a credential or eight characters of it', async () => {
  const filler = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', '日', '\t'), maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      filler,
      filler,
      fc.constantFrom('', 'fake-key-'),
      async (seed, before, after, prefix) => {
        const value = makeKey(seed, prefix, 48);
        const findings = [0, 1].map((i) =>
          makeFinding({ value, prefix, path: `f${i}`, text: `${before}${value}${after}${value}` }),
        );
        const report = makeReport({ findings });
        const outputs = [
          JSON.stringify(report),
          inspect(report, { depth: 9, showHidden: true }),
          String(findings[0]?.secret),
        ];
        for (const name of FORMAT_NAMES) {
          outputs.push(
            await formatReport(name, report, options),
            await formatReport(name, report, { ...options, colour: true }),
          );
        }
        const body = value.slice(prefix.length);
        for (const output of outputs) {
          for (let i = 0; i + 8 <= body.length; i += 1) expect(output).not.toContain(body.slice(i, i + 8));
        }
      },
    ),
    { numRuns: 60 },
  );
});
