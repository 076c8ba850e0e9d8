// GitHub's short tokens and npm's carry their own checksum: the last 6 of 36 characters are the CRC-32 of the first 30.
import { CHECKSUM_FAILED, crc32 } from './crc32.ts';
import type { Verdict } from './index.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^[a-z]{3}_([A-Za-z0-9]{30})([A-Za-z0-9]{6})$/;

/** The six characters that belong behind a body. */
export function githubChecksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS.charAt(rest % 62) + text;
  return text.padStart(6, '0');
}

/** Longer forms (an app token that holds a JWT) have no such checksum and are taken as they are. */
export function githubCrc32(value: string): Verdict {
  const [, body, checksum] = SHAPE.exec(value) ?? [];
  if (body === undefined) return { type: 'valid' };
  return githubChecksum(body) === checksum ? { type: 'valid' } : CHECKSUM_FAILED;
}
