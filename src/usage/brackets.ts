// Which bracket closes which, and which bracket every token stands in. Recovers from code that does not balance.
import { CLOSE, OPEN, type Tokens } from './tokens.ts';

export interface Brackets {
  /** For OPEN: the token that closes it (or the end of what it holds); for CLOSE: its opener, -1 when it has none. */
  readonly match: Int32Array;
  /** The innermost OPEN round each token, -1 at the top. A bracket stands in its parent, not in itself. */
  readonly parent: Int32Array;
}

export function matchBrackets(tokens: Tokens): Brackets {
  const match = new Int32Array(tokens.count).fill(-1);
  const parent = new Int32Array(tokens.count).fill(-1);
  const stack: number[] = [];
  /** How many openers of each shape are on the stack: a stray closer must not search it. */
  const waiting = [0, 0, 0, 0, 0, 0];
  const shapeOf = (index: number): number => tokens.shape[index] ?? 0;
  for (let i = 0; i < tokens.count; i += 1) {
    if (tokens.kind[i] === CLOSE && (waiting[shapeOf(i)] ?? 0) > 0) {
      for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
        waiting[shapeOf(open)] = (waiting[shapeOf(open)] ?? 0) - 1;
        match[open] = i;
        if (shapeOf(open) !== shapeOf(i)) continue;
        match[i] = open;
        break;
      }
    }
    parent[i] = stack.at(-1) ?? -1;
    if (tokens.kind[i] === OPEN) {
      stack.push(i);
      waiting[shapeOf(i)] = (waiting[shapeOf(i)] ?? 0) + 1;
    }
  }
  for (const open of stack) match[open] = tokens.count;
  return { match, parent };
}
