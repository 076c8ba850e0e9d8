// Everything that all refs hold or have held: each blob is scanned once under each of its paths, at the commit that
// brought it.
import { UserError } from '../errors.ts';
import { type BlobReader, openBlobs } from '../git/blobs.ts';
import { type Commit, type ComparedCommit, compareCommits } from '../git/commits.ts';
import type { RawChange } from '../git/parse.ts';
import { changedInAll, sourceOfChanges } from './index-source.ts';
import { type CommitRange, type CommitSource, type RangeOptions, shallowBorders, UNSHALLOW } from './range-source.ts';
import { inShard } from './shard.ts';

export interface HistoryCommit extends CommitSource {
  readonly commit: Commit;
  /** What differs from each parent. */
  readonly changes: readonly (readonly RawChange[])[];
}

interface HistoryOptions {
  /** Whether the blobs are asked for before they are read; not for who reads few of them. */
  readonly ahead?: boolean;
  /** The commits compared, for who has compared them before. */
  readonly compare?: () => Iterable<ComparedCommit>;
}

/** @throws UserError `shallow` where part of the history is not in this clone. */
export function openHistory(
  { root, commonDir, commits, selects, shard }: RangeOptions,
  { ahead = true, compare = () => compareCommits(commits, { cwd: root }) }: HistoryOptions = {},
): CommitRange<HistoryCommit> {
  if (shallowBorders(commonDir).size > 0) {
    throw new UserError('shallow', 'this clone is shallow: it holds only a part of the history', { hint: UNSHALLOW });
  }
  let reader: BlobReader | undefined;
  const blobs = (): BlobReader => (reader ??= openBlobs(root));
  const known = new Set<string>();
  const isFirst = (change: RawChange): boolean => {
    const key = blobKey(change.newOid, change.path);
    // Deletions, modes and submodules are no content.
    if (change.status === 'D' || known.has(key) || !inShard(change.path, shard)) return false;
    known.add(key);
    return true;
  };
  return {
    count: commits.length,
    *sources() {
      const waiting: HistoryCommit[] = [];
      for (const { changes, ...commit } of compare()) {
        const fresh = changedInAll(changes).filter(isFirst);
        const source = {
          ...sourceOfChanges({ name: 'history', changes: fresh, blobs, tree: commit.oid, selects }),
          // Whatever stands there counts, new or not.
          before: undefined,
          close: async () => undefined,
        };
        waiting.push({ oid: commit.oid, source, commit, changes });
        if (waiting.length === AHEAD) yield* ahead ? askFor(waiting.splice(0), blobs) : waiting.splice(0);
      }
      yield* ahead ? askFor(waiting, blobs) : waiting;
    },
    close: async () => reader?.close(),
  };
}

/** Commits whose blobs are asked for at once: a question for each would cost as much as all the rest. */
const AHEAD = 50;

function askFor(commits: readonly HistoryCommit[], blobs: () => BlobReader): readonly HistoryCommit[] {
  const oids = commits.flatMap(({ source }) => source.files.flatMap(({ oid = [] }) => oid));
  if (oids.length > 0) blobs().expect(oids);
  return commits;
}

/** A blob under one path. */
export function blobKey(oid: string, path: string): string {
  return `${oid} ${path}`;
}
