// Settings by which a build writes a value into what it ships: next.config `env`, Vite's and esbuild's `define`, Nuxt's
// public runtimeConfig, Expo's `extra`, Angular environments, BuildConfig fields, Info.plist and the like.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { RuleInput } from '../../rule.ts';
import { analyse } from '../analysis.ts';
import { sideOfApp } from '../project-side.ts';
import { type RecordNode, readJson } from '../record-trees.ts';
import { elementsOf, endOffset, entriesOf, type Range, type Source, startOffset, stringValue } from '../source.ts';
import { OPEN, STRING, WORD } from '../tokens.ts';
import { isProviderKeyName } from '../vocabulary.ts';

/** A provider's key by its name, in a place that ships. */
export interface Shipped {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `next.config env` */
  readonly place: string;
}

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
  { path: /(?:^|\/)(?:vite|electron\.vite|astro)\.config\.[mc]?[jt]s$/, place: "Vite's define", within: ['define'] },
  { path: /(?:^|\/)nuxt\.config\.[mc]?[jt]s$/, place: 'runtimeConfig.public', within: ['runtimeConfig', 'public'] },
  { path: /(?:^|\/)app\.config\.[jt]s$/, place: "Expo's extra", within: ['extra'] },
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
  { path: /(?:^|\/)docusaurus\.config\.[mc]?[jt]s$/, place: "Docusaurus' customFields", within: ['customFields'] },
  { path: /(?:^|\/)gatsby-config\.[mc]?[jt]s$/, place: "Gatsby's siteMetadata", within: ['siteMetadata'] },
  { path: /(?:^|\/)environments\/environment[\w.-]*\.ts$/, place: 'an Angular environment', within: ['environment'] },
];

/** Text files in which one pattern says it; the first group is the name, the second, when there is one, the value. */
const PATTERNS: readonly (readonly [
  path: RegExp,
  place: string,
  pattern: RegExp,
  needs?: (input: RuleInput) => boolean,
])[] = [
  [
    /\.gradle(?:\.kts)?$/,
    'a BuildConfig field',
    /\b(?:buildConfigField|resValue)\b[ \t(]{1,4}["'][\w.]{1,20}["'][ \t]{0,4},[ \t]{0,4}["'](\w{4,80})["']/g,
  ],
  [
    /(?:^|\/)res\/values[\w-]*\/\w+\.xml$/,
    'an Android resource',
    /<string name="(\w{4,80})"[^<>]{0,80}>([^<>]{0,200})</g,
  ],
  [/\.plist$/, 'a property list', /<key>(\w{4,80})<\/key>\s{0,40}<string>([^<>]{0,200})</g],
  [
    /\.dart$/,
    'the app',
    /\b(?:fromEnvironment|dotenv\.get|dotenv\.maybeGet)\(\s{0,40}["'](\w{4,80})["']|\bdotenv\.env\[["'](\w{4,80})["']\]/g,
    (input) => /package:flutter|flutter_dotenv/.test(input.text) || isApp(input),
  ],
  [
    /\.(?:kt|java)$/,
    'the app',
    /^(?![ \t]{0,40}(?:\/\/|\*))[^\n]{0,200}?\bBuildConfig\.([A-Z][A-Z0-9_]{3,80})\b(?!\s{0,4}(?:[!=]=|\.(?:is(?:Not|NullOr)?(?:Blank|Empty)|length)))/gm,
    isApp,
  ],
  [
    /\.dart$/,
    'the app',
    /@EnviedField\((?:[^()]{0,120}?\bvarName:\s?["'](\w{4,80})["'][^()]{0,120}\)|(?![^()]{0,160}varName)[^()]{0,160}\)\s{0,40}(?:static\s{1,4})?(?:const|final)\s{1,4}(?:String\??\s{1,4})?(\w{4,80}))/g,
  ],
  [
    /\.(?:sh|bash|zsh|ya?ml|json|jsonc|ps1|bat|cmd|mk)$|(?:^|\/)(?:[Mm]akefile|\.?[Jj]ustfile|Fastfile|Jenkinsfile)$/,
    'a --dart-define',
    /--dart-define(?:=|[ \t]{1,4}|["'],\s{0,20}["'])["']?([A-Z][A-Z0-9_]{3,80})=/g,
  ],
  [
    /(?:^|\/)(?:vite|astro|electron\.vite)\.config\.[mc]?[jt]s$/,
    "Vite's envPrefix",
    /(?<=\benvPrefix\s?:\s?(?:\[[^\]]{0,200})?)["']((?:ANTHROPIC|CLAUDE|OPENAI|GEMINI|GROQ|MISTRAL)_?)["']/g,
  ],
  [
    /\.xcconfig$/,
    "a setting of the app's build",
    /^[ \t]{0,8}([A-Z][A-Z0-9_]{3,80})[ \t]{0,8}=[ \t]{0,8}([^\n]{0,200})$/gm,
  ],
  [/\.(?:kt|java)$/, 'the app', /\bgetString\(\s?R\.string\.(\w{4,80})\s?\)/g, isApp],
  [
    /\.swift$/,
    'the app',
    /(?<!environment)\??\[["'](\w{4,80})["']\]|\b(?:object|value|string)\(forKey: ?["'](\w{4,80})["']\)/g,
    (input) => OWN_PLIST.test(input.text),
  ],
  [/\.swift$/, 'the app', /\b(?:infoDictionary\??\[|forInfoDictionaryKey:\s?)["'](\w{4,80})["']/g, isApp],
];

/** Swift that reads a property list of the app's. */
const OWN_PLIST = /\b(?:NSDictionary|NSMutableDictionary)\(contentsOf|\bofType: ?"plist"|\bwithExtension: ?"plist"/;

export function findShipped(input: RuleInput): readonly Shipped[] {
  return [...findInForms(input), ...findInPatterns(input), ...findInAppJson(input)];
}

function findInForms(input: RuleInput): readonly Shipped[] {
  const forms = FORMS.filter(
    ({ path, within, unless }) =>
      path.test(input.path) &&
      input.text.includes((within.at(-1) ?? '').replace('(', '')) &&
      unless?.test(input.text) !== true,
  );
  if (forms.length === 0) return [];
  return analyse(input)
    .units.filter(({ unit }) => unit.syntax.family === 'script')
    .flatMap(({ source }) => forms.flatMap((form) => findInForm(source, form)));
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
  if (/^(?:!|Boolean|typeof|null|undefined)$/.test(source.slice(value))) return true;
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

function isApp(input: RuleInput): boolean {
  return sideOfApp(input)?.side === 'client';
}

/** What one line of a text file says. */
export function findInPatterns(input: RuleInput): readonly Shipped[] {
  const { path, text } = input;
  const found: Shipped[] = [];
  for (const [paths, place, pattern, needs] of PATTERNS) {
    if (!paths.test(path) || needs?.(input) === false) continue;
    for (const match of text.matchAll(pattern)) {
      const byIndex = match[1] === undefined;
      const name = match[1] ?? match[2] ?? '';
      const value = byIndex ? undefined : match[2];
      const stands = value !== undefined && !value.startsWith('$(') && (value.trim() === '' || isPlaceholder(value));
      if (!(isProviderKeyName(name) || place === "Vite's envPrefix") || stands || isTestRun(text, match.index))
        continue;
      const start = match.index + match[0].indexOf(name);
      found.push({ name, place, start, end: start + name.length });
    }
  }
  return found;
}

/** What a test is run with does not ship. */
function isTestRun(text: string, at: number): boolean {
  const command = text.slice(Math.max(0, at - 400), at).replaceAll(/\\\r?\n/g, ' ');
  return /\bflutter (?:test|drive)\b[^\n]{0,400}$/.test(command);
}

/** `expo.extra` of app.json. */
function findInAppJson({ path, text }: RuleInput): readonly Shipped[] {
  if (!/(?:^|\/)app\.json$/.test(path) || !text.includes('"extra"')) return [];
  const child = (node: RecordNode | undefined, key: string): RecordNode | undefined =>
    node?.children.find((one) => one.key === key);
  const extra = child(child(readJson(text), 'expo'), 'extra');
  return (extra?.children ?? []).flatMap(({ key, start, value }): Shipped[] => {
    if (!isProviderKeyName(key) || value === undefined || value.text === '' || isPlaceholder(value.text)) return [];
    return [{ name: key, place: "Expo's extra", start: start + 1, end: start + 1 + key.length }];
  });
}
