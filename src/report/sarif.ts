// SARIF 2.1.0 for code scanning services. Snippets come from the masked frame, never from the file.
import type { Finding, Level, Notification, Report, Suppression } from '../finding.ts';
import type { RuleDocs } from '../rule.ts';
import { isMarker } from '../suppress/foreign-markers.ts';
import { publicFix, type Tool } from './json.ts';
import { sayReason } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = '%SRCROOT%';
/** Code scanning services rank security results by this number, 0 to 10. */
const SCORES: Readonly<Record<Level, string>> = { error: '8.0', warning: '5.0', note: '2.0' };

export function formatSarif(report: Report, tool: Tool, rules: readonly RuleDocs[]): string {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const document = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: rules.map(toDescriptor) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository, or the folder scanned.' } } },
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            toolExecutionNotifications: [...report.errors.map(toNotification), ...report.remarks.map(toRemark)],
          },
        ],
        ...(report.shard === undefined ? {} : { properties: { shard: report.shard } }),
        results: report.findings.map((finding) => toResult(finding, indexes.get(finding.ruleId))),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toDescriptor(rule: RuleDocs): object {
  const [helpUri] = rule.references;
  const links = rule.references.map((address) => `- <${address}>`).join('\n');
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: {
      text: `${rule.why} ${rule.fix}`,
      markdown: `${rule.why}\n\n**Fix:** ${rule.fix}${links === '' ? '' : `\n\n${links}`}`,
    },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: rule.level },
    properties: {
      category: rule.category,
      tags: ['security', rule.category],
      'security-severity': SCORES[rule.level],
    },
  };
}

function toResult(finding: Finding, ruleIndex: number | undefined): object {
  const { secret, suppressed, commit } = finding;
  const fixes = toFixes(finding);
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: finding.level,
    message: { text: secret === undefined ? sayReason(finding) : `${sayReason(finding)} (${secret.mask})` },
    locations: [{ physicalLocation: toLocation(finding) }],
    partialFingerprints: { 'hushkey/v1': finding.fingerprint },
    // An empty list says that it was looked for and counts; no list would say that nobody looked.
    suppressions: suppressed === null ? [] : [toSuppression(suppressed)],
    ...(fixes === undefined ? {} : { fixes }),
    properties: {
      id: finding.id,
      category: finding.category,
      ...(finding.repository === undefined ? {} : { repository: finding.repository }),
      ...(commit === null ? {} : { commit }),
      ...(finding.verified === undefined ? {} : { verified: finding.verified }),
    },
  };
}

function toLocation({ path, region, frame }: Finding): object {
  const { startLine, startColumn, endLine, endColumn } = region;
  const context = {
    startLine: frame.firstLine,
    endLine: frame.firstLine + frame.lines.length - 1,
    snippet: { text: frame.lines.join('\n') },
  };
  return {
    artifactLocation: toArtifact(path),
    region: { startLine, startColumn, endLine, endColumn },
    ...(frame.lines.length === 0 ? {} : { contextRegion: context }),
  };
}

function toArtifact(path: string): { uri: string; uriBaseId: string } {
  return { uri: toUri(path), uriBaseId: ROOT };
}

/** `%` and bytes that are not UTF-8 are percent-encoded in a finding's path already. */
function toUri(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split(/(\/|%[0-9A-Fa-f]{2})/)
    .map((part, i) => (i % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
}

function toSuppression({ kind, reason }: Suppression): object {
  const inSource = kind === 'inline' || (kind === 'foreign' && isMarker(reason));
  return { kind: inSource ? 'inSource' : 'external', status: 'accepted', justification: reason };
}

function toFixes(finding: Finding): readonly object[] | undefined {
  const fix = publicFix(finding);
  if (fix?.edits === undefined || fix.edits.length === 0) return undefined;
  const replacements = fix.edits.map(({ startOffset, endOffset, newText }) => ({
    deletedRegion: { charOffset: startOffset, charLength: endOffset - startOffset },
    insertedContent: { text: newText },
  }));
  return [
    {
      description: { text: fix.title },
      artifactChanges: [{ artifactLocation: toArtifact(finding.path), replacements }],
    },
  ];
}

function toNotification({ path, code, message }: Notification): object {
  return {
    level: 'error',
    descriptor: { id: code },
    message: { text: message },
    ...(path === '' ? {} : { locations: [{ physicalLocation: { artifactLocation: toArtifact(path) } }] }),
  };
}

function toRemark(remark: string): object {
  return { level: 'note', message: { text: remark } };
}
