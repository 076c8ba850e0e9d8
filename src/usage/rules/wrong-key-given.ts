// Whose key a place gets, told by a literal or a variable's name, and what to say when it takes another.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Fix } from '../../finding.ts';
import type { Match } from '../../rule.ts';
import type { Form } from '../forms.ts';
import { type Vendor, vendorOfKey, vendorOfName } from '../vocabulary.ts';

export type Fault = 'vendor' | 'admin' | 'oauth';

export interface Found extends Match {
  readonly fault: Fault;
  /** What the place gets. */
  readonly shown: string;
  /** Told by the model that is asked for, so that a library for many vendors makes no doubt. */
  readonly byModel?: true;
}

/** What a place gets, told by its prefix or by the variable it is read from. */
export interface Given {
  readonly vendor: Vendor;
  readonly sort: 'key' | 'admin' | 'oauth';
  /** For the message: never the key itself. */
  readonly shown: string;
}
const BASE = /base_?ur[li]|uri_?base|api_?base|api_?host|gateway_?ur[li]|proxy_?ur[li]/gi;
/** Addresses of what is no model's API. */
const OTHER_SERVICE =
  /(?:^|[_-])(?:app|site|web|public|frontend|backend|client|server|auth|slack|stripe|github|gitlab|jira|confluence|notion|cdn|s3|image|docs|webhook|callback|ollama|langfuse|sentry|posthog|n8n|keycloak|redis|mongo)_?-?$/i;
/** Hosts that do not speak Anthropic's form, and addresses within a site. */
const NO_GATEWAY =
  /^\w{0,20}["'\]]{0,3}\s?[:=(,]{1,2}\s?\\?["'`]?(?:https?:\/\/(?:api\.openai\.com|api\.groq\.com|api\.mistral\.ai|generativelanguage\.googleapis\.com|api\.cohere\.(?:com|ai)|api\.voyageai\.com|api\.github\.com|hooks\.slack\.com|slack\.com)|\/(?!\/)|\.\/)/;
/** Vendors and programs with an address of their own in Anthropic's form, which may be set elsewhere. */
export const ANTHROPIC_SHAPED: readonly Vendor[] = ['OpenRouter', 'DeepSeek', 'another vendor'];
export const GATEWAY = /router|proxy|gateway/i;
/** In code, where routers and proxies are mostly those of web servers. */
export const ROUTED =
  /open-?router|litellm|(?:llm|ai|model|claude|claude-code|anthropic)[-_ ]?(?:router|proxy|gateway)|(?:gateway|proxy)_?ur[li]/i;
/** What holds the settings of a program. */
const SETTINGS =
  /^(?:self\.|this\.)?_?(?:\w{0,20}(?:settings|config|configuration|conf|cfg|secrets|credentials)|env)$/i;

/** What holds a key for each vendor. */
const KEYS = /^\w{0,20}(?:keys|secrets|credentials|tokens)$/i;
const OWN = /anthropic|claude/i;

export function givenForm(form: Form): Given | undefined {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text !== '');
  const piece = pieces[0];
  if (piece === undefined || pieces.length !== 1) return undefined;
  if (piece.type === 'text') return givenLiteral(piece.text.trim());
  // A constant-like name of the settings module says as much as the variable itself.
  const name = piece.env ?? piece.names.findLast((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(one));
  if (name !== undefined)
    return piece.origin === 'parameter' && piece.names.length === 1 ? undefined : givenVariable(name);
  const names = piece.names.filter((one) => !/^(?:dig|get|fetch)!?$/.test(one));
  return givenField(names) ?? givenByName(names);
}

/** `settings.openai_api_key`, `config.openai.apiKey`, `keys.openai`: a field that is named as the variable is. */
function givenField(names: readonly string[]): Given | undefined {
  for (const [i, owner] of names.entries()) {
    const [field = '', inner = ''] = names.slice(i + 1);
    const given = SETTINGS.test(owner)
      ? (givenVariable(field) ?? givenVariable(`${field}.${inner}`))
      : KEYS.test(owner)
        ? givenVariable(`${field}_key`)
        : undefined;
    if (given !== undefined) return given;
  }
  return undefined;
}

/** `openaiApiKey`: a variable of which no more is known than its name. */
function givenByName(names: readonly string[]): Given | undefined {
  // `openai.api_key`, a module's own.
  const own = names.length === 2 ? [names.join('.')] : [];
  const given = [...names, ...own].flatMap((name) => givenVariable(name) ?? []);
  const [first] = given;
  const doubtful = given.some(({ vendor }) => vendor !== first?.vendor) || names.some((name) => OWN.test(name));
  return first === undefined || doubtful || ANTHROPIC_SHAPED.includes(first.vendor) ? undefined : first;
}

export function givenVariable(name: string): Given | undefined {
  if (/^(?:ANTHROPIC|CLAUDE)_ADMIN_(?:API_)?KEY$/.test(name))
    return { vendor: 'Anthropic', sort: 'admin', shown: name };
  if (name === 'CLAUDE_CODE_OAUTH_TOKEN') return { vendor: 'Anthropic', sort: 'oauth', shown: name };
  const vendor = vendorOfName(name);
  return vendor === undefined ? undefined : { vendor, sort: 'key', shown: name };
}

export function givenLiteral(text: string): Given | undefined {
  const vendor = vendorOfKey(text);
  if (vendor === undefined || isPlaceholder(text.replace(/^(?:sk-)?[a-z]{2,8}[0-9]{0,2}[-_]/, ''))) return undefined;
  const sort = text.startsWith('sk-ant-admin') ? 'admin' : text.startsWith('sk-ant-oat') ? 'oauth' : 'key';
  return { vendor, sort, shown: { admin: 'an admin key', oauth: 'an OAuth token', key: `a key of ${vendor}` }[sort] };
}

export function judge(taker: Vendor, given: Given): Fault | undefined {
  // Only what concerns Anthropic is judged.
  if (taker !== given.vendor) return taker === 'Anthropic' || given.vendor === 'Anthropic' ? 'vendor' : undefined;
  return taker !== 'Anthropic' || given.sort === 'key' ? undefined : given.sort;
}

/** True where an address other than the vendor's own is set, or one that is not known. */
export function hasForeignBase(text: string, taker: Vendor): boolean {
  const own = taker === 'Anthropic' ? 'api.anthropic.com' : taker === 'OpenAI' ? 'api.openai.com' : undefined;
  for (const { index, 0: word } of text.matchAll(BASE)) {
    const rest = text.slice(index, index + 100);
    if (own !== undefined && rest.includes(own)) continue;
    const before = /[\w.-]{0,30}$/.exec(text.slice(Math.max(0, index - 30), index))?.[0] ?? '';
    // `DATABASE_URL`, `supabaseUrl`; the base of Vite is a path.
    const inWord = /[A-Z]$/.test(before) || (/[a-z]$/.test(before) && /^[a-z]/.test(word));
    const elsewhere =
      before.endsWith('import.meta.env.') ||
      OTHER_SERVICE.test(before) ||
      (taker === 'Anthropic' && NO_GATEWAY.test(rest.slice(word.length)));
    if (!inWord && !elsewhere) return true;
  }
  return /env_file\s*:|<<\s*:/.test(text);
}

const RECIPES: Readonly<Record<Fault, readonly string[]>> = {
  vendor: ['Give each client the key of its own vendor; for a gateway, set its base URL too.'],
  admin: ['Create a key for a workspace and give it as ANTHROPIC_API_KEY.'],
  oauth: ['CLAUDE_CODE_OAUTH_TOKEN for Claude Code, authToken for the SDK.'],
};

export function describe(
  fault: Fault,
  given: Given,
  taker: Vendor,
  place: string,
): { fault: Fault; shown: string; message: string; fix: Fix } {
  const message = {
    vendor: `${place} gets ${given.shown}; it takes a key of ${taker}.`,
    admin: `${place} gets ${given.shown}; the Messages API does not take admin keys.`,
    oauth: `${place} gets ${given.shown}; an OAuth token is no API key.`,
  }[fault];
  return {
    fault,
    shown: given.shown,
    message,
    fix: { title: 'Use the key that belongs there', safe: false, recipe: RECIPES[fault] },
  };
}
