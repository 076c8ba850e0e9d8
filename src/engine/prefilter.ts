// One pass over the bytes of a file that finds every keyword of every rule. Most files end here, undecoded, so it is
// built for that: three folded bytes lead to a word whose bits say which fourth bytes are worth a look.

export interface Keyword {
  /** ASCII, at least three characters. */
  readonly text: string;
  /** Letters match in either case. */
  readonly ignoreCase: boolean;
}

/** Keywords laid out so that a search starts at once: bytes that are read from a file as they stand. */
export interface PackedKeywords {
  /** The keywords in Latin-1, those that begin alike together; a space after each, so that they look like no credential. */
  readonly texts: Uint8Array;
  /** A byte for each keyword: its length. */
  readonly lengths: Uint8Array;
  /** 1 for each keyword that matches in either case. */
  readonly folds: Uint8Array;
  /** For each group of keywords that begin alike: how many they are, how many bytes they take; each low byte first. */
  readonly groups: Uint8Array;
}

/** Calls back for each keyword that stands in the bytes, in order of position: number of the packed keyword, offset of its first byte. */
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
/** Most characters of a keyword that are compared: what goes beyond is left to those who own it. */
const COMPARED = 60;

function step(hash: number, byte: number): number {
  return ((hash << 5) ^ (byte | FOLD)) & HASH_MASK;
}

/** What keywords of one group have in common: their first four characters, or all three. */
function groupOf(text: string): string {
  return Buffer.from(text.slice(0, WINDOW + 1), 'latin1')
    .map((byte) => byte | FOLD)
    .toString();
}

/**
 * Lays keywords out for a search.
 *
 * @returns the layout, and for each keyword in it its index in the list given.
 * @throws Error for a keyword shorter than three bytes or not ASCII; a catalogue test reads every rule.
 */
export function packKeywords(keywords: readonly Keyword[]): {
  readonly packed: PackedKeywords;
  readonly order: readonly number[];
} {
  const groups = new Map<string, { index: number; text: string }[]>();
  keywords.forEach(({ text, ignoreCase }, index) => {
    if (text.length < WINDOW) throw new Error(`keyword too short: ${text}`);
    if (/[^\0-\x7f]/.test(text)) throw new Error(`keyword is not ASCII: ${text}`);
    const entry = { index, text: (ignoreCase ? text.toLowerCase() : text).slice(0, COMPARED) };
    const group = groups.get(groupOf(text));
    if (group) group.push(entry);
    else groups.set(groupOf(text), [entry]);
  });
  const entries = [...groups.values()].flat();
  return {
    packed: {
      texts: Buffer.from(entries.map(({ text }) => `${text} `).join(''), 'latin1'),
      lengths: Uint8Array.from(entries, ({ text }) => text.length),
      folds: Uint8Array.from(entries, ({ index }) => (keywords[index]?.ignoreCase === true ? 1 : 0)),
      groups: Uint8Array.from(
        [...groups.values()].flatMap((group) => {
          const size = group.reduce((sum, { text }) => sum + text.length + 1, 0);
          return [group.length & 0xff, group.length >> 8, size & 0xff, size >> 8];
        }),
      ),
    },
    order: entries.map(({ index }) => index),
  };
}

/** Prepares a search; about a millisecond for three thousand keywords. */
export function createPrefilter({ texts: text, lengths, folds, groups }: PackedKeywords): Prefilter {
  const count = groups.length >> 2;
  // Group 0 is none: it ends every chain.
  const heads = new Uint16Array(1 << HASH_BITS);
  const next = new Uint16Array(count + 1);
  const grams = new Int32Array(count + 1);
  const firstKeyword = new Int32Array(count + 2);
  const firstByte = new Int32Array(count + 2);
  const filter = new Int32Array(1 << HASH_BITS);

  for (let group = 1, keyword = 0, at = 0; group <= count; group += 1) {
    const hash = step(step(step(0, text[at] as number), text[at + 1] as number), text[at + 2] as number);
    const short = lengths[keyword] === WINDOW;
    // Three bytes are no reason to look at the fourth.
    filter[hash] = short ? -1 : (filter[hash] as number) | (1 << (text[at + WINDOW] as number));
    grams[group] = short ? gramAt(text, at) & ~0xff : gramAt(text, at);
    next[group] = heads[hash] as number;
    heads[hash] = group;
    firstKeyword[group] = keyword;
    firstByte[group] = at;
    const from = 4 * group - 4;
    keyword += (groups[from] as number) | ((groups[from + 1] as number) << 8);
    at += (groups[from + 2] as number) | ((groups[from + 3] as number) << 8);
    firstKeyword[group + 1] = keyword;
  }

  const stands = (bytes: Uint8Array, offset: number, at: number, length: number, fold: boolean): boolean => {
    if (offset + length > bytes.length) return false;
    // From the end: the first characters brought us here, `const` to `consul`.
    for (let i = length - 1; i >= 0; i -= 1) {
      const byte = bytes[offset + i] as number;
      const wanted = text[at + i] as number;
      if (byte === wanted) continue;
      if (!(fold && byte >= 0x41 && byte <= 0x5a && (byte | FOLD) === wanted)) return false;
    }
    return true;
  };

  /** Compares the keywords that may stand at an offset. */
  const look = (bytes: Uint8Array, offset: number, hash: number, onHit: OnHit): void => {
    const gram = gramAt(bytes, offset);
    const short = gram & ~0xff;
    for (let group = heads[hash] as number; group !== 0; group = next[group] as number) {
      if (grams[group] !== gram && grams[group] !== short) continue;
      let at = firstByte[group] as number;
      const end = firstKeyword[group + 1] as number;
      for (let keyword = firstKeyword[group] as number; keyword < end; keyword += 1) {
        const length = lengths[keyword] as number;
        if (stands(bytes, offset, at, length, folds[keyword] === 1)) onHit(keyword, offset);
        at += length + 1;
      }
    }
  };

  return {
    scan(bytes, onHit) {
      const { length } = bytes;
      if (length < WINDOW) return;
      let hash = 0;
      for (let i = 0; i < WINDOW; i += 1) hash = step(hash, bytes[i] as number);
      for (let i = WINDOW; i < length; i += 1) {
        const byte = bytes[i] as number;
        // A shift takes the last five bits of its right side: letters in either case give the same.
        if ((((filter[hash] as number) >>> byte) & 1) !== 0) look(bytes, i - WINDOW, hash, onHit);
        // Written out: a call here costs a third of the speed.
        hash = ((hash << 5) ^ (byte | FOLD)) & HASH_MASK;
      }
      if (filter[hash] !== 0) look(bytes, length - WINDOW, hash, onHit);
    },
  };
}

/** Four folded bytes in one number; a last byte beyond the end counts as a space. */
function gramAt(bytes: Uint8Array, offset: number): number {
  const first = (((bytes[offset] as number) | FOLD) << 24) | (((bytes[offset + 1] as number) | FOLD) << 16);
  return first | (((bytes[offset + 2] as number) | FOLD) << 8) | ((bytes[offset + 3] ?? 0) | FOLD);
}
