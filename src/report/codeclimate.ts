// Code Climate's issues, which GitLab's code quality widget reads. What is suppressed is left out: the format has no word
// for it.
import type { Finding, Level, Report } from '../finding.ts';
import { plainPath, sayFinding } from './words.ts';

const SEVERITIES: Readonly<Record<Level, string>> = { error: 'critical', warning: 'minor', note: 'info' };

export function formatCodeclimate(report: Report): string {
  const times = new Map<string, number>();
  const issues = report.findings
    .filter((finding) => finding.suppressed === null)
    .map((finding) => {
      const count = (times.get(finding.fingerprint) ?? 0) + 1;
      times.set(finding.fingerprint, count);
      return toIssue(finding, count);
    });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

/** @param count - how often its fingerprint has come: readers drop a second issue of one fingerprint. */
function toIssue(finding: Finding, count: number): object {
  const { ruleId, fingerprint, level, path, region, help } = finding;
  return {
    type: 'issue',
    check_name: ruleId,
    description: sayFinding(finding),
    content: { body: help },
    categories: ['Security'],
    severity: SEVERITIES[level],
    fingerprint: count === 1 ? fingerprint : `${fingerprint}:${count}`,
    location: { path: plainPath(path), lines: { begin: region.startLine, end: region.endLine } },
  };
}
