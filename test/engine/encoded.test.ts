// Every strong kind in every encoding, through the keyword filter as in a commit.
import { beforeAll, describe, expect, test } from 'vitest';
import { section } from '../accuracy/21-encodings.section.ts';
import { ENCODERS, encodableKinds, measureEncodings } from '../accuracy/encoded.ts';
import { createScan, type Scan } from '../accuracy/recall.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';

let scan: Scan;
beforeAll(async () => {
  scan = await createScan();
});

describe('encoded credentials', () => {
  test('every kind with a keyword of its own is found in every encoding', () => {
    const missed = measureEncodings(scan).flatMap(({ encoding, missed }) => missed.map((id) => `${encoding}: ${id}`));
    expect(missed).toEqual([]);
    expect(encodableKinds().length).toBeGreaterThan(100);
    expect(ENCODERS.length).toBeGreaterThan(10);
  });

  test('the section counts them', async () => {
    expect((await section()).match(/^\| .* \| (\d+) \| \1 \|$/gm)).toHaveLength(ENCODERS.length);
  });
});

describe('what follows a key', () => {
  const ends = ['}', ',', ')', '<', ']', '>', ';', '"', "'", '`', '|', '&', '\n', '\r\n', '\t', ' ', '\\n', '\\"', ''];

  test.each(encodableKinds())('%s ends at any closing character and at the end of the file', (id, structure) => {
    const value = build(structure, createRandom(`closing ${id}`));
    expect(ends.filter((end) => !scan('a.txt', `x=${value}${end}`).includes(id))).toEqual([]);
  });
});
