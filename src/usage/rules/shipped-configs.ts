// Settings by which a build writes a value into what it ships: next.config `env`, Vite's and esbuild's `define`, Nuxt's
// public runtimeConfig, Expo's `extra`, Angular environments, BuildConfig fields, Info.plist and the like.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import {
  elementsOf,
  endOffset,
  entriesOf,
  normalForm,
  type Range,
  type Source,
  startOffset,
  stringValue,
} from '../source.ts';
import { OPEN, STRING, WORD } from '../tokens.ts';
import { isProviderKeyName } from '../vocabulary.ts';
import { findInFiles, type Shipped } from './shipped-files.ts';

/** One of these stands in every file that this is about; compared without case. */
export const PROVIDER_KEY_NAMES = ['anthropic', 'openai', 'claude', 'gemini', 'groq'].flatMap((vendor) => [
  `${vendor}_api_key`,
  `${vendor}apikey`,
  `${vendor}_key`,
  `${vendor}key`,
]);

interface Form {
  readonly path: RegExp;
  readonly place: string;
  /** Keys of the object that ships, outermost first; a call's name ends in `(`. */
  readonly within: readonly string[];
  /** A file that says this builds for a server. */
  readonly unless?: RegExp;
}

const SERVER_BUILD = /\b(?:platform|target)\s{0,4}:\s{0,4}["'](?:node|async-node|electron-main)/;
const ROLLUP_SERVER = /\bformat\s{0,4}:\s{0,4}["'](?:cjs|commonjs)|\bpreferBuiltins\s{0,4}:\s{0,4}true/;
const FORMS: readonly Form[] = [
  { path: /(?:^|\/)next\.config\.[mc]?[jt]s$/, place: 'next.config env', within: ['env'] },
  { path: /(?:^|\/)next\.config\.[mc]?[jt]s$/, place: 'publicRuntimeConfig', within: ['publicRuntimeConfig'] },
  {
    path: /(?:^|\/)(?:vite|electron\.vite|astro|next)\.config\.[mc]?[jt]s$/,
    place: "Vite's define",
    within: ['define'],
  },
  { path: /(?:^|\/)nuxt\.config\.[mc]?[jt]s$/, place: 'runtimeConfig.public', within: ['runtimeConfig', 'public'] },
  { path: /(?:^|\/)nuxt\.config\.[mc]?[jt]s$/, place: 'a script of the page', within: ['script'] },
  { path: /\.[mc]?[jt]s$/, place: "a window's arguments", within: ['additionalArguments'] },
  { path: /(?:^|\/)app\.config\.[jt]s$/, place: "Expo's extra", within: ['extra'] },
  { path: /(?:^|\/)app\.config\.[jt]s$/, place: "Nuxt's app config", within: ['defineAppConfig('] },
  { path: /\.[mc]?[jt]s$/, place: 'DefinePlugin', within: ['DefinePlugin('], unless: SERVER_BUILD },
  { path: /\.[mc]?[jt]s$/, place: 'EnvironmentPlugin', within: ['EnvironmentPlugin('], unless: SERVER_BUILD },
  {
    path: /(?:^|\/)(?:esbuild|build)[\w.-]*\.[mc]?[jt]s$/,
    place: "esbuild's define",
    within: ['define'],
    unless: SERVER_BUILD,
  },
  {
    path: /(?:^|\/)(?:rsbuild|rspack|farm|wxt|snowpack|bun)[\w.]*\.[mc]?[jt]s$/,
    place: "the build's define",
    within: ['define'],
  },
  {
    path: /(?:^|\/)rollup\.config[\w.]*\.[mc]?[jt]s$/,
    place: "Rollup's replace",
    within: ['replace('],
    unless: ROLLUP_SERVER,
  },
  { path: /(?:^|\/)(?:babel\.config|\.babelrc)\.[mc]?js$/, place: "Babel's include", within: ['include'] },
  { path: /(?:^|\/)quasar\.config\.[mc]?[jt]s$/, place: "Quasar's env", within: ['build', 'env'] },
  { path: /(?:^|\/)capacitor\.config\.[jt]s$/, place: "Capacitor's plugins", within: ['plugins'] },
  {
    path: /(?:^|\/)(?:\.vitepress\/config|docusaurus\.config)\.[mc]?[jt]s$/,
    place: 'the theme',
    within: ['themeConfig'],
  },
  { path: /(?:^|\/)docusaurus\.config\.[mc]?[jt]s$/, place: "Docusaurus' customFields", within: ['customFields'] },
  { path: /(?:^|\/)config\/environment\.[mc]?[jt]s$/, place: "Ember's APP", within: ['APP'] },
  { path: /(?:^|\/)gatsby-config\.[mc]?[jt]s$/, place: "Gatsby's siteMetadata", within: ['siteMetadata'] },
  { path: /(?:^|\/)environments\/environment[\w.-]*\.ts$/, place: 'an Angular environment', within: ['environment'] },
];

export function findShipped(input: RuleInput): readonly Shipped[] {
  return [...findInForms(input), ...findInFiles(input)];
}

function findInForms(input: RuleInput): readonly Shipped[] {
  const forms = FORMS.filter(
    ({ path, within, unless }) =>
      path.test(input.path) &&
      input.text.includes((within.at(-1) ?? '').replace('(', '')) &&
      unless?.test(input.text) !== true,
  );
  const builds = BUILD_FILE.test(input.path) && DEFINED.test(input.text) && !SERVER_BUILD.test(input.text);
  if (forms.length === 0 && !builds) return [];
  return analyse(input)
    .units.filter(({ unit }) => unit.syntax.family === 'script')
    .flatMap(({ source }) => [
      ...forms.flatMap((form) => findInForm(source, form)),
      ...(builds ? findDefined(source) : []),
    ])
    .filter((one, at, all) => all.findIndex(({ start }) => start === one.start) === at);
}

function findInForm(source: Source, { within, place }: Form): readonly Shipped[] {
  const found: Shipped[] = [];
  for (let i = 0; i < source.tokens.count; i += 1) {
    const open = openerOf(source, i, within.at(-1) ?? '');
    if (open < 0 || !standsIn(source, i, within.slice(0, -1))) continue;
    const elements = source.slice(open) === '[' ? elementsOf(source, open) : entryRanges(source, open);
    for (const element of elements) found.push(...keysIn(source, element, place, ''));
  }
  return found;
}

/** Files that say how code for a browser is built, and the expressions in it that a build replaces. */
const BUILD_FILE =
  /(?:^|\/)(?:[\w.-]{0,30}(?:webpack|vite|vue|craco|rspack|rsbuild|esbuild|farm)[\w.-]{0,30}|gatsby-node|config-overrides|build)\.[mc]?[jt]s$/;
const DEFINED = /["'](?:process|import\.meta)\.env\.[A-Z]\w{3,60}["']\s?:/;

/** `'process.env.CLAUDE_API_KEY': JSON.stringify(…)`, whatever object it stands in. */
function findDefined(source: Source): readonly Shipped[] {
  const found: Shipped[] = [];
  const { tokens, slice } = source;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== STRING || slice(source.next(i)) !== ':') continue;
    const name = /^(?:process|import\.meta)\.env\.(\w{4,60})$/.exec(stringValue(source, i))?.[1];
    const open = source.parent[i] ?? -1;
    if (name === undefined || open < 0 || slice(open) !== '{' || !isProviderKeyName(name)) continue;
    const entry = elementsOf(source, open).find(({ start }) => start === i);
    if (entry === undefined || shipsNothing(source, entry, '')) continue;
    found.push({ name, place: "the build's define", start: startOffset(source, i), end: endOffset(source, i + 1) });
  }
  return found;
}

/** The object or list that a key or a call opens; -1 for another token. */
function openerOf(source: Source, token: number, name: string): number {
  const { tokens, slice } = source;
  const word = tokens.kind[token] === STRING ? stringValue(source, token) : slice(token);
  if (word !== name.replace('(', '') || (tokens.kind[token] !== WORD && tokens.kind[token] !== STRING)) return -1;
  const call = name.endsWith('(');
  const sign = call ? source.next(token) : signAfter(source, token);
  if (call ? slice(sign) !== '(' : slice(sign) !== ':' && slice(sign) !== '=') return -1;
  const open = source.next(sign);
  return tokens.kind[open] === OPEN && /^[[{]$/.test(slice(open)) ? open : -1;
}

/** The sign that gives a name its value, past a type: `environment: Environment = {`. */
function signAfter(source: Source, token: number): number {
  const sign = source.next(token);
  const assigns = source.next(source.next(sign));
  return source.slice(sign) === ':' && source.slice(assigns) === '=' ? assigns : sign;
}

function standsIn(source: Source, token: number, keys: readonly string[]): boolean {
  const key = keys.at(-1);
  if (key === undefined) return true;
  const open = source.parent[token] ?? -1;
  return open >= 0 && source.slice(source.previous(source.previous(open))) === key;
}

function entryRanges(source: Source, open: number): readonly Range[] {
  return entriesOf(source, open).entries.map(({ keyToken, value }) => ({ start: keyToken, end: value.end }));
}

/** What an entry ships, and what the objects in it do, whose keys are read with those round them. */
function keysIn(source: Source, entry: Range, place: string, within: string): readonly Shipped[] {
  const { tokens, slice } = source;
  const sign = source.next(entry.start);
  const open = source.next(sign);
  const isObject = slice(sign) === ':' && slice(open) === '{' && tokens.kind[open] === OPEN;
  const word = tokens.kind[entry.start] === STRING ? stringValue(source, entry.start) : slice(entry.start);
  if (isObject && source.match[open] === source.previous(entry.end))
    return entryRanges(source, open).flatMap((inner) => keysIn(source, inner, place, word));
  const shipped = keyIn(source, entry, place);
  if (shipped !== undefined) return [shipped];
  // `anthropic: { apiKey: … }`
  const name = `${within}_${word}`;
  if (within === '' || !/^(?:api_?key|key|token|secret)$/i.test(word) || !isProviderKeyName(name)) return [];
  return shipsNothing(source, entry, place)
    ? []
    : [{ name, place, start: startOffset(source, entry.start), end: endOffset(source, entry.start + 1) }];
}

/** True for an entry that asks whether there is a key, or is given a stand-in. */
function shipsNothing(source: Source, { start, end }: Range, place: string): boolean {
  const value = source.next(source.next(start));
  // `JSON.stringify(Boolean(…))`
  const asked = normalForm(source, value, Math.min(end, value + 5)).replace(/^JSON \. stringify \( /, '');
  if (/^(?:!|(?:Boolean|typeof|null|undefined)\b)/.test(asked)) return true;
  const only = end - value === 1 && source.tokens.kind[value] === STRING ? stringValue(source, value) : undefined;
  return only !== undefined && place !== 'runtimeConfig.public' && (only === '' || isPlaceholder(only));
}

/** The provider's key that an entry ships: by its own name, or by that of the variable it is read from. */
function keyIn(source: Source, { start, end }: Range, place: string): Shipped | undefined {
  if (shipsNothing(source, { start, end }, place)) return undefined;
  for (let at = start; at < end; at += 1) {
    const kind = source.tokens.kind[at];
    if (kind !== WORD && kind !== STRING) continue;
    const name = (kind === STRING ? stringValue(source, at) : source.slice(at))
      .replace(/^.*\./, '')
      .replace(/^_{1,4}|_{1,4}$/g, '');
    if (!isProviderKeyName(name)) continue;
    return { name, place, start: startOffset(source, at), end: endOffset(source, at + 1) };
  }
  return undefined;
}
