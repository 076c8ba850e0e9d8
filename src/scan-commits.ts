// The pipeline over many commits: each is scanned by itself, and the reports become one.
import { maskCredentials } from './engine/mask.ts';
import type { Finding, Notification, Report, Skipped, SourceName } from './finding.ts';
import { type Headline, headlinesOf } from './git/commits.ts';
import { byPlace, type ScanOptions, scan, sortedByPath } from './scan.ts';
import type { CommitRange, CommitSource } from './sources/range-source.ts';

/** Scans every commit of a range; findings name the commit that adds them. */
export async function scanCommits(range: CommitRange, root: string, options: ScanOptions): Promise<Report> {
  const findings: Finding[] = [];
  const totals = await scanEach(range, options, ({ oid }, found) => {
    findings.push(...found.map((finding) => ({ ...finding, commit: oid })));
  });
  return assemble('range', findings, totals, root, options);
}

type Totals = Pick<Report, 'scanned' | 'errors' | 'remarks'>;

/** Scans commit after commit, and hands the findings of each over. A blob that several commits hold is detected once. */
export async function scanEach<S extends CommitSource>(
  range: CommitRange<S>,
  options: ScanOptions,
  take: (commit: S, findings: readonly Finding[]) => void,
): Promise<Totals> {
  const skipped: Skipped[] = [];
  const errors = new Map<string, Notification>();
  const remarks = new Set<string>();
  const seen: ScanOptions['seen'] = new Map();
  let files = 0;
  let bytes = 0;
  let commits = 0;
  try {
    for (const commit of range.sources()) {
      const { onProgress, judge, ...rest } = options;
      onProgress?.({ done: commits, total: range.count, unit: 'commits' });
      const report = await (judge === undefined
        ? scan(commit.source, { ...rest, seen, commit: commit.oid })
        : judge(commit.source, commit.oid));
      commits += 1;
      files += report.scanned.files;
      bytes += report.scanned.bytes;
      skipped.push(...report.scanned.skipped);
      for (const error of report.errors) errors.set(`${error.path}\0${error.message}`, error);
      for (const remark of report.remarks) remarks.add(remark);
      take(commit, report.findings);
    }
  } finally {
    await range.close();
  }
  return {
    scanned: { files, bytes, commits, skipped: sortedByPath(skipped) },
    errors: sortedByPath([...errors.values()]),
    remarks: [...remarks],
  };
}

/** The report of many commits: findings get the subjects and dates of theirs and the order of every report. */
export async function assemble(
  source: SourceName,
  findings: readonly Finding[],
  totals: Totals,
  root: string,
  options: ScanOptions,
): Promise<Report> {
  const headlines = new Map<string, Headline>();
  for (const [oid, { subject, date }] of headlinesOf([...new Set(findings.flatMap(({ commit }) => commit ?? []))], {
    cwd: root,
  })) {
    headlines.set(oid, { date, subject: await maskCredentials(subject, options.ruleset, options.detect) });
  }
  return {
    source,
    ...totals,
    findings: findings
      .map((finding) => ({ ...finding, ...(headlines.get(finding.commit ?? '') ?? { subject: '' }) }))
      .sort(byPlace),
    durationMs: Math.round(performance.now() - options.startedAt),
  };
}
