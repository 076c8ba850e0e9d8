// `--shard` and `merge`: the parts together are the whole, for every source that has parts.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const TOTAL = 3;
const keyOf = (seed: number): string => fakeOf('anthropic-api-key', seed);
const lineOf = (seed: number): string => `export const key = '${keyOf(seed)}';\n`;

/** Commits that add, move, copy, remove and bring back keys, a binary, a deletion, a submodule's worth of noise. */
function busy(): TestRepository {
  const at = createRepository();
  const commit = (message: string): void => {
    at.git('add', '-A');
    at.git('commit', '-q', '-m', message);
  };
  at.write('clean.js', 'export const one = 1;\n');
  commit('start');
  at.git('tag', 'start');
  for (let i = 0; i < 8; i += 1) {
    at.write(`src/${i}/key.js`, lineOf(i));
    at.write(`src/${i}/plain.js`, `export const n = ${i};\n`);
    commit(`add ${i}`);
  }
  at.git('mv', 'src/0/key.js', 'src/0/moved.js');
  commit('move: nothing new');
  at.write('src/1/copy.js', lineOf(1));
  commit('copy: one more than before');
  at.write('src/2/key.js', 'export const none = 1;\n');
  commit('remove');
  at.write('src/2/key.js', lineOf(2));
  commit('bring back');
  for (const name of ['a.bin', 'z.bin', 'm.bin']) at.write(name, Buffer.from([0, 1, 2, 3, 255, 254]));
  commit('binaries');
  at.git('rm', '-q', 'src/3/key.js', 'z.bin');
  at.write('src/4/key.js', `// above\n${lineOf(4)}`);
  commit('delete and shift');
  return at;
}

/** Scans whole and in parts, joins the parts, and gives both. */
function both(
  at: TestRepository,
  format: 'json' | 'sarif',
  source: readonly string[],
): readonly [whole: string, joined: string] {
  const files = Array.from({ length: TOTAL }, (_, i) => {
    const file = join('.git', `part-${i}.${format}`);
    const part = at.hushkey(['scan', ...source, '--format', format, '--shard', `${i + 1}/${TOTAL}`, '--output', file]);
    expect([0, 1]).toContain(part.status);
    return file;
  });
  const whole = at.hushkey(['scan', ...source, '--format', format]);
  const joined = at.hushkey(['merge', ...files]);
  expect(joined.stderr).toBe('');
  expect(joined.status).toBe(whole.status);
  const counts = files.map((file) => readFileSync(join(at.root, file), 'utf8').split(/fingerprint/i).length);
  // The test would show nothing if one part did all the work.
  expect(counts.filter((count) => count > 1).length).toBeGreaterThan(1);
  return [whole.stdout, joined.stdout];
}

const SOURCES: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['worktree', []],
  ['range', ['--range', 'start..HEAD']],
  ['history', ['--history']],
];

describe.each(SOURCES)('%s', (name, args) => {
  test('the joined parts equal the whole', () => {
    const at = busy();
    at.write('untracked.js', lineOf(20));
    const [whole, joined] = both(at, 'json', args).map((text) => JSON.parse(text));
    expect(whole.source).toBe(name);
    expect(whole.findings.length).toBeGreaterThan(6);
    expect({ ...joined, durationMs: 0 }).toEqual({ ...whole, durationMs: 0 });
    const [log, joinedLog] = both(at, 'sarif', args).map((text) => JSON.parse(text));
    expect(joinedLog).toEqual(log);
  });
});

describe('merge', () => {
  function parts(at: TestRepository, count: number, format = 'json'): readonly string[] {
    return Array.from({ length: count }, (_, i) => {
      const file = join('.git', `${i + 1}-of-${count}.${format}`);
      at.hushkey(['scan', '--format', format, '--shard', `${i + 1}/${count}`, '--output', file]);
      return file;
    });
  }

  test('names a part that is missing, and is not clean', () => {
    const at = createRepository();
    at.write('a.js', 'export const a = 1;\n');
    const [, two = '', ...rest] = parts(at, 4);
    const result = at.hushkey(['merge', two, ...rest]);
    expect(result.stderr).toBe('hushkey: shard 1/4 is missing\n');
    expect(JSON.parse(result.stdout).errors).toEqual([
      { path: '', code: 'missing-shard', message: 'shard 1/4 is missing' },
    ]);
    expect(result.status).toBe(2);
    const [first = ''] = parts(at, 2, 'sarif');
    const sarif = at.hushkey(['merge', first]);
    expect(JSON.parse(sarif.stdout).runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(sarif).toMatchObject({ status: 2, stderr: 'hushkey: shard 2/2 is missing\n' });
  });

  test('a file that could not be read in one part is an error of the whole', () => {
    const at = createRepository();
    at.write('a.js', 'export const a = 1;\n');
    at.git('add', '-A');
    const file = join('.git', 'one.json');
    at.hushkey(['scan', 'missing.js', '--format', 'json', '--output', file]);
    const result = at.hushkey(['merge', file]);
    expect(JSON.parse(result.stdout).errors).toMatchObject([{ path: 'missing.js' }]);
    expect(result.status).toBe(2);
  });

  test('--level and --format', () => {
    const at = createRepository();
    at.write('a.js', `const key = '${fakeOf('stripe-test-secret', 1)}';\n`);
    const files = parts(at, 2);
    expect(at.hushkey(['merge', ...files]).status).toBe(0);
    expect(at.hushkey(['merge', ...files, '--level', 'warning']).status).toBe(1);
    const pretty = at.hushkey(['merge', ...files, '--format', 'pretty']);
    expect(pretty.stdout).toMatch(
      /^a\.js:1:\d+ {2}warning {2}stripe-test-secret\n(?:.*\n)*hushkey: 1 warning in 1 file, /,
    );
    const sarif = at.hushkey(['merge', ...files, '--format', 'sarif', '--output', 'out.sarif']);
    expect(sarif.stdout).toBe('');
    const log = JSON.parse(readFileSync(join(at.root, 'out.sarif'), 'utf8'));
    expect(log.runs[0].tool.driver.rules).toMatchObject([{ id: 'stripe-test-secret' }]);
    rmSync(join(at.root, 'out.sarif'));
    const warned = parts(at, 1, 'sarif');
    expect(at.hushkey(['merge', ...warned]).status).toBe(0);
    expect(at.hushkey(['merge', ...warned, '--level', 'warning']).status).toBe(1);
  });

  test('refuses what cannot be joined, and says why', () => {
    const at = createRepository();
    at.write('a.js', lineOf(1));
    at.git('add', '-A');
    at.git('commit', '-q', '-m', 'a');
    const [one = '', two = ''] = parts(at, 2);
    const [sarif = ''] = parts(at, 2, 'sarif');
    const [third = ''] = parts(at, 3).slice(2);
    at.hushkey(['scan', '--history', '--format', 'json', '--output', '.git/history.json']);
    at.write('other.json', '{"a": 1}');
    at.write('broken.json', '{');
    const refused: readonly (readonly [args: readonly string[], words: string])[] = [
      [[one, sarif], 'is JSON and .git/1-of-2.sarif is SARIF'],
      [[one, one], 'are both shard 1/2'],
      [[two, third], 'not of one scan'],
      [['.git/history.json', one], 'is of a history scan'],
      [['other.json'], 'other.json is no report of hushkey'],
      [['broken.json'], 'broken.json is not JSON'],
      [['absent.json'], 'absent.json cannot be read (ENOENT)'],
      [[sarif, '--format', 'json'], 'SARIF reports stay SARIF'],
    ];
    for (const [args, words] of refused) {
      const result = at.hushkey(['merge', ...args]);
      expect(result.stderr).toContain(words);
      expect(result).toMatchObject({ status: 2, stdout: '' });
    }
  });
});

test.each(['0/2', '3/2', '1', 'a/b', '1/0'])('--shard %s is refused', (typed) => {
  const result = createRepository().hushkey(['scan', '--shard', typed]);
  expect(result.stderr).toContain('--shard names no part');
  expect(result.status).toBe(2);
});

test('--shard does not go with what has no parts', () => {
  const at = createRepository();
  for (const source of ['--staged', '--stdin']) {
    expect(at.hushkey(['scan', source, '--shard', '1/2'])).toMatchObject({ status: 2, stdout: '' });
  }
});
