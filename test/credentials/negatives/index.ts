// Hard negatives: what a scanner of any worth is silent on. Made from a seed, and written by hand.
import { createRandom } from '../../../src/credentials/fake.ts';
import type { Negative } from './draw.ts';
import { GENERATED } from './generated.ts';
import { WRITTEN } from './written.ts';

/** Draws of each sort. */
const DRAWS = 40;

export function negatives(draws = DRAWS): readonly Negative[] {
  const made = Object.entries(GENERATED).flatMap(([sort, make], s) =>
    Array.from({ length: draws }, (_, i) => {
      const [path, text] = make(createRandom(s * 1009 + i * 7919 + 13));
      return { sort, path, text: `${text}\n` };
    }),
  );
  const written = Object.entries(WRITTEN).flatMap(([sort, texts]) =>
    texts.map(([path, text]) => ({ sort: `by hand: ${sort}`, path, text: `${text}\n` })),
  );
  return [...made, ...written];
}
