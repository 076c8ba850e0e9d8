// The rules that come with hushkey, loaded when a keyword was found; and the keyword table that the build makes of them.
import type { KeywordTable } from '../engine/keyword-table.ts';
import type { Builtin } from '../engine/ruleset.ts';

/** JSON put in by the build; the sources run without it in tests. */
declare const HUSHKEY_KEYWORD_TABLE: string | undefined;

export function builtinTable(): KeywordTable | undefined {
  return typeof HUSHKEY_KEYWORD_TABLE === 'string' ? (JSON.parse(HUSHKEY_KEYWORD_TABLE) as KeywordTable) : undefined;
}

export async function loadBuiltin(): Promise<Builtin> {
  const { builtin } = await import('../builtin-rules.ts');
  return builtin();
}

export async function loadBuiltinIds(): Promise<readonly string[]> {
  const { matchers, rules } = await loadBuiltin();
  return [...matchers.map((matcher) => matcher.kind.id), ...rules.map((rule) => rule.id)];
}
