// Text that arrives on standard input, scanned as if it were a file of the given name.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodedPathToBytes } from '../git/parse.ts';
import type { Source } from './source.ts';

/**
 * @param path - the name that decides the language and shows in the report.
 * @param top - the folder that the name is relative to: the files there say what the text is part of.
 */
export function openStdin(stream: AsyncIterable<Buffer>, path: string, top: string): Source {
  return {
    name: 'stdin',
    files: [{ path, read: async () => stream }],
    skipped: [],
    errors: [],
    before: undefined,
    beside: (name) => readFile(join(top, encodedPathToBytes(name).toString('utf8'))).catch(() => undefined),
    close: async () => undefined,
  };
}
