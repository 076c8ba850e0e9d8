// Looks in the repository for the fault that an error points at, with the scanner's own rules.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Category, Finding } from '../finding.ts';
import { findRepository } from '../git/repository.ts';
import type { Io } from '../process.ts';
import { runScan } from './scan-request.ts';

/**
 * Errors and warnings of these categories; undefined outside a repository.
 *
 * @throws UserError where the repository cannot be scanned.
 */
export async function scanForFaults(categories: readonly Category[], io: Io): Promise<readonly Finding[] | undefined> {
  const root = findRepository(io.cwd)?.root;
  if (root === undefined) return undefined;
  const scan = async (paths: readonly string[]): Promise<readonly Finding[]> => {
    const what = { type: 'paths', paths } as const;
    // A suppressed finding can be the cause all the same.
    const { report } = await runScan({ cwd: root, what, categories, suppressions: false, startedAt: io.startedAt });
    return report.findings;
  };
  // A key's own file is ignored by git, as it should be: named by hand it is read.
  const ignored = readdirSync(root).filter((name) => /^\.env(?:\.[\w.-]+)?$|\.env$/.test(name));
  const [tree, own] = [await scan([]), ignored.length === 0 ? [] : await scan(ignored.map((name) => join(root, name)))];
  const known = new Set(tree.map(keyOf));
  return [...own.filter((finding) => !known.has(keyOf(finding))), ...tree];
}

function keyOf({ path, ruleId, start }: Finding): string {
  return `${path}\n${ruleId}\n${start}`;
}
