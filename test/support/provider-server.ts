// A provider on this machine: answers as told, and remembers what it was asked. Also the proxy, and the certificates.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './repository.ts';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Provider {
  readonly url: string;
  readonly port: number;
  /** Requests in the order they came. */
  readonly seen: readonly Seen[];
}

export type Answer = (request: Seen, response: ServerResponse, count: number) => void;

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A server that goes away with the test. */
export async function startProvider(answer: Answer, certificate?: Certificate): Promise<Provider> {
  const seen: Seen[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      answer(one, response, seen.length);
    });
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  const port = await listen(server);
  return { url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, seen };
}

export interface Proxy {
  readonly url: string;
  /** Hosts asked for by CONNECT, and addresses asked for in full. */
  readonly asked: readonly string[];
  readonly logins: readonly (string | undefined)[];
}

/** A proxy that connects to `port` on this machine, whatever host is asked for, or refuses with a status. */
export async function startProxy(port: number, refuse?: number, certificate?: Certificate): Promise<Proxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request.url ?? '');
    logins.push(request.headers['proxy-authorization']);
    json(200, { data: [] })({ method: '', url: '', headers: {}, body: '' }, response, 1);
  };
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    logins.push(request.headers['proxy-authorization']);
    if (refuse !== undefined) {
      // As JSON, so that it could be taken for an answer of the provider.
      socket.end(
        `HTTP/1.1 ${refuse} No\r\ncontent-type: application/json\r\ncontent-length: 19\r\n\r\n{"error":"refused"}`,
      );
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => [upstream, socket].forEach((one) => one.destroy()));
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${await listen(server)}`, asked, logins };
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, which is its own authority. */
  readonly path: string;
}

/** Made for this run alone, for 127.0.0.1 and api.example. */
export function makeCertificate(): Certificate {
  const folder = temporaryFolder();
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = 'subjectAltName=IP:127.0.0.1,DNS:api.example';
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...made, '-subj', '/CN=test', '-addext', names, '-keyout', key, '-out', path], {
    stdio: 'pipe',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path };
}
