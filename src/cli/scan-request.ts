// One scan from what was asked for to its report: shared by the command, the hooks' fallback and the library.
import { UserError } from '../errors.ts';
import type { Report } from '../finding.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { scan } from '../scan.ts';
import { openIndex } from '../sources/index-source.ts';
import type { Source } from '../sources/source.ts';
import { openStdin } from '../sources/stdin.ts';
import { openWorktree } from '../sources/worktree.ts';
import { loadSettings, type Settings } from './settings.ts';

export interface ScanRequest {
  readonly cwd: string;
  readonly what:
    | { readonly type: 'paths'; readonly paths: readonly string[] }
    | { readonly type: 'staged' }
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
  const source = await openSource(request, repository, settings);
  return { settings, report: await scan(source, { ...settings, startedAt: request.startedAt }) };
}

/** Outside git everything but the index can be scanned, and git need not even be installed. */
function repositoryOf({ cwd, what }: ScanRequest): Repository | undefined {
  try {
    return findRepository(cwd);
  } catch (error) {
    const canDoWithout = what.type !== 'staged' && error instanceof UserError && error.code === 'git-missing';
    if (canDoWithout) return undefined;
    throw error;
  }
}

async function openSource(
  request: ScanRequest,
  repository: Repository | undefined,
  settings: Settings,
): Promise<Source> {
  const { what, cwd } = request;
  const { selects } = settings;
  switch (what.type) {
    case 'stdin':
      return openStdin(what.stream, what.path);
    case 'paths':
      return openWorktree({ cwd, repository, paths: what.paths, selects });
    case 'staged':
      if (repository === undefined) throw new UserError('no-repository', `${cwd} is not in a git repository`);
      return openIndex({ root: repository.root, mergeHeads: [], selects });
  }
}
