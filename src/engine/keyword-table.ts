// Every keyword and who wants to know of it, as plain numbers and strings: made by the build, read by the hook, so that
// a commit without any keyword loads neither catalogue nor rules.

import type { Matcher } from '../credentials/matcher.ts';
import { CLASSES } from '../credentials/structure.ts';
import type { Rule } from '../rule.ts';
import { ENCODINGS, type EncodedForm, type EncodingName, encodedForms, escapedForms, SURE_FORM } from './encodings.ts';
import { codeOf } from './gate.ts';
import { type PackedKeywords, packKeywords } from './prefilter.ts';

/** Who owns a keyword: three numbers, the first of which is one of these; they are written as one, in base 36. */
const CREDENTIAL = 0;
const ENCODED = 1;
const RULE = 2;

/** Instead of a gate. */
const OPEN = '';

/** Keywords that are looked for encoded twice at every place of the inner text: for all of them the table would be twice as large. */
const NESTED = ['sk-ant-'];
/** How often base64 is taken of base64, where the innermost text is a credential and nothing before it. */
const MOST_NESTED = 3;

/** Bytes as they stand in a file, so that a start that finds no keyword reads nothing of it but the keywords. */
export interface KeywordTable {
  readonly keywords: PackedKeywords;
  /** The gates of each keyword, any of which lets a hit through, and a space; no gate: every hit counts. */
  readonly gates: Uint8Array;
  /** Read at the first hit: for each keyword its owners, a number each, with commas between them and a blank at the end. */
  readonly owners: Uint8Array;
  /** JSON: the keywords that have encoded forms. */
  readonly encoded: Uint8Array;
}

/** The table as one file: the length of each part in four bytes, low byte first, then the parts. */
export function tableToBytes({ keywords, gates, owners, encoded }: KeywordTable): Buffer {
  const parts = [keywords.texts, keywords.lengths, keywords.folds, keywords.groups, gates, owners, encoded];
  const sizes = Buffer.alloc(4 * parts.length);
  parts.forEach((part, i) => sizes.writeUInt32LE(part.length, 4 * i));
  return Buffer.concat([sizes, ...parts]);
}

/**
 * What `tableToBytes` wrote; nothing is copied.
 *
 * @throws Error where the file was cut off: a scan with half the keywords would call everything clean.
 */
export function tableFromBytes(bytes: Buffer): KeywordTable {
  let at = 4 * PARTS;
  const part = (place: number): Uint8Array => {
    const start = at;
    at += bytes.readUInt32LE(4 * place);
    return bytes.subarray(start, at);
  };
  const keywords = { texts: part(0), lengths: part(1), folds: part(2), groups: part(3) };
  const table = { keywords, gates: part(4), owners: part(5), encoded: part(6) };
  if (at !== bytes.length) throw new Error(`the table of keywords has ${bytes.length} bytes instead of ${at}`);
  return table;
}

const PARTS = 7;

/** What to do when a keyword is found. */
export type Owner =
  | { readonly type: 'credential'; readonly matcher: number; readonly keyword: number }
  | { readonly type: 'encoded'; readonly keyword: string; readonly encoding: EncodingName }
  | { readonly type: 'rule'; readonly rule: number };

/** Collects the keywords of all matchers and rules, with the encoded forms of those that stand inside credentials. */
export function buildKeywordTable(matchers: readonly Matcher[], rules: readonly Rule[]): KeywordTable {
  const table = new Map<string, number[]>();
  const gates = new Map<string, Set<string>>();
  const add = (text: string, ignoreCase: boolean, owner: readonly number[], gate = OPEN): void => {
    const key = `${ignoreCase ? '1' : '0'}${ignoreCase ? text.toLowerCase() : text}`;
    gates.set(key, (gates.get(key) ?? new Set()).add(gate));
    const owners = table.get(key);
    if (owners) owners.push(...owner);
    else table.set(key, [...owner]);
  };
  const plain = new Set<string>();
  matchers.forEach((matcher, m) => {
    matcher.keywords.forEach(({ text, ignoreCase }, k) => {
      const gate = matcher.gate?.(k);
      add(text, ignoreCase, [CREDENTIAL, m, k], gate && codeOf(gate));
      if (!ignoreCase) plain.add(text);
      for (const form of escapedForms(text)) add(form, true, [ENCODED, 0, ENCODINGS.indexOf('escaped')]);
    });
  });
  rules.forEach((rule, r) => {
    for (const text of rule.keywords) add(text, true, [RULE, r, 0]);
  });
  // Their base64 is a keyword in base64, as where a Kubernetes Secret holds a file that holds one.
  for (const keyword of NESTED) {
    if (plain.has(keyword))
      for (const form of encodedForms(keyword)) if (form.encoding === 'base64') plain.add(form.text);
  }
  const encoded = [...plain];
  for (const keyword of plain) {
    let inner = keyword;
    for (let depth = 2; depth <= MOST_NESTED; depth += 1) {
      const [first] = encodedForms(inner);
      if (first?.encoding !== 'base64') break;
      inner = first.text;
      if (plain.has(inner)) continue;
      // The outermost text may begin before it, as in a file of settings; deeper ones are values alone.
      const forms = encodedForms(inner).filter(({ encoding }) => encoding === 'base64');
      for (const form of depth === 2 ? forms : forms.slice(0, 1)) {
        add(form.text, false, [ENCODED, encoded.length, ENCODINGS.indexOf('base64')]);
      }
      encoded.push(inner);
    }
  }
  const starts = new Set<string>();
  [...plain].forEach((keyword, place) => {
    for (const form of encodedForms(keyword)) {
      // Digits are read the same for all keywords that begin alike.
      if (form.encoding !== 'base64') {
        if (starts.has(form.text)) continue;
        starts.add(form.text);
      }
      add(form.text, form.ignoreCase, [ENCODED, place, ENCODINGS.indexOf(form.encoding)], gateOfForm(form));
    }
  });
  const keys = [...table.keys()];
  const { packed, order } = packKeywords(keys.map((key) => ({ text: key.slice(1), ignoreCase: key.startsWith('1') })));
  const owners = [...table.values()];
  return {
    keywords: packed,
    gates: Buffer.from(order.map((index) => `${gatesOf(gates.get(keys[index] ?? ''))} `).join('')),
    owners: Buffer.from(order.map((index) => writeOwners(owners[index] ?? [])).join(' ')),
    encoded: Buffer.from(JSON.stringify(encoded)),
  };
}

/** More than a kind has keywords, or text has encodings. */
const MOST_SECONDS = 1024;
const OWNER_TYPES = 3;

function writeOwners(triples: readonly number[]): string {
  const numbers: string[] = [];
  for (let i = 0; i < triples.length; i += OWNER_TYPES) {
    const [type = 0, first = 0, second = 0] = triples.slice(i, i + OWNER_TYPES);
    if (second >= MOST_SECONDS) throw new Error(`a kind has more than ${MOST_SECONDS} keywords`);
    numbers.push(((first * MOST_SECONDS + second) * OWNER_TYPES + type).toString(36));
  }
  return numbers.join(',');
}

/** Fewest characters of base64 that a credential takes behind its keyword. */
const SHORTEST_REST = 20;

function gateOfForm({ encoding, text }: EncodedForm): string {
  if (encoding !== 'base64' || text.length >= SURE_FORM) return OPEN;
  return codeOf({ type: 'inside', characters: `${CLASSES['b64']}`, length: SHORTEST_REST });
}

/** One owner without a gate wants to know of every hit. */
function gatesOf(gates: ReadonlySet<string> = new Set()): string {
  return gates.has(OPEN) ? '' : [...gates].join('');
}

/**
 * The owners of each keyword, read when first asked for.
 *
 * @param firstRule - the number of the table's first rule.
 */
export function readOwners(table: KeywordTable, firstRule: number): (keyword: number) => readonly Owner[] {
  let codes: readonly string[] | undefined;
  let encoded: readonly string[] | undefined;
  const known = new Map<number, readonly Owner[]>();
  const read = (type: number, first: number, second: number): Owner => {
    if (type === CREDENTIAL) return { type: 'credential', matcher: first, keyword: second };
    if (type === RULE) return { type: 'rule', rule: firstRule + first };
    encoded ??= JSON.parse(textOf(table.encoded)) as readonly string[];
    return { type: 'encoded', keyword: encoded[first] ?? '', encoding: ENCODINGS[second] ?? 'base64' };
  };
  return (keyword) => {
    let owners = known.get(keyword);
    if (owners === undefined) {
      codes ??= textOf(table.owners).split(' ');
      owners = (codes[keyword] ?? '').split(',').map((code) => {
        const number = Number.parseInt(code, 36);
        const pair = Math.floor(number / OWNER_TYPES);
        return read(number % OWNER_TYPES, Math.floor(pair / MOST_SECONDS), pair % MOST_SECONDS);
      });
      known.set(keyword, owners);
    }
    return owners;
  };
}

/** A part of the table as text. */
export function textOf(part: Uint8Array): string {
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8');
}
