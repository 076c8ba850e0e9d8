// The folder of the running package: it holds hooks/ and dist/.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Built, this file is dist/chunks/NAME.js or dist/NAME.js. */
export function packageRoot(): string {
  const above = /\/chunks\/[^/]*$/.test(import.meta.url) ? '../../package.json' : '../package.json';
  return dirname(fileURLToPath(new URL(above, import.meta.url)));
}
