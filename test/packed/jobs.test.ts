// `--jobs N`: threads that share a tree report what one reports, byte by byte, and one that fails makes the scan fail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createRepository, packedBin, type TestRepository } from '../support/repository.ts';

const FILES = 600;

/** Keys in every third file, the same one in several, binaries, links, and markers that say nothing or suppress nothing. */
function busy(): TestRepository {
  const at = createRepository();
  for (let i = 0; i < FILES; i += 1) {
    const key = fakeOf('anthropic-api-key', i % 50);
    const lines = [`export const n = ${i};`];
    if (i % 3 === 0) lines.push(`export const key = '${key}';`, `console.log('${fakeOf('github-pat-classic', i)}');`);
    if (i % 7 === 0) lines.push(`const a = '${key}'; // hushkey-ignore-line anthropic-api-key -- test ${i}`);
    if (i % 11 === 0) lines.push('const b = 1; // hushkey-ignore-line anthropic-api-key -- nothing here');
    if (i % 13 === 0) lines.push(`const c = '${key}'; // hushkey-ignore-line anthropic-api-key`);
    at.write(`src/${i % 17}/file-${i}.js`, `${lines.join('\n')}\n`);
  }
  at.write(
    'src/large.js',
    `${'const token12 = cache.handler(345);\n'.repeat(150_000)}const d = '${fakeOf('anthropic-api-key', 1)}';\n`,
  );
  at.write('src/a.bin', Buffer.from([0, 1, 2, 3, 255, 254]));
  symlinkSync(`https://user:${fakeOf('anthropic-api-key', 7)}@example.com`, join(at.root, 'src/link'));
  // Others' files of settings are read by each thread that finds something; that one is broken is said once.
  at.write('.gitleaksignore', 'neither path nor rule\n');
  return at;
}

const scan = (at: TestRepository, jobs: number, ...flags: string[]) =>
  at.hushkey(['scan', '--jobs', String(jobs), ...flags]);
const timeless = (text: string): string => text.replace(/"durationMs": \d+|\([\d.]+ m?s\)/g, '');

test.each([['json'], ['pretty'], ['sarif']])('the same %s as of one thread', (format) => {
  const at = busy();
  const flags = ['--format', format, '--verbose'];
  const one = scan(at, 1, ...flags);
  const three = scan(at, 3, ...flags);
  expect(one.status).toBe(1);
  expect(one.stdout).toContain('file-0.js');
  if (format !== 'json') expect(one.stdout.split('is no fingerprint')).toHaveLength(2);
  expect(timeless(three.stdout)).toBe(timeless(one.stdout));
  expect(timeless(three.stderr)).toBe(timeless(one.stderr));
  expect(three.status).toBe(one.status);
});

test('a file that cannot be read is an error whichever thread it fell to', () => {
  const at = createRepository();
  for (let i = 0; i < 200; i += 1) at.write(`file-${i}.js`, 'const a = 1;\n');
  symlinkSync('.', join(at.root, 'loop'));
  const { status, stdout } = scan(at, 2, '--format', 'json', 'file-1.js', 'loop', 'missing.js', '.');
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ errors: [{ path: 'missing.js', code: 'no-such-path' }] });
});

/** A config that does something in every thread but the first. */
function withConfig(action: string): TestRepository {
  const at = createRepository();
  for (let i = 0; i < 500; i += 1) at.write(`file-${i}.js`, 'const a = 1;\n');
  at.write(
    'hushkey.config.js',
    `import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) { ${action} }\nexport default {};\n`,
  );
  at.write('package.json', '{ "type": "module" }\n');
  return at;
}

test.each([['throw new Error("out of order");'], ['process.exit(0);']])(
  'a thread that ends early makes the scan fail: %s',
  (action) => {
    const { status, stdout, stderr } = scan(withConfig(action), 2);
    expect(stderr).toMatch(/out of order|ended before it was done/);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  },
);

test('what a config prints is printed once', () => {
  const { status, stdout } = scan(withConfig('console.log("twice");'), 2, '--format', 'json');
  expect(stdout).not.toContain('twice');
  expect(status).toBe(0);
});

test('Ctrl-C ends all threads, one that hangs too', async () => {
  const at = withConfig('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);');
  const child = spawn(process.execPath, [packedBin(), 'scan', '--jobs', '2'], { cwd: at.root, stdio: 'ignore' });
  const closed = once(child, 'close');
  await new Promise((done) => setTimeout(done, 3000));
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
});
