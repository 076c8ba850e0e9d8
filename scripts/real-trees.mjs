// Scans folders of other people's code with the built command and keeps the counts for the accuracy report:
// node scripts/real-trees.mjs "npm packages=FOLDER" "Go modules=FOLDER" …   With --list every finding is printed too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'test/accuracy/real-trees.json');
const list = process.argv.includes('--list');
const work = mkdtempSync(join(tmpdir(), 'hushkey-trees-'));

function scan(name, folder) {
  const output = join(work, 'report.json');
  const bin = join(root, 'dist/bin.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [bin, 'scan', folder, '--category', 'hardcoded-key', '--no-suppressions', '--format', 'json', '--output', output],
    { cwd: work, encoding: 'utf8' },
  );
  if (status !== 0 && status !== 1) console.error(`${name}: exit ${status}\n${stderr.slice(0, 500)}`);
  const { scanned, findings, errors, durationMs } = JSON.parse(readFileSync(output, 'utf8'));
  const counts = { error: {}, warning: {} };
  for (const { level, ruleId, path, region } of findings) {
    if (level === 'note') continue;
    counts[level][ruleId] = (counts[level][ruleId] ?? 0) + 1;
    if (list) console.log(`${level} ${ruleId} ${path}:${region.startLine}`);
  }
  return {
    name,
    files: scanned.files + scanned.skipped.length,
    megabytes: Math.round(scanned.bytes / 1e6),
    seconds: Math.round(durationMs / 1000),
    unreadable: errors.length,
    errors: counts.error,
    warnings: counts.warning,
  };
}

try {
  const trees = process.argv
    .slice(2)
    .filter((argument) => argument.includes('='))
    .map((argument) => scan(argument.slice(0, argument.indexOf('=')), argument.slice(argument.indexOf('=') + 1)));
  writeFileSync(target, `${JSON.stringify(trees, null, 2)}\n`);
  for (const { name, files, megabytes, seconds } of trees) {
    console.log(`${name}: ${files} files, ${megabytes} MB, ${seconds} s`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
