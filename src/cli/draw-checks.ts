// What doctor found out, for people and for machines.
import type { Check, CheckState } from '../diagnose/check.ts';
import { harmless, wrap } from '../report/terminal-text.ts';
import { version } from '../version.ts';

const SIGNS: Readonly<Record<CheckState, string>> = { ok: '✔', broken: '✖', note: '–', unknown: '?' };
const COLUMNS = 80;

export function drawCheck({ state, message, fix }: Check): readonly string[] {
  const text = wrap(harmless(message), COLUMNS - 4).map((line, i) =>
    i === 0 ? `  ${SIGNS[state]} ${line}` : `    ${line}`,
  );
  return fix === undefined || state === 'ok' ? text : [...text, `    → ${harmless(fix)}`];
}

export function drawChecksJson(checks: readonly Check[]): string {
  const count = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  const summary = { ok: count('ok'), broken: count('broken'), notes: count('note'), unknown: count('unknown') };
  return `${JSON.stringify({ version: 1, tool: { name: 'hushkey', version }, checks, summary }, null, 2)}\n`;
}
