// The gate of a push: every commit that the remote does not have yet, whichever way it was made.
import { UserError } from '../../errors.ts';
import type { Report, Skipped } from '../../finding.ts';
import { commitOf, listCommits, peelCommits, refTips } from '../../git/commits.ts';
import { findBareRepository, findRepository, type Repository } from '../../git/repository.ts';
import { git, gitOutput } from '../../git/run.ts';
import { type ExitCode, exitCodeOf, fails } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { scanCommits } from '../../scan-commits.ts';
import { openRange } from '../../sources/range-source.ts';
import { loadSettings } from '../settings.ts';
import { printReport } from './judge-index.ts';
import { hookSettings } from './place.ts';

/** One line of what git says on standard input. */
interface PushedRef {
  readonly localOid: string;
  readonly remoteRef: string;
  readonly remoteOid: string;
}

/**
 * @param args - name of the remote, or its address where it has none, and the address.
 * @throws UserError where a commit cannot be judged.
 */
export async function runPrePush(args: readonly string[], quiet: boolean, io: Io): Promise<ExitCode> {
  const { root, commonDir, isBare } = pushingRepository(io.cwd);
  const refs = await readRefs(io.stdin);
  const pushed = refs.filter((ref) => !isNull(ref.localOid));
  const peeled = peelCommits(
    pushed.map((ref) => ref.localOid),
    { cwd: root },
  );
  const lost = pushed.find((_, i) => !peeled[i]);
  if (lost !== undefined) {
    throw new UserError('no-commit', `${lost.remoteRef} would point at no commit, which cannot be judged`);
  }
  const commits =
    pushed.length === 0 ? [] : listCommits([...new Set(peeled)], knownTo(args, refs, root), { cwd: root });
  const settings = isBare
    ? await loadSettings({ cwd: root, root, baselines: baselinesOf(peeled, root) })
    : await hookSettings(root, io);
  const range = openRange({ root, commonDir, commits, selects: settings.selects });
  const judged = await scanCommits(range, root, { ...settings, startedAt: io.startedAt });
  const nothing: Skipped[] = refs.flatMap(({ localOid, remoteRef }) => {
    if (isNull(localOid)) return { path: remoteRef, reason: 'deleted ref' };
    return commits.length === 0 ? { path: remoteRef, reason: 'ref without new commits' } : [];
  });
  const skipped = [...judged.scanned.skipped, ...nothing];
  const report: Report = {
    ...judged,
    scanned: { ...judged.scanned, skipped },
    remarks: [...judged.remarks, ...mendRemarks(judged, root)],
  };
  const exitCode = exitCodeOf(report, 'error');
  await printReport(report, io, { gate: 'pre-push', quiet, exitCode });
  return exitCode;
}

/** A repository whose work trees are all linked may be pushed from its git folder too, which is none of them. */
function pushingRepository(cwd: string): Repository & { readonly isBare: boolean } {
  let failure = new UserError('no-repository', `${cwd} is not in a git work tree`);
  try {
    const found = findRepository(cwd);
    if (found !== undefined) return { ...found, isBare: false };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'no-work-tree') throw error;
    failure = error;
  }
  const bare = findBareRepository(cwd);
  if (bare === undefined) throw failure;
  return { ...bare, isBare: true };
}

async function readRefs(stdin: AsyncIterable<Buffer>): Promise<readonly PushedRef[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  const lines = Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    // What stands first is as the user typed it, and may hold blanks.
    const [remoteOid, remoteRef, localOid] = line.trim().split(' ').reverse();
    if (remoteOid === undefined || remoteRef === undefined || !/^[0-9a-f]{40,64}$/.test(localOid ?? '')) {
      throw new UserError('bad-refs', 'git did not say which refs are pushed');
    }
    return { localOid: localOid ?? '', remoteRef, remoteOid };
  });
}

export function isNull(oid: string): boolean {
  return /^0+$/.test(oid);
}

/** What the remote has: its remote-tracking refs, and the tips that it has just told us. Other remotes do not count. */
function knownTo([name = '', address]: readonly string[], refs: readonly PushedRef[], root: string): readonly string[] {
  const isNamed = name !== '' && name !== address && !/[*?[\\]/.test(name);
  const tracked = isNamed ? refTips([`refs/remotes/${name}/`], { cwd: root }) : [];
  const told = refs.map((ref) => ref.remoteOid).filter((oid) => !isNull(oid));
  return [...new Set([...tracked, ...told])];
}

/** How to take a credential out of commits that were not pushed yet. */
export function mendRemarks({ findings }: Report, root: string): readonly string[] {
  const bad = [...new Set(findings.filter((finding) => fails(finding, 'error')).flatMap(({ commit }) => commit ?? []))];
  const [oldest] = listCommits(bad, [], { cwd: root }).filter(({ oid }) => bad.includes(oid));
  if (oldest === undefined) return [];
  const isHead = bad.length === 1 && oldest.oid === commitOf('HEAD', { cwd: root });
  const from = oldest.parents.length === 0 ? '--root' : `${oldest.oid.slice(0, 7)}^`;
  const which = bad.length === 1 ? 'the commit' : 'the commits';
  const how = isHead
    ? 'git commit --amend, with the credential taken out and the file added'
    : `git rebase -i ${from}, mark ${which} named above with edit, and take it out there`;
  const elsewhere = branchElsewhere(oldest.oid, root);
  return [
    `to mend: ${elsewhere === undefined ? '' : `git switch ${elsewhere}, then `}${how}`,
    'a later commit that removes it would still publish it; if it was pushed before, rotate it too',
  ];
}

/** The branch that holds a commit, where the current one does not. */
function branchElsewhere(oid: string, root: string): string | undefined {
  const format = '--format=%(if)%(HEAD)%(then)%(else)%(refname:short)%(end)';
  const output = gitOutput(['for-each-ref', '--contains', oid, format, 'refs/heads/'], { cwd: root });
  const branches = output.toString('utf8').split('\n').slice(0, -1);
  return branches.includes('') ? undefined : branches[0];
}

/** What the pushed branches themselves accept: a finding is allowed by a commit that can be reviewed. */
export function baselinesOf(tips: readonly string[], root: string): readonly string[] {
  return [...new Set(tips)].flatMap((tip) => {
    const { status, stdout } = git(['cat-file', 'blob', `${tip}:hushkey-baseline.json`], { cwd: root });
    return status === 0 ? [stdout.toString('utf8')] : [];
  });
}
