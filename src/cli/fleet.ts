// `hushkey fleet`: the repositories of an organisation on a queue. What stands here is how it is asked for and what it
// prints; nothing of it, nor of the queue, is loaded by any other command.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { openCache } from '../fleet/cache.ts';
import { addTargets, agreeOnRules, drainQueue, resetAll, retryFailed } from '../fleet/enqueue.ts';
import { readFleetReport } from '../fleet/fleet-report.ts';
import { type Client, connect, type FleetQueue, loadPeers, openQueue } from '../fleet/redis.ts';
import { ruleVersionOf } from '../fleet/rule-version.ts';
import { drawStatus, readStatus } from '../fleet/status.ts';
import { openStore, type Store } from '../fleet/store.ts';
import { type Listed, listFolder, readList } from '../fleet/targets.ts';
import { work } from '../fleet/work.ts';
import { guardGit } from '../git/guard.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { echo } from '../text/printable.ts';
import type { Invocation } from './args.ts';
import { deliver, writeText } from './deliver.ts';
import { createMasking } from './mask-all.ts';
import { packageRoot } from './package-root.ts';
import { loadSettings, type Settings } from './settings.ts';

type FleetInvocation = Extract<Invocation, { command: 'fleet' }>;
type Flags = FleetInvocation['flags'];

interface Fleet {
  readonly store: Store;
  readonly queue: FleetQueue;
  readonly flags: Flags;
  readonly io: Io;
}

const LEASE_SECONDS = 60;
const CACHE_BYTES = 20_000_000_000;
/** Set for the processes of one worker, which end when it does. */
const CHILD = 'HUSHKEY_FLEET_CHILD';

/** @throws UserError for Redis that cannot be used, packages that are not installed, input that cannot be read. */
export async function runFleet({ flags, positionals }: FleetInvocation, io: Io): Promise<ExitCode> {
  const [action = '', what, surplus] = positionals;
  const run = ACTIONS.get(action);
  if (run === undefined || surplus !== undefined || (what !== undefined) !== (action === 'add')) {
    throw new UserError(
      'bad-arguments',
      `hushkey fleet: ${run === undefined ? `no such action${echo(action)}` : 'wrong arguments'}`,
      {
        hint: 'hushkey fleet add <folder, file or -> | work | status | report | retry | drain | reset',
      },
    );
  }
  await loadPeers();
  const url = flags.redis ?? io.env['REDIS_URL'];
  if (url === undefined || url === '') {
    throw new UserError('no-redis', 'no Redis is named', { hint: '--redis redis://127.0.0.1:6379, or REDIS_URL' });
  }
  const redis = await connect(url, action === 'work' ? 'for-ever' : 'briefly');
  try {
    return await withQueue(redis, async (queue) => {
      const store = openStore(redis, (flags.lease ?? LEASE_SECONDS) * 1000);
      return run({ store, queue, flags, io }, what ?? '');
    });
  } finally {
    redis.disconnect();
  }
}

async function withQueue<T>(redis: Client, run: (queue: FleetQueue) => Promise<T>): Promise<T> {
  const queue = await openQueue(redis);
  try {
    return await run(queue);
  } finally {
    await queue.close();
  }
}

const ACTIONS: ReadonlyMap<string, (fleet: Fleet, what: string) => Promise<ExitCode>> = new Map([
  ['add', runAdd],
  ['work', runWork],
  ['status', runStatus],
  ['report', runReport],
  [
    'retry',
    async ({ store, queue, io }: Fleet) => {
      const count = await retryFailed(store, queue);
      io.err(`hushkey: ${count} put back into the queue\n`);
      return EXIT.clean;
    },
  ],
  [
    'drain',
    async ({ store, queue, io }: Fleet) => {
      const count = await drainQueue(store, queue);
      io.err(`hushkey: ${count} taken out of the queue; what is being read is read to its end\n`);
      return EXIT.clean;
    },
  ],
  [
    'reset',
    async ({ store, queue, io }: Fleet) => {
      await resetAll(store, queue);
      io.err('hushkey: the queue and all results are gone\n');
      return EXIT.clean;
    },
  ],
]);

async function runAdd({ store, queue, flags, io }: Fleet, what: string): Promise<ExitCode> {
  const { targets, refused, stripped } = await readTargets(what, io);
  const mask = await createMasking();
  const clean = [];
  let masked = 0;
  for (const target of targets) {
    if ((await mask(target.source)) === target.source) clean.push(target);
    else masked += 1;
  }
  await agreeOnRules(store, await rulesOf(flags, io), true);
  const { added, waiting } = await addTargets(clean, store, queue);
  const again = waiting === 0 ? '' : `, ${waiting} wait there already`;
  io.err(`hushkey: ${added} put into the queue${again}\n`);
  if (stripped > 0) {
    io.err(
      `hushkey: ${stripped} came with a credential in the address, which is not kept\n  git's credential helper on the workers has to know it\n`,
    );
  }
  for (const { line, reason } of refused) io.err(`hushkey: line ${line} is left out: it ${reason}\n`);
  if (masked > 0) io.err(`hushkey: ${masked} left out: a credential stands in the path\n`);
  if (added + waiting === 0) io.err('hushkey: there is no repository\n');
  return refused.length > 0 || masked > 0 || added + waiting === 0 ? EXIT.failed : EXIT.clean;
}

async function readTargets(what: string, io: Io): Promise<Listed> {
  if (what === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    return readList(Buffer.concat(chunks).toString('utf8'), io.cwd);
  }
  const path = resolve(io.cwd, what);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return { targets: listFolder(path), refused: [], stripped: 0 };
  // An address that was meant as one may hold a password: it is not repeated.
  if (stat === undefined) {
    throw new UserError('no-input', 'there is no such file or folder', {
      hint: 'an address goes into a file, or through standard input: hushkey fleet add -',
    });
  }
  return readList(readFileSync(path, 'utf8'), io.cwd);
}

async function runWork(fleet: Fleet): Promise<ExitCode> {
  const { store, queue, flags, io } = fleet;
  const cache = resolve(io.cwd, flags.cache ?? join(tmpdir(), 'hushkey-fleet'));
  guardGit(io.env, cache);
  const rules = await rulesOf(flags, io);
  await agreeOnRules(store, rules, false);
  const count = flags.concurrency ?? 1;
  if (count > 1) await runChildren(count, io);
  else {
    const settings = await loadFleetSettings(flags, io);
    // One whose parent has gone belongs to another.
    const parent = io.env[CHILD] === '1' ? process.ppid : undefined;
    await work({
      ...{ store, queue, rules },
      scan: { ...settings, startedAt: io.startedAt },
      selects: settings.selects,
      cache: openCache(join(cache, 'clones'), flags['cache-bytes'] ?? CACHE_BYTES),
      leaseMs: (flags.lease ?? LEASE_SECONDS) * 1000,
      untilEmpty: flags['until-empty'] === true,
      log: (line) => io.err(`hushkey: ${line}\n`),
      isStopped: () => parent !== undefined && process.ppid !== parent,
    });
  }
  if (io.env[CHILD] === '1') return EXIT.clean;
  const status = await readStatus(store, queue);
  io.err(drawStatus(status));
  return status.repositories.failed + status.repositories.open > 0 ? EXIT.failed : EXIT.clean;
}

/** Detection takes one core whole, so each of them is a process; one that is lost is replaced. */
async function runChildren(count: number, io: Io): Promise<void> {
  const args = io.argv.flatMap((word, i) => {
    const isCount = word === '--concurrency' || io.argv[i - 1] === '--concurrency' || word.startsWith('--concurrency=');
    // Other users of the machine see arguments, and the address may hold a password.
    const isRedis = word === '--redis' || io.argv[i - 1] === '--redis' || word.startsWith('--redis=');
    return isCount || isRedis ? [] : [word];
  });
  const redis = redisOf(io);
  const env = { ...io.env, [CHILD]: '1', REDIS_URL: redis };
  const runOne = async (): Promise<void> => {
    for (;;) {
      const child = spawn(process.execPath, [io.script, ...args], {
        cwd: io.cwd,
        env,
        stdio: ['ignore', 'inherit', 'inherit'],
        windowsHide: true,
      });
      const [status] = await once(child, 'close');
      if (status === EXIT.clean) return;
      if (status !== null) throw new UserError('worker-ended', `a worker ended with exit code ${status}`);
      io.err('hushkey: a worker was killed; another takes its place\n');
    }
  };
  await Promise.all(Array.from({ length: count }, runOne));
}

function redisOf({ argv, env }: Io): string {
  const inline = argv.find((word) => word.startsWith('--redis='))?.slice('--redis='.length);
  const apart = argv.includes('--redis') ? argv[argv.indexOf('--redis') + 1] : undefined;
  return inline ?? apart ?? env['REDIS_URL'] ?? '';
}

async function runStatus({ store, queue, flags, io }: Fleet): Promise<ExitCode> {
  const status = await readStatus(store, queue);
  writeText(flags.format === 'json' ? `${JSON.stringify(status, null, 2)}\n` : drawStatus(status), flags.output, io);
  return EXIT.clean;
}

async function runReport({ store, flags, io }: Fleet): Promise<ExitCode> {
  const { ruleset } = await loadFleetSettings(flags, io);
  const rules = await ruleset.load();
  const report = await readFleetReport(store, rules, io.startedAt);
  const { format = 'json', output, level = 'error' } = flags;
  const unread = report.errors.length;
  if (unread > 0) io.err(`hushkey: ${unread} could not be read, or not yet: the report names them\n`);
  return deliver(report, { format, output, verbose: false, quiet: false, level, docs: async () => rules.docs }, io);
}

/** Of the config that is named; those of the repositories are strangers', and some are programs. */
function loadFleetSettings({ config }: Flags, io: Io): Promise<Settings> {
  const file = config === undefined ? undefined : resolve(io.cwd, config);
  // Its globs are relative to the top of each repository.
  const root = file === undefined ? packageRoot() : dirname(file);
  return loadSettings({ cwd: root, root, configFile: file, baselines: [] });
}

async function rulesOf({ config }: Flags, io: Io): Promise<string> {
  // Reading it as a config says what is wrong with it.
  if (config !== undefined) await loadFleetSettings({ config }, io);
  const text = config === undefined ? '' : readFileSync(resolve(io.cwd, config), 'utf8');
  return ruleVersionOf(join(packageRoot(), 'dist'), text);
}
