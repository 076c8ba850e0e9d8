// Is a value that has a credential's shape only standing in for one? A placeholder is never a finding.
import { shannonEntropy } from './entropy.ts';

/** Words that people put where a key will go; found anywhere in a value between separators or at its ends. */
const WORDS =
  /(?:^|[^a-z])(?:your|you|my|the|example|sample|dummy|fake|mock|placeholder|redacted|removed|masked|hidden|secret|changeme|change|replace|insert|enter|paste|todo|fixme|null|none|undefined|abc|foo|foobar|bar|baz|test|testing|invalid|notreal|dontuse|key|token|here|real|goes|value|password|api|apikey|x{3,64}|a{3,64}|lorem|ipsum|deadbeef|cafebabe|random|string|demo|key-?\d{1,20})(?=$|[^a-z])/gi;
/** Parts of words that no random value holds by chance, case folded, seven letters or more; the last two are base32 that the
 * documents of second factors have. */
const FRAGMENTS =
  /placeholder|redacted|changeme|replace|your[-_]?(?:key|api|token|secret|own)|example|insert[-_]|dummy|notareal|not[-_]?real|fake[-_]?(?:key|token|secret)|xxxxx|secret[-_]?here|[-_]here$|deadbeef|abcdefg|0123456|1234567|test[-_]?key|api[-_]?key|jbswy3dp|gezdgnbvgy/i;
/** The variable part of keys that their makers' documents show: Stripe, SendGrid, 1Password. */
const DOCUMENTED = /4eC39HqLyjWDarjtT1zdp7dc|ngeVfQFYQlKU0ufo8x5d1A|ASWWYB-798JRY/;
/** The same character six times or more: 1 in 10 million for a 93-character random value. */
const REPEAT = /(.)\1{5}/;
/** Text that a template engine, a shell or a person will replace. */
const TEMPLATE = /\$\{|\{\{|<[^<>]*>|%[sd(]|\$\(|…|\.\.\.|\*{3}|[xX]{8}/;

/** Longest ascending or descending run of neighbouring characters (`abcdef`, `98765`). */
function longestSequence(text: string): number {
  let longest = 1;
  let up = 1;
  let down = 1;
  for (let i = 1; i < text.length; i += 1) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    longest = Math.max(longest, up, down);
  }
  return longest;
}

/** True when a block of 1 to 12 characters makes up the whole text, three times over or more. */
function isRepeated(text: string): boolean {
  for (let size = 1; size <= 12 && size * 3 <= text.length; size += 1) {
    if (text.startsWith(text.slice(0, text.length - size), size)) return true;
  }
  return false;
}

/**
 * Judges the variable part of a value (without its fixed prefix).
 *
 * @param body - the characters that a real credential draws at random.
 * @param minEntropy - least Shannon entropy in bits per character; shorter bodies are allowed less, since they cannot reach it.
 */
export function isPlaceholder(body: string, minEntropy = 3): boolean {
  if (body === '') return true;
  if (TEMPLATE.test(body) || REPEAT.test(body) || FRAGMENTS.test(body) || DOCUMENTED.test(body)) return true;
  if (isRepeated(body)) return true;
  if (body.length >= 8 && longestSequence(body) >= 7) return true;
  let covered = 0;
  for (const word of body.matchAll(WORDS)) covered += word[0].length;
  if (covered * 3 >= body.length) return true;
  // A short text cannot reach the entropy of its alphabet: sixteen random hex digits have about 3.1 bits a character,
  // and fewer than 2.4 once in ten thousand.
  const reachable = Math.min(minEntropy, Math.log2(body.length) * 0.6);
  return shannonEntropy(body) < reachable;
}
