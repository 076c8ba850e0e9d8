// The files of other scanners that say what does not count. Apart, because a hook asks whether one is there before it loads
// what reads them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** trufflehog has no name of its own for its list: these are the ones that people give it. */
export const FOREIGN_NAMES = [
  '.gitleaksignore',
  '.gitleaks.toml',
  '.secrets.baseline',
  '.secretlintrc',
  '.secretlintrc.json',
  '.secretlintrc.yml',
  '.secretlintrc.yaml',
  '.secretlintrc.js',
  '.secretlintrc.cjs',
  '.secretlintrc.mjs',
  '.secretlintignore',
  '.trufflehogignore',
  '.trufflehog-ignore',
  '.trufflehog-exclude',
  '.trufflehog-exclude.txt',
] as const;

export type ForeignName = (typeof FOREIGN_NAMES)[number];

/** @param root - absolute: the top of the work tree, or the folder scanned outside git. */
export function foreignNamesIn(root: string): readonly ForeignName[] {
  return FOREIGN_NAMES.filter((name) => existsSync(join(root, name)));
}
