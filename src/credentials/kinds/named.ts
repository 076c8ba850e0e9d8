// Context words for credentials without a shape of their own: the names that such a value is given.

/**
 * The spellings of a name in code, configuration and environment: `fastly_api`, `fastly-api`, `fastly.api`, `fastlyapi`.
 * What follows in the name (`_key`, `Token`) need not be listed.
 */
export function named(vendor: string, ...words: readonly string[]): readonly string[] {
  return words.flatMap((word) => ['_', '-', '.', ''].map((separator) => vendor + separator + word));
}
