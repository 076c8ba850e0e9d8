// Makes src/credentials/guesses/letter-pairs.ts: how rare each pair of neighbours is in names and prose. The corpus is
// this repository's own text and the declarations of Node's types. Run by hand when the model is to change.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const TARGET = 'src/credentials/guesses/letter-pairs.ts';
const filesIn = (folder, ending) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
const corpus = [
  ...filesIn('src', '.ts').filter((path) => !path.endsWith('letter-pairs.ts')),
  ...filesIn('node_modules/@types/node', '.d.ts'),
  'README.md',
  'ARCHITECTURE.md',
]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

// Each different word counts by the logarithm of how often it stands there, so that `the` does not outweigh all names.
const words = new Map();
for (const [word] of corpus.matchAll(/[A-Za-z][A-Za-z0-9]{2,30}/g)) words.set(word, (words.get(word) ?? 0) + 1);

const SYMBOLS = 28;
const symbolOf = (char) => (/[a-z]/.test(char) ? char.charCodeAt(0) - 97 : /[0-9]/.test(char) ? 26 : 27);
const counts = Array.from({ length: SYMBOLS }, () => new Array(SYMBOLS).fill(0.5));
for (const [word, times] of words) {
  const weight = 1 + Math.log2(times);
  const spaced = `_${word.replace(/([a-z])([A-Z])/g, '$1_$2')}_`.toLowerCase();
  for (let i = 1; i < spaced.length; i += 1) counts[symbolOf(spaced[i - 1])][symbolOf(spaced[i])] += weight;
}
const rows = counts.map((row) => {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count) => Math.min(35, Math.round(-3 * Math.log2(count / total))).toString(36)).join('');
});
writeFileSync(
  TARGET,
  `// Made by scripts/letter-pairs.mjs: a row for each of a-z, digit, other; in it, for each as the next character, thirds of a
// bit (in base 36) that the pair is worth in names and prose.
export const LETTER_PAIRS: readonly string[] = [
${rows.map((row) => `  '${row}',`).join('\n')}
];
`,
);
console.log(`${TARGET}: ${words.size} different words`);
