// What a scan reads from: files one by one, what was left out and why, and, for a change, the versions before it.
import type { Notification, Skipped, SourceName } from '../finding.ts';

/** One thing to scan, read when its turn comes. */
export interface SourceFile {
  /** As reports show it. */
  readonly path: string;
  /** The git object that holds the content: what was judged once need not be read again. */
  readonly oid?: string;
  /**
   * The content, or chunks of it where it may be large.
   *
   * @param whole - content of up to so many bytes comes in one piece; default: 16 MB.
   * @throws UserError when it cannot be read; the scan goes on and reports it.
   */
  readonly read: (whole?: number) => Promise<Buffer | AsyncIterable<Buffer>>;
  /** True where the next file, or chunk, is read into the same memory. */
  readonly borrowed?: boolean;
  /** How it is read, where it is a file on disk. */
  readonly disk?: DiskFile;
}

/** A file on disk as plain data, which another thread can be handed. */
export interface DiskFile {
  readonly path: string;
  /** The bytes of its absolute path, in Latin-1. */
  readonly place: string;
  /** In bytes; of a symbolic link, whose target is its content, undefined. */
  readonly size: number | undefined;
}

/** The files of an earlier version; having stood in any of them makes a finding old. */
export type Version = readonly SourceFile[];

export interface Source {
  readonly name: SourceName;
  readonly files: readonly SourceFile[];
  readonly skipped: readonly Skipped[];
  readonly errors: readonly Notification[];
  /** The touched files before the change, a list for each version to compare with. Asked only when something was found. */
  readonly before: (() => Promise<readonly Version[]>) | undefined;
  /** A file of the same tree, touched or not, by its path; undefined where there is none. */
  readonly beside?: (path: string) => Promise<Buffer | undefined>;
  /** The folder that paths start from, where the files are on disk. */
  readonly top?: string;
  readonly close: () => Promise<void>;
}
