// GitLab's secret detection report. Its schema asks for a commit; what no commit holds yet is said to be in 0000000, as
// GitLab's own analyzer does.
import type { Finding, Level, Report } from '../finding.ts';
import type { Tool } from './json.ts';
import { plainPath, sayFinding } from './words.ts';

const SCHEMA_VERSION = '15.0.4';
const SEVERITIES: Readonly<Record<Level, string>> = { error: 'Critical', warning: 'Medium', note: 'Info' };
const NO_COMMIT = '0000000';

/** @param now - when the scan ended. */
export function formatGitlab(report: Report, { name, version }: Tool, now: Date): string {
  const vendor = { name };
  const document = {
    version: SCHEMA_VERSION,
    scan: {
      analyzer: { id: name, name, vendor, version },
      scanner: { id: name, name, vendor, version },
      type: 'secret_detection',
      start_time: toTime(new Date(now.getTime() - report.durationMs)),
      end_time: toTime(now),
      status: report.errors.length === 0 ? 'success' : 'failure',
      messages: report.errors.map(({ path, message }) => ({
        level: 'fatal',
        value: `could not scan ${path}: ${message}`,
      })),
    },
    vulnerabilities: report.findings.map((finding) => toVulnerability(finding, name)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** UTC, without fractions or a zone. */
function toTime(date: Date): string {
  return date.toISOString().slice(0, 19);
}

function toVulnerability(finding: Finding, tool: string): object {
  const { ruleId, region, path, commit, suppressed, subject } = finding;
  return {
    id: toUuid(finding),
    category: 'secret_detection',
    name: finding.message,
    description: `${sayFinding(finding)}. ${finding.help.replaceAll('\n', ' ')}`,
    severity: SEVERITIES[finding.level],
    ...(finding.fix === undefined ? {} : { solution: finding.fix.title }),
    location: {
      file: plainPath(path),
      start_line: region.startLine,
      end_line: region.endLine,
      commit: { sha: commit ?? NO_COMMIT, ...(subject === undefined ? {} : { message: subject }) },
    },
    identifiers: [{ type: `${tool}_rule_id`, name: `hushkey rule ${ruleId}`, value: ruleId }],
    ...(suppressed === null
      ? {}
      : {
          flags: [
            {
              type: 'flagged-as-likely-false-positive',
              origin: tool,
              description: suppressed.reason || `suppressed (${suppressed.kind})`,
            },
          ],
        }),
  };
}

/** One id for one finding in one place, the same in each run. */
function toUuid({ fingerprint, region }: Finding): string {
  const hex = fingerprint.replace(/^v1:/, '');
  const place = (region.startLine * 1_000 + region.startColumn).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${place}`;
}
