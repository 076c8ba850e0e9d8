// The branch that a token stands in: the block of an `if`, what is under one label of a `switch`, or what is indented.
import type { Range, Source } from './source.ts';

/** Undefined for what stands in no branch: the body of a function, or the top. */
export function branchRound(source: Source, token: number): Range | undefined {
  return source.syntax.family === 'python' ? branchByIndent(source, token) : branchByBlock(source, token);
}

/** The block of an `if`, or what stands under one label of a `switch`; undefined for the body of a function. */
function branchByBlock(source: Source, token: number): Range | undefined {
  const { match, slice } = source;
  const block = source.blockOf(token);
  const close = match[block] ?? -1;
  const { body, kind } = source.scopeOf(token);
  if (block < 0 || close < 0 || block === body - 1 || kind === 'class') return undefined;
  const isLabel = (at: number): boolean => /^(?:case|default)$/.test(slice(at)) && source.blockOf(at) === block;
  let start = token;
  while (start > block && !isLabel(start)) start -= 1;
  let end = token;
  while (end < close && !isLabel(end)) end += 1;
  source.budget.left -= end - start;
  return { start, end };
}

function branchByIndent(source: Source, token: number): Range | undefined {
  const { tokens, slice } = source;
  const column = columnOf(source, token);
  if (column === 0) return undefined;
  const isOuter = (at: number): boolean => tokens.fresh[at] === 1 && columnOf(source, at) < column;
  let start = token;
  while (start > 0 && !isOuter(start)) start -= 1;
  if (!/^(?:if|elif|else|case)$/.test(slice(start))) return undefined;
  let end = token;
  while (end < tokens.count && !isOuter(end)) end += 1;
  source.budget.left -= end - start;
  return { start, end };
}

export function columnOf(source: Source, token: number): number {
  const { tokens } = source;
  const at = tokens.start[token] ?? 0;
  return at - 1 - tokens.text.lastIndexOf('\n', at - 1);
}
