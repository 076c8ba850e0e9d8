// An expression without what does not change its value. Apart from values.ts, which says what the rest is.
import type { Range, Source } from './source.ts';
import { topLevel } from './string-values.ts';
import { OPEN } from './tokens.ts';

/** Without outer parentheses, `await`, a non-null `!` and casts, which do not change a value. */
export function trimmed(source: Source, range: Range): Range {
  const { slice, tokens } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';
  const opening = (close: number): number => source.match[close] ?? -1;
  let { start, end } = range;
  for (;;) {
    const word = slice(start);
    const last = source.previous(end);
    if (end - start > 1 && (word === 'await' || word === 'new') && slice(source.next(start)) !== 'URL')
      start = source.next(start);
    else if (word === '(' && tokens.kind[start] === OPEN && source.match[start] === last && last > start) {
      start = source.next(start);
      end = last;
    } else if (slice(last) === '!' && last > start) end = last;
    else if (typed && end - start > 1 && /^(?:&|\*|mut|try|const|\?|!)$/.test(word)) start = source.next(start);
    else if (typed && last > start && slice(last) === '?') end = last;
    // Ruby's `ENV.fetch("X") { … }`.
    else if (source.syntax.language === 'ruby' && slice(last) === '}' && slice(source.previous(opening(last))) === ')')
      end = opening(last);
    else break;
  }
  // PowerShell's `ConvertTo-SecureString $key -AsPlainText`, and the same at the end of a pipe.
  if (source.syntax.language === 'powershell' && end - start < 12) {
    const words = Array.from({ length: end - start }, (_none, i) => slice(start + i));
    const given = words.includes('ConvertTo-SecureString') ? words.findIndex((word) => word.startsWith('$')) : -1;
    if (given >= 0) return { start: start + given, end: start + given + 1 };
  }
  const cast = topLevel(source, { start, end }, (sign) => sign === 'as' || sign === 'satisfies');
  return cast > start ? { start, end: cast } : { start, end };
}
