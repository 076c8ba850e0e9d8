// Structure -> value. `{36 an}` is 36 characters of an alphabet; other words name a part that is computed. Shares no
// code with the scanner, so that a mistake in one is not repeated in the other.
import { bech32, crc32, wif } from './checksums.ts';
import { openssh, pem, pgp } from './key-files.ts';
import type { Random } from './random.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const ALPHABETS: Readonly<Record<string, string>> = {
  an: UPPER + LOWER + DIGITS,
  lan: LOWER + DIGITS,
  uan: UPPER + DIGITS,
  let: UPPER + LOWER,
  lower: LOWER,
  dig: DIGITS,
  hex: `${DIGITS}abcdef`,
  uhex: `${DIGITS}ABCDEF`,
  b32: `${UPPER}234567`,
  lb32: `${LOWER}234567`,
  b64: `${UPPER + LOWER + DIGITS}+/`,
  b64u: `${UPPER + LOWER + DIGITS}-_`,
};
const BASE62 = DIGITS + UPPER + LOWER;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const unpadded = (text: string): string => base64(text).replaceAll('=', '');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

type Part = (random: Random, argument: string) => string;

const of = (random: Random, name: string, length: number): string => random.text(ALPHABETS[name] ?? '', length);

function jwt(random: Random, claims: Readonly<Record<string, unknown>> = {}): string {
  const payload = { iss: `https://${of(random, 'lower', 9)}.internal.net`, sub: of(random, 'dig', 12), ...claims };
  const body = { ...payload, iat: 1_760_000_000 + random.below(9_000_000), exp: 2_240_000_000 };
  return `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(body))}.${of(random, 'b64u', 43)}`;
}

function uuid(random: Random): string {
  const hex = of(random, 'hex', 30);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${random.pick(['8', '9', 'a', 'b'])}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

function toBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = BASE62.charAt(rest % 62) + text;
  return text.padStart(length, '0');
}

const PARTS: Readonly<Record<string, Part>> = {
  jwt: (random) => jwt(random),
  uuid,
  /** Body and six base62 digits of its CRC-32: GitHub and npm. */
  crc62: (random, length) => {
    const body = of(random, 'an', Number(length));
    return body + toBase62(crc32(body), 6);
  },
  /** Body and eight hex digits of its CRC-32: Cloudflare. */
  crchex: (random, length) => {
    const body = of(random, 'an', Number(length));
    return body + crc32(body).toString(16).padStart(8, '0');
  },
  /** Body and six base64 characters of its CRC-32: Confluent. */
  crcb64: (random, length) => {
    const body = of(random, 'b64', Number(length));
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(`cflt${body}`));
    return body + sum.toString('base64').slice(0, 6);
  },
  json64: (random, length) =>
    unpadded(`{"o":"${of(random, 'dig', 6)}","n":"ci","k":"${of(random, 'an', Number(length))}"}`),
  grafana: (random) => base64(`{"k":"${of(random, 'an', 32)}","n":"ci-${of(random, 'lower', 4)}","id":1}`),
  workos: (random) => unpadded(`key_01${of(random, 'uan', 24)},${of(random, 'an', 25)}`),
  bedrock: (random) =>
    `ABSK${base64(`BedrockAPIKey-${of(random, 'lan', 4)}-at-${of(random, 'dig', 12)}:${of(random, 'b64', 60)}`)}`,
  bedrockshort: (random) =>
    `bedrock-api-key-${base64(`bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=${of(random, 'uan', 20)}&X-Amz-Signature=${of(random, 'hex', 64)}`)}`,
  elastic: (random) => base64(`${of(random, 'b64u', 20)}:${of(random, 'b64u', 22)}`),
  supabase: (random) => jwt(random, { iss: 'supabase', ref: of(random, 'lower', 20), role: 'service_role' }),
  k8sjwt: (random) =>
    jwt(random, {
      iss: 'kubernetes/serviceaccount',
      'kubernetes.io/serviceaccount/namespace': 'app',
      sub: 'system:serviceaccount:app:deploy',
    }),
  discord: (random) =>
    `${base64(`1${of(random, 'dig', 17)}`).replaceAll('=', '')}.G${of(random, 'b64u', 5)}.${of(random, 'b64u', 38)}`,
  adyen: (random) => `${of(random, 'b64', 105)}-${of(random, 'b64', 43)}=-${of(random, 'an', 16)}`,
  basic: (random) => base64(`deploy:${of(random, 'an', 18)}`),
  age: (random) =>
    bech32(
      'age-secret-key-',
      [...random.bytes(52)].map((byte) => byte & 31),
    ).toUpperCase(),
  wif: (random) => wif(Buffer.from(random.bytes(32))),
  /** Two UUIDs with a colon between them. */
  pair: (random) => base64(`${uuid(random)}:${uuid(random)}`),
  pem: (random, label) => pem(random, label),
  openssh: (random) => openssh(random),
  pgp: (random) => pgp(random),
  b64pem: (random) => base64(pem(random, 'PRIVATE KEY')),
};

/** @param structure - literal text with parts in braces. */
export function build(structure: string, random: Random): string {
  return structure.replace(/\{(\d+) (\w+)\}|\{(\w+)(?: ([^}]*))?\}/g, (_, length, alphabet, part, argument) => {
    if (alphabet !== undefined) {
      if (ALPHABETS[alphabet] === undefined) throw new Error(`no alphabet ${alphabet}`);
      return of(random, alphabet, Number(length));
    }
    const make = PARTS[part];
    if (make === undefined) throw new Error(`no part ${part}`);
    return make(random, argument ?? '');
  });
}
