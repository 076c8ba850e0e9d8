// `hushkey verify`: where the key may come from, whose it is taken for, and what is asked of nobody.
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { json, startProvider } from '../support/provider-server.ts';
import { temporaryFolder } from '../support/repository.ts';
import { verify } from '../support/run-verify.ts';

const KEY = fakeOf('anthropic-api-key', 3);
const OPENAI = fakeOf('openai-project-key', 3);
const LEGACY = fakeOf('openai-legacy-key', 3);

const liveServer = async () => startProvider(json(200, { data: [] }));

describe('the key', () => {
  test('comes from ANTHROPIC_API_KEY, and the answer says so for people', async () => {
    const { url } = await liveServer();
    const { status, out } = await verify([], { ANTHROPIC_API_KEY: `${KEY}\n`, ANTHROPIC_BASE_URL: `${url}/` });
    expect(status).toBe(0);
    expect(out).toBe(
      [
        'live: it works',
        `  key      Anthropic API key  sk-ant-api03-…${KEY.slice(-4)}`,
        '  from     ANTHROPIC_API_KEY',
        `  asked    ${url}/v1/models, answered 200`,
        '',
      ].join('\n'),
    );
  });

  test('comes from another variable', async () => {
    const { url, seen } = await liveServer();
    const { status } = await verify(['--env', 'MY_KEY'], {
      MY_KEY: OPENAI,
      ANTHROPIC_API_KEY: KEY,
      OPENAI_BASE_URL: url,
    });
    expect(status).toBe(0);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${OPENAI}`);
  });

  test('comes from standard input', async () => {
    const { url, seen } = await liveServer();
    const { status, out } = await verify(['--stdin'], { ANTHROPIC_BASE_URL: url }, `  ${KEY}\r\n`);
    expect(status).toBe(0);
    expect(out).toContain('from     standard input');
    expect(seen[0]?.headers['x-api-key']).toBe(KEY);
  });

  test.each([
    [[KEY]],
    [['--env', KEY]],
    [[`--env=${KEY}`]],
    [['--env', fakeOf('stripe-secret', 1)]],
    [['--env', 'a b']],
    [['--stdin', KEY]],
    [['--', OPENAI]],
  ])('never from the command line: %#', async (args) => {
    const { status, out } = await verify(args, { ANTHROPIC_API_KEY: KEY });
    expect(status).toBe(2);
    expect(out).not.toMatch(new RegExp(`${KEY.slice(13, 21)}|${OPENAI.slice(10, 18)}`));
    expect(out).not.toContain(args.at(-1)?.slice(-12));
  });

  test.each([
    [['--env', 'NO_SUCH_KEY'], {}, 'NO_SUCH_KEY is not set'],
    [[], { ANTHROPIC_API_KEY: ' ' }, 'ANTHROPIC_API_KEY is empty'],
    [['--env', 'hunter2secret'], {}, 'that variable is not set'],
    [['--stdin'], {}, 'standard input is empty'],
    [['--stdin', '--env', 'X'], {}, 'exclude each other'],
    [['--format', 'sarif'], { ANTHROPIC_API_KEY: KEY }, 'pretty or json'],
    [['--provider', 'antropic'], { ANTHROPIC_API_KEY: KEY }, 'antropic'],
  ])('%j: %3$s', async (args, env, words) => {
    const { status, out } = await verify(args, env);
    expect(status).toBe(2);
    expect(out).toContain(words);
  });

  test.each([`"${KEY}"`, `'${KEY}`, `${KEY.slice(0, 60)}\n${KEY.slice(60)}`, `${KEY}\u00e9`])(
    'that is malformed is sent to nobody: %#',
    async (key) => {
      const { url, seen } = await liveServer();
      const env = { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url };
      const { status, out } = await verify(['--provider', 'anthropic'], env);
      expect(status).toBe(2);
      expect(out).toContain('store it bare');
      expect(seen).toEqual([]);
    },
  );
});

describe('whose key it is', () => {
  test('is told by its prefix, whatever the variable is called', async () => {
    const [anthropic, openai] = [await liveServer(), await liveServer()];
    const env = { ANTHROPIC_BASE_URL: anthropic.url, OPENAI_BASE_URL: openai.url, ANTHROPIC_API_KEY: OPENAI };
    expect((await verify([], env)).out).toContain('OpenAI API key');
    expect([anthropic.seen.length, openai.seen.length]).toEqual([0, 1]);
  });

  test('a key goes to no other provider, even if one is named', async () => {
    const { url, seen } = await liveServer();
    const env = { ANTHROPIC_API_KEY: OPENAI, ANTHROPIC_BASE_URL: url };
    const { status, out } = await verify(['--provider', 'anthropic'], env);
    expect(status).toBe(2);
    expect(out).toContain('OpenAI API key is not for anthropic to see');
    expect(seen).toEqual([]);
  });

  test('a shared shape needs the variable’s name or --provider', async () => {
    const { url, seen } = await liveServer();
    const env = { OPENAI_API_KEY: LEGACY, ANTHROPIC_API_KEY: LEGACY, SOME_KEY: LEGACY, OPENAI_BASE_URL: url };
    expect((await verify(['--env', 'OPENAI_API_KEY'], env)).status).toBe(0);
    expect((await verify(['--env', 'SOME_KEY', '--provider', 'openai'], env)).status).toBe(0);
    expect(seen).toHaveLength(2);
    for (const args of [['--env', 'SOME_KEY'], []]) {
      const { status, out } = await verify(args, env);
      expect(status).toBe(2);
      expect(out).toContain('--provider');
    }
    expect(seen).toHaveLength(2);
  });

  test.each(['claude-oauth-refresh', 'claude-web-session', 'anthropic-compliance-key', 'github-refresh'])(
    '%s: there is no harmless request, so none is made',
    async (rule) => {
      const { url, seen } = await liveServer();
      const env = { SOME: fakeOf(rule, 1), ANTHROPIC_BASE_URL: url, GITHUB_API_URL: url };
      const { status, out } = await verify(['--env', 'SOME'], env);
      expect(status).toBe(2);
      expect(out).toContain('not asked: ');
      expect(seen).toEqual([]);
    },
  );

  test('an npm token needs a registry: of npm, or told', async () => {
    const { url } = await startProvider(json(200, { username: 'x' }));
    const env = { NPM_TOKEN: fakeOf('npm-token', 1), PATH: temporaryFolder() };
    const unknown = await verify(['--env', 'NPM_TOKEN'], env);
    expect(unknown.status).toBe(2);
    expect(unknown.out).toContain('--base-url');
    expect((await verify(['--env', 'NPM_TOKEN'], { ...env, npm_config_registry: `${url}/` })).status).toBe(0);
  });
});
