// The report formats by name: adding one is a file and an entry. Each is loaded when it is asked for, so that the
// machine formats do not load the terminal's colours.
import type { Level, Report } from '../finding.ts';
import type { RuleDocs } from '../rule.ts';
import { formatForPeople } from './for-people.ts';
import type { Tool } from './json.ts';
import type { PrettyOptions } from './pretty.ts';

export interface FormatOptions extends PrettyOptions {
  readonly tool: Tool;
  /** Every rule that ran, for formats that describe rules. */
  readonly rules: readonly RuleDocs[];
  /** The lowest level that fails the run, for formats that know of failing; default: error. */
  readonly level?: Level;
}

type Formatter = (report: Report, options: FormatOptions) => Promise<string>;

const FORMATTERS = {
  pretty: formatForPeople,
  async json(report, { tool }) {
    const { formatJson } = await import('./json.ts');
    return formatJson(report, tool);
  },
  async sarif(report, { tool, rules }) {
    const { formatSarif } = await import('./sarif.ts');
    return formatSarif(report, tool, rules);
  },
  async github(report, options) {
    const { formatGithub } = await import('./github.ts');
    return formatGithub(report, options);
  },
  async gitlab(report, { tool }) {
    const { formatGitlab } = await import('./gitlab.ts');
    return formatGitlab(report, tool, new Date());
  },
  async junit(report, { tool, level = 'error' }) {
    const { formatJunit } = await import('./junit.ts');
    return formatJunit(report, tool, level);
  },
  async codeclimate(report) {
    const { formatCodeclimate } = await import('./codeclimate.ts');
    return formatCodeclimate(report);
  },
  async rdjson(report, { tool, rules }) {
    const { formatRdjson } = await import('./rdjson.ts');
    return formatRdjson(report, tool, rules);
  },
  async html(report, { tool }) {
    const { formatHtml } = await import('./html.ts');
    return formatHtml(report, tool, new Date());
  },
} as const satisfies Readonly<Record<string, Formatter>>;

export type FormatName = keyof typeof FORMATTERS;

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(FORMATTERS, name);
}

export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATTERS).filter(isFormatName);

/** The whole report as text, ending in a line break; '' when there is nothing to say. */
export async function formatReport(name: FormatName, report: Report, options: FormatOptions): Promise<string> {
  return await FORMATTERS[name](report, options);
}
