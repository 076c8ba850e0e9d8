// The provider's key in what an expression puts together: entries, elements, arguments of calls that only wrap, results of
// functions. Apart from answers.ts, which knows the calls that send it.
import type { AnalysedUnit } from '../analysis.ts';
import type { Piece, Value } from '../forms.ts';
import { after, elementsOf, endOffset, normalForm, type Range, type Source, startOffset } from '../source.ts';
import { BRACE, HOLE, OPEN, PAREN, QUOTE, SQUARE, STRING, WORD } from '../tokens.ts';
import type { Values } from '../values.ts';
import { isProviderKeyName } from '../vocabulary.ts';
import type { HandedOver } from './handed-over.ts';

/** Calls that pass on what they get, in a form that can be read. */
const PASSES =
  /^(?:stringify|json|defer|data|typedjson|superjson|serialize|dict|of|ofEntries|entry|mapOf|hashMapOf|mutableMapOf|to|array|compact|json_encode|wp_json_encode|dumps|Js|from|safe|mark_safe|tojson|Marshal|H|Map|M|value|str|freeze|assign|fromEntries|array_merge|object|Object|HTML|JS|jsonEncode|merge|replace|replaceAll|ReplaceAll|replacen?|str_replace|strtr|format|sprintf|Sprintf|substitute|safe_substitute|gsub|byte|Ok|Some|[A-Z]\w{0,30}(?:Response|Dto|DTO|Config|Settings|Payload|ViewModel|Props))$/;
/** A value that says whether there is a key, not which. */
const ASKS_WHETHER =
  /^(?:!|not\b|bool\b|Boolean\b|len\b)|\bis (?:not )?None\b|[=!]=|\. (?:is_?(?:blank|empty|some|none|null|present)|present|blank|empty|any|nil|length|size|count|isNotBlank|isNotEmpty|HasValue)\b/i;
/** Whose settings are a server's own: what is a user's own key is theirs to see. */
const OWN_SETTINGS =
  /^(?:\w{0,20}settings|\w{0,20}_?(?:config|configuration|cfg|conf)|_?options|appConfig|env|ENV|secrets?|credentials|current_app|get_option|getenv|environ|getProperty|viper|Config|Settings|Configuration|runtimeConfig|useRuntimeConfig)$/;

/** The names before a call's bracket, joined by dots: `res.status.().json`. */
export function calleeOf(source: Source, open: number): string {
  const { tokens, slice } = source;
  const names: string[] = [];
  let at = source.previous(open);
  // `map[string]string{…}` and `get<T>(…)` are no names of calls.
  for (let steps = 0; at >= 0 && steps < 16; steps += 1) {
    if (tokens.kind[at] === WORD) {
      names.unshift(slice(at).replace(/!$/, ''));
      const sign = source.previous(at);
      if (slice(sign) === 'new' && tokens.kind[sign] === WORD) names.unshift('new');
      if (!/^(?:\.|\?\.|->|::|\?->)$/.test(slice(sign))) break;
      at = source.previous(sign);
    } else if (slice(at) === ')') {
      names.unshift('()');
      at = source.previous(source.match[at] ?? at);
    } else if (slice(at) === '!') at = source.previous(at);
    else break;
  }
  return names.join('.');
}

export function resultAt(source: Source, token: number): Range {
  const { end } = source.statementOf(token);
  const last = source.previous(end);
  return { start: source.next(token), end: source.slice(last) === ';' ? last : end };
}

/** The keys that an expression gives to who reads it, in whatever it puts together. */
export function keysIn(unit: AnalysedUnit, range: Range, place: string): readonly HandedOver[] {
  const { source, requests } = unit;
  const { values } = requests();
  const found: HandedOver[] = [];
  const visit = (part: Range, depth: number): void => {
    if (part.start >= part.end || depth > 8) return;
    const value = withoutKey(source, part);
    const name = keyOf(values.valueOf(value));
    if (name !== undefined) {
      // Whether there is a key may be known.
      if (ASKS_WHETHER.test(normalForm(source, value.start, value.end))) return;
      const [start, end] = [startOffset(source, part.start), endOffset(source, part.end)];
      found.push({ name, start, end, place, certain: true });
      return;
    }
    for (const inner of [...partsOf(source, value), ...madeBefore(source, values, value)]) visit(inner, depth + 1);
  };
  visit(range, 0);
  return found;
}

/** What a name that is sent was given: `cfg := config{…}`. */
function madeBefore(source: Source, values: Values, { start, end }: Range): readonly Range[] {
  const name = /^[&*]$/.test(source.slice(start)) ? source.next(start) : start;
  if (source.tokens.kind[name] !== WORD || source.next(name) < end) return [];
  const found = values.definitions.lookup(source.slice(name), name);
  // `html = html.replace(…)`: a page is put together in steps.
  return found.length > 3
    ? []
    : found.flatMap((one) => (one.type === 'value' && one.fields.length === 0 ? [one.value] : []));
}

/** `key: value`, `'key' => value`, `"key" to value`: the value. */
function withoutKey(source: Source, { start, end }: Range): Range {
  const { tokens, slice } = source;
  const sign = tokens.kind[start] === OPEN ? after(source, start) : source.next(start);
  const isKey = tokens.kind[start] === STRING || tokens.kind[start] === WORD || tokens.shape[start] === QUOTE;
  if (slice(start) === ':' && source.syntax.language === 'ruby') return { start, end };
  if (!isKey || sign >= end) return { start, end };
  const arrow = slice(sign) === '=>' && source.syntax.family !== 'script' && source.syntax.language !== 'csharp';
  if (!arrow && !/^(?:[:=]|to)$/.test(slice(sign))) return { start, end };
  return { start: source.next(sign), end };
}

/** What is passed on inside an expression: entries, elements, arguments of calls that only wrap, results of functions. */
function partsOf(source: Source, { start, end }: Range): readonly Range[] {
  const { tokens, slice } = source;
  const parts: Range[] = [];
  for (let at = start, steps = 0; at < end && steps < 120; at = after(source, at), steps += 1) {
    if (tokens.kind[at] === WORD && slice(at) === 'return') parts.push(resultAt(source, at));
    if (slice(at) === '=>' && source.next(at) < end && slice(source.next(at)) !== '{')
      parts.push({ start: source.next(at), end });
    if (tokens.kind[at] !== OPEN) continue;
    const inside = { start: source.next(at), end: source.match[at] ?? at };
    const shape = tokens.shape[at];
    if (shape === QUOTE)
      for (let hole = at + 1; hole < inside.end; hole = after(source, hole)) {
        if (tokens.kind[hole] === OPEN && tokens.shape[hole] === HOLE)
          parts.push({ start: source.next(hole), end: source.match[hole] ?? hole });
      }
    else if (shape === BRACE && isFunctionBody(source, at)) parts.push(...resultsIn(source, inside));
    else if (shape === BRACE && isCondition(source, at)) continue;
    else if (shape === BRACE || shape === SQUARE) {
      const index = shape === SQUARE && at > start && /^(?:[\w)\]])/.test(slice(source.previous(at)).slice(-1));
      if (!index || source.syntax.language === 'php') parts.push(...elementsOf(source, at, 60));
    } else if (shape === PAREN && at > start && tokens.kind[source.previous(at)] === WORD) {
      if (PASSES.test(calleeOf(source, at).split('.').at(-1) ?? '')) parts.push(...elementsOf(source, at, 60));
    } else if (shape === PAREN && !/^(?:=>|\{)$/.test(slice(after(source, at)))) {
      // `json!(…)` and brackets that only group.
      const sign = slice(source.previous(at));
      if (sign !== ')' && sign !== ']') parts.push(...elementsOf(source, at, 60));
    }
  }
  return parts;
}

function isFunctionBody(source: Source, open: number): boolean {
  return (
    source.isBlock(open) &&
    (source.slice(source.previous(open)) === '=>' || source.slice(source.previous(open)) === ')')
  );
}

function isCondition(source: Source, open: number): boolean {
  return /^(?:if|else|switch|for|while|try|catch)$/.test(source.slice(source.previous(open)));
}

function resultsIn(source: Source, { start, end }: Range): readonly Range[] {
  const found: Range[] = [];
  for (let at = start; at < end && found.length < 8; at = after(source, at))
    if (source.tokens.kind[at] === WORD && source.slice(at) === 'return') found.push(resultAt(source, at));
  return found;
}

/** The provider's key that a value holds, from the environment or a server's own settings. */
function keyOf(value: Value): string | undefined {
  return value.flatMap((form) => form.flatMap((piece) => nameOf(piece) ?? []))[0];
}

function nameOf(piece: Piece): string | undefined {
  if (piece.type !== 'hole') {
    // A field of Java's that the settings fill: `@Value("${anthropic.api-key}")`.
    const setting = /^\$\{([\w.-]{3,80})(?::[^{}]{0,80})?\}$/.exec(piece.text)?.[1]?.replaceAll(/[.-]/g, '_');
    return setting !== undefined && isProviderKeyName(setting) ? setting : undefined;
  }
  if (piece.env !== undefined) return isProviderKeyName(piece.env) ? piece.env : undefined;
  const names = piece.names.map((name) => name.replaceAll(/[.:-]+/g, '_'));
  // The setting itself, `anthropic.api-key`.
  const setting = names.at(-1) ?? '';
  if (setting !== piece.names.at(-1) && isProviderKeyName(setting)) return setting;
  if (names.length > 1 && piece.names.slice(0, -1).some((name) => OWN_SETTINGS.test(name)))
    return [...names, ...names.map((name, at) => `${name}_${names[at + 1] ?? ''}`)].find(
      (name) => isProviderKeyName(name) && !OWN_SETTINGS.test(name),
    );
  return undefined;
}
