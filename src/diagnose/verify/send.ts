// One request over the network and what came of it: through the user's proxy, trusting the user's authorities, never
// following a redirect, never reading more than an answer of this sort can be.
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { rootCertificates } from 'node:tls';
import { errnoOf, UserError } from '../../errors.ts';
import { proxyFor } from './proxy.ts';
import type { Outgoing } from './request.ts';

export type Reply =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly body: string;
    }
  | {
      readonly type: 'failure';
      /** Without anything that the other side wrote. */
      readonly why: string;
      /** Whether trying again may help. */
      readonly transient: boolean;
    };

const MAX_BODY = 1024 * 1024;

/**
 * Sends a request and reads the answer whole.
 *
 * @param signal - ends it, whatever it waits for.
 * @throws UserError for a proxy or certificate setting that cannot be used.
 */
export async function send(outgoing: Outgoing, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Reply> {
  const { url, method, headers, body } = outgoing;
  const route = await routeTo(url, env);
  return new Promise((settle) => {
    const fail = (why: string, transient: boolean): void => settle({ type: 'failure', why, transient });
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, headers: { ...headers, ...length }, signal };
    const request = route.open(options);
    request.on('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      if (statusCode === 200) return;
      // What follows would be the proxy's own page.
      fail(`the proxy refused the connection (${statusCode})`, statusCode >= 500);
      request.destroy();
    });
    request.on('response', (response: IncomingMessage) => {
      readBody(response).then(
        (text) => {
          if (text === undefined) fail(`the answer is larger than ${MAX_BODY / 1024 / 1024} MiB`, false);
          else settle({ type: 'answer', status: response.statusCode ?? 0, headers: response.headers, body: text });
          request.destroy();
        },
        (error: unknown) => fail(...explain(error, signal)),
      );
    });
    request.on('error', (error) => fail(...explain(error, signal)));
    request.end(body);
  });
}

interface Route {
  readonly open: (options: object) => ClientRequest;
}

async function routeTo(url: URL, env: NodeJS.ProcessEnv): Promise<Route> {
  const proxy = readProxy(url, env);
  if (url.protocol === 'http:') {
    if (proxy === undefined) return { open: (options) => requestHttp(url, options) };
    const open = proxy.protocol === 'https:' ? requestHttps : requestHttp;
    return {
      open: (options: { readonly headers?: object }) =>
        open(proxy, {
          ...options,
          path: url.href,
          headers: { ...options.headers, host: url.host, ...proxyLogin(proxy) },
        }),
    };
  }
  const ca = readAuthorities(env);
  const agent =
    proxy === undefined
      ? undefined
      : new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, ca === undefined ? {} : { ca });
  return {
    open: (options) =>
      requestHttps(url, {
        ...options,
        // A key goes to nobody who cannot prove a name, whatever the environment allows.
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca }),
        ...(agent === undefined ? {} : { agent }),
      }),
  };
}

function readProxy(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  let proxy: URL | undefined;
  try {
    proxy = proxyFor(url, env);
  } catch (error) {
    throw new UserError('bad-proxy', 'the proxy variable holds no address', { cause: error });
  }
  if (proxy === undefined || /^https?:$/.test(proxy.protocol)) return proxy;
  throw new UserError('bad-proxy', 'the proxy variable names no http or https proxy, and no other sort is known');
}

function proxyLogin({ username, password }: URL): object {
  if (username === '' && password === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** Node reads NODE_EXTRA_CA_CERTS itself, but not once other authorities are named; SSL_CERT_FILE it does not read. */
function readAuthorities(env: NodeJS.ProcessEnv): string[] | undefined {
  const own = env['SSL_CERT_FILE'] ?? '';
  if (own === '') return undefined;
  const extra = env['NODE_EXTRA_CA_CERTS'] ?? '';
  try {
    return [...rootCertificates, ...[own, ...(extra === '' ? [] : [extra])].map((path) => readFileSync(path, 'utf8'))];
  } catch (error) {
    throw new UserError('bad-certificates', `SSL_CERT_FILE or NODE_EXTRA_CA_CERTS cannot be read (${errnoOf(error)})`, {
      cause: error,
    });
  }
}

/** Undefined for more than any such answer has. */
async function readBody(response: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Errors of the system by their names; what is not listed may be anything, and is tried again. */
const FAILURES: Readonly<Record<string, readonly [why: string, transient: boolean]>> = {
  ENOTFOUND: ['the host name is not known', false],
  EAI_AGAIN: ['the host name cannot be looked up now', true],
  ECONNREFUSED: ['the connection was refused', true],
  ECONNRESET: ['the connection was cut', true],
  EPIPE: ['the connection was cut', true],
  ETIMEDOUT: ['the connection timed out', true],
  EHOSTUNREACH: ['there is no way to the host', true],
  ENETUNREACH: ['there is no network', true],
};
const UNTRUSTED =
  'its certificate is not trusted; behind a company proxy, put its authority into NODE_EXTRA_CA_CERTS or SSL_CERT_FILE';

function explain(error: unknown, signal: AbortSignal): readonly [why: string, transient: boolean] {
  if (signal.aborted) return ['no complete answer in time', false];
  const code = errnoOf(error) ?? '';
  const known = FAILURES[code];
  if (known !== undefined) return known;
  if (/CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(code)) return [`${UNTRUSTED} (${code})`, false];
  if (/^HPE_/.test(code)) return ['the answer is no HTTP', false];
  if (/SSL|TLS|EPROTO/.test(code)) return [`no safe connection can be made (${code})`, false];
  return [code === '' ? 'the connection failed' : `the connection failed (${code})`, true];
}
