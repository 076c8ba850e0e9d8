// What the callers in this file give a function that sends a header: the key, and the address. Apart from the linker, which
// goes by what a function says itself.
import { addressesOf } from '../address-values.ts';
import { withoutLabel } from '../calls.ts';
import { callersOf, givenFor } from '../handed.ts';
import { afterScheme, type Carried, judgeCarried } from '../keys.ts';
import type { Link } from '../link.ts';
import type { RequestHeader, Requests } from '../requests.ts';
import { functionOf } from '../scope-nesting.ts';
import { elementsOf } from '../source.ts';
import type { Values } from '../values.ts';

/** `Bearer ${token}` with a parameter that all calls in this file give Anthropic's key for. */
export function carriedByCallers({ source, value }: RequestHeader, values: Values): Carried | undefined {
  const sent = value.map((form) => afterScheme(form, 'bearer') ?? []);
  const piece = sent[0]?.[0];
  const isSame = sent.every(([one, ...rest]) => rest.length === 0 && one?.names.join('.') === piece?.names.join('.'));
  if (!isSame || piece?.type !== 'hole' || piece.origin !== 'parameter') return undefined;
  const given = givenFor(source, values.definitions, piece.names, piece.range.start);
  const judged = given.flatMap((range) => values.valueOf(range)).map((one) => judgeCarried(one));
  const own = judged.length > 0 && judged.every(({ sort }) => sort === 'anthropic' || sort === 'literal');
  // Where the key itself stands is another place than the header's.
  return own ? { sort: 'anthropic', piece } : undefined;
}

/** `fetch(url, …)` with a parameter: where all calls in this file send it. */
export function sentByCallers({ source, value, link }: RequestHeader, requests: Requests): Link | undefined {
  const { addresses, values } = requests;
  const [piece] = value[0]?.filter(({ type }) => type === 'hole') ?? [];
  const asked = link()?.addresses ?? [];
  // A native address is that of a call, where the linker found it.
  const isOpen = asked.some(({ host, name }) => host === 'unknown' && name === '');
  if (piece === undefined || !isOpen || asked.some(({ host, name }) => host !== 'native' && name !== ''))
    return undefined;
  const sent = callersOf(source, functionOf(source.scopeOf(piece.range.start))).map((call) =>
    elementsOf(source, source.next(call), 8)
      .filter(({ start, end }) => addresses.within(start, end).length > 0)
      .flatMap((range) => addressesOf(values.valueOf(withoutLabel(source, range)))),
  );
  return sent.length === 0 || sent.some((one) => one.length === 0)
    ? undefined
    : { step: 'function', addresses: sent.flat(), own: false };
}
