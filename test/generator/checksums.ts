// Checksums that issuers put into credentials, computed anew here: the scanner has its own.

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
