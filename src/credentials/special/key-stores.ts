// Binary stores of private keys: PKCS#12 (.p12, .pfx, .keystore) and Java's own JKS and JCEKS. Told by their bytes, since
// a name may be anything; where the bytes alone say too little, by both.
import type { Candidate, Matcher } from '../matcher.ts';
import { atPathEnd } from '../path-end.ts';
import { draw } from './reading.ts';

/** PFX: version 3, then content of type "data". */
const PFX_START = '\x02\x01\x030';
const PFX_CONTENT = /^\x02\x01\x030(?:[\0-\x80]|\x81.|\x82..|\x83...)\x06\t\*\x86H\x86\xf7\r\x01\x07\x01/s;
/** The whole file: a sequence, then the start. */
const PFX_FILE = /^0(?:[\0-\x7f]|\x80|\x81.|\x82..|\x83...)(?=\x02\x01\x030)/s;
/** The ends of the identifiers of a bag with a shrouded key, and with a bare one. */
const KEY_BAGS = ['\r\x01\f\n\x01\x02', '\r\x01\f\n\x01\x01'];
/** Longest store that is read as one: a key and its chain take a few thousand bytes. */
const LONGEST = 65_536;
/** Version 2, so many entries, the first of which is a private key. */
const JKS_STARTS = ['\x01', '\x02', '\x03'].map((entries) => `\0\0\0\x02\0\0\0${entries}\0\0\0\x01`);
const JKS_MAGIC = ['\xfe\xed\xfe\xed', '\xce\xce\xce\xce'];
const STORE_NAMES = ['.jks', '.jceks', '.keystore', '.p12', '.pfx'];
/** Most entries that are passed over in a Java store before its first key. */
const MOST_ENTRIES = 500;
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
  keywords: [
    ...[...KEY_BAGS, ...JKS_STARTS].map((text) => ({ text, ignoreCase: false })),
    ...STORE_NAMES.map((name) => atPathEnd(name)),
  ],
  find(text, offset, keyword) {
    if (keyword < KEY_BAGS.length) return storeAt(text, pfxStart(text, offset));
    if (keyword < KEY_BAGS.length + JKS_STARTS.length) return storeAt(text, jksStart(text, offset));
    return offset === 0 ? namedStore(text) : undefined;
  },
  fake: (random) => `\xfe\xed\xfe\xed${JKS_STARTS[0] ?? ''}\0\x06deploy${draw(random, 200)}`,
};

function storeAt(text: string, start: number | undefined): Candidate | undefined {
  if (start === undefined || DEBUG_ALIAS.test(text.slice(start, start + LONGEST))) return undefined;
  return { kind: keyStore.kind, start, end: Math.min(text.length, start + LONGEST), level: 'error', prefix: '' };
}

function pfxStart(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - LONGEST);
  const start = text.slice(from, offset).lastIndexOf(PFX_START);
  return start >= 0 && PFX_CONTENT.test(text.slice(from + start, from + start + 24)) ? from + start : undefined;
}

function jksStart(text: string, offset: number): number | undefined {
  return JKS_MAGIC.includes(text.slice(Math.max(0, offset - 4), offset)) ? offset - 4 : undefined;
}

/** A file with the name of a store: a Java one that holds a key anywhere, or a PKCS#12 one that does not show its bags. */
function namedStore(text: string): Candidate | undefined {
  const head = text.slice(0, LONGEST);
  if (JKS_MAGIC.includes(head.slice(0, 4))) return holdsJavaKey(head) ? storeAt(text, 0) : undefined;
  const open = PFX_FILE.exec(head)?.[0];
  if (open === undefined || pfxStart(head, open.length + PFX_START.length) === undefined) return undefined;
  if (KEY_BAGS.some((bag) => head.includes(bag))) return undefined;
  const store = storeAt(text, open.length);
  return store && { ...store, level: 'warning', note: 'encrypted as a whole, so that it may hold certificates alone' };
}

/** Reads the entries of a Java store up to the first that holds a key. */
function holdsJavaKey(text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  const number = (at: number): number => (at + 4 <= bytes.length ? bytes.readUInt32BE(at) : bytes.length);
  const behindText = (at: number): number => (at + 2 <= bytes.length ? at + 2 + bytes.readUInt16BE(at) : bytes.length);
  for (let at = 12, left = Math.min(number(8), MOST_ENTRIES); left > 0 && at < bytes.length; left -= 1) {
    // 1: a private key; 3: a secret one; 2: a certificate, behind a name, a date and its own type.
    if (number(at) !== 2) return number(at) === 1 || number(at) === 3;
    const certificate = behindText(behindText(at + 4) + 8);
    at = certificate + 4 + number(certificate);
  }
  return false;
}

export const keyStoreMatchers: readonly Matcher[] = [keyStore];
