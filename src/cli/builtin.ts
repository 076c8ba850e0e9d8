// The rules that come with hushkey, loaded when a keyword was found; and the keyword table that the build makes of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeywordTable, tableFromBytes } from '../engine/keyword-table.ts';
import type { Builtin } from '../engine/ruleset.ts';

/** The table's file as seen from the bundle, put in by the build; the sources run without it in tests. */
declare const HUSHKEY_KEYWORD_TABLE: string | undefined;

export function builtinTable(): KeywordTable | undefined {
  if (typeof HUSHKEY_KEYWORD_TABLE !== 'string') return undefined;
  return tableFromBytes(readFileSync(join(import.meta.dirname, HUSHKEY_KEYWORD_TABLE)));
}

export async function loadBuiltin(): Promise<Builtin> {
  const { builtin } = await import('../builtin-rules.ts');
  return builtin();
}

export async function loadMatchers(): Promise<Builtin['matchers']> {
  const { matchers } = await import('../credentials/catalogue.ts');
  return matchers();
}

export async function loadBuiltinIds(): Promise<readonly string[]> {
  const { matchers, rules } = await loadBuiltin();
  return [...matchers.map((matcher) => matcher.kind.id), ...rules.map((rule) => rule.id)];
}
