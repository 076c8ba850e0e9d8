// A model provider's secret key in code that ships to users: by a public variable, by an SDK's browser flag, or in a
// request that a browser sends. A key that the user brings is a warning of its own.
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { isProviderLiteral } from '../keys.ts';
import { lazy } from '../lazy.ts';
import { createMentions, mayHoldLiteral } from '../mentions.ts';
import { NOWHERE, type Side } from '../side.ts';
import { normalForm, type Source, stringValue } from '../source.ts';
import { STRING } from '../tokens.ts';
import { isPublicEnvName, isPublicProviderKey, PUBLIC_PREFIXES } from '../vocabulary.ts';
import { findAnswers } from './answers.ts';
import { type Found, handedMatch, matchOf, shippedMatch } from './client-findings.ts';
import { clientKeys } from './client-keys.ts';
import { BROWSER_HEADER, FLAG, findClients, findRequestsOfClient } from './client-requests.ts';
import { clientSideDocs, clientSideExamples, ownKeyDocs, ownKeyExamples } from './client-side-key.docs.ts';
import { findHandedOver, type HandedOver } from './handed-over.ts';
import { judgeUseInApp } from './key-use.ts';
import { findInMarkup } from './markup-keys.ts';
import { findInTemplates } from './page-templates.ts';
import { perFile } from './per-file.ts';
import { findInSettings } from './public-settings.ts';
import { findPublicEntries, findPublicReads } from './public-variables.ts';
import { findShipped, PROVIDER_KEY_NAMES } from './shipped-configs.ts';
import { findInFiles } from './shipped-files.ts';
import { findInDocument } from './shown-code.ts';

const PROVIDER_HOSTS = [
  'api.anthropic.com',
  'api.openai.com',
  'api.groq.com',
  'api.mistral.ai',
  'openrouter.ai',
  'api.deepseek.com',
  'generativelanguage.googleapis.com',
  'api.elevenlabs.io',
  'api.deepgram.com',
  'api.replicate.com',
  'api.x.ai',
  'api.perplexity.ai',
  'api.cohere.',
  'api.together.',
  'api-inference.huggingface.co',
  'openai-insecure-api-key.',
  'openai.azure.com',
  'api.stability.ai',
  'api.fireworks.ai',
];
/** Clients of vendors whose packages have no guard: a name that no other word of these stands by. */
const UNGUARDED = [
  'GoogleGenerativeAI(',
  'GoogleGenAI(',
  'createAnthropic(',
  'createOpenAI(',
  'ChatAnthropic(',
  'ChatOpenAI(',
  'Mistral({',
  'CohereClient',
  'HfInference(',
  'ElevenLabsClient(',
];
/** A quick look: no client of a provider is made in a file that names none. */
const CLIENT_MENTIONED =
  /anthropic|openai|openrouter|groq|googlegen|googlegenerativeai|mistral|cohere|cerebras|together|replicate|hfinference|inferenceclient|deepseek|xai/i;
/** Imports and calls by which an app has a vendor's client. */
const APP_CLIENTS = [
  'com.anthropic.',
  'SwiftAnthropic',
  'AnthropicServiceFactory',
  'AnthropicClient(',
  'com.aallam.openai',
  'OpenAIServiceFactory',
  'AnthropicSwiftSDK',
  'OpenAI(apiToken',
  'OpenAI(token',
  'generativeai.GenerativeModel',
  'GenerativeModel(name',
  'google_generative_ai',
] as const;
/** Names of keys that a server may hand over, of vendors that less code names. */
const MORE_KEY_NAMES = [
  ...['mistral', 'cohere', 'deepseek', 'openrouter', 'perplexity', 'xai', 'elevenlabs', 'deepgram', 'together'].map(
    (vendor) => `${vendor}_api_key`,
  ),
  'replicate_api_token',
  'huggingface_token',
  'huggingface_api_key',
  'hf_token',
  ...['openai', 'anthropic', 'claude', 'gemini', 'groq', 'perplexity', 'deepseek'].map((vendor) => `key_${vendor}`),
];
const KEYWORDS: readonly string[] = [
  ...APP_CLIENTS,
  FLAG,
  BROWSER_HEADER,
  ...UNGUARDED,
  ...PUBLIC_PREFIXES.filter(
    (prefix) =>
      prefix !== 'NEXT_PUBLIC_' &&
      prefix !== 'EXPO_PUBLIC_' &&
      prefix !== 'NUXT_PUBLIC_' &&
      prefix !== 'PLASMO_PUBLIC_',
  ),
  ...PROVIDER_HOSTS,
  ...PROVIDER_KEY_NAMES,
  ...MORE_KEY_NAMES,
  'anthropic.key',
  'openai.key',
  'anthropic:apikey',
  'openai:apikey',
  'sk-ant-',
  'sk-proj-',
  'sk-or-v1-',
  ...['openai', 'anthropic', 'claude', 'gemini'].map((vendor) => `.public.${vendor}`),
  'envPrefix',
  'anthropic.api-key',
  'anthropic.api.key',
  'openai.api-key',
  'openai.api.key',
];
const APP = /\.(?:kt|java|swift|dart|cs)$/;
/** Files of a server that are built together with those of its pages. */
const SHARED =
  /^(?!.*\.(?:config|setup|test|spec)\.)(?:.{0,200}\/)?(?:app|pages|routes|actions|src)\/[^\n]{1,200}\.[jt]sx?$/;
/** Where an app has what its user typed in. */
const ASKS_USER =
  /[pP]refs?\b|[pP]references|[dD]ata[sS]tore|[kK]eychain|UserDefaults|@AppStorage|[sS]ecure_?[sS]torage|TextField|EditText|SecureField|PlayerPrefs/;

function findAll(input: RuleInput): readonly Found[] {
  const { names } = wordsOf(input);
  const settings = findInSettings(input, names);
  if (settings !== undefined) return [...settings, ...findInFiles(input).map((one) => shippedMatch(one, input.path))];
  const handed = findHanded(input).map((one) => handedMatch(one, input.path));
  const shipped = [...findShipped(input).map((one) => shippedMatch(one, input.path)), ...handed];
  const known = new Set(shipped.flatMap((match) => match.variable ?? []));
  const isShipped = (match: Found): boolean =>
    known.has(match.variable ?? '') ||
    shipped.some(
      ({ start, end }) =>
        (match.start < end && start < match.end) ||
        (end <= match.start && /^["'\]]{0,2}\s?:[^\n,;]{0,80}$/.test(input.text.slice(end, match.start))),
    );
  const inCode = [...findInCode(input, names), ...findInDocument(input, names), ...findInMarkup(input)];
  // Where an app's key is given to a client, that says more than where it is read.
  if (inCode.some(({ own }) => !own) && /\.(?:kt|java|swift)$/.test(input.path)) return inCode;
  // An app that is built with a key and asks nobody for one gives it what it was built with.
  const built = handed.length > 0 || (shipped.length > 0 && APP.test(input.path) && !ASKS_USER.test(input.text));
  return [...shipped, ...inCode.filter((match) => !isShipped(match) && !(built && match.own))];
}

/** What a server gives to a page; what one way of giving it has found, another does not find again. */
function findHanded(input: RuleInput): readonly HandedOver[] {
  const found: HandedOver[] = [];
  for (const one of [...findHandedOver(input), ...findInTemplates(input), ...findAnswers(input)])
    if (!found.some(({ start, end }) => start < one.end && one.start < end)) found.push(one);
  return found;
}

function findInCode(input: RuleInput, names: readonly string[]): readonly Found[] {
  if (
    !names.some(isPublicProviderKey) &&
    !(names.length > 0 && CLIENT_MENTIONED.test(input.text)) &&
    !wordsOf(input).mentions()
  )
    return [];
  const analysis = analyse(input);
  const side = analysis.side();
  const told = names.some(isPublicProviderKey)
    ? analysis.units
        .filter(({ unit }) => !unit.documentation)
        .flatMap(({ source }) => findPublicEntries(source, names, NOWHERE, input.path))
    : [];
  // The name is the fault on a server as well: whatever of the page reads it gets the key.
  if (side.side === 'server' && !SHARED.test(input.path)) return told;
  const found = analysis.units
    .filter(({ unit }) => !unit.documentation)
    .flatMap((unit) => {
      // In other languages only an app is in front of a user, and it has no public variables.
      if (unit.source.syntax.family === 'typed') return side.side === 'client' ? findInApp(unit, side, input.path) : [];
      if (unit.source.syntax.family !== 'script') return [];
      return side.side === 'server'
        ? findPublicReads(unit.source, names, NOWHERE, input.path)
        : findInUnit(unit, side, input, names);
    });
  return [...found, ...told.filter(({ variable }) => !found.some((one) => one.variable === variable))];
}

/** What the text alone says; both rules ask, and once more where they wait for a neighbour. */
const wordsOf = perFile(({ text }) => ({ names: publicNames(text), mentions: lazy(() => mentions(text)) }));

const mentions = createMentions(
  [...APP_CLIENTS, ...UNGUARDED, FLAG, BROWSER_HEADER, 'sk-ant-', 'sk-proj-', 'sk-or-v1-', ...PROVIDER_HOSTS],
  '',
);

function publicNames(text: string): readonly string[] {
  return [...new Set(text.match(/\b[A-Z]{2,12}_[A-Z0-9_]{3,60}\b/g) ?? [])].filter(isPublicEnvName);
}

function findInUnit(unit: AnalysedUnit, side: Side, input: RuleInput, names: readonly string[]): readonly Found[] {
  const { source } = unit;
  const found: Found[] = names.some(isPublicProviderKey) ? findPublicReads(source, names, side, input.path) : [];
  const reported = new Set(found.flatMap((match) => match.variable ?? []));
  const isDefault = ({ own, code }: Found): boolean =>
    own && found.some(({ start }) => isDefaultOf(input.text, code ?? '', start));
  for (const match of [...findClients(unit, side, input.path), ...findRequestsOfClient(unit, side, input.path)]) {
    if ((match.variable !== undefined && reported.has(match.variable)) || isDefault(match)) continue;
    if (!found.some((other) => other.start < match.end && match.start < other.end)) found.push(match);
  }
  return found.length === 0 && side.side === 'client' && side.certain ? findLiterals(source, side, input.path) : found;
}

/** `ask(text, apiKey = import.meta.env.VITE_…)`: a caller may bring it, but what is reported is there if none does. */
function isDefaultOf(text: string, name: string, read: number): boolean {
  const bare = /([\w$]{1,40})(?: \. value)?\W{0,8}$/.exec(name)?.[1]?.replaceAll('$', '\\$');
  if (bare === undefined) return false;
  const before = text.slice(Math.max(0, read - 160), read);
  // `[key, setKey] = useState(…)`, `key = ref(…)`
  const state = `(?:\\[\\s?${bare}\\s?,[^\\]=]{0,50}\\]|\\b${bare})\\s?=\\s?(?:\\w{1,20}\\.)?(?:use)?(?:State|[rR]ef|[sS]ignal|reactive)(?:<[^<>]{1,40}>)?\\(`;
  const parameter = `[(,{]\\s{0,20}${bare}(?:\\s?:\\s?[^=,]{1,40})?\\s?=\\s?`;
  return new RegExp(`(?:${state}|${parameter})[\\w.?()\\s]{0,40}$`).test(before);
}

/** A key as such in what ships, wherever it goes from there. */
function findLiterals(source: Source, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  if (!mayHoldLiteral(source.tokens.text)) return found;
  for (let i = 0; i < source.tokens.count; i += 1) {
    const length = (source.tokens.end[i] ?? 0) - (source.tokens.start[i] ?? 0);
    if (source.tokens.kind[i] !== STRING || length < 40 || length > 250) continue;
    if (isProviderLiteral(stringValue(source, i)))
      found.push(matchOf(source, { start: i, end: i + 1 }, { sort: 'literal' }, '', side, path));
  }
  return found;
}

/** What an app is built with, it does not ask its user for. */
function findInApp(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const found = [...findRequestsOfClient(unit, side, path), ...findClientsInApp(unit, side, path)];
  if (found.some(({ own }) => !own)) return found;
  const literals = findLiterals(unit.source, side, path);
  return literals.length > 0 ? literals : found;
}

/** (b) in an app: a key given to a vendor's client, where no address of another host is set. */
function findClientsInApp(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const { source, requests } = unit;
  return clientKeys(unit).flatMap(({ key, client }) => {
    const statement = source.statementOf(key.start);
    const use = judgeUseInApp(requests().values.valueOf(key));
    if (use === undefined || /base_?url|endpoint/i.test(normalForm(source, statement.start, statement.end))) return [];
    return [matchOf(source, key, use, `the ${client} client`, side, path)];
  });
}

function only(own: boolean): (input: RuleInput) => readonly Match[] {
  return (input) =>
    findAll(input)
      .filter((match) => match.own === own)
      .map(({ own: _own, variable: _variable, ...match }) => match);
}

export const clientSideKey: Rule = {
  ...clientSideDocs,
  keywords: KEYWORDS,
  find: only(false),
  examples: clientSideExamples,
};
export const clientSideByok: Rule = { ...ownKeyDocs, keywords: KEYWORDS, find: only(true), examples: ownKeyExamples };
