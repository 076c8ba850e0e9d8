// Which commits a push, a range or the history holds, and what each changes against each of its parents. One process
// lists them all, one compares them all.
import { UserError } from '../errors.ts';
import { encodedPathToBytes, linesOf, parseDiffTree, type RawChange } from './parse.ts';
import { RAW } from './repository.ts';
import { type GitOptions, git, gitOutput } from './run.ts';

export interface Commit {
  readonly oid: string;
  readonly parents: readonly string[];
}

/** A commit and, for each parent, what differs from it; one list against nothing where it has no parent. */
export interface ComparedCommit extends Commit {
  readonly changes: readonly (readonly RawChange[])[];
}

/** Commits that are compared by one process: bounds its answer. */
const BATCH = 2000;

/**
 * The commits reachable from some and not from others, parents before children.
 *
 * @param excludes - names that git does not know are passed over: a remote may be ahead of us.
 * @throws UserError where the history cannot be read.
 */
export function listCommits(
  tips: readonly string[],
  excludes: readonly string[],
  options: GitOptions,
): readonly Commit[] {
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', '--ignore-missing', '--stdin'];
  const input = [...tips, ...excludes.map((name) => `^${name}`)].map((line) => `${line}\n`).join('');
  const commits = parseCommits(gitOutput(args, { ...options, input }));
  refuseLeftOut(tips, excludes, commits, options);
  return commits;
}

/** What is not listed must be known behind what is excluded: an answer that a fault cut short would look clean. */
function refuseLeftOut(
  tips: readonly string[],
  excludes: readonly string[],
  commits: readonly Commit[],
  options: GitOptions,
): void {
  const listed = new Set(commits.map(({ oid }) => oid));
  const unlisted = tips.filter((tip) => !listed.has(tip));
  if (unlisted.length === 0) return;
  const known = peelCommits(excludes, options).filter(Boolean);
  for (const tip of peelCommits(unlisted, options)) {
    if (listed.has(tip) || known.some((_, i) => i % BATCH === 0 && isBehind(tip, known.slice(i, i + BATCH), options)))
      continue;
    throw new UserError(
      'git-failed',
      `git rev-list left out ${tip.slice(0, 7) || 'a commit'}, which is not behind what is known`,
      {
        hint: 'run git fsck to see whether the repository is whole',
      },
    );
  }
}

/** True where one of some commits is this one or comes after it. */
function isBehind(tip: string, others: readonly string[], options: GitOptions): boolean {
  const { status, stdout } = git(['merge-base', tip, ...others], options);
  return status === 0 && stdout.toString('latin1').trim() === tip;
}

/** These commits and nothing behind them, in the order given. */
export function readCommits(oids: readonly string[], options: GitOptions): readonly Commit[] {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${oid}\n`).join('');
  const commits = parseCommits(
    gitOutput(['rev-list', '--no-walk=unsorted', '--parents', '--stdin'], { ...options, input }),
  );
  const isNamed = (asked: string): boolean => commits.some(({ oid }) => oid.startsWith(asked));
  if (!oids.every(isNamed)) throw new UserError('git-failed', 'git rev-list left out a commit');
  return commits;
}

function parseCommits(output: Buffer): readonly Commit[] {
  return linesOf(output).map((line) => {
    const [oid = '', ...parents] = line.split(' ');
    return { oid, parents };
  });
}

/** Compares commits with their parents. */
export function* compareCommits(commits: readonly Commit[], options: GitOptions): Generator<ComparedCommit> {
  const args = ['diff-tree', '--stdin', '-r', '--root', '-m', '--always', ...RAW, '-O/dev/null'];
  for (let at = 0; at < commits.length; at += BATCH) {
    const batch = commits.slice(at, at + BATCH);
    // A commit with one parent named behind it is compared with that parent.
    const pairs = batch.flatMap(({ oid, parents }) => pairsOf(oid, parents));
    const diffs = parseDiffTree(gitOutput(args, { ...options, input: pairs.map((pair) => `${pair}\n`).join('') }));
    if (diffs.length !== pairs.length) throw new UserError('git-failed', 'git diff-tree left out a commit');
    let next = 0;
    for (const commit of batch) {
      const count = Math.max(1, commit.parents.length);
      yield { ...commit, changes: diffs.slice(next, next + count) };
      next += count;
    }
  }
}

function pairsOf(oid: string, parents: readonly string[]): readonly string[] {
  return parents.length === 0 ? [oid] : parents.map((parent) => `${oid} ${parent}`);
}

export interface Headline {
  /** The first line of the message. */
  readonly subject: string;
  /** The day it was made, `2030-12-31`, by the committer's clock. */
  readonly date: string;
}

/** What each commit says of itself. */
export function headlinesOf(oids: readonly string[], options: GitOptions): ReadonlyMap<string, Headline> {
  if (oids.length === 0) return new Map();
  const args = ['rev-list', '--no-walk=unsorted', '--encoding=UTF-8', '--format=%H%x00%cI%x00%s', '--stdin'];
  const output = gitOutput(args, { ...options, input: oids.map((oid) => `${oid}\n`).join('') });
  return new Map(
    linesOf(output).flatMap((line) => {
      const [oid = '', time = '', subject] = line.split('\0');
      return subject === undefined ? [] : [[oid, { subject, date: time.slice(0, 'YYYY-MM-DD'.length) }] as const];
    }),
  );
}

/** What all refs under some prefixes point at, tags as what they name. */
export function refTips(prefixes: readonly string[], options: GitOptions): readonly string[] {
  const format = '%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';
  const output = gitOutput(['for-each-ref', `--format=${format}`, ...prefixes], options);
  return [...new Set(linesOf(output))];
}

/** The commits that each remote has, as far as its remote-tracking branches tell. */
export function remoteCommits(options: GitOptions): ReadonlyMap<string, ReadonlySet<string>> {
  const remotes = linesOf(gitOutput(['remote'], options));
  return new Map(
    remotes.map((name) => [name, new Set(linesOf(gitOutput(['rev-list', `--remotes=${name}`], options)))] as const),
  );
}

/** Every commit of every ref and of HEAD, parents before children; with `reflog` also those that only it remembers. */
export function allCommits(options: GitOptions, reflog = false): readonly Commit[] {
  const head = commitOf('HEAD', options) === undefined ? [] : ['HEAD'];
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', '--all', ...head];
  if (reflog) args.push('--reflog');
  const commits = parseCommits(gitOutput(args, options));
  if (head.length > 0 && commits.length === 0) throw new UserError('git-failed', 'git rev-list left out HEAD');
  return commits;
}

/** The blob that each tip has at a path, in the order asked; '' where it has none. */
export function blobsAt(
  questions: readonly { readonly tip: string; readonly path: string }[],
  options: GitOptions,
): readonly string[] {
  const lines = questions.map(({ tip, path }) => {
    const bytes = encodedPathToBytes(path);
    // It reads one name a line: a path with a line break cannot be asked for.
    return Buffer.concat([Buffer.from(`${tip}:`), bytes.includes(10) ? Buffer.from('//') : bytes, Buffer.from('\n')]);
  });
  return objectsOf(Buffer.concat(lines), options);
}

/** The commits that some objects are or name, in the order given; '' for one that is none. */
export function peelCommits(oids: readonly string[], options: GitOptions): readonly string[] {
  return objectsOf(Buffer.from(oids.map((oid) => `${oid}^{commit}\n`).join('')), options);
}

function objectsOf(names: Buffer, options: GitOptions): readonly string[] {
  const output = gitOutput(['cat-file', '--batch-check=%(objectname)'], { ...options, input: names });
  return linesOf(output).map((line) => (/^[0-9a-f]{40,64}$/.test(line) ? line : ''));
}

/** The commit that a name stands for; undefined where it stands for none. */
export function commitOf(name: string, options: GitOptions): string | undefined {
  if (name.startsWith('-')) return undefined;
  const result = git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], options);
  return result.status === 0 ? result.stdout.toString('latin1').trim() : undefined;
}
