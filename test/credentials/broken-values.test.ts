// A value of the right shape whose inside is wrong (a checksum, a part that does not decode, a date that is over) is a
// note and no more, and its message says why. Judged by detection as a whole, for every kind that can tell.
import { beforeAll, describe, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { catalogue } from '../../src/credentials/catalogue.ts';
import type { ValidatorName } from '../../src/credentials/validators/index.ts';
import { validators } from '../../src/credentials/validators/index.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset, type Rules, type Ruleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { fakeOf } from '../support/fakes.ts';

const CHECKSUM = 'its checksum does not match: made up or mistyped, not a live credential';
const UNDECODED = 'it does not decode as a macaroon: made up or cut short';
const EXPIRED = 'it has expired';

/** What is wrong with a value that a validator calls invalid; nothing for those that only tell apart. */
const SAYS: Readonly<Record<ValidatorName, string | undefined>> = {
  'age-bech32': CHECKSUM,
  'aws-account': undefined,
  'azure-key': undefined,
  'cloudflare-crc32': CHECKSUM,
  'github-crc32': CHECKSUM,
  'kubernetes-jwt': EXPIRED,
  'no-digest': undefined,
  'pypi-macaroon': UNDECODED,
  'supabase-jwt': EXPIRED,
  'wif-base58': CHECKSUM,
};

let ruleset: Ruleset;
let rules: Rules;
beforeAll(async () => {
  ruleset = await createRuleset({ builtin: async () => builtin() });
  rules = await ruleset.load();
});

function found(text: string): readonly string[] {
  const source = readText('settings.txt', Buffer.from(text));
  return detect(source, ruleset.hits(source.bytes), rules, { maxUsageBytes: 1 << 20 })
    .detections.filter(({ category }) => category === 'hardcoded-key')
    .map(({ level, ruleId, message }) => `${level} ${ruleId}: ${message}`);
}

/** The value with another character twelve before its end, or cut short: what a PyPI token ends in may be any bytes. */
const mistyped = (value: string): string =>
  value.startsWith('pypi-')
    ? value.slice(0, -16)
    : value.slice(0, -12) + (value.at(-12) === 'Q' ? 'P' : 'Q') + value.slice(-11);

function expired(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
  return [header, Buffer.from(JSON.stringify({ ...claims, exp: 1_600_000_000 })).toString('base64url'), signature].join(
    '.',
  );
}

const checked = catalogue.flatMap((kind) => {
  const says = kind.validator === undefined ? undefined : SAYS[kind.validator];
  return says === undefined ? [] : [[kind.id, kind.name, says] as const];
});

describe('a broken value is a note that says what is wrong', () => {
  test('of every validator', () => {
    expect(Object.keys(SAYS).sort()).toEqual(Object.keys(validators).sort());
    expect(checked.length).toBeGreaterThan(8);
  });

  test.each(checked)('%s', (id, name, says) => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const value = fakeOf(id, seed);
      expect(found(`VALUE=${value}\n`)[0]).toMatch(new RegExp(`^(?:error|warning) ${id}:`));
      const broken = says === EXPIRED ? expired(value) : mistyped(value);
      expect(found(`VALUE=${broken}\n`)).toEqual([`note ${id}: ${name}: ${says}`]);
    }
  });

  test('the key of a Bitcoin wallet', () => {
    const [name = '', value = ''] = fakeOf('crypto-wallet-key', 1).split('=');
    expect(found(`${name}=${value}\n`)[0]).toMatch(/^error crypto-wallet-key:/);
    const other = value.slice(0, 20) + (value.charAt(20) === 'x' ? 'y' : 'x') + value.slice(21);
    expect(found(`${name}=${other}\n`)).toEqual([expect.stringMatching(`^note crypto-wallet-key: .*: ${CHECKSUM}$`)]);
  });

  test('a JSON Web Token that is over, or that nobody signed', () => {
    const [header = '', payload = '', signature = ''] = fakeOf('jwt', 1).split('.');
    expect(found(`T=${expired(`${header}.${payload}.${signature}`)}\n`)).toEqual([
      `note jwt: JSON Web Token: ${EXPIRED}`,
    ]);
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(found(`T=${unsigned}.${payload}.\n`)).toEqual(['note jwt: JSON Web Token: it carries no signature']);
  });

  test('a signed address of Azure', () => {
    expect(found(`${fakeOf('azure-sas-url', 1).replace('se=2099', 'se=2019')}\n`)).toEqual([
      expect.stringMatching(/^note azure-sas-url: .*: it has expired$/),
    ]);
  });
});

describe('the account that an AWS key id belongs to', () => {
  const key = (body: string): readonly string[] => found(`AWS_ACCESS_KEY_ID=AKIA${body}\n`);

  test('is said, where the id holds it', () => {
    expect(key(['QNZG', 'KIQY', '56JQ', '7WML'].join(''))).toEqual([
      'warning aws-access-key-id: AWS access key id: of account 029608264753',
    ]);
  });

  test('is not said of an id of the old sort, or one that no base32 gives', () => {
    for (const body of [
      ['I5C5', '6P35', 'AEBR', 'X2QQ'],
      ['QNZG', 'K1QY', '56JQ', '7WML'],
    ]) {
      expect(key(body.join(''))).toEqual(['warning aws-access-key-id: AWS access key id']);
    }
  });

  test('is said of the pair', () => {
    const secret = fakeOf('aws-secret-access-key', 4);
    expect(found(`aws_access_key_id = AKIA${['QNZG', 'KIQY', '56JQ', '7WML'].join('')}\n${secret}\n`)).toEqual([
      'error aws-secret-access-key: AWS secret access key: stands with its access key id, of account 029608264753',
    ]);
  });
});
