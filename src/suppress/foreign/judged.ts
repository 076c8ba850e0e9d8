// A finding as the lists of other tools look at it: the secret, the line round it, the path, the commit.
import type { Finding } from '../../finding.ts';
import { type Dialect, translateRegex } from './translate-regex.ts';

export interface Judged {
  readonly ruleId: string;
  /** True where the finding is no more than a guess by a name or a shape. */
  readonly isGuess: boolean;
  readonly path: string;
  readonly commit: string | null;
  readonly startLine: number;
  /** As it stands in the file. */
  readonly secret: string;
  /** The lines that the secret stands on, as far as they matter. */
  readonly around: string;
  /** Where the secret starts in them. */
  readonly secretAt: number;
}

/** What one file of another tool says of findings. */
export interface ForeignList {
  /** The place that says so, as a reason; undefined where the file has nothing on this finding. */
  readonly reasonFor: (judged: Judged) => string | undefined;
  /** What of the file could not be used, for the user. */
  readonly remarks: readonly string[];
}

/** A file of another tool, read. */
export interface ForeignFile {
  /** Relative to the root. */
  readonly name: string;
  readonly text: string;
}

/** UTF-16 units of a line looked at on each side of a secret: other tools' patterns may take the square of it. */
const REACH = 500;

/** @param text - what the offsets of the finding count in. */
export function judge(finding: Finding, text: string, offset: number, commit: string | null): Judged {
  const start = finding.start - offset;
  const end = finding.end - offset;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - REACH);
  const newline = text.indexOf('\n', end);
  const lineEnd = Math.min(newline < 0 ? text.length : newline, end + REACH);
  return {
    ruleId: finding.ruleId,
    isGuess: finding.level !== 'error',
    path: finding.path.replaceAll('%25', '%'),
    commit,
    startLine: finding.region.startLine,
    secret: text.slice(start, end),
    around: text.slice(lineStart, lineEnd).replace(/\r$/, ''),
    secretAt: start - lineStart,
  };
}

/** Whether a pattern matches something that the secret is a part of. */
export function matchesAround(pattern: RegExp, { around, secret, secretAt }: Judged): boolean {
  const all = around.matchAll(new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`));
  return [...all].some(({ index, 0: match }) => index < secretAt + secret.length && index + match.length > secretAt);
}

/** A pattern of another tool as our own; `onFault` is told what is wrong with it. */
export function compile(pattern: unknown, dialect: Dialect, onFault: (what: string) => void): RegExp | undefined {
  if (typeof pattern !== 'string') {
    onFault('is no text');
    return undefined;
  }
  const translated = translateRegex(pattern, dialect);
  if ('fault' in translated) {
    onFault(`cannot be read: ${translated.fault}`);
    return undefined;
  }
  return new RegExp(translated.source, translated.flags);
}

/** The lines of a file that lists one thing a line; `#` begins a comment. */
export function entriesOf({ name, text }: ForeignFile): readonly { readonly entry: string; readonly place: string }[] {
  return text.split('\n').flatMap((line, i) => {
    const entry = line.trim();
    return entry === '' || entry.startsWith('#') ? [] : [{ entry, place: `${name}:${i + 1}` }];
  });
}

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
