// What is known of blobs, and the scan of those of which nothing is. Most hold no keyword, and are clean under any path
// that is none itself; another is judged under its path, and, where a rule asked for the files round it, under what these held.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import type { Notification } from '../finding.ts';
import { type ScanOptions, scan } from '../scan.ts';
import { blobKey } from '../sources/history-source.ts';
import type { Source, SourceFile } from '../sources/source.ts';
import type { Claim, Store, Written } from './store.ts';
import { type StoredFinding, storeFinding } from './stored-finding.ts';

/** What became of a blob under a path. */
export type Judged =
  | { readonly type: 'clean' | 'binary'; readonly bytes: number }
  | { readonly type: 'found'; readonly bytes: number; readonly findings: readonly StoredFinding[] }
  | { readonly type: 'unread'; readonly error: Notification };

/** A blob, its path, and the tree in which it stands there. */
export interface Place {
  readonly file: SourceFile;
  readonly beside: (path: string) => Promise<Buffer | undefined>;
}

export interface Judge {
  /** Judges all: asks the store, scans what nobody has scanned, waits for what others are scanning. */
  readonly all: (places: readonly Place[]) => Promise<ReadonlyMap<string, Judged>>;
  /** Only asks: what is known, and which are not. */
  readonly look: (
    places: readonly Place[],
  ) => Promise<{ known: ReadonlyMap<string, Judged>; unknown: readonly Place[] }>;
}

export const keyOf = ({ file }: Place): string => blobKey(file.oid ?? '', file.path);

/** Blobs that are taken at once: few, so that two workers in the same blobs share them. */
const SLICE = 32;
const LOOK_SLICE = 1000;
const POLL_MS = 100;

/** Under which key a place stands, and what is written there. */
interface Question {
  readonly place: Place;
  readonly key: string;
  /** Files round it whose contents are part of the key. */
  readonly asked: readonly string[];
}

export function createJudge(store: Store, options: ScanOptions): Judge {
  const owner = randomUUID();
  const first = (place: Place): Question => {
    const { oid = '', path } = place.file;
    return { place, key: digest(isNamed(path, options) ? [oid, path] : [oid]), asked: [] };
  };

  /** One step nearer to the result: the answer, the next key to ask under, or whose it is. */
  const step = async (question: Question, claim: Claim): Promise<Judged | Question | 'ours' | 'theirs' | string> => {
    if (claim.type !== 'known') return claim.type;
    const { place } = question;
    const { value } = claim;
    if (value === '+') return { place, key: digest([place.file.oid ?? '', place.file.path]), asked: [] };
    if (value.startsWith('*')) {
      const asked = JSON.parse(value.slice(1)) as string[];
      return { place, key: await contextKey(place, asked), asked };
    }
    if (value.startsWith('f')) return question.key;
    return { type: value.startsWith('b') ? 'binary' : 'clean', bytes: Number(value.replace('b', '')) };
  };

  const round = async (questions: readonly Question[], look: boolean) => {
    const known = new Map<string, Judged>();
    const ours: Question[] = [];
    const theirs: Question[] = [];
    const found: { question: Question; bytes: number }[] = [];
    let open = questions;
    while (open.length > 0) {
      const claims = await store.claim(
        open.map(({ key }) => key),
        owner,
        look,
      );
      const next: Question[] = [];
      for (const [i, question] of open.entries()) {
        const claim = claims[i] ?? { type: 'theirs' };
        const answer = await step(question, claim);
        if (answer === 'ours') ours.push(question);
        else if (answer === 'theirs') theirs.push(question);
        else if (typeof answer === 'string')
          found.push({ question, bytes: claim.type === 'known' ? Number(claim.value.slice(1)) : 0 });
        else if ('type' in answer) known.set(keyOf(question.place), answer);
        else next.push(answer);
      }
      open = next;
    }
    const texts = await store.findingsOf(found.map(({ question }) => question.key));
    found.forEach(({ question, bytes }, i) => {
      const findings = JSON.parse(texts[i] ?? '[]') as StoredFinding[];
      known.set(keyOf(question.place), { type: 'found', bytes, findings });
    });
    return { known, ours, theirs };
  };

  return {
    async look(places) {
      const known = new Map<string, Judged>();
      const unknown: Place[] = [];
      for (let from = 0; from < places.length; from += LOOK_SLICE) {
        const part = await round(places.slice(from, from + LOOK_SLICE).map(first), true);
        for (const [key, judged] of part.known) known.set(key, judged);
        unknown.push(...part.theirs.map(({ place }) => place));
      }
      return { known, unknown };
    },
    async all(places) {
      const known = new Map<string, Judged>();
      let waiting = [...places];
      while (waiting.length > 0) {
        const theirs: Place[] = [];
        for (let from = 0; from < waiting.length; from += SLICE) {
          const slice = waiting.slice(from, from + SLICE);
          // One blob under two paths: the second has to wait for what the first says.
          const oids = new Set<string | undefined>();
          const once = slice.filter(({ file }) => !oids.has(file.oid) && oids.add(file.oid).size > 0);
          theirs.push(...slice.filter((place) => !once.includes(place)));
          const part = await round(once.map(first), false);
          for (const [key, judged] of part.known) known.set(key, judged);
          theirs.push(...part.theirs.map(({ place }) => place));
          for (const [key, judged] of await scanAll(part.ours, store, options)) known.set(key, judged);
        }
        const isStuck = theirs.length === waiting.length;
        waiting = theirs;
        // What others have taken is done soon, or free again when they are lost.
        if (isStuck) await sleep(POLL_MS * (0.5 + Math.random()));
      }
      return known;
    },
  };
}

async function scanAll(
  questions: readonly Question[],
  store: Store,
  options: ScanOptions,
): Promise<ReadonlyMap<string, Judged>> {
  const known = new Map<string, Judged>();
  const results: Written[] = [];
  for (const question of questions) {
    const { judged, writes } = await scanOne(question, options);
    known.set(keyOf(question.place), judged);
    results.push(...writes);
  }
  if (questions.length > 0)
    await store.write(
      results,
      questions.map(({ key }) => key),
    );
  return known;
}

/** Scans one blob, and says what to keep of it; nothing of one that could not be read. */
async function scanOne(
  question: Question,
  options: ScanOptions,
): Promise<{ readonly judged: Judged; readonly writes: readonly Written[] }> {
  const { place } = question;
  const { file } = place;
  let hasHits = !options.ruleset.needsHit;
  const asked = new Set<string>(question.asked);
  const ruleset: ScanOptions['ruleset'] = {
    ...options.ruleset,
    hits(bytes, path) {
      const hits = options.ruleset.hits(bytes, path);
      hasHits ||= hits.length > 0;
      return hits;
    },
  };
  const beside = async (path: string): Promise<Buffer | undefined> => {
    asked.add(path);
    return place.beside(path);
  };
  const report = await scan(sourceOf(file, beside), { ...options, ruleset });
  const [error] = report.errors;
  if (error !== undefined) return { judged: { type: 'unread', error }, writes: [] };
  const { bytes, skipped } = report.scanned;
  const findings = report.findings.map(storeFinding);
  const judged: Judged =
    findings.length > 0 ? { type: 'found', bytes, findings } : { type: skipped.length > 0 ? 'binary' : 'clean', bytes };
  const value = `${judged.type === 'found' ? 'f' : judged.type === 'binary' ? 'b' : ''}${bytes}`;
  const result = { value, findings: findings.length === 0 ? '' : JSON.stringify(findings), bytes };
  const own = digest([file.oid ?? '']);
  if (!hasHits) return { judged, writes: [{ key: own, ...result }] };
  // Under a name that is a keyword, nothing is said of the blob elsewhere.
  const writes: readonly Written[] = isNamed(file.path, options) ? [] : [marker(own, '+')];
  const named = digest([file.oid ?? '', file.path]);
  if (asked.size === 0) return { judged, writes: [...writes, { key: named, ...result }] };
  const names = [...asked].sort();
  const key = await contextKey(place, names);
  return { judged, writes: [...writes, marker(named, `*${JSON.stringify(names)}`), { key, ...result }] };
}

/** Whether a file is judged for its name, whatever it holds: `master.key`. */
function isNamed(path: string, { ruleset }: ScanOptions): boolean {
  return ruleset.hits(NO_BYTES, path).length > 0;
}

const NO_BYTES = new Uint8Array(0);

function marker(key: string, value: string): Written {
  return { key, value, findings: '', bytes: 0 };
}

function sourceOf(file: SourceFile, beside: Place['beside']): Source {
  return {
    name: 'history',
    files: [file],
    skipped: [],
    errors: [],
    before: undefined,
    beside,
    close: async () => undefined,
  };
}

async function contextKey({ file, beside }: Place, asked: readonly string[]): Promise<string> {
  const words = [file.oid ?? '', file.path];
  for (const path of asked) {
    const bytes = await beside(path);
    words.push(path, bytes === undefined ? '' : digest([bytes]));
  }
  return digest(words);
}

/** 96 bits: that two of a thousand million blobs are taken for one is as likely as one in a hundred thousand million. */
function digest(words: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const word of words) hash.update(word).update('\0');
  return hash.digest('hex').slice(0, 24);
}

/** @throws UserError for a place that was not among those judged: the repository changed meanwhile. */
export function judgedOf(known: ReadonlyMap<string, Judged>, key: string): Judged {
  const judged = known.get(key);
  if (judged === undefined) throw new UserError('fleet-incomplete', 'the repository changed while it was read');
  return judged;
}
