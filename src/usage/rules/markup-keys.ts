// A key as such in the markup of a page, where its scripts read it. Apart from the scripts in it, which are code.
import type { RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import { isProviderLiteral } from '../keys.ts';
import { isTestPath } from '../languages.ts';
import { NOWHERE } from '../side.ts';
import { type Found, foundAt } from './client-findings.ts';

const MARKUP = /\.(?:html?|vue|svelte|astro|hbs|ejs|njk|j2|jinja2?|twig|erb|cshtml|razor|liquid|jspx?|heex)$/;
const QUOTED = /["'](sk-[\w-]{30,250})(?=["'])/g;

/** An attribute, settings written as JSON. */
export function findInMarkup(input: RuleInput): readonly Found[] {
  const { path, text } = input;
  if (!MARKUP.test(path) || isTestPath(path) || !text.includes('sk-')) return [];
  const scripts = analyse(input).units.filter(({ source }) => source.syntax.family === 'script');
  return [...text.matchAll(QUOTED)].flatMap((match): readonly Found[] => {
    const start = match.index + 1;
    const inScript = scripts.some(({ unit }) => unit.start <= start && start < unit.end);
    if (inScript || !isProviderLiteral(match[1] ?? '')) return [];
    const end = match.index + match[0].length;
    return [foundAt(start, end, 'it stands in the markup of a page', { sort: 'literal' }, NOWHERE, path)];
  });
}
