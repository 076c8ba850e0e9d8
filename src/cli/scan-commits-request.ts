// `--range` and `--history`: which commits are meant, before any is judged.
import { UserError } from '../errors.ts';
import type { Report } from '../finding.ts';
import { allCommits, commitOf, listCommits } from '../git/commits.ts';
import type { Repository } from '../git/repository.ts';
import type { ScanOptions } from '../scan.ts';
import { scanCommits } from '../scan-commits.ts';
import { scanHistory } from '../scan-history.ts';
import { openHistory } from '../sources/history-source.ts';
import { openRange, shallowBorders, UNSHALLOW } from '../sources/range-source.ts';
import type { Settings } from './settings.ts';

type CommitsOptions = ScanOptions & Pick<Settings, 'selects'>;

/** @throws UserError for a range that git does not know, or that a shallow clone has cut off. */
export async function scanRange(range: string, repository: Repository, options: CommitsOptions): Promise<Report> {
  const [, from, to] = /^(.*?)\.{2,3}(.*)$/.exec(range) ?? [];
  if (from === undefined || to === undefined) {
    throw new UserError('bad-range', '--range needs two commits', { hint: '--range origin/main..HEAD' });
  }
  const { root, commonDir } = repository;
  const [start, end] = [from, to].map((name) => resolveCommit(name || 'HEAD', repository));
  const commits = listCommits([end ?? ''], [start ?? ''], { cwd: root });
  return scanCommits(openRange({ root, commonDir, commits, selects: options.selects }), root, options);
}

/** @throws UserError in a shallow clone. */
export async function scanAllRefs({ root, commonDir }: Repository, options: CommitsOptions): Promise<Report> {
  const commits = allCommits({ cwd: root });
  return scanHistory(openHistory({ root, commonDir, commits, selects: options.selects }), root, options);
}

function resolveCommit(name: string, { root, commonDir }: Repository): string {
  const commit = commitOf(name, { cwd: root });
  if (commit !== undefined) return commit;
  const isShallow = shallowBorders(commonDir).size > 0;
  const hint = isShallow ? `this clone is shallow; ${UNSHALLOW}` : 'bring it with git fetch, or see git branch --all';
  throw new UserError('unknown-commit', `--range: git knows no commit ${name.slice(0, 100)}`, { hint });
}
