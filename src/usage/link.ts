// From a header to the address it is sent to: outwards step by step, stopping at the first step where any address
// stands, known or not. Never by the file alone: that a file mentions a host says nothing of a header in it.
import { type Addresses, toAddresses } from './addresses.ts';
import {
  argumentAt,
  callsOf,
  decoratedBy,
  isExtension,
  namedFunctions,
  nameIn,
  originOf,
  parameterOf,
  parameterPlace,
  sentWith,
} from './handed.ts';
import { createHolders, interfaceRound, literalFields, ownerOf } from './holders.ts';
import { lambdaRound } from './lambdas.ts';
import { lazy } from './lazy.ts';
import { createBracketClimber } from './link-brackets.ts';
import { createPlaces, filledUntil } from './link-places.ts';
import { addressesOfExtended, receiverOf } from './receivers.ts';
import { functionOf, type Scope } from './scope-nesting.ts';
import type { Range, Source } from './source.ts';
import { BRACE } from './tokens.ts';
import { usesIn } from './uses.ts';
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
const MAX_USES = 40;
/** Names of classes whose objects are handed to a client, to add headers to what it sends. */
const ADDS_HEADERS = /auth|interceptor|handler|middleware|plugin|credential|transport|round_?tripper|headers?$/i;

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
  const holderOf = createHolders(source);
  const functions = lazy(() => namedFunctions(source));
  const { inBranch, isGiven, isBuilder, makesClient } = createPlaces(source, values, addresses);
  const { direct, climbBrackets } = createBracketClimber(source, addresses);

  /** Many headers fill one variable; its uses are followed once. */
  const usesOfHolder = new Map<string, readonly Address[]>();

  function climbUses(name: string, from: number, search: Search): readonly Address[] {
    const scope: Range =
      lambdaRound(source, name, from) ?? filledUntil(source, values.definitions, name, from) ?? holderScope(name, from);
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

  /** `self.headers` of a class that is a client itself: they go with what it sends. */
  function climbOwnCalls(from: number, search: Search): readonly Address[] {
    const methods = source.syntax.family === 'python' ? ['.post', '.get', '.request', '.stream'] : [];
    return methods.flatMap((name) => climbUses(name, from, search));
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

  /** `req, err := newRequest(ctx, path)`, `prepared = request.prepare()`: what the request was made from. */
  function climbOrigins(name: string, start: number): readonly Address[] {
    const made = name === '' ? [] : values.definitions.lookup(name, start).slice(0, MAX_HOPS);
    const expressions = made.flatMap((one) => (one.type === 'value' ? [one.value.start] : []));
    return (name === '' ? [start] : expressions).flatMap((expression) => {
      const origin = originOf(source, values.definitions, functions, expression);
      return origin === undefined ? [] : toAddresses(addresses.within(origin.start, origin.end));
    });
  }

  /** `.AddTransforms(context => { context.AddRequestHeader(…); })`: what is said in the chain that gives the parameter. */
  function chainRound(name: string, token: number): readonly Address[] {
    const lambda = lambdaRound(source, name, token);
    if (lambda === undefined) return [];
    const { start, end } = source.statementOf(lambda.start);
    return toAddresses(addresses.within(start, end));
  }

  /** `"https://…": func(h http.Header, key string) {…}`: a table by address. */
  function keyRound(scope: Scope): readonly Address[] {
    if (scope.kind !== 'function' || scope.name !== '') return [];
    const before = source.previous(scope.start);
    const sign = slice(before) === 'func' ? source.previous(before) : before;
    const key = source.previous(sign);
    return slice(sign) === ':' && key >= 0 ? toAddresses(addresses.within(key, key + 1)) : [];
  }

  /** A class that answers what its base asks: where the base sends to an address that it leaves open, its own one counts. */
  function climbReturned(scope: Scope, search: Search): readonly Address[] {
    const found = climbCallers(scope, search);
    const owner = scope.parent;
    if (owner?.kind !== 'class' || !found.every(({ host, name }) => host === 'unknown' && name === '')) return found;
    const isOwn = [scope.name, `.${scope.name}`].some((name) =>
      values.definitions
        .usesOf(name)
        .some((use) => (use > owner.start && use < scope.start - 1) || (use > scope.end && use < owner.end)),
    );
    const own = found.length === 0 || isOwn ? [] : toAddresses(addresses.within(owner.start, owner.end));
    return own.length === 0 ? found : own;
  }

  function climb(token: number, search: Search): Link | undefined {
    source.budget.left -= 20;
    const inBrackets = climbBrackets(token);
    if (inBrackets === 'barrier') return search.hops > 0 ? undefined : climbInterface(token, search);
    if (inBrackets !== undefined)
      return { step: search.hops === 0 ? 'call' : 'variable', addresses: inBrackets, own: search.hops === 0 };
    const { start, end } = source.statementOf(token);
    const block = source.blockOf(token);
    const sites = addresses.within(start, end).filter((site) => source.blockOf(site.token) === block);
    if (sites.length > 0) return { step: 'statement', addresses: toAddresses(sites), own: false };
    const sent = search.hops === 0 ? [] : sentWith(source, values, addresses, { client: token, end });
    if (sent.length > 0) return { step: 'variable', addresses: sent, own: false };
    if (search.hops >= MAX_HOPS || source.budget.left < 0) return undefined;
    const extended = addressesOfExtended(source, values, addresses, token);
    if (extended.length > 0) return { step: 'variable', addresses: extended, own: false };
    const holder = holderOf(start, end);
    const scope = source.scopeOf(token);
    const keyed = search.hops > 0 ? [] : keyRound(functionOf(scope));
    if (keyed.length > 0) return { step: 'function', addresses: keyed, own: false };
    if (holder !== undefined) {
      const uses = holder.returns ? climbReturned(functionOf(scope), search) : climbUses(holder.name, start, search);
      const found = uses.length === 0 && holder.name === '.headers' ? climbOwnCalls(start, search) : uses;
      if (found.length > 0) {
        const step = holder.returns ? 'function' : 'variable';
        return { step, addresses: search.hops === 0 && !holder.returns ? inBranch(start, found) : found, own: false };
      }
      // Rust's `fn authed(&self, rb: RequestBuilder) -> RequestBuilder { rb.bearer_auth(…) }`.
      const root = holder.returns ? slice(slice(start) === 'return' ? source.next(start) : start) : holder.name;
      const given = climbArguments(root, start, search);
      if (given.length > 0) return { step: 'function', addresses: given, own: false };
      const origins = search.hops === 0 ? climbOrigins(holder.returns ? '' : holder.name, start) : [];
      if (origins.length > 0) return { step: 'function', addresses: origins, own: false };
      const around = isGiven(holder.name, start, scope) ? climbBrackets(scope.start) : undefined;
      if (around !== undefined && around !== 'barrier') return { step: 'statement', addresses: around, own: false };
      const chain = search.hops === 0 && typed ? chainRound(holder.name, start) : [];
      if (chain.length > 0) return { step: 'statement', addresses: chain, own: false };
    }
    for (const field of literalFields(source, token)) {
      const kept = climbUses(`.${field}`, token, search);
      if (kept.length > 0) return { step: 'variable', addresses: kept, own: false };
    }
    const receiver = receiverOf(source, values, token);
    const through = receiver === undefined ? [] : climbUses(receiver.name, receiver.token, search);
    if (through.length > 0) return { step: 'variable', addresses: through, own: false };
    const inner = search.hops > 0 ? parameterOf(source, values.definitions, token) : undefined;
    const handed = inner === undefined ? [] : climbUses(inner.name, inner.token, search);
    if (handed.length > 0) return { step: 'variable', addresses: handed, own: false };
    // A use of a variable says what it is sent with, not what else happens near it.
    return search.hops > 0
      ? undefined
      : (climbBlocks(token, scope) ??
          climbInterface(token, search) ??
          climbOwner(scope, search) ??
          climbExtended(functionOf(scope), search));
  }

  /** `s.setHeaders(req)`: what is put into a parameter goes where the argument goes. */
  function climbArguments(name: string, token: number, search: Search): readonly Address[] {
    const scope = functionOf(source.scopeOf(token));
    const place = parameterPlace(source, values.definitions, { name, token, scope });
    if (place === undefined) return [];
    const found: Address[] = [];
    const uses = [...values.definitions.usesOf(scope.name), ...values.definitions.usesOf(`.${scope.name}`)];
    for (const use of uses.slice(0, MAX_USES)) {
      const argument = use === scope.start ? undefined : argumentAt(source, use, place);
      if (argument === undefined || search.seen.has(argument.start)) continue;
      search.seen.add(argument.start);
      const given = nameIn(source, argument);
      if (given < 0) found.push(...toAddresses(addresses.within(argument.start, argument.end)));
      else found.push(...climbUses(slice(given), given, { ...search, hops: search.hops + 1 }));
    }
    return found;
  }

  /** `class KeyAuth(AuthBase)`, `class KeyInterceptor : Interceptor`: it adds headers to what it is handed to. */
  function climbOwner(scope: Scope, search: Search): Link | undefined {
    const owner = ownerOf(source, functionOf(scope));
    if (owner === undefined || !ADDS_HEADERS.test(owner.name)) return undefined;
    return climbMakers(owner, search);
  }

  /** What a class or an interface is handed to. */
  function climbMakers(
    { name, start, end }: { readonly name: string; readonly start: number; readonly end: number },
    search: Search,
  ): Link | undefined {
    const uses = values.definitions.usesOf(name).filter((use) => use < start - 1 || use >= end);
    const found = uses.slice(0, MAX_USES).flatMap((use) => {
      search.seen.add(use);
      return climbOut(use, search)?.addresses ?? [];
    });
    return found.length === 0 ? undefined : { step: 'variable', addresses: found, own: false };
  }

  /** From where something is used: what it is used in, or what stands round that. */
  function climbOut(use: number, search: Search): Link | undefined {
    return climb(use, { ...search, hops: search.hops + 1 }) ?? climbBlocks(use, source.scopeOf(use));
  }

  /** Refit's and Retrofit's interfaces: `RestService.For<Api>("https://…")`. */
  function climbInterface(token: number, search: Search): Link | undefined {
    const found = typed ? interfaceRound(source, token) : undefined;
    if (found === undefined) return undefined;
    // Kotlin's `companion object { fun create() = Retrofit.Builder().baseUrl("https://…") }`
    const own = toAddresses(addresses.within(found.start, found.end));
    return climbMakers(found, search) ?? (own.length === 0 ? undefined : { step: 'class', addresses: own, own: false });
  }

  /** `fun HttpRequestBuilder.signed()`, Python's `@signed`: it adds headers to what it is called on, or put before. */
  function climbExtended(scope: Scope, search: Search): Link | undefined {
    const found = isExtension(source, scope)
      ? callsOf(source, scope.name).flatMap((use) => {
          if (search.seen.has(use) || source.next(use) === scope.start) return [];
          search.seen.add(use);
          return climbOut(use, search)?.addresses ?? [];
        })
      : decoratedBy(source, scope).flatMap(({ start, end }) => toAddresses(addresses.within(start, end)));
    return found.length === 0 ? undefined : { step: 'function', addresses: found, own: false };
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
        const step =
          (block === source.blockOf(token) && isBuilder(block)) || (built && makesClient(block))
            ? 'statement'
            : 'block';
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
      // A class's annotations stand before it: `@FeignClient(url = "…")`.
      const from = typed && at.kind === 'class' ? Math.min(at.start, source.statementOf(at.start).start) : at.start;
      const sites = addresses.within(from, at.end);
      if (sites.length > 0)
        return { step: at.kind === 'class' ? 'class' : 'block', addresses: toAddresses(sites), own: false };
    }
    return undefined;
  }

  return { linkOf: (token) => climb(token, { seen: new Set([token]), holders: new Set(), hops: 0 }) };
}
