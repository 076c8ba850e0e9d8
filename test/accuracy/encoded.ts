// Credentials that are found by their own text, written in other encodings.
import { KINDS } from '../generator/kind-table.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';
import type { Scan } from './recall.ts';

interface Encoder {
  readonly name: string;
  readonly encode: (value: string) => string | Buffer;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const each = (value: string, write: (hex: string) => string): string =>
  [...Buffer.from(value)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

export const ENCODERS: readonly Encoder[] = [
  { name: 'base64', encode: (value) => `k = "${base64(value)}"` },
  { name: 'base64 behind 1 byte', encode: (value) => `k = "${base64(`:${value}`)}"` },
  { name: 'base64 behind 2 bytes', encode: (value) => `k = "${base64(`k=${value}`)}"` },
  { name: 'base64url', encode: (value) => `k = "${Buffer.from(`{"token":"${value}"}`).toString('base64url')}"` },
  {
    name: 'base64 in lines',
    encode: (value) => base64(`${'name = value\n'.repeat(9)}k=${value}\n`).replace(/.{76}/g, '$&\n'),
  },
  { name: 'Kubernetes Secret', encode: (value) => `kind: Secret\ndata:\n  key: ${base64(value)}\n` },
  { name: 'base64 of base64', encode: (value) => `k: ${base64(base64(value))}\n` },
  { name: 'base64 of a file with base64', encode: (value) => `k: ${base64(`data:\n  k: ${base64(value)}\n`)}\n` },
  { name: 'base64 three times', encode: (value) => `k: ${base64(base64(base64(value)))}\n` },
  { name: 'hex', encode: (value) => `k = "${each(value, (hex) => hex)}"` },
  { name: 'HEX', encode: (value) => `k = "${each(value, (hex) => hex.toUpperCase())}"` },
  { name: 'percent', encode: (value) => `k=${each(value, (hex) => `%${hex}`)}` },
  { name: '\\uXXXX', encode: (value) => `k = "${each(value, (hex) => `\\u00${hex}`)}"` },
  { name: '\\xXX', encode: (value) => `k = "${each(value, (hex) => `\\x${hex}`)}"` },
  { name: 'UTF-16LE', encode: (value) => Buffer.from(`k = "${value}"\r\n`, 'utf16le') },
  { name: 'UTF-16LE, marked', encode: (value) => Buffer.from(`\ufeffk = "${value}"\r\n`, 'utf16le') },
  { name: 'UTF-16BE', encode: (value) => bigEndian(`k = "${value}"\r\n`) },
  { name: 'UTF-16BE, marked', encode: (value) => bigEndian(`\ufeffk = "${value}"\r\n`) },
];

/** A structure that starts with four signs of its own or more, and is one word: no address, header or key block. */
const PREFIXED = /^(?!https?:|Authorization|jdbc|FlyV1)[\w.~+:$-]{4,}(?!:\/\/)\{/;

/** Their common start is three signs, or four of the same, and those of base64 stand everywhere. */
const SHORT = new Set(['dynatrace-token', 'dropbox-token', 'fcm-server-key']);

/** Rule id and structure of each kind that is told by its own text alone. */
export function encodableKinds(): readonly (readonly [string, string])[] {
  return KINDS.flatMap(([id, structures, name]) =>
    name === '' && !SHORT.has(id)
      ? structures.filter((structure) => PREFIXED.test(structure)).map((text) => [id, text] as const)
      : [],
  );
}

export interface EncodingRecall {
  readonly encoding: string;
  readonly planted: number;
  readonly missed: readonly string[];
}

export function measureEncodings(scan: Scan): readonly EncodingRecall[] {
  const kinds = encodableKinds();
  return ENCODERS.map(({ name, encode }) => ({
    encoding: name,
    planted: kinds.length,
    missed: kinds.flatMap(([id, structure]) => {
      const value = build(structure, createRandom(`${name} ${structure}`));
      return scan('config.txt', encode(value)).includes(id) ? [] : [`${id} ${structure}`];
    }),
  }));
}
