// Files of other tools that list paths: `.secretlintignore` as .gitignore does, trufflehog's exclusions as one pattern a line.
import ignore from 'ignore';
import { printable } from '../../text/printable.ts';
import { compile, type ForeignFile, type ForeignList } from './judged.ts';

export function readSecretlintIgnore({ name, text }: ForeignFile): ForeignList {
  const rules = ignore().add(text);
  return {
    remarks: [],
    reasonFor({ path }) {
      if (!ignore.isPathValid(path)) return undefined;
      const { ignored, rule } = rules.test(path);
      return ignored ? `${name}: ${printable(rule?.pattern ?? '')}` : undefined;
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
