// What all credential rules report on large trees of other people's code, as last counted by scripts/real-trees.mjs.
import { readFileSync } from 'node:fs';

export const title = 'Real trees';

interface Tree {
  readonly name: string;
  readonly files: number;
  readonly megabytes: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
}

/** What people saw who read findings: by hand, so it does not follow from a new count. */
const READ = `Read were, in these runs, every error whose path does not say test, sample, fixture, example, mock or manual (25 of
them), the line of each error of a token or a seed, and more than 200 of the warnings with their paths, most with their lines. Wrong
were, and mended with an example in the tests: a word behind the prefix of a Vault token, a made-up key in words of capitals, and a
seed in a help text (now a warning) as errors (the second is still in the counts); a legacy Sentry address, which is public. The errors that are left are keys in full:
private keys of tests, proxies and manuals, client secrets that vendors publish in their own command line programs, and a key of 2023 that
a package carries. The warnings that are left are made-up keys of tests and manuals, which nothing in the text tells from real ones, raw
wallet keys in the comments of an interface, and default keys that packages ship on purpose.`;

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([rule, count]) => `${rule} ${count}`)
    .join(', ') || 'none';
const isGuess = ([rule]: readonly [string, number]): boolean => rule.startsWith('generic-');

export async function section(): Promise<string> {
  const trees = JSON.parse(readFileSync('test/accuracy/real-trees.json', 'utf8')) as readonly Tree[];
  const files = trees.reduce((total, tree) => total + tree.files, 0);
  const guesses = trees.reduce(
    (total, { warnings }) => total + sum(Object.fromEntries(Object.entries(warnings).filter(isGuess))),
    0,
  );
  return [
    `${files} files; the guesses give ${guesses} warnings, one in ${Math.round(files / Math.max(1, guesses))} files.`,
    '',
    '| tree | files | MB | errors | warnings |',
    '| --- | ---: | ---: | --- | --- |',
    ...trees.map(
      (tree) =>
        `| ${tree.name} | ${tree.files} | ${tree.megabytes} | ${listed(tree.errors)} | ${listed(tree.warnings)} |`,
    ),
    '',
    READ,
  ].join('\n');
}
