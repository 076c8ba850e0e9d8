// A model provider's secret key in code that ships to users: by a public variable, by an SDK's browser flag, or in a
// request that a browser sends. A key that the user brings is a warning of its own.
import type { Match, Rule, RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { afterScheme, isProviderLiteral } from '../keys.ts';
import { extensionOf } from '../languages.ts';
import { NOWHERE, type Side } from '../side.ts';
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
import { OPEN, PAREN, STRING, WORD } from '../tokens.ts';
import {
  AI_CLIENT,
  isProviderKeyName,
  isPublicEnvName,
  isPublicProviderKey,
  KEY_OPTION,
  PUBLIC_PREFIXES,
} from '../vocabulary.ts';
import { clientKeys } from './client-keys.ts';
import { clientSideDocs, clientSideExamples, ownKeyDocs, ownKeyExamples } from './client-side-key.docs.ts';
import { findHandedOver, type HandedOver } from './handed-over.ts';
import { judgeUse, judgeUseInApp, type Use } from './key-use.ts';
import { findInTemplates } from './page-templates.ts';
import { ownKeyFix, serverRoute } from './server-route.ts';
import { findShipped, PROVIDER_KEY_NAMES, type Shipped } from './shipped-configs.ts';

interface Found extends Match {
  /** True when the end user brings the key. */
  readonly own: boolean;
  /** The public variable, so that it is reported once. */
  readonly variable?: string;
}

const PROVIDER_HOSTS = [
  'api.anthropic.com',
  'api.openai.com',
  'api.groq.com',
  'api.mistral.ai',
  'openrouter.ai',
  'api.deepseek.com',
];
/** A quick look: no client of a provider is made in a file that names none. */
const CLIENT_MENTIONED =
  /anthropic|openai|openrouter|groq|googlegen|googlegenerativeai|mistral|cohere|cerebras|together|replicate|hfinference|inferenceclient|deepseek|xai/i;
const FLAG = 'dangerouslyAllowBrowser';
const BROWSER_HEADER = 'anthropic-dangerous-direct-browser-access';
/** Imports and calls by which an app has a vendor's client. */
const APP_CLIENTS = [
  'com.anthropic.',
  'SwiftAnthropic',
  'AnthropicServiceFactory',
  'AnthropicClient(',
  'com.aallam.openai',
  'OpenAI(apiToken',
  'OpenAI(token',
  'generativeai.GenerativeModel',
  'GenerativeModel(name',
] as const;
const KEYWORDS: readonly string[] = [
  ...APP_CLIENTS,
  FLAG,
  BROWSER_HEADER,
  ...PUBLIC_PREFIXES.filter(
    (prefix) =>
      prefix !== 'NEXT_PUBLIC_' &&
      prefix !== 'EXPO_PUBLIC_' &&
      prefix !== 'NUXT_PUBLIC_' &&
      prefix !== 'PLASMO_PUBLIC_',
  ),
  ...PROVIDER_HOSTS,
  ...PROVIDER_KEY_NAMES,
  'anthropic.key',
  'openai.key',
  'anthropic:apikey',
  'openai:apikey',
  'sk-ant-',
];
const KEY_HEADERS = /^(?:x-api-key|authorization|api-key|anthropic-api-key)$/;

function findAll(input: RuleInput): readonly Found[] {
  const names = publicNames(input.text);
  const settings = findInSettings(input, names);
  if (settings !== undefined) return settings;
  const shipped = [
    ...findShipped(input).map((one) => shippedMatch(one, input.path)),
    ...[...findHandedOver(input), ...findInTemplates(input)].map((one) => handedMatch(one, input.path)),
  ];
  const known = new Set(shipped.flatMap((match) => match.variable ?? []));
  const isShipped = (match: Found): boolean =>
    known.has(match.variable ?? '') ||
    shipped.some(
      ({ end }) => end <= match.start && /^["'\]]{0,2}\s?:[^\n,;]{0,80}$/.test(input.text.slice(end, match.start)),
    );
  const inCode = findInCode(input, names);
  // Where an app's key is given to a client, that says more than where it is read.
  if (inCode.some(({ own }) => !own) && /\.(?:kt|java|swift)$/.test(input.path)) return inCode;
  return [...shipped, ...inCode.filter((match) => !isShipped(match))];
}

function findInCode(input: RuleInput, names: readonly string[]): readonly Found[] {
  if (
    !names.some(isPublicProviderKey) &&
    !(names.length > 0 && CLIENT_MENTIONED.test(input.text)) &&
    !mentions(input.text)
  )
    return [];
  const analysis = analyse(input);
  const side = analysis.side();
  if (side.side === 'server') return [];
  return analysis.units
    .filter(({ unit }) => !unit.documentation)
    .flatMap((unit) => {
      // In other languages only an app is in front of a user, and it has no public variables.
      if (unit.source.syntax.family === 'typed')
        return side.side === 'client'
          ? [...findRequestsOfClient(unit, side, input.path), ...findClientsInApp(unit, side, input.path)]
          : [];
      return unit.source.syntax.family === 'script' ? findInUnit(unit, side, input, names) : [];
    });
}

function mentions(text: string): boolean {
  return (
    APP_CLIENTS.some((name) => text.includes(name)) ||
    text.includes(FLAG) ||
    text.includes(BROWSER_HEADER) ||
    text.includes('sk-ant-') ||
    PROVIDER_HOSTS.some((host) => text.includes(host))
  );
}

function publicNames(text: string): readonly string[] {
  return [...new Set(text.match(/\b[A-Z]{2,12}_[A-Z0-9_]{3,60}\b/g) ?? [])].filter(isPublicEnvName);
}

const YAML_SETTING = /^[ \t]{0,40}(?:-[ \t]{1,4})?["']?([A-Z][A-Z0-9_]{4,80})["']?[ \t]{0,2}[:=]/gm;
const SHELL_SETTING = /^[ \t]{0,20}(?:export[ \t]{1,4})?([A-Z][A-Z0-9_]{4,80})=/gm;
const SETTINGS: Readonly<Record<string, RegExp>> = {
  yaml: YAML_SETTING,
  yml: YAML_SETTING,
  toml: /^[ \t]{0,20}([A-Z][A-Z0-9_]{4,80})[ \t]{0,8}=/gm,
  sh: SHELL_SETTING,
  bash: SHELL_SETTING,
};
/** JSON in which a build is told its environment. */
const BUILD_SETTINGS = /^(?:eas|vercel|now|amplify|env(?:\.\w{1,20})?)\.json$/;
const JSON_SETTING = /^[ \t]{0,40}"([A-Z][A-Z0-9_]{4,80})"[ \t]{0,4}:[ \t]{0,4}"/gm;

/** Env files, Dockerfiles and YAML set variables line by line; undefined for other files. */
function findInSettings({ path, text }: RuleInput, names: readonly string[]): readonly Found[] | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const pattern = /^\.env(?:\..+)?$|\.env$/.test(file)
    ? /^[ \t]{0,8}(?:export[ \t]{1,4})?([A-Z][A-Z0-9_]{4,80})[ \t]{0,4}=/gm
    : /^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(file)
      ? /^[ \t]{0,8}(?:ARG|ENV)[ \t]{1,8}([A-Z][A-Z0-9_]{4,80})(?=[ \t=]|$)/gm
      : (SETTINGS[extensionOf(path)] ?? (BUILD_SETTINGS.test(file) ? JSON_SETTING : undefined));
  if (pattern === undefined) return undefined;
  if (!names.some(isPublicProviderKey)) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const name = match[1] ?? '';
    if (!isPublicProviderKey(name)) continue;
    const start = match.index + match[0].indexOf(name);
    found.push(publicMatch(start, start + name.length, name, name, NOWHERE, path));
  }
  return found;
}

function findInUnit(unit: AnalysedUnit, side: Side, input: RuleInput, names: readonly string[]): readonly Found[] {
  const { source } = unit;
  const found: Found[] = names.some(isPublicProviderKey) ? findPublicReads(source, side, input.path) : [];
  const reported = new Set(found.flatMap((match) => match.variable ?? []));
  for (const match of [...findClients(unit, side, input.path), ...findRequestsOfClient(unit, side, input.path)]) {
    if (match.variable !== undefined && reported.has(match.variable)) continue;
    if (!found.some((other) => other.start < match.end && match.start < other.end)) found.push(match);
  }
  return found.length === 0 && side.side === 'client' && side.certain ? findLiterals(source, side, input.path) : found;
}

/** A key as such in what ships, wherever it goes from there. */
function findLiterals(source: Source, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  for (let i = 0; i < source.tokens.count; i += 1) {
    const length = (source.tokens.end[i] ?? 0) - (source.tokens.start[i] ?? 0);
    if (source.tokens.kind[i] !== STRING || length < 40 || length > 250) continue;
    if (isProviderLiteral(stringValue(source, i)))
      found.push(matchOf(source, { start: i, end: i + 1 }, { sort: 'literal' }, '', side, path));
  }
  return found;
}

/** (a) `process.env.NEXT_PUBLIC_…`, `import.meta.env.VITE_…`, destructured or imported. */
function findPublicReads(source: Source, side: Side, path: string): Found[] {
  const found: Found[] = [];
  for (let i = 0; i < source.tokens.count; i += 1) {
    const kind = source.tokens.kind[i];
    const length = (source.tokens.end[i] ?? 0) - (source.tokens.start[i] ?? 0);
    if ((kind !== WORD && kind !== STRING) || length < 10 || length > 90) continue;
    const name = kind === STRING ? stringValue(source, i) : source.slice(i);
    if (!isPublicProviderKey(name) || !isEnvRead(source, i) || isPresenceCheck(source, i)) continue;
    found.push(publicMatch(startOffset(source, i), endOffset(source, i + 1), name, name, side, path));
  }
  return found;
}

function isEnvRead(source: Source, token: number): boolean {
  const before = source.previous(token);
  const sign = source.slice(before);
  if (sign === '.' || sign === '?.') return source.slice(source.previous(before)) === 'env';
  if (sign === '[') return /^(?:env|\?\.)$/.test(source.slice(source.previous(before)));
  if (source.tokens.kind[token] !== WORD) return false;
  const open = source.parent[token] ?? -1;
  if (open < 0 || source.slice(open) !== '{') return false;
  const statement = source.statementOf(token);
  const following = source.next(source.match[open] ?? open);
  if (source.slice(following) === '=')
    return (
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('process.env') ||
      normalForm(source, following + 1, statement.end)
        .replaceAll(' ', '')
        .startsWith('import.meta.env')
    );
  return (
    source.slice(statement.start) === 'import' &&
    normalForm(source, following, statement.end).includes('$env/static/public')
  );
}

/** Asking whether a variable is set does not use it. */
function isPresenceCheck(source: Source, token: number): boolean {
  let start = token;
  for (let steps = 0; steps < 12; steps += 1) {
    const before = source.previous(start);
    if (source.slice(before) === '.' || source.slice(before) === '?.' || source.slice(before) === '[') {
      const owner = source.previous(before);
      start = source.slice(owner) === ')' ? (source.match[owner] ?? owner) : owner;
    } else break;
  }
  const before = source.previous(start);
  const next = source.next(source.slice(source.next(token)) === ']' ? source.next(token) : token);
  if (/^(?:!|typeof|in)$/.test(source.slice(before))) return true;
  if (/^(?:\?|&&|===|!==|==|!=)$/.test(source.slice(next))) return true;
  return (
    source.slice(before) === '(' &&
    source.slice(next) === ')' &&
    /^(?:if|while|Boolean)$/.test(source.slice(source.previous(before)))
  );
}

/** (b) A provider's client made with the browser flag, or with a public variable under any name. */
function findClients({ source, requests }: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  const { tokens } = source;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== WORD) continue;
    const open = source.next(i);
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN || !AI_CLIENT.test(source.slice(i))) continue;
    if (source.slice(source.previous(i)) !== 'new' && !source.slice(i).startsWith('create')) continue;
    const argument = elementsOf(source, open, 2)[0];
    if (argument === undefined) continue;
    const { values } = requests();
    const object = values.objectOf(argument);
    const entries = object < 0 ? [] : entriesOf(source, object).entries;
    const key = object < 0 ? argument : entries.find((entry) => KEY_OPTION.test(entry.key))?.value;
    if (key === undefined) continue;
    const flag = entries.some((entry) => entry.key === FLAG && source.slice(entry.value.start) === 'true');
    const use = judgeUse(values.valueOf(key), flag, side);
    // A wrapper that also sets the address or the transport is a library; who brings the key is its caller's matter.
    const wraps =
      entries.some((entry) => /^(?:baseURL|baseUrl|fetch|defaultHeaders|authToken)$/.test(entry.key)) ||
      (object >= 0 && entriesOf(source, object).open);
    if (use?.sort === 'own' && wraps && side.side !== 'client') continue;
    // Behind an address of its own, only what is called a provider's key is one.
    if (use?.sort === 'env' && wraps && !isProviderKeyName(use.variable ?? '')) continue;
    if (use !== undefined) found.push(matchOf(source, key, use, flag ? `${FLAG}: true` : '', side, path));
  }
  return found;
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

/** (c) and (d) A key in the headers of a request that a browser sends. */
function findRequestsOfClient({ source, requests }: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  const inApp = source.syntax.family === 'typed';
  for (const header of requests().headers) {
    if (!KEY_HEADERS.test(header.name)) continue;
    const flagged = header.siblings.has(BROWSER_HEADER);
    if (!flagged && side.side !== 'client') continue;
    const forms = header.value.flatMap(
      (form) => afterScheme(form, header.name === 'authorization' ? 'bearer' : '') ?? [],
    );
    const use = inApp ? judgeUseInApp([forms]) : judgeUse([forms], flagged, side);
    if (use === undefined) continue;
    const addresses = header.link()?.addresses ?? [];
    const known = addresses.length > 0 && addresses.every(({ host }) => host !== 'other' && host !== 'unknown');
    if (!flagged && !known) continue;
    found.push({
      ...describe(
        use,
        flagged ? `the header ${BROWSER_HEADER}` : `a request to ${addresses[0]?.name ?? 'the provider'}`,
        side,
        path,
      ),
      start: header.start,
      end: header.end,
      code: header.code,
      ...(use.variable === undefined ? {} : { variable: use.variable }),
    });
  }
  return found;
}

function shippedMatch({ name, place, start, end }: Shipped, path: string): Found {
  return {
    own: false,
    message: `${name} is a secret key that is written into what ships: everybody who has it can read it.`,
    evidence: `it stands in ${place}`,
    fix: serverRoute(path, undefined),
    start,
    end,
    code: `${place} ${name}`,
    variable: name,
  };
}

function handedMatch({ name, place, certain, start, end }: HandedOver, path: string): Found {
  return {
    ...shippedMatch({ name, place, start, end }, path),
    message: certain
      ? `${name} is a secret key that a server hands to the browser: everybody who opens the page can read it.`
      : `${name} is given to a component; if that runs in the browser, everybody can read it.`,
    ...(certain ? {} : { level: 'warning' as const }),
  };
}

function matchOf(source: Source, range: Range, use: Use, sign: string, side: Side, path: string): Found {
  return {
    ...describe(use, sign, side, path),
    start: startOffset(source, range.start),
    end: endOffset(source, range.end),
    code: normalForm(source, range.start, range.end),
    ...(use.variable === undefined ? {} : { variable: use.variable }),
  };
}

function publicMatch(start: number, end: number, name: string, code: string, side: Side, path: string): Found {
  return { ...describe({ sort: 'public', variable: name }, '', side, path), start, end, code, variable: name };
}

function describe(use: Use, sign: string, side: Side, path: string): Omit<Found, 'start' | 'end'> {
  const prefix = PUBLIC_PREFIXES.find((text) => use.variable?.startsWith(text)) ?? '';
  const reasons = [
    use.sort === 'public' ? `${prefix} variables are written into the bundle` : '',
    sign,
    side.evidence,
  ].filter((reason) => reason !== '');
  const message = {
    public: `${use.variable ?? 'This variable'} is a secret key under a public name: every visitor can read it.`,
    env: 'A provider key from the environment is given to code that runs in the browser.',
    literal: 'A provider key stands in code that runs in the browser.',
    own: "The user's own provider key is used from the browser.",
  }[use.sort];
  const own = use.sort === 'own';
  return {
    own,
    message,
    evidence: reasons.join('; '),
    fix: own ? ownKeyFix : serverRoute(path, use.sort === 'public' ? use.variable : undefined),
  };
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
