// `--range`, `--history` and `ci`: which commits are meant, before any is judged.
import { UserError } from '../errors.ts';
import type { Report } from '../finding.ts';
import { allCommits, type Commit, commitOf, listCommits } from '../git/commits.ts';
import type { Repository } from '../git/repository.ts';
import type { ScanOptions } from '../scan.ts';
import { scanCommits } from '../scan-commits.ts';
import { scanHistory } from '../scan-history.ts';
import { openHistory } from '../sources/history-source.ts';
import { openRange, shallowBorders, UNSHALLOW } from '../sources/range-source.ts';
import { inShard, type Shard } from '../sources/shard.ts';
import type { Settings } from './settings.ts';

type CommitsOptions = ScanOptions & Pick<Settings, 'selects'> & { readonly shard: Shard | undefined };

/** @throws UserError for a range that git does not know. */
export function commitsOfRange(range: string, repository: Repository): readonly Commit[] {
  const [, from, to] = /^(.*?)\.{2,3}(.*)$/.exec(range) ?? [];
  if (from === undefined || to === undefined) {
    throw new UserError('bad-range', '--range needs two commits', { hint: '--range origin/main..HEAD' });
  }
  const [start, end] = [from, to].map((name) => resolveCommit(name || 'HEAD', repository));
  return listCommits([end ?? ''], [start ?? ''], { cwd: repository.root });
}

/** @throws UserError where a shallow clone has cut off what a commit was made on. */
export async function scanListed(
  commits: readonly Commit[],
  { root, commonDir }: Repository,
  options: CommitsOptions,
): Promise<Report> {
  const { selects, shard } = options;
  return scanCommits(openRange({ root, commonDir, commits, selects, shard }), root, options);
}

/** @throws UserError in a shallow clone. */
export async function scanAllRefs(
  { root, commonDir }: Repository,
  options: CommitsOptions,
  reflog: boolean,
): Promise<Report> {
  const { selects, shard } = options;
  const commits = allCommits({ cwd: root }, reflog);
  const report = await scanHistory(openHistory({ root, commonDir, commits, selects, shard }), root, options);
  // Every shard walks all commits, and counts its own.
  const count = commits.filter(({ oid }) => inShard(oid, shard)).length;
  return { ...report, scanned: { ...report.scanned, commits: count } };
}

function resolveCommit(name: string, { root, commonDir }: Repository): string {
  const commit = commitOf(name, { cwd: root });
  if (commit !== undefined) return commit;
  const isShallow = shallowBorders(commonDir).size > 0;
  const hint = isShallow ? `this clone is shallow; ${UNSHALLOW}` : 'bring it with git fetch, or see git branch --all';
  throw new UserError('unknown-commit', `--range: git knows no commit ${name.slice(0, 100)}`, { hint });
}
