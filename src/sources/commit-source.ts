// What one commit adds to its first parent.
import { openBlobs } from '../git/blobs.ts';
import { commitChanges } from '../git/repository.ts';
import { sourceOfChanges } from './index-source.ts';
import type { Source } from './source.ts';

/** @throws UserError when git cannot read the commit. */
export function openCommit(root: string, commit: string): Source {
  const blobs = openBlobs(root);
  return sourceOfChanges({
    name: 'range',
    changes: commitChanges(commit, { cwd: root }),
    blobs: () => blobs,
    tree: commit,
    selects: () => true,
  });
}
