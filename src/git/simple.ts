// Questions about history, asked through simple-git, whose one importer this is. Never used by a hook: simple-git drops
// the index that git names there.
import { simpleGit } from 'simple-git';
import { UserError } from '../errors.ts';

/** Most commits that are looked through for a finding. */
const UNPUSHED_LIMIT = 1000;

/**
 * Commits that HEAD, a branch or a tag has and a remote has not, newest first; then, since a push may go to an address
 * of which nothing is known here, those that all remotes have. [] before the first commit.
 */
export async function unpushedCommits(root: string): Promise<readonly string[]> {
  const git = simpleGit({ baseDir: root });
  const list = async (...not: string[]): Promise<readonly string[]> => {
    const local = ['HEAD', '--branches', '--tags'];
    const output = await git.raw(['rev-list', `--max-count=${UNPUSHED_LIMIT}`, ...local, ...not]);
    return output.split('\n').filter(Boolean);
  };
  try {
    const heads = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
    if (heads.trim() === '') return [];
    const remotes = (await git.raw(['remote'])).split('\n').filter(Boolean);
    const lists = [await list('--not', '--remotes')];
    for (const name of remotes.length > 1 ? remotes : []) lists.push(await list('--not', `--remotes=${name}`));
    return [...new Set([...lists.flat(), ...(await list())])].slice(0, UNPUSHED_LIMIT);
  } catch (error) {
    throw new UserError('git-failed', 'git could not list the unpushed commits', { cause: error });
  }
}
