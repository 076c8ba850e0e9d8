// Live, dead, limited and hanging, as a user of the package sees them; and what of it the hooks never do.
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { json, makeCertificate, startProvider } from '../support/provider-server.ts';
import { createRepository, packedBin, type Run, temporaryFolder } from '../support/repository.ts';
import { runBeside } from '../support/run-beside.ts';

const KEY = fakeOf('anthropic-api-key', 21);

function expectNothingOf(key: string, { stdout, stderr }: Run): void {
  expect(stdout + stderr).not.toContain(key.slice(14, 26));
}

describe('scenario 32: hushkey verify', () => {
  test.each([
    ['live', 0, json(200, { data: [], has_more: false })],
    [
      'dead',
      1,
      json(401, { type: 'error', error: { type: 'authentication_error', message: `invalid x-api-key ${KEY}` } }),
    ],
    ['limited', 1, json(429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } })],
    ['unreachable', 2, () => undefined],
  ])('%s: exit code %i', async (result, status, answer) => {
    const { url } = await startProvider(answer);
    const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
    const pretty = await runBeside(['verify', '--timeout', '3'], { env });
    expect(pretty.stdout).toMatch(new RegExp(`^${result}: `));
    expect([pretty.status, pretty.stderr]).toEqual([status, '']);
    expectNothingOf(KEY, pretty);
    const machine = await runBeside(['verify', '--stdin', '--timeout', '3', '--format', 'json'], { env, input: KEY });
    expect(JSON.parse(machine.stdout)).toMatchObject({ result, provider: 'anthropic', from: 'stdin' });
    expect(machine.status).toBe(status);
    expectNothingOf(KEY, machine);
  });

  test('through TLS, with the authority that NODE_EXTRA_CA_CERTS names', async () => {
    const certificate = makeCertificate();
    const { url } = await startProvider(json(200, { data: [] }), certificate);
    const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
    expect((await runBeside(['verify'], { env })).status).toBe(2);
    expect((await runBeside(['verify'], { env: { ...env, NODE_EXTRA_CA_CERTS: certificate.path } })).status).toBe(0);
  });

  test('an AWS pair is signed, not sent', async () => {
    const { url, seen } = await startProvider(json(200, { GetCallerIdentityResponse: {} }));
    const secret = KEY.slice(14, 54).replace(/[-_]/g, 'x');
    const input = `AKIA${'K3'.repeat(8)} ${secret}`;
    const run = await runBeside(['verify', '--stdin'], { env: { AWS_ENDPOINT_URL_STS: url }, input });
    expect(run.status).toBe(0);
    expect(JSON.stringify(seen) + run.stdout).not.toContain(secret.slice(5, 15));
  });

  test('a key on the command line is refused and not repeated', async () => {
    const run = await runBeside(['verify', KEY], {});
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('--stdin');
    expectNothingOf(KEY, run);
  });
});

describe('scan --verify', () => {
  const prepared = () => {
    const repository = createRepository();
    repository.write('a.js', `const key = '${KEY}';\n`);
    return repository;
  };

  test('adds the verdict; the exit code stays that of the findings', async () => {
    const { root } = prepared();
    const { url, seen } = await startProvider(json(401, { error: { message: 'invalid x-api-key' } }));
    const env = { ANTHROPIC_BASE_URL: url };
    const machine = await runBeside(['scan', '--verify', '--format', 'json'], { cwd: root, env });
    expect(JSON.parse(machine.stdout).findings).toMatchObject([{ ruleId: 'anthropic-api-key', verified: 'dead' }]);
    expect(machine.status).toBe(1);
    expectNothingOf(KEY, machine);
    expect(seen).toMatchObject([{ headers: { 'x-api-key': KEY } }]);
    const pretty = await runBeside(['scan', '--verify'], { cwd: root, env });
    expect(pretty.stdout).toContain('verified dead');
    expectNothingOf(KEY, pretty);
    const without = await runBeside(['scan', '--format', 'json'], { cwd: root, env });
    expect(JSON.parse(without.stdout).findings[0]).not.toHaveProperty('verified');
    expect(seen).toHaveLength(2);
  });

  test.each(['pre-commit', 'pre-push'])('is refused in %s, and sends nothing', async (hook) => {
    const repository = prepared();
    const { url, seen } = await startProvider(json(200, { data: [] }));
    const bin = `"${process.execPath}" "${packedBin()}"`;
    const script = join(repository.root, '.git/hooks', hook);
    repository.git('add', 'a.js');
    if (hook === 'pre-push') repository.git('commit', '-qm', 'x');
    repository.write(`.git/hooks/${hook}`, `#!/bin/sh\n${bin} scan --verify a.js; echo "exit $?" >&2; exit 1\n`);
    chmodSync(script, 0o755);
    const remote = temporaryFolder();
    repository.git('init', '-q', '--bare', remote);
    const args = hook === 'pre-push' ? ['push', remote, 'HEAD:refs/heads/main'] : ['commit', '-m', 'x'];
    const stopped = repository.tryGit(args, { env: { ANTHROPIC_BASE_URL: url } });
    expect(stopped.stderr).toContain('--verify opens connections');
    expect(stopped.stderr).toContain('exit 2');
    expect(seen).toEqual([]);
  });
});

test('nothing that opens connections is in what hooks run', () => {
  const folder = join(inject('installed'), 'node_modules', 'hushkey', 'dist', 'hook');
  const networked = readdirSync(folder).filter((name) =>
    /node:(?:https?|tls|net|dns)\b/.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(networked).toEqual([]);
});
