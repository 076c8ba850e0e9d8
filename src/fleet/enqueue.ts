// Puts repositories into the queue, and puts back those that got lost: a name is written before its job, so that nothing
// is forgotten between the two.
import { UserError } from '../errors.ts';
import type { Target } from './model.ts';
import { type FleetQueue, JOB_OPTIONS } from './redis.ts';
import { KEYS, type Store } from './store.ts';
import { idOfTarget } from './targets.ts';

const BATCH = 1000;

export interface Added {
  readonly added: number;
  /** Those that wait to be read already. */
  readonly waiting: number;
}

/** What is known of how far each repository is. */
export interface Standing {
  readonly asked: Readonly<Record<string, string>>;
  readonly done: Readonly<Record<string, string>>;
  readonly failed: Readonly<Record<string, string>>;
}

export async function readStanding({ redis }: Store): Promise<Standing> {
  const [asked, done, failed] = await Promise.all([
    redis.hgetall(KEYS.asked),
    redis.hgetall(KEYS.done),
    redis.hgetall(KEYS.failed),
  ]);
  return { asked, done, failed };
}

/** Whether a repository was read to its end, given up, or is still to be read. */
export function standingOf(id: string, { asked, done, failed }: Standing): 'done' | 'failed' | 'open' {
  const turn = Number(asked[id] ?? 0);
  if (Number(done[id] ?? 0) >= turn) return 'done';
  return Number(failed[id] ?? 0) >= turn ? 'failed' : 'open';
}

/**
 * All results are of one set of rules: while some are missing it cannot be changed, and when it is, the old go.
 *
 * @throws UserError `fleet-rules`
 */
export async function agreeOnRules(store: Store, rules: string, mayChange: boolean): Promise<void> {
  const { redis } = store;
  await redis.setnx(KEYS.rules, rules);
  const stored = await redis.get(KEYS.rules);
  if (stored === rules) return;
  const standing = await readStanding(store);
  const isOpen = Object.keys(standing.asked).some((id) => standingOf(id, standing) === 'open');
  if (!mayChange || isOpen) {
    throw new UserError('fleet-rules', 'the queue is of another version or config of hushkey', {
      hint: 'let those workers finish, or begin anew with hushkey fleet reset',
    });
  }
  await removeKeys(store, `${KEYS.blobs}*`);
  await redis.del(KEYS.found, KEYS.claims);
  await redis.set(KEYS.rules, rules);
}

export async function addTargets(targets: readonly Target[], store: Store, queue: FleetQueue): Promise<Added> {
  const { redis } = store;
  const standing = await readStanding(store);
  const unique = new Map(targets.map((target) => [idOfTarget(target), target]));
  const fresh = [...unique].filter(([id]) => standing.asked[id] === undefined || standingOf(id, standing) !== 'open');
  for (let from = 0; from < fresh.length; from += BATCH) {
    const batch = fresh.slice(from, from + BATCH);
    const pipeline = redis.multi();
    for (const [id, target] of batch) {
      pipeline.hset(KEYS.targets, id, JSON.stringify(target));
      pipeline.hincrby(KEYS.asked, id, 1);
    }
    await pipeline.exec();
    await enqueue(
      batch.map(([id]) => ({ id, turn: Number(standing.asked[id] ?? 0) + 1 })),
      queue,
    );
  }
  return { added: fresh.length, waiting: unique.size - fresh.length };
}

async function enqueue(repositories: readonly { id: string; turn: number }[], queue: FleetQueue): Promise<void> {
  await queue.addBulk(
    repositories.map(({ id, turn }) => ({
      name: 'repository' as const,
      data: { id, turn },
      opts: { ...JOB_OPTIONS, jobId: jobIdOf(id, turn) },
    })),
  );
}

/** The same job twice is one job; a colon would be BullMQ's. */
function jobIdOf(id: string, turn: number): string {
  return `${id}-${turn}`;
}

/** Jobs for repositories that wait to be read and have none: what was lost between a name and its job. */
export async function restoreJobs(store: Store, queue: FleetQueue): Promise<void> {
  const standing = await readStanding(store);
  const open = Object.keys(standing.asked).filter((id) => standingOf(id, standing) === 'open');
  for (let from = 0; from < open.length; from += BATCH) {
    await enqueue(
      open.slice(from, from + BATCH).map((id) => ({ id, turn: Number(standing.asked[id]) })),
      queue,
    );
  }
}

/** Asks again for what was given up. */
export async function retryFailed(store: Store, queue: FleetQueue): Promise<number> {
  const standing = await readStanding(store);
  const ids = Object.keys(standing.asked).filter((id) => standingOf(id, standing) === 'failed');
  for (const id of ids) {
    const turn = Number(standing.asked[id]);
    await (await queue.getJob(jobIdOf(id, turn)))?.remove();
    await store.redis.multi().hincrby(KEYS.asked, id, 1).hdel(KEYS.failed, id).hdel(KEYS.failures, id).exec();
    await enqueue([{ id, turn: turn + 1 }], queue);
  }
  return ids.length;
}

/** Takes away what waits; what is being read is read to its end. @returns how many repositories were given up. */
export async function drainQueue(store: Store, queue: FleetQueue): Promise<number> {
  const active = new Set((await queue.getActive()).map(({ data }) => data.id));
  await queue.drain(true);
  const standing = await readStanding(store);
  const ids = Object.keys(standing.asked).filter((id) => standingOf(id, standing) === 'open' && !active.has(id));
  for (const id of ids) {
    await store.fail(id, {
      turn: Number(standing.asked[id]),
      code: 'drained',
      message: 'it was taken out of the queue; hushkey fleet retry puts it back',
    });
  }
  return ids.length;
}

/** Everything of the fleet, results too. */
export async function resetAll(store: Store, queue: FleetQueue): Promise<void> {
  await queue.obliterate({ force: true });
  await removeKeys(store, `${KEYS.targets.slice(0, -'targets'.length)}*`);
}

async function removeKeys({ redis }: Store, pattern: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: pattern, count: BATCH })) {
    const names = Array.isArray(keys) ? keys.map(String) : [];
    if (names.length > 0) await redis.unlink(...names);
  }
}
