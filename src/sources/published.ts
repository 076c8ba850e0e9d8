// At a merge: what is already public, so that a key that came with the remote's branch does not stop the merge.
import type { BlobReader } from '../git/blobs.ts';
import { encodedPathToBytes } from '../git/parse.ts';
import { git, gitOutput } from '../git/run.ts';
import type { Version } from './source.ts';

export interface PublishedOptions {
  readonly root: string;
  readonly mergeHeads: readonly string[];
  /** The paths that the merge touches, as reports show them. */
  readonly paths: readonly string[];
  readonly blobs: BlobReader;
}

/**
 * The touched paths as published branches hold them, and as they stood where the merged branch left what is published.
 * Published: every remote-tracking branch; where there is no remote, the main branch.
 */
export async function publishedVersions(options: PublishedOptions): Promise<readonly Version[]> {
  const tips = publishedTips(options.root);
  const borders = tips.length === 0 ? [] : publishedBorders(options.root, options.mergeHeads, tips);
  return [...new Set([...tips, ...borders])].map((commit) => versionAt(commit, options.paths, options.blobs));
}

/** Some paths as a commit holds them; empty where it has no such file. */
export function versionAt(commit: string, paths: readonly string[], blobs: BlobReader): Version {
  return (
    paths
      // cat-file reads one name a line, so a path with a line break cannot be asked for; its finding then counts as new.
      .filter((path) => !encodedPathToBytes(path).includes(10))
      .map((path) => ({ path, read: async () => contentOrNothing(blobs, commit, path) }))
  );
}

/** Whether a remote-tracking branch holds HEAD. */
export function isHeadPublished(root: string): boolean {
  return gitOutput(['for-each-ref', '--count=1', '--contains=HEAD', 'refs/remotes/'], { cwd: root }).length > 0;
}

async function contentOrNothing(blobs: BlobReader, commit: string, path: string): Promise<Buffer> {
  return (await readNamed(blobs, commit, path)) ?? Buffer.alloc(0);
}

/** A file of a commit, or of the index (''); undefined where it has none of that path. */
export async function readNamed(blobs: BlobReader, commit: string, path: string): Promise<Buffer | undefined> {
  const name = encodedPathToBytes(path);
  // cat-file reads one name a line.
  if (name.includes(10)) return undefined;
  const blob = await blobs.read(`${commit}:${name.toString('utf8')}`);
  return blob.type === 'blob' ? blob.bytes : undefined;
}

function commitsOf(root: string, patterns: readonly string[]): readonly string[] {
  const output = gitOutput(['for-each-ref', '--format=%(objectname)', ...patterns], { cwd: root });
  return output.toString('latin1').split('\n').filter(Boolean);
}

function publishedTips(root: string): readonly string[] {
  const remote = commitsOf(root, ['refs/remotes/']);
  if (remote.length > 0) return [...new Set(remote)];
  const configured = git(['config', 'init.defaultBranch'], { cwd: root }).stdout.toString('utf8').trim();
  for (const name of [configured, 'main', 'master'].filter(Boolean)) {
    const tips = commitsOf(root, [`refs/heads/${name}`]);
    if (tips.length > 0) return tips;
  }
  return [];
}

/** The newest published commits that the merged branches hold: where a file may since have been moved or changed. */
function publishedBorders(root: string, mergeHeads: readonly string[], tips: readonly string[]): readonly string[] {
  const args = ['rev-list', '--boundary', ...mergeHeads, '--not', ...tips];
  const result = git(args, { cwd: root });
  if (result.status !== 0) return [];
  const borders = result.stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => line.startsWith('-'));
  return borders.map((line) => line.slice(1));
}
