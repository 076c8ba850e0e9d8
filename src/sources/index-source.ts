// What a commit adds: the blobs in the index that differ from HEAD, never the work tree.

import { UserError } from '../errors.ts';
import type { Skipped, SourceName } from '../finding.ts';
import { type BlobReader, openBlobs } from '../git/blobs.ts';
import { MODE_SUBMODULE, type RawChange } from '../git/parse.ts';
import { basesOfHead, stagedChanges } from '../git/repository.ts';
import { FETCH_ALL } from '../git/run.ts';
import { isHeadPublished, publishedVersions, readNamed, versionAt } from './published.ts';
import type { Source, SourceFile, Version } from './source.ts';

export interface IndexOptions {
  /** Top of the work tree. */
  readonly root: string;
  /** The folder of loose objects, where it is known: what was just staged lies there. */
  readonly objects?: string;
  /** The commits that a merge brings in; [] for a plain commit. */
  readonly mergeHeads: readonly string[];
  /** True for a commit that replaces HEAD: it answers for all that HEAD added. */
  readonly amends?: boolean;
  /** False for paths that the config leaves out. */
  readonly selects: (path: string) => boolean;
}

/**
 * The index against HEAD; where HEAD is replaced, against what HEAD was made on.
 *
 * @throws UserError when git cannot read the index.
 */
export function openIndex(options: IndexOptions): Source {
  const { root, mergeHeads, amends = false, selects } = options;
  let reader: BlobReader | undefined;
  const blobs = (): BlobReader => (reader ??= openBlobs(root, options.objects));
  const at = { cwd: root };
  const comparisons = amends ? basesOfHead(at).map((base) => stagedChanges(at, [base])) : [stagedChanges(at)];
  const changes = changedInAll(comparisons);
  const source = sourceOfChanges({ name: 'index', changes, blobs, tree: '', selects });
  const paths = source.files.map((file) => file.path);
  return {
    ...source,
    async before() {
      const parents = comparisons.map((list) => oldVersion(list, blobs));
      // What is public already is not made worse by amending it.
      if (amends) return isHeadPublished(root) ? [...parents, versionAt('HEAD', paths, blobs())] : parents;
      if (mergeHeads.length === 0) return parents;
      return [...parents, ...(await publishedVersions({ root, mergeHeads, paths, blobs: blobs() }))];
    },
    close: async () => reader?.close(),
  };
}

/** Of what differs from each parent of a merge, only what differs from all is the merge's own. */
export function changedInAll(comparisons: readonly (readonly RawChange[])[]): readonly RawChange[] {
  const [first = [], ...others] = comparisons;
  if (others.length === 0) return first;
  const paths = others.map((list) => new Set(list.map((change) => change.path)));
  return first.filter((change) => paths.every((known) => known.has(change.path)));
}

export interface Changes {
  readonly name: SourceName;
  readonly changes: readonly RawChange[];
  /** Started at the first read: a change of nothing but deletions needs no process. */
  readonly blobs: () => BlobReader;
  /** The commit whose tree the new side is; '' for the index. */
  readonly tree: string;
  readonly selects: (path: string) => boolean;
}

/** The new side of changes as files to scan, the old side as the version before. Closing ends the blob reader. */
export function sourceOfChanges({ name, changes, blobs, tree, selects }: Changes): Source {
  const skipped: Skipped[] = [];
  const present: RawChange[] = [];
  for (const change of changes) {
    const reason = skipReason(change) ?? (selects(change.path) ? undefined : 'ignored by the config');
    if (reason === undefined) present.push(change);
    else skipped.push({ path: change.path, reason });
  }
  return {
    name,
    files: present.map((change) => blobFile(change.path, change.newOid, blobs)),
    skipped,
    errors: [],
    before: async () => [oldVersion(changes, blobs)],
    beside: (path) => readNamed(blobs(), tree, path),
    close: () => blobs().close(),
  };
}

/** The old side of changes. */
export function oldVersion(changes: readonly RawChange[], blobs: () => BlobReader): Version {
  const old = changes.filter((change) => !isNull(change.oldOid) && change.oldMode !== MODE_SUBMODULE);
  return old.map((change) => blobFile(change.path, change.oldOid, blobs));
}

function blobFile(path: string, oid: string, blobs: () => BlobReader): SourceFile {
  return { path, oid, read: () => readBlob(blobs(), oid, path) };
}

function isNull(oid: string): boolean {
  return /^0+$/.test(oid);
}

function skipReason(change: RawChange): string | undefined {
  if (change.status === 'D') return 'deleted';
  if (change.status === 'U') return 'unmerged';
  if (change.newMode === MODE_SUBMODULE) return 'submodule';
  // A change of mode alone adds no text.
  if (change.oldOid === change.newOid) return 'mode change';
  return undefined;
}

async function readBlob(blobs: BlobReader, oid: string, path: string): Promise<Buffer> {
  const blob = await blobs.read(oid);
  if (blob.type === 'missing') {
    const lead = `${path}: git has no object ${oid.slice(0, 12)} for it`;
    throw new UserError('missing-blob', `${lead}; in a partial clone ${FETCH_ALL} brings it`, {
      hint: 'if this clone is whole: git fsck',
    });
  }
  return blob.bytes;
}
