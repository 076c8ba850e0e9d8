// `hushkey allow`: one finding, looked up where it can be, becomes an entry of the baseline.
import { relative } from 'node:path';
import { UserError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { unpushedCommits } from '../git/simple.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { harmless } from '../report/terminal-text.ts';
import { scan } from '../scan.ts';
import { openCommit } from '../sources/commit-source.ts';
import { openIndex } from '../sources/index-source.ts';
import type { Source } from '../sources/source.ts';
import { openWorktree } from '../sources/worktree.ts';
import { addEntries, entryOf, loadBaseline, saveBaseline } from '../suppress/baseline.ts';
import type { Invocation } from './args.ts';
import { readBlocked } from './gates/last-blocked.ts';
import { loadSettings, type Settings } from './settings.ts';
import { COMMANDS } from './table.ts';

type AllowInvocation = Extract<Invocation, { command: 'allow' }>;

/** Fewest digits of an id that name a finding. */
const SHORTEST_ID = 8;

/** @throws UserError, having written nothing, where the reason is empty or no such finding is there. */
export async function runAllow({ flags, positionals }: AllowInvocation, io: Io): Promise<ExitCode> {
  const last = flags.last === true;
  if (last === positionals.length > 0) {
    const what = last ? 'an id and --last exclude each other' : 'an argument is missing';
    throw new UserError('bad-arguments', `allow: ${what}`, { hint: `usage: hushkey allow ${COMMANDS.allow.usage}` });
  }
  const reason = flags.reason?.trim() ?? '';
  if (reason === '') {
    throw new UserError('no-reason', 'a suppression needs a reason', { hint: '--reason "why it is no credential"' });
  }
  const repository = findRepository(io.cwd);
  const root = repository?.root;
  const ids = last ? lastBlocked(repository).map(hexOf) : positionals.map(readId);
  const settings = await loadSettings({
    cwd: io.cwd,
    root,
    configFile: flags.config,
    baselineFile: flags.baseline,
    suppressions: false,
  });
  const found = await findByIds(ids, io, root, settings);
  const { entries } = loadBaseline(settings.baselinePath);
  const added = found.map((finding) => entryOf(finding, reason, flags.expires));
  saveBaseline(settings.baselinePath, addEntries(entries, added));
  const file = relative(io.cwd, settings.baselinePath) || settings.baselinePath;
  const lines = found.map(({ ruleId, path }) => `hushkey: accepted ${ruleId} in ${harmless(path)}\n`);
  const lost = ids.length - found.length;
  if (lost > 0)
    io.err(`hushkey: ${lost} of the ${ids.length} findings ${lost === 1 ? 'is' : 'are'} not there any more\n`);
  io.out(`${lines.join('')}  commit ${file}, so that it counts for everyone:\n  git add ${file}\n`);
  return EXIT.clean;
}

function readId(word: string): string {
  const id = hexOf(word.toLowerCase());
  if (/^[0-9a-f]+$/.test(id) && id.length >= SHORTEST_ID) return id;
  throw new UserError('bad-id', 'that is no id of a finding', { hint: 'copy it from the report: 12 hex digits' });
}

function hexOf(fingerprint: string): string {
  return fingerprint.replace(/^v1:/, '');
}

function lastBlocked(repository: Repository | undefined): readonly string[] {
  if (repository === undefined) throw new UserError('no-repository', 'hooks run in git repositories only');
  return readBlocked(repository.gitDir);
}

/**
 * One finding an id. The index first, since a blocked commit is the usual reason; then the work tree, then what was not
 * pushed yet.
 *
 * @throws UserError for an id that none has; of several, where none is there any more.
 */
async function findByIds(
  ids: readonly string[],
  io: Io,
  root: string | undefined,
  settings: Settings,
): Promise<readonly Finding[]> {
  const everything = { ...settings, selects: () => true };
  const found = new Map<string, Finding>();
  for await (const source of sourcesOf(io, root)) {
    const { findings } = await scan(source, { ...everything, startedAt: io.startedAt });
    for (const id of ids) {
      const finding = found.get(id) ?? findById(id, findings);
      if (finding !== undefined) found.set(id, finding);
    }
    if (found.size === ids.length) break;
  }
  if (found.size > 0) return [...found.values()];
  const [id = ''] = ids;
  throw new UserError('no-such-finding', `no finding has the id ${id.slice(0, 12)}`, {
    hint: `looked in ${root === undefined ? 'this folder' : 'the index, the work tree and the unpushed commits'};\n  hushkey scan lists what there is`,
  });
}

function findById(id: string, findings: readonly Finding[]): Finding | undefined {
  const matching = findings.filter((finding) => hexOf(finding.fingerprint).startsWith(id));
  const [found, other] = new Map(matching.map((finding) => [finding.fingerprint, finding])).values();
  if (other === undefined) return found;
  throw new UserError('ambiguous-id', `${id} names more than one finding`, { hint: 'give more of its digits' });
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
