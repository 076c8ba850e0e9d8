// The values that flow through a scan, in SARIF's words: what was found, where, how bad, and what could not be read.
import type { Secret } from './engine/secret.ts';

export const LEVELS = ['error', 'warning', 'note'] as const;
export type Level = (typeof LEVELS)[number];

export const CATEGORIES = [
  'hardcoded-key',
  'client-side-key',
  'bearer-misuse',
  'header-misuse',
  'version-header',
  'malformed-key',
  'wrong-key',
  'logged-key',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What became of a credential's check with its provider; `limited`: known, but it may not be used as things are. */
export const VERDICTS = ['live', 'limited', 'dead', 'unreachable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A span of text: lines and columns count from 1, the end column is exclusive, columns are UTF-16 code units. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A replacement in the decoded text of the file; offsets are UTF-16 code units from its start. */
export interface Edit {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly newText: string;
}

/** What to do about a finding. `edits` is present only when applying them cannot break the program. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits?: readonly Edit[];
  /** A recipe to show when there is no safe edit: lines of prose or code, without secrets. */
  readonly recipe?: readonly string[];
}

/** Why a finding does not count: who said so, and the reason given. */
export interface Suppression {
  readonly kind: 'inline' | 'baseline' | 'foreign';
  readonly reason: string;
}

export interface Finding {
  /** First 12 hex digits of the fingerprint. */
  readonly id: string;
  readonly ruleId: string;
  readonly category: Category;
  readonly level: Level;
  /** One sentence, never with a secret in it. */
  readonly message: string;
  /** Relative to the repository's root (or the folder given outside git), forward slashes; `%` and bytes that are not UTF-8 percent-encoded. */
  readonly path: string;
  readonly region: Region;
  /** UTF-16 offsets of the region in the decoded text. */
  readonly start: number;
  readonly end: number;
  /** Absent when the finding is about code and holds no secret. */
  readonly secret?: Secret;
  readonly fingerprint: string;
  /** The commit that adds it; in a history, the first that held it. */
  readonly commit: string | null;
  /** First line of that commit's message. */
  readonly subject?: string;
  /** The day that commit was made, `2030-12-31`, by its committer's clock. */
  readonly date?: string;
  /** Of a history: the first and last commit that held it, and whether HEAD still does. */
  readonly held?: {
    readonly firstCommit: string;
    readonly lastCommit: string;
    readonly inHead: boolean;
    /** Names of the remotes that have it, as far as this clone knows. */
    readonly remotes: readonly string[];
    /** The objects that hold it, and the commits that brought one; not read back from a report. */
    readonly blobs?: readonly string[];
    readonly commits?: readonly string[];
  };
  readonly suppressed: Suppression | null;
  /** Only where the provider was asked. */
  readonly verified?: Verdict;
  /** Of an organisation: the repository that holds it, and who owns the path there, by its CODEOWNERS. */
  readonly repository?: string;
  readonly owners?: readonly string[];
  /** The credential's name in every repository and under every path: 32 hex digits, made as fingerprints are. */
  readonly credential?: string;
  readonly fix?: Fix;
  /** What the decision rests on, for rules that weigh evidence. */
  readonly evidence?: string;
  /** Where and how to revoke, the harm, the documentation: see the rule. */
  readonly help: string;
  /** The lines round the finding with every secret masked; made at scan time, while the text is at hand. */
  readonly frame: Frame;
}

/** Source lines to show with a finding. Already masked: safe to print. */
export interface Frame {
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** The finding's line and the columns to underline (1-based, end exclusive) in the masked text. */
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** A file that was looked for and not scanned, for a reason that is no failure. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** A failure to scan: the run cannot be called clean. */
export interface Notification {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export type SourceName = 'worktree' | 'index' | 'range' | 'history' | 'stdin' | 'pack';

/** The result of one scan; every format prints this and nothing else. */
export interface Report {
  readonly source: SourceName;
  /** Which part of a scan that several machines share. */
  readonly shard?: { readonly index: number; readonly total: number };
  readonly scanned: {
    readonly files: number;
    readonly bytes: number;
    readonly commits: number;
    readonly skipped: readonly Skipped[];
  };
  readonly findings: readonly Finding[];
  readonly errors: readonly Notification[];
  /** Remarks that are no findings: an unused or broken suppression, a removed key that needs rotation. */
  readonly remarks: readonly string[];
  readonly durationMs: number;
}
