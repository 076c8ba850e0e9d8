// reviewdog's diagnostic format. What is suppressed is left out: the format has no word for it.
import type { Finding, Level, Report } from '../finding.ts';
import type { RuleDocs } from '../rule.ts';
import type { Tool } from './json.ts';
import { plainPath, sayFinding } from './words.ts';

const SEVERITIES: Readonly<Record<Level, string>> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' };

export function formatRdjson(report: Report, tool: Tool, rules: readonly RuleDocs[]): string {
  const links = new Map(rules.map((rule) => [rule.id, rule.references[0]]));
  const document = {
    source: { name: tool.name },
    diagnostics: report.findings
      .filter((finding) => finding.suppressed === null)
      .map((finding) => toDiagnostic(finding, links.get(finding.ruleId))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toDiagnostic(finding: Finding, url: string | undefined): object {
  return {
    message: `${sayFinding(finding)}\n${finding.help}`,
    location: { path: plainPath(finding.path), range: toRange(finding) },
    severity: SEVERITIES[finding.level],
    code: { value: finding.ruleId, ...(url === undefined ? {} : { url }) },
  };
}

/** Its columns count bytes of UTF-8, ours UTF-16 units: the same only in a line of ASCII, else none are given. */
function toRange({ region, frame }: Finding): object {
  const { startLine, startColumn, endLine, endColumn } = region;
  const line = (frame.lines[frame.line - frame.firstLine] ?? 'é').replaceAll('…', '');
  const sameColumns = startLine === endLine && !/[^\x00-\x7f]/.test(line);
  if (!sameColumns) return { start: { line: startLine }, end: { line: endLine } };
  return { start: { line: startLine, column: startColumn }, end: { line: endLine, column: endColumn } };
}
