// `npm run bench`: every scenario with every scanner, interleaved, so that what else the machine does falls on all alike;
// the medians go to bench/RESULTS.md. `--smoke`: tiny, without peers, nothing written. `--only SCENARIO`,
// `--peers NAME,NAME`, `--rounds N` for a part of it.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { adversarial, copyOf, historyOf, READ_ALL, sizeOf, smallTree, stagedCommit, treeOf } from './corpora.mjs';
import { drawGrowth, fileOf, folderOf } from './growth.mjs';
import { hasPython, measure, measureCommit, median } from './measure.mjs';
import { BIN, findTools } from './tools.mjs';

const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const { smoke } = flags;
const cache = join(tmpdir(), smoke ? 'hushkey-bench-smoke' : 'hushkey-bench');
mkdirSync(cache, { recursive: true });
if (!existsSync(BIN))
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
const { tools, missing } = findTools(cache, smoke ? [] : flags.peers?.split(','));
const node = process.execPath;
// Where it is set, Node reads all those certificates at every start: a matter of this machine. The hook leaves it out.
delete process.env.NODE_EXTRA_CA_CERTS;
const wanted = (name) => flags.only === undefined || name.startsWith(flags.only);
const roundsOf = (usual) => Number(flags.rounds ?? (smoke ? 1 : usual));

/** Once a tool has taken so long in one scenario, it is not run again: the whole takes ten minutes, not an hour. */
const MOST_MS = 25_000;
const sumOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

/** Runs all entries of a scenario in turn, so many times. */
function interleave(title, rounds, entries) {
  const runs = new Map(entries.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of entries) {
      // What took too long once is not tried again, and who has had his time has shown enough.
      const past = runs.get(name);
      if (past.at(-1)?.status === null || sumOf(past.map(({ wall }) => wall)) > MOST_MS) continue;
      console.error(`${title}, round ${round + 1} of ${rounds}: ${name}`);
      runs.get(name).push(run());
    }
  }
  return [...runs].map(([name, list]) => ({
    name,
    late: list.some(({ status }) => status === null),
    runs: list.length,
    wall: median(list.map(({ wall }) => wall)),
    cpu: list[0].cpu === undefined ? undefined : median(list.map(({ cpu }) => cpu)),
    memory: list[0].memory === undefined ? undefined : Math.max(...list.map(({ memory }) => memory)),
    /** The quietest run: what a plot of small differences needs. */
    least: Math.min(...list.map(({ cpu, wall }) => cpu ?? wall)),
    found: list.at(-1).found,
  }));
}

const BARE_NODE = { name: 'floor: node -e 0', run: () => measure([node, '-e', '0']) };
const asked = (tool, argv, options) => {
  const report = join(cache, 'report.json');
  rmSync(report, { force: true });
  const run = measure(argv(report), options);
  if (run.status === null) return run;
  try {
    return { ...run, found: tool.found(run, report) };
  } catch (cause) {
    throw new Error(`${tool.name} gave no answer (status ${run.status}): ${run.stderr.slice(0, 500)}`, { cause });
  }
};

function commitScenario(files) {
  const repository = stagedCommit(cache, files);
  const entries = tools.map((tool) => {
    const copy = copyOf(repository, tool.name);
    if (tool.hook === undefined) arm(copy);
    else {
      const hook = join(copy, '.git/hooks/pre-commit');
      writeFileSync(hook, `#!/bin/sh\n${tool.hook(tool.file)}\n`);
      chmodSync(hook, 0o755);
    }
    return { name: tool.name, run: () => checked(measureCommit(copy), tool) };
  });
  // What a commit costs in which a word of the rules stands, or on a machine without perl.
  const withNode = copyOf(repository, 'with-node');
  arm(withNode);
  const paths = join(withNode, '.git/hushkey/paths');
  writeFileSync(paths, readFileSync(paths, 'utf8').split('\n').with(4, '').join('\n'));
  entries.splice(1, 0, { name: 'hushkey, where Node looks', run: () => checked(measureCommit(withNode), tools[0]) });
  const bare = copyOf(repository, 'bare');
  const diff = ['git', 'diff', '--cached', '--raw', '-z'];
  return [
    BARE_NODE,
    { name: 'floor: git diff --cached', run: () => measure(diff, { cwd: bare }) },
    { name: 'floor: git commit without a hook', run: () => measureCommit(bare) },
    ...entries,
  ];
}

/** A commit that a hook has stopped is no measure of a commit with nothing to find. */
function checked(run, tool) {
  if (run.status !== 0) throw new Error(`${tool.name} stopped a clean commit: ${run.stderr.slice(0, 500)}`);
  return { ...run, found: 0 };
}

function arm(repository) {
  mkdirSync(join(repository, 'node_modules'));
  symlinkSync(root, join(repository, 'node_modules/hushkey'));
  execFileSync(node, [BIN, 'install'], { cwd: repository });
}

function treeScenario(tree) {
  return [
    BARE_NODE,
    { name: 'floor: read every file', run: () => measure([node, '-e', READ_ALL, tree]) },
    ...tools.map((tool) => ({
      name: tool.name,
      run: () => asked(tool, (report) => tool.tree(tool.file, tree, report), { cwd: cache, timeout: 90_000 }),
    })),
  ];
}

function historyScenario(repository) {
  const all = ['cat-file', '--batch', '--batch-all-objects', '--unordered'];
  return [
    { name: 'floor: git log -p', run: () => measure(['git', 'log', '-p', '--all'], { cwd: repository }) },
    { name: 'floor: git cat-file', run: () => measure(['git', ...all], { cwd: repository }) },
    ...tools
      .filter((tool) => tool.history !== undefined)
      .map((tool) => ({
        name: tool.name,
        run: () => asked(tool, (report) => tool.history(tool.file, report), { cwd: repository }),
      })),
  ];
}

function fileScenario(file) {
  return tools.map((tool) => ({
    name: tool.name,
    run: () => asked(tool, (report) => tool.tree(tool.file, file, report), { cwd: cache, timeout: 20_000 }),
  }));
}

/** Kept, so that `--only` brings one scenario of the results up to date. */
const kept = join(cache, 'sections.json');
const sections = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
function section(name, title, rounds, make) {
  if (!wanted(name)) return;
  const { entries, note = '' } = make();
  const rows = interleave(title, roundsOf(rounds), entries);
  sections[name] = { title, note, rounds: roundsOf(rounds), rows };
  console.log(format(sections[name]));
  if (!smoke) write();
}

for (const files of smoke ? [1, 3] : [1, 20, 500]) {
  const title = `Commit of ${files} ${files === 1 ? 'file' : 'files'}, nothing to find`;
  section(`commit-${files}`, title, files > 100 ? 7 : 21, () => ({ entries: commitScenario(files) }));
}
section('tree', 'Whole tree', 3, () => {
  const tree = smoke ? smallTree(cache) : treeOf(cache);
  const { files, bytes } = sizeOf(tree);
  return { entries: treeScenario(tree), note: `${files} files, ${(bytes / 1e6).toFixed(1)} MB of npm packages.` };
});
section('history', 'History', 5, () => {
  const commits = smoke ? 20 : 2000;
  return { entries: historyScenario(historyOf(cache, commits)), note: `${commits} commits, made from a seed.` };
});
for (const file of adversarial(cache, smoke ? 0.01 : 1)) {
  section(`file-${basename(file)}`, `Adversarial: ${basename(file)}`, 3, () => ({ entries: fileScenario(file) }));
}

/** Processor time over three decades of bytes and of files; what the start takes is no growth. */
function growth() {
  const rounds = roundsOf(3);
  const steps = smoke ? [1, 10] : [1, 10, 100, 1000];
  const kinds = [
    { title: 'One file of code', axis: 'bytes', make: fileOf, sizes: steps.map((step) => step * 20_000) },
    { title: 'Files of 2 kB', axis: 'files', make: folderOf, sizes: steps.map((step) => step * 10) },
  ];
  const empty = fileOf(cache, 1);
  const plots = kinds.map(({ make, sizes, ...rest }) => {
    const entries = [['start', empty], ...sizes.map((size) => [`${size}`, make(cache, size)])].map(
      ([name, folder]) => ({
        name,
        run: () => measure([node, BIN, 'scan', '--quiet', folder], { cwd: cache }),
      }),
    );
    const [start, ...rows] = interleave(rest.title, rounds, entries);
    return { ...rest, points: rows.map(({ name, least }) => [Number(name), Math.max(1, least - start.least)]) };
  });
  for (const { title, axis, points } of plots) {
    console.log(`## Growth: ${title}\n\n${points.map(([x, ms]) => `${x} ${axis}: ${ms.toFixed(1)} ms`).join('\n')}\n`);
  }
  if (!smoke) writeFileSync(join(root, 'docs/growth.svg'), drawGrowth(plots));
}
if (wanted('growth')) growth();

function format({ title, note, rounds, rows }) {
  const ours = rows.find(({ name }) => name === 'hushkey')?.wall;
  const number = (value, digits = 0) => (value === undefined ? '–' : value.toFixed(digits));
  const lines = rows.map(({ name: tool, runs, late, wall, cpu, memory, found }) => {
    const name = late || !(runs < rounds) ? tool : `${tool} (${runs} ${runs === 1 ? 'run' : 'runs'})`;
    return late
      ? `| ${name} | > ${number(wall)} | – | – | – | – |`
      : `| ${name} | ${number(wall, 1)} | ${number(wall / ours, 2)} × | ${number(cpu, 1)} | ${number(memory)} | ${found ?? ''} |`;
  });
  const counted = `${rounds} ${rounds === 1 ? 'run' : 'runs'} each, interleaved.`;
  const head = '| | wall ms | to hushkey | CPU ms | peak MB | findings |\n|---|---|---|---|---|---|';
  return `## ${title}\n\n${[note, counted].filter(Boolean).join(' ')}\n\n${head}\n${lines.join('\n')}\n`;
}

function write() {
  writeFileSync(kept, JSON.stringify(sections));
  const [cpu] = cpus();
  const about = [
    `Written by \`npm run bench\`. ${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}.`,
    "Medians; peak memory is the largest process's. Read ratios: the machine may be shared. In commits, wall time is from git starting the first hook to the end of the last, CPU that of the whole `git commit`.",
    missing.length === 0 ? '' : `Could not be installed here: ${missing.join(', ')}.`,
    hasPython ? '' : 'Without python3 neither CPU nor memory is measured.',
  ];
  const text = `# Side by side\n\n${about.filter(Boolean).join('\n\n')}\n\n${Object.values(sections).map(format).join('\n')}`;
  writeFileSync(join(root, 'bench/RESULTS.md'), text);
}
