// `hushkey rules`: what is looked for, one rule in full, a search, and the tests of a project's own rules.
import { suggestion } from '../config/suggest.ts';
import type { KindDocs } from '../credentials/kind.ts';
import { UserError } from '../errors.ts';
import { CATEGORIES } from '../finding.ts';
import { findRepository } from '../git/repository.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { wrap } from '../report/terminal-text.ts';
import type { RuleDocs } from '../rule.ts';
import { echo } from '../text/printable.ts';
import type { Invocation } from './args.ts';
import { loadCustomRules, loadSettings } from './settings.ts';

type RulesInvocation = Extract<Invocation, { command: 'rules' }>;

/** @throws UserError for an id that no rule has. */
export async function runRules({ flags, positionals }: RulesInvocation, io: Io): Promise<ExitCode> {
  if (positionals.length === 1 && positionals[0] === 'test') {
    const { testRules } = await import('./rules-test.ts');
    return testRules(await loadCustomRules({ cwd: io.cwd, root: rootOf(io.cwd), configFile: flags.config }), io);
  }
  const settings = await loadSettings({
    cwd: io.cwd,
    root: rootOf(io.cwd),
    configFile: flags.config,
    suppressions: false,
  });
  const { docs, kinds } = await settings.ruleset.load();
  const only = docs.get(positionals.join(' '));
  if (only !== undefined) io.out(describe(only, kinds.get(only.id)));
  else io.out(listRules(positionals.length === 0 ? [...docs.values()] : search(positionals, docs, kinds)));
  return EXIT.clean;
}

function rootOf(cwd: string): string | undefined {
  try {
    return findRepository(cwd)?.root;
  } catch (error) {
    // The catalogue can be read without git.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function listRules(rules: readonly RuleDocs[]): string {
  const sections = CATEGORIES.flatMap((category) => {
    const own = rules.filter((rule) => rule.category === category);
    if (own.length === 0) return [];
    const width = Math.max(...own.map((rule) => rule.id.length)) + 2;
    return [
      [category, ...own.map((rule) => `  ${rule.id.padEnd(width)}${rule.level.padEnd(9)}${rule.summary}`)].join('\n'),
    ];
  });
  return `${sections.join('\n\n')}\n\n${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}; hushkey rules <id> explains one, hushkey rules <words> searches\n`;
}

/** The rules that have all the words, in id, provider or summary. */
function search(
  words: readonly string[],
  docs: ReadonlyMap<string, RuleDocs>,
  kinds: ReadonlyMap<string, KindDocs>,
): readonly RuleDocs[] {
  const wanted = words.flatMap((word) => word.toLowerCase().split(/\s+/));
  const found = [...docs.values()].filter((rule) => {
    const text = `${rule.id} ${kinds.get(rule.id)?.provider ?? ''} ${rule.summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  if (found.length > 0) return found;
  const typed = words.join(' ');
  throw new UserError('unknown-rule', `no rule has that id or those words${echo(typed)}`, {
    hint: suggestion(typed.replaceAll(' ', '-'), docs.keys(), 'hushkey rules lists all'),
  });
}

const WIDTH = 80;

function describe(rule: RuleDocs, kind: KindDocs | undefined): string {
  const rows: readonly (readonly [string, string])[] = [
    ['category', `${rule.category}, ${rule.level}`],
    ['provider', kind === undefined || kind.provider === 'any' ? '' : kind.provider],
    ['why', rule.why],
    ['fix', rule.fix],
    ['revoke', kind?.revoke ?? ''],
    ['docs', rule.references.join(' ') || (kind?.docs ?? '')],
    ['off', `"rules": { "${rule.id}": "off" } in hushkey.config.json`],
  ];
  const lines = rows.flatMap(([label, text]) =>
    text === '' ? [] : wrap(text, WIDTH - 11).map((line, i) => `${(i === 0 ? label : '').padEnd(11)}${line}`),
  );
  return `${rule.id}: ${rule.summary}\n\n${lines.join('\n')}\n`;
}
