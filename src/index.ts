// The library: what the command `hushkey scan` does, as a function, and the types of rules.
import { runScan } from './cli/scan-request.ts';
import type { Report } from './finding.ts';

export { UserError } from './errors.ts';
export type {
  Category,
  Edit,
  Finding,
  Fix,
  Frame,
  Level,
  Notification,
  Region,
  Report,
  Skipped,
  SourceName,
  Suppression,
} from './finding.ts';
export { defineRule, type Example, type Match, type Rule, type RuleDocs, type RuleInput } from './rule.ts';

export interface ScanOptions {
  /** Folder to scan in. Default: the current one. */
  readonly cwd?: string;
  /** Files and folders, relative to `cwd`. Default: the whole repository, or the folder outside git. */
  readonly paths?: readonly string[];
  /** Scan what the next commit would add instead. */
  readonly staged?: boolean;
  /** Scan this text as if it were a file of this name. */
  readonly text?: { readonly path: string; readonly content: string | Uint8Array };
  /** A config file; default: the one that holds for `cwd`. */
  readonly config?: string;
  readonly baseline?: string;
  /** Run only these rules and categories. */
  readonly rules?: readonly string[];
  readonly categories?: readonly string[];
  /** False: comments and baseline do not count. Default true. */
  readonly suppressions?: boolean;
}

/**
 * Scans files for credentials and their misuse. Nothing is printed, nothing is written, no connection is opened.
 *
 * @returns the report; `errors` lists what could not be read, and such a run must not be called clean.
 * @throws UserError where the scan cannot begin: a broken config, no repository for `staged`.
 */
export async function scan(options: ScanOptions = {}): Promise<Report> {
  const { text, staged = false, paths = [] } = options;
  const { report } = await runScan({
    cwd: options.cwd ?? process.cwd(),
    what:
      text !== undefined
        ? { type: 'stdin', stream: once(Buffer.from(text.content)), path: text.path }
        : staged
          ? { type: 'staged' }
          : { type: 'paths', paths },
    configFile: options.config,
    baselineFile: options.baseline,
    rules: options.rules ?? [],
    categories: options.categories ?? [],
    suppressions: options.suppressions ?? true,
    startedAt: performance.now(),
  });
  return report;
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
