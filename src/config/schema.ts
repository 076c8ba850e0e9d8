// The shape of a config file. The JSON Schema that editors use is generated from it, so its descriptions are for users.
import * as v from 'valibot';
import { CATEGORIES, LEVELS } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { compileGlobs } from '../text/globs.ts';
import { suggestion } from './suggest.ts';

const text = v.pipe(v.string(), v.nonEmpty('is empty'));
const glob = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      // By itself: what a negated glob takes back may stand in the config that this one extends.
      compileGlobs([dataset.value.replace(/^!/, '')]);
    } catch (error) {
      addIssue({ message: `is a ${messageOf(error)}` });
    }
  }),
);
const pattern = v.pipe(
  text,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      if (new RegExp(dataset.value).test('')) addIssue({ message: 'matches where there is nothing to match' });
    } catch (error) {
      const help = 'the syntax is that of JavaScript, without slashes round it and without (?i)';
      addIssue({ message: `is not a regular expression: ${messageOf(error)}\n${help}` });
    }
  }),
);
const globs = (description: string) => described(v.array(glob), description);

const ruleLevel = oneOf(['off', ...LEVELS]);
const options = v.record(v.string(), v.unknown());
export const ruleEntry = v.union([
  ruleLevel,
  v.strictTuple([ruleLevel, options]),
  closed({ level: v.optional(ruleLevel), options: v.optional(options) }),
]);

const rules = v.objectWithRest(Object.fromEntries(CATEGORIES.map((name) => [name, v.optional(ruleEntry)])), ruleEntry);

const gate = oneOf(['off', 'warning', 'error']);
const gates = closed({
  rebase: v.optional(
    described(gate, 'Findings in a commit that a rebase makes. Default: warning, and the push blocks.'),
  ),
  cherryPick: v.optional(described(gate, 'The same for a cherry-pick.')),
  revert: v.optional(described(gate, 'The same for a revert.')),
  noVerify: v.optional(
    described(
      oneOf(['off', 'warn', 'block']),
      'git commit --no-verify. Default: findings are shown to a person and block a coding agent.',
    ),
  ),
});

const example = v.union([text, closed({ path: v.optional(text), text, note: v.optional(text) })]);
const ruleId = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be in kebab-case, such as acme-token'),
);

export const dataRule = closed({
  id: described(ruleId, 'kebab-case; stays the same for good, since suppressions name it.'),
  pattern: described(pattern, 'A JavaScript regular expression; what it matches is the finding.'),
  message: described(text, 'One sentence that says what was found.'),
  level: v.optional(described(oneOf(LEVELS), 'Default: error.')),
  category: v.optional(described(oneOf(CATEGORIES), 'Default: hardcoded-key.')),
  keywords: v.optional(
    described(v.array(text), 'Literals, one of which stands in everything that the pattern matches; saves time.'),
  ),
  paths: v.optional(globs('Files the rule is for. Default: all.')),
  examples: v.optional(
    described(
      closed({ invalid: v.array(example), valid: v.array(example) }),
      'Texts that the rule must report, and must not; `hushkey rules test` tries them.',
    ),
  ),
});

/** A rule made with defineRule, in a config that is code. */
const codeRule = v.looseObject({
  id: ruleId,
  category: oneOf(CATEGORIES),
  level: oneOf(LEVELS),
  summary: text,
  why: text,
  fix: text,
  references: v.array(text),
  keywords: v.pipe(v.array(text), v.nonEmpty('needs a literal at least: it decides which files the rule sees')),
  find: v.custom<Rule['find']>((value) => typeof value === 'function'),
  examples: v.looseObject({ invalid: v.array(v.looseObject({ text })), valid: v.array(v.looseObject({ text })) }),
});

const customRule = v.lazy((input) => (isCode(input) ? codeRule : dataRule));

function isCode(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'find' in input && typeof input.find === 'function';
}

export const configSchema = closed({
  $schema: v.optional(v.string()),
  extends: v.optional(
    described(
      v.union([text, v.array(text)]),
      'Configs that this one builds on: files (./base.json) or packages. Lists are joined, of the rest the own wins.',
    ),
  ),
  include: v.optional(globs('Globs of files to scan, relative to this folder. Default: all.')),
  ignore: v.optional(globs('Globs of files not to scan; wins over include, !glob takes a file back.')),
  rules: v.optional(described(rules, 'Levels by rule id or category: off, note, warning, error, or [level, options].')),
  overrides: v.optional(
    described(
      v.array(
        closed({
          files: described(
            v.pipe(v.array(glob), v.nonEmpty('needs a glob at least')),
            'Globs, relative to this folder.',
          ),
          rules: described(rules, 'Levels for these files, over those of `rules`.'),
        }),
      ),
      'Other levels for some files; of several that name a rule, the last holds.',
    ),
  ),
  gates: v.optional(described(gates, 'What git operations do with findings.')),
  clientPaths: v.optional(globs('Globs of code that ships to browsers, phones or desktops.')),
  serverPaths: v.optional(globs('Globs of code that runs on servers only.')),
  customRules: v.optional(described(v.array(customRule), "This project's own rules.")),
  baseline: v.optional(described(text, 'File of accepted findings. Default: hushkey-baseline.json at the root.')),
  maxBytes: v.optional(
    described(
      v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be at least 1')),
      'Larger files are searched for credentials only, not for their misuse. Default: 1048576.',
    ),
  ),
});

export type ConfigFile = v.InferOutput<typeof configSchema>;

function described<T extends v.GenericSchema>(schema: T, description: string) {
  return v.pipe(schema, v.description(description));
}

/** An object without other keys. A message is what is wrong, and after a line break what to do. */
function closed<T extends v.ObjectEntries>(entries: T) {
  const names = Object.keys(entries);
  return v.strictObject(entries, (issue) => {
    if (issue.expected !== 'never') return describeMismatch(issue);
    return `is not a setting\n${suggestion(String(issue.path?.at(-1)?.key), names, `there are ${names.join(', ')}`)}`;
  });
}

function oneOf<const T extends readonly string[]>(values: T) {
  return v.picklist(values, (issue) => {
    const wanted = `must be one of ${values.join(', ')}`;
    return typeof issue.input === 'string' ? `${wanted}\n${suggestion(issue.input, values, '')}` : wanted;
  });
}

/** Says what was wanted, and never the value: it may be a credential that went astray. */
export function describeMismatch(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing';
  const wanted = issue.expected?.replace(/[()]/g, '').replaceAll('|', 'or').toLowerCase() ?? 'something else';
  return `must be of the type ${wanted}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
