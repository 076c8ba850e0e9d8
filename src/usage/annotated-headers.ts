// Headers that annotations of an interface give its requests (Retrofit, Feign, Refit, Micronaut, MicroProfile): whole
// lines, name and value, or a parameter that each caller fills.
import { type HeaderSite, valueAfterSign } from './header-site.ts';
import { after, elementsOf, isDot, isString, type Range, type Source, stringValue } from './source.ts';
import { CLOSE, OPEN, PAREN, SQUARE, STRING, WORD } from './tokens.ts';

const LINES = /^Headers$/;
const OF_PARAMETER = /^(?:Header|RequestHeader|HeaderParam)$/;
const NAME_AND_VALUE = /^(?:Header|ClientHeaderParam)$/;
const MAPPING = /^(?:(?:Get|Post|Put|Patch|Delete|Request)Mapping|(?:Get|Post|Put|Patch|Delete|Http)Exchange)$/;
const REACH = 60;

export function annotatedSites(source: Source): readonly HeaderSite[] {
  if (!/^(?:java|kotlin|csharp)$/.test(source.syntax.language)) return [];
  const { tokens, slice } = source;
  const found: HeaderSite[] = [];
  for (let i = 1; i < tokens.count; i += 1) {
    const open = source.next(i);
    if (tokens.kind[i] !== WORD || slice(open) !== '(' || !/^[@[]$/.test(slice(source.previous(i)))) continue;
    if (LINES.test(slice(i))) found.push(...lines(source, open));
    if (NAME_AND_VALUE.test(slice(i))) found.push(...nameAndValue(source, open));
    if (OF_PARAMETER.test(slice(i))) found.push(...ofParameter(source, open));
    if (MAPPING.test(slice(i))) found.push(...ofMapping(source, open));
  }
  return found;
}

/** `@Headers("Authorization: Bearer …", "anthropic-version: …")`, in braces too. */
function lines(source: Source, open: number): readonly HeaderSite[] {
  const found: HeaderSite[] = [];
  const close = source.match[open] ?? open;
  for (let at = source.next(open); at < close; at = isString(source, at) ? after(source, at) : source.next(at)) {
    if (!isString(source, at)) continue;
    const text = source.tokens.kind[at] === STRING ? stringValue(source, at) : source.slice(at + 1);
    const name = /^([A-Za-z][\w-]{4,48}):\s?/.exec(text)?.[1]?.toLowerCase();
    const value = { start: at, end: after(source, at) };
    if (name !== undefined) found.push({ source, name, key: at, value, range: value, form: 'line', strip: true });
  }
  return found;
}

/** `@PostMapping(headers = {"anthropic-version=2023-06-01"})`, as Spring's clients have it. */
function ofMapping(source: Source, open: number): readonly HeaderSite[] {
  const element = elementsOf(source, open, 12).find(({ start }) => source.slice(start) === 'headers');
  const found: HeaderSite[] = [];
  for (let at = element?.start ?? 0; at < (element?.end ?? 0); at = source.next(at)) {
    const name =
      source.tokens.kind[at] === STRING ? /^([A-Za-z][\w-]{4,48})=/.exec(stringValue(source, at))?.[1] : undefined;
    const value = { start: at, end: source.next(at) };
    if (name !== undefined)
      found.push({ source, name: name.toLowerCase(), key: at, value, range: value, form: 'line', strip: true });
  }
  return found;
}

/** `@Header(name = "Authorization", value = "Bearer …")` */
function nameAndValue(source: Source, open: number): readonly HeaderSite[] {
  const of = (label: string): Range | undefined => {
    const element = elementsOf(source, open, 4).find(({ start }) => source.slice(start) === label);
    const sign = source.next(element?.start ?? -1);
    return element !== undefined && source.slice(sign) === '='
      ? { start: source.next(sign), end: element.end }
      : undefined;
  };
  const name = of('name');
  const value = of('value');
  if (name === undefined || value === undefined) return [];
  const last = source.previous(name.end);
  // `AUTHORIZATION`, `HttpHeaders.AUTHORIZATION`: a constant of a library.
  const constant = source.tokens.kind[last] === WORD ? source.slice(last).toLowerCase().replaceAll('_', '-') : '';
  const text = source.tokens.kind[name.start] === STRING ? stringValue(source, name.start).toLowerCase() : constant;
  const range = { start: Math.min(name.start, value.start), end: Math.max(name.end, value.end) };
  return text === '' ? [] : [{ source, name: text, key: name.start, value, range, form: 'call' }];
}

/** `ask(@Header("Authorization") auth: String)`: what the callers give it. */
function ofParameter(source: Source, open: number): readonly HeaderSite[] {
  const { tokens, slice } = source;
  const name = source.next(open);
  const round = source.parent[open] ?? -1;
  const list = tokens.shape[round] === SQUARE ? (source.parent[round] ?? -1) : round;
  const callee = source.previous(list);
  if (tokens.kind[name] !== STRING || list < 0 || tokens.shape[list] !== PAREN || tokens.kind[callee] !== WORD)
    return [];
  const place = elementsOf(source, list, 20).findIndex(({ start, end }) => start <= open && open < end);
  const found: HeaderSite[] = [];
  for (let at = 1; at < tokens.count && found.length < REACH; at += 1) {
    const call = source.next(at);
    if (slice(at) !== slice(callee) || !isDot(source, source.previous(at)) || slice(call) !== '(') continue;
    if (tokens.kind[call] !== OPEN || tokens.kind[source.next(call)] === CLOSE) continue;
    const argument = elementsOf(source, call, 20)[place];
    if (argument === undefined) continue;
    // Kotlin and C# name arguments.
    const labelled = /^[=:]$/.test(slice(source.next(argument.start))) && source.next(argument.start) < argument.end;
    const value = labelled ? valueAfterSign(source, source.next(source.next(argument.start))) : argument;
    found.push({
      source,
      name: stringValue(source, name).toLowerCase(),
      key: value.start,
      value,
      range: value,
      form: 'call',
    });
  }
  return found;
}
