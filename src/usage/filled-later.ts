// Whether headers that are written as one object get others afterwards: the variable is handed to a function of its own
// statement, or filled by names that are not written. Apart from requests.ts, which knows what stands in the object.
import { after, elementsOf, entriesOf, isString, type Range, type Source } from './source.ts';
import { BRACE, PAREN, SQUARE, WORD } from './tokens.ts';
import type { Values } from './values.ts';

const MOST_USES = 40;
/** Functions that only read what they get, or send it. */
const READS =
  /fetch|request|post|get|put|patch|send|log|print|debug|info|warn|error|stringify|expect|assert|freeze|keys|entries|delete|call|axios|stream|dump|inspect/i;

/** @param key - a token of the object; the statement round it declares what holds the object. */
export function isFilledLater(source: Source, values: Values, key: number): boolean {
  if (source.syntax.family !== 'script' && source.syntax.family !== 'python') return false;
  const { slice, tokens } = source;
  const { start } = source.statementOf(key);
  const name = /^(?:const|let|var)$/.test(slice(start)) ? source.next(start) : start;
  if (tokens.kind[name] !== WORD || !isValueOf(source, start, source.parent[key] ?? -1)) return false;
  const scope = values.definitions.lookup(slice(name), name)[0]?.scope;
  if (scope === undefined || scope.kind !== 'function') return false;
  const uses = values.definitions.usesOf(slice(name)).filter((use) => use > key && use < scope.end);
  return uses.slice(0, MOST_USES).some((use) => isFilledBy(source, use));
}

/** `name = {`, `name: Type = new Headers({`: the object is all that the name gets. */
function isValueOf(source: Source, start: number, object: number): boolean {
  let sign = source.previous(object);
  if (source.slice(sign) === '(' && /^(?:Headers|dict)$/.test(source.slice(source.previous(sign))))
    sign = source.previous(source.previous(sign));
  if (source.slice(sign) === 'new') sign = source.previous(sign);
  return sign > start && source.slice(sign) === '=';
}

function isFilledBy(source: Source, use: number): boolean {
  const { slice, tokens, parent } = source;
  const next = source.next(use);
  const { start } = source.statementOf(use);
  // `headers[name] = value`
  if (tokens.shape[next] === SQUARE && !isString(source, source.next(next)))
    return use === start && slice(after(source, next)) === '=';
  // Python's `headers |= extra`
  if (slice(next) === '|=') return use === start;
  // `headers.update(extra)`, `headers.set(name, value)`
  if (slice(next) === '.' && /^(?:update|set|append)$/.test(slice(source.next(next)))) {
    const open = source.next(source.next(next));
    const first = source.next(open);
    return slice(open) === '(' && !isString(source, first) && slice(first) !== '{' && !/^\w+\s*=/.test(slice(first));
  }
  // `addVersion(headers)`, `Object.assign(headers, common)`, `headers = withVersion(headers)`
  const open = parent[use] ?? -1;
  if (!/^[,)]$/.test(slice(next))) return false;
  if (open < 0 || tokens.shape[open] !== PAREN || source.previous(use) !== open) return false;
  const callee = source.previous(open);
  if (tokens.kind[callee] !== WORD || READS.test(slice(callee))) return false;
  let first = callee;
  while (slice(source.previous(first)) === '.') first = source.previous(source.previous(first));
  if (slice(source.previous(first)) === 'await') first = source.previous(first);
  const before = source.previous(first);
  return first === start || (slice(before) === '=' && source.previous(before) === start && slice(start) === slice(use));
}

const MOST_DEPTH = 4;
const VERSION = /version/i;

/** True when an object has entries that are not known: a spread of what this file does not tell, a computed name. */
export function hasUnknownSpread(source: Source, values: Values, open: number, depth = 0): boolean {
  if (!entriesOf(source, open).open) return false;
  if (depth > MOST_DEPTH || (source.syntax.family !== 'script' && source.syntax.family !== 'python')) return true;
  return elementsOf(source, open).some(({ start, end }) => {
    const spread = /^(?:\.\.\.|\*\*)$/.test(source.slice(start));
    if (spread) return !isKnownPart(source, values, { start: source.next(start), end }, depth);
    const known = entriesOf(source, open).entries.some(({ keyToken }) => keyToken === start);
    return !known && !/content_?type|accept|authorization/i.test(source.slice(start + 1));
  });
}

/** `COMMON`, `(beta ? { … } : {})`, `(beta && { … })`: objects of this file that say no version. */
function isKnownPart(source: Source, values: Values, range: Range, depth: number): boolean {
  const { slice, tokens } = source;
  let { start, end } = range;
  while (slice(start) === '(' && (source.match[start] ?? -1) === source.previous(end)) {
    end = source.match[start] ?? end;
    start = source.next(start);
  }
  const object = values.objectOf({ start, end });
  if (object >= 0) {
    const named = entriesOf(source, object).entries.some(({ key }) => VERSION.test(key));
    return !named && !hasUnknownSpread(source, values, object, depth + 1);
  }
  let choice = -1;
  const parts: number[] = [];
  for (let at = start; at < end; at = after(source, at)) {
    if (/^(?:\?|&&|if)$/.test(slice(at))) choice = at;
    if (tokens.shape[at] === BRACE && slice(at) === '{') parts.push(at);
    else if (choice >= 0 && /^(?:undefined|null|None|false)$/.test(slice(at))) parts.push(-1);
  }
  return (
    choice >= 0 &&
    parts.length > 0 &&
    parts.every(
      (part) =>
        part < 0 ||
        (!entriesOf(source, part).entries.some(({ key }) => VERSION.test(key)) &&
          !hasUnknownSpread(source, values, part, depth + 1)),
    )
  );
}
