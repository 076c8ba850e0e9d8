// What the readers find and the checks judge: a name, the value it is given, and how the two stand to each other.
import type { NameType } from './names.ts';

export type GuessForm = 'quoted' | 'bare' | 'query' | 'flag' | 'header';

export interface Guess {
  readonly path: string;
  readonly name: string;
  readonly words: readonly string[];
  readonly type: NameType;
  readonly form: GuessForm;
  readonly value: string;
  /** Offset of the value. */
  readonly start: number;
  /** True where the line is a comment of code. */
  readonly comment: boolean;
}
