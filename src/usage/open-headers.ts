// Whether a request may have headers that are not written beside one: spreads, calls, loops, clients that were made
// elsewhere. Apart from requests.ts, which says it of each header when it is asked.
import { hasUnknownSpread, isFilledLater } from './filled-later.ts';
import type { HeaderSite } from './header-site.ts';
import {
  elementsOf,
  endOffset,
  entriesOf,
  isDot,
  isSelf,
  isString,
  normalForm,
  type Source,
  startOffset,
} from './source.ts';
import { PAREN, SQUARE, WORD } from './tokens.ts';
import type { Values } from './values.ts';

/** Longest function whose text is looked through. */
const VICINITY = 20_000;

/** True when the request may have headers that are not written beside this one. */
export function isOpen(site: HeaderSite, values: Values): boolean {
  const { source, key, form } = site;
  const parent = source.parent[key] ?? -1;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  switch (form) {
    case 'entry':
      return (
        parent < 0 ||
        hasUnknownSpread(source, values, parent) ||
        isMerged(source, parent) ||
        (typed ? takesOthers(site) : isFilledLater(source, values, key))
      );
    case 'line':
      return elementsOf(source, parent).some(({ start }) => !isString(source, start)) || takesOthers(site);
    case 'option':
      return false;
    case 'pair':
      return typed ? takesOthers(site) || isHandedOn(site, values) : !isListed(site);
    default:
      return typed
        ? takesOthers(site) || isHandedOn(site, values) || isMadeElsewhere(site, values)
        : !isFilledHere(site, values);
  }
}

/** `Object.assign({}, base, { … })`: the others are arguments too. */
function isMerged(source: Source, object: number): boolean {
  // Python's `BASE | { … }`.
  const close = source.match[object] ?? object;
  if (
    source.syntax.family === 'python' &&
    (source.slice(source.previous(object)) === '|' || source.slice(source.next(close)) === '|')
  )
    return true;
  const open = source.parent[object] ?? -1;
  if (open < 0 || source.tokens.shape[open] !== PAREN) return false;
  const callee = source.previous(open);
  // `headers: withDefaults({ … })`
  if (
    source.tokens.kind[callee] === WORD &&
    source.slice(callee) !== 'Headers' &&
    /^headers$/i.test(source.slice(source.previous(source.previous(callee)))) &&
    /^[:=]$/.test(source.slice(source.previous(callee)))
  )
    return true;
  // `withVersion({ … })`: a function that gives back what it makes of them.
  if (
    /^(?:script|python)$/.test(source.syntax.family) &&
    /^[a-z]\w{0,60}$/.test(source.slice(callee)) &&
    !/^(?:dict|fetch|request|axios|got|ky)$/.test(source.slice(callee)) &&
    !isDot(source, source.previous(callee))
  )
    return true;
  if (elementsOf(source, open, 2).length < 2) return false;
  return /^(?:assign|merge|extend|defaults|mergeHeaders|defaultsDeep|deepmerge)$/.test(
    source.slice(source.previous(open)),
  );
}

/** Calls that bring headers along, or that may add some to the request that they get. */
const BRINGS_HEADERS =
  /\b(?:apply|add|set|with|decorate|prepare|configure|sign)(?!Body\b|Content\b|Entity\b|Json\b|JsonBody\b)\w{1,40}\([ \t]?&?(?:req|request|builder|r)[ \t]?[,)]|\b\w{0,40}[hH]eaders?\w{0,40}[ \t]?\([ \t]?&?(\$?[a-z_][\w.>-]{0,60})(?:\(\))?[ \t]?[,)]|\.\.\.\$?\w|\barray_merge\(|\.(?:putAll|addAll|extend|merge)\(/g;

/** Headers whose names are not written there: a loop over some, a constant, a method that is handed on. */
const NAMELESS =
  /[hH]eaders?\w{0,20}(?:\(\)|\[\])?(?:\.\w{1,24})?\(\s{0,40}&?(?!\S{0,60}(?:content_?type|authorization|accept|user_?agent)\s{0,4},)\$?[A-Za-z_][\w.:]{0,60}\s{0,4},|[hH]eaders?\[(?!\S{0,60}(?:content_?type|authorization|accept|user_?agent))\$?[A-Za-z_][\w.]{0,60}\]\s?=(?!=)|forHTTPHeaderField:\s?[A-Za-z]|::(?:add)?[hH]eader\b|\[\]\s?=\s?["']?\{?\$/i;

/** Kotlin's `anthropicDefaults()` in the block of a request. */
const OWN_DEFAULTS = /^[ \t]{1,60}[a-z]\w{0,30}(?:Defaults|Headers|Anthropic|Common)\w{0,20}\(\)[ \t]{0,4}$/m;

function takesOthers({ source, key }: HeaderSite): boolean {
  const scope = source.scopeOf(key);
  const range = scope.kind === 'function' ? scope : source.statementOf(key);
  const whole = source.tokens.text.slice(startOffset(source, range.start), endOffset(source, range.end));
  if (whole.length > VICINITY) return true;
  const text = withoutOwnLoop(source, key, whole);
  if (NAMELESS.test(text) || (source.syntax.language === 'kotlin' && OWN_DEFAULTS.test(text))) return true;
  // What this header is put into is no other.
  const own = source.slice(source.statementOf(key).start);
  return [...text.matchAll(BRINGS_HEADERS)].some(([, name]) => name === undefined || name !== own);
}

/** A loop over the headers that stand here, which sets each of them: the names are those that are written. */
function withoutOwnLoop(source: Source, key: number, text: string): string {
  const { start } = source.statementOf(key);
  const head = source.tokens.text.slice(startOffset(source, start), startOffset(source, key)).slice(0, 160);
  const own = /(\$?[A-Za-z_]\w{0,60})(?:\s{0,4}:\s{0,4}[\w<>[\], ?]{1,60})?\s{0,4}:?=(?!=)/.exec(head)?.[1];
  if (/^for(?:each)?\b/.test(head)) return withoutBodyAfter(source, key, text);
  if (own === undefined || !text.includes(own)) return text;
  const name = own.replace('$', '\\$');
  const loop = new RegExp(
    `(?:\\b(?:range|in|foreach \\(|:)\\s?&?${name}\\b|${name}\\.(?:forEach|each|each_pair|iter\\(\\)\\.for_each)\\b)[^{}\\n]{0,80}(?:\\{[^{}]{0,300}\\}|\\n)`,
    'g',
  );
  return text.replace(loop, ' ');
}

/** `for name, value := range map[string]string{ … } { req.Header.Set(name, value) }` */
function withoutBodyAfter(source: Source, key: number, text: string): string {
  const close = source.match[source.parent[key] ?? -1] ?? source.tokens.count;
  const body = source.tokens.text.slice(source.tokens.end[close], (source.tokens.end[close] ?? 0) + 300);
  const block = /^\)?\s{0,8}\{[^{}]{0,280}\}/.exec(body)?.[0];
  return block === undefined ? text : text.replace(block, ' ');
}

/** Go's `anthropichttp.NewRequest(…)`: made by a package of whose requests nothing is known. */
function isMadeElsewhere({ source, key }: HeaderSite, values: Values): boolean {
  if (source.syntax.language !== 'go') return false;
  const first = source.statementOf(key).start;
  const found = values.definitions.lookup(source.slice(first), first);
  const only = found.length === 1 ? found[0] : undefined;
  const made = only?.type === 'value' ? normalForm(source, only.value.start, only.value.start + 3) : '';
  const name = /^\w{1,60} \. (New\w{1,60})$/.exec(made)?.[1] ?? '';
  return name.includes('Request') && !/^(?:http|httptest|retryablehttp|fasthttp) /.test(made);
}

/** Go's `func(r *http.Request) { r.Header.Set(…) }`: the request came from elsewhere, with headers of its own. */
function isHandedOn({ source, key }: HeaderSite, values: Values): boolean {
  if (source.syntax.language !== 'go') return false;
  const first = source.statementOf(key).start;
  return values.definitions.lookup(source.slice(first), first).some(({ type }) => type === 'parameter');
}

/** `[["name", value], …]` and `["name", value, …]`: a list of nothing but names and values that are written there. */
function isListed({ source, key }: HeaderSite): boolean {
  const pair = source.parent[key] ?? -1;
  const list = source.previous(key) === pair ? (source.parent[pair] ?? -1) : pair;
  if (list < 0 || source.tokens.shape[list] !== SQUARE) return false;
  const elements = elementsOf(source, list, 60);
  return list === pair
    ? elements.every(({ start }, index) => index % 2 === 1 || isString(source, start))
    : elements.every(({ start }) => /^[[(]$/.test(source.slice(start)) && isString(source, source.next(start)));
}

const CLIENT_MADE =
  /^(?:new )?(?:axios \. create|got \. extend|ky \. create|(?:\w{1,40} \. ){0,3}(?:Async)?(?:Session|Client|ClientSession)) \(/;

/** True when what the header is put into was made empty or from a literal, and nothing else is known to fill it. */
function isFilledHere({ source, key }: HeaderSite, values: Values): boolean {
  const { slice } = source;
  const { start, end } = source.statementOf(key);
  const begin = /^(?:await|const|let|var)$/.test(slice(start)) ? source.next(start) : start;
  const member = isSelf(source, slice(begin)) && isDot(source, source.next(begin));
  const first = member ? source.next(source.next(begin)) : begin;
  if (/^setRequestHeader$/.test(slice(source.previous(source.parent[key] ?? -1)))) return true;
  const found = values.definitions.lookup(`${member ? '.' : ''}${slice(first)}`, first);
  const only = found.length === 1 ? found[0] : undefined;
  if (only?.type !== 'value' || only.fields.length > 0 || end <= start) return false;
  const made = normalForm(source, only.value.start, only.value.end);
  if (/^(?:\{ \}|new Headers \( \)|Headers \( \)|dict \( \)|(?:requests \. )?Session \( \))$/.test(made)) return true;
  // `axios.create({ baseURL })`, `httpx.Client(base_url=…)`: nothing there brings headers.
  if (CLIENT_MADE.test(made)) return !/headers|\.\.\.|\*\*|hooks|auth|transport/.test(made);
  // `urllib.request.Request(URL)`: its headers are those that it is given.
  if (/^(?:new )?(?:\w{1,40} \. ){0,3}Request \(/.test(made)) return !/headers|\*\*/.test(made);
  const object = values.objectOf(only.value);
  return object >= 0 && !entriesOf(source, object).open;
}
