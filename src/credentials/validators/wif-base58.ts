// A Bitcoin private key in wallet import format is base58 of version, key and a checksum of four bytes.
import { CHECKSUM_FAILED } from './crc32.ts';
import type { Verdict } from './index.ts';

export const BASE58_DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** Main network and test networks. */
const VERSIONS: readonly number[] = [0x80, 0xef];
const CHECKSUM_LENGTH = 4;

function checksumOf(payload: Uint8Array): Buffer {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const once = createHash('sha256').update(payload).digest();
  return createHash('sha256').update(once).digest().subarray(0, CHECKSUM_LENGTH);
}

function decodeBase58(text: string): Buffer | undefined {
  let number = 0n;
  for (const char of text) {
    const digit = BASE58_DIGITS.indexOf(char);
    if (digit < 0) return undefined;
    number = number * 58n + BigInt(digit);
  }
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

export function wifBase58(value: string): Verdict {
  if (value.length < 51 || value.length > 52) return { type: 'reject' };
  const bytes = decodeBase58(value);
  // 32 bytes of key, and one more that says that the public key is compressed.
  if (bytes === undefined || (bytes.length !== 37 && bytes.length !== 38)) return { type: 'reject' };
  if (!VERSIONS.includes(bytes[0] ?? 0)) return { type: 'reject' };
  const payload = bytes.subarray(0, -CHECKSUM_LENGTH);
  return checksumOf(payload).equals(bytes.subarray(-CHECKSUM_LENGTH)) ? { type: 'valid' } : CHECKSUM_FAILED;
}

/** The text of a compressed key of the main network, for made-up values. */
export function wifOf(key: Uint8Array): string {
  const payload = Buffer.concat([Buffer.from([0x80]), key, Buffer.from([1])]);
  let rest = BigInt(`0x${Buffer.concat([payload, checksumOf(payload)]).toString('hex')}`);
  let text = '';
  for (; rest > 0n; rest /= 58n) text = BASE58_DIGITS.charAt(Number(rest % 58n)) + text;
  return text;
}
