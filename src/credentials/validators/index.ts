// Checks that go beyond shape: checksums and structures that decode. A kind names its validator; this table finds it.

/** What a validator says of a value that already has its kind's shape. */
export type Verdict =
  /** The inner structure is right: as sure as can be without asking the provider. */
  | { readonly type: 'valid'; readonly note?: string }
  /** The inner structure is wrong: made up or mistyped. The finding becomes a note that says so. */
  | { readonly type: 'invalid'; readonly note: string }
  /** Not a credential of this kind at all: no finding. */
  | { readonly type: 'reject' };

export type Validator = (value: string) => Verdict;

export const validators = {} satisfies Record<string, Validator>;
export type ValidatorName = keyof typeof validators;
