// What the readers find and the checks judge: a name, the value it is given, and how the two stand to each other.
export type GuessForm = 'quoted' | 'bare' | 'query' | 'flag' | 'header';

export interface Guess {
  readonly path: string;
  readonly name: string;
  readonly words: readonly string[];
  readonly type: 'password' | 'key';
  readonly form: GuessForm;
  readonly value: string;
  /** Offset of the value. */
  readonly start: number;
  /** True where only the strongest evidence counts: in comments of code, and under the name of a key of unknown use. */
  readonly doubtful: boolean;
}
