// Suppressions that stand in the source itself: our own markers, which need a rule and a reason, and those of other
// scanners, so that nobody has to mark a file twice. A marker is text on a line, whatever the comment syntax.
import { CATEGORIES, type Finding, type Suppression } from '../finding.ts';
import { indexLines, type LineIndex } from '../text/position.ts';
import { readForeignMarkers } from './foreign-markers.ts';

export interface InlineSuppression {
  readonly kind: 'inline' | 'foreign';
  /** Lines it covers, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Where the marker stands. */
  readonly line: number;
  readonly covers: (finding: Pick<Finding, 'ruleId' | 'category'>) => boolean;
  readonly reason: string;
  /** The marker as a remark names it. */
  readonly name: string;
  /** UTF-16 offset of the reason in the text; -1 where it does not come from there. */
  readonly reasonStart: number;
}

/** A marker that suppresses nothing, and why. */
export interface InlineRemark {
  readonly line: number;
  readonly message: string;
}

export interface InlineSuppressions {
  readonly suppressions: readonly InlineSuppression[];
  readonly remarks: readonly InlineRemark[];
}

/** What every marker of ours begins with. */
export const MARKER_WORD = 'hushkey-ignore';
const DIRECTIVE = /hushkey-ignore([\w-]*)/g;
const SCOPES = ['line', 'next-line', 'file'] as const;
type Scope = (typeof SCOPES)[number];
/** The end of a comment: what follows is code. */
const COMMENT_END = /\*[/)@#]|-?--%?>|#[}>]|%>|--?\}|\]\]|\}\}|\{%|\s(?:[=|]#|\}\s{0,200}$)/;
/** What a remark may quote: a word of letters cannot be a credential. */
const PRINTABLE = /^[a-z-]{1,40}$/;
const SEPARATOR = /(?:^|\s)--(?=\s|$)/;

/**
 * Reads every marker in a text.
 *
 * @param knownRules - whether a rule of this id exists; categories are known without it.
 */
export function readInlineSuppressions(text: string, knownRules: (id: string) => boolean): InlineSuppressions {
  const foreign = readForeignMarkers(text);
  if (!text.includes(MARKER_WORD) && foreign.length === 0) return { suppressions: [], remarks: [] };
  const lines = indexLines(text);
  const suppressions: InlineSuppression[] = [];
  const remarks: InlineRemark[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    if (match.index > 0 && /[\w-]/.test(text.charAt(match.index - 1))) continue;
    if (isQuoted(text, match.index, lines)) continue;
    const read = readDirective(match[1] ?? '', match.index, text, lines, knownRules);
    if ('message' in read) remarks.push(read);
    else suppressions.push(read);
  }
  return { suppressions: [...suppressions, ...foreign], remarks };
}

function readDirective(
  suffix: string,
  offset: number,
  text: string,
  lines: LineIndex,
  knownRules: (id: string) => boolean,
): InlineSuppression | InlineRemark {
  const line = lines.region(offset, offset).startLine;
  const name = PRINTABLE.test(suffix) ? `${MARKER_WORD}${suffix}` : MARKER_WORD;
  const scope = SCOPES.find((known) => suffix === `-${known}`);
  const broken = (why: string): InlineRemark => ({ line, message: `${name} ${why}, so it suppresses nothing` });
  if (scope === undefined) return broken(`is none of ${SCOPES.map((known) => `${MARKER_WORD}-${known}`).join(', ')}`);
  const start = offset + MARKER_WORD.length + suffix.length;
  const body = bodyOf(text, offset, start, lines.startOf(line), lines.startOf(line) + lines.textOf(line).length);
  const separator = SEPARATOR.exec(body);
  const rules = body
    .slice(0, separator?.index ?? body.length)
    .split(/[\s,]+/)
    .filter((rule) => rule !== '');
  const reasonAt = separator === null ? body.length : separator.index + separator[0].length;
  const reason = body.slice(reasonAt);
  if (rules.length === 0) return broken('names no rule');
  const isCategory = (rule: string): boolean => CATEGORIES.some((category) => category === rule);
  // Without a separator the words after the rule are a reason in the wrong form, not rules.
  const unknown = (separator === null ? rules.slice(0, 1) : rules).find(
    (rule) => !isCategory(rule) && !knownRules(rule),
  );
  if (unknown !== undefined) {
    return broken(
      PRINTABLE.test(unknown) ? `names no known rule or category (${unknown})` : 'names no known rule or category',
    );
  }
  if (!/[\p{L}\p{N}]/u.test(reason)) return broken('gives no reason (write: <rule> -- reason)');
  return {
    kind: 'inline',
    ...linesOf(scope, line, lines),
    line,
    covers: (finding) => rules.includes(finding.ruleId) || rules.includes(finding.category),
    reason: reason.trim(),
    name: `${name} ${rules.join(', ')}`,
    reasonStart: start + reasonAt + reason.length - reason.trimStart().length,
  };
}

/** Between backticks that close on its line: prose about the marker. */
function isQuoted(text: string, offset: number, lines: LineIndex): boolean {
  const line = lines.region(offset, offset).startLine;
  const start = lines.startOf(line);
  const [before, after] = [text.slice(start, offset), text.slice(offset, start + lines.textOf(line).length)];
  return (before.split('`').length - 1) % 2 === 1 && after.includes('`');
}

/** What belongs to the marker on its line: up to the comment's end, or the end of the string that it stands in. */
function bodyOf(text: string, offset: number, start: number, lineStart: number, lineEnd: number): string {
  const rest = text.slice(start, lineEnd);
  const quotes = text.slice(lineStart, offset).split('"').length - 1;
  const stringEnd = quotes % 2 === 1 ? rest.indexOf('"') : -1;
  const body = stringEnd >= 0 ? rest.slice(0, stringEnd) : rest;
  return body.slice(0, COMMENT_END.exec(body)?.index ?? body.length);
}

function linesOf(scope: Scope, line: number, lines: LineIndex): { firstLine: number; lastLine: number } {
  switch (scope) {
    case 'line':
      return { firstLine: line, lastLine: line };
    case 'next-line':
      return { firstLine: line + 1, lastLine: line + 1 };
    case 'file':
      return { firstLine: 1, lastLine: lines.count };
  }
}

export interface InlineOptions {
  readonly knownRules: (id: string) => boolean;
  /**
   * Whether a marker without a finding is worth a remark: only where all findings of the file are given, not only the
   * new ones or those of some rules.
   */
  readonly reportUnused: boolean;
}

export interface AppliedInline {
  /** One entry a finding, in order. */
  readonly suppressions: readonly (Suppression | null)[];
  readonly remarks: readonly string[];
}

/** The text that findings stand in; of a large file one window, with what is before it. */
export interface InlineText {
  readonly path: string;
  readonly text: string;
  readonly linesBefore: number;
  readonly unitsBefore: number;
}

/** Says which findings of one file are suppressed in its text. */
export function applyInline(
  findings: readonly Finding[],
  { path, text, linesBefore, unitsBefore }: InlineText,
  options: InlineOptions,
): AppliedInline {
  const { suppressions, remarks } = readInlineSuppressions(text, options.knownRules);
  const used = new Set<InlineSuppression>();
  const starts = findings.map((finding) => finding.start - unitsBefore);
  const applied = findings.map(({ region, ...finding }): Suppression | null => {
    const startLine = region.startLine - linesBefore;
    const endLine = region.endLine - linesBefore;
    const all = suppressions.filter(
      (one) => one.firstLine <= endLine && one.lastLine >= startLine && one.covers(finding),
    );
    for (const one of all) used.add(one);
    const [first] = all;
    return first === undefined ? null : { kind: first.kind, reason: printableReason(first, starts) };
  });
  const unused = suppressions.filter((one) => one.kind === 'inline' && options.reportUnused && !used.has(one));
  return {
    suppressions: applied,
    remarks: [...remarks, ...unused.map(({ line, name }) => ({ line, message: `${name} suppresses nothing` }))]
      .sort((a, b) => a.line - b.line)
      .map(({ line, message }) => `${path}:${line + linesBefore}: ${message}`),
  };
}

/** The reason up to a finding that stands in it: reasons are printed, and a credential must not be. */
function printableReason({ reason, reasonStart }: InlineSuppression, starts: readonly number[]): string {
  const stops = starts.map((start) => start - reasonStart).filter((at) => at >= 0 && at < reason.length);
  return reasonStart < 0 || stops.length === 0 ? reason : `${reason.slice(0, Math.min(...stops)).trim()} …`.trim();
}
