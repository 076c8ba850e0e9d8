// Private keys in other clothes: PuTTY's own format, a whole key block in base64, WireGuard and JSON Web Keys.
import type { Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { CLASSES } from '../structure.ts';
import { armour, PRIVATE_KEY, readPem } from './pem.ts';
import { draw, drawBase64 } from './reading.ts';

const EOL = '(?:\\r?\\n|\\\\r?\\\\n|\\\\n)[ \\t]{0,20}';
const PUTTY_OPENING = new RegExp(`PuTTY-User-Key-File-[23]: [\\w@.-]{3,60}${EOL}Encryption: ([\\w-]{2,30})`, 'y');
const PUTTY_PRIVATE = new RegExp(`Private-Lines: \\d{1,3}((?:${EOL}[A-Za-z0-9+/]{1,64}={0,2}){1,120})`);

const putty: Matcher = {
  kind: {
    id: 'private-key-putty',
    provider: 'any',
    name: 'PuTTY private key',
    why: 'Whoever has it can log in to every server that trusts its public half.',
    env: '',
    revoke: 'remove the public half from every authorized_keys file, then make a new pair',
    docs: 'the.earth.li/~sgtatham/putty/0.81/htmldoc/AppendixC.html',
    nearMisses: [
      'if (line.startsWith("PuTTY-User-Key-File-2: ")) return parsePpk(line);',
      'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: sample\nPublic-Lines: 2\n',
    ],
  },
  keywords: [{ text: 'PuTTY-User-Key-File-', ignoreCase: false }],
  find(text, offset) {
    PUTTY_OPENING.lastIndex = offset;
    const opening = PUTTY_OPENING.exec(text);
    if (opening === null) return undefined;
    const block = PUTTY_PRIVATE.exec(text.slice(offset, offset + 16_384));
    const body = (block?.[1] ?? '').replace(/\\[rn]|\s/g, '');
    if (block === null || body.length < 40 || isPlaceholder(body, 4)) return undefined;
    const found = { kind: putty.kind, start: offset, end: offset + block.index + block[0].length, prefix: '' };
    if (opening[1] === 'none') return { ...found, level: 'error' };
    return { ...found, level: 'warning', note: `protected by a passphrase (${opening[1]})` };
  },
  fake: (random) =>
    [
      'PuTTY-User-Key-File-3: ssh-ed25519',
      'Encryption: none',
      'Comment: key',
      'Public-Lines: 2',
      drawBase64(random, 48),
      drawBase64(random, 30),
      'Private-Lines: 1',
      drawBase64(random, 36),
    ].join('\n'),
};

/** `-----BEGIN ` in base64, as far as it does not depend on what follows. */
const ENCODED_BEGIN = 'LS0tLS1CRUdJTi';
const ENCODED_BLOCK = /[A-Za-z0-9+/=]{1,20000}/y;

const base64Pem: Matcher = {
  kind: {
    id: 'private-key-base64-pem',
    provider: 'any',
    name: 'private key in base64',
    why: 'Base64 hides nothing: whoever has it can pose as the owner of the key.',
    env: '',
    revoke: 'make a new key pair, replace the public half wherever it is trusted, revoke certificates made for it',
    docs: 'kubernetes.io/docs/concepts/configuration/secret',
    // A decoded key is reported by the kind of its own format; this one is for what decoding did not reach.
    fallback: true,
    nearMisses: [
      `certificate-authority-data: ${ENCODED_BEGIN}BDRVJUSUZJQ0FURS0tLS0tCk1JSUM`,
      `if (value.startsWith("${ENCODED_BEGIN}")) value = decode(value);`,
    ],
  },
  keywords: [{ text: ENCODED_BEGIN, ignoreCase: false }],
  find(text, offset) {
    ENCODED_BLOCK.lastIndex = offset;
    const encoded = ENCODED_BLOCK.exec(text)?.[0] ?? '';
    const decoded = Buffer.from(encoded, 'base64').toString('latin1');
    const words = decoded.slice(0, 60).indexOf(PRIVATE_KEY);
    if (words < 0 || readPem(decoded, words) === undefined) return undefined;
    return { kind: base64Pem.kind, start: offset, end: offset + encoded.length, level: 'error', prefix: '' };
  },
  fake: (random) => Buffer.from(armour('EC', `MHcCAQEE${drawBase64(random, 114)}`)).toString('base64'),
};

const WIREGUARD = /PrivateKey[ \t]{0,4}=[ \t]{0,4}([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])/y;

const wireguard: Matcher = {
  kind: {
    id: 'wireguard-key',
    provider: 'WireGuard',
    name: 'WireGuard private key',
    why: 'Whoever has it can join the private network as this peer and read its traffic.',
    env: '',
    revoke: 'make a new key pair and replace the public key on every peer',
    docs: 'www.wireguard.com/quickstart',
    nearMisses: [
      '[Interface]\nPrivateKey = <contents of /etc/wireguard/privatekey>\nAddress = 10.0.0.1/24',
      '[Interface]\nAddress = 10.0.0.1/24\nPrivateKey = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    ],
  },
  keywords: [{ text: 'PrivateKey', ignoreCase: false }],
  gate: () => ({ type: 'near', characters: CLASSES['b64'] ?? '', length: 43 }),
  find(text, offset) {
    WIREGUARD.lastIndex = offset;
    const key = WIREGUARD.exec(text);
    if (key === null || !text.slice(Math.max(0, offset - 1500), offset).includes('[Interface]')) return undefined;
    if (isPlaceholder(key[1] ?? '', 4)) return undefined;
    const end = offset + key[0].length;
    return { kind: wireguard.kind, start: end - (key[1] ?? '').length, end, level: 'error', prefix: '' };
  },
  fake: (random) => `[Interface]\nPrivateKey = ${drawBase64(random, 32)}\nAddress = 10.8.0.2/32`,
};

/** The private member: `d` of RSA, EC and OKP keys, `k` of a symmetric one. */
const JWK_PRIVATE = /\\?"([dk])\\?"\s{0,4}:\s{0,4}\\?"([A-Za-z0-9_-]{20,2000})\\?"/g;
const JWK_REACH = 6000;

const jwk: Matcher = {
  kind: {
    id: 'jwk-private',
    provider: 'any',
    name: 'private JSON Web Key',
    why: 'Whoever has it can sign tokens that every service trusting the key accepts.',
    env: '',
    revoke: 'add a new key to the key set, let tokens run out, then remove this one',
    docs: 'www.rfc-editor.org/rfc/rfc7517',
    nearMisses: [
      '{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB","use":"sig"}',
      '{"kty":"oct","k":"your-256-bit-secret-goes-here"}',
      '{"kty":"RSA","n":"AQAB","e":"AQAB","d":""}',
    ],
  },
  keywords: [{ text: '"kty', ignoreCase: false }],
  find(text, offset) {
    const before = text.slice(Math.max(0, offset - JWK_REACH), offset);
    const open = before.lastIndexOf('{');
    const start = open < 0 ? offset : offset - before.length + open;
    const after = text.slice(offset, offset + JWK_REACH);
    const close = after.indexOf('}');
    const object = text.slice(start, offset + (close < 0 ? after.length : close));
    const symmetric = /"kty\\?"\s{0,4}:\s{0,4}\\?"oct/.test(object);
    for (const member of object.matchAll(JWK_PRIVATE)) {
      const value = member[2] ?? '';
      if ((member[1] === 'k') !== symmetric || value.length < (symmetric ? 20 : 40) || isPlaceholder(value, 4))
        continue;
      const at = start + member.index + member[0].indexOf(value);
      return { kind: jwk.kind, start: at, end: at + value.length, level: 'error', prefix: '' };
    }
    return undefined;
  },
  fake: (random) =>
    JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: draw(random, 43, 'b64u'), d: draw(random, 43, 'b64u') }),
};

export const keyFileMatchers: readonly Matcher[] = [putty, base64Pem, wireguard, jwk];
