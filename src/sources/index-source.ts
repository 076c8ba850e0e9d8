// What a commit adds: the blobs in the index that differ from HEAD, never the work tree.

import { UserError } from '../errors.ts';
import type { Skipped, SourceName } from '../finding.ts';
import { type BlobReader, openBlobs } from '../git/blobs.ts';
import { MODE_SUBMODULE, type RawChange } from '../git/parse.ts';
import { stagedChanges } from '../git/repository.ts';
import { publishedVersions } from './published.ts';
import type { Source, SourceFile } from './source.ts';

export interface IndexOptions {
  /** Top of the work tree. */
  readonly root: string;
  /** The commits that a merge brings in; [] for a plain commit. */
  readonly mergeHeads: readonly string[];
  /** False for paths that the config leaves out. */
  readonly selects: (path: string) => boolean;
}

/**
 * The index against HEAD.
 *
 * @throws UserError when git cannot read the index.
 */
export function openIndex(options: IndexOptions): Source {
  const { root, mergeHeads, selects } = options;
  let reader: BlobReader | undefined;
  const blobs = (): BlobReader => (reader ??= openBlobs(root));
  const changes = stagedChanges({ cwd: root });
  const source = sourceOfChanges({ name: 'index', changes, blobs, selects });
  return {
    ...source,
    async before() {
      const parent = (await source.before?.()) ?? [];
      if (mergeHeads.length === 0) return parent;
      const paths = source.files.map((file) => file.path);
      return [...parent, ...(await publishedVersions({ root, mergeHeads, paths, blobs: blobs() }))];
    },
    close: async () => reader?.close(),
  };
}

export interface Changes {
  readonly name: SourceName;
  readonly changes: readonly RawChange[];
  /** Started at the first read: a change of nothing but deletions needs no process. */
  readonly blobs: () => BlobReader;
  readonly selects: (path: string) => boolean;
}

/** The new side of changes as files to scan, the old side as the version before. Closing ends the blob reader. */
export function sourceOfChanges({ name, changes, blobs, selects }: Changes): Source {
  const skipped: Skipped[] = [];
  const present: RawChange[] = [];
  for (const change of changes) {
    const reason = skipReason(change) ?? (selects(change.path) ? undefined : 'ignored by the config');
    if (reason === undefined) present.push(change);
    else skipped.push({ path: change.path, reason });
  }
  const file = (path: string, oid: string): SourceFile => ({ path, read: () => readBlob(blobs(), oid, path) });
  return {
    name,
    files: present.map((change) => file(change.path, change.newOid)),
    skipped,
    errors: [],
    async before() {
      const old = changes.filter((change) => !isNull(change.oldOid) && change.oldMode !== MODE_SUBMODULE);
      return [old.map((change) => file(change.path, change.oldOid))];
    },
    close: () => blobs().close(),
  };
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
    throw new UserError('missing-blob', `${path}: git has no object ${oid.slice(0, 12)} for it`, {
      hint: 'run git fsck; in a partial clone, git fetch brings it',
    });
  }
  return blob.bytes;
}
