// The gate of a server: what a push would bring into a repository that has no work tree, judged before any ref moves, while
// git still keeps the new objects apart.
import { UserError } from '../../errors.ts';
import type { Report, Skipped } from '../../finding.ts';
import { listCommits, peelCommits, refTips } from '../../git/commits.ts';
import { findBareRepository } from '../../git/repository.ts';
import { type ExitCode, exitCodeOf } from '../../outcome.ts';
import type { Io } from '../../process.ts';
import { scanCommits } from '../../scan-commits.ts';
import { openRange } from '../../sources/range-source.ts';
import { loadSettings } from '../settings.ts';
import { printReport } from './judge-index.ts';
import { baselinesOf, isNull, mendRemarks } from './pre-push.ts';

/** What git puts before each line that it passes on takes eight columns. */
const WIDTH = 72;

/** @throws UserError where a commit cannot be judged. */
export async function runPreReceive(quiet: boolean, io: Io): Promise<ExitCode> {
  const repository = findBareRepository(io.cwd);
  if (repository === undefined) throw new UserError('no-repository', `${io.cwd} is not a git repository`);
  const { root, commonDir } = repository;
  const at = { cwd: root };
  const refs = await readUpdates(io.stdin);
  const pushed = refs.filter((ref) => !isNull(ref.newOid));
  const tips = peelCommits(
    pushed.map(({ newOid }) => newOid),
    at,
  );
  const lost = pushed.find((_, i) => !tips[i]);
  if (lost !== undefined) {
    throw new UserError('no-commit', `${lost.name} would point at no commit, which cannot be judged`);
  }
  const commits = tips.length === 0 ? [] : listCommits([...new Set(tips)], refTips([], at), at);
  const settings = await loadSettings({ cwd: root, root, baselines: baselinesOf(tips, root) });
  const range = openRange({ root, commonDir, commits, selects: settings.selects });
  const judged = await scanCommits(range, root, { ...settings, startedAt: io.startedAt });
  const nothing: Skipped[] = refs.flatMap(({ name, newOid }) => {
    if (isNull(newOid)) return { path: name, reason: 'deleted ref' };
    return commits.length === 0 ? { path: name, reason: 'ref without new commits' } : [];
  });
  const report: Report = {
    ...judged,
    scanned: { ...judged.scanned, skipped: [...judged.scanned.skipped, ...nothing] },
    remarks: [...judged.remarks, ...mendRemarks(judged, root)],
  };
  const exitCode = exitCodeOf(report, 'error');
  const narrow = { ...io, errTraits: () => ({ ...io.errTraits(), width: WIDTH }) };
  await printReport(report, narrow, { gate: 'pre-receive', quiet, exitCode });
  return exitCode;
}

interface Update {
  readonly newOid: string;
  readonly name: string;
}

async function readUpdates(stdin: AsyncIterable<Buffer>): Promise<readonly Update[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, newOid, name] = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) (.+)$/.exec(line) ?? [];
    if (newOid === undefined || name === undefined) {
      throw new UserError('bad-refs', 'git did not say which refs are pushed');
    }
    return { newOid, name };
  });
}
