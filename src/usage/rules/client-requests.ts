// A provider's key in a request that a browser or an app sends, in its headers, in its address, among a socket's protocols,
// or given to the client that sends it.
import type { AnalysedUnit } from '../analysis.ts';
import { afterOtherScheme, afterScheme } from '../keys.ts';
import type { Side } from '../side.ts';
import { elementsOf, entriesOf } from '../source.ts';
import { OPEN, PAREN, WORD } from '../tokens.ts';
import { AI_CLIENT, isProviderKeyName, KEY_OPTION } from '../vocabulary.ts';
import { addressedKeys } from './addressed-keys.ts';
import { describe, type Found, foundAt, matchOf } from './client-findings.ts';
import { judgeUse, judgeUseInApp } from './key-use.ts';

export const FLAG = 'dangerouslyAllowBrowser';
export const BROWSER_HEADER = 'anthropic-dangerous-direct-browser-access';
const KEY_HEADERS = /^(?:x-api-key|authorization|api-key|anthropic-api-key|x-goog-api-key|xi-api-key)$/;

const HEX_KEY = /^(?=[a-f0-9]{0,38}[a-f])[a-f0-9]{40}$/;

/** (c) and (d) The keys in requests of a unit that ships. */
export function findRequestsOfClient(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  return [...findInHeaders(unit, side, path), ...findAddressed(unit, side, path)];
}

/** A key in the address of a request that a browser or an app sends. */
function findAddressed(unit: AnalysedUnit, side: Side, path: string): readonly Found[] {
  if (side.side !== 'client') return [];
  const inApp = unit.source.syntax.family === 'typed';
  return addressedKeys(unit).flatMap(({ value, host, start, end }) => {
    // Deepgram's keys have no sign of their own.
    const bare =
      host === 'api.deepgram.com' && value.flat().some((one) => one.type === 'text' && HEX_KEY.test(one.text));
    const use = bare ? { sort: 'literal' as const } : inApp ? judgeUseInApp(value) : judgeUse(value, false, side);
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

/** (b) A provider's client made with the browser flag, or with a public variable under any name. */
export function findClients({ source, requests }: AnalysedUnit, side: Side, path: string): readonly Found[] {
  const found: Found[] = [];
  const { tokens } = source;
  // A client of one's own that is given the flag is one as well.
  const flags = tokens.text.includes(FLAG);
  for (let open = 1; open < tokens.count; open += 1) {
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN) continue;
    const i = source.previous(open);
    if (tokens.kind[i] !== WORD) continue;
    const made = source.slice(source.previous(i)) === 'new';
    const known = AI_CLIENT.test(source.slice(i));
    if (known ? !made && !source.slice(i).startsWith('create') : !made || !flags) continue;
    const argument = elementsOf(source, open, 2)[0];
    if (argument === undefined) continue;
    const { values } = requests();
    const object = values.objectOf(argument);
    const entries = object < 0 ? [] : entriesOf(source, object).entries;
    const key = object < 0 ? argument : entries.find((entry) => KEY_OPTION.test(entry.key))?.value;
    if (key === undefined || /^(?:null|undefined)$/.test(source.slice(key.start))) continue;
    if (!known && !entries.some((entry) => entry.key === FLAG)) continue;
    const flag = entries.some((entry) => entry.key === FLAG && source.slice(entry.value.start) === 'true');
    const use = judgeUse(values.valueOf(key), flag, side);
    // A wrapper that also sets the address or the transport is a library; who brings the key is its caller's matter.
    const wraps =
      entries.some((entry) => /^(?:baseURL|baseUrl|fetch|defaultHeaders|authToken)$/.test(entry.key)) ||
      (object >= 0 && entriesOf(source, object).open);
    if (use?.sort === 'own' && wraps && side.side !== 'client') continue;
    // Behind an address of its own, only what is called a provider's key is one.
    if (use?.sort === 'env' && wraps && !isProviderKeyName(use.variable ?? '')) continue;
    if (use !== undefined) found.push(matchOf(source, key, use, flag ? `${FLAG}: true` : '', side, path));
  }
  return found;
}
