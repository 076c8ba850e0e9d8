// What one entry of the table in key-kinds.ts says: which keys it is about, and the one request that tells whether such a
// key works. Apart from the entries, so that they read as data.
import type { Verdict } from '../../finding.ts';

/** How an answer that is no plain 2xx or 401 is to be read. The first that fits counts. */
export interface Reading {
  readonly status: number;
  /** Stands in the body, compared without case. Absent: any body. */
  readonly says?: string;
  readonly means: Verdict;
  /** What to make of it, one sentence. */
  readonly note?: string;
}

export interface KeyKind {
  /** As `--provider` takes it. */
  readonly provider: string;
  /** Noun phrase for output: `Anthropic API key`. */
  readonly name: string;
  /** How such keys begin; of several entries the longest prefix wins. */
  readonly prefixes: readonly string[];
  /** A prefix that other providers use too: it decides nothing alone. */
  readonly sharedPrefixes?: readonly string[];
  /** Rules of the catalogue whose findings are such keys. */
  readonly rules: readonly string[];
  /** Variables that hold such keys. */
  readonly variables: readonly string[];
  /** Where the provider listens, no slash at the end; undefined where only the user can tell. */
  readonly base: string | undefined;
  /** Variables with which the provider's own tools move the base; the first that is set counts. */
  readonly baseVariables: readonly string[];
  /** Appended to the base: free of charge, changes nothing, reads as little as can be. */
  readonly path: string;
  readonly method?: 'POST';
  /** How the key is sent; `aws`: not at all, it signs. */
  readonly auth: 'bearer' | 'aws' | { readonly header: string };
  readonly headers?: Readonly<Record<string, string>>;
  /** Header → variable: sent where the variable is set. */
  readonly headersFrom?: Readonly<Record<string, string>>;
  /** A member that every successful answer has: whoever else answers 200 is a portal or a proxy. */
  readonly proof: string;
  readonly readings: readonly Reading[];
}
