// Text on standard input has the neighbours of the path that it is given.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStdin } from '../../src/sources/stdin.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hushkey-stdin-'));
  writeFileSync(join(folder, 'package.json'), '{"dependencies":{"expo":"51"}}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('reads what stands beside the path, and nothing where there is nothing', async () => {
  const source = openStdin(Readable.from([Buffer.from('')]), 'src/a.ts', folder);
  expect((await source.beside?.('package.json'))?.toString()).toContain('expo');
  expect(await source.beside?.('src/package.json')).toBeUndefined();
});
