// The acceptance scenarios and what the tests of each have shown, as a table: `npm run test:scenarios` runs these tests
// alone and writes docs/scenarios.md; scripts/test.mjs prints the table of its own run. A test belongs to the scenarios
// that its name, or that of a group round it, begins with: `scenario 12: …`, `scenarios 15 and 35: …`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SCENARIOS = [
  'A fresh npm repository: added, set up, and a key is blocked',
  'A teammate needs only a plain install, with every package manager',
  'pnpm add exits 0 and holds no scripts back',
  'An existing set-up is kept, and init twice changes nothing',
  'Other owners of the hooks are named, and their hooks still run',
  'Production, Docker, CI: exit 0 and at most one line',
  'A new work tree without an install is scanned',
  'doctor names a core.hooksPath that was reset, and mends it',
  'package.json in a sub-folder: the whole repository is scanned',
  'What is staged is judged, not the working copy',
  'commit -a, commit FILE, the first commit',
  'Merge, cherry-pick, revert, rebase and push',
  'An amend that keeps a key is blocked',
  'Removing a key, moving a file, editing a neighbour pass',
  'Encodings, git settings and paths hide no key',
  'The message: place, why, fix, revocation; no raw key anywhere',
  'A false alarm is allowed in ten seconds',
  'Placeholders pass, a real shape in a test does not',
  'A key on the client side',
  'An API key as Bearer',
  'Keys in the files of coding agents',
  'A coding agent cannot go round the gates',
  'Cannot scan is not clean',
  'Speed and size',
  'Packing is stopped; uninstall gives every byte back',
  'No config and no network are needed',
  'A folder outside git',
  'Nothing to scan is said',
  'Progress, on a terminal only',
  'Interrupted: the exit code says so, and nothing is left',
  'explain knows the five bodies of the guides',
  'verify: live, dead, limited, hanging',
  'refs lists every place of a name',
  'recover tells pushed from committed',
  'Encoded keys are blocked at the commit',
];

const NUMBERS = /(?:^|\s)scenarios? (\d+(?:(?:, | and )\d+)*): /g;

/**
 * @param report - what vitest's JSON reporter wrote.
 * @returns a row for each scenario; `missing` is one without a test.
 */
export function judgeScenarios({ testResults }) {
  const rows = SCENARIOS.map((title, i) => ({ number: i + 1, title, passed: 0, failed: 0, skipped: 0 }));
  for (const { assertionResults } of testResults) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      const names = [...ancestorTitles, title].flatMap((name) => [...name.matchAll(NUMBERS)]);
      const numbers = new Set(names.flatMap(([, list]) => list.split(/, | and /).map(Number)));
      for (const number of numbers) {
        const row = rows[number - 1];
        if (row !== undefined) row[status === 'passed' ? 'passed' : status === 'failed' ? 'failed' : 'skipped'] += 1;
      }
    }
  }
  return rows.map((row) => ({ ...row, result: resultOf(row) }));
}

function resultOf({ passed, failed, skipped }) {
  if (failed > 0) return 'failed';
  if (passed + skipped === 0) return 'missing';
  // A test that was not run has shown nothing.
  return skipped > 0 ? 'skipped' : 'passed';
}

/** For a terminal of 80 columns. */
export function drawScenarios(rows) {
  return rows.map(({ number, title, result, passed }) => {
    const mark = result === 'passed' ? '✔' : '✖';
    return `${mark} ${String(number).padStart(2)}  ${title.padEnd(66)} ${result === 'passed' ? passed : result}`;
  });
}

function drawDocument(rows) {
  const good = rows.filter(({ result }) => result === 'passed').length;
  return [
    '# Acceptance scenarios',
    '',
    `Written by \`npm run test:scenarios\`, last on ${new Date().toISOString().slice(0, 10)} with Node ${process.version} on`,
    `${process.platform} ${process.arch}: ${good} of ${rows.length} hold. Each is told by tests that run the packed tarball in real repositories;`,
    'their names begin with its number.',
    '',
    '| | Scenario | Result | Tests |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ number, title, result, passed, failed, skipped }) => {
      return `| ${number} | ${title} | ${result === 'passed' ? '✔' : `✖ ${result}`} | ${passed + failed + skipped} |`;
    }),
    '',
  ].join('\n');
}

function main() {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-scenarios-'));
  const file = join(folder, 'report.json');
  try {
    spawnSync(
      join('node_modules', '.bin', 'vitest'),
      [
        'run',
        '--project=packed',
        '-t',
        'scenarios? \\d',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      { stdio: 'inherit' },
    );
    const rows = judgeScenarios(JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(join('docs', 'scenarios.md'), drawDocument(rows));
    console.log(`\n${drawScenarios(rows).join('\n')}`);
    process.exitCode = rows.every(({ result }) => result === 'passed') ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
