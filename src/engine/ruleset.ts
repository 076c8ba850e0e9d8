// All rules of a run: the keyword filter that every file goes through, and, loaded at its first hit, the rules themselves.
import type { KindDocs } from '../credentials/kind.ts';
import type { Matcher } from '../credentials/matcher.ts';
import { PATH_END } from '../credentials/path-end.ts';
import type { Category, Level } from '../finding.ts';
import type { Rule, RuleDocs } from '../rule.ts';
import { type KeywordTable, type Owner, readOwners } from './keyword-table.ts';
import { nativeSearch } from './native-search.ts';

/** Keywords in a file: the number of one, its offset, the number of the next, … A common word makes very many. */
export type Hits = readonly number[];

export interface Ruleset {
  /** Every keyword that stands in the bytes, in order of position, those of the path first; most files have none. */
  readonly hits: (bytes: Uint8Array, path?: string) => Hits;
  /** False where some rule sees every file, keyword or not. */
  readonly needsHit: boolean;
  /** The rules themselves; given hits, all that these can lead to and perhaps no more. */
  readonly load: (hits?: Hits) => Promise<Rules>;
}

export interface Rules {
  /** As `Ruleset.hits`: what was decoded is searched again. */
  readonly hits: Ruleset['hits'];
  /** Who owns the keyword with a number. */
  readonly owners: (keyword: number) => readonly Owner[];
  readonly matchers: readonly Matcher[];
  readonly rules: readonly Rule[];
  readonly docs: ReadonlyMap<string, RuleDocs>;
  readonly kinds: ReadonlyMap<string, KindDocs>;
  /** The level a finding gets, given the level that detection chose; undefined when the rule is off or not selected. */
  readonly levelOf: (ruleId: string, category: Category, detected: Level, path: string) => Level | undefined;
}

/** Levels set by a config, by rule id or category; the id wins. */
export type LevelOverrides = Readonly<Record<string, Level | 'off'>>;

/** Which rules run. Empty: all. */
export interface RuleSelection {
  readonly rules: readonly string[];
  readonly categories: readonly string[];
}

export interface RulesetOptions {
  /** The rules that come with hushkey, in the order that the table was built for. */
  readonly builtin: () => Promise<Builtin>;
  /** The matchers alone, where that is less to load: most hits are no usage rule's. */
  readonly matchers?: () => Promise<readonly Matcher[]>;
  /** The table of the builtin rules where the build has made it; else it is made here. */
  readonly table?: KeywordTable | undefined;
  readonly custom?: readonly Rule[];
  readonly overrides?: LevelOverrides;
  /** Levels for the file at a path, over `overrides`; undefined where there are none. */
  readonly overridesAt?: ((path: string) => LevelOverrides) | undefined;
  readonly selection?: RuleSelection;
}

export interface Builtin {
  readonly matchers: readonly Matcher[];
  readonly rules: readonly Rule[];
}

/** Prepares a run. Loads the rules only where there is no table yet. */
export async function createRuleset(options: RulesetOptions): Promise<Ruleset> {
  const { custom = [] } = options;
  const table = options.table ?? (await tableOf(options.builtin));
  const builtin = await searchOf(table, 0);
  // The project's own rules come after the builtin ones.
  const search = custom.length === 0 ? builtin : joinSearches(builtin, await searchCustom(custom, options));
  let loaded: Promise<Rules> | undefined;
  let credentials: Promise<Rules> | undefined;
  const { matchers } = custom.length === 0 ? options : {};
  return {
    hits: search.hits,
    needsHit: custom.every((rule) => rule.keywords.length > 0),
    load(hits) {
      if (loaded === undefined && matchers !== undefined && hits !== undefined && !concernRules(hits, search)) {
        credentials ??= matchers().then((matchers) => assemble({ matchers, rules: [] }, options, search));
        return credentials;
      }
      loaded ??= options.builtin().then((builtin) => assemble(builtin, options, search));
      return loaded;
    },
  };
}

/** Whether a usage rule's word is among the hits; rules without words are the project's own. */
function concernRules(hits: Hits, { owners }: Search): boolean {
  return hits.some((keyword, i) => i % 2 === 0 && owners(keyword).some(({ type }) => type === 'rule'));
}

async function tableOf(load: () => Promise<Builtin>): Promise<KeywordTable> {
  const { buildKeywordTable } = await import('./build-keyword-table.ts');
  const { matchers, rules } = await load();
  return buildKeywordTable(matchers, rules);
}

async function searchCustom(custom: readonly Rule[], { builtin }: RulesetOptions): Promise<TableSearch> {
  const { buildKeywordTable } = await import('./build-keyword-table.ts');
  return searchOf(buildKeywordTable([], custom), (await builtin()).rules.length);
}

type Search = Pick<Rules, 'hits' | 'owners'>;

interface TableSearch extends Search {
  /** How many keywords it has. */
  readonly size: number;
}

async function searchOf(table: KeywordTable, firstRule: number): Promise<TableSearch> {
  const { lengths } = table.keywords;
  const search = nativeSearch(table) ?? (await import('./plain-search.ts')).plainSearch(table);
  return {
    size: lengths.length,
    hits: (bytes, path) => (path === undefined ? search(bytes) : hitsOfName(path).concat(search(bytes))),
    owners: readOwners(table, firstRule),
  };

  function hitsOfName(path: string): Hits {
    const name = Buffer.from(path + PATH_END, 'latin1');
    const found = search(name);
    // Other keywords are nothing in a name.
    return found.flatMap((keyword, i) =>
      i % 2 === 0 && (found[i + 1] ?? 0) + (lengths[keyword] ?? 0) === name.length ? [keyword, 0] : [],
    );
  }
}

/** Two tables in one: the keywords of the second are numbered after those of the first. */
function joinSearches(first: TableSearch, second: TableSearch): Search {
  return {
    hits: (bytes, path) =>
      first.hits(bytes, path).concat(second.hits(bytes).map((part, i) => (i % 2 === 0 ? part + first.size : part))),
    owners: (keyword) => (keyword < first.size ? first.owners(keyword) : second.owners(keyword - first.size)),
  };
}

function assemble(builtin: Builtin, options: RulesetOptions, search: Search): Rules {
  const { overrides = {}, overridesAt, selection = { rules: [], categories: [] } } = options;
  const { matchers } = builtin;
  const rules = [...builtin.rules, ...(options.custom ?? [])];
  const everything = selection.rules.length + selection.categories.length === 0;
  const selected = (id: string, category: Category): boolean =>
    everything || selection.rules.includes(id) || selection.categories.includes(category);
  const docs = new Map<string, RuleDocs>(rules.map((rule) => [rule.id, rule]));
  for (const matcher of matchers) docs.set(matcher.kind.id, docsOfKind(matcher.kind));
  return {
    hits: search.hits,
    owners: search.owners,
    matchers,
    rules,
    docs,
    kinds: new Map(matchers.map((matcher) => [matcher.kind.id, matcher.kind])),
    levelOf(ruleId, category, detected, path) {
      const levels = overridesAt === undefined ? overrides : { ...overrides, ...overridesAt(path) };
      const set = levels[ruleId] ?? levels[category];
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
