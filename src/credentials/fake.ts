// Look-alike credentials, made at run time from a kind's structure and a seed, so that none is ever stored in a file.
import { fnv1a } from '../text/fnv.ts';
import type { CredentialKind } from './kind.ts';
import { isPlaceholder } from './placeholder.ts';
import { CLASSES, leadingLiteral, type Part, parseStructure } from './structure.ts';

/** A small repeatable generator (mulberry32): numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Draws before a shape is given up. */
const MOST_DRAWS = 1000;

/** Gives a drawn value the inner structure (checksum, encoded fields) that its validator demands. */
export type Finisher = (value: string, random: () => number) => string;

/**
 * A made-up credential of a kind: same kind and seed, same value.
 *
 * @param finisher - makes a value valid for the kind's validator.
 */
export function fakeCredential(kind: CredentialKind, seed: number, finisher?: Finisher): string {
  const structure = typeof kind.structure === 'string' ? kind.structure : (kind.structure[0] ?? '');
  const parts = parseStructure(structure);
  const random = createRandom(seed ^ fnv1a(kind.id));
  for (let draws = 0; draws < MOST_DRAWS; draws += 1) {
    const drawn = parts.map((part) => draw(part, random)).join('');
    // A draw can look like a placeholder by chance; the next one will not.
    if (!isPlaceholder(drawn.slice(leadingLiteral(parts).length), kind.minEntropy)) {
      return finisher === undefined ? drawn : finisher(drawn, random);
    }
  }
  throw new Error(`every value of the shape of ${kind.id} looks like a placeholder`);
}

function draw(part: Part, random: () => number): string {
  switch (part.type) {
    case 'literal':
      return part.text;
    case 'choice':
      return part.options[Math.floor(random() * part.options.length)] ?? '';
    case 'optional':
      return random() < 0.5 ? '' : part.parts.map((inner) => draw(inner, random)).join('');
    case 'run': {
      const set = CLASSES[part.set] ?? '';
      const length = part.min + Math.floor(random() * (Math.min(part.max, part.min + 8) - part.min + 1));
      let text = '';
      for (let i = 0; i < length; i += 1) text += set.charAt(Math.floor(random() * set.length));
      return text;
    }
  }
}
