// Patterns of paths -> globs, where a glob says the same: `^test/.*\.json$` is `test/**/*.json`.

/** The pieces of such a pattern that have a counterpart; `.*` says which by its place. */
const PIECE = /\\([./_-])|([\w/ @~-])|(\.[*+]\??)|(\[\^\/\][*+])/y;

/** @returns undefined for a pattern that no glob says. */
export function globOfPattern(pattern: string): string | undefined {
  const body = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const fromStart = pattern.startsWith('^');
  let glob = '';
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < body.length) {
    const found = PIECE.exec(body);
    if (found === null) return undefined;
    const [, escaped, literal, any, inFolder] = found;
    const isFirst = glob === '' || glob.endsWith('/');
    if (escaped !== undefined || literal !== undefined) glob += escaped ?? literal;
    else if (inFolder !== undefined) glob += '*';
    else if (any !== undefined && isFirst) glob += PIECE.lastIndex === body.length ? '**' : '**/*';
    // Inside a name it may reach over a slash, which no glob says.
    else return undefined;
  }
  if (glob === '' || glob === '**') return undefined;
  if (!fromStart && !glob.startsWith('**')) glob = glob.startsWith('/') ? `*/**${glob}` : `**/*${glob}`;
  // A folder stands for all below it.
  if (glob.endsWith('/')) return `${glob}**`;
  const isOpen = !pattern.endsWith('$') && !glob.endsWith('**');
  // One without a slash would match at any depth.
  return `${glob.includes('/') ? '' : '/'}${glob}${isOpen ? '*' : ''}`;
}
