// Run by the build: the keyword table of the rules that come with hushkey.
import { builtin } from '../src/builtin-rules.ts';
import { buildKeywordTable } from '../src/engine/keyword-table.ts';

const { matchers, rules } = builtin();
export const table = buildKeywordTable(matchers, rules);
