// Files of other tools that list paths: `.secretlintignore` as .gitignore does, trufflehog's exclusions as one pattern a line.
import { UserError } from '../../errors.ts';
import { compile, entriesOf, type ForeignFile, type ForeignList } from './judged.ts';

/** What `text/globs.ts` has; handed over, so that its library is not in this bundle too. */
export type CompileGlobs = (patterns: readonly string[]) => (path: string) => boolean;

/** The last line that matches a path decides. */
export function readSecretlintIgnore(file: ForeignFile, compileGlobs: CompileGlobs): ForeignList {
  const remarks: string[] = [];
  const rules = entriesOf(file).flatMap(({ entry, place }) => {
    try {
      return [{ place, negated: entry.startsWith('!'), matches: compileGlobs([entry.replace(/^!/, '')]) }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      remarks.push(`${place}: is a bad glob, so it suppresses nothing`);
      return [];
    }
  });
  return {
    remarks,
    reasonFor({ path }) {
      const rule = rules.findLast(({ matches }) => matches(path));
      return rule === undefined || rule.negated ? undefined : rule.place;
    },
  };
}

export function readTrufflehogExclusions(file: ForeignFile): ForeignList {
  const remarks: string[] = [];
  const patterns = entriesOf(file).flatMap(({ entry, place }) => {
    const regex = compile(entry, 'go', (what) => remarks.push(`${place}: ${what}, so it suppresses nothing`));
    return regex === undefined ? [] : [{ place, regex }];
  });
  return { remarks, reasonFor: ({ path }) => patterns.find(({ regex }) => regex.test(path))?.place };
}
