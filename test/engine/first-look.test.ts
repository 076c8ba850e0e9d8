// What hooks/first-look calls clean before Node starts, the search with its gates calls clean too: on keywords beside
// anything, on every kind of credential in every form, on real code. Else a commit would pass in silence.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtin } from '../../src/builtin-rules.ts';
import { buildKeywordTable } from '../../src/engine/build-keyword-table.ts';
import { firstLookWords } from '../../src/engine/first-look-words.ts';
import { readOwners } from '../../src/engine/keyword-table.ts';
import { plainSearch } from '../../src/engine/plain-search.ts';
import { ENCODERS, encodableKinds } from '../accuracy/encoded.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';
import { fakeOf } from '../support/fakes.ts';
import { piecesAround } from '../support/hostile-text.ts';

const { matchers, rules } = builtin();
const table = buildKeywordTable(matchers, rules);
const search = plainSearch(table);
const owners = readOwners(table, 0);
const folder = mkdtempSync(join(tmpdir(), 'hushkey-first-look-'));
const script = join(folder, 'first-look.pl');
/** Says of each of many texts, with NUL between them, whether the script would start the scanner. */
const DRIVER = `require $ARGV[0]; read_words(); binmode STDIN; local $/ = "\\0";
while (my $text = <STDIN>) { chomp $text; print may_hold($text) || named($text) ? 1 : 0 }`;

beforeAll(() => {
  writeFileSync(script, `${readFileSync('hooks/first-look', 'utf8')}\n__DATA__\n${firstLookWords(table, '1.0.0')}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** True for each text that the script leaves to the scanner. */
function lookAt(texts: readonly string[]): readonly boolean[] {
  const input = Buffer.from(`${texts.join('\0')}\0`, 'latin1');
  const run = spawnSync('perl', ['-e', DRIVER, script], { input, encoding: 'latin1', maxBuffer: 1e9 });
  expect(run.stderr).toBe('');
  expect(run.stdout).toHaveLength(texts.length);
  return [...run.stdout].map((answer) => answer === '1');
}

/** Whether a keyword that stands as it is passes its gates; encoded ones are told by what they decode to, below. */
function stands(text: string): boolean {
  return search(Buffer.from(text, 'latin1')).some((keyword, i) => i % 2 === 0 && isPlain(keyword));
}

/** Fails with the texts that the script calls clean and the search does not. @returns how many it calls clean. */
function compare(texts: readonly string[]): number {
  const answers = lookAt(texts);
  expect(texts.filter((text, i) => answers[i] === false && stands(text)).slice(0, 5)).toEqual([]);
  return answers.filter((answer) => !answer).length;
}

const isPlain = (keyword: number): boolean =>
  owners(keyword).some((owner) => owner.type !== 'encoded' || owner.encoding === 'escaped');
const { texts: packed, lengths } = table.keywords;
/** The keywords without those of names and packed data, and which of them stand in text as they are. */
const keywords = [...lengths.keys()].reduce<{ text: string; at: number; plain: boolean }[]>((list, keyword) => {
  const { text: before = '', at = -1 } = list.at(-1) ?? {};
  const start = at + before.length + 1;
  const text = Buffer.from(packed.subarray(start, start + (lengths[keyword] ?? 0))).toString('latin1');
  list.push({ text, at: start, plain: isPlain(keyword) });
  return list;
}, []);
const usable = keywords.filter(({ text }) => !/[\0\x01]/.test(text));
const words = usable.map(({ text }) => text);
const plain = usable.filter((keyword) => keyword.plain).map(({ text }) => text);

const pieces = piecesAround(words);

test('keywords beside anything', { timeout: 300_000 }, () => {
  const texts = fc.sample(fc.array(pieces, { minLength: 2, maxLength: 8 }), 40_000);
  const clean = compare(texts.map((parts) => parts.join('')));
  expect(clean).toBeGreaterThan(2000);
});

test('each keyword before values of each length', { timeout: 300_000 }, () => {
  const value = 'a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6e7F8a9B0c1D2';
  const texts = plain.flatMap((word) =>
    ['', '=', '_KEY = "', '": "', '\n  - ', '"\n  "'].flatMap((joint) =>
      [12, 20, 32, 44].map((length) => `x ${word}${joint}${value.slice(0, length)}"\n`),
    ),
  );
  compare(texts);
});

test('every kind of credential is left to the scanner', () => {
  const texts = matchers.flatMap(({ kind }) =>
    [1, 2, 3].flatMap((seed) => {
      const fake = fakeOf(kind.id, seed);
      return [`${kind.env}="${fake}"\n`, `const ${kind.env.toLowerCase() || 'value'} = '${fake}';\n`];
    }),
  );
  const answers = lookAt(texts.map((text) => text.replaceAll('\0', ''))).map(
    // With a NUL in it, it is left to the scanner unread.
    (answer, i) => answer || texts[i]?.includes('\0') === true,
  );
  const missed = matchers.filter((_, m) => answers.slice(6 * m, 6 * m + 6).includes(false)).map(({ kind }) => kind.id);
  expect(missed).toEqual([]);
});

test('so is every credential that its own text tells, in every encoding', () => {
  const random = createRandom('first look');
  const texts = encodableKinds()
    .flatMap(([, structure]) => ENCODERS.map(({ encode }) => encode(build(structure, random))))
    .map((form) => form.toString('latin1'))
    // UTF-16: bytes without a NUL are the script's affair.
    .filter((text) => !text.includes('\0'));
  const answers = lookAt(texts);
  expect(texts.filter((_, i) => answers[i] === false)).toEqual([]);
});

test('files of this repository and of packages, most of which are clean', { timeout: 300_000 }, () => {
  const files = ['src', 'test/support', 'node_modules/typescript/lib', 'node_modules/vite', 'node_modules/simple-git']
    .flatMap((path) => readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)))
    .filter((path) => statSync(path).isFile() && statSync(path).size < 200_000);
  const texts = files.map((path) => readFileSync(path, 'latin1')).filter((text) => !text.includes('\0'));
  expect(texts.length).toBeGreaterThan(500);
  expect(compare(texts)).toBeGreaterThan(texts.length / 3);
});

test('names of files that hold keys', () => {
  const named = (path: string): string =>
    `diff --git a/${path} b/${path}\nnew file mode 100644\nindex 0..1\n@@ -0,0 +1 @@\none\n`;
  expect(lookAt(['a.ts', 'certs/server.key', 'store.P12', 'k.pfx', 'src/key.ts'].map(named))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
