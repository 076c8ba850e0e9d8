// Makes drawn look-alikes pass their validator. Only tests, examples and the demo import it.
import type { Finisher } from '../fake.ts';
import { ageChecksum, BECH32_DIGITS } from './age-bech32.ts';
import { cloudflareChecksum } from './cloudflare-crc32.ts';
import { githubChecksum } from './github-crc32.ts';
import type { ValidatorName } from './index.ts';
import { pypiMacaroonOf } from './pypi-macaroon.ts';

/** 1 January 2100: no look-alike expires while this code is in use. */
const FAR_FUTURE = 4102444800;

export const finishers: Partial<Record<ValidatorName, Finisher>> = {
  'age-bech32': finishAge,
  'cloudflare-crc32': (value) => {
    const body = value.slice(value.indexOf('_') + 1, -8);
    return value.slice(0, -8) + cloudflareChecksum(body);
  },
  'github-crc32': (value) =>
    // The form that holds a JWT is longer and has no checksum.
    value.length === 40 ? value.slice(0, -6) + githubChecksum(value.slice(4, -6)) : value,
  'kubernetes-jwt': (_value, random) =>
    makeJwt({ iss: 'kubernetes/serviceaccount', sub: `system:serviceaccount:${drawText(random, 8)}` }, random),
  'pypi-macaroon': finishPypi,
  'supabase-jwt': (_value, random) =>
    makeJwt({ iss: 'supabase', ref: drawText(random, 20), role: 'service_role' }, random),
};

function finishAge(value: string): string {
  const start = value.length - 58;
  const body = [...value.slice(start, -6)].map((char) => BECH32_DIGITS.charAt(char.charCodeAt(0) % 32)).join('');
  return value.slice(0, start) + body + ageChecksum(body);
}

function finishPypi(value: string, random: () => number): string {
  const start = Buffer.from(value.slice('pypi-'.length), 'base64url');
  const location = start.toString('latin1', 3, 3 + (start[2] ?? 0));
  return pypiMacaroonOf(location, drawBytes(random, 36), drawBytes(random, 32));
}

function makeJwt(claims: Readonly<Record<string, string>>, random: () => number): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signature = drawBytes(random, 32).toString('base64url');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, exp: FAR_FUTURE })}.${signature}`;
}

function drawBytes(random: () => number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}

function drawText(random: () => number, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}
