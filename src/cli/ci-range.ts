// What a CI system says of a run -> the commits to judge, or why they cannot be.
import { UserError } from '../errors.ts';
import { type Commit, commitOf, listCommits } from '../git/commits.ts';
import type { Repository } from '../git/repository.ts';
import { git } from '../git/run.ts';
import { shallowBorders } from '../sources/range-source.ts';
import { type CiRun, type CiSystem, isNullId } from './ci-systems.ts';

export interface CiCommits {
  readonly commits: readonly Commit[];
  /** Which they are, for people: `push, abc1234..def5678`. */
  readonly words: string;
}

/** @throws UserError where the clone lacks what the range needs, with what to set in that CI. */
export function findCiCommits(run: CiRun, system: CiSystem, repository: Repository): CiCommits {
  const at = { cwd: repository.root };
  if (run.deletes === true) return { commits: [], words: `${run.kind}, a deleted ref` };
  const head = commitOf(run.head || 'HEAD', at);
  if (head === undefined) throw lacks(`the commit ${run.head ?? 'HEAD'}`, run.head ?? 'HEAD', system, repository);
  const base = baseOf(run, system, repository, head);
  const commits = listCommits([head], base.commits, at);
  refuseShallow(commits, system, repository);
  const from = base.commits.length === 0 ? 'all of ' : `${base.commits.map(short).join(' and ')}..`;
  return { commits, words: `${run.kind}, ${from}${short(head)}${base.remark}` };
}

interface Base {
  /** What these have is old. */
  readonly commits: readonly string[];
  readonly remark: string;
}

function baseOf(run: CiRun, system: CiSystem, repository: Repository, head: string): Base {
  const at = { cwd: repository.root };
  const given = isNullId(run.base) ? undefined : run.base || undefined;
  const base = given === undefined ? undefined : commitOf(given, at);
  if (run.target !== undefined || run.kind === 'pull request' || run.kind === 'merge group') {
    const target = run.target ? branchTip(run.target, repository) : undefined;
    const commits = [...new Set([base, target].flatMap((oid) => oid ?? []))];
    if (commits.length > 0) return { commits, remark: '' };
    const name = run.target || given || 'the target branch';
    throw lacks(name, run.target ? trackedAs(run.target) : name, system, repository);
  }
  if (base !== undefined) return { commits: [base], remark: '' };
  // A forced push may have left the old commit behind; a shallow clone may just not have it.
  if (given !== undefined && isShallow(repository))
    throw lacks(`the commit ${short(given)}`, given, system, repository);
  return branchBase(run, repository, head);
}

/** A new branch, a tag, or a run that says nothing of what was before: what the default branch has is old. */
function branchBase({ branch, defaultBranch, kind }: CiRun, repository: Repository, head: string): Base {
  const at = { cwd: repository.root };
  const built = branch ?? (kind === 'tag' ? undefined : currentBranch(repository));
  const name = defaultBranch || guessDefaultBranch(repository);
  if (name === undefined || (built === name && kind !== 'tag')) return { commits: [], remark: '' };
  const tip = branchTip(name, repository);
  if (tip === undefined) {
    return {
      commits: [],
      remark: `\n  ${name} is not in this clone; less is judged after git fetch origin ${trackedAs(name)}`,
    };
  }
  // Who does not say which branch it builds may build the default branch.
  const isBuilt = built === undefined && kind !== 'tag' && listCommits([head], [tip], at).length === 0;
  return { commits: isBuilt ? [] : [tip], remark: '' };
}

function branchTip(name: string, { root }: Repository): string | undefined {
  return commitOf(`refs/remotes/origin/${name}`, { cwd: root }) ?? commitOf(`refs/heads/${name}`, { cwd: root });
}

function currentBranch({ root }: Repository): string | undefined {
  return git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }).stdout.toString('utf8').trim() || undefined;
}

function guessDefaultBranch(repository: Repository): string | undefined {
  const at = { cwd: repository.root };
  const remote = git(['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'], at).stdout.toString('utf8').trim();
  const configured = git(['config', 'init.defaultBranch'], at).stdout.toString('utf8').trim();
  const names = [remote.replace(/^refs\/remotes\/origin\//, ''), configured, 'main', 'master'];
  return names.find((name) => name !== '' && branchTip(name, repository) !== undefined);
}

function trackedAs(branch: string): string {
  return `${branch}:refs/remotes/origin/${branch}`;
}

function isShallow({ commonDir }: Repository): boolean {
  return shallowBorders(commonDir).size > 0;
}

function refuseShallow(commits: readonly Commit[], system: CiSystem, { commonDir }: Repository): void {
  const borders = shallowBorders(commonDir);
  const border = commits.find(({ oid }) => borders.has(oid));
  if (border === undefined) return;
  throw new UserError('shallow', `this clone is shallow: what ${short(border.oid)} changes cannot be told`, {
    hint: remedyOf(system),
  });
}

/** @param what - in words. @param ref - what git fetch would be asked for. */
function lacks(what: string, ref: string, system: CiSystem, repository: Repository): UserError {
  if (isShallow(repository)) {
    return new UserError('shallow', `this clone is shallow and lacks ${what}`, { hint: remedyOf(system) });
  }
  if (ref === 'HEAD') return new UserError('unknown-commit', 'this repository has no commit yet');
  return new UserError('unknown-commit', `this clone lacks ${what}`, { hint: `git fetch origin ${ref}` });
}

function remedyOf({ name, remedy, marks }: CiSystem): string {
  return Object.keys(marks).length === 0 ? remedy : `in ${name}, ${remedy.replaceAll('\n', '\n  ')}`;
}

function short(oid: string): string {
  return oid.slice(0, 7);
}
