// Checksums that issuers put into credentials, computed anew here: the scanner has its own.

import { createHash } from 'node:crypto';

/** CRC-32 of IEEE 802.3, unsigned. */
export function crc32(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Data in groups of five bits and their six characters of checksum (BIP 173); the human-readable part is not repeated. */
export function bech32(hrp: string, data: readonly number[]): string {
  const low = [...hrp].map((char) => char.charCodeAt(0) & 31);
  const high = [...hrp].map((char) => char.charCodeAt(0) >> 5);
  let sum = 1;
  for (const value of [...high, 0, ...low, ...data, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, bit) => {
      if ((top >> bit) & 1) sum ^= generator;
    });
  }
  sum ^= 1;
  const check = [0, 1, 2, 3, 4, 5].map((place) => (sum >> (5 * (5 - place))) & 31);
  return [...data, ...check].map((value) => BECH32.charAt(value)).join('');
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** A Bitcoin key for a compressed public half: the network's byte, the key, a one, four bytes of its hash hashed. */
export function wif(key: Buffer): string {
  const payload = Buffer.concat([Buffer.from([0x80]), key, Buffer.from([1])]);
  const bytes = Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]);
  let text = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n) {
    text = BASE58.charAt(Number(rest % 58n)) + text;
  }
  return text;
}
