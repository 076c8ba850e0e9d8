// Cloudflare's prefixed tokens end in their own checksum: 8 hex digits, the CRC-32 of the 40 characters before.
import { CHECKSUM_FAILED, crc32 } from './crc32.ts';
import type { Verdict } from './index.ts';

const SHAPE = /^[a-z]{3,4}_([A-Za-z0-9]{40})([0-9a-f]{8})$/;

/** The eight hex digits that belong behind a body. */
export function cloudflareChecksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0');
}

export function cloudflareCrc32(value: string): Verdict {
  const [, body, checksum] = SHAPE.exec(value) ?? [];
  if (body === undefined) return { type: 'reject' };
  return cloudflareChecksum(body) === checksum ? { type: 'valid' } : CHECKSUM_FAILED;
}
