// CRC-32 (the polynomial of zip and PNG) of short ASCII text, without a table: zlib stays off the hook's start-up path.

/** The checksum as an unsigned number. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i) & 0xff;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** What every failed checksum says. */
export const CHECKSUM_FAILED = {
  type: 'invalid',
  note: 'its checksum does not match: made up or mistyped, not a live credential',
} as const;
