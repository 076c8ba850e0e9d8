// What the callers in this file give a function that sends a header: the key, and the address. Apart from the linker, which
// goes by what a function says itself.
import { toAddresses } from '../addresses.ts';
import { callsOf, givenFor } from '../handed.ts';
import { afterScheme, type Carried, judgeCarried } from '../keys.ts';
import type { Link } from '../link.ts';
import type { RequestHeader, Requests } from '../requests.ts';
import { functionOf } from '../scope-nesting.ts';
import type { Values } from '../values.ts';

/** `Bearer ${token}` with a parameter that all calls in this file give Anthropic's key for. */
export function carriedByCallers({ source, value }: RequestHeader, values: Values): Carried | undefined {
  const [form, ...others] = value;
  const [piece, ...rest] = form === undefined ? [] : (afterScheme(form, 'bearer') ?? []);
  if (others.length > 0 || rest.length > 0 || piece?.type !== 'hole' || piece.origin !== 'parameter') return undefined;
  const given = givenFor(source, values.definitions, piece.names, piece.range.start).flatMap((range) =>
    values.valueOf(range),
  );
  const judged = given.map((one) => judgeCarried(one));
  const own = judged.length > 0 && judged.every(({ sort }) => sort === 'anthropic' || sort === 'literal');
  // Where the key itself stands is another place than the header's.
  return own ? { sort: 'anthropic', piece } : undefined;
}

/** `fetch(url, …)` with a parameter: where all calls in this file send it. */
export function sentByCallers({ source, value, link }: RequestHeader, { addresses }: Requests): Link | undefined {
  const [piece] = value[0]?.filter(({ type }) => type === 'hole') ?? [];
  const asked = link()?.addresses ?? [];
  if (piece === undefined || asked.length === 0 || asked.some(({ host, name }) => host !== 'unknown' || name !== ''))
    return undefined;
  const { name, start } = functionOf(source.scopeOf(piece.range.start));
  const calls = name === '' ? [] : callsOf(source, name).filter((call) => source.next(call) !== start);
  const sent = calls.map((call) => {
    const open = source.next(call);
    return toAddresses(addresses.within(open, source.match[open] ?? open));
  });
  return sent.length === 0 || sent.some((one) => one.length === 0)
    ? undefined
    : { step: 'function', addresses: sent.flat(), own: false };
}
