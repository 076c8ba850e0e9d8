// Reports of machines that shared a scan become one: JSON reports as reports, SARIF ones as documents.
import * as v from 'valibot';
import type { Finding, Level, Notification, Report } from '../finding.ts';

/** The parts of a shared scan that are not there; [] where none was shared. */
export function missingShards(reports: readonly Pick<Report, 'shard'>[]): readonly string[] {
  const shards = reports.flatMap(({ shard }) => shard ?? []);
  const total = Math.max(0, ...shards.map((shard) => shard.total));
  const given = new Set(shards.map(({ index }) => index));
  return Array.from({ length: total }, (_, i) => i + 1)
    .filter((index) => !given.has(index))
    .map((index) => `shard ${index}/${total} is missing`);
}

/** One report of several of the same source. Findings keep their order; they are to be sorted. */
export function mergeReports(reports: readonly Report[], missing: readonly Notification[]): Report {
  const findings = new Map<string, Finding>();
  for (const finding of reports.flatMap((report) => report.findings)) {
    const { fingerprint, path, region, commit } = finding;
    findings.set([fingerprint, path, region.startLine, region.startColumn, commit].join('\0'), finding);
  }
  const errors = new Map<string, Notification>();
  for (const error of [...reports.flatMap((report) => report.errors), ...missing]) {
    errors.set(`${error.path}\0${error.message}`, error);
  }
  const sum = (count: (report: Report) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  return {
    source: reports[0]?.source ?? 'worktree',
    scanned: {
      files: sum(({ scanned }) => scanned.files),
      bytes: sum(({ scanned }) => scanned.bytes),
      commits: sum(({ scanned }) => scanned.commits),
      skipped: reports.flatMap(({ scanned }) => scanned.skipped),
    },
    findings: [...findings.values()],
    errors: [...errors.values()],
    remarks: reports.flatMap(({ remarks }) => remarks),
    durationMs: Math.max(0, ...reports.map(({ durationMs }) => durationMs)),
  };
}

const RESULT = v.looseObject({
  ruleId: v.string(),
  level: v.picklist(['error', 'warning', 'note']),
  partialFingerprints: v.record(v.string(), v.string()),
  suppressions: v.array(v.unknown()),
  locations: v.array(
    v.looseObject({
      physicalLocation: v.looseObject({
        artifactLocation: v.looseObject({ uri: v.string() }),
        region: v.looseObject({ startLine: v.number(), startColumn: v.number() }),
      }),
    }),
  ),
  properties: v.looseObject({ commit: v.optional(v.string()) }),
});
const RULE = v.looseObject({ id: v.string() });
const NOTE = v.looseObject({ level: v.string(), message: v.looseObject({ text: v.string() }) });
const RUN = v.looseObject({
  tool: v.looseObject({ driver: v.looseObject({ name: v.literal('hushkey'), rules: v.array(RULE) }) }),
  invocations: v.array(v.looseObject({ executionSuccessful: v.boolean(), toolExecutionNotifications: v.array(NOTE) })),
  properties: v.optional(v.looseObject({ shard: v.optional(v.object({ index: v.number(), total: v.number() })) })),
  results: v.array(RESULT),
});
const LOG = v.looseObject({ version: v.literal('2.1.0'), runs: v.tuple([RUN]) });

export type SarifLog = v.InferOutput<typeof LOG>;
type Result = v.InferOutput<typeof RESULT>;

/** Undefined for what is no SARIF of ours. */
export function readSarif(document: unknown): SarifLog | undefined {
  const parsed = v.safeParse(LOG, document);
  return parsed.success ? parsed.output : undefined;
}

/** One log with one run. */
export function mergeSarif(logs: readonly [SarifLog, ...SarifLog[]], missing: readonly Notification[]): SarifLog {
  const runs = logs.map((log) => log.runs[0]);
  const { properties: _, ...first } = logs[0].runs[0];
  const rules = unique(
    runs.flatMap((run) => run.tool.driver.rules),
    ({ id }) => id,
  ).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const results = unique(
    runs.flatMap((run) => run.results),
    keyOf,
  ).toSorted(byPlace);
  const notes = unique(
    [
      ...runs.flatMap((run) => run.invocations.flatMap((invocation) => invocation.toolExecutionNotifications)),
      ...missing.map(({ code, message }) => ({ level: 'error', descriptor: { id: code }, message: { text: message } })),
    ],
    (note) => JSON.stringify(note),
  ).toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error'));
  const isComplete = runs.every((run) => run.invocations.every((invocation) => invocation.executionSuccessful));
  const run = {
    ...first,
    tool: { ...first.tool, driver: { ...first.tool.driver, rules } },
    invocations: [{ executionSuccessful: isComplete && missing.length === 0, toolExecutionNotifications: notes }],
    results: results.map((result) => ({ ...result, ruleIndex: indexes.get(result.ruleId) ?? -1 })),
  };
  return { ...logs[0], runs: [run] };
}

/** Whether a log holds what fails, and whether all was scanned. */
export function judgeSarif({ runs: [run] }: SarifLog): {
  readonly isComplete: boolean;
  readonly levels: readonly Level[];
} {
  return {
    isComplete: run.invocations.every(({ executionSuccessful }) => executionSuccessful),
    levels: run.results.filter(({ suppressions }) => suppressions.length === 0).map(({ level }) => level),
  };
}

function unique<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

function placeOf({ locations }: Result): { readonly uri: string; readonly line: number; readonly column: number } {
  const place = locations[0]?.physicalLocation;
  return {
    uri: place?.artifactLocation.uri ?? '',
    line: place?.region.startLine ?? 0,
    column: place?.region.startColumn ?? 0,
  };
}

function keyOf(result: Result): string {
  const { uri, line, column } = placeOf(result);
  return [...Object.values(result.partialFingerprints), uri, line, column, result.properties.commit].join('\0');
}

function byPlace(a: Result, b: Result): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  return (
    compare(one.uri, other.uri) ||
    one.line - other.line ||
    one.column - other.column ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.properties.commit ?? '', b.properties.commit ?? '')
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
