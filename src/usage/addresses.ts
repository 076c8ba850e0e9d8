// Every place of a file that says where a request goes: known, foreign, or an expression that cannot be resolved.

import { addressesOf, type Put, URL_NAME } from './address-values.ts';
import { pathTo } from './declarations.ts';
import type { Definition } from './definitions.ts';
import { type Form, joinForms } from './forms.ts';
import { isRefererValue } from './idioms.ts';
import { askedOnce } from './mentions.ts';
import { putCall, putKeyed, VERB } from './script-addresses.ts';
import { after, endOffset, isDot, isString, type Range, type Source, startOffset, stringValue } from './source.ts';
import { OPEN, PAREN, STRING, TEXT, WORD } from './tokens.ts';
import type { Values } from './values.ts';
import type { Address } from './vocabulary.ts';

export interface AddressSite {
  readonly token: number;
  readonly addresses: readonly Address[];
}

export function toAddresses(sites: readonly AddressSite[]): readonly Address[] {
  return sites.flatMap((site) => site.addresses);
}

export interface Addresses {
  /** Sites with `start <= token < end`, in order; at most `limit`. */
  readonly within: (start: number, end: number, limit?: number) => readonly AddressSite[];
}
const PROSE_CALL =
  /^(?:log|error|warn|info|debug|print|println|printf|Println|Printf|Errorf|Fatalf|WriteLine|puts|raise|Error|TypeError|alert|open|use|cors)$/;
const NO_ADDRESS_KEY =
  /referer|referrer|origin|docs|homepage|website|link|help|description|label|message|content|text|logo|icon|image|avatar|console/i;
/** What tells which side of the API a base address is used for. */
const MESSAGES = /["'`}]\/?messages\b|["']anthropic-version\b/i;
const COMPATIBLE = /chat\/completions|openai/i;

/** PowerShell takes an address without quotes, as a shell does. */
const BARE_ADDRESS = /^https?:\/\/[^\s'"`;,)}|]{4,300}/;
const MOST_BARE = 310;

export function findAddresses(source: Source, values: Values): Addresses {
  const found = new Map<number, AddressSite>();
  const { tokens } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  const native = MESSAGES.test(tokens.text) && !COMPATIBLE.test(tokens.text);
  const firm = (address: Address): Address =>
    native && address.host === 'base' ? { ...address, host: 'native' } : address;
  const put = (token: number, addresses: readonly Address[], at = token): void => {
    if (addresses.length === 0) return;
    const { start, end } = stringRange(source, at);
    const place = { start: startOffset(source, start), end: endOffset(source, end) };
    found.set(token, { token, addresses: addresses.map((address) => ({ ...firm(address), place })) });
  };
  for (const [name, list] of values.definitions.all) {
    if (!list.some((definition) => holdsAddress(source, values, definition))) continue;
    const own = new Set(list.map(({ token }) => token));
    // A name means an address only where it is looked up as such; another of the same name is judged there.
    for (const use of values.definitions.usesOf(name)) {
      if ((list.length > 1 || !own.has(use)) && !isProse(source, use))
        put(
          use,
          addressesOf(values.valueOf({ start: useStart(source, use), end: use + 1 })),
          placeOf(source, list, use),
        );
    }
  }
  for (let i = 0; i < tokens.count; i += 1) {
    if (isString(source, i) && !found.has(i) && beginsAddress(source, i) && !isProse(source, i))
      put(i, isStandIn(source, i) ? [ELSEWHERE] : addressesOf(values.valueOf(stringRange(source, i))));
    if (source.syntax.language === 'rust' && tokens.kind[i] === STRING) putNamed(source, values, i, put);
    if (typed) {
      if (tokens.kind[i] === WORD || tokens.kind[i] === STRING) putTyped(source, values, i, found, put);
      continue;
    }
    if (tokens.kind[i] === OPEN && tokens.shape[i] === PAREN) putCall(source, values, i, put);
    if (tokens.kind[i] === WORD || tokens.kind[i] === STRING) putKeyed(source, values, i, put);
  }
  if (takesHost(tokens.text)) putHosts(source, values, put);
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

const takesHost = askedOnce(/\.host(?:name)?\s{0,4}=\s{0,4}[\x22\x27\x60]api\.anthropic\.com\b/);

/** `url.hostname = 'api.anthropic.com'`: the address that came in, at another host. */
function putHosts(source: Source, values: Values, put: Put): void {
  const { slice, next, previous, tokens } = source;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD || !/^host(?:name)?$/.test(slice(at)) || !isDot(source, previous(at))) continue;
    const value = next(next(at));
    if (slice(next(at)) !== '=' || !isString(source, value) || !slice(value).includes('api.anthropic.com')) continue;
    const address = { host: 'unknown', name: 'api.anthropic.com', path: '' } as const;
    for (const use of values.definitions.usesOf(slice(previous(previous(at))))) {
      if (use < at) continue;
      put(use, [address]);
      const made = slice(previous(previous(use))) === 'Request' ? previous(previous(previous(use))) : -1;
      if (made < 0) continue;
      // `new Request(url, request)`, by itself or by its name.
      put(made, [address]);
      for (const [name, list] of values.definitions.all)
        if (list.some((one) => one.type === 'value' && one.value.start === made))
          for (const other of values.definitions.usesOf(name)) if (other > made) put(other, [address]);
    }
  }
}

/** Rust's `format!("{BASE}/messages")`. */
function putNamed(source: Source, values: Values, token: number, put: Put): void {
  const text = stringValue(source, token);
  const name = text.startsWith('{') ? /^\{([A-Za-z_]\w{0,60})\}/.exec(text)?.[1] : undefined;
  const found = name === undefined ? [] : values.definitions.lookup(name, token);
  const only = found.length === 1 ? found[0] : undefined;
  if (name === undefined || only?.type !== 'value' || !holdsAddress(source, values, only)) return;
  const range = { start: token, end: token + 1 };
  const rest: Form = [{ type: 'text', text: text.slice(name.length + 2), names: [], range }];
  put(token, addressesOf(joinForms(values.valueOf(only.value), [rest])));
}

/** `url.openConnection()` names no address; where `url` gets its own does. */
function placeOf(source: Source, list: readonly Definition[], use: number): number {
  const only = list.length === 1 ? list[0] : undefined;
  return only?.type === 'value' && isDot(source, source.next(use)) ? only.token : use;
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

const ELSEWHERE: Address = { host: 'unknown', name: '', path: '' };

/** `getOrDefault("LLM_URL", "https://…")`, `env('LLM_URL', 'https://…')`: what is read by its name comes first. */
function isStandIn(source: Source, token: number): boolean {
  const { tokens, slice } = source;
  const open = source.parent[token] ?? -1;
  if (open < 0 || tokens.shape[open] !== PAREN || slice(source.previous(token)) !== ',') return false;
  const first = source.next(open);
  if (tokens.kind[first] !== STRING || source.next(first) !== source.previous(token)) return false;
  const name = stringValue(source, first);
  return (
    /^[A-Za-z][\w.:/-]{2,60}$/.test(name) &&
    /^\w{0,16}(?:env|config|setting|property|default|option|lookup|getvalue|getstring|var|variable)\w{0,12}$|^(?:fetch|get)$/i.test(
      calleeOf(source, open),
    )
  );
}

/** What a call is of, past a type argument: `GetValue<string>(`. */
function calleeOf(source: Source, open: number): string {
  let at = source.previous(open);
  if (source.slice(at) === '>') while (at > 0 && open - at < 8 && source.slice(at) !== '<') at = source.previous(at);
  return source.slice(source.slice(at) === '<' ? source.previous(at) : at);
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

/** `xhr.open('POST', …)`. */
function opensRequest(source: Source, open: number): boolean {
  const first = source.next(open);
  return source.tokens.kind[first] === STRING && VERB.test(stringValue(source, first));
}

/** Addresses that people read, not programs: messages, links, request headers about the page. */
function isProse(source: Source, token: number): boolean {
  const { slice } = source;
  const parent = source.parent[token] ?? -1;
  if (parent >= 0 && source.tokens.shape[parent] === PAREN && PROSE_CALL.test(source.slice(source.previous(parent))))
    // `xhr.open('POST', …)` sends, `open(…)` shows.
    return !(slice(source.previous(parent)) === 'open' && opensRequest(source, parent));
  if (isRefererValue(source, token) || isScheme(source, token)) return true;
  const before = source.previous(token);
  if (/^(?:from|import)$/.test(source.slice(before))) return true;
  if (source.slice(before) !== ':' && source.slice(before) !== '=') return false;
  const key = source.slice(source.previous(before));
  // What a proxy is told, in a header of its own.
  if (/^["'`]x-/i.test(key)) return true;
  // undici's and HTTPX' `origin`.
  if (key === 'origin' && (source.syntax.family === 'ruby' || source.slice(token).includes('api.anthropic.com')))
    return false;
  return NO_ADDRESS_KEY.test(key);
}

/** `url.startswith("https://")`, `session.mount("https://", …)`: any address, and so none. */
function isScheme(source: Source, token: number): boolean {
  const { tokens, slice } = source;
  if (tokens.kind[token] !== STRING || !/^["'`]https?:\/\/["'`]$/.test(slice(token))) return false;
  const parent = source.parent[token] ?? -1;
  return (
    parent >= 0 &&
    tokens.shape[parent] === PAREN &&
    /^(?:mount|\w{0,20}(?:prefix|starts?_?with)|replace|contains|includes)$/i.test(slice(source.previous(parent)))
  );
}

/**
 * In the other languages: a name that says it is an address and is not known, and a bare path on which Bearer is right.
 * What is known was found where its text stands.
 */
function putTyped(source: Source, values: Values, token: number, found: ReadonlyMap<number, unknown>, put: Put): void {
  const { tokens, slice } = source;
  if (tokens.kind[token] === STRING) {
    const text = stringValue(source, token);
    if (source.syntax.language === 'rust' && text.startsWith('{')) put(token, inlineAddress(values, text, token));
    if (/^\/?(?:v1\/)?(?:chat\/completions|api\/oauth)/.test(text))
      put(token, [{ host: 'compatible', name: '', path: text }]);
    else if (/^api\.anthropic\.com$/.test(text)) put(token, written(text, token));
    return;
  }
  if (source.syntax.language === 'powershell' && /^https?:$/.test(slice(token))) {
    const start = tokens.start[token] ?? 0;
    const text = BARE_ADDRESS.exec(tokens.text.slice(start, start + MOST_BARE))?.[0] ?? '';
    if (text !== '') put(token, written(text, token));
    return;
  }
  // `-Uri` is a parameter, and what follows it the address.
  const isNamed = URL_NAME.test(slice(token));
  if (found.has(token) || !(isNamed || slice(token) === 'base') || /^(?:CURL|-)/.test(slice(token))) return;
  const next = source.next(token);
  const sign = slice(next);
  // A type, a label, a name being declared, or a call whose argument says more.
  if (
    /^(?:\(|::|<|:|=|:=|=>)$/.test(sign) ||
    tokens.kind[next] === WORD ||
    /^(?:URL|Url|Uri|URI|HttpUrl)$/.test(slice(token))
  )
    return;
  // Go's package.
  if (slice(token) === 'url' && sign === '.' && values.definitions.lookup('url', token).length === 0) return;
  const range = pathTo(source, token);
  // `uri.host` is part of what `uri` says.
  if (range.start !== token && (found.has(range.start) || URL_NAME.test(slice(range.start)))) return;
  const parent = source.parent[token] ?? -1;
  if (parent < 0 && !/^(?:=|:=|=>|\+|\.)$/.test(slice(source.previous(range.start)))) return;
  if (isDeclaredParameter(source, token, parent) || isCompared(source, parent)) return;
  const addresses = addressesOf(values.valueOf(range));
  // `self.base` may be anything: it is an address where this file says so.
  if (isNamed || addresses.every(({ host }) => host !== 'unknown'))
    put(range.start, addresses, placeOf(source, values.definitions.lookup(slice(token), token), token));
}

/** What is written at a token, without holes. */
function written(text: string, token: number): readonly Address[] {
  return addressesOf([[{ type: 'text', text, names: [], range: { start: token, end: token + 1 } }]]);
}

/** Rust's `format!("{BASE}/messages")`. */
function inlineAddress(values: Values, text: string, token: number): readonly Address[] {
  const head = /^\{([A-Za-z_]\w{0,60})\}/.exec(text);
  const name = head?.[1] ?? '';
  const found = values.definitions.lookup(name, token)[0];
  if (head === null || found === undefined) return [];
  const range = { start: token, end: token + 1 };
  const rest: Form = [{ type: 'text', text: text.slice(head[0].length), names: [], range }];
  const all =
    found.type === 'value'
      ? addressesOf(joinForms(values.valueOf(found.value), [rest]))
      : [{ host: 'unknown', name: '', path: '' } as const];
  return URL_NAME.test(name) || all.some(({ host }) => host !== 'unknown') ? all : [];
}

/** `strpos($url, 'https://…')`, `hosts.Contains(uri.Host)`: what it is compared with says more. */
function isCompared(source: Source, open: number): boolean {
  if (open < 0 || source.slice(open) !== '(') return false;
  return /^(?:strpos|stripos|str_(?:starts_with|contains)|contains|\w{0,12}(?:prefix|starts_?with)|equals|EqualFold)$/i.test(
    source.slice(source.previous(open)),
  );
}

function isDeclaredParameter(source: Source, token: number, parent: number): boolean {
  const scope = source.scopeOf(source.next(source.match[parent] ?? token));
  return parent >= 0 && (scope.start === parent || source.scopeOf(token).start === parent);
}
