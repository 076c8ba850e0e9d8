// How far a fleet is: counts, how fast it goes, how long it will take, and what was given up.
import { readStanding, standingOf } from './enqueue.ts';
import type { Failure, FleetStatus, Target } from './model.ts';
import type { FleetQueue } from './redis.ts';
import { KEYS, readCounts, type Store } from './store.ts';

/** Minutes over which the pace is told. */
const PACE_MINUTES = 5;

export async function readStatus(store: Store, queue: FleetQueue): Promise<FleetStatus> {
  const { redis } = store;
  const [standing, counts, jobs, pace, failures] = await Promise.all([
    readStanding(store),
    readCounts(redis),
    queue.getJobCounts('waiting', 'active', 'delayed'),
    redis.hgetall(KEYS.pace),
    redis.hgetall(KEYS.failures),
  ]);
  const ids = Object.keys(standing.asked);
  const count = (wanted: string): number => ids.filter((id) => standingOf(id, standing) === wanted).length;
  const open = count('open');
  const perMinute = paceOf(pace, Date.now());
  const failed = ids.filter((id) => standingOf(id, standing) === 'failed');
  const names = await namesOf(failed, store);
  return {
    repositories: { total: ids.length, done: count('done'), failed: failed.length, open },
    blobs: { scanned: counts.written, detected: counts.detected, bytes: counts.bytes, found: counts.findings },
    jobs: { waiting: jobs['waiting'] ?? 0, active: jobs['active'] ?? 0, delayed: jobs['delayed'] ?? 0 },
    repositoriesPerMinute: Math.round(perMinute * 10) / 10,
    ...(perMinute === 0 ? {} : { secondsLeft: Math.ceil((open / perMinute) * 60) }),
    deadLetters: failed
      .map((id) => ({ repository: names.get(id) ?? id, ...readFailure(failures[id]) }))
      .toSorted((a, b) => (a.repository < b.repository ? -1 : 1)),
  };
}

/** Repositories a minute, from what each minute saw; the running minute counts by what of it is over. */
export function paceOf(pace: Readonly<Record<string, string>>, now: number): number {
  const minute = Math.floor(now / 60_000);
  const recent = Object.entries(pace)
    .map(([at, count]) => ({ at: Number(at), count: Number(count) }))
    .filter(({ at }) => at > minute - PACE_MINUTES);
  if (recent.length === 0) return 0;
  const begun = Math.min(...recent.map(({ at }) => at));
  const minutes = Math.max(1 / 6, now / 60_000 - begun);
  return recent.reduce((sum, { count }) => sum + count, 0) / minutes;
}

export function readFailure(text: string | undefined): Failure {
  return text === undefined
    ? { turn: 0, code: 'unread', message: 'it was not read, and nothing says why' }
    : (JSON.parse(text) as Failure);
}

export async function namesOf(ids: readonly string[], { redis }: Store): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const texts = await redis.hmget(KEYS.targets, ...ids);
  return new Map(
    ids.map((id, i) => [id, texts[i] === null || texts[i] === undefined ? id : (JSON.parse(texts[i]) as Target).name]),
  );
}

/** For people, 80 columns. */
export function drawStatus(status: FleetStatus): string {
  const { repositories: all, blobs, jobs, repositoriesPerMinute: pace, secondsLeft, deadLetters } = status;
  const number = (value: number): string => value.toLocaleString('en');
  const rate =
    pace === 0
      ? 'no pace yet'
      : `${pace} repositories a minute${all.open > 0 ? `, ${drawTime(secondsLeft ?? 0)} left` : ''}`;
  const lines = [
    `hushkey fleet: ${number(all.done)} of ${number(all.total)} repositories read, ${number(all.failed)} failed, ${number(all.open)} to go`,
    `  ${rate}`,
    `  ${number(blobs.scanned)} blobs scanned, ${number(Math.round(blobs.bytes / 1e6))} MB, ${number(blobs.found)} with findings`,
    `  jobs: ${number(jobs.active)} running, ${number(jobs.waiting)} waiting, ${number(jobs.delayed)} to be tried again`,
    ...(deadLetters.length === 0 ? [] : ['', 'Given up; hushkey fleet retry tries them again:']),
    ...deadLetters.map(({ repository, code, message }) => `  ${repository}\n    ${message} (${code})`),
  ];
  return `${lines.join('\n')}\n`;
}

function drawTime(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
