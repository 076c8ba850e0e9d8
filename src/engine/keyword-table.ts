// Every keyword and who wants to know of it, as plain numbers and strings: made by the build, read by the hook, so that
// a commit without any keyword loads neither catalogue nor rules.

import type { PackedKeywords } from './prefilter.ts';

export const ENCODINGS = ['base64', 'hex', 'percent', 'unicode', 'byte', 'escaped'] as const;
/** `byte` is `\\x` and two digits; `escaped` is text of which only signs are escaped: escapes.ts reads it. */
export type EncodingName = (typeof ENCODINGS)[number];

/** Who owns a keyword: three numbers, the first of which is one of these; they are written as one, in base 36. */
export const CREDENTIAL = 0;
export const ENCODED = 1;
export const RULE = 2;

/** Bytes as they stand in a file, so that a start that finds no keyword reads nothing of it but the keywords. */
export interface KeywordTable {
  readonly keywords: PackedKeywords;
  /** The gates of each keyword, any of which lets a hit through, and a space; no gate: every hit counts. */
  readonly gates: Uint8Array;
  /** What each byte is to a gate: two tables of 256, as `byteClasses` gives them. */
  readonly classes: Uint8Array;
  /** Read at the first hit: for each keyword its owners, a number each, with commas between them and a blank at the end. */
  readonly owners: Uint8Array;
  /** JSON: the keywords that have encoded forms. */
  readonly encoded: Uint8Array;
  /** The search as WebAssembly; empty where nothing has compiled it. */
  readonly code: Uint8Array;
}

/**
 * What `tableToBytes` wrote; nothing is copied, and what is read at the first hit is inflated then.
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
  const [gates, classes, owners, encoded, code] = [part(4), part(5), part(6), part(7), part(8)];
  if (at !== bytes.length) throw new Error(`the table of keywords has ${bytes.length} bytes instead of ${at}`);
  return {
    keywords,
    gates,
    classes,
    get owners() {
      return inflate(owners);
    },
    get encoded() {
      return inflate(encoded);
    },
    code,
  };
}

const PARTS = 9;

/** The library is loaded where it is needed: without a hit it is not. */
function inflate(bytes: Uint8Array): Uint8Array {
  return process.getBuiltinModule('node:zlib').inflateSync(bytes);
}

/** What to do when a keyword is found. */
export type Owner =
  | { readonly type: 'credential'; readonly matcher: number; readonly keyword: number }
  | { readonly type: 'encoded'; readonly keyword: string; readonly encoding: EncodingName }
  | { readonly type: 'rule'; readonly rule: number };

/** More than a kind has keywords, or text has encodings. */
export const MOST_SECONDS = 1024;
export const OWNER_TYPES = 3;

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
