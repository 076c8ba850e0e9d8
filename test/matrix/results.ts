// What a run of the matrix has shown, kept between runs: a file for each package manager on each Node. A change of the
// package or of the scenarios starts anew.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, type Manager } from '../support/managers.ts';

export interface Cell {
  readonly manager: string;
  readonly version: string;
  readonly node: string;
  /** Why this manager does not run on this Node; undefined where it does. */
  readonly unavailable: string | undefined;
  /** What it says of this Node, though it runs. */
  readonly remark: string | undefined;
  /** Title to `passed`, or to the first line of what went wrong. */
  readonly results: Readonly<Record<string, string>>;
}

const TESTS = fileURLToPath(new URL('..', import.meta.url));

export function resultsFolder(tarballHash: string): string {
  const hash = createHash('sha256').update(tarballHash);
  for (const path of ['matrix/scenarios.ts', 'support/bench.ts', 'support/managers.ts']) {
    hash.update(readFileSync(join(TESTS, path)));
  }
  return cacheFolder(`results-${hash.digest('hex').slice(0, 16)}`);
}

const fileOf = (folder: string, manager: Manager, node: string): string =>
  join(folder, `${manager.name.replaceAll(' ', '-')}_${node}.json`);

export function readCell(folder: string, manager: Manager, node: string): Cell | undefined {
  const path = fileOf(folder, manager, node);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Cell) : undefined;
}

export function writeCell(folder: string, manager: Manager, cell: Cell): void {
  const path = fileOf(folder, manager, cell.node);
  writeFileSync(`${path}.new`, JSON.stringify(cell));
  renameSync(`${path}.new`, path);
}
