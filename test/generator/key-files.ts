// Private keys as their tools write them, of random bytes behind real headers. No header line is ever whole in a file.
import type { Random } from './random.ts';

const line = (mark: 'BEGIN' | 'END', label: string): string => `-----${mark} ${label}-----`;
const wrap = (bytes: Buffer, width = 64): string =>
  bytes.toString('base64').replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
const armour = (label: string, body: string): string => `${line('BEGIN', label)}\n${body}\n${line('END', label)}`;

/** The first bytes that DER gives a key of each sort: a sequence, its version, what follows. */
const HEADS: Readonly<Record<string, readonly number[]>> = {
  'RSA PRIVATE KEY': [0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01, 0x00],
  'PRIVATE KEY': [0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01],
  'ENCRYPTED PRIVATE KEY': [0x30, 0x40, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d],
};
const SHORT: Readonly<Record<string, readonly number[]>> = {
  'EC PRIVATE KEY': [0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20],
  'DSA PRIVATE KEY': [0x30, 0x81, 0xf8, 0x02, 0x01, 0x00, 0x02],
};

export function pem(random: Random, label: string): string {
  const short = SHORT[label];
  if (short !== undefined) {
    const length = short[1] === 0x77 ? 0x79 : 0xfb;
    return armour(label, wrap(Buffer.from([...short, ...random.bytes(length - short.length)])));
  }
  const body = [...(HEADS[label] ?? []), ...random.bytes(1190 - (HEADS[label]?.length ?? 0))];
  return armour(label, wrap(Buffer.from([0x30, 0x82, body.length >> 8, body.length & 255, ...body])));
}

export function openssh(random: Random): string {
  const text = (value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, Buffer.from(value)]);
  };
  const head = Buffer.concat([Buffer.from('openssh-key-v1\0'), text('none'), text('none'), text('')]);
  return armour('OPENSSH PRIVATE KEY', wrap(Buffer.concat([head, Buffer.from([0, 0, 0, 1]), random.bytes(340)]), 70));
}

export function pgp(random: Random): string {
  const body = wrap(Buffer.concat([Buffer.from([0x95, 0x03, 0xbe, 0x04]), random.bytes(700)]));
  return armour('PGP PRIVATE KEY BLOCK', `\n${body}\n=${random.bytes(3).toString('base64')}`);
}
