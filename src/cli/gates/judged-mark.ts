// The note that pre-commit leaves for prepare-commit-msg of the same commit: this git process, this very index, nothing
// found. A hard link to the index is that note: git replaces its index, never writes into it, so the link is the same
// file only as long as nothing was staged since. The dispatcher tests it in sh, and a plain commit pays one scan.
import { linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { JUDGED_MARK } from '../../install/gates.ts';

/** Where the dispatcher looks for the note of a git process. */
export function markPath(folder: string, pid: number): string {
  return join(folder, JUDGED_MARK + pid);
}

export interface JudgedIndex {
  /** To be called when the index was found clean. */
  readonly mark: () => void;
}

/** Takes note of the index as it is before it is judged; undefined where git named none of its own. */
export function noteIndex(root: string, gitDir: string, env: NodeJS.ProcessEnv, pid: number): JudgedIndex | undefined {
  const index = resolve(root, env['GIT_INDEX_FILE'] ?? '');
  // Another index may lie anywhere, in the work tree too.
  if (!env['GIT_INDEX_FILE'] || dirname(index) !== resolve(gitDir)) return undefined;
  const before = inodeOf(index);
  return {
    mark() {
      for (const name of readdirSync(gitDir))
        if (name.startsWith(JUDGED_MARK)) rmSync(join(gitDir, name), { force: true });
      const link = markPath(gitDir, pid);
      try {
        linkSync(index, link);
      } catch {
        // No index yet, or a file system without hard links: prepare-commit-msg judges once more.
        return;
      }
      if (before === undefined || inodeOf(link) !== before) rmSync(link, { force: true });
    },
  };
}

/** Whether the index that git names is the one that this git process has had judged. Used once. */
export function takeMark(root: string, gitDir: string, env: NodeJS.ProcessEnv, pid: number): boolean {
  const link = markPath(gitDir, pid);
  const judged = inodeOf(link);
  if (judged === undefined) return false;
  rmSync(link, { force: true });
  return judged === inodeOf(resolve(root, env['GIT_INDEX_FILE'] ?? ''));
}

function inodeOf(path: string): bigint | undefined {
  const info = statSync(path, { throwIfNoEntry: false, bigint: true });
  return info?.isFile() === true ? info.ino : undefined;
}
