// `hushkey baseline`: all that is found now becomes accepted, and `prune` takes out what accepts nothing any more.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suggestion } from '../config/suggest.ts';
import { UserError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import { findRepository } from '../git/repository.ts';
import { git } from '../git/run.ts';
import { replaceFile } from '../install/files.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { counted } from '../report/summary.ts';
import { scan } from '../scan.ts';
import { openIndex } from '../sources/index-source.ts';
import type { Source } from '../sources/source.ts';
import { openWorktree } from '../sources/worktree.ts';
import { addEntries, entryOf, loadBaseline, removeEntries, saveBaseline } from '../suppress/baseline.ts';
import { echo, printable } from '../text/printable.ts';
import type { Invocation } from './args.ts';
import { loadSettings, type Settings } from './settings.ts';

type BaselineInvocation = Extract<Invocation, { command: 'baseline' }>;

const DEFAULT_REASON = 'accepted by hushkey baseline';
const ATTRIBUTES = '.gitattributes';

interface Place {
  readonly io: Io;
  readonly repository: ReturnType<typeof findRepository>;
  readonly settings: Settings;
  /** The baseline as messages name it. */
  readonly file: string;
}

/** @throws UserError, having written nothing, where not everything could be read. */
export async function runBaseline({ flags, positionals }: BaselineInvocation, io: Io): Promise<ExitCode> {
  const [action] = positionals;
  if (action !== undefined && action !== 'prune') {
    throw new UserError('bad-arguments', `baseline: unexpected argument${echo(action)}`, {
      hint: suggestion(action, ['prune'], 'hushkey baseline accepts all, hushkey baseline prune drops old entries'),
    });
  }
  const repository = findRepository(io.cwd);
  const settings = await loadSettings({
    cwd: io.cwd,
    root: repository?.root,
    configFile: flags.config,
    baselineFile: flags.baseline,
    // Comments in the source count; what the baseline says is looked up here.
    baselines: [],
    suppressions: action !== 'prune',
  });
  const file = relative(io.cwd, settings.baselinePath) || settings.baselinePath;
  const place: Place = { io, repository, settings, file };
  if (action === 'prune') return prune(place, flags.baseline !== undefined);
  return accept(place, flags.reason ?? DEFAULT_REASON, flags.expires);
}

async function accept(place: Place, reason: string, expires: string | undefined): Promise<ExitCode> {
  const { io, settings, file, repository } = place;
  const baseline = loadBaseline(settings.baselinePath);
  const found = await findAll(place, [worktreeOf(place)]);
  const open = found.filter(
    ({ suppressed, fingerprint }) => suppressed === null && baseline.suppressionOf(fingerprint) === null,
  );
  const fresh = [...new Map(open.map((finding) => [finding.fingerprint, finding])).values()];
  if (fresh.length === 0) {
    io.out('hushkey: nothing to accept: every finding of the work tree is accepted, or there is none\n');
    return EXIT.clean;
  }
  const added = fresh.map((finding) => entryOf(finding, reason, expires));
  const entries = addEntries(baseline.entries, added);
  const files = [file];
  // First: a run that is interrupted in between is then made whole by the next, which still finds something to accept.
  if (repository !== undefined && letGitMerge(repository.root, settings.baselinePath)) {
    files.push(relative(io.cwd, join(repository.root, ATTRIBUTES)));
  }
  saveBaseline(settings.baselinePath, entries);
  io.out(
    `hushkey: ${counted(added.length, 'finding')} accepted in ${file}\n  commit it, so that it counts for everyone:\n  git add ${files.join(' ')}\n  what was a live credential still is one: rotate it\n`,
  );
  return EXIT.clean;
}

async function prune(place: Place, mustExist: boolean): Promise<ExitCode> {
  const { io, settings, file, repository } = place;
  const { entries, isOver } = loadBaseline(settings.baselinePath, { mustExist });
  const index = repository === undefined ? [] : [openIndexOf(repository.root, settings)];
  const sources = entries.length === 0 ? [] : [worktreeOf(place), ...index];
  const found = new Set((await findAll(place, sources)).map((finding) => finding.fingerprint));
  const dropped = entries.filter((entry) => isOver(entry) || !found.has(entry.fingerprint));
  if (dropped.length === 0) {
    io.out(`hushkey: nothing to prune: ${entryCount(entries.length)} in ${file}\n`);
    return EXIT.clean;
  }
  saveBaseline(settings.baselinePath, removeEntries(entries, new Set(dropped.map((entry) => entry.fingerprint))));
  const lines = dropped.map((entry) => {
    const why = isOver(entry) ? `expired on ${entry.expires}` : 'matches nothing any more';
    return `  ${printable(entry.path)}: ${printable(entry.rule)} ${why}\n`;
  });
  const left = entryCount(entries.length - dropped.length);
  io.out(`hushkey: ${entryCount(dropped.length)} dropped from ${file}, ${left} left\n${lines.join('')}`);
  return EXIT.clean;
}

function worktreeOf({ io, repository, settings: { selects } }: Place): Promise<Source> {
  return openWorktree({ cwd: repository?.root ?? io.cwd, repository, paths: [], selects });
}

function openIndexOf(root: string, { selects }: Settings): Source {
  return openIndex({ root, mergeHeads: [], selects });
}

/** @throws UserError for a file that could not be read: what it holds would be missed. */
async function findAll(
  { io, settings }: Place,
  sources: readonly (Source | Promise<Source>)[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const source of sources) {
    const report = await scan(await source, { ...settings, startedAt: io.startedAt });
    const [error] = report.errors;
    if (error !== undefined) {
      throw new UserError(error.code, `${printable(error.path)}: ${error.message}`, { hint: 'nothing was written' });
    }
    findings.push(...report.findings);
  }
  return findings;
}

/**
 * Entries that two branches add may stand side by side, which git by itself calls a conflict.
 *
 * @returns whether .gitattributes changed.
 */
function letGitMerge(root: string, baselinePath: string): boolean {
  const path = relative(root, baselinePath).replaceAll('\\', '/');
  if (path.startsWith('../')) return false;
  const { status, stdout } = git(['check-attr', '-z', 'merge', '--', path], { cwd: root });
  if (status !== 0 || stdout.toString('utf8').split('\0')[2] !== 'unspecified') return false;
  const file = join(root, ATTRIBUTES);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const pattern = /[\s"\\]/.test(path) ? JSON.stringify(`/${path}`) : `/${path}`;
  replaceFile(file, `${before}${before === '' || before.endsWith('\n') ? '' : eol}${pattern} merge=union${eol}`);
  return true;
}

function entryCount(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}
