// JUnit's XML as CI systems read it: each finding is a test case that fails, is skipped (suppressed), or passes (below the
// failing level). A clean scan is one case that passes: a suite without cases is an error to some readers.
import type { Finding, Level, Notification, Report } from '../finding.ts';
import { fails } from '../outcome.ts';
import type { Tool } from './json.ts';
import { plainPath, sayFinding } from './words.ts';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly kind: 'failure' | 'error' | 'skipped' | 'passed';
  readonly type: string;
  readonly message: string;
  readonly body: string;
}

/** @param failingLevel - the lowest level that fails. */
export function formatJunit(report: Report, tool: Tool, failingLevel: Level): string {
  const found = [...report.findings.map((finding) => toCase(finding, failingLevel)), ...report.errors.map(toErrorCase)];
  const passed = {
    name: 'no findings',
    classname: tool.name,
    kind: 'passed',
    type: '',
    message: '',
    body: '',
  } as const;
  const cases: readonly Case[] = found.length === 0 ? [passed] : found;
  const count = (kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const time = (report.durationMs / 1000).toFixed(3);
  const { skipped: _, ...totals } = counts;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: tool.name, ...totals, time })}>`,
    `  <testsuite${attributes({ name: tool.name, ...counts, time })}>`,
    ...cases.map(drawCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function toCase(finding: Finding, failingLevel: Level): Case {
  const { ruleId, path, region, level, suppressed, help, commit } = finding;
  const place = `${plainPath(path)}:${region.startLine}:${region.startColumn}`;
  const isOpen = suppressed === null;
  return {
    name: `${ruleId} at ${place}${commit === null ? '' : ` in ${commit.slice(0, 7)}`}`,
    classname: plainPath(path),
    kind: !isOpen ? 'skipped' : fails(finding, failingLevel) ? 'failure' : 'passed',
    type: level,
    message: isOpen ? sayFinding(finding) : suppressed.reason,
    body: `${place}\n${sayFinding(finding)}\n${help}`,
  };
}

function toErrorCase({ path, code, message }: Notification): Case {
  return {
    name: `could not scan ${path}`,
    classname: plainPath(path),
    kind: 'error',
    type: code,
    message,
    body: message,
  };
}

function drawCase({ name, classname, kind, type, message, body }: Case): string {
  const open = `    <testcase${attributes({ name, classname, time: '0' })}`;
  if (kind === 'skipped') return `${open}><skipped${attributes({ message })}/></testcase>`;
  if (kind !== 'passed')
    return `${open}><${kind}${attributes({ type, message })}>${escapeXml(body)}</${kind}></testcase>`;
  return body === '' ? `${open}/>` : `${open}><system-out>${escapeXml(body)}</system-out></testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`,
    )
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML 1.0 has no way to write most control characters and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}
