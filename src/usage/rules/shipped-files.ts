// Text and records that ship as they stand, or that a build writes into what ships: property lists, resources, XML and JSON
// of apps, lines of build files. Apart from the settings that are code.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { RuleInput } from '../../rule.ts';
import { isProviderLiteral } from '../keys.ts';
import { isTestPath } from '../languages.ts';
import { sideOfApp } from '../project-side.ts';
import { type RecordNode, readJson } from '../record-trees.ts';
import { isProviderKeyName } from '../vocabulary.ts';

/** A provider's key by its name, in a place that ships. */
export interface Shipped {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `next.config env` */
  readonly place: string;
}

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
    /\b(?:buildConfigField|resValue)\b[ \t(]{1,4}["']?[\w.]{1,40}["']?[ \t]{0,4},[ \t]{0,4}["'](\w{4,80})["']/g,
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
    /^(?![ \t]{0,40}(?:\/\/|\*))[^\n]{0,200}?\b(?:[A-Z]\w{0,20})?Build[CK]onfig\.([A-Z][A-Z0-9_]{3,80})\b(?!\s{0,4}(?:[!=]=|\.(?:is(?:Not|NullOr)?(?:Blank|Empty)|length)))/gm,
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
    /(?:^|\/)package\.json$|\.(?:sh|ya?ml|ps1|mk)$|(?:^|\/)(?:[Mm]akefile|[Dd]ockerfile|\.?[Jj]ustfile)$/,
    "the build's define",
    /^(?![^\n]{0,400}--(?:platform|target)[= ](?:node|bun))[^\n]{0,300}?--define[:= ](?:(?:process|import\.meta)\.env\.)?([A-Z][A-Z0-9_]{3,80})=/gm,
  ],
  [/\.[mc]?[jt]s$/, "the build's define", /\[["']process\.env["']\]\.([A-Z]\w{3,60})\s?=(?!=)/g],
  [
    /\.php$/,
    'a public property of a page',
    /(?<=\$this->\w{3,40}\s?=\s?(?:config|env)\(\s?["'])([\w.]{6,60})(?=["'])/g,
    ({ text }) => /\bLivewire\b/.test(text) && /\bpublic\s[^;\n(]{0,40}\$\w{0,20}(?:key|token)\b/i.test(text),
  ],
  [
    /\.jbuilder$/,
    'what a server answers',
    /^[ \t]{0,20}json\.\w{2,40}[ (]{1,2}(?:ENV(?:\.fetch\(|\[)["']|Rails\.application\.credentials\.)([\w.]{4,60})/gm,
  ],
  [/(?:^|\/)\.storybook\/main\.[mc]?[jt]s$/, 'the stories', /\b([A-Z][A-Z0-9_]{3,60})\s?:\s?process\.env\b/g],
  [
    /(?:^|\/)project\.ya?ml$/,
    'a property list',
    /^[ \t]{4,40}([A-Z][A-Z0-9_]{3,80}):[ \t]{0,4}["']?\$\(/gm,
    ({ text }) => text.includes('.plist'),
  ],
  [
    /(?:^|\/)(?:vite|astro|electron\.vite)\.config\.[mc]?[jt]s$/,
    "Vite's envPrefix",
    /(?<=\benvPrefix\s?:\s?(?:\[[^\]]{0,200})?)["']((?:ANTHROPIC|CLAUDE|OPENAI|GEMINI|GROQ|MISTRAL)_?)["']/g,
  ],
  [
    /(?:^|\/)astro\.config\.[mc]?[jt]s$/,
    "Astro's public variables",
    /\b([A-Z][A-Z0-9_]{3,60})\s?:\s?envField\.\w{1,12}\(\{[^{}]{0,120}\bcontext\s?:\s?["']client["']/g,
  ],
  [
    /\.gd$/,
    'the game',
    /^[ \t]{0,8}(?:@export[ \t]{1,4})?(?:const|var)[ \t]{1,4}(\w{3,60})[ \t]?(?::[ \t]?\w{1,20}[ \t]?)?:?=[ \t]?"([^"\n]{20,250})"/gm,
  ],
  [/\.(?:asset|prefab|unity)$/, 'the game', /^[ \t]{0,20}(\w{3,60}): ["']?([\w-]{20,250})["']?$/gm],
  [
    /(?:^|\/)(?:redwood|cedar)\.toml$/,
    "the web side's variables",
    /(?<=\bincludeEnvironmentVariables\s?=\s?\[[^\]]{0,600})["'](\w{4,80})["']/g,
  ],
  [
    /(?:^|\/)config\.xml$/,
    "an app's preferences",
    /<preference\s{1,20}name="([\w.]{4,80})"\s{1,20}value="([^"<>]{0,200})"/g,
  ],
  [
    /(?:^|\/)AndroidManifest\.xml$/,
    "an app's manifest",
    /\bandroid:name="([\w.]{4,80})"\s{1,40}android:value="([^"<>]{0,200})"/g,
  ],
  [
    /\.gradle(?:\.kts)?$/,
    "an app's manifest",
    /\bmanifestPlaceholders\b[^\n]{0,40}?["'[]\s?["']?(\w{4,80})["']?\s?\]?\s?[:=]/g,
  ],
  [
    /\.(?:sh|bash|ya?ml)$|(?:^|\/)(?:[Dd]ockerfile|[Mm]akefile|entrypoint|docker-entrypoint)[\w.-]*$/,
    'a script of the page',
    /(?:\bwindow\.|["'{,\s])([A-Za-z_]\w{3,60})["']?\s?(?::|(?<=\bwindow\.\w{3,60}\s?)=)\s?\\?["'`]\$\{?(?:\{\s?(?:secrets|env|vars)\.)?[A-Z_]/g,
    (input) => WRITES_PAGE.test(input.text),
  ],
  [
    /\.(?:sh|bash|ya?ml)$|(?:^|\/)(?:[Dd]ockerfile|[Mm]akefile|entrypoint|docker-entrypoint)[\w.-]*$/,
    'what is put into the page',
    /\b(?:sed|envsubst)\b[^\n]{0,120}?(?<!\bs[|/#,@!])\$\{?(?:\{\s?(?:secrets|env|vars)\.)?([A-Z][A-Z0-9_]{3,60})[^\n]{0,160}(?:(?:html|dist|public|www|build|docs|_site|static|assets)\/|\.html\b)/g,
  ],
  [
    /\.mm?$/,
    'the app',
    /\bNSString\s?\*\s?(?:const\s{1,4})?(\w{4,60})\s?=\s?@"([^"\n]{0,250})"/g,
    ({ text }) => OBJECTIVE_C.test(text),
  ],
  [/\.(?:mm?|h|pch)$/, 'the app', /^[ \t]{0,8}#[ \t]{0,4}define[ \t]{1,20}(\w{4,60})[ \t]{1,40}@"([^"\n]{0,250})"/gm],
  [/\.mm?$/, 'the app', /\bobjectForInfoDictionaryKey:\s?@"(\w{4,80})"/g],
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
  [
    /\.(?:vue|[mc]?[jt]sx?)$/,
    'the public part of the settings',
    /^(?![ \t]{0,40}(?:\/\/|\*))[^\n]{0,200}?\b(?:\w{0,20}[cC]onfig|useRuntimeConfig\([^()\n]{0,20}\))\.public\.((?:\w{1,40}\.)?\w{2,60})\b/gm,
    ({ text }) => text.includes('useRuntimeConfig'),
  ],
  [/\.swift$/, 'the app', /\b(?:infoDictionary\??\[|forInfoDictionaryKey:\s?)["'](\w{4,80})["']/g, isApp],
];

const OBJECTIVE_C = /^[ \t]{0,4}(?:#import|@implementation|@interface)\b/m;

/** A shell that writes a script or a page for a web server. */
const WRITES_PAGE =
  />{1,2}[ \t]{0,4}["']?(?:[\w.$/{}-]{0,80}\/)?(?:html|public|dist|www|static|build|web|htdocs|assets|docs|_site|js)\/[\w./-]{0,60}\.(?:js|json|html)\b|\bwindow\.\w{1,60}\s?=[^\n]{0,200}>{1,2}[ \t]{0,4}["']?[\w.$/{}-]{1,80}\.js\b/;

/** Swift that reads a property list of the app's. */
const OWN_PLIST = /\b(?:NSDictionary|NSMutableDictionary)\(contentsOf|\bofType: ?"plist"|\bwithExtension: ?"plist"/;

function isApp(input: RuleInput): boolean {
  return sideOfApp(input)?.side === 'client';
}

export function findInFiles(input: RuleInput): readonly Shipped[] {
  return [...findInPatterns(input), ...findInAppJson(input), ...findInShippedJson(input)];
}

/** What one line of a text file says. */
function findInPatterns(input: RuleInput): readonly Shipped[] {
  const { path, text } = input;
  const found: Shipped[] = [];
  for (const [paths, place, pattern, needs] of PATTERNS) {
    if (!paths.test(path) || needs?.(input) === false) continue;
    for (const match of text.matchAll(pattern)) {
      const byIndex = match[1] === undefined;
      const name = (match[1] ?? match[2] ?? '').replaceAll('.', '_');
      const value = byIndex ? undefined : match[2];
      const stands = value !== undefined && !/^\$[({]/.test(value) && (value.trim() === '' || isPlaceholder(value));
      const says = isProviderKeyName(name) || isProviderLiteral(value ?? '') || place === "Vite's envPrefix";
      if (!says || stands || isTestRun(text, match.index)) continue;
      const start = match.index + match[0].indexOf(match[1] ?? match[2] ?? '');
      found.push({ name, place, start, end: start + name.length });
    }
  }
  return found;
}

/** JSON that is served or packed as it is. */
const SERVED_JSON =
  /(?:^|\/)(?:StreamingAssets|wwwroot|public|static|www|assets|Resources)\/(?:[\w.-]{1,40}\/){0,3}[\w.-]{1,60}\.json$/;

/** Meteor's settings, of which a page gets one part. */
const METEOR = /(?:^|\/)settings[\w.-]{0,40}\.json$/;

function findInShippedJson({ path, text }: RuleInput): readonly Shipped[] {
  const meteor = METEOR.test(path) && text.includes('"public"');
  if ((!SERVED_JSON.test(path) && !meteor) || isTestPath(path)) return [];
  const found: Shipped[] = [];
  const visit = (node: RecordNode, within: string): void => {
    const { key, value, start } = node;
    const name = isProviderKeyName(key) || !/^(?:api_?key|key|token|secret)$/i.test(key) ? key : `${within}_${key}`;
    // A label has blanks, and what is left out is no key.
    const held = value !== undefined && /^[\w.-]{20,250}$/.test(value.text) && !isPlaceholder(value.text);
    if (held && isProviderKeyName(name))
      found.push({ name: key, place: 'a file that ships as it is', start: start + 1, end: start + 1 + key.length });
    for (const child of node.children) visit(child, key === '' ? within : key);
  };
  const root = readJson(text);
  const shipped = meteor ? root?.children.find(({ key }) => key === 'public') : root;
  if (shipped !== undefined) visit(shipped, '');
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
