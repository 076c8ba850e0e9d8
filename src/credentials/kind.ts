// A credential kind: pure data, compiled into one matcher by compile.ts. One object is all that adding a kind takes.
import type { Level } from '../finding.ts';
import type { ValidatorName } from './validators/index.ts';

/**
 * The shape of a credential in a small language, read by structure.ts:
 * literal text as it stands; `{36 an}` exactly 36 of a class; `{20-40 an}` a range; `{40+ b64u}` at least 40;
 * `{live|test}` one of several literals; `{uuid}` a UUID; `[...]` an optional part (not nested).
 * Classes: an A-Za-z0-9 · lan a-z0-9 · uan A-Z0-9 · hex 0-9a-f · HEX 0-9A-F · xhex both cases · b64u an - _ · b64 an + / ·
 * b32 A-Z2-7 · dig 0-9 · low a-z · upp A-Z · alpha A-Za-z · jwt b64u and dot ·
 * unr b64u, dot and tilde. `{{` is a literal brace.
 */
export type Structure = string;

/** What every kind says of itself, however it is matched. */
export interface KindDocs {
  /** kebab-case, never reused for something else; it is the rule's id. */
  readonly id: string;
  readonly provider: string;
  /** Noun phrase for messages: `Anthropic API key`. */
  readonly name: string;
  /** `error`, or `warning` for a guess; the default is `error` unless `context` is set. */
  readonly level?: Level;
  /** The harm, one sentence: what somebody who finds it can do. */
  readonly why: string;
  /** The environment variable that the code should read instead; '' where no variable makes sense (a private key file). */
  readonly env: string;
  /** Where to revoke it, as a user says it; an address without scheme, or words. */
  readonly revoke: string;
  /** Documentation: an address without scheme, or words. */
  readonly docs: string;
  /** True where the provider hears of public leaks and may disable the credential itself. */
  readonly partner?: boolean;
  /** True for a kind that yields to any other that claims the same span: catch-alls and guesses. */
  readonly fallback?: boolean;
  /** Texts that this kind must not match, at least two, near misses rather than nonsense. `{{fake KIND SEED}}` is expanded. */
  readonly nearMisses: readonly string[];
}

/** A kind whose values have a shape of their own. */
export interface CredentialKind extends KindDocs {
  /** One or more shapes, tried in this order. */
  readonly structure: Structure | readonly Structure[];
  /**
   * Literals that start a look for this kind; one of them stands in every value. Default: the leading literal of each
   * structure, which must then have 3 characters or more.
   */
  readonly keywords?: readonly string[];
  /**
   * Words one of which must stand near: in the value's name, or within 100 characters. Compared without case. Set only
   * where the structure alone is not enough; such a kind is a guess and its level defaults to warning. Where the
   * structure has no leading literal of 3 characters, these words start the look, and the value must be assigned to a
   * name that holds one of them.
   */
  readonly context?: readonly string[];
  /** Characters of the value that the mask may show at its start; default: the leading literal of the structure. */
  readonly maskPrefix?: string;
  /** Smallest Shannon entropy, bits per character, of the part after the leading literal. Default 3. */
  readonly minEntropy?: number;
  readonly validator?: ValidatorName;
}
