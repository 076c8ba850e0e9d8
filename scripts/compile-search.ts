// The search for keywords as WebAssembly: some three kilobytes, made by the build and by the test that compares it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Compiles assembly/search.ts; the working folder is the root of the sources. */
export function compileSearch(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-assembly-'));
  try {
    const output = join(folder, 'search.wasm');
    const args = ['assembly/search.ts', '--outFile', output, '-O3', '--runtime', 'stub', '--noAssert'];
    execFileSync(process.execPath, ['node_modules/assemblyscript/bin/asc.js', ...args], { stdio: 'inherit' });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
