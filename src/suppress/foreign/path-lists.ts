// Files of other tools that list paths: `.secretlintignore` as .gitignore does, trufflehog's exclusions as one pattern a line.
import { UserError } from '../../errors.ts';
import { compile, type ForeignFile, type ForeignList } from './judged.ts';

/** What `text/globs.ts` has; handed over, so that its library is not in this bundle too. */
export type CompileGlobs = (patterns: readonly string[]) => (path: string) => boolean;

/** The last line that matches a path decides. */
export function readSecretlintIgnore({ name, text }: ForeignFile, compileGlobs: CompileGlobs): ForeignList {
  const remarks: string[] = [];
  const rules = text.split('\n').flatMap((line, i) => {
    const typed = line.trim();
    if (typed === '' || typed.startsWith('#')) return [];
    const place = `${name}:${i + 1}`;
    try {
      return [{ place, negated: typed.startsWith('!'), matches: compileGlobs([typed.replace(/^!/, '')]) }];
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

export function readTrufflehogExclusions({ name, text }: ForeignFile): ForeignList {
  const remarks: string[] = [];
  const patterns = text.split('\n').flatMap((line, i) => {
    const pattern = line.trim();
    if (pattern === '' || pattern.startsWith('#')) return [];
    const place = `${name}:${i + 1}`;
    const regex = compile(pattern, 'go', (what) => remarks.push(`${place}: ${what}, so it suppresses nothing`));
    return regex === undefined ? [] : [{ place, regex }];
  });
  return { remarks, reasonFor: ({ path }) => patterns.find(({ regex }) => regex.test(path))?.place };
}
