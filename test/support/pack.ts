// Builds, packs and installs the package once for all tests that use it as users do.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The tarball that `npm pack` made. */
    tarball: string;
    /** A folder in which npm has installed the tarball. */
    installed: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export function setup(project: TestProject): void {
  const run = (file: string, args: readonly string[], cwd: string): string =>
    execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-packed-'));
  run(process.execPath, ['scripts/build.mjs'], root);
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], root)) as {
    filename: string;
  }[];
  const tarball = join(folder, packed?.filename ?? '');
  const installed = mkdtempSync(join(tmpdir(), 'hushkey-installed-'));
  writeFileSync(join(installed, 'package.json'), '{ "name": "installed", "private": true }\n');
  run('npm', ['install', '--no-fund', '--no-audit', '--prefer-offline', tarball], installed);
  project.provide('tarball', tarball);
  project.provide('installed', installed);
}
