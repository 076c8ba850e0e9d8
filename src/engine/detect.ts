// One file -> what stands in it. Keywords first; only round their hits do the rules that own them look.

import { isPlaceholder } from '../credentials/placeholder.ts';
import type { Category, Fix, Level } from '../finding.ts';
import type { Match, Rule, RuleInput } from '../rule.ts';
import type { SourceText } from '../text/source-text.ts';
import { type Decoded, decodeAround, phaseOf } from './encodings.ts';
import { createUnescaper } from './escapes.ts';
import type { Owner } from './keyword-table.ts';
import { dropPairedIds, type Found, resolveOverlaps } from './overlaps.ts';
import { createJoiner } from './pieces.ts';
import { placesOf, type Rebuilt, type Span } from './rebuilt.ts';
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
  readonly secret?: {
    readonly value: string;
    readonly prefix: string;
    readonly start: number;
    readonly end: number;
    /** Where its parts stand, when it is written in several. */
    readonly pieces?: readonly Span[];
  };
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
  // Also those that yielded to another kind: they must be masked in what is shown of it, by its mask where it is the same.
  const secrets = [...new Set([...detections, ...credentials.values()])].flatMap(({ secret }) => secret ?? []);
  return {
    detections: detections
      .flatMap((detection) => {
        const level = rules.levelOf(detection.ruleId, detection.category, detection.level, file.path);
        return level === undefined ? [] : [{ ...detection, level }];
      })
      .sort((a, b) => a.start - b.start || a.end - b.end || (a.ruleId < b.ruleId ? -1 : 1)),
    masks: secrets.flatMap(({ value, prefix, start, end, pieces = [{ start, end }] }) =>
      pieces.map((piece, i) => ({ ...piece, mask: i === 0 ? new Secret(value, prefix).mask : '…' })),
    ),
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
  const add = (candidate: Found): void => {
    const key = keyOf(candidate);
    if (!found.has(key)) found.set(key, candidate);
  };
  const rebuild = createRebuild(text, search);
  const decodedTo = new Map<string, number>();
  for (let i = 0; i < hits.length; i += 2) {
    const offset = hits[i + 1] ?? 0;
    let known = false;
    let isRule = true;
    for (const owner of search.rules.owners(hits[i] ?? 0)) {
      if (owner.type === 'rule') continue;
      isRule = false;
      if (owner.type === 'credential') {
        const candidate = findOne(text, offset, owner, search);
        if (candidate === undefined) continue;
        known = true;
        // Plainly there, even if it was seen in a rebuilt stretch first.
        found.delete(keyOf(candidate));
        add(candidate);
      } else if (owner.encoding !== 'escaped' && mayDecode(search)) {
        const phase = phaseOf(text, offset, owner.encoding, owner.keyword);
        if (phase === undefined || offset < (decodedTo.get(phase) ?? 0)) continue;
        const decoded = decodeAround(text, offset, owner.encoding, owner.keyword);
        if (decoded === undefined) continue;
        // Several keywords in one encoded stretch are read by one decoding.
        decodedTo.set(phase, decoded.coveredTo);
        findDecoded(decoded, owner.encoding, search).forEach(add);
      }
    }
    if (!isRule) rebuild(offset, known).forEach(add);
  }
  return [...found.values()];
}

const keyOf = ({ kind, start, end, value }: Found): string => `${kind.id} ${start} ${end} ${value}`;

/** Reads credentials that are cut into pieces, or have signs escaped, round the hits of a text in order. */
function createRebuild(text: string, search: Search): (offset: number, known: boolean) => readonly Found[] {
  const join = createJoiner(text);
  const readEscaped = createUnescaper(text);
  let joinedTo = 0;
  return (offset, known) => {
    if (!mayDecode(search)) return [];
    const found: Found[] = [];
    const joined = offset < joinedTo ? undefined : join(offset);
    if (joined !== undefined) {
      joinedTo = joined.coveredTo;
      found.push(...findRebuilt(joined, search, 'stands there in pieces'));
    }
    const unescaped = known ? undefined : readEscaped(offset);
    if (unescaped !== undefined) found.push(...findRebuilt(unescaped, search, 'stands there with signs escaped'));
    return found;
  };
}

/** What stands in a rebuilt stretch and not in the text as it is. */
function findRebuilt(rebuilt: Rebuilt, search: Search, note: string): readonly Found[] {
  const hits = search.rules.hits(Buffer.from(rebuilt.text, 'latin1'));
  const inner = findCandidates(rebuilt.text, hits, { ...search, depth: search.depth + 1 });
  return resolveOverlaps(inner).map((candidate) => {
    const pieces = (candidate.pieces ?? [candidate]).flatMap((piece) => placesOf(rebuilt, piece));
    const [start, end] = [pieces[0]?.start ?? 0, pieces.at(-1)?.end ?? 0];
    return {
      ...candidate,
      start,
      end,
      rebuilt: true,
      note: candidate.note ?? note,
      ...(pieces.length > 1 ? { pieces } : {}),
    };
  });
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
function findDecoded(decoded: Decoded, encoding: string, search: Search): readonly Found[] {
  search.budget.left -= decoded.bytes.length;
  const hits = search.rules.hits(decoded.bytes);
  const inner = findCandidates(decoded.bytes.toString('latin1'), hits, { ...search, depth: search.depth + 1 });
  return resolveOverlaps(inner).map((candidate) => ({
    ...candidate,
    start: decoded.start,
    end: decoded.end,
    pieces: [{ start: decoded.start, end: decoded.end }],
    encoded: true,
    note: candidate.note ?? `stands there in ${encoding}`,
  }));
}

function fromCandidate(candidate: Found, file: SourceText): Detection {
  const start = file.textOffset(candidate.start);
  const end = file.textOffset(candidate.end);
  const { kind, pieces = [] } = candidate;
  const places = pieces.map((piece) => ({ start: file.textOffset(piece.start), end: file.textOffset(piece.end) }));
  return {
    ruleId: kind.id,
    category: 'hardcoded-key',
    level: candidate.level,
    start,
    end,
    secret: {
      value: candidate.value,
      prefix: candidate.prefix,
      start,
      end,
      ...(places.length > 1 ? { pieces: places } : {}),
    },
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
