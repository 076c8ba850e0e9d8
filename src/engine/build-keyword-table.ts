// Makes the table of keywords: run by the build for the rules that come with hushkey, at start for the project's own.

import type { Matcher } from '../credentials/matcher.ts';
import { CLASSES } from '../credentials/structure.ts';
import type { Rule } from '../rule.ts';
import { type EncodedForm, encodedForms, escapedForms, SURE_FORM } from './encodings.ts';
import { byteClasses, codeOf } from './gate.ts';
import { CREDENTIAL, ENCODED, ENCODINGS, type KeywordTable, MOST_SECONDS, OWNER_TYPES, RULE } from './keyword-table.ts';
import { packKeywords } from './prefilter.ts';

/** Instead of a gate. */
const OPEN = '';

/** Keywords that are looked for in encodings of encodings, any in any, three deep: the table would be many times as large for all. */
const NESTED = ['sk-ant-'];
/** How often base64 is taken of base64, where the innermost text is a credential and nothing before it. */
const MOST_NESTED = 3;

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
  // What they are encoded in, and that again, are keywords themselves.
  for (const keyword of NESTED) {
    if (!plain.has(keyword)) continue;
    for (const once of encodedForms(keyword)) {
      plain.add(once.text);
      for (const twice of encodedForms(once.text)) plain.add(twice.text);
    }
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
    classes: byteClasses(),
    encoded: Buffer.from(JSON.stringify(encoded)),
    code: new Uint8Array(0),
  };
}

/** The table as one file: the length of each part in four bytes, low byte first, then the parts, two of them deflated. */
export function tableToBytes({ keywords, gates, classes, owners, encoded, code }: KeywordTable): Buffer {
  const { texts, lengths, folds, groups } = keywords;
  const { deflateSync } = process.getBuiltinModule('node:zlib');
  const deflated = [owners, encoded].map((part) => deflateSync(part, { level: 9 }));
  const parts = [texts, lengths, folds, groups, gates, classes, ...deflated, code];
  const sizes = Buffer.alloc(4 * parts.length);
  parts.forEach((part, i) => sizes.writeUInt32LE(part.length, 4 * i));
  return Buffer.concat([sizes, ...parts]);
}

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
