// A network as it is: servers that hang, cut, drip, redirect and answer nonsense; proxies; certificates. Whatever happens,
// nothing is called dead that was not refused, and the key is given to nobody else and printed nowhere.
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeOf } from '../../support/fakes.ts';
import { type Answer, json, makeCertificate, startProvider, startProxy } from '../../support/provider-server.ts';
import { verify } from '../../support/run-verify.ts';

const KEY = fakeOf('anthropic-api-key', 9);
const LIVE = json(200, { data: [] });

async function ask(baseUrl: string, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const started = performance.now();
  const run = await verify(['--format', 'json', ...args], {
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: baseUrl,
    ...env,
  });
  expect(run.out).not.toContain(KEY.slice(13, 25));
  const report = run.out.startsWith('{') ? JSON.parse(run.out) : undefined;
  return { ...run, report, ms: performance.now() - started };
}

async function against(answer: Answer, ...args: readonly string[]) {
  const { url, seen } = await startProvider(answer);
  return { ...(await ask(url, {}, ...args)), seen };
}

describe('a bad server', () => {
  test('hangs: given up in the time allowed, once', async () => {
    const { status, report, seen, ms } = await against(() => undefined, '--timeout', '1');
    expect(report).toMatchObject({ result: 'unreachable', status: null, note: 'No complete answer in time.' });
    expect(status).toBe(2);
    expect(seen).toHaveLength(1);
    expect(ms).toBeLessThan(10_000);
  });

  test('drips: a byte now and then does not win more time', async () => {
    const { report, ms } = await against(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
      '--timeout',
      '1',
    );
    expect(report).toMatchObject({ result: 'unreachable', note: 'No complete answer in time.' });
    expect(ms).toBeLessThan(10_000);
  });

  test('cuts the connection: tried three times', async () => {
    const { report, seen } = await against((_, response) => response.destroy());
    expect(report).toMatchObject({ result: 'unreachable', status: null, attempts: 3 });
    expect(seen).toHaveLength(3);
  });

  test.each([500, 503, 529])('%i: tried again, and what comes then counts', async (status) => {
    const { report, seen } = await against((request, response, count) => {
      (count === 1 ? json(status, { error: { message: 'Overloaded' } }) : LIVE)(request, response, count);
    });
    expect(report).toMatchObject({ result: 'live', attempts: 2 });
    expect(seen).toHaveLength(2);
  });

  test('stays broken: unreachable, never dead', async () => {
    const { status, report } = await against(json(529, { error: { message: 'Overloaded' } }));
    expect(report).toMatchObject({ result: 'unreachable', status: 529, attempts: 3, message: 'Overloaded' });
    expect(status).toBe(2);
  });

  test('asks for a pause that is longer than the time allowed: not waited for', async () => {
    const { report, ms } = await against(json(503, {}, { 'retry-after': '3600' }));
    expect(report).toMatchObject({ result: 'unreachable', attempts: 1 });
    expect(ms).toBeLessThan(10_000);
  });

  test.each([400, 401, 403, 404, 429])('%i is not tried again', async (status) => {
    const { seen } = await against(json(status, { error: { type: 'permission_error', message: 'x' } }));
    expect(seen).toHaveLength(1);
  });

  test.each([200, 401, 403])('answers %i with a page: no verdict', async (status) => {
    const { report } = await against((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' });
      response.end('<html>Sign in to the hotel network');
    });
    expect(report).toMatchObject({ result: 'unreachable', status });
  });

  test.each(['[]', 'null', '"x"', '{', '', '\u0000\uffff'])('answers nonsense %j: no verdict', async (body) => {
    const { report } = await against((_, response) => response.end(body));
    expect(report.result).toBe('unreachable');
  });

  test('answers without end: read no further than an answer can be long', async () => {
    const { report } = await against((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(report).toMatchObject({ result: 'unreachable', note: 'The answer is larger than 1 MiB.', attempts: 1 });
  });

  test.each([301, 302, 307, 308])('redirects (%i): the key goes to no other host', async (status) => {
    const other = await startProvider(LIVE);
    const { report } = await against((_, response) => {
      response.writeHead(status, { location: `${other.url}/steal` });
      response.end();
    });
    expect(report).toMatchObject({ result: 'unreachable', status });
    expect(report.note).toContain(`127.0.0.1:${other.port}`);
    expect(other.seen).toEqual([]);
  });

  test('echoes the key, whole, in parts, starred, encoded, in headers: nothing of it is printed', async () => {
    const parts = [KEY, KEY.slice(0, 30), KEY.slice(-12), `${KEY.slice(0, 18)}****${KEY.slice(-4)}`];
    const message = [...parts, Buffer.from(KEY).toString('base64'), [...KEY].reverse().join('')].join(' and ');
    const { report, out } = await against(json(401, { error: { message } }, { 'request-id': KEY.slice(15, 60) }));
    expect(report).toMatchObject({ result: 'dead', message: '… and … and … and … and … and …' });
    expect(report).not.toHaveProperty('requestId');
    expect(out.split(KEY.slice(-4))).toHaveLength(2);
  });

  test('sends control characters: they do not reach the terminal', async () => {
    const { url } = await startProvider(json(401, { error: { message: 'bad\u001b[2Jkey\r\nhushkey: live' } }));
    const { out } = await verify([], { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url });
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(out.split('\n')[0]).toBe('dead: it is refused');
  });
});

describe('nobody there', () => {
  test('the connection is refused', async () => {
    // A port that was free a moment ago.
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const { report, status } = await ask(`http://127.0.0.1:${port}`);
    expect(report).toMatchObject({ result: 'unreachable', note: 'The connection was refused.', attempts: 3 });
    expect(status).toBe(2);
  });

  test.each(['nonsense', 'ftp://host', 'https://user:pass@host'])('base URL %s: nothing is asked', async (url) => {
    const { status, out } = await ask(url);
    expect(status).toBe(2);
    expect(out).toContain('ANTHROPIC_BASE_URL');
    expect(out).not.toContain('pass@');
  });
});

describe('TLS', () => {
  test('a stranger’s certificate is not trusted, and the key is not sent', async () => {
    const provider = await startProvider(LIVE, makeCertificate());
    const { report } = await ask(provider.url, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(report).toMatchObject({ result: 'unreachable', attempts: 1 });
    expect(report.note).toContain('SSL_CERT_FILE');
    expect(provider.seen).toEqual([]);
  });

  test('SSL_CERT_FILE names an authority to trust', async () => {
    const certificate = makeCertificate();
    const provider = await startProvider(LIVE, certificate);
    const { report } = await ask(provider.url, { SSL_CERT_FILE: certificate.path });
    expect(report.result).toBe('live');
    const missing = await ask(provider.url, { SSL_CERT_FILE: `${certificate.path}.not` });
    expect(missing.status).toBe(2);
    expect(missing.out).toContain('cannot be read');
  });
});

describe('a proxy', () => {
  test('is asked to connect, with its login, and never sees the key', async () => {
    const certificate = makeCertificate();
    const provider = await startProvider(LIVE, certificate);
    const proxy = await startProxy(provider.port);
    const { report, out } = await ask('https://api.example/base', {
      HTTPS_PROXY: proxy.url.replace('//', '//someone:word%40pass@'),
      SSL_CERT_FILE: certificate.path,
    });
    expect(report).toMatchObject({ result: 'live', url: 'https://api.example/base/v1/models' });
    expect(proxy.asked).toEqual(['api.example:443']);
    expect(proxy.logins).toEqual([`Basic ${Buffer.from('someone:word@pass').toString('base64')}`]);
    expect(provider.seen[0]).toMatchObject({ url: '/base/v1/models?limit=1', headers: { host: 'api.example' } });
    expect(provider.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(out).not.toContain('word');
  });

  test('may itself speak TLS', async () => {
    const certificate = makeCertificate();
    const provider = await startProvider(LIVE, certificate);
    const proxy = await startProxy(provider.port, undefined, certificate);
    const env = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: certificate.path };
    expect((await ask('https://api.example', env)).report.result).toBe('live');
    const stranger = await ask('https://api.example', { HTTPS_PROXY: proxy.url });
    expect(stranger.report).toMatchObject({ result: 'unreachable', attempts: 1 });
    expect(proxy.asked).toEqual(['api.example:443']);
  });

  test('that hangs does not win more time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { report } = await ask('https://api.example', { HTTPS_PROXY: `http://127.0.0.1:${port}` }, '--timeout', '1');
    expect(report).toMatchObject({ result: 'unreachable', note: 'No complete answer in time.' });
  });

  test.each([401, 403, 407])('that answers %i is not taken for the provider', async (refusal) => {
    const proxy = await startProxy(1, refusal);
    const { report, status } = await ask('https://api.example', { https_proxy: proxy.url });
    expect(report).toMatchObject({ result: 'unreachable', status: null, attempts: 1 });
    expect(report.note).toContain(`(${refusal})`);
    expect(status).toBe(2);
  });

  test('carries a plain address whole', async () => {
    const proxy = await startProxy(1);
    const { report } = await ask('http://api.example', { HTTP_PROXY: proxy.url });
    expect(report.result).toBe('live');
    expect(proxy.asked).toEqual(['http://api.example/v1/models?limit=1']);
  });

  test('is left out where NO_PROXY says so', async () => {
    const provider = await startProvider(LIVE);
    const proxy = await startProxy(1, 403);
    const { report } = await ask(provider.url, { ALL_PROXY: proxy.url, NO_PROXY: 'example.com, 127.0.0.1' });
    expect(report.result).toBe('live');
    expect(proxy.asked).toEqual([]);
  });

  test.each(['socks5://127.0.0.1:1', 'http://[', 'http://a:%E0%A4%A@127.0.0.1:1'])(
    '%s: said, and nothing is asked',
    async (url) => {
      const { status, out } = await ask('https://api.example', { ALL_PROXY: url });
      expect(status).toBe(2);
      expect(out).toContain('proxy variable');
    },
  );
});
