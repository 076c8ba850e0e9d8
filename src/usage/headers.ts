// Places where a header gets its value, in all the ways an object, a call or an assignment can do it.

import { annotatedSites } from './annotated-headers.ts';
import { pathTo } from './declarations.ts';
import { elementEnd, type HeaderSite } from './header-site.ts';
import { typedSiteAt, unnamedSites } from './idioms.ts';
import { expressionEnd } from './script-declarations.ts';
import { listedLines, scriptSites } from './script-idioms.ts';
import { elementsOf, isDot, isString, isTuple, type Source, stringValue } from './source.ts';
import { BRACE, OPEN, PAREN, SQUARE, STRING, WORD } from './tokens.ts';

/** Names of constants that hold a header's name. */
const CONSTANT = /^(?:[A-Z][A-Z0-9_]{3,60}|[a-zA-Z]{0,24}Header[A-Za-z]{0,24}|header[A-Z][A-Za-z]{0,24})$/;
const ABOUT_HEADER = /AUTH|HEADER|KEY|VERSION|Header|^header/;
/** The languages' own constants, in lower case. */
const NAMED_CONSTANT: Readonly<Record<string, string>> = {
  content_type: 'content-type',
  authorizationheader: 'authorization',
  contenttypeheader: 'content-type',
  headerauthorization: 'authorization',
  headercontenttype: 'content-type',
};
/** Names that a credential or the version travels under, right or wrong. */
export const HEADER_NAMES =
  /^(?:authorization|x-api-key|api-key|apikey|x_api_key|api_key|x-anthropic-api-key|anthropic-api-key|x-claude-api-key|claude-api-key|anthropic-key|x-anthropic-key|x-claude-key|claude-key|x-api-token|api-token|x-apikey|x-anthropic-token|x-auth-key|x-auth-token|x-goog-api-key|xi-api-key|ocp-apim-subscription-key|x-access-token|access-token|x-token|x-authorization|x-secret-key|x-openai-api-key|anthropic-auth-token|anthropic-version|(?:x-)?(?:anthropic|claude)[-_](?:api[-_])?version|a[a-z]{4,10}c[-_]{1,2}v[a-z]{4,8}|x-api-version|api-version|x-version|version|anthropicversion|anthropic-beta|anthropic-dangerous-direct-browser-access|content-type)$/;

/** @param constantOf - the text of a name that is set once in the file, to one string. */
export function findHeaders(source: Source, constantOf: (token: number) => string | undefined): readonly HeaderSite[] {
  const { tokens } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  const unnamed = typed
    ? [...unnamedSites(source), ...annotatedSites(source)]
    : [...(source.syntax.family === 'script' ? scriptSites(source) : []), ...listedLines(source)];
  const sites: HeaderSite[] = unnamed.filter(({ name }) => HEADER_NAMES.test(name));
  for (let i = 0; i < tokens.count; i += 1) {
    const length = (tokens.end[i] ?? 0) - (tokens.start[i] ?? 0);
    if ((tokens.kind[i] !== STRING && tokens.kind[i] !== WORD) || length < 3 || length > 48) continue;
    const initial = tokens.text.charCodeAt((tokens.start[i] ?? 0) + (tokens.kind[i] === STRING ? 1 : 0));
    if (
      tokens.kind[i] === WORD &&
      mayBeConstant(initial) &&
      isFollowed(tokens.text.charCodeAt(tokens.end[i] ?? 0)) &&
      (isHeaderConstant(source.slice(i)) || isHeaderMember(source, i)) &&
      /^[\],]$/.test(source.slice(source.next(i)))
    ) {
      const name = constantOf(i)?.toLowerCase() ?? '';
      const site = HEADER_NAMES.test(name) ? namedSite(source, i, name, typed) : undefined;
      if (site !== undefined && site.value.start < site.value.end) {
        sites.push(site);
        continue;
      }
    }
    const member = typed ? undefined : memberSite(source, i, constantOf);
    if (member !== undefined) {
      sites.push(member);
      continue;
    }
    if (tokens.kind[i] === STRING && tokens.text.charAt((tokens.start[i] ?? 0) + 1) === '-') {
      const line = /^--?h(?:eader)?$/i.test(stringValue(source, i)) ? curlHeader(source, i) : undefined;
      if (line !== undefined) sites.push(line);
      continue;
    }
    // Nearly all words go by their first letter: a, c, o and x begin the names, h Go's constants, and v one that is always
    // quoted.
    const lower = initial | 32;
    const quotedVersion = lower === 118 && length === 9 && tokens.kind[i] === STRING;
    const begins = lower === 97 || lower === 99 || lower === 111 || lower === 120;
    if (!begins && !quotedVersion && !(typed && initial === 72)) continue;
    const word = (tokens.kind[i] === STRING ? stringValue(source, i) : source.slice(i)).toLowerCase();
    // `CONTENT_TYPE`, `ContentType`: only the names without a dash are the same as a constant.
    const name = typed ? (NAMED_CONSTANT[word] ?? word) : word;
    if (!HEADER_NAMES.test(name) || (typed && tokens.kind[i] === WORD && !isBareName(source, name))) continue;
    const site = typed ? withName(source, i, name) : siteAt(source, i, name);
    if (site !== undefined && site.value.start < site.value.end) sites.push(site);
  }
  return sites;
}

/** Names that stand without quotes: Terraform's may have a dash. */
function isBareName(source: Source, name: string): boolean {
  return /^(?:authorization|content-type)$/.test(name) || (source.syntax.language === 'hcl' && name.includes('-'));
}

const INITIALS = new Set(Array.from('achkvx', (sign) => sign.charCodeAt(0)));

/** A quick look at what comes right after a name that stands for a header's: a comma, or a bracket that closes. */
function isFollowed(sign: number): boolean {
  return sign === 44 || sign === CLOSING;
}

/** `]` */
const CLOSING = 93;

/** A capital, or the first letter of `authHeader`, `headerKey`, `keyHeader`, `versionHeader` and the like. */
function mayBeConstant(initial: number): boolean {
  return (initial >= 65 && initial <= 90) || INITIALS.has(initial);
}

function isHeaderConstant(word: string): boolean {
  return CONSTANT.test(word) && ABOUT_HEADER.test(word);
}

/** `Header.Version`, a member of what says that it holds the names of headers. */
function isHeaderMember(source: Source, token: number): boolean {
  const dot = source.previous(token);
  return isDot(source, dot) && /^\w{0,30}headers?(?:names?|keys?)?$/i.test(source.slice(source.previous(dot)));
}

/** A site whose name is a constant: it stands where a string would. */
function namedSite(source: Source, key: number, name: string, typed: boolean): HeaderSite | undefined {
  const computed = source.slice(source.previous(pathTo(source, key).start)) === '[';
  if (!computed && source.slice(source.next(key)) !== ',') return undefined;
  return typed ? withName(source, key, name) : siteAt(source, key, name, true);
}

/** `[HeaderName.Authorization]: …`, by what the member is or by its name. */
function memberSite(
  source: Source,
  token: number,
  constantOf: (token: number) => string | undefined,
): HeaderSite | undefined {
  const { slice, tokens } = source;
  const close = source.next(token);
  if (tokens.kind[token] !== WORD || tokens.text.charCodeAt(tokens.start[close] ?? 0) !== CLOSING) return undefined;
  const dot = source.previous(token);
  if (slice(dot) !== '.') return undefined;
  const open = source.parent[token] ?? -1;
  if (open < 0 || source.previous(source.previous(dot)) !== open || slice(source.next(close)) !== ':') return undefined;
  const name = (constantOf(token) ?? slice(token)).toLowerCase();
  const start = source.next(source.next(close));
  const value = { start, end: elementEnd(source, start) };
  if (!HEADER_NAMES.test(name) || value.start >= value.end) return undefined;
  // Its siblings are those of the brackets that the name stands in.
  return { source, name, key: open, value, range: { start: open, end: value.end }, form: 'entry' };
}

function withName(source: Source, key: number, name: string): HeaderSite | undefined {
  const site = typedSiteAt(source, key);
  return site === undefined ? undefined : { ...site, source, name, key };
}

function siteAt(source: Source, key: number, name: string, constant = false): HeaderSite | undefined {
  const { slice, tokens } = source;
  // `[HEADERS.KEY]`: a constant may be a path.
  const before = source.previous(constant ? pathTo(source, key).start : key);
  const next = source.next(key);
  const make = (form: HeaderSite['form'], start: number, end: number): HeaderSite => ({
    source,
    name,
    key,
    value: { start, end },
    range: { start: key, end },
    form,
  });
  const parent = source.parent[key] ?? -1;
  const shape = parent < 0 ? 0 : tokens.shape[parent];
  const opens = before === parent || slice(before) === ',' || tokens.fresh[key] === 1;
  if (slice(next) === ':' && opens && shape === BRACE)
    return make('entry', source.next(next), elementEnd(source, source.next(next)));
  if (slice(next) === '=' && opens && shape === PAREN)
    return make('entry', source.next(next), elementEnd(source, source.next(next)));
  if (isAssigned(slice(next)) && (slice(before) === '.' || slice(before) === '?.'))
    return make('assign', source.next(next), expressionEnd(source, source.next(next)));
  if (tokens.kind[key] !== STRING && !constant) return undefined;
  if (shape === SQUARE && before === parent && slice(next) === ']') {
    const sign = source.next(next);
    const value = source.next(sign);
    if (isAssigned(slice(sign))) return make('assign', value, expressionEnd(source, value));
    // A computed key with a constant name.
    if (slice(sign) === ':') return make('entry', value, elementEnd(source, value));
    return undefined;
  }
  if (slice(next) !== ',' || (before !== parent && !isNameInRow(source, key, parent))) return undefined;
  const value = source.next(next);
  const end = elementEnd(source, value);
  // Python's `[("Authorization", value)]`.
  if (shape === PAREN && isTuple(source, parent)) return before === parent ? make('pair', value, end) : undefined;
  if (shape === PAREN) {
    const callee = slice(source.previous(parent));
    return /^(?:set|append|add|header|headers|setHeader|setRequestHeader|withHeader|addHeader|add_header|add_unredirected_header|putheader|setdefault|insert|put)$/i.test(
      callee,
    )
      ? make('call', value, end)
      : undefined;
  }
  return shape === SQUARE || tokens.kind[parent] === OPEN ? make('pair', value, end) : undefined;
}

function isAssigned(sign: string): boolean {
  return sign === '=' || sign === '??=' || sign === '||=';
}

/** `headers: ['name', value, 'name', value]`, as undici takes them: names have the even places. */
function isNameInRow(source: Source, key: number, open: number): boolean {
  if (open < 0 || source.tokens.shape[open] !== SQUARE) return false;
  if (source.slice(source.previous(source.previous(open))) !== 'headers') return false;
  return elementsOf(source, open, 40).findIndex(({ start }) => start === key) % 2 === 0;
}

/** The next of a list, or of Rust's `.arg("-H").arg("…")`; what a function puts together is its first argument. */
function argumentAfter(source: Source, option: number): number | undefined {
  const { slice, next } = source;
  let token = next(next(option));
  if (slice(next(option)) === ')') {
    const call = next(next(token));
    if (slice(token) !== '.' || slice(next(token)) !== 'arg' || slice(call) !== '(') return undefined;
    token = next(call);
  } else if (slice(next(option)) !== ',') return undefined;
  return slice(token) === 'format' && slice(next(token)) === '!' ? next(next(next(token))) : token;
}

/** `['curl', '-H', `Authorization: Bearer ${key}`]`: what follows the option in a list of arguments. */
function curlHeader(source: Source, option: number): HeaderSite | undefined {
  const { tokens, slice } = source;
  const token = argumentAfter(source, option);
  if (token === undefined || !isString(source, token)) return undefined;
  const text = tokens.kind[token] === STRING ? stringValue(source, token) : slice(token + 1);
  const name = /^([A-Za-z][\w-]{4,48}):\s?/.exec(text)?.[1]?.toLowerCase() ?? '';
  if (!HEADER_NAMES.test(name)) return undefined;
  const value = { start: token, end: elementEnd(source, token) };
  return { source, name, key: token, value, range: value, form: 'line', strip: true };
}
