// Text that arrives on standard input, scanned as if it were a file of the given name.
import type { Source } from './source.ts';

/** @param path - the name that decides the language and shows in the report. */
export function openStdin(stream: AsyncIterable<Buffer>, path: string): Source {
  return {
    name: 'stdin',
    files: [{ path, read: async () => stream }],
    skipped: [],
    errors: [],
    before: undefined,
    close: async () => undefined,
  };
}
