// The benchmark runs to its end and measures what it says; its numbers are for people, so time is only a guard against
// a hang.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));

test('npm run bench -- --smoke measures every scenario', () => {
  // Ten times what it takes on a machine that has nothing else to do.
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, '--smoke'], {
    encoding: 'utf8',
    timeout: 100_000,
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const titles = [...stdout.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
  expect(titles).toEqual([
    'Commit of 1 file, nothing to find',
    'Commit of 3 files, nothing to find',
    'Whole tree',
    'History',
    ...['base64-5-mb.txt', 'brackets-100000.js', 'keys-10000.env', 'one-character-1-mb.txt', 'one-line-50-mb.js'].map(
      (name) => `Adversarial: ${name}`,
    ),
    'Growth: One file of code',
    'Growth: Files of 2 kB',
  ]);
  const ours = stdout.match(/^\| hushkey \| [\d.]+ \| 1\.00 × \|.*$/gm) ?? [];
  expect(ours).toHaveLength(titles.length - 2);
  // A hundred keys stand in one of the files.
  expect(ours.map((row) => row.split('|').at(-2)?.trim())).toContain('100');
  expect(ours.every((row) => Number(row.split('|')[2]) > 0)).toBe(true);
}, 120_000);
