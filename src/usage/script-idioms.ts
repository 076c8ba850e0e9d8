// How clients of JavaScript send a key as Bearer without a header's name: superagent's and wretch's `.auth`, the
// `auth: { bearer }` of request.
import type { HeaderSite } from './header-site.ts';
import { elementsOf, entriesOf, isString, type Range, type Source, stringValue } from './source.ts';
import { OPEN, SQUARE, STRING, WORD } from './tokens.ts';

const MOST_LINES = 20;

export function scriptSites(source: Source): readonly HeaderSite[] {
  const { tokens, slice } = source;
  const found: HeaderSite[] = [];
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] !== WORD || (tokens.end[i] ?? 0) - (tokens.start[i] ?? 0) !== 4 || slice(i) !== 'auth') continue;
    const site = slice(source.previous(i)) === '.' ? byMethod(source, i) : byOption(source, i);
    if (site !== undefined) found.push(site);
  }
  return found;
}

/** What a list of whole header lines is given to: curl's option, in the bindings for Python and Node. */
const TAKES_LINES = /HTTPHEADER|httpHeader/;

/** `c.setopt(pycurl.HTTPHEADER, ["Authorization: Bearer " + key])` */
export function listedLines(source: Source): readonly HeaderSite[] {
  const { tokens, slice } = source;
  if (!TAKES_LINES.test(tokens.text)) return [];
  const found: HeaderSite[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== OPEN || tokens.shape[at] !== SQUARE) continue;
    const sign = source.previous(at);
    if (!/^[,:=]$/.test(slice(sign)) || !TAKES_LINES.test(slice(source.previous(sign)))) continue;
    for (const range of elementsOf(source, at, MOST_LINES)) {
      const { start } = range;
      if (!isString(source, start)) continue;
      const text = tokens.kind[start] === STRING ? stringValue(source, start) : slice(start + 1);
      const name = /^([A-Za-z][\w-]{4,48}):\s?/.exec(text)?.[1]?.toLowerCase();
      if (name !== undefined) found.push({ source, name, key: start, value: range, range, form: 'line', strip: true });
    }
  }
  return found;
}

/** `.auth(key, { type: 'bearer' })`, `.auth('Bearer …')`. */
function byMethod(source: Source, key: number): HeaderSite | undefined {
  const open = source.next(key);
  if (source.slice(open) !== '(') return undefined;
  const [value, options] = elementsOf(source, open, 2);
  if (value === undefined) return undefined;
  const range = { start: key, end: Math.min((source.match[open] ?? key) + 1, source.tokens.count) };
  const site = { source, name: 'authorization', key, value, range } as const;
  if (options !== undefined)
    return saysBearer(source, options) ? { ...site, form: 'scheme', prepend: 'Bearer ' } : undefined;
  return isString(source, value.start) ? { ...site, form: 'call' } : undefined;
}

function saysBearer(source: Source, { start }: Range): boolean {
  const type =
    source.tokens.kind[start] === OPEN ? entriesOf(source, start).entries.find(({ key }) => key === 'type') : undefined;
  const text = type === undefined ? -1 : type.value.start;
  return source.tokens.kind[text] === STRING && stringValue(source, text) === 'bearer';
}

/** `auth: { bearer: key }` */
function byOption(source: Source, key: number): HeaderSite | undefined {
  const open = source.next(source.next(key));
  if (source.slice(source.next(key)) !== ':' || source.slice(open) !== '{') return undefined;
  const bearer = entriesOf(source, open).entries.find((entry) => entry.key === 'bearer');
  if (bearer === undefined) return undefined;
  const { value, keyToken } = bearer;
  const range = { start: keyToken, end: value.end };
  return { source, name: 'authorization', key, value, range, form: 'scheme', prepend: 'Bearer ' };
}
