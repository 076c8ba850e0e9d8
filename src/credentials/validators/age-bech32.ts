// An age identity is bech32 in upper case: its last six characters are a checksum over all the others.
import { CHECKSUM_FAILED } from './crc32.ts';
import type { Verdict } from './index.ts';

const PREFIX = 'AGE-SECRET-KEY-1';
export const BECH32_DIGITS = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;
const CHECKSUM_LENGTH = 6;

/** The remainder that bech32 checksums are made of (BIP 173). */
function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((term, bit) => {
      if ((top >>> bit) & 1) sum ^= term;
    });
  }
  return sum >>> 0;
}

/** The readable part goes in twice: high bits, a zero, low bits. It is lower case there whatever the text's case. */
function expandPrefix(): readonly number[] {
  const codes = [...PREFIX.slice(0, -1).toLowerCase()].map((char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function digitsOf(text: string): readonly number[] {
  return [...text].map((char) => BECH32_DIGITS.indexOf(char));
}

/** The checksum that belongs behind a body without one. */
export function ageChecksum(body: string): string {
  const sum = polymod([...expandPrefix(), ...digitsOf(body), 0, 0, 0, 0, 0, 0]) ^ 1;
  let text = '';
  for (let i = CHECKSUM_LENGTH - 1; i >= 0; i -= 1) text += BECH32_DIGITS.charAt((sum >>> (5 * i)) & 31);
  return text;
}

export function ageBech32(value: string): Verdict {
  if (!value.startsWith(PREFIX)) return { type: 'reject' };
  const digits = digitsOf(value.slice(PREFIX.length));
  return !digits.includes(-1) && polymod([...expandPrefix(), ...digits]) === 1 ? { type: 'valid' } : CHECKSUM_FAILED;
}
