// A Redis server of a test's own on the loopback, a hushkey that has BullMQ beside it, and an organisation made on the
// spot. The server ends with the test.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject, onTestFinished } from 'vitest';
import { fakeOf } from './fakes.ts';
import { type Run, run, temporaryFolder } from './repository.ts';

export interface RedisServer {
  readonly url: string;
  readonly folder: string;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Watches every command it is given; gives what it saw. */
  readonly watch: () => () => string;
  /** What a command of redis-cli prints. */
  readonly ask: (...args: readonly string[]) => string;
}

/** @param settings - more options of redis-server, `--requirepass secret`. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const folder = temporaryFolder('hushkey-redis-');
  const port = await freePort();
  let child: ChildProcess | undefined;
  const ask = (...args: readonly string[]): string =>
    spawnSync('redis-cli', ['-p', String(port), ...args], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    const usual = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
    child = spawn('redis-server', ['--port', String(port), '--dir', folder, ...usual, ...settings], {
      stdio: 'ignore',
    });
    child.once('error', (error) => {
      throw new Error(`redis-server cannot be started, and the fleet not tested without it: ${error.message}`);
    });
    for (let tries = 0; tries < 200; tries += 1) {
      if (/PONG|NOAUTH/.test(ask('ping'))) return;
      await sleep(50);
    }
    throw new Error('redis-server does not answer');
  };
  const watch = (): (() => string) => {
    let seen = '';
    const monitor = spawn('redis-cli', ['-p', String(port), 'monitor'], { stdio: ['ignore', 'pipe', 'ignore'] });
    monitor.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString('utf8');
    });
    onTestFinished(() => void monitor.kill('SIGKILL'));
    return () => seen;
  };
  onTestFinished(kill);
  await start();
  return { watch, url: `redis://127.0.0.1:${port}`, folder, kill, start, ask };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let bin: string | undefined;

/** The packed command line with the optional packages installed beside it. */
export function fleetBin(): string {
  if (bin !== undefined) return bin;
  const modules = join(dirname(inject('installed')), `hushkey-fleet-${process.pid}`, 'node_modules');
  cpSync(join(inject('installed'), 'node_modules'), modules, { recursive: true });
  for (const name of ['bullmq', 'ioredis']) symlinkSync(resolve('node_modules', name), join(modules, name));
  bin = join(modules, 'hushkey', 'dist', 'bin.js');
  return bin;
}

export interface Fleet {
  readonly redis: RedisServer;
  /** @param options - `through`: a program and its arguments, that starts it. */
  readonly run: (args: readonly string[], options?: RunFleet) => Run;
  /** Where its workers keep clones. */
  readonly cache: string;
  /** A worker that is left running. */
  readonly start: (...args: readonly string[]) => ChildProcess;
  readonly report: () => FleetReport;
  readonly status: () => Status;
}

interface RunFleet {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly through?: readonly string[];
}

export interface FleetFinding {
  readonly repository: string;
  readonly path: string;
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly secret?: string;
  readonly credential?: string;
  readonly owners?: readonly string[];
  readonly inHead: boolean;
}

export interface FleetReport {
  readonly status: number | null;
  readonly findings: readonly FleetFinding[];
  readonly errors: readonly { path: string; code: string; message: string }[];
  readonly scanned: object;
  readonly summary: object;
}

export interface Status {
  readonly repositories: { total: number; done: number; failed: number; open: number };
  readonly blobs: { scanned: number; detected: number };
}

export function createFleet(redis: RedisServer): Fleet {
  const cache = temporaryFolder('hushkey-cache-');
  const env = { REDIS_URL: redis.url };
  const all = (args: readonly string[]): string[] => [
    'fleet',
    ...args,
    ...(args[0] === 'work' ? ['--cache', cache] : []),
  ];
  const fleet: Fleet = {
    redis,
    cache,
    run(args, { through = [], ...options } = {}) {
      const [file = '', ...rest] = [...through, process.execPath, fleetBin(), ...all(args)];
      return run(file, rest, { ...options, env: { ...env, ...options.env } });
    },
    start(...args) {
      const child = spawn(process.execPath, [fleetBin(), ...all(['work', ...args])], {
        env: { ...process.env, ...env },
        stdio: 'ignore',
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    },
    report() {
      const { status, stdout } = fleet.run(['report', '--format', 'json']);
      const { durationMs: _, ...document } = JSON.parse(stdout) as FleetReport & { durationMs: number };
      return { ...document, status };
    },
    status: () => JSON.parse(fleet.run(['status', '--format', 'json']).stdout) as Status,
  };
  return fleet;
}

/** What `hushkey scan --history` finds in each repository, one by one. */
export function scanOneByOne(repositories: readonly string[]): readonly FleetFinding[] {
  return repositories.toSorted().flatMap((repository) => {
    const { stdout } = run(process.execPath, [fleetBin(), 'scan', '--history', '--format', 'json'], {
      cwd: repository,
    });
    const { findings } = JSON.parse(stdout) as { findings: readonly FleetFinding[] };
    return findings.map((finding) => ({ ...finding, repository }));
  });
}

/** A finding as both say it: an organisation's report says more. */
export function common(finding: FleetFinding): object {
  const { credential: _, owners: __, date: ___, ...rest } = finding as FleetFinding & { date?: string };
  return rest;
}

/** A commit as `git fast-import` reads it: paths and contents. */
export interface MadeCommit {
  readonly files: Readonly<Record<string, string | null>>;
}

/** Makes a bare repository of commits, one after the other, by one process. */
export function makeRepository(folder: string, commits: readonly MadeCommit[]): string {
  mkdirSync(folder, { recursive: true });
  run('git', ['init', '-q', '--bare', folder]);
  const lines = commits.flatMap(({ files }, i) => {
    const time = 1_700_000_000 + i * 86_400;
    const message = `change ${i}`;
    const changes = Object.entries(files).flatMap(([path, content]) =>
      content === null ? [`D ${path}`] : [`M 100644 inline ${path}`, `data ${Buffer.byteLength(content)}`, content],
    );
    const head = ['commit refs/heads/main', `committer T <t@example.com> ${time} +0000`];
    return [...head, `data ${Buffer.byteLength(message)}`, message, ...changes, ''];
  });
  const made = run('git', ['fast-import', '--quiet', '--date-format=raw'], {
    cwd: folder,
    input: `${lines.join('\n')}\n`,
  });
  if (made.status !== 0) throw new Error(made.stderr);
  return folder;
}

export const plantedKey = (seed: number): string => fakeOf('anthropic-api-key', seed);

/** An organisation: forks of one project with work of their own, and keys that came, stayed or went. */
export function makeOrganisation(folder: string, count: number): readonly string[] {
  const shared: MadeCommit[] = Array.from({ length: 6 }, (_, i) => ({
    files: {
      [`src/shared-${i}.js`]: `export const shared = ${i};\nrun(${i});\n`.repeat(20),
      ...(i === 2 ? { 'config/key.js': `const key = '${plantedKey(1)}';\n` } : {}),
      ...(i === 4 ? { 'config/key.js': 'const key = process.env.ANTHROPIC_API_KEY;\n' } : {}),
    },
  }));
  return Array.from({ length: count }, (_, i) => {
    const own: MadeCommit[] = Array.from({ length: 3 }, (__, k) => ({
      files: {
        [`src/own-${k}.js`]: `export const own = '${i}-${k}';\n`.repeat(10),
        ...(k === 1 && i % 3 === 0 ? { 'deploy/app.js': `start('${plantedKey(100 + i)}');\n` } : {}),
        ...(k === 2 && i % 6 === 0 ? { 'deploy/app.js': null } : {}),
        ...(k === 2 && i % 4 === 0 ? { CODEOWNERS: '* @org/all\n/deploy/ @org/deploy\n' } : {}),
      },
    }));
    return makeRepository(join(folder, `app-${String(i).padStart(3, '0')}.git`), [...shared, ...own]);
  });
}

/** Everything that a server has written down. */
export function writtenBy({ folder }: RedisServer): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
