// A key that a server hands to the browser: returned by what loads the data of a page, or given to a component as a
// property. The file itself runs on a server, so where it runs says nothing here.
import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import type { Value } from '../forms.ts';
import { endOffset, entriesOf, normalForm, type Range, type Source, startOffset } from '../source.ts';
import { BRACE, OPEN, PAREN, WORD } from '../tokens.ts';
import { isProviderKeyName } from '../vocabulary.ts';
import { keysIn } from './answered-keys.ts';

export interface HandedOver {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `what getServerSideProps returns` */
  readonly place: string;
  /** False where the component may be one that stays on the server. */
  readonly certain: boolean;
}

/** Functions of the frameworks whose result goes into the page. */
const LOADERS = ['getServerSideProps', 'getStaticProps', 'getInitialProps', 'loader'];
const SVELTE_LOAD = /\+(?:page|layout)(?:\.server)?\.[jt]s$/;
/** Calls that pass on what they get. */
const GIVES = /^(?:json|defer|data|typedjson|superjson|serialize|stringify)$/;
const FILES = /\.[mc]?[jt]sx?$|\.astro$/;
const READS_ENVIRONMENT = /\b(?:process|meta)\.env\b|\$env\//;
/** Objects that are a request's, not the page's. */
const OF_REQUEST = /(?:[hH]eaders?|[oO]ptions?|[cC]onfig|[iI]nit)$|^env$/;
/** Components of a program in a terminal. */
const TERMINAL = /^#!|\bfrom ['"]ink(?:\/[\w-]{1,30})?['"]/m;
/** A quick look: a provider's key is read from the environment. */
const isProviderRead = (text: string): boolean =>
  [...text.matchAll(/\bprocess\.env\.([A-Z]\w{3,60})/g)].some(([, name = '']) => isProviderKeyName(name));
const ISLAND = /<[A-Z][\w.]{0,60}(?=[^<>]{0,400}\bclient:(?:load|idle|visible|media|only)\b)[^<>]{0,400}>/g;
/** What a page's script or markup gets: `<script define:vars={{ key }}>`, `data-key={key}`. */
const MARKUP = /\bdefine:vars=\{\{([^{}]{1,400})\}\}|\bdata-[\w-]{1,40}(=\{[^{}\n]{1,120}\})/g;
const ISLAND_VALUE = /=\{\s{0,8}(?:import\.meta\.env\.([A-Z][A-Z0-9_]{3,60})|([A-Za-z_]\w{0,60}))\s{0,8}\}/g;

export function findHandedOver(input: RuleInput): readonly HandedOver[] {
  const { path, text } = input;
  if (!FILES.test(path) || !READS_ENVIRONMENT.test(text)) return [];
  if (path.endsWith('.astro')) return [...inIslands(text), ...inMarkup(text)];
  const loads = LOADERS.some((name) => text.includes(name)) || SVELTE_LOAD.test(path);
  const jsx =
    /x$/.test(path) && !TERMINAL.test(text) && !/^\s{0,40}['"]use client['"]/.test(text) && isProviderRead(text);
  if (!loads && !jsx) return [];
  return analyse(input).units.flatMap((unit) => [
    ...(loads ? inResults(unit, path) : []),
    ...(jsx ? inProperties(unit) : []),
  ]);
}

function inResults({ source, requests }: AnalysedUnit, path: string): readonly HandedOver[] {
  const found: HandedOver[] = [];
  const { tokens } = source;
  for (let open = 0; open < tokens.count; open += 1) {
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== BRACE || source.isBlock(open)) continue;
    const loader = loaderOf(source, open, path);
    if (loader === undefined || !isGivenBack(source, open)) continue;
    for (const { keyToken, value } of entriesOf(source, open).entries) {
      const name = keyOf(requests().values.valueOf(value));
      if (name === undefined) continue;
      const place = `what ${loader} returns`;
      found.push({ name, ...span(source, { start: keyToken, end: value.end }), place, certain: true });
    }
  }
  return found;
}

function loaderOf(source: Source, token: number, path: string): string | undefined {
  const { kind, name, start } = source.scopeOf(token);
  if (kind !== 'function') return undefined;
  return [name, exportedAs(source, start)].find(
    (one) => LOADERS.includes(one) || (one === 'load' && SVELTE_LOAD.test(path)),
  );
}

/** What an exported constant is called that is the function, typed or wrapped: `export const load: T = with(() => …)`. */
function exportedAs(source: Source, token: number): string {
  const { start } = source.statementOf(token);
  const declared = source.slice(start) === 'export' ? source.next(start) : start;
  return /^(?:const|let|var)$/.test(source.slice(declared)) ? source.slice(source.next(declared)) : '';
}

/** True when an object is the function's result, or a part of it. */
function isGivenBack(source: Source, object: number): boolean {
  const { tokens, slice, parent } = source;
  const scope = source.scopeOf(object);
  let child = object;
  for (let open = object; open >= scope.body && !source.isBlock(open); child = open, open = parent[open] ?? -1) {
    const before = source.previous(open);
    if (tokens.shape[open] === PAREN && tokens.kind[before] === WORD && slice(before) !== 'return')
      if (!GIVES.test(slice(before))) return false;
    if (tokens.shape[open] === BRACE && slice(before) === ':' && OF_REQUEST.test(slice(source.previous(before))))
      return false;
  }
  const returned = slice(source.statementOf(child).start) === 'return';
  return returned || slice(source.previous(scope.body)) === '=>';
}

/** `<Chat apiKey={process.env.ANTHROPIC_API_KEY} />`, and what stands in the markup itself: `<meta content={…} />`. */
function inProperties(unit: AnalysedUnit): readonly HandedOver[] {
  const { source } = unit;
  const { tokens, slice } = source;
  const found: HandedOver[] = [];
  for (let open = 3; open < tokens.count; open += 1) {
    if (slice(open) !== '{' || slice(open - 1) !== '=') continue;
    const tag = tagRound(source, open - 2);
    if (tag === undefined) continue;
    const component = /^[A-Z]/.test(tag);
    const attribute = slice(source.previous(open - 2)) === '-' ? 'data-' : slice(open - 2);
    if (!component && !SHOWN_ATTRIBUTE.test(attribute)) continue;
    const value = { start: source.next(open), end: source.match[open] ?? open };
    // What a function does is done when it is called.
    if (/=>|\bfunction\b/.test(normalForm(source, value.start, Math.min(value.end, value.start + 12)))) continue;
    const place = component ? `a property of <${tag}>` : `<${tag}> of the page`;
    const certain = !component || isClientComponent(tokens.text, tag);
    found.push(...keysIn(unit, value, place).map((one) => ({ ...one, certain })));
  }
  return found;
}

/** Attributes of elements that scripts read. */
const SHOWN_ATTRIBUTE = /^(?:content|value|dangerouslySetInnerHTML|data-)$/;

/** The element whose properties a token stands among. */
function tagRound(source: Source, token: number): string | undefined {
  for (let at = token, steps = 0; at > 0 && steps < 60; at -= 1, steps += 1) {
    const sign = source.slice(at);
    if (sign === '>' || sign === ';') return undefined;
    if (sign === '}') {
      at = source.match[at] ?? at;
      continue;
    }
    if (source.slice(at - 1) === '<') return sign;
  }
  return undefined;
}

/** A component that says by its name, or its file's, that it runs in the browser. */
function isClientComponent(text: string, component: string): boolean {
  if (/Client|Browser/.test(component)) return true;
  return new RegExp(`\\bimport\\s[^;'"]{0,200}\\b${component}\\b[^;'"]{0,200}['"][^'"]{0,200}client`, 'i').test(text);
}

function inMarkup(text: string): readonly HandedOver[] {
  return [...text.matchAll(MARKUP)].flatMap((match): readonly HandedOver[] => {
    const inside = match[1] ?? match[2] ?? '';
    const from = match.index + match[0].indexOf(inside);
    return [
      ...inside.matchAll(/import\.meta\.env\.([A-Z]\w{3,60})|(?<![\w.])([A-Za-z_]\w{0,60})(?=\s{0,8}[,}]|\s{0,8}$)/g),
    ].flatMap((value): readonly HandedOver[] => {
      const shown = value[1] ?? value[2] ?? '';
      const name = value[1] ?? environmentOf(text, shown);
      const start = from + value.index;
      return isProviderKeyName(name)
        ? [{ name, start, end: start + value[0].length, place: 'a script of the page', certain: true }]
        : [];
    });
  });
}

function inIslands(text: string): readonly HandedOver[] {
  return [...text.matchAll(ISLAND)].flatMap((tag) =>
    [...tag[0].matchAll(ISLAND_VALUE)].flatMap((match): readonly HandedOver[] => {
      const name = match[1] ?? environmentOf(text, match[2] ?? '');
      const shown = match[1] ?? match[2] ?? '';
      const start = tag.index + match.index + match[0].indexOf(shown);
      const place = 'a property of an island';
      return isProviderKeyName(name) ? [{ name, start, end: start + shown.length, place, certain: true }] : [];
    }),
  );
}

/** What the component script reads a constant from. */
function environmentOf(text: string, constant: string): string {
  const read = new RegExp(`\\bconst ${constant} = import\\.meta\\.env\\.([A-Z][A-Z0-9_]{3,60})\\s{0,4}[;\\n]`);
  const taken = new RegExp(`\\bconst \\{[^{}]{0,200}\\b${constant}\\b[^{}]{0,200}\\} = import\\.meta\\.env\\b`);
  return read.exec(text)?.[1] ?? (taken.test(text) ? constant : '');
}

/** The provider's key that a value is, whole, from the environment. */
function keyOf(value: Value): string | undefined {
  const names = value.flatMap((form) => {
    const piece = form.length === 1 ? form[0] : undefined;
    return piece?.type === 'hole' && piece.env !== undefined ? [piece.env] : [];
  });
  return names.find(isProviderKeyName);
}

function span(source: Source, { start, end }: Range): { readonly start: number; readonly end: number } {
  return { start: startOffset(source, start), end: endOffset(source, end) };
}
