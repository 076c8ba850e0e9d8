// The one request of `doctor --runtime --verify`, against a server that plays the provider.
import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/diagnose/check.ts';
import { checkLive } from '../../../src/diagnose/runtime/live.ts';
import { fakeOf } from '../../support/fakes.ts';
import { json, startProvider } from '../../support/provider-server.ts';

const KEY = fakeOf('anthropic-api-key', 57);
const REFUSED = { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } };

function live(env: NodeJS.ProcessEnv, now = Date.now()): Promise<readonly Check[]> {
  const holdsCredential = async (): Promise<boolean> => false;
  return checkLive({ cwd: '/', env, home: '/', now, platform: 'linux', holdsCredential });
}

describe('the credential that wins', () => {
  test.each([
    ['ok', json(200, { data: [] }), 'is live'],
    ['broken', json(401, REFUSED), 'is dead'],
    ['broken', json(429, { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } }), 'is limited'],
    ['unknown', json(200, { portal: 'log in' }), 'is not proven'],
  ])('%s', async (state, answer, words) => {
    const { url, seen } = await startProvider(answer);
    const [check, ...others] = await live({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url });
    expect([check?.id, check?.state, others]).toEqual(['verify', state, []]);
    expect(check?.message).toContain(`ANTHROPIC_API_KEY ${words}`);
    expect(check?.message).not.toContain(KEY.slice(14, 26));
    expect(seen).toHaveLength(1);
  });

  test('is the key where a token is set beside it', async () => {
    const { url, seen } = await startProvider(json(200, { data: [] }));
    const token = fakeOf('claude-oauth-access', 3);
    await live({ ANTHROPIC_AUTH_TOKEN: token, ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url });
    expect(seen.map(({ headers }) => headers['x-api-key'])).toEqual([KEY]);
  });

  test('is asked about nowhere where there is none, or whose it is cannot be told', async () => {
    const { url, seen } = await startProvider(json(200, { data: [] }));
    const [none] = await live({ ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: url });
    const [gateway] = await live({ ANTHROPIC_AUTH_TOKEN: 'internal', ANTHROPIC_BASE_URL: url });
    const [quoted] = await live({ ANTHROPIC_API_KEY: `"${KEY}"`, ANTHROPIC_BASE_URL: url });
    expect([none?.state, gateway?.state, quoted?.state, seen.length]).toEqual(['unknown', 'unknown', 'unknown', 0]);
  });
});

test('the clock of the server tells what no file here could', async () => {
  const { url } = await startProvider(json(401, REFUSED));
  const env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
  const [, clock] = await live(env, Date.now() - 40 * 60_000);
  expect([clock?.id, clock?.state]).toEqual(['clock', 'broken']);
  expect(clock?.message).toMatch(/^the clock is (?:39|40|41) minutes behind/);
});
