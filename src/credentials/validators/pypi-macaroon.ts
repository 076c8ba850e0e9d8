// A PyPI token is a macaroon in version 2 binary form: location, identifier, caveats, a signature of 32 bytes.
import type { Verdict } from './index.ts';

const PREFIX = 'pypi-';
/** The two hosts of the registry, in base64 as they stand at the start of every token. */
const LOCATIONS: readonly string[] = ['cHlwaS5vcmc', 'dGVzdC5weXBpLm9yZw'];
const FIELD = { end: 0, location: 1, identifier: 2, verification: 4, signature: 6 } as const;
const BROKEN: Verdict = { type: 'invalid', note: 'it does not decode as a macaroon: made up or cut short' };

interface Field {
  readonly type: number;
  readonly data: Buffer;
}

export function pypiMacaroon(value: string): Verdict {
  if (!value.startsWith(PREFIX)) return { type: 'reject' };
  const bytes = Buffer.from(value.slice(PREFIX.length), 'base64url');
  const fields = readFields(bytes);
  const [location, identifier] = fields;
  if (location?.type !== FIELD.location || !LOCATIONS.includes(location.data.toString('base64url'))) return BROKEN;
  if (identifier?.type !== FIELD.identifier) return BROKEN;
  const signature = fields.at(-1);
  return signature?.type === FIELD.signature && signature.data.length === 32 ? { type: 'valid' } : BROKEN;
}

/** The fields in order, up to the signature or the first thing that is none. */
function readFields(bytes: Buffer): readonly Field[] {
  const fields: Field[] = [];
  if (bytes[0] !== 2) return fields;
  let at = 1;
  while (at < bytes.length) {
    const type = bytes[at] ?? 0;
    at += 1;
    if (type === FIELD.end) continue;
    if (!(Object.values(FIELD) as readonly number[]).includes(type)) break;
    const length = readLength(bytes, at);
    if (length === undefined || length.next + length.value > bytes.length) break;
    fields.push({ type, data: bytes.subarray(length.next, length.next + length.value) });
    at = length.next + length.value;
    if (type === FIELD.signature) break;
  }
  return fields;
}

/** A length of at most two bytes, seven bits each, low bits first. */
function readLength(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | undefined {
  const low = bytes[at];
  if (low === undefined) return undefined;
  if (low < 0x80) return { value: low, next: at + 1 };
  const high = bytes[at + 1];
  return high === undefined || high >= 0x80 ? undefined : { value: (low & 0x7f) | (high << 7), next: at + 2 };
}

/** A whole token with the location that its start tells, for made-up values. */
export function pypiMacaroonOf(location: string, identifier: Buffer, signature: Buffer): string {
  const name = Buffer.from(location, 'latin1');
  const bytes = Buffer.concat([
    Buffer.from([2, FIELD.location, name.length]),
    name,
    Buffer.from([FIELD.identifier, identifier.length]),
    identifier,
    Buffer.from([FIELD.end, FIELD.end, FIELD.signature, signature.length]),
    signature,
  ]);
  return PREFIX + bytes.toString('base64url');
}
