// Questions about history, asked through simple-git, whose one importer this is. Never used by a hook: simple-git drops
// the index that git names there.
import { simpleGit } from 'simple-git';
import { UserError } from '../errors.ts';

/** Most commits that are looked through for a finding. */
const UNPUSHED_LIMIT = 1000;

/** Commits that HEAD, a branch or a tag has and no remote-tracking branch, newest first; [] before the first commit. */
export async function unpushedCommits(root: string): Promise<readonly string[]> {
  const git = simpleGit({ baseDir: root });
  try {
    const heads = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
    if (heads.trim() === '') return [];
    const local = ['HEAD', '--branches', '--tags'];
    const output = await git.raw(['rev-list', `--max-count=${UNPUSHED_LIMIT}`, ...local, '--not', '--remotes']);
    return output.split('\n').filter(Boolean);
  } catch (error) {
    throw new UserError('git-failed', 'git could not list the unpushed commits', { cause: error });
  }
}
