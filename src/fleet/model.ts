// What is known of a fleet, in words that need neither Redis nor a queue: the library publishes them.

/** A repository that is to be read. Without credentials: git's own helpers have those. */
export interface Target {
  /** As reports show it. */
  readonly name: string;
  readonly kind: 'folder' | 'url';
  readonly source: string;
}

export interface Failure {
  readonly turn: number;
  readonly code: string;
  readonly message: string;
}

/** How far a fleet is. */
export interface FleetStatus {
  readonly repositories: {
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly open: number;
  };
  readonly blobs: {
    readonly scanned: number;
    readonly detected: number;
    readonly bytes: number;
    readonly found: number;
  };
  readonly jobs: { readonly waiting: number; readonly active: number; readonly delayed: number };
  /** Over the last minutes in which any was read; 0 where none was. */
  readonly repositoriesPerMinute: number;
  /** Undefined where the pace is not known. */
  readonly secondsLeft?: number;
  readonly deadLetters: readonly (Failure & { readonly repository: string })[];
}
