// The report for people. Puts the parts in order: what happened, each finding, what could not be scanned, the counts.
import type { Finding, Report } from '../finding.ts';
import { drawBlock } from './finding-block.ts';
import { type Group, groupFindings } from './group.ts';
import { createStyle, type Style } from './style.ts';
import { counted, drawSummary, failedFiles, isShown } from './summary.ts';
import { harmless, wrap } from './terminal-text.ts';

export interface PrettyOptions {
  readonly colour: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly mode: 'hook' | 'scan';
  /** The git hook that asks, for the words of the first line. */
  readonly gate?: string;
  /** Whether the hook stops git; default: when there is an error. */
  readonly blocks?: boolean;
}

const MAX_BLOCKS = 20;
const MIN_WIDTH = 40;

export function formatPretty(report: Report, options: PrettyOptions): string {
  const style = createStyle(options.colour);
  const width = Math.max(MIN_WIDTH, options.width);
  const groups = groupFindings(report.findings.filter((finding) => isShown(finding, options.verbose)));
  const shown = options.verbose ? groups : groups.slice(0, MAX_BLOCKS);
  const sections = [
    drawHeadline(report, groups, options, style, width),
    ...shown.map((group, i) => {
      const repeats = shown.findIndex(({ first }) => first.help === group.first.help) < i;
      return drawBlock(group, { style, width, verbose: options.verbose, repeats });
    }),
    drawMore(groups.slice(shown.length), options, width),
    drawFailures(report, options, style, width),
    options.quiet ? [] : report.remarks.flatMap((remark) => drawRemark(remark, style, width)),
    options.verbose ? report.findings.flatMap((finding) => suppressedLines(finding, width)) : [],
    options.verbose ? report.scanned.skipped.flatMap((entry) => wrap(skippedLine(entry), width)) : [],
    drawSummary(report, { ...options, width }).map(paintOf(report, groups, style)),
  ].filter((lines) => lines.length > 0);
  return sections.length === 0 ? '' : `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What each gate stops, and what would have happened. */
const GATES: Readonly<Record<string, readonly [what: string, effect: string]>> = {
  'pre-push': ['push', 'publish'],
  'pre-receive': ['push', 'publish'],
  'pre-merge-commit': ['merge', 'add'],
  'pre-applypatch': ['patch', 'add'],
};

function drawHeadline(
  report: Report,
  groups: readonly Group[],
  options: PrettyOptions,
  style: Style,
  width: number,
): readonly string[] {
  if (options.mode !== 'hook') return [];
  const [what, effect] = GATES[options.gate ?? ''] ?? ['commit', 'add'];
  const errors = groups.filter(({ first }) => first.level === 'error');
  const blocks = options.blocks ?? errors.length > 0;
  if (groups.length > 0 && blocks) {
    const text = `hushkey stopped this ${what}: it would ${effect} ${nameOf(errors.length > 0 ? errors : groups)}`;
    return wrap(text, width).map(style.level.error);
  }
  if (report.errors.length > 0) {
    const text = `hushkey stopped this ${what}: it could not scan ${counted(failedFiles(report), 'file')}`;
    return wrap(text, width).map(style.level.error);
  }
  if (errors.length === 0) return [];
  return wrap(`hushkey warns about this ${what}: it would ${effect} ${nameOf(errors)}`, width).map(style.level.warning);
}

/** `2 credentials and 1 fault`. */
function nameOf(groups: readonly Group[]): string {
  const credentials = groups.filter(({ first }) => first.category === 'hardcoded-key').length;
  const faults = groups.length - credentials;
  return [credentials > 0 ? counted(credentials, 'credential') : '', faults > 0 ? counted(faults, 'fault') : '']
    .filter((part) => part !== '')
    .join(' and ');
}

function drawMore(hidden: readonly Group[], { mode, gate }: PrettyOptions, width: number): readonly string[] {
  if (hidden.length === 0) return [];
  const inHook = gate === 'pre-push' || gate === 'pre-receive' ? 'scan --range "@{upstream}..HEAD"' : 'scan --staged';
  const command = mode === 'hook' ? `npx hushkey ${inHook} --verbose` : 'add --verbose';
  return wrap(`and ${hidden.length} more. To see all: ${command}`, width);
}

function drawFailures(report: Report, { verbose }: PrettyOptions, style: Style, width: number): readonly string[] {
  const shown = verbose ? report.errors : report.errors.slice(0, MAX_BLOCKS);
  const lines = shown.flatMap(({ path, code, message }) => [
    ...wrap(`could not scan  ${harmless(path)}`, width).map((line) =>
      line.replace(/^could not scan/, style.level.error),
    ),
    ...wrap(`${harmless(message)} (${harmless(code)})`, width - 2).map((line) => `  ${line}`),
  ]);
  const hidden = report.errors.length - shown.length;
  return hidden > 0 ? [...lines, `and ${hidden} more; --verbose names them`] : lines;
}

function drawRemark(remark: string, style: Style, width: number): readonly string[] {
  return wrap(harmless(remark), width - 6).map((line, i) =>
    i === 0 ? `${style.level.note('note')}  ${line}` : `      ${line}`,
  );
}

function suppressedLines({ path, region, ruleId, suppressed }: Finding, width: number): readonly string[] {
  if (suppressed === null) return [];
  const place = `${harmless(path)}:${region.startLine}:${region.startColumn}`;
  const head = 'suppressed  ';
  const said = `${place}  ${harmless(ruleId)} (${suppressed.kind}: ${harmless(suppressed.reason)})`;
  return wrap(said, width - head.length).map((line, i) => `${i === 0 ? head : ' '.repeat(head.length)}${line}`);
}

function skippedLine({ path, reason }: { readonly path: string; readonly reason: string }): string {
  return `not scanned  ${harmless(path)} (${harmless(reason)})`;
}

function paintOf(report: Report, groups: readonly Group[], style: Style): (line: string) => string {
  const level = report.errors.length > 0 ? 'error' : groups[0]?.first.level;
  return level === undefined ? (line) => line : style.level[level];
}
