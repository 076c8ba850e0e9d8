// Scans folders of other people's code with the built command and keeps the counts for the accuracy report:
// node scripts/real-trees.mjs "npm packages=FOLDER" "Go modules=FOLDER" …   Trees of other names keep their counts.
// With --list every finding is printed too, with --draw 200 as many warnings of all trees, drawn from a fixed seed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'test/accuracy/real-trees.json');
const list = process.argv.includes('--list');
const drawn = Number(process.argv[process.argv.indexOf('--draw') + 1] || 0);
const warnings = [];
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
    const line = `${level} ${ruleId} ${path}:${region.startLine}`;
    if (list) console.log(line);
    if (level === 'warning') warnings.push(`${name}: ${line}`);
  }
  return {
    name,
    date: new Date().toISOString().slice(0, 10),
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
  const kept = JSON.parse(readFileSync(target, 'utf8')).filter(({ name }) => trees.every((tree) => tree.name !== name));
  writeFileSync(target, `${JSON.stringify([...kept, ...trees], null, 2)}\n`);
  for (const { name, files, megabytes, seconds } of trees) {
    console.log(`${name}: ${files} files, ${megabytes} MB, ${seconds} s`);
  }
  if (process.argv.includes('--draw')) for (const warning of draw(warnings, drawn)) console.log(warning);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Some of a list, the same on every machine. */
function draw(list, count) {
  const left = [...list];
  let state = 20_261_121;
  return Array.from({ length: Math.min(count, left.length) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return left.splice(Math.floor((state / 2 ** 32) * left.length), 1)[0];
  });
}
