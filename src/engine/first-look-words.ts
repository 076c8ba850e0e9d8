// What hooks/first-look searches for, in Perl's words: the keywords of the table, sorted by whether a gate stands at them.
// Run by the build alone. Encoded keywords are left out: the script knows what encoded credentials look like in general.

import { PATH_END } from '../credentials/path-end.ts';
import { type KeywordTable, type Owner, readOwners, textOf } from './keyword-table.ts';

interface Word {
  readonly text: string;
  readonly ignoreCase: boolean;
  readonly gates: string;
}

/** So many characters of a keyword bring the script to its gates: with fewer it stops too often, with more it starts later. */
const START_LENGTH = 6;

/**
 * The lines that go behind `__DATA__`: a name, a tab, a regular expression or a list; all in ASCII.
 *
 * @param table - of the rules that come with hushkey.
 * @param version - of the package: what a note of another said of a config may be wrong now.
 */
export function firstLookWords(table: KeywordTable, version: string): string {
  const words = readWords(table);
  const isName = ({ text }: Word): boolean => /^[ -~]+$/.test(text.slice(0, -1)) && text.endsWith(PATH_END);
  const names = words.filter(isName);
  const inText = words.filter((word) => !isName(word));
  const lines = [['names', `^diff --git .*${anyOf(names.map(({ text }) => text.slice(0, -PATH_END.length)))}"?$`]];
  for (const ignoreCase of [false, true]) {
    const name = ignoreCase ? 'either' : 'exact';
    const own = inText.filter((word) => word.ignoreCase === ignoreCase);
    const gated = own.filter(({ gates }) => gates !== '');
    lines.push([name, anyOf(shortest(own.filter(({ gates }) => gates === '').map(({ text }) => text)))]);
    lines.push([`${name}_starts`, anyOf(shortest(gated.map(({ text }) => text.slice(0, START_LENGTH))))]);
    lines.push([`${name}_gated`, `\t${spellings(gated).join('\t')}`]);
  }
  lines.push(['version', version], ['end', '']);
  return lines.map(([name, value]) => `${name}\t${value}\n`).join('');
}

/** The keywords that stand in text as they are, or with only their signs escaped. */
function readWords(table: KeywordTable): readonly Word[] {
  const { texts, lengths, folds } = table.keywords;
  const gates = textOf(table.gates).split(' ');
  const owners = readOwners(table, 0);
  const words: Word[] = [];
  let at = 0;
  lengths.forEach((length, keyword) => {
    const text = Buffer.from(texts.subarray(at, at + length)).toString('latin1');
    at += length + 1;
    if (!owners(keyword).some(isPlain)) return;
    if (/[\t\n|]/.test(text) && gates[keyword] !== '') throw new Error(`no line of the list can hold ${text}`);
    words.push({ text, ignoreCase: folds[keyword] === 1, gates: gates[keyword] ?? '' });
  });
  return words;
}

function isPlain(owner: Owner): boolean {
  return owner.type !== 'encoded' || owner.encoding === 'escaped';
}

/** One entry, a text and its gates, for keywords that differ in their joints alone: `|` stands for one of `_.-` or nothing. */
function spellings(words: readonly Word[]): readonly string[] {
  const joints = new Map<string, Set<number>>();
  for (const { text, gates } of words) {
    const letters = text.replace(JOINT, '');
    const known = joints.get(`${letters}\t${gates}\t`) ?? new Set();
    [...text.matchAll(JOINT)].forEach(({ index }, before) => known.add(index - before));
    joints.set(`${letters}\t${gates}\t`, known);
  }
  return [...joints].map(([entry, places]) => entry.replace(/^[^\t]*/, (text) => withJoints(text, places)));
}

const JOINT = /(?<=[A-Za-z0-9])[_.-](?=[A-Za-z0-9])/g;

function withJoints(text: string, places: ReadonlySet<number>): string {
  return [...text].map((char, i) => (places.has(i) ? `|${char}` : char)).join('');
}

/** Those that none of the others begins. */
function shortest(texts: readonly string[]): readonly string[] {
  const sorted = [...new Set(texts)].sort();
  const kept: string[] = [];
  for (const text of sorted) if (kept.length === 0 || !text.startsWith(kept.at(-1) ?? '')) kept.push(text);
  return kept;
}

/** A regular expression for any of these, as Perl and the rest of the world write it. */
function anyOf(texts: readonly string[]): string {
  return `(?:${texts.map(quote).join('|')})`;
}

function quote(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, (char) => {
    const code = char.charCodeAt(0);
    return code > 0x20 && code < 0x7f ? `\\${char}` : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
