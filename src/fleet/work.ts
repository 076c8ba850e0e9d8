// A worker: takes jobs until there are none, or for ever. What it finishes is kept before the job is, so that one who is
// killed between the two does it over and changes nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { maskCredentials } from '../engine/mask.ts';
import { errnoOf, UserError } from '../errors.ts';
import type { Repository } from '../git/repository.ts';
import type { Cache } from './cache.ts';
import { restoreJobs } from './enqueue.ts';
import type { Target } from './model.ts';
import {
  openWalk,
  planRepository,
  type ReadOptions,
  readPart,
  readRepository,
  stateOf,
  type Walk,
} from './read-repository.ts';
import { type FleetQueue, JOB_OPTIONS, type JobData, type JobName, loadPeers, PREFIX, QUEUE_NAME } from './redis.ts';
import { KEYS } from './store.ts';

export interface WorkOptions extends ReadOptions {
  readonly queue: FleetQueue;
  readonly cache: Cache;
  /** After so long without a sign a worker is taken for lost, and its job is given to another. */
  readonly leaseMs: number;
  readonly untilEmpty: boolean;
  readonly log: (line: string) => void;
  /** Asked again and again; ends the work after the job at hand. */
  readonly isStopped: () => boolean;
}

type FleetJob = Job<JobData, void, JobName>;

/** More than any run of bad luck; a job that kills each of its workers ends up in the dead letters. */
const MOST_STALLS = 20;
const POLL_MS = 500;
/** Every so many polls what has no job is looked for. */
const RESTORE_POLLS = 10;
/** A second time they would be the same. */
const FINAL = new Set(['repository-gone', 'no-repository', 'shallow', 'git-failed']);
const PARTS_DAYS = 30;

export async function work(options: WorkOptions): Promise<void> {
  const { queue, store, leaseMs, untilEmpty, isStopped } = options;
  const { Worker, UnrecoverableError } = await loadPeers();
  // With jobs in it, all of a large fleet would be put back by every worker that starts.
  await restoreIfIdle(options);
  const worker = new Worker<JobData, void, JobName>(
    QUEUE_NAME,
    async (job) => {
      try {
        await runJob(job, options);
      } catch (error) {
        const { message, isFinal } = await failed(job, error, options);
        throw isFinal ? new UnrecoverableError(message) : new Error(message);
      }
    },
    {
      connection: store.redis,
      prefix: PREFIX,
      concurrency: 1,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount: MOST_STALLS,
      drainDelay: 1,
    },
  );
  let said = '';
  worker.on('error', (error) => {
    const line = `Redis: ${errnoOf(error) ?? 'connection lost'}`;
    if (line !== said) options.log(line);
    said = line;
  });
  worker.on('failed', (job, error) => {
    // A worker that was lost too often could not say so itself.
    if (job === undefined || !/stalled/.test(error.message)) return;
    giveUp(job, 'stalled', 'its workers were lost', options).catch(() => options.log('Redis: a failure was not kept'));
  });
  for (let poll = 1; !isStopped(); poll += 1) {
    if (untilEmpty && (await isEmpty(queue))) {
      await restoreJobs(store, queue);
      if (await isEmpty(queue)) break;
    }
    if (poll % RESTORE_POLLS === 0) await restoreIfIdle(options);
    await sleep(POLL_MS);
  }
  await worker.close();
}

async function isEmpty(queue: FleetQueue): Promise<boolean> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized');
  return Object.values(counts).every((count) => count === 0);
}

async function restoreIfIdle({ queue, store }: WorkOptions): Promise<void> {
  if (await isEmpty(queue)) await restoreJobs(store, queue);
}

async function runJob({ name, data }: FleetJob, options: WorkOptions): Promise<void> {
  const { redis } = options.store;
  const { id, turn } = data;
  const [target, asked, done] = await Promise.all([
    redis.hget(KEYS.targets, id),
    redis.hget(KEYS.asked, id),
    redis.hget(KEYS.done, id),
  ]);
  // Added again since, read already, or forgotten by a reset.
  if (target === null || Number(asked) !== turn || Number(done) >= turn) return;
  await options.cache.use(id, turn, JSON.parse(target) as Target, async (repository) => {
    if (name === 'part') return runPart(repository, data, options);
    const state = stateOf(repository, options.rules);
    if (name === 'repository' && (await isKnown(data, state, options))) return;
    const walk = openWalk(repository, options);
    if (name === 'repository' && !(await planned(walk, data, options))) return;
    const record = await readRepository(walk, state, options);
    await options.store.finish(id, turn, JSON.stringify(record));
  });
}

/** A repository in which nothing has changed keeps its record. */
async function isKnown({ id, turn }: JobData, state: string, { store }: WorkOptions): Promise<boolean> {
  const before = await store.redis.hget(KEYS.records, id);
  if (before === null || !isSame(before, state)) return false;
  await store.finish(id, turn, before);
  return true;
}

/** @returns whether all blobs are judged; else the parts are in the queue. */
async function planned(walk: Walk, { id, turn }: JobData, options: WorkOptions): Promise<boolean> {
  const { queue } = options;
  const parts = await planRepository(walk, options);
  if (parts.length === 0) return true;
  await queue.addBulk(
    parts.map(({ commits, shard }, part) => ({
      name: 'part' as const,
      data: {
        ...{ id, turn, part, parts: parts.length, commits },
        ...(shard === undefined ? {} : { share: shard.index, shares: shard.total }),
      },
      // Before repositories that nobody has begun: what is begun is bounded by the number of workers.
      opts: { ...JOB_OPTIONS, jobId: `${id}-${turn}-part-${part}-of-${parts.length}`, lifo: true },
    })),
  );
  return false;
}

/** A record with errors is made anew: what could not be read may be there now. */
function isSame(text: string, state: string): boolean {
  const record = JSON.parse(text) as { readonly state: string; readonly errors: readonly unknown[] };
  return record.state === state && record.errors.length === 0;
}

async function runPart(repository: Repository, data: JobData, { queue, ...options }: WorkOptions): Promise<void> {
  const { id, turn, part = 0, parts = 1, commits = [], share, shares } = data;
  const shard = share === undefined || shares === undefined ? {} : { shard: { index: share, total: shares } };
  await readPart(repository, { commits, ...shard }, options);
  const { redis } = options.store;
  const key = `${KEYS.parts}${id}:${turn}:${parts}`;
  await redis.sadd(key, part);
  await redis.expire(key, PARTS_DAYS * 24 * 3600);
  if ((await redis.scard(key)) < parts) return;
  await queue.add('join', { id, turn }, { ...JOB_OPTIONS, jobId: `${id}-${turn}-join`, lifo: true });
}

/** What went wrong, fit to be kept: where it was the last try, the repository is given up. */
async function failed(
  job: FleetJob,
  error: unknown,
  options: WorkOptions,
): Promise<{ readonly message: string; readonly isFinal: boolean }> {
  const code = error instanceof UserError ? error.code : (errnoOf(error) ?? 'fault');
  const { ruleset, detect } = options.scan;
  const words = error instanceof Error ? error.message : String(error);
  const message = withoutUserinfo(await maskCredentials(words, ruleset, detect));
  const isFinal = FINAL.has(code) || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  if (isFinal) await giveUp(job, code, message, options);
  return { message: `${code}: ${message}`, isFinal };
}

async function giveUp({ data }: FleetJob, code: string, message: string, { store, log }: WorkOptions): Promise<void> {
  await store.fail(data.id, { turn: data.turn, code, message });
  const target = await store.redis.hget(KEYS.targets, data.id);
  const name = target === null ? data.id : (JSON.parse(target) as Target).name;
  log(`${name}: ${message} (${code})`);
}

/** git repeats the address it was given, or was sent on to. */
function withoutUserinfo(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,500}@/gi, '$1…@');
}
