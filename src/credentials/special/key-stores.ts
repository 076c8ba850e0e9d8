// Binary stores of private keys: PKCS#12 (.p12, .pfx, .keystore) and Java's own JKS and JCEKS. Told by their bytes, since
// a name may be anything.
import type { Matcher } from '../matcher.ts';
import { draw } from './reading.ts';

/** PFX: version 3, then content of type "data". */
const PFX_START = '\x02\x01\x030';
const PFX_CONTENT = /^\x02\x01\x030(?:[\0-\x80]|\x81.|\x82..|\x83...)\x06\t\*\x86H\x86\xf7\r\x01\x07\x01/s;
/** The end of the identifier of a bag with a shrouded key. */
const KEY_BAG = '\r\x01\f\n\x01\x02';
/** Longest store that is read as one: a key and its chain take a few thousand bytes. */
const LONGEST = 65_536;
/** Version 2, so many entries, the first of which is a private key. */
const JKS_STARTS = ['\x01', '\x02', '\x03'].map((entries) => `\0\0\0\x02\0\0\0${entries}\0\0\0\x01`);
const JKS_MAGIC = ['\xfe\xed\xfe\xed', '\xce\xce\xce\xce'];
/** The alias of the key that every installation of the Android tools makes for itself, under a known password. */
const DEBUG_ALIAS = /a\0?n\0?d\0?r\0?o\0?i\0?d\0?d\0?e\0?b\0?u\0?g\0?k\0?e\0?y/;

const keyStore: Matcher = {
  kind: {
    id: 'private-key-pkcs12-jks',
    provider: 'any',
    name: 'store of private keys (PKCS#12 or Java)',
    why: 'Whoever has it can try passwords on their own machine, and most stores have a common one.',
    env: '',
    revoke: 'make a new key pair, revoke the certificates made for it, and keep the store out of the repository',
    docs: 'www.rfc-editor.org/rfc/rfc7292',
    nearMisses: [
      'const bagId = "1.2.840.113549.1.12.10.1.2";',
      `\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01\0\0\0\x02\0\x02ca`,
    ],
  },
  keywords: [KEY_BAG, ...JKS_STARTS].map((text) => ({ text, ignoreCase: false })),
  find(text, offset, keyword) {
    const start = keyword === 0 ? pfxStart(text, offset) : jksStart(text, offset);
    if (start === undefined || DEBUG_ALIAS.test(text.slice(start, start + LONGEST))) return undefined;
    const end = Math.min(text.length, start + LONGEST);
    return { kind: keyStore.kind, start, end, level: 'error', prefix: '' };
  },
  fake: (random) => `\xfe\xed\xfe\xed${JKS_STARTS[0] ?? ''}\0\x06deploy${draw(random, 200)}`,
};

function pfxStart(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - LONGEST);
  const start = text.slice(from, offset).lastIndexOf(PFX_START);
  return start >= 0 && PFX_CONTENT.test(text.slice(from + start, from + start + 24)) ? from + start : undefined;
}

function jksStart(text: string, offset: number): number | undefined {
  return JKS_MAGIC.includes(text.slice(Math.max(0, offset - 4), offset)) ? offset - 4 : undefined;
}

export const keyStoreMatchers: readonly Matcher[] = [keyStore];
