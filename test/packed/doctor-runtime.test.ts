// `hushkey doctor --runtime` of the packed package: in any folder, without a repository, and without a credential shown.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { json, startProvider } from '../support/provider-server.ts';
import { type Run, runHushkey, temporaryFolder } from '../support/repository.ts';
import { runBeside } from '../support/run-beside.ts';

const KEY = fakeOf('anthropic-api-key', 23);
const BARE = {
  ANTHROPIC_API_KEY: '',
  ANTHROPIC_AUTH_TOKEN: '',
  CLAUDE_CODE_OAUTH_TOKEN: '',
  ANTHROPIC_BASE_URL: '',
  CLAUDE_CONFIG_DIR: '/nonexistent',
  HTTPS_PROXY: '',
  https_proxy: '',
};

function runtime(env: NodeJS.ProcessEnv, args: readonly string[] = [], cwd = temporaryFolder()): Run {
  return runHushkey(['doctor', '--runtime', ...args], { cwd, env: { ...BARE, HOME: cwd, ...env } });
}

function runtimeBeside(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Run> {
  const cwd = temporaryFolder();
  return runBeside(['doctor', '--runtime', ...args], { cwd, env: { ...BARE, HOME: cwd, ...env } });
}

describe('the eight steps', () => {
  test('nothing in the way is 0', () => {
    const run = runtime({ ANTHROPIC_API_KEY: KEY });
    expect(run.status, run.stdout).toBe(0);
    expect(run.stdout).toContain('nothing here is in the way of a call');
    expect(run.stdout).not.toContain(KEY.slice(14, 34));
  });

  test('a quoted key and a doubled path are 1, and named', () => {
    const run = runtime({ ANTHROPIC_API_KEY: `"${KEY}"`, ANTHROPIC_BASE_URL: 'https://api.anthropic.com/v1' }, [
      '--format',
      'json',
    ]);
    expect(run.status).toBe(1);
    const { checks } = JSON.parse(run.stdout) as { checks: { id: string; state: string }[] };
    const broken = checks.filter(({ state }) => state === 'broken').map(({ id }) => id);
    expect(broken).toEqual(['credential-shape', 'base-url']);
    expect(run.stdout).not.toContain(KEY.slice(14, 34));
  });

  test('lines fit into 80 columns, but for paths', () => {
    const run = runtime({
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_AUTH_TOKEN: KEY,
      HTTPS_PROXY: 'http://proxy.example:3128',
    });
    expect(run.stdout.split('\n').filter((line) => line.length > 80 && !line.includes('/tmp'))).toEqual([]);
  });

  test('it is a check of its own', () => {
    expect(runtime({}, ['--fix']).status).toBe(2);
    expect(runHushkey(['doctor', '--report'], { cwd: temporaryFolder() }).status).toBe(2);
  });
});

test('--verify asks the provider, and without it nobody is asked', async () => {
  const { url, seen } = await startProvider(json(401, { type: 'error', error: { message: 'invalid x-api-key' } }));
  const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
  const asked = await runtimeBeside(env, ['--verify']);
  expect([asked.status, seen.length], asked.stdout).toEqual([1, 1]);
  expect(asked.stdout).toContain('✖ ANTHROPIC_API_KEY is dead');
  const report = await runtimeBeside(env, ['--verify', '--report']);
  expect(report.stdout).toContain('broken: ANTHROPIC_API_KEY is dead');
  await runtimeBeside(env, []);
  expect(seen).toHaveLength(2);
  expect(asked.stdout + report.stdout).not.toContain(KEY.slice(14, 34));
});

describe('--report', () => {
  test('goes to a file, and stdout stays empty', () => {
    const cwd = temporaryFolder();
    const run = runtime({ ANTHROPIC_API_KEY: KEY }, ['--report', '--output', 'report.md'], cwd);
    expect([run.status, run.stdout, run.stderr]).toEqual([0, '', '']);
    const text = readFileSync(join(cwd, 'report.md'), 'utf8');
    expect(text).toContain('| System |');
    expect(text).not.toContain(cwd);
    expect(text).not.toContain(KEY.slice(14, 34));
  });

  test('of an error has its request id, and no JSON form', () => {
    const cwd = temporaryFolder();
    const error =
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CReport9"}';
    const run = runHushkey(['explain', '-', '--report'], { cwd, input: error, env: { ...BARE, HOME: cwd } });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('| Request id | req_011CReport9 |');
    expect(runHushkey(['explain', '529', '--report', '--format', 'json'], { cwd }).status).toBe(2);
    expect(existsSync(join(cwd, 'report.md'))).toBe(false);
  });
});
