// From a header outwards through the brackets round it, up to the first that holds an address, or to the border of its
// record. Apart from link.ts, which goes on from statement to variable and function.
import { type Addresses, type AddressSite, toAddresses } from './addresses.ts';
import { isTuple, type Source, unitStart } from './source.ts';
import { BRACE, CLOSE, PAREN, SQUARE, WORD } from './tokens.ts';
import type { Address } from './vocabulary.ts';

const NEAR = 6;
/** Keys under which a part of one request stands; under any other, an object in an object is a record of its own. */
const PART_OF_REQUEST =
  /header|hook|interceptor|before|common|default|config|option|init|request|param|opts|http|fetch|transport|client|^on$/i;

export interface BracketClimber {
  /** Sites of a bracket's own level: not in an object or list inside it, which is another record. */
  readonly direct: (open: number) => readonly AddressSite[];
  /** `barrier`: a record ended without an address, and nothing beyond belongs to it. */
  readonly climbBrackets: (token: number) => readonly Address[] | 'barrier' | undefined;
}

export function createBracketClimber(source: Source, addresses: Addresses): BracketClimber {
  const { tokens, slice, parent, match } = source;
  const isShape = (open: number, shape: number): boolean => tokens.shape[open] === shape;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  /** PHP and Swift write maps in square brackets. */
  const mapsInSquares = /^(?:php|swift)$/.test(source.syntax.language);

  /** Sites of a bracket's own level: not in an object or list inside it, which is another record. */
  function direct(open: number): readonly AddressSite[] {
    const all = addresses.within(open + 1, Math.min(match[open] ?? 0, tokens.count));
    const whole = new Set(all.map((site) => site.token));
    return all.filter((site) => {
      // What stands in a hole of an address is part of it.
      if (whole.has(parent[parent[site.token] ?? -1] ?? -1)) return false;
      for (let at = parent[site.token] ?? -1; at !== open; at = parent[at] ?? -1) {
        source.budget.left -= 1;
        if (at < 0 || isShape(at, BRACE) || isShape(at, SQUARE) || source.isBlock(at)) return false;
      }
      return true;
    });
  }

  /** Climbs the brackets round a token. `barrier`: a record ended without an address, and nothing beyond belongs to it. */
  function climbBrackets(token: number): readonly Address[] | 'barrier' | undefined {
    let child = token;
    let levels = 0;
    for (let open = parent[token] ?? -1; open >= 0 && !source.isBlock(open); child = open, open = parent[open] ?? -1) {
      source.budget.left -= 5;
      levels += 1;
      // Past the budget only what stands close together is linked.
      if (source.budget.left < 0 && levels > NEAR) return 'barrier';
      const record = isShape(open, BRACE) || (mapsInSquares && isShape(open, SQUARE) && !isSubscript(open));
      if (!record && isShape(open, SQUARE) && !isSubscript(open)) {
        // Pairs in a list of headers are part of the request; other lists hold records.
        const tuple = isTuple(source, child) && source.next(child) === token;
        if (child !== token && !isShape(child, SQUARE) && !tuple) return 'barrier';
        continue;
      }
      const sites = record || isShape(open, PAREN) ? direct(open) : [];
      if (sites.length > 0) return toAddresses(sites);
      const outer = parent[open] ?? -1;
      const inRecord = outer >= 0 && (isShape(outer, BRACE) || (mapsInSquares && isShape(outer, SQUARE)));
      // `{ "X", value }` is one entry of what holds it.
      const pair =
        typed && child === token && source.previous(token) === open && /^[{,]$/.test(slice(source.previous(open)));
      if (record && inRecord && !source.isBlock(outer) && !pair && !PART_OF_REQUEST.test(keyOf(open))) return 'barrier';
    }
    return undefined;
  }

  function isSubscript(open: number): boolean {
    const before = source.previous(open);
    return tokens.kind[before] === WORD || slice(before) === ')' || slice(before) === ']';
  }

  function keyOf(open: number): string {
    let sign = source.previous(open);
    // PowerShell's `@{`.
    if (typed && slice(sign) === '@') sign = source.previous(sign);
    // Python's `'headers': lambda key: {…}`.
    if (source.syntax.family === 'python')
      for (let at = sign, steps = 0; steps < NEAR && tokens.kind[at] !== CLOSE; at = source.previous(at), steps += 1)
        if (slice(at) === 'lambda') sign = source.previous(at);
    // Go and C# write the type between: `Header: http.Header{…}`.
    for (let steps = 0; typed && steps < 8 && /^[\w.\]>]+$/.test(slice(sign)); steps += 1)
      sign = source.previous(unitStart(source, sign));
    if (slice(sign) === '&') sign = source.previous(sign);
    return slice(sign) === ':' || (typed && /^(?:=|=>|to)$/.test(slice(sign))) ? slice(source.previous(sign)) : '';
  }

  return { direct, climbBrackets };
}
