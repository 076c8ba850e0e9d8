// The machine format. Its shape is public: keys are added, never changed.
import type { Finding, Fix, Report } from '../finding.ts';
import { countFindings } from './summary.ts';
import { sayReason } from './words.ts';

/** Who made the report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

export function formatJson(report: Report, tool: Tool): string {
  const { source, shard, scanned, findings, errors, durationMs } = report;
  const document = {
    version: 1,
    tool: { name: tool.name, version: tool.version },
    source,
    ...(shard === undefined ? {} : { shard: { index: shard.index, total: shard.total } }),
    scanned: {
      files: scanned.files,
      bytes: scanned.bytes,
      commits: scanned.commits,
      skipped: scanned.skipped.map(({ path, reason }) => ({ path, reason })),
    },
    findings: findings.map(toEntry),
    errors: errors.map(({ path, code, message }) => ({ path, code, message })),
    summary: countFindings(findings),
    durationMs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toEntry(finding: Finding): object {
  const { region, suppressed, secret } = finding;
  const fix = publicFix(finding);
  return {
    id: finding.id,
    ruleId: finding.ruleId,
    category: finding.category,
    level: finding.level,
    message: sayReason(finding),
    ...(finding.repository === undefined ? {} : { repository: finding.repository }),
    path: finding.path,
    region: {
      startLine: region.startLine,
      startColumn: region.startColumn,
      endLine: region.endLine,
      endColumn: region.endColumn,
    },
    ...(secret === undefined ? {} : { secret: secret.mask }),
    fingerprint: finding.fingerprint,
    ...(finding.credential === undefined ? {} : { credential: finding.credential }),
    commit: finding.commit,
    ...(finding.repository === undefined || finding.date === undefined ? {} : { date: finding.date }),
    ...(finding.held === undefined
      ? {}
      : {
          firstCommit: finding.held.firstCommit,
          lastCommit: finding.held.lastCommit,
          inHead: finding.held.inHead,
          remotes: finding.held.remotes,
        }),
    ...(finding.owners === undefined ? {} : { owners: finding.owners }),
    suppressed: suppressed === null ? null : { kind: suppressed.kind, reason: suppressed.reason },
    ...(finding.verified === undefined ? {} : { verified: finding.verified }),
    ...(fix === undefined ? {} : { fix }),
    help: finding.help,
  };
}

/** A fix as it may be printed: an edit that moves the credential itself stays with the `fix` command. */
export function publicFix(finding: Finding): Pick<Fix, 'title' | 'safe' | 'edits'> | undefined {
  const { fix, secret } = finding;
  if (fix === undefined) return undefined;
  const value = secret?.reveal();
  const leaks = fix.edits?.some((edit) => value !== undefined && edit.newText.includes(value)) ?? false;
  if (fix.edits === undefined || !fix.safe || leaks) return { title: fix.title, safe: false };
  return {
    title: fix.title,
    safe: true,
    edits: fix.edits.map(({ startOffset, endOffset, newText }) => ({ startOffset, endOffset, newText })),
  };
}
