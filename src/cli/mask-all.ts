// Masks by all rules that come with hushkey. Apart from the settings of a scan: a config may turn rules off or be broken,
// and what is pasted must not be shown for that.
import { maskCredentials } from '../engine/mask.ts';
import { createRuleset } from '../engine/ruleset.ts';
import { builtinTable, loadBuiltin } from './builtin.ts';

/** Usage rules find no credentials of their own, so they need not read the text. */
const LIMITS = { maxUsageBytes: 0 };

/** @returns what replaces every credential in a text by its mask. */
export async function createMasking(): Promise<(text: string) => Promise<string>> {
  const ruleset = await createRuleset({ builtin: loadBuiltin, table: builtinTable() });
  return (text) => maskCredentials(text, ruleset, LIMITS);
}
