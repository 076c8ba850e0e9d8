// `hushkey merge`: the reports of --shard runs become one, with the exit code that the whole scan would have had.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Notification, Report } from '../finding.ts';
import { EXIT, type ExitCode, failsAt } from '../outcome.ts';
import type { Io } from '../process.ts';
import { judgeSarif, mergeReports, mergeSarif, missingShards, readSarif, type SarifLog } from '../report/merge.ts';
import { readJsonReport } from '../report/read-json.ts';
import { byPlace, sortedByPath } from '../scan.ts';
import type { Invocation } from './args.ts';
import { deliver, writeText } from './deliver.ts';
import { loadSettings } from './settings.ts';

type MergeInvocation = Extract<Invocation, { command: 'merge' }>;

/** A report as it was read, with its name for messages. */
type Read = { readonly path: string } & (
  | { readonly type: 'json'; readonly report: Report }
  | { readonly type: 'sarif'; readonly log: SarifLog }
);

/** @throws UserError for files that are no reports, or not of one scan. */
export async function runMerge({ flags, positionals }: MergeInvocation, io: Io): Promise<ExitCode> {
  const read = positionals.map((path) => readReport(path, io));
  const reports = read.flatMap((one) => (one.type === 'json' ? [one.report] : []));
  const [log, ...logs] = read.flatMap((one) => (one.type === 'sarif' ? [one.log] : []));
  if (log !== undefined && reports.length > 0) throw isMixed(read);
  checkShards(read);
  const missing = missingShards(read.map(partOf)).map((message) => ({ path: '', code: 'missing-shard', message }));
  for (const { message } of missing) io.err(`hushkey: ${message}\n`);
  if (log !== undefined) return mergeLogs([log, ...logs], missing, flags, io);
  checkSources(read);
  const merged = mergeReports(reports, missing);
  const { scanned } = merged;
  const report: Report = {
    ...merged,
    scanned: { ...scanned, skipped: sortedByPath(scanned.skipped) },
    findings: merged.findings.toSorted(byPlace),
    errors: sortedByPath(merged.errors),
  };
  const docs = async () => (await (await loadSettings({ cwd: io.cwd, root: undefined })).ruleset.load()).docs;
  const { format = 'json', output, verbose = false, quiet = false, level = 'error' } = flags;
  return deliver(report, { format, output, verbose, quiet, level, docs }, io);
}

function mergeLogs(
  logs: readonly [SarifLog, ...SarifLog[]],
  missing: readonly Notification[],
  { format = 'sarif', output, level = 'error' }: MergeInvocation['flags'],
  io: Io,
): ExitCode {
  if (format !== 'sarif') {
    throw new UserError('bad-flags', `SARIF reports stay SARIF, and cannot become ${format}`, {
      hint: 'make the shards with --format json, which becomes any format',
    });
  }
  const log = mergeSarif(logs, missing);
  writeText(`${JSON.stringify(log, null, 2)}\n`, output, io);
  const { isComplete, levels } = judgeSarif(log);
  if (!isComplete) return EXIT.failed;
  return levels.some((found) => failsAt(found, level)) ? EXIT.findings : EXIT.clean;
}

function readReport(path: string, io: Io): Read {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(resolve(io.cwd, path), 'utf8'));
  } catch (error) {
    const reason =
      error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${errnoOf(error) ?? 'unknown error'})`;
    throw new UserError('bad-report', `${path} ${reason}`, { cause: error });
  }
  const report = readJsonReport(document);
  if (report !== undefined) return { path, type: 'json', report };
  const log = readSarif(document);
  if (log !== undefined) return { path, type: 'sarif', log };
  throw new UserError('bad-report', `${path} is no report of hushkey`, {
    hint: 'make it with hushkey scan --shard 1/2 --format json --output FILE',
  });
}

function partOf(read: Read): Pick<Report, 'shard'> {
  const shard = read.type === 'json' ? read.report.shard : read.log.runs[0].properties?.shard;
  return shard === undefined ? {} : { shard };
}

function isMixed(read: readonly Read[]): UserError {
  const [json, sarif] = (['json', 'sarif'] as const).map((type) => read.find((one) => one.type === type)?.path);
  return new UserError('mixed-formats', `${json} is JSON and ${sarif} is SARIF: they cannot be joined`);
}

/** Each part once, and of one division: sums would be wrong. */
function checkShards(read: readonly Read[]): void {
  const parts = read.flatMap((one) => {
    const { shard } = partOf(one);
    return shard === undefined ? [] : [{ path: one.path, ...shard }];
  });
  parts.forEach((part, i) => {
    const same = parts.slice(0, i).find(({ index }) => index === part.index);
    const other = parts.find(({ total }) => total !== part.total);
    if (other !== undefined) {
      const [a, b] = [other, part].map(({ path, index, total }) => `${path} is shard ${index}/${total}`);
      throw new UserError('mixed-shards', `${a} and ${b}: not of one scan`);
    }
    if (same !== undefined) {
      throw new UserError('mixed-shards', `${same.path} and ${part.path} are both shard ${part.index}/${part.total}`);
    }
  });
}

function checkSources(read: readonly Read[]): void {
  const sources = read.flatMap((one) => (one.type === 'json' ? [{ path: one.path, source: one.report.source }] : []));
  const [first] = sources;
  const other = sources.find(({ source }) => source !== first?.source);
  if (first === undefined || other === undefined) return;
  const words = `${first.path} is of a ${first.source} scan and ${other.path} of a ${other.source} scan`;
  throw new UserError('mixed-sources', `${words}: they cannot be joined`);
}
