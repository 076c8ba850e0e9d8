// The server's gate in a real bare repository, with the hook that the documentation gives: git keeps the pushed objects in
// quarantine until it has passed.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;

interface Served extends TestRepository {
  readonly server: string;
  readonly commit: (path: string, content: string) => string;
  readonly push: (...args: string[]) => Run;
  readonly refs: () => readonly string[];
}

/** The recipe's script, with the place where this test has the package. */
function hookScript(): string {
  const [, script = ''] = /```sh\n(#![^`]*)```/.exec(readFileSync('docs/pre-receive.md', 'utf8')) ?? [];
  const bin = join(dirname(packedBin()), '..', '..', '.bin', 'hushkey');
  expect(script).toContain('/opt/hushkey/node_modules/.bin/hushkey');
  return script.replace('/opt/hushkey/node_modules/.bin/hushkey', bin);
}

function served(): Served {
  const server = temporaryFolder('hushkey-server-');
  run('git', ['init', '-q', '--bare', server]);
  const hook = join(server, 'hooks', 'pre-receive');
  writeFileSync(hook, hookScript());
  chmodSync(hook, 0o755);
  const at = createRepository();
  at.git('remote', 'add', 'origin', `file://${server}`);
  const commit = (path: string, content: string): string => {
    at.write(path, content);
    at.git('add', '-A');
    at.git('commit', '-q', '-m', `change ${path}`);
    return at.git('rev-parse', '--short=7', 'HEAD').trim();
  };
  commit('clean.js', 'export const one = 1;\n');
  return {
    ...at,
    server,
    commit,
    push: (...args) => at.tryGit(['push', ...args], { env: { HUSHKEY: '0' } }),
    refs: () => run('git', ['for-each-ref', '--format=%(refname)'], { cwd: server }).stdout.split('\n').filter(Boolean),
  };
}

test('a clean push passes with one line', () => {
  const at = served();
  const result = at.push('origin', 'main');
  expect(result.stderr).toMatch(/^remote: hushkey: 1 file in 1 commit, .* no findings/m);
  expect(result.status).toBe(0);
  expect(at.refs()).toEqual(['refs/heads/main']);
});

test('a key is rejected, shown to the pusher with commit and place, and leaves nothing behind', () => {
  const at = served();
  at.push('-q', 'origin', 'main');
  const oid = at.commit('a.js', LINE);
  at.commit('a.js', 'export const a = 1;\n');
  const result = at.push('origin', 'main');
  expect(result.status).not.toBe(0);
  expect(result.stderr).toContain('hushkey stopped this push');
  expect(result.stderr).toContain(`a.js:1:21 in ${oid}`);
  expect(result.stderr).toContain(`git rebase -i ${oid}^`);
  expect(result.stderr).not.toContain(KEY.slice(20, 60));
  const lines = result.stderr.split('\n').filter((line) => line.startsWith('remote: '));
  expect(lines.every((line) => line.trimEnd().length <= 80)).toBe(true);
  const held = run('git', ['cat-file', '-e', oid], { cwd: at.server });
  expect(held.status).not.toBe(0);
});

test('a new branch, a forced push and a tag are judged by what is new', () => {
  const at = served();
  at.push('-q', 'origin', 'main');
  at.git('checkout', '-q', '-b', 'topic');
  at.commit('t.js', 'export const t = 1;\n');
  expect(at.push('origin', 'topic').stderr).toContain('hushkey: 1 file in 1 commit');
  at.git('commit', '-q', '--amend', '-m', 'again');
  expect(at.push('--force', 'origin', 'topic')).toMatchObject({ status: 0 });
  at.commit('u.js', LINE);
  at.git('tag', '-a', '-m', 'one', 'v1');
  for (const refs of [['topic'], ['--force', 'topic'], ['topic:other'], ['v1']]) {
    const result = at.push(
      ...refs.filter((ref) => ref.startsWith('-')),
      'origin',
      ...refs.filter((ref) => !ref.startsWith('-')),
    );
    expect(result.stderr).toContain('u.js:1:21');
    expect(result.status).not.toBe(0);
  }
  expect(at.refs()).toEqual(['refs/heads/main', 'refs/heads/topic']);
});

test('a deleted branch passes, also beside one that does not', () => {
  const at = served();
  at.push('-q', 'origin', 'main', 'main:gone', 'main:stays');
  const result = at.push('origin', ':gone');
  expect(result.stderr).toContain('scanned 0 files: 1 deleted ref');
  expect(result.status).toBe(0);
  at.commit('a.js', LINE);
  expect(at.push('origin', ':stays', 'main').status).not.toBe(0);
  expect(at.refs()).toEqual(['refs/heads/main', 'refs/heads/stays']);
});

test('what the server has already does not stop a push', () => {
  const at = served();
  writeFileSync(join(at.server, 'hooks', 'pre-receive'), '#!/bin/sh\nexit 0\n');
  at.commit('old.js', LINE);
  at.push('-q', 'origin', 'main');
  writeFileSync(join(at.server, 'hooks', 'pre-receive'), hookScript());
  at.commit('old.js', `// moved\n${LINE}`);
  expect(at.push('origin', 'main').status).toBe(0);
});

test('a finding that the pushed branch accepts passes', () => {
  const at = served();
  at.push('-q', 'origin', 'main');
  at.commit('a.js', LINE);
  const id = /allow ([0-9a-f]{12})/.exec(at.push('origin', 'main').stderr)?.[1] ?? '';
  expect(at.hushkey(['allow', id, '--reason', 'of a test']).status).toBe(0);
  at.git('add', '-A');
  at.git('commit', '-q', '-m', 'accept');
  const result = at.push('origin', 'main');
  expect(result.stderr).toContain('1 suppressed');
  expect(result.status).toBe(0);
});

test('what cannot be judged is rejected', () => {
  const at = served();
  at.push('-q', 'origin', 'main');
  at.write('hushkey-baseline.json', '{ broken');
  at.git('add', '-A');
  at.git('commit', '-q', '-m', 'break');
  const result = at.push('origin', 'main');
  expect(result.stderr).toContain('hushkey-baseline.json');
  expect(result.status).not.toBe(0);
  const tag = at.git('rev-parse', 'HEAD:clean.js').trim();
  at.git('tag', 'blob', tag);
  expect(at.push('origin', 'blob').stderr).toContain('refs/tags/blob would point at no commit');
});

test('scan --range and --history work in a bare repository', () => {
  const at = served();
  writeFileSync(join(at.server, 'hooks', 'pre-receive'), '#!/bin/sh\nexit 0\n');
  at.commit('a.js', LINE);
  at.push('-q', 'origin', 'main');
  for (const source of [['--range', 'main^..main'], ['--history']]) {
    const result = at.hushkey(['scan', ...source, '--format', 'json'], { cwd: at.server });
    expect(JSON.parse(result.stdout).findings).toMatchObject([{ path: 'a.js' }]);
    expect(result.status).toBe(1);
  }
});
