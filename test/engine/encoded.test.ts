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

describe('Claude keys in encodings of encodings', () => {
  const hexOf = (text: string, write: (hex: string) => string): string =>
    [...Buffer.from(text)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
  const LAYERS: Readonly<Record<string, (text: string) => string>> = {
    base64: (text) => Buffer.from(text).toString('base64'),
    hex: (text) => hexOf(text, (hex) => hex),
    percent: (text) => hexOf(text, (hex) => `%${hex}`),
    unicode: (text) => hexOf(text, (hex) => `\\u00${hex}`),
  };
  const names = Object.keys(LAYERS);
  const pairs = names.flatMap((first) => names.map((second) => [first, second]));
  const triples = pairs.flatMap((pair) => names.map((third) => [...pair, third]));
  // Six characters for each byte, three times over, are more than is followed.
  const chains = [...names.map((name) => [name]), ...pairs, ...triples].filter(
    (chain) => chain.join(' ') !== 'unicode unicode unicode',
  );
  const kinds = encodableKinds().filter(([, text]) => text.startsWith('sk-ant-') && !text.includes('{jwt}'));

  test.each(chains.map((chain) => [chain.join(', then '), chain] as const))('%s', (_name, chain) => {
    expect(kinds.length).toBeGreaterThan(5);
    const missed = kinds.flatMap(([id, structure]) =>
      // At each place in a group of three bytes.
      ['', ':', 'k=']
        .filter((before) => {
          const value = build(structure, createRandom(`${id} ${chain.join(' ')}`));
          const text = chain.reduce((inner, name) => LAYERS[name]?.(inner) ?? '', before + value);
          return !scan('a.txt', `v = "${text}"\n`).includes(id);
        })
        .map((before) => `${id} behind "${before}"`),
    );
    expect(missed).toEqual([]);
  });
});

describe('what follows a key', () => {
  const ends = ['}', ',', ')', '<', ']', '>', ';', '"', "'", '`', '|', '&', '\n', '\r\n', '\t', ' ', '\\n', '\\"', ''];

  test.each(encodableKinds())('%s ends at any closing character and at the end of the file', (id, structure) => {
    const value = build(structure, createRandom(`closing ${id}`));
    expect(ends.filter((end) => !scan('a.txt', `x=${value}${end}`).includes(id))).toEqual([]);
  });
});
