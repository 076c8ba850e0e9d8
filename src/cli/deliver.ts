// What becomes of a finished report, for `scan`, `ci` and `merge` alike: drawn in a format, on stdout or in a file, and the
// exit code.
import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Level, Report } from '../finding.ts';
import { type ExitCode, exitCodeOf } from '../outcome.ts';
import type { Io } from '../process.ts';
import { type FormatName, type FormatOptions, formatReport } from '../report/index.ts';
import type { RuleDocs } from '../rule.ts';
import { version } from '../version.ts';

export interface Delivery {
  readonly format: FormatName;
  /** A format in which stderr says it too, for who reads the log. */
  readonly log?: FormatName | undefined;
  readonly output: string | undefined;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly level: Level;
  /** The rules of the findings, for formats that describe them. */
  readonly docs: () => Promise<ReadonlyMap<string, RuleDocs>>;
}

/** @throws UserError where the report cannot be written. */
export async function deliver(report: Report, delivery: Delivery, io: Io): Promise<ExitCode> {
  const { format, log, output, level } = delivery;
  const text = await formatReport(format, report, await optionsOf(format, report, delivery, io, output === undefined));
  writeText(text, output, io);
  if (log !== undefined) io.err(await formatReport(log, report, await optionsOf(log, report, delivery, io, false)));
  else if (format === 'codeclimate' || format === 'rdjson') {
    // These have no words for it.
    for (const { message, code } of report.errors) io.err(`hushkey: ${message} (${code})\n`);
  }
  if (format === 'github' || log === 'github') await writeStepSummary(report, io);
  return exitCodeOf(report, level);
}

async function optionsOf(
  format: FormatName,
  report: Report,
  { verbose, quiet, level, docs }: Delivery,
  io: Io,
  isOut: boolean,
): Promise<FormatOptions> {
  const traits = format !== 'pretty' || !isOut ? { colour: false, width: 80 } : io.outTraits();
  // All rules would be half a megabyte.
  const used = new Set(report.findings.map(({ ruleId }) => ruleId));
  const describes = format === 'sarif' || format === 'rdjson';
  const rules = describes ? [...(await docs()).values()].filter(({ id }) => used.has(id)) : [];
  rules.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...traits, verbose, quiet, mode: 'scan', tool: { name: 'hushkey', version }, rules, level };
}

/** @throws UserError where it cannot be written. */
export function writeText(text: string, output: string | undefined, io: Io): void {
  if (output === undefined) {
    io.out(text);
    return;
  }
  const path = resolve(io.cwd, output);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): UserError {
  return new UserError('cannot-write', `${path}: cannot be written (${errnoOf(error) ?? 'unknown error'})`, {
    cause: error,
  });
}

/** The summary page of a GitHub job, where there is one. */
async function writeStepSummary(report: Report, { env }: Io): Promise<void> {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  const { formatStepSummary } = await import('../report/github.ts');
  try {
    appendFileSync(path, formatStepSummary(report));
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
