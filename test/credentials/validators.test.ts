// Validators: right, wrong and senseless input. Values are built from the checksum functions' own definitions, with
// fixed points from the standards where there are any.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/credentials/fake.ts';
import { ageBech32, ageChecksum } from '../../src/credentials/validators/age-bech32.ts';
import { azureKey } from '../../src/credentials/validators/azure-key.ts';
import { cloudflareCrc32 } from '../../src/credentials/validators/cloudflare-crc32.ts';
import { crc32 } from '../../src/credentials/validators/crc32.ts';
import { finishers } from '../../src/credentials/validators/finish.ts';
import { githubChecksum, githubCrc32 } from '../../src/credentials/validators/github-crc32.ts';
import { type ValidatorName, validators } from '../../src/credentials/validators/index.ts';
import { decodeJwt, isExpired, isUnsigned } from '../../src/credentials/validators/jwt.ts';
import { kubernetesJwt, supabaseJwt } from '../../src/credentials/validators/jwt-claims.ts';
import { pypiMacaroon } from '../../src/credentials/validators/pypi-macaroon.ts';
import { wifBase58, wifOf } from '../../src/credentials/validators/wif-base58.ts';

const NAMES = Object.keys(validators) as readonly ValidatorName[];
/** The prefixes and shapes that the validators know, so that garbage gets past their first test. */
const STARTS = [
  '',
  'ghp_',
  'npm_',
  'cfut_',
  'cfk_',
  'pypi-',
  `pypi-AgEIcHlwaS5vcmc`,
  'AGE-SECRET-KEY-1',
  'eyJ',
  'e30.e30.',
];

function jwtOf(header: unknown, payload: unknown, signature = 'c2lnbmF0dXJl'): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

describe('every validator', () => {
  it.each(NAMES)('%s gives a verdict on any text and never throws', (name) => {
    fc.assert(
      fc.property(fc.constantFrom(...STARTS), fc.string({ unit: 'binary', maxLength: 200 }), (start, rest) => {
        expect(['valid', 'invalid', 'reject']).toContain(validators[name](start + rest).type);
      }),
      { numRuns: 300 },
    );
  });

  it.each(NAMES)('%s says why when it calls a value invalid', (name) => {
    fc.assert(
      fc.property(fc.constantFrom(...STARTS), fc.stringMatching(/^[A-Za-z0-9_-]{0,100}$/), (start, rest) => {
        const verdict = validators[name](start + rest);
        if (verdict.type === 'invalid') expect(verdict.note.length).toBeGreaterThan(10);
      }),
      { numRuns: 300 },
    );
  });
});

describe('crc32', () => {
  it('gives the check value of its definition', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(crc32('')).toBe(0);
  });
});

describe('github-crc32', () => {
  const body = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5';

  it('accepts the checksum of the body', () => {
    expect(githubChecksum(body)).toMatch(/^[0-9A-Za-z]{6}$/);
    expect(githubCrc32(`ghp_${body}${githubChecksum(body)}`)).toEqual({ type: 'valid' });
    expect(githubCrc32(`npm_${body}${githubChecksum(body)}`)).toEqual({ type: 'valid' });
  });

  it('writes the checksum in base 62 with digits first, then capitals', () => {
    // Any body: read the six characters back and compare with the checksum itself.
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{30}$/), (text) => {
        const value = [...githubChecksum(text)].reduce((sum, char) => sum * 62 + digits.indexOf(char), 0);
        expect(value).toBe(crc32(text));
        expect(githubChecksum(text)).toHaveLength(6);
      }),
    );
  });

  it('calls any other ending mistyped', () => {
    const swapped = `ghp_b${body.slice(1)}${githubChecksum(body)}`;
    expect(githubCrc32(swapped)).toMatchObject({ type: 'invalid', note: expect.stringContaining('checksum') });
  });

  it('takes forms without a checksum as they are', () => {
    expect(githubCrc32(`ghs_123_${jwtOf({ alg: 'RS256' }, { iss: 'x' })}`)).toEqual({ type: 'valid' });
  });
});

describe('cloudflare-crc32', () => {
  const body = 'q'.repeat(20) + 'Z9'.repeat(10);

  it('tells right from wrong', () => {
    const checksum = crc32(body).toString(16).padStart(8, '0');
    expect(cloudflareCrc32(`cfut_${body}${checksum}`)).toEqual({ type: 'valid' });
    expect(cloudflareCrc32(`cfk_${body}${checksum}`)).toEqual({ type: 'valid' });
    expect(cloudflareCrc32(`cfat_${body}${checksum.startsWith('0') ? '1' : '0'}${checksum.slice(1)}`).type).toBe(
      'invalid',
    );
    expect(cloudflareCrc32('cfut_short').type).toBe('reject');
  });
});

describe('pypi-macaroon', () => {
  const HOST = ['pypi', 'org'].join('.');
  const finish = finishers['pypi-macaroon'];
  const start = `pypi-${Buffer.from('\x02\x01\x08pypi', 'latin1').toString('base64url').slice(0, 9)}`;
  const field = (type: number, data: Buffer): Buffer => Buffer.concat([Buffer.from([type, data.length]), data]);
  const token = (location: string, signature: number): string => {
    const parts = [
      Buffer.from([2]),
      field(1, Buffer.from(location)),
      field(2, Buffer.from('0f0e0d0c-1111-4222-8333-444455556666')),
      Buffer.from([0]),
      field(2, Buffer.from('{"version": 1, "permissions": "user"}')),
      Buffer.from([0, 0]),
      field(6, Buffer.alloc(signature, 7)),
    ];
    return `pypi-${Buffer.concat(parts).toString('base64url')}`;
  };

  it('reads a token with a caveat', () => {
    expect(token(HOST, 32).startsWith(start)).toBe(true);
    expect(pypiMacaroon(token(HOST, 32))).toEqual({ type: 'valid' });
    expect(pypiMacaroon(token(`test.${HOST}`, 32))).toEqual({ type: 'valid' });
  });

  it('calls invalid what is for another place, cut short, or made up behind the right start', () => {
    const odd = { type: 'invalid', note: expect.stringContaining('does not decode') };
    expect(pypiMacaroon(token('example.org', 32))).toEqual(odd);
    expect(pypiMacaroon(token(HOST, 16))).toEqual(odd);
    expect(pypiMacaroon(token(HOST, 32).slice(0, -12))).toEqual(odd);
    expect(pypiMacaroon(`${start}${'aB3dE6gH9k'.repeat(8)}`)).toEqual(odd);
    expect(pypiMacaroon('something else').type).toBe('reject');
  });

  it('has a finisher that keeps the location', () => {
    expect(finish && pypiMacaroon(finish(token(`test.${HOST}`, 32), createRandom(1))).type).toBe('valid');
  });
});

describe('JSON Web Tokens', () => {
  it('decode into header and payload', () => {
    expect(decodeJwt(jwtOf({ alg: 'HS256' }, { sub: 'someone' }))).toEqual({
      header: { alg: 'HS256' },
      payload: { sub: 'someone' },
    });
  });

  it.each([
    ['two parts', 'e30.e30'],
    ['no algorithm', jwtOf({ typ: 'JWT' }, {})],
    ['a list for a payload', jwtOf({ alg: 'HS256' }, [])],
    ['no JSON', 'eyJub3Q.eyJqc29u.x'],
  ])('do not decode with %s', (_name, value) => {
    expect(decodeJwt(value)).toBeUndefined();
  });

  it('know when they are unsigned or expired', () => {
    const token = decodeJwt(jwtOf({ alg: 'None' }, { exp: 1000 }));
    expect(token && isUnsigned(token)).toBe(true);
    expect(token && isExpired(token, 1_000_001)).toBe(true);
    expect(token && isExpired(token, 999_999)).toBe(false);
  });

  it('are Supabase keys by their role', () => {
    const signed = { alg: 'HS256' };
    expect(supabaseJwt(jwtOf(signed, { iss: 'supabase', role: 'service_role' }))).toEqual({ type: 'valid' });
    expect(supabaseJwt(jwtOf(signed, { iss: 'supabase', role: 'anon' })).type).toBe('reject');
    expect(supabaseJwt(jwtOf(signed, { iss: 'supabase-demo', role: 'service_role' })).type).toBe('reject');
    expect(supabaseJwt(jwtOf(signed, { role: 'service_role', exp: 1000 }))).toMatchObject({
      type: 'invalid',
      note: expect.stringContaining('expired'),
    });
    expect(supabaseJwt(jwtOf({ alg: 'none' }, { role: 'service_role' }))).toMatchObject({
      type: 'invalid',
      note: expect.stringContaining('not signed'),
    });
  });

  it('are Kubernetes tokens by their issuer or subject', () => {
    const signed = { alg: 'RS256' };
    expect(kubernetesJwt(jwtOf(signed, { iss: 'kubernetes/serviceaccount' })).type).toBe('valid');
    expect(kubernetesJwt(jwtOf(signed, { sub: 'system:serviceaccount:default:builder' })).type).toBe('valid');
    expect(kubernetesJwt(jwtOf(signed, { iss: 'accounts', sub: 'user' })).type).toBe('reject');
  });
});

describe('age-bech32', () => {
  const prefix = 'AGE-SECRET-KEY-1';

  it('accepts its own checksum and no other', () => {
    const body = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN';
    const value = prefix + body + ageChecksum(body);
    expect(ageBech32(value)).toEqual({ type: 'valid' });
    expect(ageBech32(value.replace('QPZR', 'QPZY')).type).toBe('invalid');
    expect(ageBech32(`${prefix}${'B'.repeat(58)}`).type).toBe('invalid');
    expect(ageBech32('age1qqqq').type).toBe('reject');
  });
});

describe('azure-key', () => {
  it('knows the keys of the emulators', () => {
    expect(azureKey(`Eby8vdM02xNOcq${'A'.repeat(72)}==`).type).toBe('reject');
    expect(azureKey(`Zby8vdM02xNOcq${'A'.repeat(72)}==`).type).toBe('valid');
  });
});

describe('wif-base58', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256);

  it('accepts its own checksum and no other', () => {
    const value = wifOf(key);
    expect(value).toMatch(/^[KL][1-9A-HJ-NP-Za-km-z]{51}$/);
    expect(wifBase58(value)).toEqual({ type: 'valid' });
    const other = value.at(20) === 'x' ? 'y' : 'x';
    expect(wifBase58(value.slice(0, 20) + other + value.slice(21))).toMatchObject({
      type: 'invalid',
      note: expect.stringContaining('checksum'),
    });
  });

  it('reads the example of its definition, put together here', () => {
    // The key of the wiki's page on the format: 0C28FCA3…AA1D, uncompressed.
    const halves = ['5HueCGU8rMjxEXxiPuD5BDk', 'u4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'];
    expect(wifBase58(halves.join(''))).toEqual({ type: 'valid' });
  });

  it('is no key with another length, letter or version', () => {
    expect(wifBase58('K'.repeat(30)).type).toBe('reject');
    expect(wifBase58(`0${wifOf(key).slice(1)}`).type).toBe('reject');
    expect(wifBase58(`1${wifOf(key).slice(1)}`).type).toBe('reject');
  });
});
