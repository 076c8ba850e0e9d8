// Runs the tests on every version of Node that is supported, one after the other, and writes docs/nodes.md.
// `npm run test:nodes`: all tests. `-- --quick`: all tests of the source, and of the tarball those of PACKED, which start
// each entry of the package. `-- 22 26 test/git`: only these versions and tests, and nothing is written.
// Needs nobody: what fails on one version keeps none of the others from running, a test file that failed runs once more
// alone before it counts, and what was printed is in a log for each version.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const DOCUMENT = join('docs', 'nodes.md');
/** Gates, sources, set-up, the library, faults: what could differ between versions of Node. */
const PACKED = ['agent', 'ci', 'commit', 'config', 'interrupt', 'library', 'package', 'push', 'scan', 'setup'];
/** Milliseconds after which a run of vitest hangs. */
const TIME_LIMIT = 2 * 60 * 60_000;

const words = process.argv.slice(2);
const versions = JSON.parse(readFileSync('test/support/node-versions.json', 'utf8'));
const asked = words.filter((word) => /^\d/.test(word));
const files = words.filter((word) => word.includes('/'));
const isQuick = words.includes('--quick');
const chosen = asked.length === 0 ? versions : versions.filter((version) => asked.some((one) => isOf(version, one)));
const unknown = words.filter(
  (word) => word !== '--quick' && !files.includes(word) && !versions.some((version) => isOf(version, word)),
);
const logs = mkdtempSync(join(tmpdir(), 'hushkey-nodes-'));

function isOf(version, start) {
  return `${version}.`.startsWith(`${start}.`);
}

/** The folder with `node` of a version, in the cache that test/support/managers.ts fills too; undefined without one. */
function nodeBin(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), 'hushkey-managers', `${name}_${version}`);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(join(bin, 'node'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`];
    spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const { status } = spawnSync(join(bin, 'node'), ['--version']);
  return status === 0 ? bin : undefined;
}

/** One run of vitest: its report, undefined where it came to no end, and whether something failed outside of any test. */
async function runVitest(bin, args, log) {
  const file = join(logs, 'report.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const child = spawn(join(bin, 'node'), ['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters], {
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
  });
  let printed = '';
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.on('data', (chunk) => {
      log.write(chunk);
      to.write(chunk);
      printed = `${printed}${chunk}`.slice(-10_000);
    });
  }
  const status = await new Promise((done) => {
    child.on('error', () => done(undefined));
    child.on('close', done);
  });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  // A file that does not load has no tests to fail.
  const broken = report?.testResults.filter((one) => one.status === 'failed') ?? [];
  return {
    report,
    broken,
    isOutside:
      status !== 0 && (broken.length === 0 || /^\s*Errors +\d+ error/m.test(stripVTControlCharacters(printed))),
  };
}

function counted(results, status) {
  return results.flatMap((one) => one.assertionResults).filter((test) => status.includes(test.status)).length;
}

async function testOn(version) {
  const start = Date.now();
  const path = join(logs, `${version}.log`);
  const result = { version, passed: 0, failed: 1, skipped: 0, again: [], isComplete: false, minutes: '0' };
  const bin = nodeBin(version);
  if (bin === undefined) {
    console.error(`node ${version} could not be fetched`);
    return result;
  }
  const log = createWriteStream(path);
  const runs = isQuick
    ? [['--project=source'], ['--project=packed', ...PACKED.map((name) => `test/packed/${name}.test.ts`)]]
    : [['--project=source', '--project=packed', ...files]];
  let tests = [];
  let outside = 0;
  let isComplete = true;
  for (const args of runs) {
    const { report, isOutside } = await runVitest(bin, args, log);
    tests.push(...(report?.testResults ?? []));
    isComplete &&= report !== undefined;
    if (isOutside) outside += 1;
  }
  const nameOf = (one) => relative(process.cwd(), one.name).replaceAll('\\', '/');
  const again = tests.filter((one) => one.status === 'failed').map(nameOf);
  for (const name of again) {
    console.log(`\n── node ${version}: ${name} once more, alone`);
    log.write(`\n── ${name} once more, alone\n`);
    const args = ['--project=source', '--project=packed', '--maxWorkers=1', name];
    const { report, isOutside } = await runVitest(bin, args, log);
    if (isOutside) outside += 1;
    if (report !== undefined) tests = [...tests.filter((one) => nameOf(one) !== name), ...report.testResults];
  }
  log.end();
  const empty = tests.filter((one) => one.status === 'failed' && counted([one], ['failed']) === 0).length;
  const failed = counted(tests, ['failed']) + empty + outside;
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  const counts = {
    passed: counted(tests, ['passed']),
    failed,
    skipped: counted(tests, ['pending', 'skipped', 'todo']),
  };
  console.log(`\nnode ${version}: ${counts.passed} passed, ${failed} failed, ${minutes} minutes; log: ${path}`);
  return { version, ...counts, again, isComplete, minutes };
}

function drawDocument(results) {
  const what = isQuick
    ? `all tests of the source, and of the packed tarball ${PACKED.join(', ')}`
    : 'all tests, of the source and of the packed tarball';
  const again = results.filter((result) => result.again.length > 0);
  const remarks = again.flatMap(({ version, again: names }) => [`- Node ${version}: ${names.join(', ')}`]);
  return [
    '# The tests on each version of Node',
    '',
    `Written by \`npm run test:nodes\`, last on ${new Date().toISOString().slice(0, 10)} on ${process.platform} ${process.arch}:`,
    `${what}.`,
    '',
    ...drawTable(results),
    '',
    ...(remarks.length > 0
      ? ['Run once more, alone, after a failure beside others; the table counts the second run:', '']
      : []),
    ...remarks,
    ...(remarks.length > 0 ? [''] : []),
  ].join('\n');
}

function isGood({ passed, failed }) {
  return passed > 0 && failed === 0;
}

function drawTable(results) {
  const rows = results.map((result) => {
    const { version, passed, failed, skipped, minutes } = result;
    return `| ${version} | ${isGood(result) ? '✔' : '✖'} | ${passed} | ${failed} | ${skipped} | ${minutes} |`;
  });
  return ['| Node | | Passed | Failed | Skipped | Minutes |', '| --- | --- | --- | --- | --- | --- |', ...rows];
}

async function main() {
  if (unknown.length > 0) {
    console.error(`neither a version of Node (${versions.join(', ')}) nor a path of tests: ${unknown.join(' ')}`);
    process.exitCode = 2;
    return;
  }
  const results = [];
  for (const version of chosen) results.push(await testOn(version));
  // A part says nothing of the rest.
  if (asked.length + files.length === 0 && results.every(({ isComplete }) => isComplete)) {
    writeFileSync(DOCUMENT, drawDocument(results));
  }
  console.log(`\n${drawTable(results).join('\n')}\n`);
  for (const { version, passed, failed } of results) console.log(`node ${version}: ${passed} passed, ${failed} failed`);
  console.log(`logs: ${logs}`);
  process.exitCode = results.every(isGood) ? 0 : 1;
}

await main();
