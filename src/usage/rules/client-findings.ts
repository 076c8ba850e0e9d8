// What a client-side finding says: message, evidence and fix by where the key comes from; apart, so that each way of
// finding one can make it.
import type { Match } from '../../rule.ts';
import type { Side } from '../side.ts';
import { endOffset, normalForm, type Range, type Source, startOffset } from '../source.ts';
import { PUBLIC_PREFIXES } from '../vocabulary.ts';
import type { HandedOver } from './handed-over.ts';
import type { Use } from './key-use.ts';
import { ownKeyFix, serverRoute } from './server-route.ts';
import type { Shipped } from './shipped-files.ts';

export interface Found extends Match {
  /** True when the end user brings the key. */
  readonly own: boolean;
  /** The public variable, so that it is reported once. */
  readonly variable?: string;
}

export function shippedMatch({ name, place, start, end }: Shipped, path: string): Found {
  return {
    own: false,
    message: `${name} is a secret key that is written into what ships: everybody who has it can read it.`,
    evidence: `it stands in ${place}`,
    fix: serverRoute(path, undefined),
    start,
    end,
    code: `${place} ${name}`,
    variable: name,
  };
}

export function handedMatch({ name, place, certain, start, end }: HandedOver, path: string): Found {
  return {
    ...shippedMatch({ name, place, start, end }, path),
    message: certain
      ? `${name} is a secret key that a server hands to the browser: everybody who opens the page can read it.`
      : `${name} is given to a component; if that runs in the browser, everybody can read it.`,
    ...(certain ? {} : { level: 'warning' as const }),
  };
}

export function matchOf(source: Source, range: Range, use: Use, sign: string, side: Side, path: string): Found {
  return {
    ...describe(use, sign, side, path),
    start: startOffset(source, range.start),
    end: endOffset(source, range.end),
    code: normalForm(source, range.start, range.end),
    ...(use.variable === undefined ? {} : { variable: use.variable }),
  };
}

export function foundAt(start: number, end: number, sign: string, use: Use, side: Side, path: string): Found {
  const { variable } = use;
  return {
    ...describe(use, sign, side, path),
    start,
    end,
    code: sign,
    ...(variable === undefined ? {} : { variable }),
  };
}

export function publicMatch(start: number, end: number, name: string, code: string, side: Side, path: string): Found {
  return { ...describe({ sort: 'public', variable: name }, '', side, path), start, end, code, variable: name };
}

export function describe(use: Use, sign: string, side: Side, path: string): Omit<Found, 'start' | 'end'> {
  const prefix = PUBLIC_PREFIXES.find((text) => use.variable?.startsWith(text)) ?? '';
  const reasons = [
    use.sort === 'public' ? `${prefix} variables are written into the bundle` : '',
    sign,
    side.evidence,
  ].filter((reason) => reason !== '');
  const message = {
    public: `${use.variable ?? 'This variable'} is a secret key under a public name: every visitor can read it.`,
    env: 'A provider key from the environment is given to code that runs in the browser.',
    literal: 'A provider key stands in code that runs in the browser.',
    own: "The user's own provider key is used from the browser.",
  }[use.sort];
  const own = use.sort === 'own';
  return {
    own,
    message,
    evidence: reasons.join('; '),
    fix: own ? ownKeyFix : serverRoute(path, use.sort === 'public' ? use.variable : undefined),
  };
}
