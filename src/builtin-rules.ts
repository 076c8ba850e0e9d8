// Catalogue and usage rules together: what the keyword table is made of, in its order.
import { matchers } from './credentials/catalogue.ts';
import type { Builtin } from './engine/ruleset.ts';
import { usageRules } from './usage/index.ts';

export function builtin(): Builtin {
  return { matchers: matchers(), rules: usageRules };
}
