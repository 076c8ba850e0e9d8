// What `refs` knows of one place: a credential's name stands there, and what the place does with the value.

/** When the value is needed there, in the order of a delivery. */
export const STAGES = ['local', 'build', 'ci', 'deploy', 'runtime'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * `reads` uses the value · `provides` gives it to a process · `forwards` hands a variable of the same name on ·
 * `stores` names the entry of a store outside the repository · `lists` says the name without a value.
 */
export type Role = 'reads' | 'provides' | 'forwards' | 'stores' | 'lists';

/** A reference as a reader gives it: the place is an offset in the text. */
export interface Spotted {
  readonly name: string;
  readonly at: number;
  readonly role: Role;
  /** What reads or provides it: `JavaScript`, `GitHub Actions`. */
  readonly system: string;
  readonly stage: Stage;
  /** Names that the value comes from. */
  readonly from?: readonly string[];
  /** True where nothing but a client library or a tool says the name. */
  readonly implied?: boolean;
}

export interface Reference extends Omit<Spotted, 'at'> {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A file to look at; the path is relative to the root, with forward slashes. */
export interface RefFile {
  readonly path: string;
  readonly text: string;
}

/** Last part of a path, in lower case. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}
