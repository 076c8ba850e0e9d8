// A project's own rules as data -> rules that the engine runs like its own.
import type { Match, Rule } from '../rule.ts';
import { compileGlobs } from '../text/globs.ts';
import type { CustomRuleData } from './config.ts';

/** Longest literal run of a pattern that can serve as its keyword; shorter ones are found everywhere. */
const SHORTEST_KEYWORD = 3;

/** Turns data into rules; rules that are code already pass through. */
export function compileCustomRules(rules: readonly (CustomRuleData | Rule)[]): readonly Rule[] {
  return rules.map((rule) => ('find' in rule ? rule : compileRule(rule)));
}

function compileRule(data: CustomRuleData): Rule {
  const { id, message, level = 'error', category = 'hardcoded-key' } = data;
  const applies = data.paths === undefined ? () => true : compileGlobs(data.paths);
  return {
    id,
    category,
    level,
    summary: message,
    why: message,
    fix: 'See the rule in the config of this project.',
    references: [],
    // Without a usable literal the rule reads every file.
    keywords: (data.keywords ?? []).filter((word) => word.length >= SHORTEST_KEYWORD && isAscii(word)),
    examples: data.examples ?? { invalid: [], valid: [] },
    find: ({ path, text }) =>
      applies(path) ? matchesOf(new RegExp(data.pattern, 'g'), text, category === 'hardcoded-key') : [],
  };
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function* matchesOf(pattern: RegExp, text: string, isCredential: boolean): Generator<Match> {
  for (const match of text.matchAll(pattern)) {
    // A pattern that can match nothing would report every position.
    if (match[0] === '') continue;
    const span = { start: match.index, end: match.index + match[0].length };
    yield isCredential ? { ...span, secret: span } : span;
  }
}
