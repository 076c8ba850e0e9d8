// What all credential rules report on large trees of other people's code, as last counted by scripts/real-trees.mjs.
import { readFileSync } from 'node:fs';

export const title = 'Real trees';

interface Tree {
  readonly name: string;
  /** Of the count, where it is later than the others. */
  readonly date?: string;
  readonly files: number;
  readonly megabytes: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
}

/** What people saw who read findings: by hand, so it does not follow from a new count. */
const READ = `Read were, on the last day of the table, with their lines: every error that is no armoured key, and of the
warnings 200 drawn with a fixed seed and all outside of the tests of other scanners (those of the second npm set in an earlier run);
armoured keys by the names of their files. Among the Go modules are two other scanners, whose tests
hold values that must and that must not be found: nearly all errors and warnings there are the former. Reading the latter
showed these to be wrong, and they were mended with an example in the tests: a digest in the name of an icon (Infracost), an address
that ends in a UUID (Octopus), a key of Freenet (Entra), references to a vault (Kubernetes), passwords and keys that the documents of
NuGet, Sidekiq, 1Password, Stripe and SendGrid print; and a service account token of 1Password was named by what it holds.
More than fifty kinds that those scanners name had no name here and have one now. In earlier runs: a word behind the prefix of a Vault token,
a made-up key in words of capitals, a seed in a help text, a legacy Sentry address. The errors that are left are keys in full: private
keys of tests, proxies and manuals, client secrets that vendors publish in their own command line programs, a key of 2023 that a package
carries. The warnings that are left are made-up keys of tests and manuals, which nothing in the text tells from real ones, raw
wallet keys in the comments of an interface, default keys that packages ship on purpose, and in two tests of parsers words for passwords.`;

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
    '`node scripts/real-trees.mjs "NAME=FOLDER"` counts a tree anew.',
    '',
    '| tree | counted | files | MB | errors | warnings |',
    '| --- | --- | ---: | ---: | --- | --- |',
    ...trees.map(
      (tree) =>
        `| ${tree.name} | ${tree.date ?? 'before'} | ${tree.files} | ${tree.megabytes} | ${listed(tree.errors)} | ${listed(tree.warnings)} |`,
    ),
    '',
    READ,
  ].join('\n');
}
