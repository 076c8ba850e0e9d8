// The documentation of the rules, made from the rules themselves: a page each, the index, and the README's list.
import { builtin } from '../src/builtin-rules.ts';
import { catalogue, fakeOf } from '../src/credentials/catalogue.ts';
import type { KindDocs } from '../src/credentials/kind.ts';
import type { Matcher } from '../src/credentials/matcher.ts';
import { leadingText } from '../src/credentials/structure.ts';
import { docsOfKind } from '../src/engine/ruleset.ts';
import { CATEGORIES } from '../src/finding.ts';
import type { RuleDocs } from '../src/rule.ts';

export { withComparison } from './comparison.ts';

export const RULES_FOLDER = 'docs/rules';
const README_MARKS = ['<!-- rules: made by npm run docs -->', '<!-- /rules -->'] as const;
const FIRST_LINE = '<!-- Made by npm run docs. -->';

interface Sample {
  readonly text: string;
  readonly path?: string;
  readonly note?: string;
}

/** Every generated file of `docs/rules`, by its path. */
export function rulePages(): ReadonlyMap<string, string> {
  const { matchers, rules } = builtin();
  const pages = new Map<string, string>();
  for (const matcher of matchers) {
    const valid = matcher.kind.nearMisses.map((text): Sample => ({ text }));
    const page = pageOf(docsOfKind(matcher.kind), matcher.kind, [{ text: sampleOf(matcher) }], valid);
    pages.set(`${RULES_FOLDER}/${matcher.kind.id}.md`, page);
  }
  for (const rule of rules) {
    const { invalid, valid } = rule.examples;
    pages.set(`${RULES_FOLDER}/${rule.id}.md`, pageOf(rule, undefined, invalid, valid));
  }
  pages.set(`${RULES_FOLDER}/README.md`, indexOf(matchers, rules));
  return pages;
}

/** The README with its list of rules made anew. */
export function withRuleList(readme: string): string {
  const [open, close] = README_MARKS;
  const start = readme.indexOf(open);
  const end = readme.indexOf(close);
  if (start < 0 || end < start) throw new Error(`README.md lacks the marks ${open} and ${close}`);
  return `${readme.slice(0, start + open.length)}\n${ruleList()}\n${readme.slice(end)}`;
}

function ruleList(): string {
  const { matchers, rules } = builtin();
  const names = new Set(matchers.map(({ kind }) => kind.provider));
  names.delete('any');
  const providers = [...names].sort((a, b) => a.localeCompare(b, 'en'));
  const rows = CATEGORIES.map((category) => {
    const own = rules.filter((rule) => rule.category === category);
    const what =
      category === 'hardcoded-key'
        ? `[${matchers.length} kinds](${RULES_FOLDER}/README.md) of ${providers.length} providers, and what has none`
        : own.map(({ id }) => `[\`${id}\`](${RULES_FOLDER}/${id}.md)`).join(', ');
    return `| \`${category}\` | ${what} |`;
  });
  return [
    '| category | rules |',
    '| --- | --- |',
    ...rows,
    '',
    '<details><summary>Providers</summary>',
    '',
    `${providers.join(' · ')}`,
    '',
    '</details>',
  ].join('\n');
}

function indexOf(matchers: readonly Matcher[], rules: readonly RuleDocs[]): string {
  const kinds = matchers.map(({ kind }) => ({ docs: docsOfKind(kind), provider: kind.provider }));
  const all = [...kinds, ...rules.map((docs) => ({ docs, provider: '' }))];
  const sections = CATEGORIES.flatMap((category) => {
    const own = all.filter(({ docs }) => docs.category === category);
    if (own.length === 0) return [];
    const withProvider = category === 'hardcoded-key';
    return [
      '',
      `## ${category}`,
      '',
      withProvider ? '| rule | finds | provider | level |' : '| rule | finds | level |',
      withProvider ? '| --- | --- | --- | --- |' : '| --- | --- | --- |',
      ...own
        .sort((a, b) => (a.provider === b.provider ? 0 : a.provider.localeCompare(b.provider, 'en')))
        .map(({ docs, provider }) => {
          const cells = [`[${docs.id}](${docs.id}.md)`, docs.summary, ...(withProvider ? [provider] : []), docs.level];
          return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
        }),
    ];
  });
  return [FIRST_LINE, '# Rules', ...sections, ''].join('\n');
}

function pageOf(
  docs: RuleDocs,
  kind: KindDocs | undefined,
  invalid: readonly Sample[],
  valid: readonly Sample[],
): string {
  const rows: readonly (readonly [string, string])[] = [
    ['category', `\`${docs.category}\``],
    ['level', docs.level],
    ['provider', kind === undefined || kind.provider === 'any' ? '' : kind.provider],
    ['why', docs.why],
    ['fix', docs.fix],
    ['revoke', kind?.revoke ?? ''],
    ['told by others', kind?.partner === true ? 'the provider hears of public ones and may disable them' : ''],
    ['references', docs.references.map((address) => `<${address}>`).join(' ') || (kind?.docs ?? '')],
    ['off', `\`"rules": { "${docs.id}": "off" }\` in hushkey.config.json`],
  ];
  const capital = docs.summary.charAt(0).toUpperCase() + docs.summary.slice(1);
  return [
    FIRST_LINE,
    `# ${docs.id}`,
    '',
    `${capital}.`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.flatMap(([label, text]) => (text === '' ? [] : [`| ${label} | ${text.replaceAll('|', '\\|')} |`])),
    '',
    '## Found',
    '',
    ...invalid.flatMap((sample) => blockOf(sample)),
    '## Not found',
    '',
    ...valid.flatMap((sample) => blockOf(sample)),
  ].join('\n');
}

/** No language: these are samples of mistakes, and a scanner reads a block by its language. */
function blockOf({ text, path, note }: Sample): readonly string[] {
  const fence = '~~~~';
  const label = [path === undefined ? '' : `\`${path}\``, note ?? ''].filter((part) => part !== '').join(': ');
  return [...(label === '' ? [] : [label, '']), fence, printable(maskSample(text)).trimEnd(), fence, ''];
}

/** Key headers stand in pieces, and bytes that are no text as dots, so that a page is text and holds no header. */
function printable(text: string): string {
  return text.replace(/-----(BEGIN|END) ([A-Z ]*)-----/g, '[$1 $2]').replace(/[^\t\n\x20-\x7e\u00a0-\uffff]/g, '·');
}

/** A line that holds a made-up credential of the kind, masked. */
function sampleOf({ kind, fake, keywords, find }: Matcher): string {
  if (fake === undefined) return `${kind.env === '' ? 'KEY' : kind.env}=${maskOf(kind.id)}`;
  const text = fakeOf(kind.id, 1);
  for (const [index, keyword] of keywords.entries()) {
    const at = keyword.ignoreCase ? text.toLowerCase().indexOf(keyword.text.toLowerCase()) : text.indexOf(keyword.text);
    const found = at < 0 ? undefined : find(text, at, index);
    if (found !== undefined) return `${text.slice(0, found.start)}…${text.slice(found.end)}`;
  }
  throw new Error(`${kind.id} does not find its own look-alike`);
}

/** What is shown in place of a made-up credential: its fixed start, where it has one. */
function maskOf(id: string): string {
  const kind = catalogue.find((entry) => entry.id === id);
  const [structure = ''] = kind === undefined ? [] : [kind.structure].flat();
  return `${kind?.maskPrefix ?? leadingText(structure)}…`;
}

function maskSample(text: string): string {
  return text.replace(/\{\{fake ([a-z0-9-]+) \d+\}\}/g, (_token, id: string) => maskOf(id));
}
