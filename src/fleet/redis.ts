// The connection to Redis and to the queue in it. The only importer of BullMQ and ioredis, which a user installs for this
// command alone.
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { errnoOf, UserError } from '../errors.ts';

/** Everything of ours begins so; the braces keep it on one node of a cluster, as BullMQ wants it. */
export const PREFIX = '{hushkey}';
/** Not `fleet`: the names of what we keep begin so. */
export const QUEUE_NAME = 'jobs';

const CONNECT_MS = 10_000;

/** What a connection is for: a worker outlives any outage, a command tells of it. */
type Patience = 'for-ever' | 'briefly';

export type Client = Redis;
export type FleetQueue = Queue<JobData, void, JobName>;

export type JobName = 'repository' | 'part' | 'join';

/** Names and ids alone: what is to be read is in the repository. */
export interface JobData {
  readonly id: string;
  readonly turn: number;
  /** Of a part: which one, of how many, and the commits that bring its blobs. */
  readonly part?: number;
  readonly parts?: number;
  readonly commits?: readonly string[];
  /** Of one commit that brings too many: only what falls to `share` of `shares`, by path. */
  readonly share?: number;
  readonly shares?: number;
}

/** @throws UserError `fleet-peers` where they are not installed. */
export async function loadPeers(): Promise<typeof import('bullmq') & Pick<typeof import('ioredis'), 'Redis'>> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { ...bullmq, Redis };
  } catch (error) {
    const code = errnoOf(error);
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new UserError('fleet-peers', 'hushkey fleet needs two more packages: npm install bullmq@6 ioredis@5', {
      cause: error,
    });
  }
}

/**
 * Connects, or fails soon.
 *
 * @param url - `redis://` or `rediss://` (TLS), with user, password and database where there are any.
 * @throws UserError `bad-redis-url`, `redis-unreachable`; neither repeats the password.
 */
export async function connect(url: string, patience: Patience): Promise<Client> {
  const place = placeOf(url);
  const { Redis } = await loadPeers();
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // BullMQ asks for it: a blocking question waits as long as there is nothing to do.
    maxRetriesPerRequest: patience === 'for-ever' ? null : 3,
    retryStrategy: (times) => (patience === 'briefly' && times > 3 ? null : Math.min(2000, times * 100)),
  });
  let last: unknown;
  redis.on('error', (error) => {
    last = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new UserError('redis-unreachable', `Redis at ${place} cannot be used (${reasonOf(last ?? error)})`, {
      hint: 'name it with --redis or REDIS_URL: redis://user:password@host:6379/0, rediss:// for TLS',
    });
  }
}

function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^rediss?:$/.test(parsed.protocol)) {
    throw new UserError('bad-redis-url', 'the address of Redis is no redis:// or rediss:// URL');
  }
  return `${parsed.hostname || 'localhost'}:${parsed.port || 6379}`;
}

/** A word of the error, never its text: that may repeat what was sent. */
function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return (
    errnoOf(error) ??
    /\b(?:WRONGPASS|NOAUTH|NOPERM|MISCONF|LOADING|READONLY|certificate)\b/.exec(words)?.[0] ??
    'no answer'
  );
}

export async function openQueue(redis: Client): Promise<FleetQueue> {
  const { Queue } = await loadPeers();
  const queue: FleetQueue = new Queue(QUEUE_NAME, { connection: redis, prefix: PREFIX });
  // The connection says it too, and its commands fail.
  queue.on('error', () => undefined);
  return queue;
}

const DAY_SECONDS = 24 * 3600;

/** How a job is tried again: five times, each wait twice the last and by half random, so that many do not come at once. */
export const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { age: 30 * DAY_SECONDS },
  stackTraceLimit: 0,
} as const;
