// One file -> what stands in it. Keywords first; only round their hits do the rules that own them look.

import type { Candidate } from '../credentials/matcher.ts';
import { isPlaceholder } from '../credentials/placeholder.ts';
import type { Category, Fix, Level } from '../finding.ts';
import type { Match, Rule, RuleInput } from '../rule.ts';
import type { SourceText } from '../text/source-text.ts';
import { type Decoded, decodeAround, type EncodingName } from './encodings.ts';
import type { Owner } from './keyword-table.ts';
import type { Hits, Rules } from './ruleset.ts';
import { Secret } from './secret.ts';

/** A place where a rule applies, before it is compared with the parent's version and suppressions. */
export interface Detection {
  readonly ruleId: string;
  readonly category: Category;
  readonly level: Level;
  /** UTF-16 offsets in the decoded text. */
  readonly start: number;
  readonly end: number;
  /** The credential and how much of its start may be shown. */
  readonly secret?: { readonly value: string; readonly prefix: string; readonly start: number; readonly end: number };
  /** Decides, with the rule, whether two detections are the same: the credential, or code in normal form. */
  readonly identity: string;
  readonly message: string;
  readonly evidence?: string;
  readonly fix?: Fix;
}

export interface DetectOptions {
  /** Largest text that usage rules read, in bytes. */
  readonly maxUsageBytes: number;
  /** Where the config says that code at a path runs. */
  readonly sideOf?: (path: string) => RuleInput['side'];
}

/** How many encodings deep a credential is followed. */
const MAX_DEPTH = 3;
/** Most bytes that are decoded for one file, over all its encoded stretches. */
const DECODE_BUDGET = 1024 * 1024;
/** Lines between an access key id and its secret that make them a pair. */
const PAIR_LINES = 5;

/** A stretch of the decoded text that must never be shown, and what is shown in its place. */
export interface MaskSpan {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

export interface Detected {
  /** Sorted by position and rule. */
  readonly detections: readonly Detection[];
  /** Every credential in the file, also those that no detection is about. */
  readonly masks: readonly MaskSpan[];
}

/**
 * Finds everything in a file. Pure; never throws, whatever the bytes.
 *
 * @param hits - the keywords in `file.bytes`.
 * @param nearest - the files round it, for rules that ask where the code runs.
 */
export function detect(
  file: SourceText,
  hits: Hits,
  rules: Rules,
  options: DetectOptions,
  nearest?: RuleInput['nearest'],
): Detected {
  const found = findCandidates(file.byteString(), hits, {
    path: file.path,
    plainOnly: file.binary,
    depth: 0,
    budget: { left: DECODE_BUDGET },
    rules,
  });
  const credentials = new Map(found.map((candidate) => [candidate, fromCandidate(candidate, file)]));
  const kept = dropPairedIds(resolveOverlaps(found), file.byteString());
  const detections = kept.flatMap((candidate) => credentials.get(candidate) ?? []);
  const readable = !file.binary && file.bytes.length <= options.maxUsageBytes;
  const wanted = readable ? rulesOf(hits, rules) : [];
  const side = wanted.length === 0 ? undefined : options.sideOf?.(file.path);
  for (const rule of wanted) {
    for (const match of rule.find({ path: file.path, text: file.text(), side, nearest }))
      detections.push(fromMatch(match, rule, file));
  }
  // Also those that yielded to another kind: they must be masked in what is shown of it.
  const secrets = [...new Set([...credentials.values(), ...detections])].flatMap(({ secret }) => secret ?? []);
  return {
    detections: detections
      .flatMap((detection) => {
        const level = rules.levelOf(detection.ruleId, detection.category, detection.level);
        return level === undefined ? [] : [{ ...detection, level }];
      })
      .sort((a, b) => a.start - b.start || a.end - b.end || (a.ruleId < b.ruleId ? -1 : 1)),
    masks: secrets.map(({ value, prefix, start, end }) => ({ start, end, mask: new Secret(value, prefix).mask })),
  };
}

/** The rules that a hit is for, and those without keywords. */
function rulesOf(hits: Hits, rules: Rules): readonly Rule[] {
  const wanted = new Set<number>();
  const seen = new Set<number>();
  for (let i = 0; i < hits.length; i += 2) seen.add(hits[i] ?? 0);
  for (const keyword of seen) {
    for (const owner of rules.owners(keyword)) if (owner.type === 'rule') wanted.add(owner.rule);
  }
  return rules.rules.filter((rule, i) => wanted.has(i) || rule.keywords.length === 0);
}

/** A candidate whose value may differ from the text at its place, because that text is encoded. */
interface Found extends Candidate {
  readonly value: string;
  /** The matcher's place in the catalogue, which says whom to prefer when all else is equal. */
  readonly order: number;
}

interface Search {
  readonly rules: Rules;
  readonly path: string;
  readonly depth: number;
  readonly budget: { left: number };
  /** Binary content: encoded text and guesses are not looked for. */
  readonly plainOnly: boolean;
}

function findCandidates(text: string, hits: Hits, search: Search): readonly Found[] {
  const found = new Map<string, Found>();
  let decodedTo = 0;
  for (let i = 0; i < hits.length; i += 2) {
    const offset = hits[i + 1] ?? 0;
    for (const owner of search.rules.owners(hits[i] ?? 0)) {
      if (owner.type === 'credential') {
        const candidate = findOne(text, offset, owner, search);
        if (candidate === undefined) continue;
        const key = `${candidate.kind.id} ${candidate.start} ${candidate.end}`;
        if (!found.has(key)) found.set(key, candidate);
      } else if (owner.type === 'encoded' && offset >= decodedTo && mayDecode(search)) {
        const decoded = decodeAround(text, offset, owner.encoding, owner.keyword);
        if (decoded === undefined) continue;
        // Several keywords in one encoded stretch are read by one decoding.
        decodedTo = decoded.coveredTo;
        for (const candidate of findDecoded(decoded, owner.encoding, search)) {
          found.set(`${candidate.kind.id} ${decoded.start} ${candidate.value}`, candidate);
        }
      }
    }
  }
  return [...found.values()];
}

function findOne(
  text: string,
  offset: number,
  owner: Extract<Owner, { type: 'credential' }>,
  { rules, path, plainOnly }: Search,
): Found | undefined {
  const matcher = rules.matchers[owner.matcher];
  if (matcher === undefined || (plainOnly && matcher.kind.level === 'warning')) return undefined;
  const candidate = matcher.find(text, offset, owner.keyword, path);
  return candidate && { ...candidate, value: text.slice(candidate.start, candidate.end), order: owner.matcher };
}

function mayDecode({ plainOnly, depth, budget }: Search): boolean {
  return !plainOnly && depth < MAX_DEPTH && budget.left > 0;
}

/** What stands in a decoded stretch, placed where the encoded one stands. */
function findDecoded(decoded: Decoded, encoding: EncodingName, search: Search): readonly Found[] {
  search.budget.left -= decoded.bytes.length;
  const hits = search.rules.hits(decoded.bytes);
  const inner = findCandidates(decoded.bytes.toString('latin1'), hits, { ...search, depth: search.depth + 1 });
  return resolveOverlaps(inner).map((candidate) => ({
    ...candidate,
    start: decoded.start,
    end: decoded.end,
    note: candidate.note ?? `stands there in ${encoding}`,
  }));
}

/** Of candidates that overlap, the one that says most: named before catch-all, higher level, longer, earlier. */
function resolveOverlaps<T extends Found>(candidates: readonly T[]): readonly T[] {
  const rank = { error: 0, warning: 1, note: 2 } as const;
  const order = [...candidates].sort(
    (a, b) =>
      Number(a.kind.fallback === true) - Number(b.kind.fallback === true) ||
      rank[a.kind.level ?? 'error'] - rank[b.kind.level ?? 'error'] ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start ||
      a.order - b.order,
  );
  const kept: T[] = [];
  const valuesAt = new Map<string, Set<string>>();
  const taken = createSpanSet();
  for (const candidate of order) {
    const span = `${candidate.start} ${candidate.end}`;
    const values = valuesAt.get(span) ?? new Set();
    // Two credentials in one encoded stretch share its span and are both kept.
    const twin = values.size > 0 && !values.has(candidate.value) && candidate.kind.fallback !== true;
    if (!twin && taken.overlaps(candidate.start, candidate.end)) continue;
    taken.add(candidate.start, candidate.end);
    valuesAt.set(span, values.add(candidate.value));
    kept.push(candidate);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Spans kept sorted by start, none overlapping: a lookup is a binary search, so 10,000 keys in a file stay cheap. */
function createSpanSet(): {
  overlaps: (start: number, end: number) => boolean;
  add: (start: number, end: number) => void;
} {
  const starts: number[] = [];
  const ends: number[] = [];
  const indexOf = (start: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    overlaps(start, end) {
      const at = indexOf(start);
      return (starts[at] ?? Number.POSITIVE_INFINITY) < end || (at > 0 && (ends[at - 1] ?? 0) > start);
    },
    add(start, end) {
      const at = indexOf(start);
      starts.splice(at, 0, start);
      ends.splice(at, 0, end);
    },
  };
}

/** An access key id beside its secret is one finding, the secret's. */
function dropPairedIds(found: readonly Found[], text: string): readonly Found[] {
  const secrets = found.filter((candidate) => candidate.kind.id === 'aws-secret-access-key');
  let next = 0;
  return found.filter((candidate) => {
    if (candidate.kind.id !== 'aws-access-key-id') return true;
    // Both are sorted by position: the nearest secret is the last before the id or the first after it.
    while ((secrets[next]?.start ?? Number.POSITIVE_INFINITY) < candidate.start) next += 1;
    return [secrets[next - 1], secrets[next]].every(
      (secret) => secret === undefined || linesBetween(text, candidate.start, secret.start) > PAIR_LINES,
    );
  });
}

function linesBetween(text: string, a: number, b: number): number {
  let lines = 0;
  const end = Math.max(a, b);
  for (let at = text.indexOf('\n', Math.min(a, b)); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > PAIR_LINES) break;
  }
  return lines;
}

function fromCandidate(candidate: Found, file: SourceText): Detection {
  const start = file.textOffset(candidate.start);
  const end = file.textOffset(candidate.end);
  const { kind } = candidate;
  return {
    ruleId: kind.id,
    category: 'hardcoded-key',
    level: candidate.level,
    start,
    end,
    secret: { value: candidate.value, prefix: candidate.prefix, start, end },
    identity: candidate.value,
    message: candidate.note === undefined ? kind.name : `${kind.name}: ${candidate.note}`,
  };
}

function fromMatch(match: Match, rule: Rule, file: SourceText): Detection {
  const text = file.text();
  const secret = match.secret === undefined ? undefined : text.slice(match.secret.start, match.secret.end);
  return {
    ruleId: rule.id,
    category: rule.category,
    level: match.level ?? rule.level,
    start: match.start,
    end: match.end,
    ...(secret === undefined || match.secret === undefined || isPlaceholder(secret, 0)
      ? {}
      : { secret: { value: secret, prefix: prefixOf(secret), start: match.secret.start, end: match.secret.end } }),
    identity: match.code ?? text.slice(match.start, match.end),
    message: match.message ?? rule.summary,
    ...(match.evidence === undefined ? {} : { evidence: match.evidence }),
    ...(match.fix === undefined ? {} : { fix: match.fix }),
  };
}

/** The part of a value that is a known fixed prefix, for its mask; '' when in doubt. */
function prefixOf(secret: string): string {
  return /^sk-ant-[a-z]{2,8}[0-9]{0,2}-/.exec(secret)?.[0] ?? '';
}
