// Context words for credentials without a shape of their own: the names that such a value is given.

/**
 * The spellings of a name in code, configuration and environment: `fastly_api`, `fastly-api`, `fastly.api`, `fastlyapi`;
 * an underscore in a word is spelt in the same ways. What follows in the name (`_key`, `Token`) need not be listed.
 */
export function named(vendor: string, ...words: readonly string[]): readonly string[] {
  const name = words.flatMap((word) =>
    ['_', '-', '.', ''].flatMap((separator) => [
      vendor + separator + word,
      (vendor + separator + word).replaceAll('_', separator),
    ]),
  );
  return [...new Set(name)];
}
