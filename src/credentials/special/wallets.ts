// Keys to cryptocurrency: Bitcoin's own format has a checksum, raw keys and phrases have a meaning only by their name.
import type { Candidate, Matcher } from '../matcher.ts';
import { isPlaceholder } from '../placeholder.ts';
import { CLASSES } from '../structure.ts';
import { wifBase58, wifOf } from '../validators/wif-base58.ts';
import { matchAt, skip, valueStart } from './reading.ts';

const NAMES = ['private_key', 'privatekey', 'privkey', 'private-key', '_wif'];
const PHRASE_NAMES = ['mnemonic', 'seed_phrase', 'seedphrase', 'recovery_phrase', 'secret_phrase'];
const WIF = /[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51}(?![A-Za-z0-9])/y;
const RAW = /(?:0x)?[0-9a-fA-F]{64}(?![A-Za-z0-9])/y;
/** What says, before the name, that a raw key is a wallet's. */
const WALLET_WORD = /wallet|eth(?:ereum)?_|evm|web3|deployer|metamask|bitcoin|btc_|solana|signer|sepolia|polygon/i;
const WALLET_REACH = 60;
/** Lower-case words as the lists of BIP 39 have them. */
const PHRASE = /(?:[a-z]{3,8} ){11}(?:(?:[a-z]{3,8} ){3,12})?[a-z]{3,8}(?=["'`\s\\]|$)/y;
/** Words that no such list holds, and the phrases that development chains open with. */
const PROSE = /\b(?:the|and|for|from|with|are|was|not|your|words?|must|should|phrase)\b/;
const KNOWN_PHRASE = /^(?:test test|abandon|candy maple|myth like|legal winner|letter advice|clarify|zoo zoo)/;
/** The first keys of Hardhat and Anvil, which every copy starts with. */
const KNOWN_KEY =
  /^(?:0x)?(?:ac0974be|59c6995e|5de4111a|7c852118|47e179ec|8b3a350c|92db14e4|4bbbf85c|dbda1821|2a871d07|4f3edf98)/i;

const wallet: Matcher = {
  kind: {
    id: 'crypto-wallet-key',
    provider: 'any',
    name: 'private key or phrase of a cryptocurrency wallet',
    why: 'Whoever has it can take everything that the wallet holds, and nobody can undo it.',
    env: '',
    revoke: 'move everything to a new wallet, now',
    docs: 'github.com/bitcoin/bips/blob/master/bip-0039.mediawiki',
    nearMisses: [
      `PRIVATE_KEY=0xac0974be${'39a17e36ba4a6b'.repeat(4)}`,
      'MNEMONIC="test test test test test test test test test test test junk"',
      'mnemonic: "the phrase from your wallet with all of the twelve words in order"',
      `PRIVATE_KEY=0x${'0'.repeat(63)}1`,
      'const privateKey = sha256(seed);',
    ],
  },
  keywords: [...NAMES, ...PHRASE_NAMES].map((text) => ({ text, ignoreCase: true })),
  gate: (keyword) =>
    keyword < NAMES.length ? { type: 'near', characters: CLASSES['an'] ?? '', length: 51 } : undefined,
  find(text, offset, keyword) {
    const name = NAMES[keyword];
    if (name === undefined) return phraseUnder(text, offset + (PHRASE_NAMES[keyword - NAMES.length] ?? '').length);
    const start = valueStart(text, offset + name.length);
    if (start === undefined) return undefined;
    return wifAt(text, start) ?? rawAt(text, start, text.slice(Math.max(0, offset - WALLET_REACH), start));
  },
  fake: (random) => {
    const key = Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256));
    return `BITCOIN_PRIVATE_KEY=${wifOf(key)}`;
  },
};

function wifAt(text: string, start: number): Candidate | undefined {
  const end = matchAt(text, start, WIF);
  const verdict = end === undefined ? undefined : wifBase58(text.slice(start, end));
  if (end === undefined || verdict === undefined || verdict.type === 'reject') return undefined;
  const found = { kind: wallet.kind, start, end, prefix: '' };
  return verdict.type === 'valid' ? { ...found, level: 'error' } : { ...found, level: 'note', note: verdict.note };
}

function rawAt(text: string, start: number, before: string): Candidate | undefined {
  const end = matchAt(text, start, RAW);
  const value = end === undefined ? '' : text.slice(start, end);
  // Other protocols have private keys of 32 bytes too; only chains write `0x`.
  if (!value.startsWith('0x') && !WALLET_WORD.test(before)) return undefined;
  if (end === undefined || KNOWN_KEY.test(value) || isPlaceholder(value.replace(/^0x/, ''))) return undefined;
  return { kind: wallet.kind, start, end, level: 'warning', prefix: '' };
}

function phraseUnder(text: string, nameEnd: number): Candidate | undefined {
  const value = valueStart(text, nameEnd);
  if (value === undefined) return undefined;
  const start = skip(text, value, /["'` ]/, 3);
  const end = matchAt(text, start, PHRASE);
  if (end === undefined) return undefined;
  const words = text.slice(start, end).split(' ');
  if (![12, 15, 18, 21, 24].includes(words.length) || new Set(words).size < words.length - 1) return undefined;
  const phrase = words.join(' ');
  if (PROSE.test(phrase) || KNOWN_PHRASE.test(phrase)) return undefined;
  return { kind: wallet.kind, start, end, level: 'warning', prefix: '' };
}

export const walletMatchers: readonly Matcher[] = [wallet];
