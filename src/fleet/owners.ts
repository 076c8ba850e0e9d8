// Who owns a path, by a repository's CODEOWNERS: the last line that matches, in GitLab's sections the last of each.
import { compileGlobs } from '../text/globs.ts';

/** Where the hosts look, in this order. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

interface Line {
  readonly section: string;
  readonly matches: (path: string) => boolean;
  readonly owners: readonly string[];
}

/** @returns the owners of a path; none where no line matches, or the one that does names nobody. */
export function readOwners(text: string): (path: string) => readonly string[] {
  const lines: Line[] = [];
  let section = '';
  let usual: readonly string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    const [, name, rest = ''] = /^\^?\[([^\]]{1,200})\](?:\[\d+\])?(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      section = name.toLowerCase();
      usual = wordsOf(rest);
      continue;
    }
    const [pattern = '', ...owners] = wordsOf(line);
    if (pattern === '' || pattern.startsWith('!')) continue;
    lines.push({ section, matches: compile(pattern), owners: owners.length === 0 ? usual : owners });
  }
  const newestFirst = lines.toReversed();
  const sections = [...new Set(lines.map((line) => line.section))];
  return (path) => {
    const found = sections.flatMap(
      (one) => newestFirst.find((line) => line.section === one && line.matches(path))?.owners ?? [],
    );
    return [...new Set(found)];
  };
}

/** A blank in a path is written with a backslash before it. */
function wordsOf(line: string): readonly string[] {
  return (line.match(/(?:\\.|[^\s\\])+/g) ?? []).map((word) => word.replaceAll('\\ ', ' '));
}

function compile(pattern: string): (path: string) => boolean {
  try {
    // `docs/*` is what lies in the folder and nothing deeper.
    return compileGlobs(pattern.endsWith('/*') ? [pattern, `!${pattern}/**`] : [pattern]);
  } catch {
    // A line that the hosts pass over too.
    return () => false;
  }
}
