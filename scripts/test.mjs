// Everything that must hold before a change lands, in the order that fails fastest. Closes with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawScenarios, judgeScenarios } from './scenarios.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const results = mkdtempSync(join(tmpdir(), 'hushkey-results-'));
let passed = 0;
let failed = 0;

function check(name, file, args) {
  console.log(`\n── ${name}`);
  const { status, error } = spawnSync(file, args, { stdio: 'inherit' });
  if (error) console.error(`${file} could not be started: ${error.message}`);
  if (status === 0) passed += 1;
  else {
    failed += 1;
    console.error(`── ${name} FAILED`);
  }
}

const npx = (name) => join('node_modules', '.bin', name);
check('build', process.execPath, ['scripts/build.mjs']);
check('type check', npx('tsc'), ['--noEmit', '-p', 'tsconfig.json']);
check('lint', npx('biome'), ['check', '--error-on-warnings', '.']);
check('dead code', npx('knip'), []);
check('shell scripts', 'shellcheck', ['-s', 'sh', 'hooks/dispatch', 'hooks/find-node']);
check('package', npx('publint'), ['--strict']);
check('types of the package', npx('attw'), ['--pack', '.', '--profile', 'esm-only']);

const report = join(results, 'vitest.json');
console.log('\n── tests');
const vitest = spawnSync(
  npx('vitest'),
  [
    'run',
    '--project=source',
    '--project=packed',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  { stdio: 'inherit' },
);
try {
  const found = JSON.parse(readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = found;
  console.log(`\n── acceptance scenarios\n${drawScenarios(judgeScenarios(found)).join('\n')}`);
  passed += numPassedTests;
  // A skipped test has shown nothing, and a file that does not load has no tests to fail.
  failed += numFailedTests + numPendingTests;
  if (vitest.status !== 0 && failed === 0) failed += Math.max(1, numFailedTestSuites);
} catch (error) {
  console.error(`vitest left no report: ${error.message}`);
  failed += 1;
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
