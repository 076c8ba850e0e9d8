// `hushkey allow`: one finding, looked up where it can be, becomes an entry of the baseline.
import { relative } from 'node:path';
import { UserError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { findRepository } from '../git/repository.ts';
import { unpushedCommits } from '../git/simple.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { scan } from '../scan.ts';
import { openCommit } from '../sources/commit-source.ts';
import { openIndex } from '../sources/index-source.ts';
import type { Source } from '../sources/source.ts';
import { openWorktree } from '../sources/worktree.ts';
import { addEntry, currentDay, loadBaseline, saveBaseline } from '../suppress/baseline.ts';
import type { Invocation } from './args.ts';
import { loadSettings, type Settings } from './settings.ts';

type AllowInvocation = Extract<Invocation, { command: 'allow' }>;

/** Fewest digits of an id that name a finding. */
const SHORTEST_ID = 8;

/** @throws UserError, having written nothing, where the reason is empty or no such finding is there. */
export async function runAllow({ flags, positionals }: AllowInvocation, io: Io): Promise<ExitCode> {
  const id = (positionals[0] ?? '').replace(/^v1:/, '').toLowerCase();
  if (!/^[0-9a-f]+$/.test(id) || id.length < SHORTEST_ID) {
    throw new UserError('bad-id', 'that is no id of a finding', { hint: 'copy it from the report: 12 hex digits' });
  }
  const reason = flags.reason?.trim() ?? '';
  if (reason === '') {
    throw new UserError('no-reason', 'a suppression needs a reason', { hint: '--reason "why it is no credential"' });
  }
  const root = findRepository(io.cwd)?.root;
  const settings = await loadSettings({
    cwd: io.cwd,
    root,
    configFile: flags.config,
    baselineFile: flags.baseline,
    suppressions: false,
  });
  const finding = await findById(id, io, root, settings);
  const { entries } = loadBaseline(settings.baselinePath);
  const { expires } = flags;
  const entry = {
    fingerprint: finding.fingerprint,
    rule: finding.ruleId,
    path: finding.path,
    reason,
    date: currentDay(),
  };
  saveBaseline(settings.baselinePath, addEntry(entries, { ...entry, ...(expires === undefined ? {} : { expires }) }));
  const file = relative(io.cwd, settings.baselinePath) || settings.baselinePath;
  io.out(
    `hushkey: ${finding.ruleId} in ${finding.path} is accepted in ${file}\n  commit that file, so that it counts for everyone: git add ${file}\n`,
  );
  return EXIT.clean;
}

/** The index first, since a blocked commit is the usual reason; then the work tree, then what was not pushed yet. */
async function findById(id: string, io: Io, root: string | undefined, settings: Settings): Promise<Finding> {
  const everything = { ...settings, selects: () => true };
  for await (const source of sourcesOf(io, root)) {
    const { findings } = await scan(source, { ...everything, startedAt: io.startedAt });
    const matching = findings.filter((finding) => finding.fingerprint.slice(3).startsWith(id));
    const [found, other] = new Map(matching.map((finding) => [finding.fingerprint, finding])).values();
    if (other !== undefined)
      throw new UserError('ambiguous-id', `${id} names more than one finding`, { hint: 'give more of its digits' });
    if (found !== undefined) return found;
  }
  throw new UserError('no-such-finding', `no finding has the id ${id}`, {
    hint: `looked in ${root === undefined ? 'this folder' : 'the index, the work tree and the unpushed commits'}; hushkey scan lists what there is`,
  });
}

async function* sourcesOf({ cwd }: Io, root: string | undefined): AsyncGenerator<Source> {
  const selects = (): boolean => true;
  if (root !== undefined) yield openIndex({ root, mergeHeads: [], selects });
  yield openWorktree({
    cwd: root ?? cwd,
    repository: root === undefined ? undefined : findRepository(root),
    paths: [],
    selects,
  });
  if (root === undefined) return;
  for (const commit of await unpushedCommits(root)) yield openCommit(root, commit);
}
