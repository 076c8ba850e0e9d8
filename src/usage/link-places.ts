// What a place in the code says of the request there: the branch it is in, what a block belongs to.
// Apart from link.ts, which goes from one place to the next.
import { type Addresses, toAddresses } from './addresses.ts';
import { branchRound, columnOf } from './branches.ts';
import type { Definitions } from './definitions.ts';
import type { Scope } from './scope-nesting.ts';
import type { Range, Source } from './source.ts';
import { WORD } from './tokens.ts';
import { usesIn } from './uses.ts';
import type { Values } from './values.ts';
import type { Address } from './vocabulary.ts';

export interface Places {
  readonly inBranch: (token: number, found: readonly Address[]) => readonly Address[];
  readonly isGiven: (name: string, token: number, scope: Scope) => boolean;
  readonly isBuilder: (block: number) => boolean;
  readonly makesClient: (block: number) => boolean;
}

export function createPlaces(source: Source, values: Values, addresses: Addresses): Places {
  const { tokens, slice, match } = source;

  /** Where a request takes several addresses and headers, those that are set in one branch belong together. */
  function inBranch(token: number, found: readonly Address[]): readonly Address[] {
    if (found.every(({ host }) => host === 'native') || found.every(({ host }) => host === 'other')) return found;
    const range = branchRound(source, token);
    // A variable that is set there can be any of what it is set to.
    const all = range === undefined ? [] : addresses.within(range.start, range.end);
    const sites = all.filter((site) => site.addresses.length === 1);
    return sites.length === 0 ? found : toAddresses(sites);
  }

  /** A hook of a client fills what it is given: `hooks: { beforeRequest: [(request) => …] }` beside the address. */
  function isGiven(name: string, token: number, scope: Scope): boolean {
    if (scope.kind !== 'function' || source.syntax.family !== 'script') return false;
    return values.definitions.lookup(name, token).some((found) => found.type === 'parameter' && found.scope === scope);
  }

  /** Kotlin's `defaultRequest { … }`: all that stands in it says one thing. */
  function isBuilder(block: number): boolean {
    if (source.syntax.language !== 'kotlin') return false;
    const before = source.previous(block);
    const callee = slice(before) === ')' ? source.previous(match[before] ?? 0) : before;
    return tokens.kind[callee] === WORD && !/^(?:if|else|for|while|when|try|catch|finally|do)$/.test(slice(callee));
  }

  /** `HttpClient(CIO) { install(Auth) {…}; defaultRequest {…} }` */
  function makesClient(block: number): boolean {
    const before = source.previous(block);
    return /Client$/.test(slice(slice(before) === ')' ? source.previous(match[before] ?? 0) : before));
  }

  return { inBranch, isGiven, isBuilder, makesClient };
}

/** A variable that is filled more than once, one after the other: what it holds at a token, and until where. */
export function filledUntil(
  source: Source,
  { lookup, usesOf }: Definitions,
  name: string,
  token: number,
): Range | undefined {
  const found = name.startsWith('.') ? [] : lookup(name, token);
  if (found.length < 2) return undefined;
  const { start, end } = source.statementOf(token);
  const beside = found.filter((one) => one.type === 'value' && isBeside(source, one.token, start));
  const held = beside.findLast((one) => one.token < end);
  const next = beside.find((one) => one.token >= end);
  if (held === undefined || beside.length < 2) return undefined;
  // `headers = {**headers, …}` goes on with what it was.
  if (next?.type === 'value' && usesIn(usesOf(name), next.value).length > 0) return undefined;
  return { start: Math.min(start, source.statementOf(held.token).start), end: next?.token ?? held.scope.end };
}

/** Two statements of one block, of which both run or none. */
function isBeside(source: Source, a: number, b: number): boolean {
  if (source.blockOf(a) !== source.blockOf(b) || source.scopeOf(a) !== source.scopeOf(b)) return false;
  if (source.syntax.family !== 'python' && source.syntax.family !== 'ruby') return true;
  const column = columnOf(source, source.statementOf(b).start);
  if (columnOf(source, source.statementOf(a).start) !== column) return false;
  const { tokens } = source;
  for (let at = Math.min(a, b); at < Math.max(a, b); at += 1)
    if (tokens.fresh[at] === 1 && columnOf(source, at) < column && source.statementOf(at).start === at) return false;
  source.budget.left -= Math.abs(a - b);
  return true;
}
