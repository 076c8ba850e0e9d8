// What the workers know together, in Redis: which repositories there are and how far each is, and what became of each
// blob. Every change is one script, so that it happens whole or not at all, and a second time changes nothing.
import type { Failure } from './model.ts';
import type { Client } from './redis.ts';
import { PREFIX } from './redis.ts';

const at = (name: string): string => `${PREFIX}:fleet:${name}`;

/** The parts of the store; each a hash but for those that say otherwise. */
export const KEYS = {
  /** Repository id -> `Target`. */
  targets: at('targets'),
  /** Repository id -> how often it was asked for. */
  asked: at('asked'),
  /** Repository id -> the turn that was read to its end, or that was given up. */
  done: at('done'),
  failed: at('failed'),
  /** Repository id -> `RepositoryRecord`. */
  records: at('records'),
  /** Repository id -> `Failure`. */
  failures: at('failures'),
  /** Counters. */
  counts: at('counts'),
  /** Minute since 1970 -> repositories read in it. */
  pace: at('pace'),
  /** Blob key -> who scans it, and until when that holds. */
  claims: at('claims'),
  /** A string: the rule version of all that is stored. */
  rules: at('rules'),
  /** The findings of a blob, by its key. */
  found: at('found'),
  blobs: at('blob:'),
  parts: at('parts:'),
} as const;

/** Hex digits of a blob key that name its hash: 65,536 small hashes, which Redis keeps as dense lists. */
const BUCKET_DIGITS = 4;

export interface Counts {
  /** Blobs whose result was written, and blobs that were detected: more only where a worker was lost. */
  readonly written: number;
  readonly detected: number;
  readonly bytes: number;
  readonly findings: number;
}

/** Who may scan a blob: the stored result, or that it is now ours, or somebody else's. */
export type Claim = { readonly type: 'known'; readonly value: string } | { readonly type: 'ours' | 'theirs' };

const CLAIM = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local answers = {}
for i = 5, #ARGV do
  local key = ARGV[i]
  local value = redis.call('HGET', ARGV[1] .. string.sub(key, 1, ${BUCKET_DIGITS}), string.sub(key, ${BUCKET_DIGITS + 1}))
  if value then
    answers[#answers + 1] = '=' .. value
  elseif ARGV[4] == 'look' then
    answers[#answers + 1] = '-'
  else
    local claim = redis.call('HGET', KEYS[1], key)
    local till, owner
    if claim then till, owner = string.match(claim, '^(%d+) (.*)$') end
    if claim and owner ~= ARGV[3] and tonumber(till) > now then
      answers[#answers + 1] = '?'
    else
      redis.call('HSET', KEYS[1], key, string.format('%d %s', now + tonumber(ARGV[2]), ARGV[3]))
      answers[#answers + 1] = '!'
    end
  end
end
return answers`;

const WRITE = `
for i = 3, #ARGV, 4 do
  local key, value, findings = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local bucket, field = ARGV[1] .. string.sub(key, 1, ${BUCKET_DIGITS}), string.sub(key, ${BUCKET_DIGITS + 1})
  if string.sub(value, 1, 1) == '*' then
    redis.call('HSET', bucket, field, value)
  elseif redis.call('HSETNX', bucket, field, value) == 1 and string.sub(value, 1, 1) ~= '+' then
    redis.call('HINCRBY', KEYS[2], 'written', 1)
    redis.call('HINCRBY', KEYS[2], 'bytes', ARGV[i + 3])
    if findings ~= '' then
      redis.call('HSET', KEYS[1], key, findings)
      redis.call('HINCRBY', KEYS[2], 'findings', 1)
    end
  end
end
redis.call('HINCRBY', KEYS[2], 'detected', ARGV[2])`;

/** A repository's result counts once, and only for the turn it was last added in. */
const ONLY_IN_TURN = `local turn = tonumber(ARGV[2])
if tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0') ~= turn then return 0 end
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or '0') >= turn then return 0 end`;

const FINISH = `
${ONLY_IN_TURN}
redis.call('HSET', KEYS[2], ARGV[1], turn)
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('HDEL', KEYS[5], ARGV[1])
redis.call('HINCRBY', KEYS[6], ARGV[4], 1)
return 1`;

const FAIL = `
${ONLY_IN_TURN}
redis.call('HSET', KEYS[3], ARGV[1], turn)
redis.call('HSET', KEYS[4], ARGV[1], ARGV[3])
return 1`;

/** A blob as it is to be written. */
export interface Written {
  readonly key: string;
  readonly value: string;
  /** JSON; '' where there are none. */
  readonly findings: string;
  readonly bytes: number;
}

export interface Store {
  readonly redis: Client;
  /** Asks for blobs, and takes those that nobody has; with `look` it takes none. */
  readonly claim: (keys: readonly string[], owner: string, look?: boolean) => Promise<readonly Claim[]>;
  /** Writes results that are not there yet, and lets go of what was taken for them. */
  readonly write: (results: readonly Written[], taken: readonly string[]) => Promise<void>;
  readonly findingsOf: (keys: readonly string[]) => Promise<readonly string[]>;
  /** Keeps what became of a repository, unless this turn is over already. */
  readonly finish: (id: string, turn: number, record: string) => Promise<boolean>;
  readonly fail: (id: string, failure: Failure) => Promise<void>;
}

/** @param leaseMs - how long a blob stays taken by who says nothing more of it. */
export function openStore(redis: Client, leaseMs: number): Store {
  return {
    redis,
    async claim(keys, owner, look = false) {
      if (keys.length === 0) return [];
      const mode = look ? 'look' : 'take';
      const answers = await redis.eval(CLAIM, 1, KEYS.claims, KEYS.blobs, leaseMs, owner, mode, ...keys);
      return (Array.isArray(answers) ? answers : []).map((answer) => readClaim(String(answer)));
    },
    async write(results, taken) {
      const words = results.flatMap(({ key, value, findings, bytes }) => [key, value, findings, bytes]);
      await redis.eval(WRITE, 2, KEYS.found, KEYS.counts, KEYS.blobs, taken.length, ...words);
      // Who waits looks for the result first, so this need not be one step with it.
      await redis.hdel(KEYS.claims, ...taken);
    },
    async findingsOf(keys) {
      if (keys.length === 0) return [];
      return (await redis.hmget(KEYS.found, ...keys)).map((text) => text ?? '[]');
    },
    async finish(id, turn, record) {
      const { asked, done, records, failed, failures, pace } = KEYS;
      const minute = Math.floor(Date.now() / 60_000);
      return (
        (await redis.eval(FINISH, 6, asked, done, records, failed, failures, pace, id, turn, record, minute)) === 1
      );
    },
    async fail(id, failure) {
      const { asked, done, failed, failures } = KEYS;
      await redis.eval(FAIL, 4, asked, done, failed, failures, id, failure.turn, JSON.stringify(failure));
    },
  };
}

function readClaim(answer: string): Claim {
  if (answer.startsWith('=')) return { type: 'known', value: answer.slice(1) };
  return { type: answer === '!' ? 'ours' : 'theirs' };
}

export async function readCounts(redis: Client): Promise<Counts> {
  const counts = await redis.hgetall(KEYS.counts);
  const count = (name: string): number => Number(counts[name] ?? 0);
  return {
    written: count('written'),
    detected: count('detected'),
    bytes: count('bytes'),
    findings: count('findings'),
  };
}
