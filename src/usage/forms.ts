// What the values of expressions are made of: known text, and holes with the names they went by.
import type { Range } from './source.ts';

export type Origin = 'env' | 'parameter' | 'user' | 'call' | 'import' | 'unknown';

export interface Hole {
  readonly type: 'hole';
  /** Every name on the way: the variable, the field, the environment variable. */
  readonly names: readonly string[];
  readonly origin: Origin;
  /** The environment variable's name, when it is read from one. */
  readonly env?: string;
  /** `System.getenv`: how the environment was asked. */
  readonly readBy?: string;
  /** The expression in the place where it was asked for. */
  readonly range: Range;
}

export interface Known {
  readonly type: 'text';
  readonly text: string;
  readonly names: readonly string[];
  readonly range: Range;
}

export type Piece = Hole | Known;
/** One thing an expression can be: pieces that follow each other. */
export type Form = readonly Piece[];
/** All the things it can be; never empty. */
export type Value = readonly Form[];
export const MAX_FORMS = 8;

export function hole(range: Range, names: readonly string[], origin: Origin): Hole {
  return { type: 'hole', names, origin, range };
}

export function rename(piece: Piece, names: readonly string[], range: Range): Piece {
  return { ...piece, names: [...new Set([...names, ...piece.names])].slice(0, 12), range };
}

export function joinForms(left: Value, right: Value): Value {
  const joined: Form[] = [];
  for (const a of left) for (const b of right) if (joined.length < MAX_FORMS) joined.push([...a, ...b]);
  return joined;
}
