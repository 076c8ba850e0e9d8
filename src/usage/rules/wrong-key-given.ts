// Whose key a place gets, told by a literal or a variable's name, and what to say when it takes another.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Fix } from '../../finding.ts';
import type { Match } from '../../rule.ts';
import type { Form } from '../forms.ts';
import { type Vendor, vendorOfKey, vendorOfName } from '../vocabulary.ts';

type Fault = 'vendor' | 'admin' | 'oauth';

export interface Found extends Match {
  readonly fault: Fault;
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
/** Not that of a database. */
const BASE = /(?<!data)base_?ur[li]|uri_?base|api_?base|api_?host|gateway_?ur[li]|proxy_?ur[li]/gi;

/** Vendors and programs with an address of their own in Anthropic's form, which may be set elsewhere. */
export const ANTHROPIC_SHAPED: readonly Vendor[] = ['OpenRouter', 'DeepSeek', 'another vendor'];
export const GATEWAY = /router|proxy|gateway/i;
/** What holds the settings of a program. */
const SETTINGS = /^(?:self\.|this\.)?_?(?:\w{0,20}(?:settings|config|conf|cfg|secrets|credentials)|env)$/i;

export function givenForm(form: Form): Given | undefined {
  const pieces = form.filter((piece) => piece.type === 'hole' || piece.text !== '');
  const piece = pieces[0];
  if (piece === undefined || pieces.length !== 1) return undefined;
  if (piece.type === 'text') return givenLiteral(piece.text.trim());
  // A constant-like name of the settings module says as much as the variable itself.
  const name = piece.env ?? piece.names.findLast((one) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(one));
  if (name !== undefined) return piece.origin === 'parameter' ? undefined : givenVariable(name);
  // `settings.openai_api_key`: a field that is named as the variable is.
  const [field, owner] = [piece.names.at(-1), piece.names.at(-2)];
  return field !== undefined && owner !== undefined && SETTINGS.test(owner) ? givenVariable(field) : undefined;
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
  for (const match of text.matchAll(BASE)) {
    const rest = text.slice(match.index, match.index + 100);
    if (own === undefined || !rest.includes(own)) return true;
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
): { fault: Fault; message: string; fix: Fix } {
  const message = {
    vendor: `${place} gets ${given.shown}; it takes a key of ${taker}.`,
    admin: `${place} gets ${given.shown}; the Messages API does not take admin keys.`,
    oauth: `${place} gets ${given.shown}; an OAuth token is no API key.`,
  }[fault];
  return { fault, message, fix: { title: 'Use the key that belongs there', safe: false, recipe: RECIPES[fault] } };
}
