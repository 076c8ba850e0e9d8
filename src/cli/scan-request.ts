// One scan from what was asked for to its report: shared by the command, the hooks' fallback and the library.
import { suggestion } from '../config/suggest.ts';
import { UserError } from '../errors.ts';
import { CATEGORIES, type Report } from '../finding.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { scan } from '../scan.ts';
import { openIndex } from '../sources/index-source.ts';
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
    | { readonly type: 'history' }
    | { readonly type: 'stdin'; readonly stream: AsyncIterable<Buffer>; readonly path: string };
  readonly configFile?: string | undefined;
  readonly baselineFile?: string | undefined;
  readonly maxBytes?: number | undefined;
  readonly rules?: readonly string[];
  readonly categories?: readonly string[];
  /** False for audits: every finding counts. */
  readonly suppressions?: boolean;
  readonly startedAt: number;
}

export interface ScanAnswer {
  readonly report: Report;
  readonly settings: Settings;
}

/** @throws UserError where the scan cannot begin. */
export async function runScan(request: ScanRequest): Promise<ScanAnswer> {
  const repository = repositoryOf(request);
  const settings = await loadSettings({
    cwd: request.cwd,
    root: repository?.root,
    configFile: request.configFile,
    baselineFile: request.baselineFile,
    maxBytes: request.maxBytes,
    selection: { rules: request.rules ?? [], categories: request.categories ?? [] },
    suppressions: request.suppressions ?? true,
    reportUnused: request.what.type === 'paths',
  });
  await checkSelection(request, settings);
  const options = { ...settings, startedAt: request.startedAt };
  const { what } = request;
  if (what.type === 'range' || what.type === 'history') {
    if (repository === undefined) throw noRepository(request.cwd);
    const { scanRange, scanAllRefs } = await import('./scan-commits-request.ts');
    const report =
      what.type === 'range' ? scanRange(what.range, repository, options) : scanAllRefs(repository, options);
    return { settings, report: await report };
  }
  const source = await openSource(what, request.cwd, repository, settings);
  return { settings, report: await scan(source, options) };
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
    const isPlain = what.type === 'stdin' || (what.type === 'paths' && code === 'git-missing');
    if (isPlain && (code === 'git-missing' || code === 'no-work-tree')) return undefined;
    throw error;
  }
}

function noRepository(cwd: string): UserError {
  return new UserError('no-repository', `${cwd} is not in a git repository`);
}

type FileRequest = Extract<ScanRequest['what'], { readonly type: 'paths' | 'staged' | 'stdin' }>;

async function openSource(
  what: FileRequest,
  cwd: string,
  repository: Repository | undefined,
  settings: Settings,
): Promise<Source> {
  const { selects } = settings;
  switch (what.type) {
    case 'stdin':
      return openStdin(what.stream, what.path);
    case 'paths':
      return openWorktree({ cwd, repository, paths: what.paths, selects });
    case 'staged':
      if (repository === undefined) throw noRepository(cwd);
      return openIndex({ root: repository.root, mergeHeads: [], selects });
  }
}
