// The library's part for fleets, for dashboards and alarms: how far a fleet is, and what was found. Apart from the rest of
// the library, since it needs Redis and the packages for it.
import { loadSettings } from './cli/settings.ts';
import type { Report } from './finding.ts';
import { readFleetReport } from './fleet/fleet-report.ts';
import type { FleetStatus } from './fleet/model.ts';
import { connect, type FleetQueue, openQueue } from './fleet/redis.ts';
import { readStatus } from './fleet/status.ts';
import { openStore, type Store } from './fleet/store.ts';

export { UserError } from './errors.ts';
export type { Finding, Notification, Report } from './finding.ts';
export type { Failure, FleetStatus } from './fleet/model.ts';

export interface FleetOptions {
  /** `redis://` or `rediss://`, with user, password and database where there are any. */
  readonly redis: string;
}

/**
 * How far the fleet is.
 *
 * @throws UserError where Redis cannot be used.
 */
export async function fleetStatus({ redis }: FleetOptions): Promise<FleetStatus> {
  return withFleet(redis, readStatus);
}

/**
 * What was found in all repositories that were read; `errors` names those that were not.
 *
 * @throws UserError where Redis cannot be used.
 */
export async function fleetReport({ redis }: FleetOptions): Promise<Report> {
  const { ruleset } = await loadSettings({ cwd: import.meta.dirname, root: undefined, baselines: [] });
  const rules = await ruleset.load();
  return withFleet(redis, (store) => readFleetReport(store, rules, performance.now()));
}

async function withFleet<T>(url: string, read: (store: Store, queue: FleetQueue) => Promise<T>): Promise<T> {
  const redis = await connect(url, 'briefly');
  try {
    const queue = await openQueue(redis);
    const answer = await read(openStore(redis, 0), queue);
    await queue.close();
    return answer;
  } finally {
    redis.disconnect();
  }
}
