// Each provider's own answers, played by a local server: what is sent to it, and what is made of what it says.
import { createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtin } from '../../../src/builtin-rules.ts';
import { FLAGS } from '../../../src/cli/table.ts';
import { KEY_KINDS } from '../../../src/diagnose/verify/key-kinds.ts';
import { fakeOf } from '../../support/fakes.ts';
import { type Answer, json, type Seen, startProvider } from '../../support/provider-server.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { verify } from '../../support/run-verify.ts';

async function check(rule: string, answer: Answer, env: NodeJS.ProcessEnv = {}) {
  const provider = await startProvider(answer);
  const key = fakeOf(rule, 5);
  const args = ['--env', 'SOME_KEY', '--format', 'json', '--base-url', provider.url];
  const { status, out } = await verify(args, { ...env, SOME_KEY: key });
  expect(out).not.toContain(key.slice(20, 32));
  return { status, report: JSON.parse(out), seen: provider.seen, key };
}

const anthropicError = (type: string, message: string): unknown => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_011CTest',
});

describe('the request', () => {
  const ANTHROPIC = { 'anthropic-version': '2023-06-01' };
  const bearer = (key: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${key}` });
  const rows: readonly (readonly [string, string, (key: string) => Readonly<Record<string, string>>, unknown])[] = [
    ['anthropic-api-key', '/v1/models?limit=1', (key) => ({ 'x-api-key': key, ...ANTHROPIC }), { data: [] }],
    ['anthropic-identity-key', '/v1/models?limit=1', (key) => ({ 'x-api-key': key, ...ANTHROPIC }), { data: [] }],
    ['anthropic-admin-key', '/v1/organizations/me', (key) => ({ 'x-api-key': key, ...ANTHROPIC }), { id: 'x' }],
    [
      'claude-oauth-access',
      '/v1/models?limit=1',
      (key) => ({ ...bearer(key), ...ANTHROPIC, 'anthropic-beta': 'oauth-2025-04-20' }),
      { data: [] },
    ],
    ['openai-project-key', '/models', bearer, { object: 'list', data: [] }],
    ['openai-admin-key', '/organization/projects?limit=1', bearer, { object: 'list', data: [] }],
    ['gemini-api-key', '/v1beta/models?pageSize=1', (key) => ({ 'x-goog-api-key': key }), { models: [] }],
    ['openrouter-api-key', '/key', bearer, { data: { label: 'x' } }],
    ['groq-api-key', '/openai/v1/models', bearer, { object: 'list', data: [] }],
    ['huggingface-user-token', '/api/whoami-v2', bearer, { type: 'user', name: 'x' }],
    ['github-pat-classic', '/rate_limit', bearer, { resources: {}, rate: {} }],
    ['npm-token', '/-/whoami', bearer, { username: 'x' }],
    ['stripe-secret', '/v1/balance', bearer, { object: 'balance', livemode: true }],
  ];

  test.each(rows)('%s: the right address and header, and a success is live', async (rule, path, headers, body) => {
    const { status, report, seen, key } = await check(rule, json(200, body));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'GET', url: path, headers: headers(key) });
    const carriers = Object.values(seen[0]?.headers ?? {}).filter((value) => String(value).includes(key));
    expect(carriers, 'the key stands in one header').toHaveLength(1);
    expect(report).toMatchObject({ result: 'live', status: 200, attempts: 1, from: 'SOME_KEY' });
    expect(status).toBe(0);
  });

  test.each(rows)('%s: an error body under 200 is no success', async (rule) => {
    const { status, report } = await check(rule, json(200, { error: { message: 'no' } }));
    expect(report.result).toBe('unreachable');
    expect(status).toBe(2);
  });

  test.each(rows)('%s: 401 is dead, 429 limited', async (rule) => {
    const dead = await check(rule, json(401, { error: { message: 'no such key' } }));
    expect([dead.report.result, dead.status]).toEqual(['dead', 1]);
    const limited = await check(rule, json(429, { error: { message: 'slow down' } }));
    expect([limited.report.result, limited.status]).toEqual(['limited', 1]);
    expect(limited.seen).toHaveLength(1);
  });

  test('a workspace id goes with the keys that need one, and with no other', async () => {
    const env = { ANTHROPIC_WORKSPACE_ID: 'wrkspc_01Test' };
    const identity = await check('anthropic-identity-key', json(200, { data: [] }), env);
    expect(identity.seen[0]?.headers['anthropic-workspace-id']).toBe('wrkspc_01Test');
    const plain = await check('anthropic-api-key', json(200, { data: [] }), env);
    expect(plain.seen[0]?.headers).not.toHaveProperty('anthropic-workspace-id');
  });
});

test('an npm token goes to the registry that npm itself is set up for', async () => {
  const { url, seen } = await startProvider(json(200, { username: 'x' }));
  const bin = temporaryFolder();
  const script = `#!/bin/sh\n[ "$*" = 'config get registry' ] && echo ${url}/\n`;
  writeFileSync(join(bin, 'npm'), script, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH']}`, NPM_TOKEN: fakeOf('npm-token', 4) };
  const { status, out } = await verify(['--env', 'NPM_TOKEN'], env);
  expect(status, out).toBe(0);
  expect(seen.map((request) => request.url)).toEqual(['/-/whoami']);
});

describe('what the provider says', () => {
  const google = (reason: string, message: string): unknown => ({
    error: { code: 400, message, status: 'INVALID_ARGUMENT', details: [{ reason }] },
  });
  test.each([
    ['anthropic-api-key', 401, anthropicError('authentication_error', 'invalid x-api-key'), 'dead'],
    ['anthropic-api-key', 400, anthropicError('invalid_request_error', 'Your credit balance is too low'), 'limited'],
    [
      'anthropic-api-key',
      400,
      anthropicError('invalid_request_error', 'This organization has been disabled.'),
      'limited',
    ],
    ['anthropic-api-key', 403, anthropicError('permission_error', 'no'), 'limited'],
    ['anthropic-api-key', 403, { error: { type: 'forbidden', message: 'Request not allowed' } }, 'unreachable'],
    ['anthropic-api-key', 404, anthropicError('not_found_error', 'Not found'), 'unreachable'],
    [
      'anthropic-api-key',
      400,
      anthropicError('invalid_request_error', 'anthropic-version: header is required'),
      'unreachable',
    ],
    [
      'anthropic-identity-key',
      400,
      anthropicError(
        'invalid_request_error',
        'anthropic-workspace-id is required when authenticating with an identity-linked API key',
      ),
      'limited',
    ],
    ['claude-oauth-access', 401, anthropicError('authentication_error', 'OAuth token has expired.'), 'dead'],
    [
      'claude-oauth-access',
      401,
      anthropicError('authentication_error', 'OAuth authentication is currently not supported.'),
      'unreachable',
    ],
    ['claude-oauth-access', 403, anthropicError('permission_error', 'OAuth token has been revoked.'), 'dead'],
    [
      'claude-oauth-access',
      403,
      anthropicError('permission_error', 'OAuth token does not meet scope requirement: x'),
      'live',
    ],
    [
      'openai-project-key',
      403,
      { error: { message: 'You have insufficient permissions for this operation.' } },
      'live',
    ],
    [
      'openai-project-key',
      403,
      { error: { code: 'unsupported_country_region_territory', message: 'x' } },
      'unreachable',
    ],
    ['gemini-api-key', 400, google('API_KEY_INVALID', 'API key not valid. Please pass a valid API key.'), 'dead'],
    ['gemini-api-key', 400, google('OTHER', 'Invalid page size'), 'unreachable'],
    ['gemini-api-key', 403, google('API_KEY_SERVICE_BLOCKED', 'blocked'), 'limited'],
    ['gemini-api-key', 403, { error: { message: 'Your API key was reported as leaked.' } }, 'dead'],
    ['openrouter-api-key', 200, { data: { limit: 5, limit_remaining: 0, usage: 5 } }, 'limited'],
    ['openrouter-api-key', 200, { data: { limit: 5, limit_remaining: 0.5, usage: 4.5 } }, 'live'],
    ['openrouter-api-key', 402, { error: { message: 'Insufficient credits' } }, 'limited'],
    ['github-pat-classic', 401, { message: 'Bad credentials', status: '401' }, 'dead'],
    ['github-pat-classic', 403, { message: 'API rate limit exceeded' }, 'limited'],
    ['stripe-secret', 403, { error: { message: 'does not have the required permissions' } }, 'live'],
  ])('%s: %i %j is %s', async (rule, status, body, result) => {
    const { report } = await check(rule, json(status, body, { 'request-id': 'req_011CTest' }));
    expect(report.result).toBe(result);
    expect(report.requestId).toBe('req_011CTest');
  });

  test.each([
    [{ ok: true, team_id: 'T1', user: 'x' }, 'live'],
    [{ ok: false, error: 'invalid_auth' }, 'dead'],
    [{ ok: false, error: 'token_revoked' }, 'dead'],
    [{ ok: false, error: 'missing_scope' }, 'limited'],
    [{ ok: false, error: 'fatal_error' }, 'unreachable'],
  ])('Slack refuses under 200: %j', async (body, result) => {
    const { report, seen } = await check('slack-bot-user', json(200, body));
    expect(report.result).toBe(result);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/auth.test' });
  });
});

describe('AWS', () => {
  const id = `AKIA${'Q7'.repeat(8)}`;
  const secret = createHash('sha256').update('a seed').digest('base64').slice(0, 40);
  const env = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
  const ask = async (answer: Answer, args: readonly string[], input = '', more: NodeJS.ProcessEnv = {}) => {
    const { url, seen } = await startProvider(answer);
    const run = await verify([...args, '--format', 'json', '--base-url', url], { ...env, ...more }, input);
    expect(run.out).not.toContain(secret.slice(4, 12));
    return { status: run.status, report: JSON.parse(run.out), seen };
  };
  const identity = { GetCallerIdentityResponse: { GetCallerIdentityResult: { Account: '1' } } };

  /** AWS Signature Version 4, written out from its specification. */
  function expectedSignature({ method, url, headers, body }: Seen): string {
    const auth = headers.authorization ?? '';
    const [, scope = '', names = ''] = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(auth) ?? [];
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    const canonical = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
    const request = [method, url, '', canonical.join(''), names, hash(body)].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(request)].join('\n');
    const sign = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
    const key = scope.split('/').reduce<string | Buffer>((last, part) => sign(last, part), `AWS4${secret}`);
    return sign(key, toSign).toString('hex');
  }

  test('signs GetCallerIdentity, so that the secret stays here', async () => {
    const { status, report, seen } = await ask(json(200, identity), ['--env', 'AWS_SECRET_ACCESS_KEY'], '', {
      AWS_SESSION_TOKEN: 'session',
    });
    expect(report.result).toBe('live');
    expect(status).toBe(0);
    const [request] = seen;
    expect(request).toMatchObject({ method: 'POST', body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect(request?.headers['x-amz-security-token']).toBe('session');
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect(/Signature=([0-9a-f]+)/.exec(request?.headers.authorization ?? '')?.[1]).toBe(
      request && expectedSignature(request),
    );
  });

  test.each([
    ['InvalidClientTokenId', 'dead', 1],
    ['SignatureDoesNotMatch', 'dead', 1],
    ['ExpiredToken', 'dead', 1],
  ])('%s is %s', async (Code, result, exit) => {
    const { status, report } = await ask(
      json(403, { Error: { Code, Message: 'x' } }),
      ['--stdin'],
      `${id} ${secret}\n`,
    );
    expect([report.result, status]).toEqual([result, exit]);
  });

  test('a wrong clock is not the key’s fault', async () => {
    const body = {
      Error: { Code: 'SignatureDoesNotMatch', Message: 'Signature expired: 2020 is now earlier than 2026' },
    };
    const { report } = await ask(json(403, body), ['--provider', 'aws', '--stdin'], `${id}:${secret}`);
    expect(report.result).toBe('unreachable');
  });

  test('a temporary key without its session token is not asked about: AWS would call it dead', async () => {
    const { status, out } = await verify(['--stdin'], {}, `${id.replace('AKIA', 'ASIA')} ${secret}`);
    expect(status).toBe(2);
    expect(out).toContain('AWS_SESSION_TOKEN');
  });

  test('half a pair is not asked about', async () => {
    const { status, out } = await verify(['--stdin', '--provider', 'aws'], {}, secret);
    expect(status).toBe(2);
    expect(out).toContain('an id and a secret');
    expect(out).not.toContain(secret.slice(0, 8));
  });
});

describe('the table', () => {
  test('names the providers that the flag names', () => {
    expect([...new Set(KEY_KINDS.map(({ provider }) => provider))]).toEqual([...FLAGS.provider.choices]);
  });

  test('names rules that exist, whose keys begin as it says', () => {
    const ids = new Set(builtin().matchers.map(({ kind }) => kind.id));
    for (const { rules, prefixes, sharedPrefixes = [] } of KEY_KINDS) {
      for (const rule of rules) {
        expect(ids).toContain(rule);
        for (let seed = 1; seed < 6; seed += 1) {
          const key = fakeOf(rule, seed);
          expect(
            [...prefixes, ...sharedPrefixes].some((prefix) => key.startsWith(prefix)),
            rule,
          ).toBe(true);
        }
      }
    }
  });
});
