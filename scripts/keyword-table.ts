// Run by the build: what it computes of the rules that come with hushkey, so that no start does.
import { builtin } from '../src/builtin-rules.ts';
import { kinds } from '../src/credentials/kinds/index.ts';
import { buildKeywordTable, tableToBytes } from '../src/engine/build-keyword-table.ts';
import { firstLookWords } from '../src/engine/first-look-words.ts';
import { compileSearch } from './compile-search.ts';

const { matchers, rules } = builtin();
const keywords = buildKeywordTable(matchers, rules);
export const table = tableToBytes({ ...keywords, code: compileSearch() });
export const wordsFor = (version: string): string => firstLookWords(keywords, version);

/** The kinds without what only tests and the documentation read. */
export const leanKinds = kinds.map((kind) => ({ ...kind, nearMisses: [] }));
