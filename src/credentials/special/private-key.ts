// Private keys of every format. One matcher a kind: the header's label decides which of them owns a block.
import type { KindDocs } from '../kind.ts';
import type { Candidate, Matcher } from '../matcher.ts';
import { armour, type PemBlock, PRIVATE_KEY, readPem } from './pem.ts';
import { drawBase64 } from './reading.ts';

const HARM = 'Whoever has it can pose as its owner: log in to servers, sign, and read what is encrypted to it.';
/** Texts about key blocks that hold none; the dashes are put in here so that no header stands whole in this file. */
const EMPTY_BLOCKS = [
  `${'-'.repeat(5)}BEGIN PUBLIC KEY${'-'.repeat(5)}\n${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A'.repeat(3)}\n`,
  `if (pem.includes("${'-'.repeat(5)}BEGIN RSA ${PRIVATE_KEY}${'-'.repeat(5)}")) throw new TypeError("not a key");`,
  `${'-'.repeat(5)}BEGIN ${PRIVATE_KEY}${'-'.repeat(5)}\nMIIEvQIBADANBg...\n${'-'.repeat(5)}END ${PRIVATE_KEY}${'-'.repeat(5)}`,
  `${'-'.repeat(5)}BEGIN EC ${PRIVATE_KEY}${'-'.repeat(5)}\${KEY_BODY}${'-'.repeat(5)}END EC ${PRIVATE_KEY}${'-'.repeat(5)}`,
];

interface Format {
  readonly id: string;
  readonly name: string;
  readonly labels: readonly string[];
  /** First bytes of a real body, for look-alikes, and how many random ones follow. */
  readonly opening: string;
  readonly bytes: number;
  readonly revoke: string;
  readonly docs: string;
}

const FORMATS: readonly Format[] = [
  {
    id: 'private-key-rsa-pkcs1',
    name: 'RSA private key',
    labels: ['RSA'],
    opening: '\x30\x82\x04\xa4',
    bytes: 1192,
    revoke: 'make a new key pair, replace the public half wherever it is trusted, revoke certificates made for it',
    docs: 'www.rfc-editor.org/rfc/rfc8017',
  },
  {
    id: 'private-key-ec-dsa',
    name: 'EC or DSA private key',
    labels: ['EC', 'DSA'],
    opening: '\x30\x77\x02\x01\x01\x04\x20',
    bytes: 114,
    revoke: 'make a new key pair, replace the public half wherever it is trusted, revoke certificates made for it',
    docs: 'www.rfc-editor.org/rfc/rfc5915',
  },
  {
    id: 'private-key-pkcs8',
    name: 'private key (PKCS#8)',
    labels: ['', 'ANY'],
    opening: '\x30\x82\x04\xbd\x02\x01\x00',
    bytes: 1211,
    revoke: 'make a new key pair, replace the public half wherever it is trusted, revoke certificates made for it',
    docs: 'www.rfc-editor.org/rfc/rfc5958',
  },
  {
    id: 'private-key-openssh',
    name: 'OpenSSH private key',
    labels: ['OPENSSH'],
    opening: 'openssh-key-v1\0\0\0\0\x04none',
    bytes: 380,
    revoke: 'remove the public half from every authorized_keys file and every hosting account, then make a new pair',
    docs: 'www.openssh.com',
  },
  {
    id: 'private-key-pgp',
    name: 'OpenPGP private key',
    labels: ['PGP'],
    opening: '\x95\x03\x98\x04',
    bytes: 900,
    revoke: 'publish its revocation certificate and make a new key',
    docs: 'www.gnupg.org/documentation',
  },
];

export const privateKeyMatchers: readonly Matcher[] = [...FORMATS.map(matcherOf), encryptedMatcher()];

function matcherOf(format: Format): Matcher {
  const kind: KindDocs = {
    id: format.id,
    provider: 'any',
    name: format.name,
    why: HARM,
    env: '',
    revoke: format.revoke,
    docs: format.docs,
    nearMisses: EMPTY_BLOCKS,
  };
  return {
    kind,
    keywords: [{ text: PRIVATE_KEY, ignoreCase: false }],
    find(text, offset) {
      const block = readPem(text, offset);
      if (block === undefined || block.encrypted || !format.labels.includes(block.label)) return undefined;
      const cipher = block.label === 'OPENSSH' ? opensshCipher(block.body) : 'none';
      if (cipher === 'none') return candidateOf(kind, block);
      return { ...candidateOf(kind, block), level: 'warning', note: `protected by a passphrase (${cipher})` };
    },
    fake: (random) => {
      const opening = Buffer.from(format.opening, 'latin1');
      const body = Buffer.concat([opening, Buffer.from(drawBase64(random, format.bytes), 'base64')]);
      return armour(format.labels[0] ?? '', body.toString('base64'));
    },
  };
}

function encryptedMatcher(): Matcher {
  const kind: KindDocs = {
    id: 'private-key-encrypted',
    provider: 'any',
    name: 'private key under a passphrase',
    level: 'warning',
    why: 'Whoever has it can try passphrases on their own machine, with nobody to slow them down.',
    env: '',
    revoke: 'replace the key pair unless its passphrase is long and random',
    docs: 'www.rfc-editor.org/rfc/rfc5958',
    nearMisses: EMPTY_BLOCKS,
  };
  return {
    kind,
    keywords: [{ text: PRIVATE_KEY, ignoreCase: false }],
    find(text, offset) {
      const block = readPem(text, offset);
      if (block === undefined || (block.label !== 'ENCRYPTED' && !block.encrypted)) return undefined;
      return candidateOf(kind, block);
    },
    fake: (random) => armour('ENCRYPTED', `MIIFHDBOBgkqhkiG9w0BBQ0w${drawBase64(random, 1260)}`),
  };
}

function candidateOf(kind: KindDocs, block: PemBlock): Candidate {
  return { kind, start: block.start, end: block.end, level: kind.level ?? 'error', prefix: '' };
}

/** The cipher that an OpenSSH key names after its magic word; `none` where it cannot be read, to be on the safe side. */
function opensshCipher(body: string): string {
  const bytes = Buffer.from(body.slice(0, 120), 'base64');
  const magic = 'openssh-key-v1\0';
  if (bytes.length < magic.length + 4 || bytes.toString('latin1', 0, magic.length) !== magic) return 'none';
  const length = bytes.readUInt32BE(magic.length);
  if (length > 40) return 'none';
  return bytes.toString('latin1', magic.length + 4, magic.length + 4 + length);
}
