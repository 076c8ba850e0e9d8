// One file -> what stands in it. Keywords first; only round their hits do the rules that own them look.

import type { Candidate } from '../credentials/matcher.ts';
import { isPlaceholder } from '../credentials/placeholder.ts';
import type { Category, Fix, Level } from '../finding.ts';
import type { Match, Rule } from '../rule.ts';
import type { SourceText } from '../text/source-text.ts';
import { type Decoded, decodeAround, type EncodingName } from './encodings.ts';
import type { Hit, Rules } from './ruleset.ts';
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
}

/** How many encodings deep a credential is followed. */
const MAX_DEPTH = 3;
/** Most bytes that are decoded for one file, over all its encoded stretches. */
const DECODE_BUDGET = 4 * 1024 * 1024;
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
 */
export function detect(file: SourceText, hits: readonly Hit[], rules: Rules, options: DetectOptions): Detected {
  const found = findCandidates(file.byteString(), hits, {
    plainOnly: file.binary,
    depth: 0,
    budget: { left: DECODE_BUDGET },
    rules,
  });
  const detections = dropPairedIds(resolveOverlaps(found), file.byteString()).map((one) => fromCandidate(one, file));
  const readable = !file.binary && file.bytes.length <= options.maxUsageBytes;
  for (const rule of readable ? rulesOf(hits, rules) : []) {
    for (const match of rule.find({ path: file.path, text: file.text() }))
      detections.push(fromMatch(match, rule, file));
  }
  const all = [...found.map((candidate) => fromCandidate(candidate, file)), ...detections];
  const secrets = all.flatMap((detection) => detection.secret ?? []);
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
function rulesOf(hits: readonly Hit[], rules: Rules): readonly Rule[] {
  const wanted = new Set<number>();
  for (const hit of hits) for (const owner of hit.owners) if (owner.type === 'rule') wanted.add(owner.rule);
  return rules.rules.filter((rule, i) => wanted.has(i) || rule.keywords.length === 0);
}

/** A candidate whose value may differ from the text at its place, because that text is encoded. */
interface Found extends Candidate {
  readonly value: string;
}

interface Search {
  readonly rules: Rules;
  readonly depth: number;
  readonly budget: { left: number };
  /** Binary content: encoded text and guesses are not looked for. */
  readonly plainOnly: boolean;
}

function findCandidates(text: string, hits: readonly Hit[], search: Search): readonly Found[] {
  const found = new Map<string, Found>();
  let decodedTo = 0;
  for (const { owners, offset } of hits) {
    for (const owner of owners) {
      if (owner.type === 'credential') {
        const matcher = search.rules.matchers[owner.matcher];
        if (matcher === undefined || (search.plainOnly && matcher.kind.level === 'warning')) continue;
        const candidate = matcher.find(text, offset, owner.keyword);
        if (candidate === undefined) continue;
        const key = `${candidate.kind.id} ${candidate.start} ${candidate.end}`;
        if (!found.has(key)) found.set(key, { ...candidate, value: text.slice(candidate.start, candidate.end) });
      } else if (owner.type === 'encoded' && !search.plainOnly && offset >= decodedTo && search.depth < MAX_DEPTH) {
        const decoded = decodeAround(text, offset, owner, owner.keyword);
        if (decoded === undefined || search.budget.left < decoded.bytes.length) continue;
        const inner = findDecoded(decoded, owner.encoding, search);
        // Several keywords in one encoded stretch are read by one decoding.
        if (inner.length > 0) decodedTo = decoded.end;
        for (const candidate of inner) found.set(`${candidate.kind.id} ${decoded.start} ${candidate.value}`, candidate);
      }
    }
  }
  return [...found.values()];
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
      a.start - b.start,
  );
  const kept: T[] = [];
  const taken = createSpanSet();
  for (const candidate of order) {
    // Two credentials in one encoded stretch share its span and are both kept.
    const twin = kept.some(
      (other) => other.start === candidate.start && other.end === candidate.end && other.value !== candidate.value,
    );
    if (!(twin && candidate.kind.fallback !== true) && taken.overlaps(candidate.start, candidate.end)) continue;
    taken.add(candidate.start, candidate.end);
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
  if (secrets.length === 0) return found;
  return found.filter(
    (candidate) =>
      candidate.kind.id !== 'aws-access-key-id' ||
      !secrets.some((secret) => linesBetween(text, candidate.start, secret.start) <= PAIR_LINES),
  );
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
