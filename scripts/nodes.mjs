// Runs the tests on every version of Node that is supported, one after the other, and writes docs/nodes.md.
// `npm run test:nodes`: all tests. `-- --quick`: all tests of the source, and of the tarball those of PACKED, which start
// each entry of the package. `-- 22 26 test/git`: only these versions and tests, and nothing is written.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const DOCUMENT = join('docs', 'nodes.md');
/** Gates, sources, set-up, the library, faults: what could differ between versions of Node. */
const PACKED = ['agent', 'ci', 'commit', 'config', 'interrupt', 'library', 'package', 'push', 'scan', 'setup'];

const asked = process.argv.slice(2).filter((word) => /^\d/.test(word));
const files = process.argv.slice(2).filter((word) => word.includes('/'));
const isQuick = process.argv.includes('--quick');
const versions = JSON.parse(readFileSync('test/support/node-versions.json', 'utf8'));

/** The folder with `node` of a version, in the cache that test/support/managers.ts fills too. */
function nodeBin(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), 'hushkey-managers', `${name}_${version}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`];
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return join(folder, 'node_modules', name, 'bin');
}

function runVitest(bin, words) {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-nodes-'));
  const file = join(folder, 'report.json');
  try {
    const args = ['node_modules/vitest/vitest.mjs', 'run', ...words, '--reporter=default', '--reporter=json'];
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const { status } = spawnSync(join(bin, 'node'), [...args, `--outputFile.json=${file}`], { stdio: 'inherit', env });
    const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return {
      // A file that does not load has no tests to fail.
      failed: (report?.numFailedTests ?? 0) || (status === 0 ? 0 : 1),
      passed: report?.numPassedTests ?? 0,
      skipped: report?.numPendingTests ?? 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testOn(version) {
  const bin = nodeBin(version);
  const runs = isQuick
    ? [['--project=source'], ['--project=packed', ...PACKED.map((name) => `test/packed/${name}.test.ts`)]]
    : [['--project=source', '--project=packed', ...files]];
  const start = Date.now();
  const counts = runs.map((words) => runVitest(bin, words));
  const sum = (name) => counts.reduce((total, one) => total + one[name], 0);
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  return { version, passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), minutes };
}

const results = versions
  .filter((version) => asked.length === 0 || asked.some((start) => `${version}.`.startsWith(`${start}.`)))
  .map(testOn);
const rows = results.map(({ version, passed, failed, skipped, minutes }) => {
  return `| ${version} | ${failed === 0 && passed > 0 ? '✔' : '✖'} | ${passed} | ${failed} | ${skipped} | ${minutes} |`;
});
const table = ['| Node | | Passed | Failed | Skipped | Minutes |', '| --- | --- | --- | --- | --- | --- |', ...rows];
const what = isQuick
  ? `all tests of the source, and of the packed tarball ${PACKED.join(', ')}`
  : 'all tests, of the source and of the packed tarball';
const lines = [
  '# The tests on each version of Node',
  '',
  `Written by \`npm run test:nodes\`, last on ${new Date().toISOString().slice(0, 10)} on ${process.platform} ${process.arch}:`,
  `${what}.`,
  '',
  ...table,
  '',
];
// A part says nothing of the rest.
if (asked.length + files.length === 0) writeFileSync(DOCUMENT, lines.join('\n'));
console.log(`\n${table.join('\n')}`);
process.exitCode = results.length > 0 && results.every(({ passed, failed }) => passed > 0 && failed === 0) ? 0 : 1;
