// One repository on this machine: its blobs judged, and what the judgements mean in its own history: first and last
// commit, path, in HEAD. Large ones are cut into parts that other workers take.
import { createHash } from 'node:crypto';
import { maskCredentials } from '../engine/mask.ts';
import type { Finding, Notification, Report } from '../finding.ts';
import { openBlobs } from '../git/blobs.ts';
import { allCommits, type ComparedCommit, commitOf, compareCommits, readCommits, refTips } from '../git/commits.ts';
import type { Repository } from '../git/repository.ts';
import { helpOf } from '../report/create-finding.ts';
import { type ScanOptions, sortedByPath } from '../scan.ts';
import { scanHistory } from '../scan-history.ts';
import { type HistoryCommit, openHistory } from '../sources/history-source.ts';
import { readNamed } from '../sources/published.ts';
import type { CommitRange } from '../sources/range-source.ts';
import type { Shard } from '../sources/shard.ts';
import type { Source } from '../sources/source.ts';
import { readBaselines } from '../suppress/baseline.ts';
import { createJudge, type Judged, judgedOf, keyOf, type Place } from './judge-blobs.ts';
import { CODEOWNERS_PATHS, readOwners } from './owners.ts';
import type { Store } from './store.ts';
import { readStored, type StoredFinding, storeFinding } from './stored-finding.ts';

/** Blobs that one job scans, about: a repository with fewer new ones is one job. */
const PART_BLOBS = 500;
/** Blobs that are looked up at once. */
const LOOK_BLOBS = 2000;

/** What is kept of a repository that was read to its end. */
export interface RepositoryRecord {
  /** Of its refs: with the same nothing has to be read again. */
  readonly state: string;
  readonly commits: number;
  readonly files: number;
  readonly bytes: number;
  /** How many were left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly findings: readonly (StoredFinding & RecordedPlace)[];
  readonly errors: readonly Notification[];
  readonly remarks: readonly string[];
}

type Held = Pick<NonNullable<Finding['held']>, 'firstCommit' | 'lastCommit' | 'inHead' | 'remotes'>;

/** Where a finding stands in the repository. */
interface RecordedPlace {
  readonly path: string;
  readonly commit: string | null;
  readonly subject?: string;
  readonly date?: string;
  readonly held?: Held;
  readonly owners?: readonly string[];
}

export interface ReadOptions {
  readonly store: Store;
  readonly scan: ScanOptions;
  readonly selects: (path: string) => boolean;
  /** The name of the rules, the config included. */
  readonly rules: string;
}

/** A part of the new blobs: those that some commits bring. */
export interface Part {
  readonly commits: readonly string[];
  /** Of a commit that brings too many alone. */
  readonly shard?: Shard;
}

/** The history of a repository, listed and compared once for all who go through it. */
export interface Walk {
  readonly repository: Repository;
  readonly count: number;
  readonly range: () => CommitRange<HistoryCommit>;
}

/** More are compared anew each time, so that memory stays bounded. */
const KEPT_COMMITS = 2000;

/** @throws UserError for a repository that git cannot read. */
export function openWalk(repository: Repository, { selects }: ReadOptions): Walk {
  const at = { cwd: repository.root };
  const commits = allCommits(at);
  let kept: readonly ComparedCommit[] | undefined;
  const compare = (): Iterable<ComparedCommit> => {
    if (commits.length > KEPT_COMMITS) return compareCommits(commits, at);
    kept ??= [...compareCommits(commits, at)];
    return kept;
  };
  const range = (): CommitRange<HistoryCommit> =>
    openHistory({ ...repository, commits, selects }, { ahead: false, compare });
  return { repository, count: commits.length, range };
}

/** The state of the refs; equal states hold equal histories. */
export function stateOf({ root }: Repository, rules: string): string {
  const at = { cwd: root };
  const tips = [commitOf('HEAD', at) ?? '', ...[...refTips([], at)].sort(), rules];
  return createHash('sha256').update(tips.join('\n')).digest('hex').slice(0, 32);
}

/**
 * Scans what is new while it is little, and says how the rest is to be cut; [] where nothing is left.
 *
 * @throws UserError for a repository that git cannot read.
 */
export async function planRepository(walk: Walk, options: ReadOptions): Promise<readonly Part[]> {
  const judge = createJudge(options.store, options.scan);
  const parts: Part[] = [];
  let commits: string[] = [];
  let count = 0;
  let isLarge = false;
  const cut = (): void => {
    if (commits.length > 0) parts.push({ commits });
    commits = [];
    count = 0;
  };
  const range = walk.range();
  try {
    for (const group of grouped(range)) {
      const { unknown } = await judge.look(group.places);
      if (!isLarge && count + unknown.length <= PART_BLOBS) {
        await judge.all(unknown);
        count += unknown.length;
        continue;
      }
      if (!isLarge) count = 0;
      isLarge = true;
      const fresh = new Set(unknown);
      for (const { oid, places } of group.commits) {
        const wanted = places.filter((place) => fresh.has(place)).length;
        if (wanted === 0) continue;
        if (count + wanted > PART_BLOBS) cut();
        if (wanted > PART_BLOBS) {
          const total = Math.ceil(wanted / PART_BLOBS);
          for (let index = 1; index <= total; index += 1) parts.push({ commits: [oid], shard: { index, total } });
          continue;
        }
        commits.push(oid);
        count += wanted;
      }
    }
  } finally {
    await range.close();
  }
  cut();
  return parts;
}

/** Judges one part. What cannot be read is left to the end, which names it. */
export async function readPart(repository: Repository, { commits, shard }: Part, options: ReadOptions): Promise<void> {
  const listed = readCommits(commits, { cwd: repository.root });
  const range = openHistory({ ...repository, commits: listed, selects: options.selects, shard }, { ahead: false });
  try {
    for (const { places } of grouped(range)) await createJudge(options.store, options.scan).all(places);
  } finally {
    await range.close();
  }
}

/**
 * The whole history, by what is known of its blobs; what is not known yet is scanned.
 *
 * @throws UserError for a repository that git cannot read.
 */
export async function readRepository(walk: Walk, state: string, options: ReadOptions): Promise<RepositoryRecord> {
  const known = new Map<string, Judged>();
  const judge = createJudge(options.store, options.scan);
  const first = walk.range();
  try {
    for (const { places } of grouped(first)) {
      for (const [key, judged] of await judge.all(places)) known.set(key, judged);
    }
  } finally {
    await first.close();
  }
  const rules = await options.scan.ruleset.load();
  const toFindings = (stored: readonly StoredFinding[], path: string): readonly Finding[] =>
    stored.map((finding) => readStored(finding, path, helpOf(finding.ruleId, rules)));
  const report = await scanHistory(walk.range(), walk.repository.root, {
    ...options.scan,
    judge: async (source) => reportOf(source, known, toFindings),
  });
  return record(state, report, walk, options);
}

interface CommitPlaces {
  readonly oid: string;
  readonly places: readonly Place[];
}

interface PlaceGroup {
  readonly commits: readonly CommitPlaces[];
  readonly places: readonly Place[];
}

/** The places of many commits at a time, so that the store is asked seldom. */
function* grouped(range: CommitRange<HistoryCommit>): Generator<PlaceGroup> {
  let commits: CommitPlaces[] = [];
  let count = 0;
  const group = (): PlaceGroup => ({ commits, places: commits.flatMap(({ places }) => places) });
  for (const { oid, source } of range.sources()) {
    const beside = source.beside ?? (async () => undefined);
    commits.push({ oid, places: source.files.map((file) => ({ file, beside })) });
    count += source.files.length;
    if (count < LOOK_BLOBS) continue;
    yield group();
    commits = [];
    count = 0;
  }
  if (count > 0) yield group();
}

/** What `scan` would have said of a commit's own blobs. */
function reportOf(
  source: Source,
  known: ReadonlyMap<string, Judged>,
  toFindings: (stored: readonly StoredFinding[], path: string) => readonly Finding[],
): Report {
  const skipped = [...source.skipped];
  const errors: Notification[] = [];
  const findings: Finding[] = [];
  let files = 0;
  let bytes = 0;
  for (const file of source.files) {
    const judged = judgedOf(known, keyOf({ file, beside: async () => undefined }));
    if (judged.type === 'unread') {
      errors.push({ ...judged.error, path: file.path });
      continue;
    }
    bytes += judged.bytes;
    if (judged.type === 'binary') skipped.push({ path: file.path, reason: 'binary' });
    else files += 1;
    if (judged.type === 'found') findings.push(...toFindings(judged.findings, file.path));
  }
  const scanned = { files, bytes, commits: 0, skipped };
  return { source: 'history', scanned, findings, errors, remarks: [], durationMs: 0 };
}

async function record(
  state: string,
  report: Report,
  { repository, count: commits }: Walk,
  { scan }: ReadOptions,
): Promise<RepositoryRecord> {
  const { suppressionOf, ownersOf } = report.findings.length === 0 ? NOBODY : await readHead(repository);
  const mask = (text: string): Promise<string> => maskCredentials(text, scan.ruleset, scan.detect);
  const findings = [];
  for (const finding of report.findings) {
    const { path, commit, subject, date, held } = finding;
    const owners = ownersOf(path);
    const suppressed = finding.suppressed ?? suppressionOf(finding.fingerprint);
    findings.push({
      ...storeFinding({ ...finding, suppressed }),
      ...(finding.credential === undefined ? {} : { credential: finding.credential }),
      // A path may hold a credential too.
      path: await mask(path),
      commit,
      ...(subject === undefined ? {} : { subject }),
      ...(date === undefined ? {} : { date }),
      ...(held === undefined ? {} : { held: publicHeld(held) }),
      ...(owners.length === 0 ? {} : { owners }),
    });
  }
  const errors = [];
  for (const error of report.errors) {
    errors.push({ ...error, path: await mask(error.path), message: await mask(error.message) });
  }
  const skipped: Record<string, number> = {};
  for (const { reason } of report.scanned.skipped) skipped[reason] = (skipped[reason] ?? 0) + 1;
  const { files, bytes } = report.scanned;
  return { state, commits, files, bytes, skipped, findings, errors: sortedByPath(errors), remarks: report.remarks };
}

function publicHeld({ firstCommit, lastCommit, inHead, remotes }: Held): Held {
  return { firstCommit, lastCommit, inHead, remotes };
}

/** What HEAD says of the repository's own: what it accepts, and who owns what. */
interface Head {
  readonly suppressionOf: (fingerprint: string) => Finding['suppressed'];
  readonly ownersOf: (path: string) => readonly string[];
}

const NOBODY: Head = { suppressionOf: () => null, ownersOf: () => [] };

async function readHead({ root }: Repository): Promise<Head> {
  const blobs = openBlobs(root);
  try {
    const textOf = async (path: string): Promise<string | undefined> =>
      (await readNamed(blobs, 'HEAD', path))?.toString('utf8');
    const accepted = await textOf('hushkey-baseline.json');
    let owners: string | undefined;
    for (const path of CODEOWNERS_PATHS) owners ??= await textOf(path);
    return {
      suppressionOf: accepted === undefined ? NOBODY.suppressionOf : readBaselines([accepted]).suppressionOf,
      ownersOf: owners === undefined ? NOBODY.ownersOf : readOwners(owners),
    };
  } finally {
    await blobs.close();
  }
}
