// The name of a finding that stays the same when lines move, on every machine, and that gives nothing of the secret away.
import { shannonEntropy } from '../credentials/entropy.ts';

/** Public on purpose: it only keeps our fingerprints apart from other hashes of the same text. */
const KEY = 'hushkey fingerprint v1';
/** Below this many bits in all, a secret could be guessed from a plain hash, so hashing it is made slow. */
const GUESSABLE_BITS = 80;
/** About 8 ms a secret: a word list of a million takes hours, a scan with a hundred passwords a second. */
const STRETCH = { N: 4096, r: 8, p: 1 } as const;

const stretched = new Map<string, string>();

/**
 * `v1:` and 32 hex digits over rule, path and identity.
 *
 * @param identity - the credential, or for rules about code the code in normal form.
 * @param isSecret - whether the identity must not be guessable from the fingerprint.
 */
export function fingerprintOf(ruleId: string, path: string, identity: string, isSecret: boolean): string {
  const body = isSecret && isGuessable(identity) ? stretch(identity) : identity;
  const digest = crypto().createHmac('sha256', KEY).update(`${ruleId}\0${path}\0${body}`).digest('hex');
  return `v1:${digest.slice(0, 32)}`;
}

/** The short form that people type: the first 12 hex digits. */
export function idOf(fingerprint: string): string {
  return fingerprint.slice(3, 15);
}

/** Loaded at the first finding: it takes as long as the rules themselves. */
function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

function isGuessable(text: string): boolean {
  return shannonEntropy(text) * text.length < GUESSABLE_BITS;
}

function stretch(text: string): string {
  const known = stretched.get(text);
  if (known !== undefined) return known;
  const slow = crypto().scryptSync(text, KEY, 32, STRETCH).toString('hex');
  stretched.set(text, slow);
  return slow;
}
