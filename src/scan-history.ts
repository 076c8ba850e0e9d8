// The pipeline over the whole history: a finding is told once, with the first and the last commit that held it.
import type { Finding, Report } from './finding.ts';
import { blobsAt, commitOf, refTips, remoteCommits } from './git/commits.ts';
import type { ScanOptions } from './scan.ts';
import { assemble, scanEach } from './scan-commits.ts';
import { blobKey, type HistoryCommit } from './sources/history-source.ts';
import type { CommitRange } from './sources/range-source.ts';
import { groupBy } from './text/group-by.ts';

/** What is known of one fingerprint. */
interface Held {
  readonly first: string;
  /** Where it stands in the first blob that held it; more than once, maybe. */
  readonly findings: readonly Finding[];
  /** Every blob that held it. */
  readonly blobs: Set<string>;
}

export async function scanHistory(
  range: CommitRange<HistoryCommit>,
  root: string,
  options: ScanOptions,
): Promise<Report> {
  const held = new Map<string, Held>();
  /** The blobs with findings, and the last commit from which each was taken away. */
  const lastIn = new Map<string, string>();
  /** The commits that brought each of these blobs: several, where one was cherry-picked. */
  const broughtBy = new Map<string, string[]>();
  const order = new Map<string, number>();
  const totals = await scanEach(range, options, ({ oid, commit, changes, source }, findings) => {
    order.set(oid, order.size);
    const oids = new Map(source.files.map((file) => [file.path, file.oid ?? '']));
    for (const [fingerprint, places] of groupBy(findings, ({ fingerprint }) => fingerprint)) {
      const path = places[0]?.path ?? '';
      const key = blobKey(oids.get(path) ?? '', path);
      const known = held.get(fingerprint);
      if (known === undefined) held.set(fingerprint, { first: oid, findings: places, blobs: new Set([key]) });
      else known.blobs.add(key);
      if (!lastIn.has(key)) lastIn.set(key, oid);
    }
    if (lastIn.size === 0) return;
    changes.forEach((list, i) => {
      const parent = commit.parents[i];
      for (const change of list) {
        const brought = blobKey(change.newOid, change.path);
        if (lastIn.has(brought)) broughtBy.set(brought, [...(broughtBy.get(brought) ?? []), oid]);
        const key = blobKey(change.oldOid, change.path);
        // Topological order: a later parent is the later holder.
        if (parent !== undefined && lastIn.has(key)) lastIn.set(key, later(order, lastIn.get(key), parent));
      }
    });
  });
  const still = holdersNow([...lastIn.keys()], root);
  const published = held.size === 0 ? new Map<string, ReadonlySet<string>>() : remoteCommits({ cwd: root });
  const findings = [...held.values()].flatMap(({ first, findings: places, blobs }) => {
    const keys = [...blobs];
    const inHead = keys.some((key) => still.head.has(key));
    const now = keys.flatMap((key) => still.tips.get(key) ?? []);
    const last = [...now, ...keys.flatMap((key) => lastIn.get(key) ?? [])].reduce((a, b) => later(order, a, b), first);
    const lastCommit = inHead && still.commit !== undefined ? still.commit : last;
    const commits = keys.flatMap((key) => broughtBy.get(key) ?? []);
    const remotes = [...published].flatMap(([name, has]) => (commits.some((oid) => has.has(oid)) ? [name] : []));
    const oids = [...new Set(keys.map((key) => key.slice(0, key.indexOf(' '))))];
    const brought = [...new Set([first, ...commits])];
    const story = { firstCommit: first, lastCommit, inHead, remotes, blobs: oids, commits: brought };
    return places.map((finding) => ({ ...finding, commit: first, held: story }));
  });
  return assemble('history', findings, totals, root, options);
}

function later(order: ReadonlyMap<string, number>, a: string | undefined, b: string): string {
  return a !== undefined && (order.get(a) ?? -1) > (order.get(b) ?? -1) ? a : b;
}

interface HoldersNow {
  readonly commit: string | undefined;
  readonly head: ReadonlySet<string>;
  /** Tips of refs that hold a blob. */
  readonly tips: ReadonlyMap<string, readonly string[]>;
}

/** Which of the blobs HEAD and the refs hold now: one question a tip and path, all asked of one process. */
function holdersNow(keys: readonly string[], root: string): HoldersNow {
  if (keys.length === 0) return { commit: undefined, head: new Set(), tips: new Map() };
  const at = { cwd: root };
  const commit = commitOf('HEAD', at);
  const wanted = new Set(keys);
  const paths = [...new Set(keys.map((key) => key.slice(key.indexOf(' ') + 1)))];
  const names = [...(commit === undefined ? [] : [commit]), ...refTips([], at)];
  const questions = [...new Set(names)].flatMap((tip) => paths.map((path) => ({ tip, path })));
  const answers = blobsAt(questions, at);
  const tips = new Map<string, string[]>();
  questions.forEach(({ tip, path }, i) => {
    const key = blobKey(answers[i] ?? '', path);
    if (wanted.has(key)) tips.set(key, [...(tips.get(key) ?? []), tip]);
  });
  const head = keys.filter((key) => commit !== undefined && tips.get(key)?.includes(commit) === true);
  return { commit, head: new Set(head), tips };
}
