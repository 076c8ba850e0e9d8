// A kind as data -> a matcher that looks round one keyword hit, never over a whole file.
import type { Gate } from '../engine/gate.ts';
import type { Keyword } from '../engine/prefilter.ts';
import type { Level } from '../finding.ts';
import type { CredentialKind, KindDocs } from './kind.ts';
import { pairedValue } from './pair.ts';
import { isPlaceholder } from './placeholder.ts';
import {
  CLASSES,
  leadingLiteral,
  leadingText,
  lengthRange,
  type Part,
  parseStructure,
  patternOf,
  rightBoundaryOf,
} from './structure.ts';
import { type Validator, validators } from './validators/index.ts';

/** A value found at a place in the byte string. */
export interface Candidate {
  readonly kind: KindDocs;
  readonly start: number;
  readonly end: number;
  readonly level: Level;
  /** The part that may be shown: the kind's fixed prefix. */
  readonly prefix: string;
  /** What a validator had to say. */
  readonly note?: string;
}

/** Written by hand in special/ for what has no fixed shape (key blocks, addresses with passwords); else compiled from a kind. */
export interface Matcher {
  readonly kind: KindDocs;
  readonly keywords: readonly Keyword[];
  /** What must stand beside a keyword before `find` is asked; nothing where it is rare. The build asks. */
  readonly gate?: (keyword: number) => Gate | undefined;
  /**
   * Looks for the kind at one keyword hit.
   *
   * @param text - the file, one character a byte.
   * @param offset - where the keyword starts.
   * @param keyword - index into `keywords`.
   * @param path - the file's, for those who judge by it.
   */
  readonly find: (text: string, offset: number, keyword: number, path?: string) => Candidate | undefined;
  /** Draws a made-up value that `find` reports at its default level; set on matchers written by hand. */
  readonly fake?: (random: () => number) => string;
}

interface Shape {
  readonly leading: string;
  /** Sticky. */
  readonly pattern: RegExp;
  readonly parts: readonly Part[];
  /** Values are long and drawn from letters of both cases, so that one case alone is words. */
  readonly mixed: boolean;
  /** For each keyword, how far from a value's start it can stand; undefined where it is the keyword of other shapes. */
  readonly distances: readonly (Distance | undefined)[];
}

interface Distance {
  readonly nearest: number;
  readonly farthest: number;
}

const BOTH_CASES = new Set(['an', 'b64', 'b64u', 'jwt', 'unr']);
/** Twenty random letters and digits are all lower-case letters once in 30 million times. */
const SHORTEST_MIXED = 20;
const ONE_CASE =
  /^(?:[a-z_.-]+|[A-Z_.-]+|(?:[a-z]{2,8}\d{0,4}-)?[A-Z0-9]{2,16}(?:[_-][A-Z0-9]{2,16}){3,20}[A-Za-z0-9]{0,8})$/;
/** Farthest a value may stand after the word that gives it its meaning. */
const CONTEXT_REACH = 100;
/** A word that people do not write before a dash, but that base64url has: capitals or letters after other characters. */
const BASE64URL_WORD = /[a-z0-9][A-Z][\w-]{0,12}$|\d[a-z][\w-]{0,12}$/;
/** Longer than names between slashes are without a dash or dot. */
const BASE64_RUN = /^[A-Za-z0-9+/]{61}$/;
/**
 * What may stand between a context word and its value: the rest of a name, its type, an operator, an opening quote, a
 * scheme.
 */
const GAP =
  /^[\w.-]{0,40}(?:\\?["'`])?\]?\)?(?:\[\])?(?::[ \t]?&?(?:'[a-z]{1,10} )?[A-Za-z][\w.]{0,20}\??|[ \t](?:As[ \t])?string)?[ \t]{0,12}(?::=|=>|->|[:=,(>]|\?\?|\|\||[ \t])[ \t]{0,12}(?:[A-Za-z_][\w.]{0,30}\()?(?:\\?["'`]){0,3}(?:(?:Bearer|Token|Basic|Key|Api-Key)[ \t:=]{1,2})?$/i;
/**
 * Compiles a kind.
 *
 * @throws Error when it gives no keyword; a structure that cannot be read throws at the first look. A catalogue test looks
 * for every kind.
 */
export function compileKind(kind: CredentialKind): Matcher {
  const structures = typeof kind.structure === 'string' ? [kind.structure] : kind.structure;
  const literals = kind.keywords ?? [...new Set(structures.map(leadingText).filter((text) => text.length >= 3))];
  const byContext = kind.context !== undefined && literals.length === 0;
  const words = byContext ? (kind.context ?? []) : literals;
  if (words.length === 0) throw new Error(`kind ${kind.id} has no keyword`);
  const keywords = words.map((text): Keyword => ({ text, ignoreCase: byContext }));
  // A run looks for few of the kinds: shapes are read at the first look.
  let shapes: readonly Shape[] | undefined;
  return {
    kind,
    keywords,
    gate: (keyword) =>
      gateOf(
        structures.map((structure) => compileShape(structure, words)),
        words[keyword] ?? '',
        keyword,
        byContext,
      ),
    find(text, offset, keyword) {
      const word = keywords[keyword]?.text ?? '';
      shapes ??= structures.map((structure) => compileShape(structure, words));
      for (const shape of shapes) {
        const at = byContext
          ? valueAfter(text, offset + word.length, shape)
          : valueAround(text, offset, word.length, shape, shape.distances[keyword]);
        if (at === undefined) continue;
        if (!byContext && kind.context !== undefined && !hasContext(text, at.start, at.end, kind.context)) continue;
        const candidate = judge(kind, shape, text.slice(at.start, at.end), at.start);
        if (candidate !== undefined) return candidate;
      }
      return undefined;
    },
  };
}

/** Characters behind a keyword that are looked at before the rules are. */
const GATE_LENGTH = 24;

/** What stands behind a keyword in every value of these shapes, or in the value that a context word names. */
function gateOf(shapes: readonly Shape[], word: string, keyword: number, byContext: boolean): Gate | undefined {
  const owned = shapes.filter(({ distances }) => byContext || distances[keyword] !== undefined);
  if (!byContext && owned.some(({ leading }) => !leading.startsWith(word))) return undefined;
  let characters = '';
  let length = Number.POSITIVE_INFINITY;
  for (const { parts } of owned) {
    const least = leastOf(parts, byContext ? Number.POSITIVE_INFINITY : word.length + GATE_LENGTH);
    characters += least.characters.slice(byContext ? 0 : word.length);
    length = Math.min(length, least.length - (byContext ? 0 : word.length));
  }
  if (length < 1 || !/^[!-~]*$/.test(characters)) return undefined;
  return { type: byContext ? 'near' : 'start', characters, length };
}

/** The least that values hold at their start: how many characters, and all that can stand among them. */
function leastOf(parts: readonly Part[], most: number): { characters: string; length: number } {
  let characters = '';
  let length = 0;
  for (const part of parts) {
    if (length >= most) break;
    characters += membersOf(part);
    length += lengthRange([part]).min;
  }
  return { characters, length: Math.min(length, most) };
}

function membersOf(part: Part): string {
  switch (part.type) {
    case 'literal':
      return part.text;
    case 'choice':
      return part.options.join('');
    case 'run':
      return CLASSES[part.set] ?? '';
    case 'optional':
      return part.parts.map(membersOf).join('');
  }
}

function compileShape(structure: string, words: readonly string[]): Shape {
  const parts = parseStructure(structure);
  const leading = leadingLiteral(parts);
  return {
    parts,
    leading,
    mixed: parts.some((part) => part.type === 'run' && BOTH_CASES.has(part.set) && part.min >= SHORTEST_MIXED),
    distances: words.map((word) => distanceTo(parts, word, words)),
    pattern: new RegExp(patternOf(parts) + rightBoundaryOf(parts), 'y'),
  };
}

function matchAt(text: string, start: number, shape: Shape): number | undefined {
  if (!startsFresh(text, start)) return undefined;
  shape.pattern.lastIndex = start;
  return shape.pattern.test(text) ? shape.pattern.lastIndex : undefined;
}

/** The value that holds a keyword standing at `offset`. */
function valueAround(
  text: string,
  offset: number,
  length: number,
  shape: Shape,
  distance: Distance | undefined,
): { start: number; end: number } | undefined {
  if (distance === undefined) return undefined;
  for (let start = Math.max(0, offset - distance.farthest); start <= offset - distance.nearest; start += 1) {
    const end = matchAt(text, start, shape);
    if (end !== undefined && end >= offset + length) return { start, end };
  }
  return undefined;
}

/** How far from the start of a shape's value a keyword can stand: where it agrees with a literal, else anywhere. */
function distanceTo(parts: readonly Part[], word: string, words: readonly string[]): Distance | undefined {
  const leading = leadingLiteral(parts);
  if (leading.startsWith(word)) return { nearest: 0, farthest: 0 };
  if (words.some((other) => leading.startsWith(other))) return undefined;
  let nearest = Number.POSITIVE_INFINITY;
  let farthest = 0;
  parts.forEach((part, i) => {
    if (part.type !== 'literal') return;
    const before = lengthRange(parts.slice(0, i));
    for (let shift = 1 - word.length; shift < part.text.length; shift += 1) {
      const common = part.text.slice(Math.max(0, shift), shift + word.length);
      if (!word.startsWith(common, Math.max(0, -shift))) continue;
      nearest = Math.min(nearest, Math.max(0, before.min + shift));
      farthest = Math.max(farthest, before.max + shift);
    }
  });
  return nearest <= farthest ? { nearest, farthest } : { nearest: 0, farthest: lengthRange(parts).max };
}

/** The value that a context word ending at `offset` names, on the same line or as the other half of a pair. */
function valueAfter(text: string, offset: number, shape: Shape): { start: number; end: number } | undefined {
  const limit = Math.min(text.length, offset + CONTEXT_REACH);
  const paired = pairedValue(text, offset);
  if (paired !== undefined) {
    const end = matchAt(text, paired, shape);
    return end === undefined ? undefined : { start: paired, end };
  }
  for (let start = offset; start < limit; start += 1) {
    const code = text.charCodeAt(start);
    if (code === 10 || code === 13) return undefined;
    const end = matchAt(text, start, shape);
    if (end !== undefined && GAP.test(text.slice(offset, start))) return { start, end };
  }
  return undefined;
}

/** True when one of the words stands near the value: on its line, or within reach before it. */
function hasContext(text: string, start: number, end: number, words: readonly string[]): boolean {
  const near = text.slice(Math.max(0, start - CONTEXT_REACH), Math.min(text.length, end + CONTEXT_REACH)).toLowerCase();
  return words.some((word) => near.includes(word.toLowerCase()));
}

/**
 * True when a value may start here: the character before is no letter or digit, or is the end of an escape
 * (`\n`, `%3D`, a `\u` escape) in the text that holds it.
 */
export function startsFresh(text: string, start: number): boolean {
  if (start === 0) return true;
  const before = text.charAt(start - 1);
  // A dash may join words, and it may stand inside base64url, where nothing starts.
  if (before === '-') return !BASE64URL_WORD.test(text.slice(Math.max(0, start - 15), start - 1));
  // Inside base64, of which a slash is a part.
  if (before === '/' || before === '+') return !BASE64_RUN.test(text.slice(Math.max(0, start - 61), start));
  if (!/[A-Za-z0-9_]/.test(before)) return true;
  return /(?:\\[nrtbfv0]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\x1b\[[0-9;]{0,8}m)$/.test(
    text.slice(Math.max(0, start - 12), start),
  );
}

function judge(kind: CredentialKind, shape: Shape, value: string, start: number): Candidate | undefined {
  const prefix = kind.maskPrefix ?? shape.leading;
  const body = value.slice(shape.leading.length);
  if (isPlaceholder(body, kind.minEntropy) || (shape.mixed && ONE_CASE.test(body))) return undefined;
  const level = kind.level ?? (kind.context === undefined ? 'error' : 'warning');
  const found = { kind, start, end: start + value.length, prefix };
  if (kind.validator === undefined) return { ...found, level };
  const validate: Validator = validators[kind.validator];
  const verdict = validate(value);
  switch (verdict.type) {
    case 'valid':
      return { ...found, level, ...(verdict.note === undefined ? {} : { note: verdict.note }) };
    case 'invalid':
      return { ...found, level: 'note', note: verdict.note };
    case 'reject':
      return undefined;
  }
}
