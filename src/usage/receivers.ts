// What a call is made on: the client that this file made, or the one that a client is made of. Apart from link.ts, which
// follows both to their addresses.
import type { Addresses } from './addresses.ts';
import { isDot, type Source } from './source.ts';
import { CLOSE, PAREN, WORD } from './tokens.ts';
import type { Values } from './values.ts';
import type { Address } from './vocabulary.ts';

const MOST_STEPS = 40;
const EXTENDS = /^(?:extend|with_options)$/;

/** What the call round a token is made on, when this file made it: `client` of `client.R().Header(…)` and `client.send(request)`. */
export function receiverOf(
  source: Source,
  values: Values,
  token: number,
): { readonly name: string; readonly token: number } | undefined {
  const { tokens, slice, parent, match } = source;
  if (source.syntax.family === 'script' || source.syntax.family === 'python') return undefined;
  const own = slice(source.next(token)) === '(' ? source.next(token) : (parent[token] ?? -1);
  for (let open = own; open >= 0 && !source.isBlock(open); open = parent[open] ?? -1) {
    if (tokens.shape[open] !== PAREN) continue;
    let at = source.previous(open);
    for (let steps = 0; steps < MOST_STEPS && isDot(source, source.previous(at)); steps += 1) {
      at = source.previous(source.previous(at));
      while (tokens.kind[at] === CLOSE) at = source.previous(match[at] ?? 0);
      source.budget.left -= 2;
    }
    const name = slice(at);
    if (tokens.kind[at] !== WORD || at === source.previous(open)) continue;
    if (values.definitions.lookup(name, at).some(({ type }) => type === 'value')) return { name, token: at };
  }
  return undefined;
}

/** `api.extend({ headers })`: the addresses that the client it is made of was made with. */
export function addressesOfExtended(
  source: Source,
  values: Values,
  addresses: Addresses,
  token: number,
): readonly Address[] {
  const client = extendedRound(source, token);
  const found = client < 0 ? [] : values.definitions.lookup(source.slice(client), client);
  const only = found.length === 1 ? found[0] : undefined;
  return only?.type === 'value'
    ? addresses.within(only.value.start, only.value.end).flatMap((site) => site.addresses)
    : [];
}

/** The client of `client.extend({ … })` round a token; -1 where there is none. */
function extendedRound(source: Source, token: number): number {
  const { tokens, slice, parent } = source;
  if (source.syntax.family !== 'script' && source.syntax.family !== 'python') return -1;
  for (let open = parent[token] ?? -1; open >= 0 && !source.isBlock(open); open = parent[open] ?? -1) {
    const method = source.previous(open);
    if (tokens.shape[open] !== PAREN || !EXTENDS.test(slice(method))) continue;
    const client = source.previous(source.previous(method));
    return tokens.kind[client] === WORD ? client : -1;
  }
  return -1;
}

/** The client that an expression `client.extend(…)` is made of; -1 where it is made anew. */
export function extendedIn(source: Source, start: number, end: number): number {
  const { tokens, slice } = source;
  let at = /^(?:await|new)$/.test(slice(start)) ? source.next(start) : start;
  if (/^(?:this|self)$/.test(slice(at)) && slice(source.next(at)) === '.') at = source.next(source.next(at));
  const method = source.next(source.next(at));
  const extends_ = tokens.kind[at] === WORD && method < end && EXTENDS.test(slice(method));
  return extends_ && slice(source.next(at)) === '.' ? at : -1;
}
