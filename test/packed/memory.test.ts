// The most memory that a scan takes, whatever it reads: a file of a gigabyte, standard input, very many files.
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { packedBin, type Run, run, temporaryFolder } from '../support/repository.ts';

const GUARD = 300_000;
const MOST_MB = 200;
const LINE = "const token12 = cache.handler(345, 'render client'); // of path and list\n";

/** Runs the packed command line; its peak memory in megabytes. */
function measured(cwd: string, args: readonly string[], input?: Buffer): Run & { readonly megabytes: number } {
  const probe = join(cwd, 'probe.cjs');
  const peak = join(cwd, 'peak');
  writeFileSync(
    probe,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
  );
  const result = run(process.execPath, ['--require', probe, packedBin(), 'scan', '--format', 'json', ...args], {
    cwd,
    ...(input === undefined ? {} : { input }),
  });
  return { ...result, megabytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

const findingsIn = ({ stdout }: Run): readonly unknown[] => JSON.parse(stdout).findings;

test(
  'a file of a gigabyte with a key at its end',
  () => {
    const folder = temporaryFolder();
    const file = openSync(join(folder, 'large.js'), 'w');
    writeSync(file, LINE.repeat(100_000));
    ftruncateSync(file, 1e9);
    writeSync(file, `\nKEY=${fakeOf('anthropic-api-key', 4)}\n`, 1e9);
    closeSync(file);
    const result = measured(folder, ['large.js']);
    expect(findingsIn(result)).toMatchObject([{ ruleId: 'anthropic-api-key', region: { startLine: 100_002 } }]);
    expect(result.megabytes).toBeLessThan(MOST_MB);
  },
  GUARD,
);

test(
  'sixty megabytes on standard input, one line',
  () => {
    const folder = temporaryFolder();
    const input = Buffer.from(`${LINE.trim().repeat(800_000)} ${fakeOf('anthropic-api-key', 5)}`);
    const result = measured(folder, ['--stdin', '--stdin-path', 'a.js'], input);
    expect(findingsIn(result)).toMatchObject([{ ruleId: 'anthropic-api-key', region: { startLine: 1 } }]);
    expect(result.megabytes).toBeLessThan(MOST_MB);
  },
  GUARD,
);

test(
  'files of ten megabytes each, one after the other, and many small ones',
  () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    const large = LINE.repeat(10e6 / LINE.length);
    for (let i = 0; i < 12; i += 1) writeFileSync(join(folder, `src/large-${i}.js`), large);
    for (let i = 0; i < 3000; i += 1) writeFileSync(join(folder, `src/small-${i}.js`), LINE.repeat(20));
    const result = measured(folder, ['src']);
    expect(findingsIn(result)).toEqual([]);
    expect(result.megabytes).toBeLessThan(MOST_MB);
  },
  GUARD,
);

test(
  'seventy-five megabytes of code, a key in every file',
  () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    const code = `import Anthropic from '@anthropic-ai/sdk';\n${LINE.repeat(3300)}`;
    for (let i = 0; i < 300; i += 1)
      writeFileSync(join(folder, `src/file-${i}.js`), `${code}const k = '${fakeOf('anthropic-api-key', i)}';\n`);
    const result = measured(folder, ['src']);
    expect(findingsIn(result)).toHaveLength(300);
    expect(result.megabytes).toBeLessThan(MOST_MB);
  },
  GUARD,
);
