// One request over the network and what came of it: through the user's proxy, trusting the user's authorities, never
// following a redirect, never reading more than an answer of this sort can be.
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
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

type Failure = Extract<Reply, { readonly type: 'failure' }>;

interface Conditions {
  /** Ends it, whatever it waits for. */
  readonly signal: AbortSignal;
  /** A key goes to nobody who cannot prove a name, whatever the environment allows. */
  readonly rejectUnauthorized: true;
  readonly ca?: string[];
}

/**
 * Sends a request and reads the answer whole.
 *
 * @throws UserError for a proxy or certificate setting that cannot be used.
 */
export async function send(outgoing: Outgoing, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Reply> {
  const { url, method, headers, body } = outgoing;
  const ca = readAuthorities(env);
  const conditions: Conditions = { signal, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = { ...conditions, method, headers: { ...headers, ...length } };
  const proxy = readProxy(url, env);
  if (proxy === undefined) return exchange(url, options, body);
  if (url.protocol === 'http:') {
    const proxied = { ...options.headers, ...proxyLogin(proxy), host: url.host };
    return exchange(proxy, { ...options, path: url.href, headers: proxied }, body);
  }
  const tunnel = await openTunnel(proxy, url, conditions);
  return 'socket' in tunnel ? exchange(url, { ...options, ...tunnel, agent: false }, body) : tunnel;
}

function open(to: URL, options: RequestOptions): ClientRequest {
  return (to.protocol === 'https:' ? requestHttps : requestHttp)(to, options);
}

function exchange(to: URL, options: Conditions & RequestOptions, body: string): Promise<Reply> {
  const { signal } = options;
  return new Promise((settle) => {
    const request = open(to, options);
    request.on('response', (response: IncomingMessage) => {
      readBody(response).then(
        (text) => {
          if (text === undefined) settle(failure(`the answer is larger than ${MAX_BODY / 1024 / 1024} MiB`, false));
          else settle({ type: 'answer', status: response.statusCode ?? 0, headers: response.headers, body: text });
          request.destroy();
        },
        (error: unknown) => settle(explain(error, signal)),
      );
    });
    request.on('error', (error) => settle(explain(error, signal)));
    request.end(body);
  });
}

/** A way through a proxy to a host. The key is not part of it: what a proxy answers in the host's place is never read. */
function openTunnel(proxy: URL, target: URL, conditions: Conditions): Promise<Failure | { readonly socket: Duplex }> {
  const path = `${target.hostname}:${target.port || 443}`;
  const headers = { host: path, ...proxyLogin(proxy) };
  return new Promise((settle) => {
    const request = open(proxy, { ...conditions, method: 'CONNECT', path, headers, agent: false });
    request.on('connect', ({ statusCode = 0 }: IncomingMessage, socket: Duplex) => {
      if (statusCode === 200) return settle({ socket });
      socket.destroy();
      settle(failure(`the proxy refused the connection (${statusCode})`, statusCode >= 500));
    });
    request.on('error', (error) => settle(explain(error, conditions.signal)));
    request.end();
  });
}

function readProxy(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  let proxy: URL | undefined;
  try {
    proxy = proxyFor(url, env);
    if (proxy !== undefined) proxyLogin(proxy);
  } catch (error) {
    throw new UserError('bad-proxy', 'the proxy variable holds no address', { cause: error });
  }
  if (proxy === undefined || /^https?:$/.test(proxy.protocol)) return proxy;
  throw new UserError('bad-proxy', 'the proxy variable names no http or https proxy, and no other sort is known');
}

/** @throws URIError for a login that is not percent-encoded as it should be. */
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

function explain(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return failure('no complete answer in time', false);
  const code = errnoOf(error) ?? '';
  const known = FAILURES[code];
  if (known !== undefined) return failure(...known);
  if (/CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(code)) return failure(`${UNTRUSTED} (${code})`, false);
  if (/^HPE_/.test(code)) return failure('the answer is no HTTP', false);
  if (/SSL|TLS|EPROTO/.test(code)) return failure(`no safe connection can be made (${code})`, false);
  return failure(code === '' ? 'the connection failed' : `the connection failed (${code})`, true);
}

function failure(why: string, transient: boolean): Failure {
  return { type: 'failure', why, transient };
}
