// A registry on the loopback interface that serves the packed tarball as if it were published, and sends every other
// request on to the registry that npm is set up for. So `npx hushkey init` runs as users type it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the registry, without a slash at the end. */
    registry: string;
    /** A home for package managers: their caches must not outlive the tarball, whose version is always the same. */
    managersHome: string;
    /** SHA-256 of the tarball, hex. */
    tarballHash: string;
  }
}

const MANIFEST = fileURLToPath(new URL('../../package.json', import.meta.url));
/** Long ago, because package managers hold back what is only minutes old. */
const PUBLISHED = '2025-01-01T00:00:00.000Z';

export async function setup(project: TestProject): Promise<() => void> {
  const tarball = readFileSync(project.getProvidedContext().tarball);
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], {
    cwd: dirname(MANIFEST),
    encoding: 'utf8',
  }).trim();
  const server = serve(tarball, upstream.replace(/\/$/, ''));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the registry has no port');
  project.provide('registry', `http://127.0.0.1:${address.port}`);
  project.provide('tarballHash', createHash('sha256').update(tarball).digest('hex'));
  const home = mkdtempSync(join(tmpdir(), 'hushkey-managers-home-'));
  project.provide('managersHome', home);
  return () => {
    rmSync(home, { recursive: true, force: true });
    server.close();
    server.closeAllConnections();
  };
}

function serve(tarball: Buffer, upstream: string): Server {
  return createServer((request, response) => {
    const url = request.url ?? '/';
    if (/^\/hushkey(?:\?|$)/.test(url)) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packageDocument(tarball, `http://${request.headers.host}`)));
    } else if (url.startsWith('/hushkey/-/')) response.end(tarball);
    else response.writeHead(302, { location: upstream + url }).end();
  });
}

function packageDocument(tarball: Buffer, base: string): unknown {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly name: string; readonly version: string };
  const { name, version } = manifest;
  const dist = {
    tarball: `${base}/${name}/-/${name}-${version}.tgz`,
    shasum: createHash('sha1').update(tarball).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
  };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    time: { created: PUBLISHED, modified: PUBLISHED, [version]: PUBLISHED },
  };
}
