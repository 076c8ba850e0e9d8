// All rules of a run in the form that the engine wants: one keyword table, and who owns each keyword.
import type { KindDocs } from '../credentials/kind.ts';
import type { Matcher } from '../credentials/matcher.ts';
import type { Category, Level } from '../finding.ts';
import type { Rule, RuleDocs } from '../rule.ts';
import { type EncodedForm, encodedForms } from './encodings.ts';
import { createPrefilter, type Keyword, type Prefilter } from './prefilter.ts';

/** What to do when a keyword is found. */
export type Owner =
  | { readonly type: 'credential'; readonly matcher: Matcher; readonly keyword: number }
  | { readonly type: 'encoded'; readonly keyword: string; readonly form: EncodedForm }
  | { readonly type: 'rule'; readonly rule: Rule };

export interface Ruleset {
  readonly prefilter: Prefilter;
  /** Owners of each keyword of the prefilter, by its index. */
  readonly owners: readonly (readonly Owner[])[];
  readonly docs: ReadonlyMap<string, RuleDocs>;
  readonly kinds: ReadonlyMap<string, KindDocs>;
  /** The level a finding gets, given the level that detection chose; undefined when the rule is off. */
  readonly levelOf: (ruleId: string, category: Category, detected: Level) => Level | undefined;
}

/** Levels set by a config, by rule id or category; the id wins. */
export type LevelOverrides = Readonly<Record<string, Level | 'off'>>;

/** Which rules run. Empty: all. */
export interface RuleSelection {
  readonly rules: readonly string[];
  readonly categories: readonly string[];
}

export interface RulesetOptions {
  readonly matchers: readonly Matcher[];
  readonly rules: readonly Rule[];
  readonly overrides?: LevelOverrides;
  readonly selection?: RuleSelection;
}

export function createRuleset(options: RulesetOptions): Ruleset {
  const { overrides = {}, selection = { rules: [], categories: [] } } = options;
  const selected = (id: string, category: Category): boolean =>
    (selection.rules.length === 0 && selection.categories.length === 0) ||
    selection.rules.includes(id) ||
    selection.categories.includes(category);
  // Credentials of kinds that are off are looked for all the same: they must be masked in what is shown of others.
  const { matchers } = options;
  const rules = options.rules.filter(
    (rule) => selected(rule.id, rule.category) && (overrides[rule.id] ?? overrides[rule.category]) !== 'off',
  );
  const table = new Map<string, { keyword: Keyword; owners: Owner[] }>();
  const add = (keyword: Keyword, owner: Owner): void => {
    const text = keyword.ignoreCase ? keyword.text.toLowerCase() : keyword.text;
    const key = `${keyword.ignoreCase ? 'i' : 'c'}${text}`;
    const entry = table.get(key);
    if (entry) entry.owners.push(owner);
    else table.set(key, { keyword: { text, ignoreCase: keyword.ignoreCase }, owners: [owner] });
  };

  const encodable = new Set<string>();
  for (const matcher of matchers) {
    matcher.keywords.forEach((keyword, index) => {
      add(keyword, { type: 'credential', matcher, keyword: index });
      if (!keyword.ignoreCase) encodable.add(keyword.text);
    });
  }
  for (const keyword of encodable) {
    for (const form of encodedForms(keyword)) add(form, { type: 'encoded', keyword, form });
  }
  for (const rule of rules) {
    for (const text of rule.keywords) add({ text, ignoreCase: true }, { type: 'rule', rule });
  }

  const entries = [...table.values()];
  const docs = new Map<string, RuleDocs>(rules.map((rule) => [rule.id, rule]));
  for (const matcher of matchers) docs.set(matcher.kind.id, docsOfKind(matcher.kind));
  return {
    prefilter: createPrefilter(entries.map((entry) => entry.keyword)),
    owners: entries.map((entry) => entry.owners),
    docs,
    kinds: new Map(matchers.map((matcher) => [matcher.kind.id, matcher.kind])),
    levelOf(ruleId, category, detected) {
      const set = overrides[ruleId] ?? overrides[category];
      if (set === 'off' || !selected(ruleId, category)) return undefined;
      // A lowered finding (failed checksum, public half) stays low: the setting is about what the rule is sure of.
      return set === undefined || detected === 'note' ? detected : set;
    },
  };
}

/** A kind as a rule, for reports and documentation. */
export function docsOfKind(kind: KindDocs): RuleDocs {
  return {
    id: kind.id,
    category: 'hardcoded-key',
    level: kind.level ?? 'error',
    summary: kind.name,
    why: kind.why,
    fix: kind.env === '' ? 'Keep it out of the repository.' : `Read it from the environment variable ${kind.env}.`,
    references: /^[\w.-]+\.[a-z]{2,}(?:\/|$)/.test(kind.docs) ? [`https://${kind.docs}`] : [],
  };
}
