// Failures that a user can mend. Anything else that is thrown is a bug and is printed with its stack by bin.ts.

export interface UserErrorOptions {
  /** What to do about it, one line. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An expected failure: the run ends with exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable kebab-case word for machines. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** The errno name of a system error (`ENOENT`), or undefined for anything else. */
export function errnoOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
