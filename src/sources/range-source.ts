// Commits as a push or a range holds them: each is judged against its own parents, so that a credential added and removed
// inside the range is still found, in the commit that added it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import { type BlobReader, openBlobs } from '../git/blobs.ts';
import { type Commit, type ComparedCommit, compareCommits } from '../git/commits.ts';
import { changedInAll, oldVersion, sourceOfChanges } from './index-source.ts';
import { inShard, type Shard } from './shard.ts';
import type { Source } from './source.ts';

export interface RangeOptions {
  readonly root: string;
  /** The git folder that all work trees share. */
  readonly commonDir: string;
  /** Parents before children. */
  readonly commits: readonly Commit[];
  readonly selects: (path: string) => boolean;
  readonly shard?: Shard | undefined;
}

/** What one commit adds. */
export interface CommitSource {
  readonly oid: string;
  readonly source: Source;
}

export interface CommitRange<S extends CommitSource = CommitSource> {
  /** How many there are. */
  readonly count: number;
  /** In the order of the commits; each is to be read before the next is asked for. */
  readonly sources: () => Iterable<S>;
  readonly close: () => Promise<void>;
}

/** @throws UserError `shallow` where the parents of a commit are not in this clone, so that it cannot be judged. */
export function openRange({ root, commonDir, commits: all, selects, shard }: RangeOptions): CommitRange {
  refuseBorders(all, commonDir);
  // A commit stays whole: what moves inside it is old only where both files are seen.
  const commits = all.filter(({ oid }) => inShard(oid, shard));
  let reader: BlobReader | undefined;
  const blobs = (): BlobReader => (reader ??= openBlobs(root));
  return {
    count: commits.length,
    *sources() {
      for (const commit of compareCommits(commits, { cwd: root })) {
        yield { oid: commit.oid, source: sourceOfCommit(commit, blobs, selects) };
      }
    },
    close: async () => reader?.close(),
  };
}

/** Having stood in any parent makes a finding old. */
function sourceOfCommit(
  { oid, changes }: ComparedCommit,
  blobs: () => BlobReader,
  selects: (path: string) => boolean,
): Source {
  return {
    ...sourceOfChanges({ name: 'range', changes: changedInAll(changes), blobs, tree: oid, selects }),
    before: async () => changes.map((list) => oldVersion(list, blobs)),
    // The reader serves all commits.
    close: async () => undefined,
  };
}

/** The remedy for a clone without its whole history. */
export const UNSHALLOW = 'bring the rest of the history: git fetch --unshallow';

/** Commits whose parents a shallow clone has left out, by id; empty in a whole one. */
export function shallowBorders(commonDir: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'latin1').split('\n').filter(Boolean));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return new Set();
    throw error;
  }
}

function refuseBorders(commits: readonly Commit[], commonDir: string): void {
  const borders = shallowBorders(commonDir);
  const border = commits.find(({ oid }) => borders.has(oid));
  if (border === undefined) return;
  throw new UserError('shallow', `this clone is shallow: what ${border.oid.slice(0, 7)} changes cannot be told`, {
    hint: UNSHALLOW,
  });
}
