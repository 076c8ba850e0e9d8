// Which paths a list of globs selects, read as .gitignore would read them. The only importer of picomatch.
import picomatch from 'picomatch';
import { UserError } from '../errors.ts';

/** `strictBrackets` and `debug` make picomatch throw for a glob that it would else match with nothing at all. */
const OPTIONS = { dot: true, nonegate: true, strictBrackets: true, debug: true } as const;

interface Glob {
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/**
 * Compiles globs. A folder's name stands for everything below it, a glob without a slash matches at any depth, one
 * with a slash starts at the folder that the paths are relative to; `!glob` takes back what an earlier one matched.
 *
 * @returns a test for paths with forward slashes.
 * @throws UserError `bad-glob`
 */
export function compileGlobs(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.map(compileGlob);
  const [first] = patterns;
  if (first !== undefined && globs.every((glob) => glob.negated)) {
    throw badGlob(first, 'takes back what an earlier glob matches, and there is none');
  }
  const newestFirst = globs.toReversed();
  return (path) => newestFirst.find((glob) => glob.matches(path))?.negated === false;
}

function compileGlob(pattern: string): Glob {
  const negated = pattern.startsWith('!');
  const typed = pattern.slice(negated ? 1 : 0);
  const anchored = typed.replace(/\/$/, '').includes('/');
  const glob = typed.replace(/^\.?\//, '');
  const body = glob.replace(/\/(?:\*\*)?$/, '');
  if (body === '') throw badGlob(pattern, 'is empty');
  const base = anchored ? body : `**/${body}`;
  const below = `${base}/**/*`;
  try {
    const matches = picomatch((body === glob ? [base, below] : [below]).map(keepRouteNames), OPTIONS);
    return { negated, matches: (path) => matches(path) };
  } catch (error) {
    throw badGlob(pattern, error instanceof Error ? error.message : String(error), error);
  }
}

/** `(group)`, `[...slug]` and `[[slug]]` are folder names in web frameworks; only `@(a|b)` and the like are extended globs. */
function keepRouteNames(glob: string): string {
  return glob
    .replace(/(?<![@!+*?\\])\(([^()]*)\)/g, '\\($1\\)')
    .replace(/\[\[([^[\]:][^[\]]*)\]\]/g, '\\[\\[$1\\]\\]')
    .replace(/(?<!\\)\[(\.{3}[^[\]]*)\]/g, '\\[$1\\]');
}

function badGlob(pattern: string, reason: string, cause?: unknown): UserError {
  return new UserError('bad-glob', `bad glob ${JSON.stringify(pattern)}: ${reason}`, { cause });
}
