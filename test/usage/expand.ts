// Examples name look-alikes by kind and seed; this makes them, so that none is stored.
import { createRandom } from '../../src/credentials/fake.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function fakeKey(seed: number, sort = 'api03'): string {
  const random = createRandom(seed);
  let body = '';
  for (let i = 0; i < 93; i += 1) body += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return `sk-ant-${sort}-${body}AA`;
}

export function expand(text: string): string {
  return text.replace(/\{\{fake ([a-z-]+) (\d+)\}\}/g, (_all, kind: string, seed: string) =>
    fakeKey(Number(seed), kind.includes('oauth') ? 'oat01' : 'api03'),
  );
}
