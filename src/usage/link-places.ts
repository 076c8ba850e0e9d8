// What a place in the code says of the request there: the branch it is in, what a block belongs to.
// Apart from link.ts, which goes from one place to the next.
import { type Addresses, toAddresses } from './addresses.ts';
import { branchRound } from './branches.ts';
import type { Scope } from './scope-nesting.ts';
import type { Source } from './source.ts';
import { WORD } from './tokens.ts';
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
