// From a header to the address it is sent to: outwards step by step, stopping at the first step where any address
// stands, known or not. Never by the file alone: that a file mentions a host says nothing of a header in it.
import type { Addresses, AddressSite } from './addresses.ts';
import { branchRound } from './branches.ts';
import { createHolders, literalField, ownerOf } from './holders.ts';
import { lambdaRound } from './lambdas.ts';
import type { Scope } from './scope-nesting.ts';
import { isDot, type Range, type Source, unitStart } from './source.ts';
import { BRACE, CLOSE, PAREN, SQUARE, WORD } from './tokens.ts';
import type { Values } from './values.ts';
import type { Address } from './vocabulary.ts';

export type Step = 'call' | 'statement' | 'variable' | 'function' | 'block' | 'class';

export interface Link {
  readonly step: Step;
  readonly addresses: readonly Address[];
  /** True when the header stands in the request itself and nothing else can share it. */
  readonly own: boolean;
}

export interface Linker {
  readonly linkOf: (token: number) => Link | undefined;
}

const MAX_HOPS = 4;
const NEAR = 6;
const MAX_USES = 40;
/** Keys under which a part of one request stands; under any other, an object in an object is a record of its own. */
const PART_OF_REQUEST =
  /header|hook|interceptor|before|common|default|config|option|init|request|param|opts|http|fetch|transport|client|^on$/i;

/** Names of classes whose objects are handed to a client, to add headers to what it sends. */
const ADDS_HEADERS = /auth|interceptor|handler|middleware|plugin|credential|transport|round_?tripper|headers?$/i;

/** The first uses of a name in a scope; the list is in order. */
function usesIn(uses: readonly number[], { start, end }: Range): readonly number[] {
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found = uses.slice(low, low + MAX_USES);
  return found.filter((use) => use < end);
}

interface Search {
  readonly seen: Set<number>;
  /** Variables whose uses are being followed: once is enough, and at the first hop reaches furthest. */
  readonly holders: Set<string>;
  readonly hops: number;
}

export function createLinker(source: Source, values: Values, addresses: Addresses): Linker {
  const { tokens, slice, parent, match } = source;
  const isShape = (open: number, shape: number): boolean => tokens.shape[open] === shape;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  /** PHP and Swift write maps in square brackets. */
  const mapsInSquares = /^(?:php|swift)$/.test(source.syntax.language);
  const holderOf = createHolders(source);
  const toAddresses = (sites: readonly AddressSite[]): readonly Address[] => sites.flatMap((site) => site.addresses);

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
        if (child !== token && !isShape(child, SQUARE)) return 'barrier';
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
    return slice(sign) === ':' || (typed && /^(?:=|=>|to)$/.test(slice(sign))) ? slice(source.previous(sign)) : '';
  }

  /** Many headers fill one variable; its uses are followed once. */
  const usesOfHolder = new Map<string, readonly Address[]>();

  function climbUses(name: string, from: number, search: Search): readonly Address[] {
    const scope = lambdaRound(source, name, from) ?? holderScope(name, from);
    const key = `${name} ${scope.start} ${scope.end}`;
    const known = search.hops === 0 ? usesOfHolder.get(key) : undefined;
    if (known !== undefined) return known;
    if (search.holders.has(key)) return [];
    search.holders.add(key);
    const found: Address[] = [];
    for (const use of usesIn(values.definitions.usesOf(name), scope)) {
      if (search.seen.has(use)) continue;
      search.seen.add(use);
      const link = climb(use, { ...search, hops: search.hops + 1 });
      if (link !== undefined) found.push(...link.addresses);
    }
    if (search.hops === 0) usesOfHolder.set(key, found);
    return found;
  }

  /** Where a variable is visible: uses of the same name elsewhere are another variable. */
  function holderScope(name: string, from: number): Scope {
    const found = values.definitions.lookup(name, from);
    if (name.startsWith('.')) {
      for (let at: Scope | undefined = source.scopeOf(from); at !== undefined; at = at.parent)
        if (at.kind === 'class') return at;
    }
    // A name that this file does not declare: no further than the function.
    return found[0]?.scope ?? functionOf(source.scopeOf(from));
  }

  function climbCallers(scope: Scope, search: Search): readonly Address[] {
    if (scope.name === '' || scope.kind !== 'function') return [];
    const record = parent[scope.start] ?? -1;
    if (record >= 0 && isShape(record, BRACE) && !source.isBlock(record)) {
      const own = direct(record);
      if (own.length > 0) return toAddresses(own);
    }
    const uses = [...values.definitions.usesOf(scope.name), ...values.definitions.usesOf(`.${scope.name}`)];
    const found: Address[] = [];
    for (const use of uses.slice(0, MAX_USES)) {
      if (search.seen.has(use) || source.next(use) === scope.start) continue;
      search.seen.add(use);
      const link = climb(use, { ...search, hops: search.hops + 1 });
      if (link !== undefined) found.push(...link.addresses);
    }
    return found;
  }

  function climb(token: number, search: Search): Link | undefined {
    source.budget.left -= 20;
    const inBrackets = climbBrackets(token);
    if (inBrackets === 'barrier') return undefined;
    if (inBrackets !== undefined)
      return { step: search.hops === 0 ? 'call' : 'variable', addresses: inBrackets, own: search.hops === 0 };
    const { start, end } = source.statementOf(token);
    const block = source.blockOf(token);
    const sites = addresses.within(start, end).filter((site) => source.blockOf(site.token) === block);
    if (sites.length > 0) return { step: 'statement', addresses: toAddresses(sites), own: false };
    if (search.hops >= MAX_HOPS || source.budget.left < 0) return undefined;
    const holder = holderOf(start, end);
    const scope = source.scopeOf(token);
    if (holder !== undefined) {
      const found = holder.returns ? climbCallers(functionOf(scope), search) : climbUses(holder.name, start, search);
      if (found.length > 0) {
        const step = holder.returns ? 'function' : 'variable';
        return { step, addresses: search.hops === 0 && !holder.returns ? inBranch(start, found) : found, own: false };
      }
      const around = isGiven(holder.name, start, scope) ? climbBrackets(scope.start) : undefined;
      if (around !== undefined && around !== 'barrier') return { step: 'statement', addresses: around, own: false };
    }
    const field = literalField(source, token);
    const kept = field === undefined ? [] : climbUses(`.${field}`, token, search);
    if (kept.length > 0) return { step: 'variable', addresses: kept, own: false };
    const receiver = receiverOf(token);
    const through = receiver === undefined ? [] : climbUses(receiver.name, receiver.token, search);
    if (through.length > 0) return { step: 'variable', addresses: through, own: false };
    // A use of a variable says what it is sent with, not what else happens near it.
    return search.hops > 0 ? undefined : (climbBlocks(token, scope) ?? climbOwner(scope, search));
  }

  /** `class KeyAuth(AuthBase)`, `class KeyInterceptor : Interceptor`: it adds headers to what it is handed to. */
  function climbOwner(scope: Scope, search: Search): Link | undefined {
    const owner = ownerOf(source, functionOf(scope));
    if (owner === undefined || !ADDS_HEADERS.test(owner.name)) return undefined;
    const { name, start, end } = owner;
    const uses = values.definitions.usesOf(name).filter((use) => use < start - 1 || use >= end);
    const found = uses.slice(0, MAX_USES).flatMap((use) => {
      search.seen.add(use);
      return climb(use, { ...search, hops: search.hops + 1 })?.addresses ?? [];
    });
    return found.length === 0 ? undefined : { step: 'variable', addresses: found, own: false };
  }

  /** Where a request takes several addresses and headers, those that are set in one branch belong together. */
  function inBranch(token: number, found: readonly Address[]): readonly Address[] {
    if (found.every(({ host }) => host === 'native') || found.every(({ host }) => host === 'other')) return found;
    const range = branchRound(source, token);
    // A variable that is set there can be any of what it is set to.
    const all = range === undefined ? [] : addresses.within(range.start, range.end);
    const sites = all.filter((site) => site.addresses.length === 1);
    return sites.length === 0 ? found : toAddresses(sites);
  }

  /** What the call round a token is made on, when this file made it: `client` of `client.R().Header(…)` and `client.send(request)`. */
  function receiverOf(token: number): { readonly name: string; readonly token: number } | undefined {
    if (source.syntax.family === 'script' || source.syntax.family === 'python') return undefined;
    const own = slice(source.next(token)) === '(' ? source.next(token) : (parent[token] ?? -1);
    for (let open = own; open >= 0 && !source.isBlock(open); open = parent[open] ?? -1) {
      if (!isShape(open, PAREN)) continue;
      let at = source.previous(open);
      for (let steps = 0; steps < MAX_USES && isDot(source, source.previous(at)); steps += 1) {
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

  /** A hook of a client fills what it is given: `hooks: { beforeRequest: [(request) => …] }` beside the address. */
  function isGiven(name: string, token: number, scope: Scope): boolean {
    if (scope.kind !== 'function' || source.syntax.family !== 'script') return false;
    return values.definitions.lookup(name, token).some((found) => found.type === 'parameter' && found.scope === scope);
  }

  function functionOf(scope: Scope): Scope {
    let at = scope;
    while (at.kind !== 'function' && at.parent !== undefined) at = at.parent;
    return at;
  }

  /** Kotlin's `defaultRequest { … }`: all that stands in it says one thing. */
  function isBuilder(block: number): boolean {
    if (source.syntax.language !== 'kotlin') return false;
    const before = source.previous(block);
    const callee = slice(before) === ')' ? source.previous(match[before] ?? 0) : before;
    return tokens.kind[callee] === WORD && !/^(?:if|else|for|while|when|try|catch|finally|do)$/.test(slice(callee));
  }

  function climbBlocks(token: number, innermost: Scope): Link | undefined {
    // Kotlin's `fun f() = client.post(URL) { … }`: the block is no body of its own.
    const outer = innermost.parent;
    const scope = outer?.kind === 'function' && outer.start === innermost.start ? outer : innermost;
    let built = true;
    for (let block = source.blockOf(token); block > scope.body - 1 && block >= 0; block = source.blockOf(block)) {
      built &&= isBuilder(block);
      if (scope.kind === 'module' && !isBuilder(block)) return undefined;
      const sites = addresses.within(block, match[block] ?? block);
      if (sites.length > 0) {
        const step = block === source.blockOf(token) && isBuilder(block) ? 'statement' : 'block';
        return { step, addresses: toAddresses(sites), own: false };
      }
      // `client.post(URL) { header(…) }`: the call that a block belongs to.
      const { start, end } = source.statementOf(block);
      const call = typed
        ? addresses.within(start, end).filter(({ token: at }) => source.blockOf(at) === source.blockOf(block))
        : [];
      if (call.length > 0) return { step: built ? 'statement' : 'block', addresses: toAddresses(call), own: false };
    }
    for (let at: Scope | undefined = scope; at !== undefined && at.kind !== 'module'; at = at.parent) {
      const sites = addresses.within(at.start, at.end);
      if (sites.length > 0)
        return { step: at.kind === 'class' ? 'class' : 'block', addresses: toAddresses(sites), own: false };
    }
    return undefined;
  }

  return { linkOf: (token) => climb(token, { seen: new Set([token]), holders: new Set(), hops: 0 }) };
}
