// Where an expression of any language ends, by brackets and quotes alone: for code that is read as text, without tokens.

/**
 * The offset of the first sign on the level of `from`, outside strings, that ends the expression there; that of a bracket
 * which closes that level; else `limit`.
 *
 * @param opened - the quote of a string that `from` stands in; none: ''.
 */
export function endOnLevel(
  text: string,
  from: number,
  limit: number,
  ends: (sign: string, at: number) => boolean,
  opened = '',
): number {
  let depth = 0;
  let quote = opened;
  let at = from;
  for (; at < limit; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (/["'`]/.test(sign)) quote = sign;
    else if (/[([{]/.test(sign)) depth += 1;
    else if (/[)\]}]/.test(sign)) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && ends(sign, at)) return at;
  }
  return Math.min(at, limit);
}
