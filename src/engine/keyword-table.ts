// Every keyword and who wants to know of it, as plain numbers and strings: made by the build, read by the hook, so that
// a commit without any keyword loads neither catalogue nor rules.
import type { Matcher } from '../credentials/matcher.ts';
import type { Rule } from '../rule.ts';
import { ENCODINGS, type EncodingName, encodedForms } from './encodings.ts';
import type { Keyword } from './prefilter.ts';

/** Who owns a keyword: three numbers, the first of which is one of these. */
const CREDENTIAL = 0;
const ENCODED = 1;
const RULE = 2;

/** JSON as it stands. `owners[i]` are the owners of `keywords[i]`, three numbers each, one after the other. */
export interface KeywordTable {
  readonly texts: readonly string[];
  /** `1` where the keyword of the same index matches in either case. */
  readonly folds: string;
  readonly owners: readonly (readonly number[])[];
}

/** What to do when a keyword is found. */
export type Owner =
  | { readonly type: 'credential'; readonly matcher: number; readonly keyword: number }
  | { readonly type: 'encoded'; readonly keyword: string; readonly encoding: EncodingName; readonly text: string }
  | { readonly type: 'rule'; readonly rule: number };

/** Collects the keywords of all matchers and rules, with the encoded forms of those that stand inside credentials. */
export function buildKeywordTable(matchers: readonly Matcher[], rules: readonly Rule[]): KeywordTable {
  const table = new Map<string, number[]>();
  const add = (text: string, ignoreCase: boolean, owner: readonly number[]): void => {
    const key = `${ignoreCase ? '1' : '0'}${ignoreCase ? text.toLowerCase() : text}`;
    const owners = table.get(key);
    if (owners) owners.push(...owner);
    else table.set(key, [...owner]);
  };
  const plain = new Set<string>();
  matchers.forEach((matcher, m) => {
    matcher.keywords.forEach(({ text, ignoreCase }, k) => {
      add(text, ignoreCase, [CREDENTIAL, m, k]);
      if (!ignoreCase) plain.add(text);
    });
  });
  rules.forEach((rule, r) => {
    for (const text of rule.keywords) add(text, true, [RULE, r, 0]);
  });
  // By now every plain keyword has its place, which is how its encoded forms name it.
  const places = new Map([...table.keys()].map((key, i) => [key, i]));
  for (const keyword of plain) {
    for (const form of encodedForms(keyword)) {
      add(form.text, form.ignoreCase, [ENCODED, places.get(`0${keyword}`) ?? 0, ENCODINGS.indexOf(form.encoding)]);
    }
  }
  const keys = [...table.keys()];
  return {
    texts: keys.map((key) => key.slice(1)),
    folds: keys.map((key) => key.charAt(0)).join(''),
    owners: [...table.values()],
  };
}

export function keywordsOf(table: KeywordTable): readonly Keyword[] {
  return table.texts.map((text, i) => ({ text, ignoreCase: table.folds.charAt(i) === '1' }));
}

/** The owners of one keyword. */
export function ownersOf(table: KeywordTable, keyword: number): readonly Owner[] {
  const codes = table.owners[keyword] ?? [];
  const owners: Owner[] = [];
  for (let i = 0; i < codes.length; i += 3) {
    const [type, first = 0, second = 0] = codes.slice(i, i + 3);
    if (type === CREDENTIAL) owners.push({ type: 'credential', matcher: first, keyword: second });
    else if (type === RULE) owners.push({ type: 'rule', rule: first });
    else {
      const encoding = ENCODINGS[second] ?? 'base64';
      owners.push({ type: 'encoded', keyword: table.texts[first] ?? '', encoding, text: table.texts[keyword] ?? '' });
    }
  }
  return owners;
}
