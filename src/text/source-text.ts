// Bytes -> text. Everything after this sees one form: UTF-8 (or Latin-1) bytes for matching, UTF-16 text for positions.

import { isAscii, isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

export interface SourceText {
  readonly path: string;
  readonly encoding: Encoding;
  /** True for content with NUL bytes that is no UTF-16: only credentials in plain sight are looked for. */
  readonly binary: boolean;
  /** The content without byte order mark, as UTF-8, or as it is where it is not valid UTF-8. */
  readonly bytes: Buffer;
  /** One character a byte: what the credential patterns run on; offsets are byte offsets. */
  readonly byteString: () => string;
  /** The decoded text: what usage rules, columns and edits refer to. */
  readonly text: () => string;
  /** UTF-16 offset in `text()` of a byte offset. */
  readonly textOffset: (byteOffset: number) => number;
}

/** How much of a file decides whether it is binary: git looks at the same number. */
const SNIFF_BYTES = 8000;

/** Detects the encoding and prepares the views; each is made on first use. */
export function readText(path: string, raw: Buffer): SourceText {
  const { encoding, bytes } = normalise(raw);
  const binary = (encoding === 'utf-8' || encoding === 'latin1') && bytes.subarray(0, SNIFF_BYTES).includes(0);
  let checked: Encoding | undefined;
  let byteString: string | undefined;
  let text: string | undefined;
  const unitsBefore = countUnits(bytes);
  // Validity is looked at only once something was found: it costs a pass over the bytes.
  let oneByteEach: boolean | undefined;
  const actual = (): Encoding => (checked ??= encoding === 'utf-8' && !isUtf8(bytes) ? 'latin1' : encoding);
  return {
    path,
    get encoding() {
      return actual();
    },
    binary,
    bytes,
    byteString: () => (byteString ??= bytes.toString('latin1')),
    text: () => (text ??= actual() === 'latin1' ? bytes.toString('latin1') : bytes.toString('utf8')),
    textOffset(byteOffset) {
      oneByteEach ??= actual() === 'latin1' || isAscii(bytes);
      return oneByteEach ? byteOffset : unitsBefore(byteOffset);
    },
  };
}

const BLOCK_BYTES = 4096;

/** UTF-16 units before an offset in UTF-8, counted a block at a time and once: a file may hold thousands of findings. */
function countUnits(bytes: Buffer): (byteOffset: number) => number {
  const before: number[] = [0];
  const borderOf = (block: number): number => {
    let at = block * BLOCK_BYTES;
    // Not inside a character.
    while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
    return at;
  };
  return (byteOffset) => {
    const block = Math.floor(byteOffset / BLOCK_BYTES);
    for (let next = before.length; next <= block; next += 1) {
      before.push((before[next - 1] ?? 0) + bytes.toString('utf8', borderOf(next - 1), borderOf(next)).length);
    }
    return (before[block] ?? 0) + bytes.toString('utf8', borderOf(block), byteOffset).length;
  };
}

function normalise(raw: Buffer): { readonly encoding: Encoding; readonly bytes: Buffer } {
  if (raw.length >= 3 && raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf) {
    return { encoding: 'utf-8', bytes: raw.subarray(3) };
  }
  if (raw.length >= 2 && raw[0] === 0xff && raw[1] === 0xfe) return fromUtf16('utf-16le', raw.subarray(2));
  if (raw.length >= 2 && raw[0] === 0xfe && raw[1] === 0xff) return fromUtf16('utf-16be', raw.subarray(2));
  const guess = guessUtf16(raw);
  return guess === undefined ? { encoding: 'utf-8', bytes: raw } : fromUtf16(guess, raw);
}

/** UTF-16 without a mark: in mostly Latin text nearly every second byte is NUL, and the others are not. */
function guessUtf16(raw: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(raw.length, SNIFF_BYTES) & ~1;
  if (length < 4 || raw.subarray(0, length).indexOf(0) < 0) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (raw[i] === 0) even += 1;
    if (raw[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.7 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
}

function fromUtf16(
  encoding: 'utf-16le' | 'utf-16be',
  raw: Buffer,
): { readonly encoding: Encoding; readonly bytes: Buffer } {
  const even = raw.subarray(0, raw.length & ~1);
  const little = encoding === 'utf-16le' ? even : Buffer.from(even).swap16();
  return { encoding, bytes: Buffer.from(little.toString('utf16le'), 'utf8') };
}
