// `.secrets.baseline` of detect-secrets: accepted secrets by their SHA-1 and file, and the patterns of what it leaves out.
import { createHash } from 'node:crypto';
import { compile, type ForeignFile, type ForeignList, isTable, type Judged, listOf, type Table } from './judged.ts';

/** A pattern of the file with its place. */
interface Exclusion {
  readonly place: string;
  readonly holds: (judged: Judged) => boolean;
}

/** The filters that take a pattern, and what it is tried on. */
const FILTERS: Readonly<Record<string, (regex: RegExp, judged: Judged) => boolean>> = {
  should_exclude_file: (regex, { path }) => regex.test(path),
  should_exclude_line: (regex, { around }) => regex.test(around),
  should_exclude_secret: (regex, { secret }) => regex.test(secret),
};

export function readSecretsBaseline({ name, text }: ForeignFile): ForeignList {
  const useless = (what: string): ForeignList => ({
    remarks: [`${name}: ${what}, so the file suppresses nothing`],
    reasonFor: () => undefined,
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return useless('is not valid JSON');
  }
  const results = isTable(value) ? value['results'] : undefined;
  if (!isTable(value) || !isTable(results)) return useless('has no results');
  const remarks: string[] = [];
  const exclusions = exclusionsOf(value, name, remarks);
  const accepted = acceptedIn(results);
  return {
    remarks,
    reasonFor(judged) {
      const entries = accepted.get(judged.path) ?? [];
      const hashes = entries.length === 0 ? [] : hashesOf(judged);
      const entry = entries.find(({ hash }) => hashes.includes(hash));
      // A real one by their own audit: what it says is that it must go.
      if (entry?.isSecret === true) return undefined;
      if (entry !== undefined)
        return `${name}: ${entry.isSecret === false ? 'audited as no secret' : 'accepted there'}`;
      return exclusions.find(({ holds }) => holds(judged))?.place;
    },
  };
}

interface Accepted {
  readonly hash: string;
  /** Of the audit; undefined where there was none. */
  readonly isSecret: boolean | undefined;
}

function acceptedIn(results: Table): ReadonlyMap<string, readonly Accepted[]> {
  return new Map(
    Object.entries(results).map(([path, entries]) => [
      path.replaceAll('\\', '/').replace(/^\.\//, ''),
      listOf(entries).flatMap((entry) => {
        if (!isTable(entry) || typeof entry['hashed_secret'] !== 'string') return [];
        const isSecret = entry['is_secret'];
        return { hash: entry['hashed_secret'], isSecret: typeof isSecret === 'boolean' ? isSecret : undefined };
      }),
    ]),
  );
}

/**
 * What it may have hashed where we found this: the secret, what stands between the quotes or blanks round it, and of a
 * private key the words of its first line.
 */
function hashesOf({ secret, around, secretAt }: Judged): readonly string[] {
  const end = secretAt + secret.length;
  const widened = (stop: RegExp): string => {
    let from = secretAt;
    while (from > 0 && !stop.test(around.charAt(from - 1))) from -= 1;
    let to = end;
    while (to < around.length && !stop.test(around.charAt(to))) to += 1;
    return around.slice(from, to);
  };
  const header = /BEGIN (?:[A-Z0-9]{1,10} ){0,3}PRIVATE KEY(?: BLOCK)?/.exec(secret)?.[0];
  const candidates = new Set([secret, secret.trim(), widened(/["'`\s]/), widened(/["'`]/), widened(/["'`\s=:,;]/)]);
  if (header !== undefined) candidates.add(header);
  return [...candidates].map((one) => createHash('sha1').update(one).digest('hex'));
}

/** `filters_used` of today, `exclude` and the like of versions before 1.0. */
function exclusionsOf(value: Table, name: string, remarks: string[]): readonly Exclusion[] {
  const found: Exclusion[] = [];
  const add = (kind: string, pattern: unknown, place: string): void => {
    const holds = FILTERS[kind];
    if (holds === undefined) return;
    const regex = compile(pattern, 'python', (what) => remarks.push(`${place} ${what}, so it suppresses nothing`));
    if (regex !== undefined) found.push({ place, holds: (judged) => holds(regex, judged) });
  };
  for (const [i, filter] of listOf(value['filters_used']).entries()) {
    if (!isTable(filter)) continue;
    const kind = String(filter['path'] ?? '').replace(/^.*\./, '');
    const patterns = Array.isArray(filter['pattern']) ? filter['pattern'] : [filter['pattern']];
    for (const [k, pattern] of patterns.entries()) {
      if (pattern !== undefined) add(kind, pattern, `${name}: filters_used[${i}].pattern[${k}]`);
    }
  }
  const exclude = value['exclude'];
  for (const [key, kind] of [
    ['files', 'should_exclude_file'],
    ['lines', 'should_exclude_line'],
  ] as const) {
    const pattern = isTable(exclude) ? exclude[key] : undefined;
    if (typeof pattern === 'string' && pattern !== '') add(kind, pattern, `${name}: exclude.${key}`);
  }
  return found;
}
