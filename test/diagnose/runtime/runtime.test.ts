// What `doctor --runtime` says of machines made for the purpose, and that it never shows a credential.
import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/diagnose/check.ts';
import { checkRuntime } from '../../../src/diagnose/runtime/index.ts';
import { fakeOf } from '../../support/fakes.ts';
import { temporaryFolder } from '../../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 5);
const OAUTH = `sk-ant-oat01-${KEY.slice(13)}`;

interface Given {
  readonly env?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string>>;
  readonly platform?: NodeJS.Platform;
}

function write(root: string, path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
}

async function checks({ env = {}, files = {}, platform = 'linux' }: Given): Promise<readonly Check[]> {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) chmodSync(write(root, path, text), 0o644);
  const machine = {
    cwd: join(root, 'app'),
    home: join(root, 'home'),
    env,
    now: Date.now(),
    platform,
    holdsCredential: async (text: string) => text.includes('sk-ant-'),
  };
  return checkRuntime(machine, { verify: false });
}

async function stateOf(id: string, given: Given): Promise<string | undefined> {
  const own = (await checks(given)).filter((check) => check.id === id);
  return own.find(({ state }) => state === 'broken')?.state ?? own[0]?.state;
}

describe('credentials', () => {
  test('none, one, and one that is empty', async () => {
    expect(await stateOf('credential-set', {})).toBe('broken');
    expect(await stateOf('credential-set', { env: { ANTHROPIC_API_KEY: '' } })).toBe('broken');
    expect(await stateOf('credential-set', { env: { ANTHROPIC_API_KEY: KEY } })).toBe('ok');
    expect(await stateOf('credential-set', { env: { CLAUDE_CODE_USE_BEDROCK: '1' } })).toBe('note');
  });

  test.each([
    ['quotes', `"${KEY}"`],
    ['a line break', `${KEY}\n`],
    ['a blank', `${KEY.slice(0, 40)} ${KEY.slice(40)}`],
    ['a scheme', `Bearer ${KEY}`],
    ['its own name', `ANTHROPIC_API_KEY=${KEY}`],
    ['an invisible character', `${KEY}\u200b`],
    ['a placeholder', '${ANTHROPIC_API_KEY}'],
    ['a doubled prefix', `sk-ant-api03-${KEY}`],
    ['a part missing', KEY.slice(0, 90)],
    ['another vendor', `sk-proj-${KEY.slice(13)}`],
    ['an OAuth token', OAUTH],
    ['an admin key', `sk-ant-admin01-${KEY.slice(13)}`],
  ])('%s is broken', async (_, value) => {
    expect(await stateOf('credential-shape', { env: { ANTHROPIC_API_KEY: value } })).toBe('broken');
  });

  test('good ones are', async () => {
    expect(await stateOf('credential-shape', { env: { ANTHROPIC_API_KEY: KEY } })).toBe('ok');
    expect(await stateOf('credential-shape', { env: { CLAUDE_CODE_OAUTH_TOKEN: OAUTH } })).toBe('ok');
  });

  test('which one wins, for SDKs and for Claude Code', async () => {
    const all = await checks({
      env: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_AUTH_TOKEN: OAUTH, CLAUDE_CODE_OAUTH_TOKEN: OAUTH },
    });
    const told = all.filter(({ id }) => id === 'credential-order').map(({ message }) => message);
    expect(told).toEqual([
      'SDKs: ANTHROPIC_API_KEY wins, over ANTHROPIC_AUTH_TOKEN',
      'Claude Code: ANTHROPIC_AUTH_TOKEN wins, over ANTHROPIC_API_KEY, CLAUDE_CODE_OAUTH_TOKEN',
    ]);
    expect(all.find(({ id }) => id === 'credential-both')?.state).toBe('broken');
  });

  test('a .env that says something else', async () => {
    const env = { ANTHROPIC_API_KEY: KEY };
    expect(
      await stateOf('credential-env-file', {
        env,
        files: { 'app/.env': `ANTHROPIC_API_KEY=${fakeOf('anthropic-api-key', 6)}\n` },
      }),
    ).toBe('note');
    expect(
      await stateOf('credential-env-file', { env, files: { 'app/.env': `ANTHROPIC_API_KEY="${KEY}"\n` } }),
    ).toBeUndefined();
  });
});

describe('network', () => {
  test.each([
    ['https://api.anthropic.com', 'ok'],
    ['', 'ok'],
    ['http://localhost:4000', 'note'],
    ['https://gateway.example', 'note'],
    ['https://api.anthropic.com/v1', 'broken'],
    ['api.anthropic.com', 'broken'],
    ['"https://api.anthropic.com"', 'broken'],
    ['http://gateway.example', 'broken'],
    ['https://console.anthropic.com', 'broken'],
    ['https://user:word@gateway.example', 'broken'],
  ])('base URL %s is %s', async (value, state) => {
    expect(await stateOf('base-url', { env: { ANTHROPIC_BASE_URL: value } })).toBe(state);
  });

  test('a proxy is named without its login', async () => {
    const all = await checks({ env: { HTTPS_PROXY: 'http://anna:geheimnis@proxy.example:3128' } });
    expect(all.find(({ id }) => id === 'proxy')).toMatchObject({
      state: 'note',
      message: expect.stringContaining('proxy.example:3128'),
    });
    expect(JSON.stringify(all)).not.toContain('geheimnis');
    expect(await stateOf('proxy', { env: { HTTPS_PROXY: 'http://p.example:1', NO_PROXY: '.anthropic.com' } })).toBe(
      'ok',
    );
    expect(await stateOf('proxy', { env: { HTTPS_PROXY: 'not a proxy' } })).toBe('broken');
  });

  test('a clock behind the files', async () => {
    const root = temporaryFolder();
    const path = write(root, 'package.json', '{}');
    const later = Date.now() / 1000 + 86_400;
    utimesSync(path, later, later);
    const machine = {
      cwd: root,
      home: root,
      env: {},
      now: Date.now(),
      platform: 'linux',
      holdsCredential: async () => false,
    } as const;
    expect((await checkRuntime(machine, { verify: false })).find(({ id }) => id === 'clock')?.state).toBe('broken');
    expect(await stateOf('clock', { files: { 'app/package.json': '{}' } })).toBe('ok');
  });
});

describe('files and SDK', () => {
  test.skipIf(process.platform === 'win32')('a credential that others can read', async () => {
    expect(
      await stateOf('file-modes', { files: { 'home/.claude/.credentials.json': `{"accessToken":"${OAUTH}"}` } }),
    ).toBe('broken');
    expect(await stateOf('file-modes', { files: { 'app/.env': `ANTHROPIC_API_KEY=${KEY}` } })).toBe('note');
    expect(await stateOf('file-modes', { files: { 'app/.env': 'PORT=1\n', 'app/.env.example': KEY } })).toBe('ok');
  });

  test('the SDK that is there, and the one that is asked for', async () => {
    const sdk = (version: string) => ({
      'app/node_modules/@anthropic-ai/sdk/package.json': `{"version": "${version}"}`,
    });
    const wants = { 'app/package.json': '{"dependencies": {"@anthropic-ai/sdk": "^0.60.0"}}' };
    expect(await stateOf('sdk', { files: { ...sdk('0.60.2'), ...wants } })).toBe('ok');
    expect(await stateOf('sdk', { files: { ...sdk('0.50.0'), ...wants } })).toBe('broken');
    expect(await stateOf('sdk', { files: sdk('0.9.1') })).toBe('note');
    const python = await checks({
      files: { 'app/.venv/lib/python3.12/site-packages/anthropic-0.71.0.dist-info/METADATA': '' },
    });
    expect(python.find(({ id }) => id === 'sdk')?.message).toBe('anthropic (Python) 0.71.0');
  });
});

test('no check shows a credential, whatever stands round it', async () => {
  const affix = fc.string({ maxLength: 6 });
  const name = fc.constantFrom(
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_BASE_URL',
    'HTTPS_PROXY',
    'ANTHROPIC_PROFILE',
    'ANTHROPIC_CUSTOM_HEADERS',
  );
  const root = temporaryFolder();
  await fc.assert(
    fc.asyncProperty(
      affix,
      affix,
      name,
      fc.constantFrom('', 'https://', 'http://u:', 'x-api-key: '),
      async (before, after, variable, lead) => {
        const env = { [variable]: lead + before + KEY + after };
        const machine = {
          cwd: root,
          home: root,
          env,
          now: Date.now(),
          platform: 'linux',
          holdsCredential: async () => true,
        } as const;
        const said = JSON.stringify(await checkRuntime(machine, { verify: false })).toLowerCase();
        for (let i = 14; i + 20 <= KEY.length; i += 6) expect(said).not.toContain(KEY.slice(i, i + 20).toLowerCase());
      },
    ),
    { numRuns: 300 },
  );
});
