// The report for support, in Markdown: what they ask for first, and nothing that is secret or personal.
import { harmless } from '../report/terminal-text.ts';
import { version } from '../version.ts';
import type { Check } from './check.ts';
import type { Answer } from './explain/answer.ts';
import { nameOf, titleOf } from './explain/draw.ts';
import { redact } from './redact.ts';
import type { Machine } from './runtime/machine.ts';
import { proxyHost } from './runtime/network.ts';
import type { Sdk } from './runtime/sdk.ts';

export interface Escalation {
  /** Absent where only the machine was checked. */
  readonly answer?: Answer;
  readonly checks: readonly Check[];
  readonly sdks: readonly Sdk[];
  readonly machine: Machine;
  /** Name and version of system and Node. */
  readonly system: string;
  /** IANA name of the time zone. */
  readonly zone: string;
  /** Whether a repository was looked through. */
  readonly lookedThrough: boolean;
}

export function drawEscalation(escalation: Escalation): string {
  const { answer } = escalation;
  const error = answer?.error;
  const title = error === undefined ? 'Claude API: state of a machine' : `Claude API: ${titleOf(error) || answer?.id}`;
  const sdks = escalation.sdks.map(({ name, version: own }) => `${name} ${own}`).join(', ');
  const language = error?.language === undefined ? '' : nameOf(error.language);
  const rows: readonly (readonly [string, string])[] = [
    ['Status', cell(error === undefined ? '' : titleOf(error))],
    ['Request id', cell(error?.requestId, ' (header `request-id`)')],
    ['Time', cell(timeOf(escalation))],
    ['Region', cell(regionOf(escalation), ' (country or cloud region)')],
    ['Proxy', cell(proxyOf(escalation.machine.env))],
    ['Endpoint', cell(endpointOf(escalation))],
    ['Called through', cell([error?.via, language].filter(Boolean).join(', '))],
    ['SDK', cell(error?.sdk ?? sdks)],
    ['Model', cell(error?.model)],
    ['System', cell(escalation.system)],
  ];
  const lines = [
    `# ${plain(title)}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ...headersOf(escalation),
    ...(answer === undefined ? [] : ['', '## What it says', '', plain(answer.meaning), plain(answer.retry.advice)]),
    '',
    '## What was tried',
    '',
    ...triedOf(escalation),
    '',
    `Written by hushkey ${version}; credentials are masked. Read it before sending: a message may name your data.`,
  ];
  return `${lines.join('\n')}\n`;
}

function cell(value: string | undefined, hint = ''): string {
  return value === undefined || value === '' ? `_fill in_${hint}` : plain(value);
}

/** One line of Markdown text: no table, code or markup of somebody else's making. */
function plain(text: string): string {
  return harmless(text.replace(/\s{1,40}/g, ' ')).replace(/[\\|`*<>[\]#]/g, '\\$&');
}

function timeOf({ answer, machine, zone }: Escalation): string {
  const answered = Date.parse(answer?.error.headers.get('date') ?? '');
  if (!Number.isNaN(answered))
    return `${new Date(answered).toISOString()} (UTC, from the response); local zone ${zone}`;
  return `${new Date(machine.now).toISOString()} (UTC, of this report: replace by that of the failure); local zone ${zone}`;
}

const REGIONS = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'CLOUD_ML_REGION',
  'GOOGLE_CLOUD_LOCATION',
  'VERCEL_REGION',
  'FLY_REGION',
];

function regionOf({ answer, machine: { env } }: Escalation): string {
  const named = REGIONS.flatMap((name) => {
    const value = env[name] ?? '';
    return /^[a-z][a-z0-9-]{1,24}$/.test(value) && redact(value) === value ? [`${name} ${value}`] : [];
  });
  const [, edge] = /-([A-Z]{3})$/.exec(answer?.error.headers.get('cf-ray') ?? '') ?? [];
  return [...named, ...(edge === undefined ? [] : [`edge ${edge}`])].join(', ');
}

function proxyOf(env: NodeJS.ProcessEnv): string {
  const [value] = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].map((name) => env[name]).filter(Boolean);
  return value === undefined ? 'none set' : (proxyHost(value) ?? 'set, and no address');
}

function endpointOf({ answer, machine: { env } }: Escalation): string {
  if (answer?.error.host !== undefined) return answer.error.host;
  const base = env['ANTHROPIC_BASE_URL'] ?? '';
  return base === '' ? 'api.anthropic.com' : (proxyHost(base) ?? 'ANTHROPIC_BASE_URL, which is no address');
}

const HEADERS =
  /^(?:request-id|retry-after|x-should-retry|cf-ray|server|via|x-amzn-requestid|apim-request-id|anthropic-ratelimit-.*)$/;

function headersOf({ answer }: Escalation): readonly string[] {
  const known = [...(answer?.error.headers ?? [])].filter(([name]) => HEADERS.test(name));
  if (known.length === 0) return [];
  const lines = known.map(([name, value]) => `    ${name}: ${harmless(value)}`);
  return ['', '## Headers of the response', '', ...lines];
}

function triedOf({ answer, checks, machine, lookedThrough }: Escalation): readonly string[] {
  const good = checks.filter(({ state }) => state === 'ok').length;
  const others = checks.filter(({ state }) => state !== 'ok');
  const ran = `- [x] this machine was checked (\`hushkey doctor --runtime\`): ${good} of ${checks.length} without a remark`;
  const remarks = others.map(({ state, message }) => `  - ${state}: ${plain(impersonal(message, machine))}`);
  const looked = lookedThrough ? ['- [x] the repository was looked through for the faults below'] : [];
  const causes = (answer?.causes ?? []).map(({ what, places }) => {
    const found =
      places.length === 0 ? '' : `: found in ${places.map(({ path, line }) => `${path}:${line}`).join(', ')}`;
    return `- [ ] ${plain(`ruled out: ${what}${found}`)}`;
  });
  return [
    ran,
    ...remarks,
    ...looked,
    ...causes,
    '- [ ] the smallest request that fails was repeated',
    '- [ ] the same from another network',
  ];
}

/** Without the names of folders, which are often those of people and customers. */
function impersonal(message: string, { cwd, home }: Machine): string {
  return message.replaceAll(cwd, '.').replaceAll(home, '~');
}
