// One scan from what was asked for to its report: shared by the command, the hooks' fallback and the library.
import { suggestion } from '../config/suggest.ts';
import { UserError } from '../errors.ts';
import { CATEGORIES, type Report } from '../finding.ts';
import type { Commit } from '../git/commits.ts';
import { findBareRepository, findRepository, type Repository } from '../git/repository.ts';
import { type Progress, type ScanOptions, scan } from '../scan.ts';
import { openIndex } from '../sources/index-source.ts';
import { type Shard, shardSource } from '../sources/shard.ts';
import type { Source } from '../sources/source.ts';
import { openStdin } from '../sources/stdin.ts';
import { openWorktree } from '../sources/worktree.ts';
import { echo } from '../text/printable.ts';
import { loadSettings, type Settings } from './settings.ts';

export interface ScanRequest {
  readonly cwd: string;
  readonly what:
    | { readonly type: 'paths'; readonly paths: readonly string[] }
    | { readonly type: 'staged' }
    | { readonly type: 'range'; readonly range: string }
    /** `reflog`: also what no ref holds any more. */
    | { readonly type: 'history'; readonly reflog?: boolean }
    | { readonly type: 'commits'; readonly list: (repository: Repository) => readonly Commit[] }
    | { readonly type: 'pack' }
    | { readonly type: 'stdin'; readonly stream: AsyncIterable<Buffer>; readonly path: string };
  readonly configFile?: string | undefined;
  readonly baselineFile?: string | undefined;
  readonly maxBytes?: number | undefined;
  readonly rules?: readonly string[];
  readonly categories?: readonly string[];
  /** False for audits: every finding counts. */
  readonly suppressions?: boolean;
  readonly shard?: Shard | undefined;
  /** Threads that may share a tree, `usual`: as many as pay. Default: this one alone. */
  readonly jobs?: number | 'usual';
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Of a process that is the scan's own: `memoryRelief()`. */
  readonly relieve?: (bytes: number) => void;
  readonly startedAt: number;
}

export interface ScanAnswer {
  readonly report: Report;
  readonly settings: Settings;
}

/** @throws UserError where the scan cannot begin. */
export async function runScan(request: ScanRequest): Promise<ScanAnswer> {
  const repository = repositoryOf(request);
  const asked = {
    cwd: request.cwd,
    root: repository?.root,
    configFile: request.configFile,
    baselineFile: request.baselineFile,
    maxBytes: request.maxBytes,
    selection: { rules: request.rules ?? [], categories: request.categories ?? [] },
    suppressions: request.suppressions ?? true,
    reportUnused: request.what.type === 'paths',
  };
  const settings = await loadSettings(asked);
  await checkSelection(request, settings);
  const { what, shard, onProgress, relieve, startedAt, jobs = 1 } = request;
  const told = { ...(onProgress === undefined ? {} : { onProgress }), ...(relieve === undefined ? {} : { relieve }) };
  const options = { ...settings, startedAt, shard, ...told };
  if (isOfCommits(what)) return answer(await scanCommitsOf(what, request.cwd, repository, options));
  const source = shardSource(await openSource(what, request.cwd, repository, settings), shard);
  if (source.top === undefined) return answer(await scan(source, options));
  const { scanWithJobs } = await import('./parallel.ts');
  return answer(await scanWithJobs(source, options, asked, jobs));

  function answer(report: Report): ScanAnswer {
    return { settings, report: shard === undefined ? report : { ...report, shard } };
  }
}

type CommitsRequest = Extract<ScanRequest['what'], { readonly type: 'range' | 'history' | 'commits' }>;

function isOfCommits(what: ScanRequest['what']): what is CommitsRequest {
  return what.type === 'range' || what.type === 'history' || what.type === 'commits';
}

async function scanCommitsOf(
  what: CommitsRequest,
  cwd: string,
  repository: Repository | undefined,
  options: ScanOptions & Pick<Settings, 'selects'> & { readonly shard: Shard | undefined },
): Promise<Report> {
  if (repository === undefined) throw noRepository(cwd);
  const { commitsOfRange, scanListed, scanAllRefs } = await import('./scan-commits-request.ts');
  if (what.type === 'history') return scanAllRefs(repository, options, what.reflog === true);
  const commits = what.type === 'range' ? commitsOfRange(what.range, repository) : what.list(repository);
  return scanListed(commits, repository, options);
}

/** A name that is none would select nothing, and the scan would look clean. */
async function checkSelection({ rules = [], categories = [] }: ScanRequest, settings: Settings): Promise<void> {
  const category = categories.find((name) => !CATEGORIES.some((known) => known === name));
  if (category !== undefined) {
    throw new UserError('unknown-category', `there is no such category${echo(category)}`, {
      hint: suggestion(category, CATEGORIES, `use one of ${CATEGORIES.join(', ')}`),
    });
  }
  if (rules.length === 0) return;
  const { docs } = await settings.ruleset.load();
  const unknown = rules.find((id) => !docs.has(id));
  if (unknown === undefined) return;
  throw new UserError('unknown-rule', `there is no such rule${echo(unknown)}`, {
    hint: suggestion(unknown, docs.keys(), 'hushkey rules lists all'),
  });
}

/** Outside git everything but the index can be scanned, and git need not even be installed. */
function repositoryOf({ cwd, what }: ScanRequest): Repository | undefined {
  try {
    return findRepository(cwd);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code } = error;
    // Commits can be judged where there is no work tree.
    const bare = code === 'no-work-tree' && isOfCommits(what) ? findBareRepository(cwd) : undefined;
    if (bare !== undefined) return bare;
    const isPlain = what.type === 'stdin' || what.type === 'pack' || (what.type === 'paths' && code === 'git-missing');
    if (isPlain && (code === 'git-missing' || code === 'no-work-tree')) return undefined;
    throw error;
  }
}

function noRepository(cwd: string): UserError {
  return new UserError('no-repository', `${cwd} is not in a git repository`);
}

type FileRequest = Extract<ScanRequest['what'], { readonly type: 'paths' | 'staged' | 'stdin' | 'pack' }>;

async function openSource(
  what: FileRequest,
  cwd: string,
  repository: Repository | undefined,
  settings: Settings,
): Promise<Source> {
  const { selects } = settings;
  switch (what.type) {
    case 'stdin':
      return openStdin(what.stream, what.path, repository?.root ?? cwd);
    case 'paths':
      return openWorktree({ cwd, repository, paths: what.paths, selects });
    case 'pack':
      return (await import('../sources/pack.ts')).openPack({ cwd, repository, selects });
    case 'staged':
      if (repository === undefined) throw noRepository(cwd);
      return openIndex({ root: repository.root, mergeHeads: [], selects });
  }
}
