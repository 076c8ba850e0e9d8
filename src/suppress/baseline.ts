// The file of accepted findings: what it looks like, what it suppresses, how it changes. One entry a line, sorted by
// fingerprint, so that two branches that each accept something seldom touch the same place; where they do, git's `union`
// merge keeps the lines of both, and what that leaves of commas and doubles is read as it was meant.
import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { errnoOf, UserError } from '../errors.ts';
import type { Finding, Suppression } from '../finding.ts';
import { printable } from '../text/printable.ts';

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
  /** YYYY-MM-DD in UTC: the day it was written, and the last day it holds. */
  readonly date: string;
  readonly expires?: string;
}

export interface Baseline {
  readonly entries: readonly BaselineEntry[];
  readonly suppressionOf: (fingerprint: string) => Suppression | null;
  readonly isOver: (entry: BaselineEntry) => boolean;
  /** Why a finding counts although the file has an entry for it. */
  readonly remarkOf: (fingerprint: string) => string | undefined;
}

export interface LoadBaselineOptions {
  /** True where a user named the file: its absence is then a mistake. */
  readonly mustExist?: boolean;
  /** YYYY-MM-DD; default: today in UTC, which is the same day on every machine. */
  readonly today?: string;
}

const KEYS = ['fingerprint', 'rule', 'path', 'reason', 'date', 'expires'] as const;
const FINGERPRINT = /^v1:[0-9a-f]{32}$/;
const CONFLICT = /^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)/;

/**
 * @param path - absolute or relative to the current folder.
 * @throws UserError for a file that cannot be read or is damaged.
 */
export function loadBaseline(path: string, options: LoadBaselineOptions = {}): Baseline {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = errnoOf(error) === 'ENOENT';
    if (missing && options.mustExist !== true) return createBaseline([], basename(path), '');
    const reason = missing ? 'no such file' : `cannot be read (${errnoOf(error) ?? 'unknown error'})`;
    throw new UserError('baseline-unreadable', `${path}: ${reason}`, { cause: error });
  }
  return createBaseline(parseBaseline(text, basename(path)), basename(path), options.today ?? currentDay());
}

/** The baseline of several texts. @throws UserError for one that is damaged. */
export function readBaselines(texts: readonly string[]): Baseline {
  const name = 'hushkey-baseline.json';
  return createBaseline(
    texts.flatMap((text) => parseBaseline(text, name)),
    name,
    currentDay(),
  );
}

/** Today as entries write it. */
export function currentDay(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Replaces the file in one step: an interrupted run leaves the old one. */
export function saveBaseline(path: string, entries: readonly BaselineEntry[]): void {
  let temporary: string | undefined;
  try {
    const target = realPathOf(path);
    temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, formatBaseline(entries));
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new UserError('cannot-write', `${path}: cannot be written (${errnoOf(error) ?? 'unknown error'})`, {
      cause: error,
    });
  }
}

/** A link keeps pointing at what is replaced. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return path;
    throw error;
  }
}

function createBaseline(entries: readonly BaselineEntry[], name: string, today: string): Baseline {
  const byFingerprint = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const isOver = ({ expires }: BaselineEntry): boolean => expires !== undefined && expires < today;
  return {
    entries,
    isOver,
    suppressionOf(fingerprint) {
      const entry = byFingerprint.get(fingerprint);
      return entry === undefined || isOver(entry) ? null : { kind: 'baseline', reason: entry.reason };
    },
    remarkOf(fingerprint) {
      const entry = byFingerprint.get(fingerprint);
      if (entry === undefined || !isOver(entry)) return undefined;
      return `${entry.path}: its entry for ${entry.rule} in ${name} expired on ${entry.expires}`;
    },
  };
}

/** The entry of today that accepts a finding. */
export function entryOf(
  { fingerprint, ruleId, path }: Finding,
  reason: string,
  expires: string | undefined,
): BaselineEntry {
  const entry = { fingerprint, rule: ruleId, path, reason, date: currentDay() };
  return { ...entry, ...(expires === undefined ? {} : { expires }) };
}

/**
 * Adds entries, in the place of older ones for the same fingerprints.
 *
 * @throws UserError for an entry without a reason, or with a date that is none or over.
 */
export function addEntries(
  entries: readonly BaselineEntry[],
  added: readonly BaselineEntry[],
): readonly BaselineEntry[] {
  const checked = added.map(checkEntry);
  return sort([...removeEntries(entries, new Set(checked.map((entry) => entry.fingerprint))), ...checked]);
}

function checkEntry(entry: BaselineEntry): BaselineEntry {
  const reason = entry.reason.trim();
  if (reason === '') {
    throw new UserError('no-reason', 'a suppression needs a reason', { hint: '--reason "why it is no credential"' });
  }
  const { expires } = entry;
  if (expires !== undefined && !isDay(expires)) {
    throw new UserError('bad-date', 'the day that an entry expires is not a date', { hint: 'write it as 2030-12-31' });
  }
  if (expires !== undefined && expires < entry.date) {
    throw new UserError('bad-date', `${expires} is over: the entry would suppress nothing`);
  }
  return { ...entry, reason };
}

export function removeEntries(
  entries: readonly BaselineEntry[],
  fingerprints: ReadonlySet<string>,
): readonly BaselineEntry[] {
  return entries.filter((entry) => !fingerprints.has(entry.fingerprint));
}

export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = sort(entries).map((entry) => `  ${JSON.stringify(entry, [...KEYS])}`);
  // The brackets on lines of their own also where nothing is between them: git then merges it with a list that is longer.
  return lines.length === 0 ? '[\n]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function sort(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  return entries.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
}

/**
 * Reads the file's text, reformatted by other tools or not.
 *
 * @param name - the file as messages name it.
 * @throws UserError that names the line.
 */
export function parseBaseline(text: string, name: string): readonly BaselineEntry[] {
  const lines = text.split('\n');
  const conflict = lines.findIndex((line) => CONFLICT.test(line));
  if (conflict >= 0) throw damaged(name, conflict, 'a merge conflict', 'keep the entries of both sides');
  // A merge of two additions at the end may leave a comma out or over; each line is still an entry.
  const mended = text
    .replace(/^\uFEFF/, '')
    .replace(/\}(\r?\n[ \t]*\{)/g, '},$1')
    .replace(/,(\r?\n\])/, '$1');
  let values: unknown;
  try {
    values = JSON.parse(mended);
  } catch (error) {
    throw damaged(name, lines.findIndex(isDamaged), 'not valid JSON', undefined, error);
  }
  if (!Array.isArray(values)) throw damaged(name, 0, 'not a list of entries', 'it may be from another version');
  const latest = new Map<string, BaselineEntry>();
  for (const [index, value] of values.entries()) {
    const fault = faultOf(value);
    if (fault !== undefined) throw damaged(name, lineOfEntry(text, index), ...fault);
    const entry = value as BaselineEntry;
    // Two branches that accept one finding leave both entries after a union merge: the later decision holds.
    const other = latest.get(entry.fingerprint);
    if (other === undefined || other.date <= entry.date) latest.set(entry.fingerprint, entry);
  }
  return [...latest.values()];
}

function damaged(name: string, line: number, what: string, hint?: string, cause?: unknown): UserError {
  const place = line < 0 ? name : `${name}:${line + 1}`;
  return new UserError('bad-baseline', `${place}: ${what}`, { ...(hint === undefined ? {} : { hint }), cause });
}

/** What is wrong with an entry, and what to do. */
function faultOf(value: unknown): [what: string, hint?: string] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['not an entry'];
  const fields = new Map<string, unknown>(Object.entries(value));
  const unknown = [...fields.keys()].find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined)
    return [`${JSON.stringify(printable(unknown))} is not a field of an entry`, `there are ${KEYS.join(', ')}`];
  for (const key of KEYS) {
    const field = fields.get(key);
    if (field === undefined && key === 'expires') continue;
    if (typeof field !== 'string' || field.trim() === '') return [`the entry has no ${key}`];
    if ((key === 'date' || key === 'expires') && !isDay(field)) return [`${key} is not a date such as 2030-12-31`];
    if (key !== 'fingerprint' || FINGERPRINT.test(field)) continue;
    return /^v\d+:/.test(field) && !field.startsWith('v1:')
      ? ['a fingerprint of another version', 'update hushkey, or write the entry anew with hushkey allow']
      : ['the fingerprint is not v1: and 32 hex digits', 'hushkey allow writes entries'];
  }
  return undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // 31 February becomes a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** True for a line that is not as we write it. */
function isDamaged(line: string): boolean {
  const content = line.replace(/^\uFEFF/, '').trim();
  if (content === '' || content === '[' || content === ']') return false;
  try {
    JSON.parse(content.replace(/,$/, ''));
    return false;
  } catch {
    return true;
  }
}

/** Index of the line on which the nth entry of a valid list begins. */
function lineOfEntry(text: string, index: number): number {
  let line = 0;
  let depth = 0;
  let entry = -1;
  // Strings as a whole, so that brackets in them do not count.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}\n]|[^\s,[\]{}"]+/g)) {
    if (token === '\n') line += 1;
    else if (token === ']' || token === '}') depth -= 1;
    else {
      if (depth === 1) entry += 1;
      if (entry === index) return line;
      if (token === '[' || token === '{') depth += 1;
    }
  }
  return line;
}
