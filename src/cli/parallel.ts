// A large tree is scanned by several threads, all of which take from one list. Apart, because what a commit or a small
// folder holds is scanned before a thread has started.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Secret } from '../engine/secret.ts';
import { errnoOf } from '../errors.ts';
import type { Finding, Report, SourceName } from '../finding.ts';
import { type ScanOptions, scan } from '../scan.ts';
import { countParts, joinParts, type Part, scanParts } from '../scan-parts.ts';
import type { DiskFile, Source } from '../sources/source.ts';
import { openDiskFiles } from '../sources/worktree.ts';
import { memoryRelief } from './memory.ts';
import { loadSettings, type SettingsRequest } from './settings.ts';

/** The thread's file as seen from the bundle, put in by the build; the sources run without it in tests. */
declare const HUSHKEY_WORKER: string | undefined;

/** Of either so much is worth a second thread, which takes 60 ms of processor time to start. */
const MANY_FILES = 2000;
const MANY_BYTES = 20_000_000;
/** Threads without being asked: more are the user's to give away. */
const USUAL_JOBS = 2;
/** Each takes some 60 MB. */
const MOST_JOBS = 64;
/** Of a thread's young objects, in megabytes: most are garbage at once; more takes 20 MB and saves nothing. */
const YOUNG_MEGABYTES = 4;

/** What a thread is told. */
export interface Task {
  readonly settings: SettingsRequest;
  readonly name: SourceName;
  readonly top: string;
  readonly files: readonly DiskFile[];
  readonly turn: Int32Array;
}

/** What a thread answers: a credential in memory cannot be copied as it is. */
type Answer = readonly (Omit<Part, 'report'> & { readonly report: CopiedReport })[];
type CopiedReport = Omit<Report, 'findings'> & {
  readonly findings: readonly (Omit<Finding, 'secret'> & {
    readonly copied?: readonly [value: string, mask: string];
  })[];
};

/**
 * Scans a source whose files are each judged by itself, in several threads where that pays.
 *
 * @param jobs - threads to use at most; `usual`: as many as pay.
 * @throws Error where a thread ended before it was done.
 */
export async function scanWithJobs(
  source: Source,
  options: ScanOptions,
  settings: SettingsRequest,
  jobs: number | 'usual',
): Promise<Report> {
  const { top } = source;
  const onDisk = source.files.filter(({ disk }) => disk !== undefined);
  const files = onDisk.flatMap(({ disk }) => disk ?? []);
  const threads = Math.min(jobs === 'usual' ? usualJobs(files) : jobs, countParts({ files: onDisk }), MOST_JOBS);
  if (top === undefined) return scan(source, options);
  // What could not even be asked for its size says why when it is read.
  const unread = await scan({ ...source, files: source.files.filter(({ disk }) => disk === undefined) }, options);
  const shared = { ...source, files: onDisk, skipped: unread.scanned.skipped, errors: unread.errors };
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const workers = await startWorkers(threads - 1, { settings, name: source.name, top, files, turn });
  try {
    const answers = Promise.all(workers.map(answerOf));
    // It is looked at below: until then this thread has its own parts to do.
    answers.catch(() => undefined);
    const own = await scanParts(shared, options, turn);
    return joinParts(shared, [...own, ...(await answers).flat()], options.startedAt);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function usualJobs(files: readonly DiskFile[]): number {
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  const pays = files.length >= MANY_FILES || bytes >= MANY_BYTES;
  return pays ? Math.min(USUAL_JOBS, availableParallelism()) : 1;
}

/** As many threads as the system gives: those that there are do the work of the others. */
async function startWorkers(count: number, task: Task): Promise<readonly Worker[]> {
  if (count < 1 || typeof HUSHKEY_WORKER !== 'string') return [];
  const { Worker } = await import('node:worker_threads');
  const workers: Worker[] = [];
  for (let i = 0; i < count; i += 1) {
    try {
      const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES };
      // A config that prints has printed already.
      const options = { workerData: task, stdout: true, stderr: true, resourceLimits };
      workers.push(new Worker(join(import.meta.dirname, HUSHKEY_WORKER), options));
    } catch (error) {
      if (errnoOf(error) !== 'ERR_WORKER_INIT_FAILED') throw error;
      return workers;
    }
  }
  return workers;
}

async function answerOf(worker: Worker): Promise<readonly Part[]> {
  const early = once(worker, 'exit').then(() => {
    throw new Error('a thread of the scan ended before it was done');
  });
  early.catch(() => undefined);
  // What is thrown in the thread is thrown here by `once`.
  const [answer] = (await Promise.race([once(worker, 'message'), early])) as [Answer];
  return answer.map(({ index, report }) => ({ index, report: restored(report) }));
}

/** What a thread does from its start to its end. @returns what it answers. */
export async function work({ settings, name, top, files, turn }: Task, startedAt: number): Promise<Answer> {
  const options = await loadSettings(settings);
  const parts = await scanParts(
    openDiskFiles(name, top, files),
    { ...options, startedAt, relieve: memoryRelief() },
    turn,
  );
  return parts.map(({ index, report }) => ({ index, report: copied(report) }));
}

function copied(report: Report): CopiedReport {
  const findings = report.findings.map(({ secret, ...finding }) =>
    secret === undefined ? finding : { ...finding, copied: [secret.reveal(), secret.mask] as const },
  );
  return { ...report, findings };
}

function restored(report: CopiedReport): Report {
  const findings = report.findings.map(({ copied, ...finding }) =>
    copied === undefined ? finding : { ...finding, secret: new Secret(copied[0], '', copied[1]) },
  );
  return { ...report, findings };
}
