// What other scanners were told to leave out, read live from their own files. They know nothing of misused keys, so they
// count for hardcoded keys only.
import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { errnoOf } from '../../errors.ts';
import type { Finding, Suppression } from '../../finding.ts';
import type { ForeignName } from './foreign-names.ts';
import { readGitleaksConfig } from './gitleaks-config.ts';
import { readGitleaksIgnore } from './gitleaks-ignore.ts';
import { type ForeignFile, type ForeignList, judge } from './judged.ts';
import { type CompileGlobs, readSecretlintIgnore, readTrufflehogExclusions } from './path-lists.ts';
import { readSecretlintConfig } from './secretlint-config.ts';
import { readSecretsBaseline } from './secrets-baseline.ts';

export { takeOver } from './take-over.ts';

export interface Foreign {
  /** @param offset - UTF-16 units of the file before `text`. */
  readonly suppressionOf: (finding: Finding, text: string, offset: number, commit: string | null) => Suppression | null;
  /** What of the files could not be used. */
  readonly remarks: readonly string[];
}

/** @param names - the files of `root` that are there. Never throws: one that cannot be read suppresses nothing and says so. */
export function loadForeign(root: string, names: readonly ForeignName[], compileGlobs: CompileGlobs): Foreign {
  const lists = names.map((name) => readList(root, name, compileGlobs));
  return {
    remarks: lists.flatMap(({ remarks }) => remarks),
    suppressionOf(finding, text, offset, commit) {
      if (finding.category !== 'hardcoded-key') return null;
      const judged = judge(finding, text, offset, commit);
      for (const { reasonFor } of lists) {
        const reason = reasonFor(judged);
        if (reason !== undefined) return { kind: 'foreign', reason };
      }
      return null;
    },
  };
}

function readList(root: string, name: ForeignName, compileGlobs: CompileGlobs): ForeignList {
  let text: string;
  try {
    text = readFileSync(join(root, name), 'utf8');
  } catch (error) {
    const remark = `${name}: cannot be read (${errnoOf(error) ?? 'unknown error'}), so it suppresses nothing`;
    return { remarks: [remark], reasonFor: () => undefined };
  }
  const file: ForeignFile = { name, text };
  switch (name) {
    case '.gitleaksignore':
      return readGitleaksIgnore(file);
    case '.gitleaks.toml':
      return readGitleaksConfig(file, (base) => readBelow(root, base));
    case '.secrets.baseline':
      return readSecretsBaseline(file);
    case '.secretlintignore':
      return readSecretlintIgnore(file, compileGlobs);
    case '.trufflehogignore':
    case '.trufflehog-ignore':
    case '.trufflehog-exclude':
    case '.trufflehog-exclude.txt':
      return readTrufflehogExclusions(file);
    default:
      return readSecretlintConfig(file);
  }
}

/** A file that another one names; nothing outside the repository decides what counts in it. */
function readBelow(root: string, name: string): string | undefined {
  const way = relative(root, join(root, name));
  if (way.startsWith('..') || isAbsolute(name)) return undefined;
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    // The caller says that it is not there.
    return undefined;
  }
}
