// Misuse of a key at the commit, as the acceptance scenarios tell it, and what a commit costs.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createArmedRepository, type Run, run, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);

/** A commit of some files in an armed repository of their own. */
function commit(files: Readonly<Record<string, string>>): Run {
  const at = started();
  for (const [path, content] of Object.entries(files)) at.write(path, content);
  at.git('add', '-A');
  return at.tryGit(['commit', '-q', '-m', 'x']);
}

function started(): TestRepository {
  const at = createArmedRepository();
  at.git('add', '-A');
  at.git('commit', '-q', '-m', 'start');
  return at;
}

function expectBlocked(result: Run, category: RegExp, ...words: string[]): void {
  expect(result.stderr).toMatch(category);
  for (const word of words) expect(result.stderr).toContain(word);
  expect(result.stderr).not.toContain(KEY.slice(20, 60));
  expect(result.status).toBe(1);
}

describe('scenario 19: client side', () => {
  const component = (apiKey: string): string =>
    `'use client';\nimport Anthropic from '@anthropic-ai/sdk';\n\nexport function make(${apiKey === 'typed' ? 'typed: string' : ''}) {\n` +
    `  return new Anthropic({ apiKey: ${apiKey}, dangerouslyAllowBrowser: true });\n}\n`;

  test('a key that ships with the page is blocked, with a route of the server as the way out', () => {
    const result = commit({ 'app/chat.tsx': component('process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY') });
    expectBlocked(result, /client-side/, 'app/chat.tsx:5:');
    expect(result.stderr).toMatch(/route|server/i);
  });

  test('a key that the user types is a warning', () => {
    const result = commit({ 'app/chat.tsx': component('typed') });
    expect(result.stderr).toMatch(/client-side|browser/i);
    expect(result.status).toBe(0);
  });
});

describe('scenario 20: bearer', () => {
  const request = (host: string, credential: string): string =>
    `export const ask = (token, body) =>\n  fetch('https://${host}/v1/messages', {\n    method: 'POST',\n    body,\n` +
    `    headers: { Authorization: \`Bearer ${credential}\`, 'anthropic-version': '2023-06-01' },\n  });\n`;

  test('an API key as Bearer to the API is blocked, with x-api-key as the fix', () => {
    expectBlocked(commit({ 'ask.js': request('api.anthropic.com', KEY) }), /bearer/, 'ask.js:', 'x-api-key');
    const byName = request('api.anthropic.com', '${process.env.ANTHROPIC_API_KEY}');
    expectBlocked(commit({ 'ask.js': byName }), /bearer/, 'ask.js:5:', 'x-api-key');
  });

  test.each([
    ['a variable to another host', request('gateway.example.com', '${token}')],
    ['an OAuth token by variable', request('api.anthropic.com', '${process.env.ANTHROPIC_AUTH_TOKEN}')],
  ])('%s is clean', (_, text) => {
    const result = commit({ 'ask.js': text });
    expect(result.stderr).toMatch(/^hushkey: 1 file, .*no findings/);
    expect(result.status).toBe(0);
  });
});

describe('scenario 21: files of coding agents', () => {
  const mcp = (server: object): string => `${JSON.stringify({ mcpServers: { one: server } }, undefined, 2)}\n`;

  test.each([
    ['.mcp.json', 'env', mcp({ command: 'server', env: { ANTHROPIC_API_KEY: KEY } })],
    ['.mcp.json', 'a header', mcp({ type: 'http', url: 'https://mcp.example.com', headers: { 'x-api-key': KEY } })],
    ['.mcp.json', 'an address', mcp({ type: 'http', url: `https://mcp.example.com/?key=${KEY}` })],
    [
      '.claude/settings.local.json',
      'an allowed command',
      `${JSON.stringify({ permissions: { allow: [`Bash(ANTHROPIC_API_KEY=${KEY} node run.js:*)`] } })}\n`,
    ],
  ])('%s: a key in %s is blocked, with ${VAR} as the fix', (path, _, text) => {
    expectBlocked(commit({ [path]: text }), /anthropic-api-key/, `${path}:`, '${');
  });
});

describe('scenario 24: speed and size', () => {
  const timeOf = (action: () => unknown): number => {
    const start = performance.now();
    action();
    return performance.now() - start;
  };

  /** Milliseconds of the fastest of some commits: other work on the machine is not what is measured. */
  const fastest = (files: (round: number) => Readonly<Record<string, string>>, hooks: boolean): number => {
    const at = started();
    const times = Array.from({ length: 5 }, (_, round) => {
      for (const [path, content] of Object.entries(files(round))) at.write(path, content);
      at.git('add', '-A');
      const off = hooks ? [] : ['-c', 'core.hooksPath=/dev/null'];
      return timeOf(() => at.git(...off, 'commit', '-q', '-m', 'x'));
    });
    return Math.min(...times);
  };

  test('a commit of ten files costs less than 250 ms over bare git', () => {
    const ten = (round: number): Readonly<Record<string, string>> =>
      Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => [
          `src/${i}.ts`,
          `export const area${i} = (w: number) => w * ${round};\n`.repeat(60),
        ]),
      );
    const bare = Math.min(...Array.from({ length: 5 }, () => timeOf(() => run(process.execPath, ['-e', '0']))));
    // Starting Node takes 40 ms on a machine that has nothing else to do; a busy one is given as much more.
    expect(fastest(ten, true) - fastest(ten, false)).toBeLessThan(250 * Math.max(1, bare / 40));
  });

  test('a bundle of 400 kB in one line and a dump of 20 MB take less than 2 s', () => {
    const bundle = (round: number): Readonly<Record<string, string>> => ({
      'dist/app.js': `const a=${round};${'function f(a,b){return a+b}'.repeat(15_000)}`,
    });
    expect(fastest(bundle, true)).toBeLessThan(2000);
    const dump = (round: number): Readonly<Record<string, string>> => ({
      'dump.sql': `${round}\n${"INSERT INTO person VALUES (1, 'Ann', 'ann@example.com', '2024-01-01');\n".repeat(290_000)}`,
    });
    expect(fastest(dump, true) - fastest(dump, false)).toBeLessThan(2000);
  });
});
