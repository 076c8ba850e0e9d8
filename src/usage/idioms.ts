// How the languages besides JavaScript and Python give a header its value: by calls with the name first or last, by
// maps of many forms, by lines of text, and by functions that add the scheme themselves.

import { pathTo } from './declarations.ts';
import { type HeaderSite, valueAfterSign } from './header-site.ts';
import { elementsOf, isString, type Range, type Source, startOffset, stringValue } from './source.ts';
import { BRACE, OPEN, PAREN, QUOTE, SQUARE, STRING, TEXT, WORD } from './tokens.ts';
import { endsEntryAtNewline } from './typed-languages.ts';

type Site = Omit<HeaderSite, 'source' | 'name' | 'key'>;

const SETTER =
  /^(?:set|add|put|insert|append|header|headers|set_header|insert_header|with_?header|withAddedHeader|setHeader|addHeader|putHeader|replaceHeader|setRequestProperty|addRequestProperty|defaultHeader|AddHeader|AddDefaultHeader|WithHeader|TryAddWithoutValidation|SetHeader|SetRequestHeader|putIfAbsent|of|entry|to|with|Header|setHeaderField|request|BasicHeader|RawHeader|addRequestHeader|append_header|putSingle|addFirst|headersOf)$/i;
/** Functions that take a key and send it as Bearer. */
const BEARER_CALL =
  /^(?:bearer_auth|withToken|setBearerAuth|bearerAuth|headerBearerAuth|SetAuthToken|SetBearerToken|bearerToken|WithOAuthBearerToken|BearerTokens|JwtAuthenticator|TokenAuthenticator|bearerTokenAuthentication|SetBearerAuth(?:Token)?|SetCommonBearerAuthToken|setBearerToken|[wW]ithBearer(?:Token)?|BearerToken|BearerAuth)$/;
/** Short names, for methods only. */
const BEARER_METHOD = /^[bB]earer$/;

/** What the header called by a token is set to; undefined when the token only looks like a header's name. */
export function typedSiteAt(source: Source, key: number): Site | undefined {
  const { tokens, slice } = source;
  const wrapper = wrapperOf(source, key);
  const name = wrapper < 0 ? key : source.previous(wrapper);
  const path = tokens.kind[name] === WORD ? pathTo(source, name) : { start: key, end: key + 1 };
  const first = path.start;
  const parent = source.parent[first] ?? -1;
  const before = source.previous(first);
  const sign = wrapper < 0 ? source.next(key) : source.next(source.match[wrapper] ?? key);
  const shape = parent < 0 ? 0 : tokens.shape[parent];
  const newline = endsEntryAtNewline(source.syntax) && (tokens.fresh[first] === 1 || slice(before) === ';');
  const opens = before === parent || slice(before) === ',' || newline;
  const site = (form: Site['form'], value: Range): Site => ({ form, value, range: { start: first, end: value.end } });
  // `headers 'X' => value`
  if (source.syntax.language === 'ruby' && parent < 0 && slice(sign) === '=>')
    return site('entry', statementValue(source, source.next(sign)));
  if (opens && parent >= 0 && !source.isBlock(parent) && isEntrySign(source, sign, shape ?? 0))
    return site('entry', unwrapped(source, valueAfterSign(source, source.next(sign))));
  if (shape === SQUARE && before === parent && slice(sign) === ']') {
    const equals = source.next(sign);
    // `headers["X"] = …`, and in C# the same as an entry of an object.
    return slice(equals) === '='
      ? site('assign', unwrapped(source, statementValue(source, source.next(equals))))
      : undefined;
  }
  // `headers.Authorization = …`
  if (tokens.kind[key] === WORD && first !== key && slice(sign) === '=')
    return { ...site('assign', statementValue(source, source.next(sign))), range: { start: key, end: key + 1 } };
  if (tokens.kind[key] === STRING && slice(before) === ':' && shape === PAREN)
    return labelled(source, key, parent, before);
  if (!opens || slice(sign) !== ',') return undefined;
  const value = valueAfterSign(source, source.next(sign));
  if (shape === BRACE && before === parent) return site('pair', value);
  if (shape !== PAREN) return undefined;
  const outer = source.previous(parent);
  // actix' `insert_header(("Authorization", value))`.
  if (source.syntax.language === 'rust' && slice(outer) === '(' && before === parent)
    return SETTER.test(slice(source.previous(outer))) ? site('pair', value) : undefined;
  return SETTER.test(slice(outer)) && isPair(source, parent, first)
    ? site('call', withoutValueLabel(source, value))
    : undefined;
}

/** The bracket of Rust's `HeaderName::from_static("x-api-key")`, -1 where the name is not wrapped. */
function wrapperOf(source: Source, key: number): number {
  const open = source.parent[key] ?? -1;
  if (source.syntax.language !== 'rust' || open < 0 || source.next(key) !== source.match[open]) return -1;
  const { start } = pathTo(source, source.previous(open));
  return source.slice(start) === 'HeaderName' ? open : -1;
}

function isEntrySign(source: Source, sign: number, shape: number): boolean {
  switch (source.slice(sign)) {
    case ':':
      return shape === BRACE || shape === SQUARE || (source.syntax.language === 'ruby' && shape === PAREN);
    case '=>':
    case 'to':
      return true;
    case '=':
      return endsEntryAtNewline(source.syntax);
    default:
      return false;
  }
}

/** Name and value follow each other: the name has an even place. */
function isPair(source: Source, open: number, key: number): boolean {
  const place = elementsOf(source, open, 40).findIndex(({ start }) => start === key);
  return place === 0 || (place % 2 === 0 && /^(?:of|headers|headersOf)$/i.test(source.slice(source.previous(open))));
}

/** `setValue(value, forHTTPHeaderField: "X")`, `HTTPHeader(name: "X", value: value)`. */
function labelled(source: Source, key: number, open: number, colon: number): Site | undefined {
  const label = source.slice(source.previous(colon));
  const args = elementsOf(source, open, 4);
  const value =
    label === 'forHTTPHeaderField'
      ? args[0]
      : label === 'name'
        ? args.find(({ start }) => source.slice(start) === 'value' && start > key)
        : undefined;
  if (value === undefined) return undefined;
  const bare = withoutValueLabel(source, value);
  return { form: 'call', value: bare, range: { start: Math.min(key, value.start), end: Math.max(key + 1, value.end) } };
}

function withoutValueLabel(source: Source, value: Range): Range {
  const sign = source.next(value.start);
  const label = source.slice(value.start) === 'value' && /^[:=]$/.test(source.slice(sign)) && sign < value.end;
  return label ? { start: source.next(sign), end: value.end } : value;
}

/** A list of one is what Go, Java and C# make of a header's value. */
function unwrapped(source: Source, value: Range): Range {
  for (let at = value.start; at < value.end && at < value.start + 8; at = source.next(at)) {
    const shape = source.tokens.shape[at];
    if (source.tokens.kind[at] !== OPEN || (shape !== BRACE && shape !== SQUARE)) {
      if (source.tokens.kind[at] !== WORD && source.slice(at) !== ']') return value;
      continue;
    }
    const inner = elementsOf(source, at, 2);
    const only = inner.length === 1 ? inner[0] : undefined;
    // `ENV["X"]` reads one, and is no list.
    if (shape === SQUARE && at > value.start && only !== undefined && source.tokens.kind[source.previous(at)] === WORD)
      return value;
    if (only !== undefined) return only;
  }
  return value;
}

function statementValue(source: Source, start: number): Range {
  return valueAfterSign(source, start, source.statementOf(start).end);
}

/** Headers whose name is not written: `.bearer_auth(key)`, `new AuthenticationHeaderValue("Bearer", key)`, lines. */
export function unnamedSites(source: Source): readonly HeaderSite[] {
  const { tokens, slice } = source;
  const found: HeaderSite[] = [];
  for (let i = 0; i < tokens.count; i += 1) {
    if (isString(source, i)) found.push(...lineSite(source, i), ...bearerOption(source, i));
    if (slice(i) === '-Token') found.push(...bearerParameter(source, i));
    if (source.syntax.language === 'ruby' && slice(i) === 'request') found.push(...faradayBearer(source, i));
    const open = source.next(i);
    if (tokens.kind[i] !== WORD || slice(open) !== '(') continue;
    const args = elementsOf(source, open, 3);
    const authentication = slice(i) === 'AuthenticationHeaderValue' || isTargetTyped(source, i);
    const ruby = slice(i) === 'request' && /^:?authorization$/.test(slice(args[0]?.start ?? -1));
    // Alamofire's `.authorization(bearerToken: key)`.
    const labelled = slice(i) === 'authorization' && slice(args[0]?.start ?? -1) === 'bearerToken';
    // Vapor's `bearerAuthorization = BearerAuthorization(token: key)` and `= .init(token: key)`.
    const vapor = slice(args[0]?.start ?? -1) === 'token' && isVaporBearer(source, i);
    // `HTTP.auth("Bearer …")` of Ruby's http.
    if (source.syntax.language === 'ruby' && slice(i) === 'auth' && isString(source, args[0]?.start ?? -1)) {
      const range = args[0] ?? { start: i, end: i };
      found.push({ source, name: 'authorization', key: i, value: range, range, form: 'call' });
      continue;
    }
    // RestSharp's authenticator takes the scheme last.
    const last = slice(i) === 'OAuth2AuthorizationRequestHeaderAuthenticator' && isBearer(source, args[1]);
    const method = BEARER_METHOD.test(slice(i)) && /^(?:\.|::|\?\.|->)$/.test(slice(source.previous(i)));
    if (!authentication && !last && !method && !BEARER_CALL.test(slice(i)) && !ruby && !labelled && !vapor) continue;
    const value = args[authentication ? 1 : 0];
    if (value === undefined || (authentication && !isBearer(source, args[0]))) continue;
    const range = { start: i, end: Math.min((source.match[open] ?? i) + 1, tokens.count) };
    const bare = labelled || vapor ? { start: value.start + 2, end: value.end } : withoutValueLabel(source, value);
    found.push({ source, name: 'authorization', key: i, value: bare, range, form: 'scheme', prepend: 'Bearer ' });
  }
  return found;
}

/** `f.request :authorization, 'Bearer', key` */
function faradayBearer(source: Source, token: number): readonly HeaderSite[] {
  const first = source.next(token);
  const name = source.slice(first) === ':' ? source.next(first) : first;
  const second = source.next(source.next(name));
  // `:Bearer` as well, and a lambda for the key.
  const symbol = source.slice(second) === ':' && /^bearer$/i.test(source.slice(source.next(second)));
  const scheme = symbol ? source.next(second) : second;
  const given = source.next(source.next(scheme));
  const body = source.slice(given) === '->' ? source.next(given) : -1;
  const value = source.slice(body) === '{' ? source.next(body) : given;
  if (
    !/^:?authorization$/.test(source.slice(name)) ||
    (!symbol && !isBearer(source, { start: scheme, end: scheme + 1 }))
  )
    return [];
  const end = body >= 0 ? (source.match[body] ?? value) : statementValue(source, value).end;
  return value < end ? [bearerSite(source, token, { start: value, end })] : [];
}

/** Symfony's `'auth_bearer' => $key`. */
function bearerOption(source: Source, key: number): readonly HeaderSite[] {
  const sign = source.next(key);
  if (source.syntax.language !== 'php' || source.slice(sign) !== '=>' || stringValue(source, key) !== 'auth_bearer')
    return [];
  return [bearerSite(source, key, valueAfterSign(source, source.next(sign)))];
}

/** PowerShell's `-Authentication Bearer -Token $key`. */
function bearerParameter(source: Source, key: number): readonly HeaderSite[] {
  const { start, end } = source.statementOf(key);
  const value = source.next(key);
  const scheme = source.tokens.text.slice(
    startOffset(source, start),
    startOffset(source, Math.min(end, source.tokens.count - 1)),
  );
  if (source.syntax.language !== 'powershell' || value >= end || !/-Authentication\s{1,4}["']?Bearer\b/i.test(scheme))
    return [];
  return [bearerSite(source, key, { start: value, end: Math.max(value, source.match[value] ?? value) + 1 })];
}

function bearerSite(source: Source, key: number, value: Range): HeaderSite {
  const range = { start: key, end: value.end };
  return { source, name: 'authorization', key, value, range, form: 'scheme', prepend: 'Bearer ' };
}

/** C#'s `Authorization = new("Bearer", key)`. */
function isTargetTyped(source: Source, token: number): boolean {
  const { slice } = source;
  const sign = source.previous(token);
  return (
    source.syntax.language === 'csharp' &&
    slice(token) === 'new' &&
    slice(sign) === '=' &&
    slice(source.previous(sign)) === 'Authorization'
  );
}

function isVaporBearer(source: Source, callee: number): boolean {
  if (source.slice(callee) === 'BearerAuthorization') return true;
  const sign = source.previous(source.previous(callee));
  return source.slice(callee) === 'init' && source.slice(source.previous(sign)) === 'bearerAuthorization';
}

function isBearer(source: Source, range: Range | undefined): boolean {
  return (
    range !== undefined &&
    source.tokens.kind[range.start] === STRING &&
    /^bearer$/i.test(stringValue(source, range.start))
  );
}

/** `'Authorization: Bearer ' . $key` in a list of lines. */
function lineSite(source: Source, token: number): readonly HeaderSite[] {
  const { tokens } = source;
  const parent = source.parent[token] ?? -1;
  const before = source.previous(token);
  const list =
    (parent >= 0 && (tokens.shape[parent] === SQUARE || tokens.shape[parent] === PAREN)) || isPushed(source, before);
  if (source.syntax.language !== 'php' || !list) return [];
  if (
    before !== parent &&
    source.slice(before) !== ',' &&
    !isHeaderEntry(source, before) &&
    !isPushed(source, before) &&
    !isNextLine(source, before)
  )
    return [];
  const quoted = tokens.shape[token] === QUOTE && tokens.kind[token] === OPEN;
  const text = quoted ? (tokens.kind[token + 1] === TEXT ? source.slice(token + 1) : '') : stringValue(source, token);
  const name = /^([A-Za-z][\w-]{4,48}):\s?/.exec(text)?.[1]?.toLowerCase();
  if (name === undefined) return [];
  const value = valueAfterSign(source, token);
  return [{ source, name, key: token, value, range: value, form: 'line', strip: true }];
}

/** `$headers[] = 'Authorization: …'` */
function isPushed(source: Source, sign: number): boolean {
  const close = source.previous(sign);
  return source.slice(sign) === '=' && source.slice(close) === ']' && source.slice(source.previous(close)) === '[';
}

/** `"x-api-key: $key\\r\\n" . "anthropic-version: …"`: the line before ends in the literal before the joint. */
function isNextLine(source: Source, joint: number): boolean {
  const { tokens } = source;
  if (source.slice(joint) !== '.') return false;
  const end = tokens.start[joint] ?? 0;
  return /\\n["']\s{0,80}$/.test(tokens.text.slice(Math.max(0, end - 100), end));
}

/** `'header' => "Authorization: …\r\n…"` of a stream context. */
function isHeaderEntry(source: Source, sign: number): boolean {
  const key = source.previous(sign);
  return source.slice(sign) === '=>' && source.tokens.kind[key] === STRING && stringValue(source, key) === 'header';
}

/** True when a call's first argument is a page's address for the receiver to read, not where a request goes. */
export function isRefererValue(source: Source, token: number): boolean {
  const name = source.previous(source.previous(token));
  return (
    source.slice(source.previous(token)).length <= 2 &&
    source.tokens.kind[name] === STRING &&
    startOffset(source, name) >= 0 &&
    /^(?:http-)?referer$|^origin$|^x-title$/i.test(stringValue(source, name))
  );
}
