// Where a credential of the history is, as far as this clone can tell: commits, refs, stashes, the reflog, remotes.
import type { Secret } from '../../engine/secret.ts';
import type { Finding, Level } from '../../finding.ts';
import { allCommits, blobsAt, remoteCommits } from '../../git/commits.ts';
import { linesOf } from '../../git/parse.ts';
import { git, gitOutput } from '../../git/run.ts';

/**
 * `pushed`: a remote-tracking ref has it · `was-pushed`: one had it, and was moved since · `not-known`: none ever had, in
 * this clone · `no-remote`: there is no remote.
 */
export type Pushed = 'pushed' | 'was-pushed' | 'not-known' | 'no-remote';

/** One credential with all its places in the history. */
export interface Exposure {
  readonly ruleId: string;
  readonly level: Level;
  readonly secret: Secret;
  readonly places: readonly { readonly id: string; readonly path: string; readonly line: number }[];
  readonly inHead: boolean;
  readonly firstCommit: string;
  readonly lastCommit: string;
  /** The commits that brought it, oldest first. */
  readonly commits: readonly string[];
  readonly blobs: readonly string[];
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly stashes: readonly string[];
  /** Whether an entry of a reflog leads to it, and the commits that nothing else leads to. */
  readonly inReflog: boolean;
  readonly reflogOnly: readonly string[];
  readonly pushed: Pushed;
  readonly remotes: readonly string[];
}

/** What is asked of git once for all credentials. */
export interface Landscape {
  readonly root: string;
  readonly reachable: ReadonlySet<string>;
  readonly reflog: ReadonlySet<string>;
  readonly stashes: readonly { readonly name: string; readonly tips: readonly string[] }[];
  readonly remotes: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the remote-tracking refs had once. */
  readonly former: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readLandscape(root: string): Landscape {
  const at = { cwd: root };
  const remotes = remoteCommits(at);
  const former = new Map([...remotes.keys()].map((name) => [name, formerCommits(name, root)] as const));
  return {
    root,
    reachable: new Set(allCommits(at).map(({ oid }) => oid)),
    reflog: reflogCommits(root),
    stashes: readStashes(root),
    remotes,
    former,
  };
}

function reflogCommits(root: string): ReadonlySet<string> {
  const entries = linesOf(git(['log', '--walk-reflogs', '--format=%H', '--all'], { cwd: root }).stdout);
  return reachableFrom(entries, root);
}

function formerCommits(remote: string, root: string): ReadonlySet<string> {
  const refs = linesOf(gitOutput(['for-each-ref', '--format=%(refname)', `refs/remotes/${remote}/`], { cwd: root }));
  // A ref without a reflog has no entries, which is no failure.
  const entries = refs.flatMap((ref) =>
    linesOf(git(['log', '--walk-reflogs', '--format=%H', ref, '--'], { cwd: root }).stdout),
  );
  return reachableFrom(entries, root);
}

function reachableFrom(oids: readonly string[], root: string): ReadonlySet<string> {
  if (oids.length === 0) return new Set();
  const input = [...new Set(oids)].map((oid) => `${oid}\n`).join('');
  return new Set(linesOf(gitOutput(['rev-list', '--ignore-missing', '--stdin'], { cwd: root, input })));
}

/** Each stash with its commit, that of the index and that of untracked files. */
function readStashes(root: string): Landscape['stashes'] {
  const lines = linesOf(git(['stash', 'list', '--format=%gd %H %P'], { cwd: root }).stdout);
  return lines.map((line) => {
    const [name = '', tip = '', , ...own] = line.split(' ');
    return { name, tips: [tip, ...own] };
  });
}

type Found = Finding & Required<Pick<Finding, 'secret' | 'held'>>;

/** Findings of one credential become one exposure; those that no credential is in are left out. */
export function exposuresOf(findings: readonly Finding[], landscape: Landscape): readonly Exposure[] {
  const groups = new Map<string, Found[]>();
  for (const finding of findings) {
    const { secret, held } = finding;
    if (secret === undefined || held === undefined || finding.category !== 'hardcoded-key') continue;
    const key = `${finding.ruleId} ${secret.reveal()}`;
    groups.set(key, [...(groups.get(key) ?? []), { ...finding, secret, held }]);
  }
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [exposureOf([first, ...others], landscape)]))
    .sort((a, b) => weightOf(b) - weightOf(a));
}

/** What others may have comes first, then what is sure. */
function weightOf({ pushed, level }: Exposure): number {
  const sure = level === 'error' ? 1 : 0;
  return (pushed === 'pushed' ? 4 : pushed === 'was-pushed' ? 2 : 0) + sure;
}

function exposureOf(group: readonly [Found, ...(readonly Found[])], landscape: Landscape): Exposure {
  const { root, reachable, reflog, stashes, remotes, former } = landscape;
  const held = group.map((finding) => finding.held);
  const commits = [...new Set(held.flatMap((one) => one.commits ?? []))];
  const blobs = [...new Set(held.flatMap((one) => one.blobs ?? []))];
  const hasAny = (set: ReadonlySet<string>): boolean => commits.some((oid) => set.has(oid));
  const now = [...remotes].flatMap(([name, has]) => (hasAny(has) ? [name] : []));
  const once = [...former].flatMap(([name, has]) => (hasAny(has) ? [name] : []));
  const [first] = group;
  const refs = refsWith(
    commits.filter((oid) => reachable.has(oid)),
    root,
  );
  return {
    ruleId: first.ruleId,
    level: group.some(({ level }) => level === 'error') ? 'error' : first.level,
    secret: first.secret,
    places: group.map(({ id, path, region }) => ({ id, path, line: region.startLine })),
    inHead: held.some((one) => one.inHead),
    firstCommit: first.held.firstCommit,
    lastCommit: held.at(-1)?.lastCommit ?? first.held.lastCommit,
    commits,
    blobs,
    ...refs,
    stashes: stashesWith(blobs, group, stashes, root),
    inReflog: hasAny(reflog),
    reflogOnly: commits.filter((oid) => !reachable.has(oid)),
    pushed: now.length > 0 ? 'pushed' : once.length > 0 ? 'was-pushed' : remotes.size > 0 ? 'not-known' : 'no-remote',
    remotes: now.length > 0 ? now : once,
  };
}

function refsWith(commits: readonly string[], root: string): Pick<Exposure, 'branches' | 'tags'> {
  if (commits.length === 0) return { branches: [], tags: [] };
  const contains = commits.map((oid) => `--contains=${oid}`);
  const names = linesOf(gitOutput(['for-each-ref', '--format=%(refname)', ...contains], { cwd: root }));
  const below = (prefix: string): readonly string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const remote = below('refs/remotes/').filter((name) => !name.endsWith('/HEAD'));
  return { branches: [...below('refs/heads/'), ...remote], tags: below('refs/tags/') };
}

function stashesWith(
  blobs: readonly string[],
  group: readonly Finding[],
  stashes: Landscape['stashes'],
  root: string,
): readonly string[] {
  const questions = stashes.flatMap(({ name, tips }) =>
    tips.flatMap((tip) => group.map(({ path }) => ({ name, tip, path }))),
  );
  if (questions.length === 0) return [];
  const answers = blobsAt(questions, { cwd: root });
  return [...new Set(questions.flatMap(({ name }, i) => (blobs.includes(answers[i] ?? '') ? [name] : [])))];
}
