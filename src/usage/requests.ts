// The headers of a file's requests in one form for all languages: name, value, where they are sent, what stands by.
import { type Addresses, findAddresses, toAddresses } from './addresses.ts';
import { pathTo } from './declarations.ts';
import type { Value } from './forms.ts';
import type { HeaderSite } from './header-site.ts';
import { findHeaders } from './headers.ts';
import { lazy } from './lazy.ts';
import { createLinker, type Link } from './link.ts';
import { isOpen } from './open-headers.ts';
import { findRecords } from './records.ts';
import type { Scope } from './scope-nesting.ts';
import { findCommands } from './shell.ts';
import { endOffset, normalForm, type Source, startOffset } from './source.ts';
import { OPEN, STRING } from './tokens.ts';
import { createValues, type Values } from './values.ts';
import type { Address } from './vocabulary.ts';

export interface RequestHeader {
  readonly source: Source;
  readonly name: string;
  readonly value: Value;
  readonly form: HeaderSite['form'];
  /** UTF-16 offsets of name and value. */
  readonly start: number;
  readonly end: number;
  /** Where the request goes; undefined when this file does not say. */
  readonly link: () => Link | undefined;
  /** Names of the headers set in the same object or command. */
  readonly siblings: ReadonlySet<string>;
  /** Names of the headers set in the same function: both ways of signing in are often a branch apart. */
  readonly neighbours: ReadonlySet<string>;
  /** True when headers come from a spread or call that is not resolved. */
  readonly open: boolean;
  /** True when a pattern is in the innermost function, command or statement; of a long one, in the part round the header. */
  readonly nearby: (pattern: RegExp) => boolean;
  /** True when a pattern is in the name of the file or its folder, or of a function or class round the header. */
  readonly about: (pattern: RegExp) => boolean;
  /** True when what it stands in says that it holds headers, by name or by the other headers in it. */
  readonly amongHeaders: () => boolean;
  readonly code: string;
  /** The same header under another name with another value; undefined where that takes more than replacing text. */
  readonly rewrite?: (name: string, value: string) => string;
}

export interface Requests {
  readonly source: Source;
  readonly values: Values;
  readonly addresses: Addresses;
  readonly headers: readonly RequestHeader[];
}

/** Longest function whose text is looked through for signs of a second way to sign in. */
const VICINITY = 20_000;
const MOST_ADDRESSES = 100;

export function findRequests(source: Source): Requests {
  const values = createValues(source);
  if (source.syntax.family === 'shell') {
    return { source, values, addresses: { within: () => [] }, headers: findCommands(source, values) };
  }
  if (source.syntax.family === 'record') {
    return { source, values, addresses: { within: () => [] }, headers: findRecords(source.path, source.tokens.text) };
  }
  const sites = findHeaders(source, (token) => constantAt(source, values, token)).filter((site) => !isAnswer(site));
  const addresses = sites.length === 0 ? { within: () => [] } : findAddresses(source, values);
  const linker = createLinker(source, values, addresses);
  const byObject = groupBy(sites, (site) => source.parent[site.key] ?? -1);
  const seen = new Map<string, boolean>();
  const byFunction = groupBy(sites, (site) => source.scopeOf(site.key));
  const wholeFile = lazy(() => toAddresses(addresses.within(0, source.tokens.count, MOST_ADDRESSES)));
  return {
    source,
    values,
    addresses,
    // What most headers are never asked for is found out when they are.
    headers: sites.map((site) => {
      const value = lazy(() => valueOfSite(site, values));
      return {
        source,
        name: site.name,
        get value() {
          return value();
        },
        form: site.form,
        start: startOffset(source, site.range.start),
        end: endOffset(source, site.range.end),
        link: lazy(() => linker.linkOf(site.key) ?? linkByVersion(site, byFunction, wholeFile)),
        siblings: byObject.get(source.parent[site.key] ?? -1) ?? new Set(),
        neighbours: byFunction.get(source.scopeOf(site.key)) ?? new Set(),
        get open() {
          return isOpen(site, values);
        },
        nearby: (pattern) => isNearby(site, pattern, seen),
        about: (pattern) => isAbout(site, pattern),
        amongHeaders: () => isAmongHeaders(site, byObject.get(source.parent[site.key] ?? -1)),
        get code() {
          return normalForm(source, site.range.start, site.range.end);
        },
        ...rewriteOf(site),
      };
    }),
  };
}

/**
 * anthropic-version beside a key says where both go, where the file knows no other address: the way from the one to the
 * other may lead through fields and callbacks that are not followed.
 */
function linkByVersion(
  { source, key, name }: HeaderSite,
  byFunction: ReadonlyMap<Scope, ReadonlySet<string>>,
  wholeFile: () => readonly Address[],
): Link | undefined {
  if (/version|content-type|beta|access$/.test(name)) return undefined;
  const scope = source.scopeOf(key);
  if (scope.kind !== 'function' || byFunction.get(scope)?.has('anthropic-version') !== true) return undefined;
  const found = wholeFile();
  return found.length > 0 && found.every(({ host }) => host === 'native' || host === 'base')
    ? { step: 'class', addresses: found, own: false }
    : undefined;
}

/** `res.setHeader(…)`, `w.Header().Set(…)`: what is answered, and sent nowhere. */
const ANSWERS =
  /(?:\b(?:res|resp|response|reply)(?:\.headers)?|\bw\.Header\(\)|[gG]etResponse\(\)(?:\.getHeaders\(\))?)(?:\.\w{1,12}\(|\[)\s{0,4}$/;

function isAnswer({ source, key, form }: HeaderSite): boolean {
  if (form !== 'call' && form !== 'assign') return false;
  const end = startOffset(source, key);
  return ANSWERS.test(source.tokens.text.slice(Math.max(0, end - 60), end));
}

function isAbout({ source, key }: HeaderSite, pattern: RegExp): boolean {
  // Go's packages are named for the folder.
  if (pattern.test(source.path.split('/').slice(-2).join('/'))) return true;
  for (let at: Scope | undefined = source.scopeOf(key); at !== undefined; at = at.parent)
    if (pattern.test(at.name)) return true;
  return false;
}

function constantAt(source: Source, values: Values, token: number): string | undefined {
  const value = values.valueOf(pathTo(source, token));
  const only = value.length === 1 && value[0]?.length === 1 ? value[0][0] : undefined;
  return only?.type === 'text' ? only.text : undefined;
}

function groupBy<K>(sites: readonly HeaderSite[], keyOf: (site: HeaderSite) => K): Map<K, Set<string>> {
  const groups = new Map<K, Set<string>>();
  for (const site of sites) {
    const key = keyOf(site);
    const group = groups.get(key) ?? new Set<string>();
    group.add(site.name);
    groups.set(key, group);
  }
  return groups;
}

/** `apiKey: key` is a header in `headers: {…}`, and an option of something else nearly everywhere. */
function isAmongHeaders({ source, key, form }: HeaderSite, siblings: ReadonlySet<string> | undefined): boolean {
  if (form === 'option' || form === 'line' || form === 'scheme') return true;
  if (form === 'entry' && /content-type|anthropic-|authorization/.test([...(siblings ?? [])].join(' '))) return true;
  const { start } = source.statementOf(key);
  const from = form === 'entry' ? Math.max(start, (source.parent[key] ?? key) - 4) : start;
  return /headers?\b/i.test(normalForm(source, from, key));
}

/** The headers of one function share their answers, so that its text is looked through once. */
function isNearby(site: HeaderSite, pattern: RegExp, seen: Map<string, boolean>): boolean {
  const { source } = site;
  const scope = source.scopeOf(site.key);
  const range = scope.kind === 'function' ? { start: scope.start, end: scope.end } : source.statementOf(site.key);
  const chunk = Math.floor(startOffset(source, site.key) / VICINITY) * VICINITY;
  const start = Math.max(startOffset(source, range.start), chunk - VICINITY);
  const end = Math.min(endOffset(source, range.end), chunk + 2 * VICINITY);
  const key = `${start} ${end} ${pattern.source}`;
  const result = seen.get(key) ?? pattern.test(source.tokens.text.slice(start, end));
  seen.set(key, result);
  return result;
}

/** The header's value, with the scheme that a function adds and without the name that a line begins with. */
function valueOfSite(site: HeaderSite, values: Values): Value {
  const value = values.valueOf(site.value);
  const scheme = site.prepend;
  if (scheme !== undefined)
    return value.map((form) => [{ type: 'text', text: scheme, names: [], range: site.range }, ...form]);
  if (site.strip !== true) return value;
  return value.map(([first, ...rest]): Value[number] => {
    if (first?.type !== 'text') return first === undefined ? rest : [first, ...rest];
    const text = first.text.slice(first.text.search(/[:=]/) + 1).trimStart();
    return firstLine(text === '' ? rest : [{ ...first, text }, ...rest]);
  });
}

function rewriteOf(site: HeaderSite): { readonly rewrite?: (name: string, value: string) => string } {
  const { source } = site;
  if ((site.form !== 'entry' && site.form !== 'call') || site.range.start !== site.key) return {};
  const quote = source.tokens.kind[site.key] === STRING ? source.slice(site.key).charAt(0) : "'";
  if (quote === '`' || source.tokens.kind[site.key] === OPEN) return {};
  const between = source.tokens.text.slice(source.tokens.end[site.key], startOffset(source, site.value.start));
  // Keyword arguments (`dict(Authorization=…)`) and computed keys cannot hold a dash in place.
  if (site.form === 'entry' && !/^\s{0,40}(?::|=>|to\b)\s{0,40}$/.test(between)) return {};
  if (source.syntax.family === 'typed' && source.tokens.kind[site.key] !== STRING) return {};
  return { rewrite: (name, value) => `${quote}${name}${quote}${between}${value}` };
}

/** Several headers in one text: the value ends with the line. */
function firstLine(form: Value[number]): Value[number] {
  const last = form.findIndex((piece) => piece.type === 'text' && /\r|\n|\\[rn]/.test(piece.text));
  const piece = form[last];
  if (piece?.type !== 'text') return form;
  const text = piece.text.split(/\r|\n|\\[rn]/, 1)[0] ?? '';
  return [...form.slice(0, last), ...(text === '' ? [] : [{ ...piece, text }])];
}
