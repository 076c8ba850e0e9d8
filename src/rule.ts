// What a rule is. Rules are data plus one pure function; the prose fields are required, so an undocumented rule does not compile.
import type { Category, Fix, Level } from './finding.ts';

/**
 * A sample that a rule must, or must not, report. `{{fake KIND SEED}}` in the text is replaced by a made-up
 * credential of that kind when the example is used, so that none is ever stored.
 */
export interface Example {
  /** Path the text is judged under; decides the language. Default `example.ts`. */
  readonly path?: string;
  readonly text: string;
  /** What makes this a near miss, or a hit that is easy to overlook. */
  readonly note?: string;
}

export interface RuleDocs {
  /** kebab-case, never reused for something else. */
  readonly id: string;
  readonly category: Category;
  readonly level: Level;
  /** What it finds, as a noun phrase of at most about 60 characters: `Anthropic API key`. */
  readonly summary: string;
  /** The harm, one sentence. */
  readonly why: string;
  /** What to do, one sentence; the code for the file's language is added by the engine. */
  readonly fix: string;
  /** Addresses of documentation, https. */
  readonly references: readonly string[];
}

/** The text a rule judges. Offsets in matches are UTF-16 code units in `text`. */
export interface RuleInput {
  readonly path: string;
  readonly text: string;
  /** Where the config says that code at this path runs. */
  readonly side?: 'client' | 'server' | undefined;
  /** The text of the nearest file of a name, in the folder of `path` or above; undefined where none is known. */
  readonly nearest?: ((name: string) => string | undefined) | undefined;
}

/** One place where a rule applies. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The credential inside the match, when there is one. */
  readonly secret?: { readonly start: number; readonly end: number };
  /** For rules about code: the code in normal form, which decides whether two matches are the same. Default: the matched text. */
  readonly code?: string;
  readonly level?: Level;
  readonly message?: string;
  readonly evidence?: string;
  readonly fix?: Fix;
}

export interface Rule extends RuleDocs {
  /** Literals, at least one of which stands in every text the rule can match; compared without case. */
  readonly keywords: readonly string[];
  /** Pure and synchronous; never throws, whatever the text. */
  readonly find: (input: RuleInput) => Iterable<Match>;
  readonly examples: { readonly invalid: readonly Example[]; readonly valid: readonly Example[] };
}

/**
 * Declares a custom rule with its types checked.
 *
 * @param rule - the rule; `examples` needs at least two entries of each sort, which `hushkey rules test` runs.
 * @returns the same rule.
 */
export function defineRule(rule: Rule): Rule {
  return rule;
}
