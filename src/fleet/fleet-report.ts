// The records of all repositories as one report: every format of a scan can print it. A repository that was not read is an
// error of it, by name.
import type { Rules } from '../engine/ruleset.ts';
import type { Finding, Notification, Report, Skipped } from '../finding.ts';
import { helpOf } from '../report/create-finding.ts';
import { byPlace } from '../scan.ts';
import { readStanding, standingOf } from './enqueue.ts';
import type { RepositoryRecord } from './read-repository.ts';
import { namesOf, readFailure } from './status.ts';
import { KEYS, type Store } from './store.ts';
import { readStored } from './stored-finding.ts';

/** Records that are read at once. */
const BATCH = 200;

export async function readFleetReport(store: Store, rules: Rules, startedAt: number): Promise<Report> {
  const standing = await readStanding(store);
  const failures = await store.redis.hgetall(KEYS.failures);
  const names = await namesOf(Object.keys(standing.asked), store);
  const ids = [...names].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([id]) => id);
  const findings: Finding[] = [];
  const errors: Notification[] = [];
  const skipped: Skipped[] = [];
  const remarks: string[] = [];
  let files = 0;
  let bytes = 0;
  let commits = 0;
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const texts = await store.redis.hmget(KEYS.records, ...batch);
    batch.forEach((id, i) => {
      const repository = names.get(id) ?? id;
      const error = unreadError(standingOf(id, standing), repository, failures[id]);
      if (error !== undefined) errors.push(error);
      const text = texts[i];
      if (text === null || text === undefined) return;
      const record = JSON.parse(text) as RepositoryRecord;
      files += record.files;
      bytes += record.bytes;
      commits += record.commits;
      findings.push(...findingsOf(record, repository, rules));
      errors.push(...record.errors.map(({ path, ...rest }) => ({ path: `${repository}: ${path}`, ...rest })));
      for (const [reason, count] of Object.entries(record.skipped)) {
        skipped.push({ path: repository, reason: `${reason}: ${count}` });
      }
      remarks.push(...record.remarks.map((remark) => `${repository}: ${remark}`));
    });
  }
  if (ids.length === 0) errors.push({ path: '', code: 'nothing-asked', message: 'the fleet holds no repository' });
  const durationMs = Math.round(performance.now() - startedAt);
  return { source: 'history', scanned: { files, bytes, commits, skipped }, findings, errors, remarks, durationMs };
}

function findingsOf(record: RepositoryRecord, repository: string, rules: Rules): readonly Finding[] {
  return record.findings
    .map(({ path, commit, subject, date, held, owners, ...stored }) => ({
      ...readStored(stored, path, helpOf(stored.ruleId, rules)),
      repository,
      commit,
      ...(subject === undefined ? {} : { subject }),
      ...(date === undefined ? {} : { date }),
      ...(held === undefined ? {} : { held }),
      ...(owners === undefined ? {} : { owners }),
    }))
    .sort(byPlace);
}

function unreadError(
  standing: ReturnType<typeof standingOf>,
  repository: string,
  failure: string | undefined,
): Notification | undefined {
  if (standing === 'done') return undefined;
  if (standing === 'open') return { path: repository, code: 'unread', message: 'the repository is not read yet' };
  const { code, message } = readFailure(failure);
  return { path: repository, code, message };
}
