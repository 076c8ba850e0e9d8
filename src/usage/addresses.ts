// Every place of a file that says where a request goes: known, foreign, or an expression that cannot be resolved.

import { pathTo } from './declarations.ts';
import type { Definition } from './definitions.ts';
import { isRefererValue } from './idioms.ts';
import { readPath } from './paths.ts';
import {
  after,
  elementsOf,
  endOffset,
  isDot,
  isString,
  type Range,
  type Source,
  startOffset,
  stringValue,
} from './source.ts';
import { BRACE, OPEN, PAREN, STRING, TEXT, WORD } from './tokens.ts';
import type { Form, Value, Values } from './values.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

export interface AddressSite {
  readonly token: number;
  readonly addresses: readonly Address[];
}

export interface Addresses {
  /** Sites with `start <= token < end`, in order; at most `limit`. */
  readonly within: (start: number, end: number, limit?: number) => readonly AddressSite[];
}

const FUNCTIONS =
  /^(?:fetch|axios|got|ky|\$fetch|ofetch|request|superagent|needle|urlopen|Request|fetchEventSource|HTTPSConnection)$/;
const METHODS = /^(?:get|post|put|patch|delete|request|stream|open|build_request)$/;
const CLIENTS =
  /axios|http|client|^conn|session|requests|api|^got$|^ky$|instance|superagent|needle|xhr|^req$|^s$|^c$|ajax|fetch/i;
const VERB = /^(?:get|post|put|patch|delete|head|options)$/i;
const URL_KEY =
  /^(?:url|uri|baseurl|base_url|apiurl|api_url|endpoint|api_endpoint|apiendpoint|hostname|host|href|api_base|apibase|prefixurl|server)$/i;
const URL_NAME = /(?:url|uri|endpoint|api_?base|host)$/i;
const PROSE_CALL =
  /^(?:log|error|warn|info|debug|print|println|printf|Println|Printf|Errorf|Fatalf|WriteLine|puts|raise|Error|TypeError|alert|open|use|cors)$/;
const NO_ADDRESS_KEY =
  /referer|referrer|origin|docs|homepage|website|link|help|description|label|message|content|text|logo|icon|image|avatar|console/i;
/** What tells which side of the API a base address is used for. */
const MESSAGES = /["'`}]\/?messages\b|["']anthropic-version\b/i;
const COMPATIBLE = /chat\/completions|openai/i;
const UNKNOWN: Address = { host: 'unknown', name: '', path: '' };

export function findAddresses(source: Source, values: Values): Addresses {
  const found = new Map<number, AddressSite>();
  const { tokens } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  const native = MESSAGES.test(tokens.text) && !COMPATIBLE.test(tokens.text);
  const firm = (address: Address): Address =>
    native && address.host === 'base' ? { ...address, host: 'native' } : address;
  const put = (token: number, addresses: readonly Address[]): void => {
    if (addresses.length === 0) return;
    const { start, end } = stringRange(source, token);
    const place = { start: startOffset(source, start), end: endOffset(source, end) };
    found.set(token, { token, addresses: addresses.map((address) => ({ ...firm(address), place })) });
  };
  for (const [name, list] of values.definitions.all) {
    if (!list.some((definition) => holdsAddress(source, values, definition))) continue;
    const own = new Set(list.map(({ token }) => token));
    // A name means an address only where it is looked up as such; another of the same name is judged there.
    for (const use of values.definitions.usesOf(name)) {
      if ((list.length > 1 || !own.has(use)) && !isProse(source, use))
        put(use, addressesOf(values.valueOf({ start: useStart(source, use), end: use + 1 })));
    }
  }
  for (let i = 0; i < tokens.count; i += 1) {
    if (isString(source, i) && beginsAddress(source, i) && !isProse(source, i))
      put(i, addressesOf(values.valueOf(stringRange(source, i))));
    if (typed) {
      if (tokens.kind[i] === WORD || tokens.kind[i] === STRING) putTyped(source, values, i, found, put);
      continue;
    }
    if (tokens.kind[i] === OPEN && tokens.shape[i] === PAREN) putCall(source, values, i, put);
    if (tokens.kind[i] === WORD || tokens.kind[i] === STRING) putKeyed(source, values, i, put);
  }
  const sites = [...found.values()].sort((a, b) => a.token - b.token);
  return {
    within(start, end, limit = 40) {
      let low = 0;
      let high = sites.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sites[middle]?.token ?? 0) < start) low = middle + 1;
        else high = middle;
      }
      const result: AddressSite[] = [];
      for (let at = low; at < sites.length && result.length < limit; at += 1) {
        source.budget.left -= 1;
        const site = sites[at];
        if (site === undefined || site.token >= end) break;
        result.push(site);
      }
      return result;
    },
  };
}

function holdsAddress(source: Source, values: Values, definition: Definition): boolean {
  if (definition.type !== 'value' || definition.fields.length > 0 || !maybeAddress(source, definition.value))
    return false;
  return addressesOf(values.valueOf(definition.value)).some((address) => address.host !== 'unknown');
}

function useStart(source: Source, use: number): number {
  const dot = source.previous(use);
  return isDot(source, dot) ? source.previous(dot) : use;
}

function stringRange(source: Source, token: number): Range {
  return {
    start: token,
    end:
      source.tokens.kind[token] === OPEN
        ? Math.min((source.match[token] ?? token) + 1, source.tokens.count)
        : token + 1,
  };
}

/** A quick look, so that not every constant of a file is evaluated. */
function maybeAddress(source: Source, value: Range): boolean {
  for (let at = value.start; at < value.end && at < value.start + 24; at += 1) {
    const kind = source.tokens.kind[at];
    if ((kind === STRING || kind === TEXT) && source.slice(at).includes('//')) return true;
    if (source.slice(at) === '{') return false;
  }
  return false;
}

function beginsAddress(source: Source, token: number): boolean {
  const { tokens } = source;
  const at = tokens.kind[token] === OPEN ? token + 1 : token;
  if (tokens.kind[at] === OPEN) {
    // `${BASE}/v1/messages`: an address when the hole is one.
    const rest = after(source, at);
    return tokens.kind[rest] === TEXT && source.slice(rest).startsWith('/');
  }
  const text = tokens.text.slice(tokens.start[at], (tokens.start[at] ?? 0) + 16);
  return /^(?:[a-zA-Z]{0,2}["'`]{1,3})?(?:https?|wss?):\/\//.test(text);
}

/** Addresses that people read, not programs: messages, links, request headers about the page. */
function opensRequest(source: Source, open: number): boolean {
  const first = source.next(open);
  return source.tokens.kind[first] === STRING && VERB.test(stringValue(source, first));
}

function isProse(source: Source, token: number): boolean {
  const { slice } = source;
  const parent = source.parent[token] ?? -1;
  if (parent >= 0 && source.tokens.shape[parent] === PAREN && PROSE_CALL.test(source.slice(source.previous(parent))))
    // `xhr.open('POST', …)` sends, `open(…)` shows.
    return !(slice(source.previous(parent)) === 'open' && opensRequest(source, parent));
  if (isRefererValue(source, token)) return true;
  const before = source.previous(token);
  if (/^(?:from|import)$/.test(source.slice(before))) return true;
  if (source.slice(before) !== ':' && source.slice(before) !== '=') return false;
  return NO_ADDRESS_KEY.test(source.slice(source.previous(before)));
}

/** The text that a form begins with, and whether that is all of it. */
export function leadingTextOf(form: Form): { readonly text: string; readonly exact: boolean } {
  let text = '';
  for (const piece of form) {
    if (piece.type !== 'text') return { text, exact: false };
    text += piece.text;
  }
  return { text, exact: true };
}

/** What a value says of where a request goes. A path alone says nothing. */
export function addressesOf(value: Value, base = ''): readonly Address[] {
  const addresses: Address[] = [];
  for (const form of value) {
    const { text, exact } = leadingTextOf(form);
    if (/^(?:https?|wss?):\/\//i.test(text)) addresses.push(judgeAddress(text, exact));
    else if (/^api\.anthropic\.com/i.test(text)) addresses.push(judgeAddress(`https://${text}`, exact));
    else if (base !== '' && exact) addresses.push(judgeAddress(joinPath(base, text), true));
    else addresses.push(UNKNOWN);
  }
  return addresses;
}

function joinPath(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}

type Put = (token: number, addresses: readonly Address[]) => void;

/**
 * In the other languages: a name that says it is an address and is not known, and a bare path on which Bearer is right.
 * What is known was found where its text stands.
 */
function putTyped(source: Source, values: Values, token: number, found: ReadonlyMap<number, unknown>, put: Put): void {
  const { tokens, slice } = source;
  if (tokens.kind[token] === STRING) {
    const text = stringValue(source, token);
    if (/^\/?(?:v1\/)?(?:chat\/completions|api\/oauth)/.test(text))
      put(token, [{ host: 'compatible', name: '', path: text }]);
    else if (/^api\.anthropic\.com$/.test(text))
      put(token, addressesOf([[{ type: 'text', text, names: [], range: { start: token, end: token + 1 } }]]));
    return;
  }
  // `-Uri` is a parameter, and what follows it the address.
  if (found.has(token) || !URL_NAME.test(slice(token)) || /^(?:CURL|-)/.test(slice(token))) return;
  const next = source.next(token);
  const sign = slice(next);
  // A type, a label, a name being declared, or a call whose argument says more.
  if (
    /^(?:\(|::|<|:|=|:=|=>)$/.test(sign) ||
    tokens.kind[next] === WORD ||
    /^(?:URL|Url|Uri|URI|HttpUrl)$/.test(slice(token))
  )
    return;
  const range = pathTo(source, token);
  // `uri.host` is part of what `uri` says.
  if (range.start !== token && (found.has(range.start) || URL_NAME.test(slice(range.start)))) return;
  const parent = source.parent[token] ?? -1;
  if (parent < 0 && !/^(?:=|:=|=>|\+|\.)$/.test(slice(source.previous(range.start)))) return;
  if (isDeclaredParameter(source, token, parent)) return;
  put(range.start, addressesOf(values.valueOf(range)));
}

function isDeclaredParameter(source: Source, token: number, parent: number): boolean {
  const scope = source.scopeOf(source.next(source.match[parent] ?? token));
  return parent >= 0 && (scope.start === parent || source.scopeOf(token).start === parent);
}

/** The address argument of a call that sends a request. */
function putCall(source: Source, values: Values, open: number, put: Put): void {
  const callee = source.previous(open);
  if (source.tokens.kind[callee] !== WORD) return;
  const name = source.slice(callee);
  const dot = source.previous(callee);
  const receiver = source.slice(dot) === '.' ? source.previous(dot) : -1;
  const isFunction = (FUNCTIONS.test(name) || /fetch/i.test(name)) && receiver < 0;
  const isMethod = METHODS.test(name) && receiver >= 0 && CLIENTS.test(source.slice(receiver));
  const elements = isFunction || isMethod || receiver >= 0 || open > 0 ? elementsOf(source, open, 3) : [];
  let argument = elements[0];
  if (argument === undefined) return;
  if (source.tokens.kind[argument.start] === STRING && VERB.test(stringValue(source, argument.start)))
    argument = elements[1];
  if (argument === undefined || source.slice(argument.start) === '{') return;
  // `requests.request(method=…, url=…)`: what is named is found by its name.
  if (source.syntax.family === 'python' && source.slice(source.next(argument.start)) === '=') return;
  if (!isFunction && !isMethod) {
    // A call of the file's own: only a name that says it is an address counts, and only when it is not known.
    const { names } = readPath(source, argument);
    if (URL_NAME.test(names.at(-1) ?? '')) put(argument.start, addressesOf(values.valueOf(argument)));
    return;
  }
  const value = values.valueOf(argument);
  if (!isRelative(value)) {
    put(argument.start, addressesOf(value));
    return;
  }
  if (receiver < 0) put(argument.start, [{ host: 'other', name: '', path: '' }]);
  else
    put(
      argument.start,
      addressesOf(value, baseOf(source, values, receiver)).map((address) => ({ ...address, ofClient: true })),
    );
}

function isRelative(value: Value): boolean {
  return value.every(
    (form) => form[0]?.type === 'text' && !/^\w+:|^api\.anthropic\.com/.test(form[0].text) && form[0].text !== '',
  );
}

/** The base address that a client was made with, '' when it is not known. */
function baseOf(source: Source, values: Values, receiver: number): string {
  const dot = source.previous(receiver);
  const member = source.slice(dot) === '.' && /^(?:this|self)$/.test(source.slice(source.previous(dot)));
  const found = values.definitions.lookup(`${member ? '.' : ''}${source.slice(receiver)}`, receiver);
  const only = found.length === 1 ? found[0] : undefined;
  if (only?.type !== 'value') return '';
  const connection = hostOfConnection(source, only.value);
  if (connection !== undefined) return connection;
  for (let at = only.value.start; at < only.value.end && at < only.value.start + 200; at += 1) {
    if (
      !/^["']?(?:baseURL|base_url|baseUrl|prefixUrl)["']?$/.test(source.slice(at)) ||
      !/^[:=]$/.test(source.slice(source.next(at)))
    )
      continue;
    const value = values.valueOf(valueAfter(source, source.next(source.next(at))));
    const only = value.length === 1 ? value[0] : undefined;
    return only?.every((piece) => piece.type === 'text') === true
      ? only.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')
      : '';
  }
  return '';
}

/** Python's `http.client.HTTPSConnection("host")`. */
function hostOfConnection(source: Source, { start, end }: Range): string | undefined {
  for (let at = start; at < end && at < start + 8; at += 1) {
    const host = source.next(source.next(at));
    if (source.slice(at) === 'HTTPSConnection' && source.tokens.kind[host] === STRING)
      return `https://${stringValue(source, host)}`;
  }
  return undefined;
}

function valueAfter(source: Source, start: number): Range {
  const close = Math.min(source.match[source.parent[start] ?? -1] ?? start + 1, source.tokens.count);
  let end = start;
  for (let steps = 0; end < close && source.slice(end) !== ',' && steps < 200; steps += 1) end = after(source, end);
  return { start, end: Math.min(end, close) };
}

/** `url: …`, `baseURL: …`, `hostname: …` in an object or a call with keywords. */
function putKeyed(source: Source, values: Values, key: number, put: Put): void {
  const { tokens, slice } = source;
  const length = (tokens.end[key] ?? 0) - (tokens.start[key] ?? 0);
  if (length < 3 || length > 16) return;
  const name = tokens.kind[key] === STRING ? stringValue(source, key) : slice(key);
  if (!URL_KEY.test(name)) return;
  const parent = source.parent[key] ?? -1;
  if (parent < 0 || (tokens.shape[parent] !== BRACE && tokens.shape[parent] !== PAREN)) return;
  const before = source.previous(key);
  if (before !== parent && slice(before) !== ',') return;
  const sign = slice(source.next(key));
  if (sign === ',' || sign === '}') {
    if (tokens.kind[key] === WORD && tokens.shape[parent] === BRACE)
      put(key, addressesOf(values.valueOf({ start: key, end: key + 1 })));
    return;
  }
  if (sign !== ':' && !(sign === '=' && tokens.shape[parent] === PAREN)) return;
  if (source.isBlock(parent)) return;
  const range = valueAfter(source, source.next(source.next(key)));
  if (range.end <= range.start) return;
  const value = values.valueOf(range);
  const hostname =
    /^(?:hostname|host)$/i.test(name) && value.every((form) => form.length === 1 && form[0]?.type === 'text');
  put(range.start, hostname ? addressesOf(withPath(source, values, parent, value)) : addressesOf(value));
}

/** `hostname` and `path` of one request make up its address. */
function withPath(source: Source, values: Values, open: number, host: Value): Value {
  for (const { start, end } of elementsOf(source, open, 40)) {
    const sign = source.next(start);
    if (source.slice(start) !== 'path' || source.slice(sign) !== ':') continue;
    const path = values.valueOf({ start: source.next(sign), end });
    return host.flatMap((form) => path.map((rest) => [scheme(form), ...rest]));
  }
  return host.map((form) => [scheme(form)]);
}

function scheme(form: Value[number]): Value[number][number] {
  const first = form[0];
  const text = first?.type === 'text' ? first.text : '';
  return {
    type: 'text',
    text: text.includes('//') ? text : `https://${text}`,
    names: [],
    range: first?.range ?? { start: 0, end: 0 },
  };
}
