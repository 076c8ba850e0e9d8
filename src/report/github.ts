// GitHub Actions: a workflow command for each finding, which shows as an annotation in the diff, and the step summary.
import type { Finding, Level, Report } from '../finding.ts';
import { drawSummary, isShown } from './summary.ts';
import { plainPath, sayFinding } from './words.ts';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

export interface GithubOptions {
  readonly verbose: boolean;
}

/** Commands, a line each, and the counts: the log is read by people too. */
export function formatGithub(report: Report, { verbose }: GithubOptions): string {
  const commands = [
    ...report.findings.filter((finding) => isShown(finding, verbose)).map(toCommand),
    ...report.errors.map(({ path, message, code }) =>
      command(
        'error',
        { ...(path === '' ? {} : { file: plainPath(path) }), title: 'hushkey could not scan' },
        `${message} (${code})`,
      ),
    ),
  ];
  return `${[...commands, summaryOf(report, verbose)].join('\n')}\n`;
}

function toCommand(finding: Finding): string {
  const { level, path, region, ruleId, commit, help, id } = finding;
  const isOneLine = region.startLine === region.endLine;
  const lines = [
    sayFinding(finding),
    ...(commit === null ? [] : [`added by ${commit.slice(0, 7)}`]),
    ...help.split('\n'),
    `no credential? npx hushkey allow ${id} --reason "…"`,
  ];
  return command(
    COMMANDS[level],
    {
      file: plainPath(path),
      line: region.startLine,
      endLine: region.endLine,
      // GitHub takes columns only of one line.
      ...(isOneLine ? { col: region.startColumn, endColumn: region.endColumn } : {}),
      title: `hushkey: ${ruleId}`,
    },
    lines.join('\n'),
  );
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function summaryOf(report: Report, verbose: boolean): string {
  return drawSummary(report, { verbose, quiet: false, width: Number.POSITIVE_INFINITY }).join(' ');
}

const MAX_ROWS = 100;

/** The step summary, in Markdown. */
export function formatStepSummary(report: Report): string {
  const open = report.findings.filter((finding) => finding.suppressed === null);
  const rows = open.slice(0, MAX_ROWS).map((finding) => {
    const { level, ruleId, path, region, commit } = finding;
    const place = `${plainPath(path)}:${region.startLine}`;
    const cells = [level, ruleId, place, commit?.slice(0, 7) ?? '', sayFinding(finding)];
    return `| ${cells.map(toCell).join(' | ')} |`;
  });
  const more = open.length > rows.length ? [`\nand ${open.length - rows.length} more`] : [];
  const table =
    rows.length === 0
      ? []
      : ['', '| level | rule | place | commit | what |', '| --- | --- | --- | --- | --- |', ...rows];
  const failures = report.errors.map(({ path, message }) => `\n- could not scan ${toCell(path)}: ${toCell(message)}`);
  return `### hushkey\n\n${toCell(summaryOf(report, true))}\n${[...table, ...more, ...failures, ''].join('\n')}`;
}

/** Text that Markdown must take as text. */
function toCell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#~&]/g, '\\$&');
}
