// A planned change of files as data, so that a dry run prints exactly what a real run does.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from './files.ts';

export interface Edit {
  /** From the top of the work tree, forward slashes. */
  readonly path: string;
  /** undefined: there is no file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What changes in it, in a few words; '' where the path says it all. */
  readonly what: string;
  /** Mode of a file that is new; default: that of a program, since most are hooks. */
  readonly mode?: number;
}

/** The edits that change something. */
export function realEdits(edits: readonly Edit[]): readonly Edit[] {
  return edits.filter((edit) => edit.before !== edit.after);
}

/** Writes the edits. */
export function applyEdits(root: string, edits: readonly Edit[]): void {
  for (const { path, before, after, mode } of realEdits(edits)) {
    const file = join(root, path);
    if (after === undefined) rmSync(file, { force: true });
    else if (before !== undefined) replaceFile(file, after);
    else {
      mkdirSync(dirname(file), { recursive: true });
      replaceFile(file, after, mode ?? 0o755);
    }
  }
}

/** One line an edit: `changed package.json: scripts.prepare`, or with `dryRun` what it would be. */
export function describeEdits(edits: readonly Edit[], dryRun: boolean): readonly string[] {
  return realEdits(edits).map(({ path, before, after, what }) => {
    const [done, todo] =
      before === undefined
        ? ['created', 'create']
        : after === undefined
          ? ['removed', 'remove']
          : ['changed', 'change'];
    return `${dryRun ? `would ${todo}` : done} ${path}${what === '' ? '' : `: ${what}`}`;
  });
}
