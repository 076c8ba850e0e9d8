// A provider's key in a request that a browser or an app sends: in its headers, in its address, among a socket's protocols.
import type { AnalysedUnit } from '../analysis.ts';
import { afterOtherScheme, afterScheme } from '../keys.ts';
import type { Side } from '../side.ts';
import { isProviderKeyName } from '../vocabulary.ts';
import { addressedKeys } from './addressed-keys.ts';
import { describe, type Found, foundAt } from './client-findings.ts';
import { judgeUse, judgeUseInApp } from './key-use.ts';

export const BROWSER_HEADER = 'anthropic-dangerous-direct-browser-access';
const KEY_HEADERS = /^(?:x-api-key|authorization|api-key|anthropic-api-key|x-goog-api-key|xi-api-key)$/;

/** (c) and (d) The keys in requests of a unit that ships. */
export function findRequestsOfClient(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  return [...findInHeaders(unit, side, path), ...findAddressed(unit, side, path)];
}

/** A key in the address of a request that a browser or an app sends. */
function findAddressed(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  if (side.side !== 'client') return [];
  const inApp = unit.source.syntax.family === 'typed';
  return addressedKeys(unit).flatMap(({ value, host, start, end }) => {
    const use = inApp ? judgeUseInApp(value) : judgeUse(value, false, side);
    return use === undefined ? [] : [foundAt(start, end, `a request to ${host}`, use, side, path)];
  });
}

/** A key in the headers of a request that a browser sends. */
function findInHeaders({ source, requests }: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  const inApp = source.syntax.family === 'typed';
  for (const header of requests().headers) {
    if (!KEY_HEADERS.test(header.name)) continue;
    const flagged = header.siblings.has(BROWSER_HEADER);
    if (!flagged && side.side !== 'client') continue;
    const forms = header.value.flatMap(
      (form) => afterScheme(form, header.name === 'authorization' ? 'bearer' : '') ?? afterOtherScheme(form) ?? [],
    );
    const use = inApp ? judgeUseInApp([forms]) : judgeUse([forms], flagged, side);
    if (use === undefined) continue;
    const addresses = header.link()?.addresses ?? [];
    const known = addresses.length > 0 && addresses.every(({ host }) => host !== 'other' && host !== 'unknown');
    // What is built in is in what ships, wherever it goes from there.
    const named = use.sort !== 'own' && inApp && addresses.every(({ host }) => host !== 'other');
    const providers = header.siblings.has('anthropic-version') || isProviderKeyName(use.variable ?? '');
    if (!flagged && !known && !(named && providers)) continue;
    found.push({
      ...describe(
        use,
        flagged ? `the header ${BROWSER_HEADER}` : `a request to ${addresses[0]?.name ?? 'the provider'}`,
        side,
        path,
      ),
      start: header.start,
      end: header.end,
      code: header.code,
      ...(use.variable === undefined ? {} : { variable: use.variable }),
    });
  }
  return found;
}
