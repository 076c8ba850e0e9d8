// The addresses of JavaScript's and Python's requests: arguments of calls, entries of objects, hosts with paths.

import { addressesOf, type Put, URL_NAME } from './address-values.ts';
import type { Value } from './forms.ts';
import { askedOnce } from './mentions.ts';
import { readPath } from './paths.ts';
import { extendedIn } from './receivers.ts';
import { expressionEnd } from './script-declarations.ts';
import { after, elementsOf, entriesOf, normalForm, type Range, type Source, stringValue } from './source.ts';
import { BRACE, PAREN, STRING, WORD } from './tokens.ts';
import type { Values } from './values.ts';

const FUNCTIONS =
  /^(?:fetch|axios|got|ky|\$fetch|ofetch|request|superagent|needle|urlopen|Request|fetchEventSource|HTTPSConnection)$/;
const METHODS = /^(?:get|post|put|patch|delete|request|stream|open|build_request|putrequest)$/;
const CLIENTS =
  /axios|http|client|^conn|session|requests|api|^got$|^ky$|instance|superagent|needle|xhr|^req$|^s$|^c$|ajax|fetch|pool|upstream|undici|agent|dispatcher|anthropic|claude/i;
export const VERB = /^(?:get|post|put|patch|delete|head|options)$/i;
const URL_KEY =
  /^(?:url|uri|baseurl|base_url|apiurl|api_url|endpoint|api_endpoint|apiendpoint|hostname|host|origin|href|api_base|apibase|prefixurl|server)$/i;
const KEY_INITIALS = new Set(Array.from('ubaehpso', (sign) => sign.charCodeAt(0)));

/** The address argument of a call that sends a request. */
export function putCall(source: Source, values: Values, open: number, put: Put): void {
  const callee = source.previous(open);
  if (source.tokens.kind[callee] !== WORD) return;
  const name = source.slice(callee);
  const dot = source.previous(callee);
  const receiver = source.slice(dot) === '.' ? source.previous(dot) : -1;
  // The option that says the address, before the address.
  if (/^set_?opt$/i.test(name)) return;
  const isFunction = (FUNCTIONS.test(name) || /fetch/i.test(name)) && receiver < 0;
  const isMethod =
    METHODS.test(name) && receiver >= 0 && (CLIENTS.test(source.slice(receiver)) || isOwnMethod(source, receiver));
  // Of the other calls, only an argument that is called an address counts.
  if (!isFunction && !isMethod && !mayGetAddress(source, open)) return;
  const elements = elementsOf(source, open, 3);
  let argument = elements[0];
  if (argument === undefined) return;
  if (source.tokens.kind[argument.start] === STRING && VERB.test(stringValue(source, argument.start)))
    argument = elements[1];
  // `requests.request(method, url)`
  else if (isVerbName(source, argument) && elements[1] !== undefined) argument = elements[1];
  if (argument === undefined) return;
  if (source.slice(argument.start) === '{') {
    if (isMethod) putPath(source, values, { open: argument.start, receiver }, put);
    return;
  }
  // `requests.request(method=…, url=…)`: what is named is found by its name.
  if (source.syntax.family === 'python' && source.slice(source.next(argument.start)) === '=') return;
  if (!isFunction && !isMethod) {
    // libcurl's `setopt(URL, …)`: the first argument is an option's name.
    if (/^set_?opt$/i.test(name)) return;
    // A call of the file's own: only a name that says it is an address counts, and only when it is not known.
    const { names } = readPath(source, argument);
    if (URL_NAME.test(names.at(-1) ?? '')) put(argument.start, addressesOf(values.valueOf(argument)));
    return;
  }
  // `https.request(options)`: what the object says is found where it stands.
  if (source.tokens.kind[argument.start] === WORD && values.objectOf(argument) >= 0) return;
  const value = values.valueOf(argument);
  // `req.get('anthropic-beta')` reads what came in.
  if (name === 'get' && /^(?:req|request|c|ctx|event)$/.test(source.slice(receiver)) && value.every(isHeaderName))
    return;
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

function isVerbName(source: Source, { start, end }: Range): boolean {
  return source.previous(end) === start && /^(?:http_?)?(?:method|verb)$/i.test(source.slice(start));
}

/** `pool.request({ path: '/v1/messages' })`: the host is that of the client. */
function putPath(
  source: Source,
  values: Values,
  { open, receiver }: { readonly open: number; readonly receiver: number },
  put: Put,
): void {
  const { entries } = entriesOf(source, open);
  const path = entries.find(({ key }) => key === 'path');
  if (path === undefined || entries.some(({ key }) => URL_KEY.test(key) || key === 'origin')) return;
  const base = baseOf(source, values, receiver);
  if (base !== '') put(path.value.start, addressesOf(values.valueOf(path.value), base));
}

function isHeaderName(form: Value[number]): boolean {
  return form.length === 1 && form[0]?.type === 'text' && /^[A-Za-z][\w-]{0,60}$/.test(form[0].text);
}

const EXTENDS_CLIENT = askedOnce(/\bclass \w{1,60}\((?:\w{1,40}\.)?(?:Session|ClientSession|(?:Async)?Client)\)/);

/** `self.post(…)` in a class that is a client: `class Api(requests.Session)`. */
function isOwnMethod(source: Source, receiver: number): boolean {
  return source.syntax.family === 'python' && source.slice(receiver) === 'self' && EXTENDS_CLIENT(source.tokens.text);
}

/** A quick look at the first argument, or the second after a verb: one of its first words says that it is an address. */
function mayGetAddress(source: Source, open: number): boolean {
  const { tokens } = source;
  const end = Math.min(source.match[open] ?? open, open + 16, tokens.count);
  for (let at = open + 1; at < end; at += 1)
    if (tokens.kind[at] === WORD && URL_NAME.test(source.slice(at))) return true;
  return false;
}

function isRelative(value: Value): boolean {
  return value.every(
    (form) => form[0]?.type === 'text' && !/^\w+:|^api\.anthropic\.com/.test(form[0].text) && form[0].text !== '',
  );
}

/** Clients that are made of others: `api.extend({ … })`. */
const MOST_EXTENDED = 4;
const MOST_USES = 40;

/** The base address that a client was made with, '' when it is not known. */
function baseOf(source: Source, values: Values, receiver: number, depth = 0): string {
  const dot = source.previous(receiver);
  const member = source.slice(dot) === '.' && /^(?:this|self)$/.test(source.slice(source.previous(dot)));
  const found = values.definitions.lookup(`${member ? '.' : ''}${source.slice(receiver)}`, receiver);
  const only = found.length === 1 ? found[0] : undefined;
  if (found.length === 0 && member && source.slice(receiver) === 'client') return hostOfUser(source, values, receiver);
  if (found.every((one) => one.type !== 'value' || one.fields.length > 0))
    return baseOfDefaults(source, values, receiver);
  if (only?.type !== 'value') return '';
  const other = depth < MOST_EXTENDED ? extendedIn(source, only.value.start, only.value.end) : -1;
  const connection =
    hostOfConnection(source, only.value) ?? (other < 0 ? firstOfMade(source, values, only.value) : undefined);
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
  return other < 0 ? '' : baseOf(source, values, other, depth + 1);
}

/** `axios.defaults.baseURL = 'https://…'` */
function baseOfDefaults(source: Source, values: Values, receiver: number): string {
  const { slice, next } = source;
  for (const use of values.definitions.usesOf(slice(receiver)).slice(0, MOST_USES)) {
    const member = next(next(next(next(use))));
    if (slice(next(next(use))) !== 'defaults' || slice(member) !== 'baseURL' || slice(next(member)) !== '=') continue;
    const start = next(next(member));
    const piece = values.valueOf({ start, end: expressionEnd(source, start) })[0]?.[0];
    return piece?.type === 'text' ? piece.text : '';
  }
  return '';
}

/** Locust's `host = "https://…"` in the class whose `self.client` sends. */
function hostOfUser(source: Source, values: Values, token: number): string {
  const [host, ...others] = values.definitions.lookup('.host', token);
  if (source.syntax.family !== 'python' || host?.type !== 'value' || others.length > 0) return '';
  const piece = values.valueOf(host.value)[0]?.[0];
  return piece?.type === 'text' ? piece.text : '';
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

/** `new Pool('https://…')`, Python's `ClientSession("https://…")`: the address that a client is made for. */
function firstOfMade(source: Source, values: Values, { start, end }: Range): string | undefined {
  if (source.slice(start) !== 'new' && !/^(?:aiohttp \. )?ClientSession\b/.test(normalForm(source, start, start + 3)))
    return undefined;
  const { call } = readPath(source, {
    start,
    end: source.slice(source.previous(end)) === ';' ? source.previous(end) : end,
  });
  const first = call < 0 ? undefined : elementsOf(source, call, 1)[0];
  if (first === undefined || source.slice(first.start) === '{') return undefined;
  const value = values.valueOf(first);
  const only = value.length === 1 && value[0]?.length === 1 ? value[0][0] : undefined;
  return only?.type === 'text' && /^https?:\/\//.test(only.text) ? only.text : undefined;
}

function valueAfter(source: Source, start: number): Range {
  const close = Math.min(source.match[source.parent[start] ?? -1] ?? start + 1, source.tokens.count);
  let end = start;
  for (let steps = 0; end < close && source.slice(end) !== ',' && steps < 200; steps += 1) end = after(source, end);
  return { start, end: Math.min(end, close) };
}

/** `url: …`, `baseURL: …`, `hostname: …` in an object or a call with keywords. */
export function putKeyed(source: Source, values: Values, key: number, put: Put): void {
  const { tokens, slice } = source;
  const length = (tokens.end[key] ?? 0) - (tokens.start[key] ?? 0);
  if (length < 3 || length > 16) return;
  // The names begin with u, b, a, e, h, p, s or o.
  if (!KEY_INITIALS.has(tokens.text.charCodeAt((tokens.start[key] ?? 0) + (tokens.kind[key] === STRING ? 1 : 0)) | 32))
    return;
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
  if (
    name === 'origin' &&
    !/\bpath\b/.test(tokens.text.slice(tokens.start[parent], tokens.end[source.match[parent] ?? key]))
  )
    return;
  if (sign !== ':' && !(sign === '=' && tokens.shape[parent] === PAREN)) return;
  if (source.isBlock(parent)) return;
  const range = withoutArrow(source, valueAfter(source, source.next(source.next(key))));
  if (range.end <= range.start) return;
  const value = values.valueOf(range);
  const hostname =
    /^(?:hostname|host|origin)$/i.test(name) && value.every((form) => form.length === 1 && form[0]?.type === 'text');
  const base = /^ur[li]$/.test(name) && isRelative(value) ? baseBeside(source, values, parent) : '';
  put(range.start, hostname ? addressesOf(withPath(source, values, parent, value)) : addressesOf(value, base));
}

/** `{ baseURL: 'https://…', url: '/v1/messages' }` */
function baseBeside(source: Source, values: Values, open: number): string {
  const base = entriesOf(source, open).entries.find(({ key }) => /^(?:baseURL|base_url|baseUrl|prefixUrl)$/.test(key));
  const piece = base === undefined ? undefined : values.valueOf(base.value)[0]?.[0];
  return piece?.type === 'text' ? piece.text : '';
}

/** `url: () => 'https://…'`: what the function gives back. */
function withoutArrow(source: Source, range: Range): Range {
  const arrow = after(source, range.start);
  if (arrow >= range.end || source.slice(arrow) !== '=>' || source.slice(source.next(arrow)) === '{') return range;
  return { start: source.next(arrow), end: range.end };
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
