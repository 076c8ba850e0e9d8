// Compares hushkey with other scanners on the same generated files and writes test/accuracy/peers.json.
// Finds gitleaks, secretlint, detect-secrets and ripsecrets on the PATH, or installs them into a temporary folder.
// Arguments name the scanners to run again; the others keep their results.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const work = mkdtempSync(join(tmpdir(), 'hushkey-peers-'));
const tools = join(work, 'tools');
const files = join(work, 'files');
const RESULTS = 'test/accuracy/peers.json';
const RULE_OF_RIPSECRETS = 'secret';

const PEERS = [
  {
    name: 'hushkey',
    install: () => {
      execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
      return [process.execPath, join(root, 'dist', 'bin.js')];
    },
    version: () => JSON.parse(readFileSync('package.json', 'utf8')).version,
    scan: (command) =>
      JSON.parse(run(command, ['scan', '--format', 'json', '.'])).findings.flatMap(
        ({ path, ruleId, category, level }) =>
          category === 'hardcoded-key' && level !== 'note' ? [[path, ruleId]] : [],
      ),
  },
  {
    name: 'gitleaks',
    install: () => find('gitleaks') ?? goInstall('gitleaks', 'github.com/zricethezav/gitleaks/v8@latest'),
    version: ([file]) => moduleVersion(file),
    scan(command) {
      const report = join(work, 'gitleaks.json');
      run(command, ['dir', '.', '--no-banner', '--exit-code', '0', '--report-format', 'json', '--report-path', report]);
      return JSON.parse(readFileSync(report, 'utf8')).map((each) => [each.File, each.RuleID]);
    },
  },
  {
    name: 'secretlint (preset recommend)',
    install() {
      mkdirSync(tools, { recursive: true });
      writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
      const packages = ['secretlint', '@secretlint/secretlint-rule-preset-recommend'];
      execFileSync('npm', ['install', '--no-fund', '--no-audit', ...packages], { cwd: tools, stdio: 'ignore' });
      const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend' }];
      writeFileSync(join(tools, '.secretlintrc.json'), JSON.stringify({ rules }));
      return [join(tools, 'node_modules', '.bin', 'secretlint')];
    },
    version: () => JSON.parse(readFileSync(join(tools, 'node_modules', 'secretlint', 'package.json'), 'utf8')).version,
    scan(command) {
      // Written to a pipe, a long report is cut off when the process ends.
      const report = join(work, 'secretlint.json');
      const config = join(tools, '.secretlintrc.json');
      run(command, ['--format', 'json', '--output', report, '--secretlintrc', config, `${files}/**/*`], tools);
      return JSON.parse(readFileSync(report, 'utf8')).flatMap(({ filePath, messages }) =>
        messages.map((message) => [filePath, message.ruleId]),
      );
    },
  },
  {
    name: 'detect-secrets',
    install: () => find('detect-secrets') ?? pipInstall('detect-secrets'),
    version: (command) => run(command, ['--version']).trim(),
    scan: (command) =>
      Object.entries(JSON.parse(run(command, ['scan', '--all-files', '.'])).results).flatMap(([path, found]) =>
        found.map(({ type }) => [path, type]),
      ),
  },
  {
    name: 'ripsecrets',
    install: () => find('ripsecrets') ?? cargoInstall('ripsecrets'),
    version: (command) => run(command, ['--version']).trim().split(' ').at(-1),
    scan: (command) =>
      run(command, ['.'])
        .split('\n')
        .flatMap((line) =>
          /^(?:\.\/)?\d{5}\//.test(line) ? [[line.slice(0, line.indexOf(':')), RULE_OF_RIPSECRETS]] : [],
        ),
  },
];

try {
  const { samples, scoreOf } = await bundled();
  const all = samples();
  all.forEach(({ path, text }, i) => {
    const file = join(files, folderOf(i), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  });
  const positives = all.filter(({ kind }) => kind !== undefined).length;
  const kept = process.argv.length > 2 ? JSON.parse(readFileSync(RESULTS, 'utf8')).results : [];
  const results = PEERS.flatMap((peer) => {
    if (process.argv.length > 2 && !process.argv.includes(peer.name.split(' ')[0])) {
      return kept.filter(({ name }) => name === peer.name);
    }
    return [{ name: peer.name, ...measure(peer, all, scoreOf) }];
  });
  const comparison = {
    date: new Date().toISOString().slice(0, 10),
    positives,
    negatives: all.length - positives,
    results,
  };
  writeFileSync(RESULTS, `${JSON.stringify(comparison, null, 2)}\n`);
  console.table(results);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function measure({ name, install, version, scan }, all, scoreOf) {
  let command;
  try {
    command = install();
  } catch (error) {
    return { version: '', missing: `could not be installed: ${String(error.message).split('\n')[0]}` };
  }
  console.log(`${name} …`);
  const reports = all.map(() => []);
  for (const [path, rule] of scan(command)) {
    const within = path.startsWith(files) ? relative(files, path) : path.replace(/^\.\//, '');
    reports[Number(within.slice(0, 5))]?.push(rule);
  }
  return { version: version(command), ...scoreOf(all, reports) };
}

function folderOf(i) {
  return String(i).padStart(5, '0');
}

function run([file, ...first], args, cwd = files) {
  const { stdout, error } = spawnSync(file, [...first, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (error) throw error;
  return stdout;
}

function find(name) {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return status === 0 ? [stdout.trim()] : undefined;
}

function goInstall(name, module) {
  execFileSync('go', ['install', module], { env: { ...process.env, GOBIN: tools }, stdio: 'ignore' });
  return [join(tools, name)];
}

function moduleVersion(file) {
  const text = spawnSync('go', ['version', '-m', file], { encoding: 'utf8' }).stdout;
  return /^\s*mod\s+\S+\s+v(\S+)/m.exec(text)?.[1] ?? 'unknown';
}

function pipInstall(name) {
  const folder = join(work, 'python');
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' });
  execFileSync(join(folder, 'bin', 'pip'), ['install', '-q', name], { stdio: 'ignore' });
  return [join(folder, 'bin', name)];
}

function cargoInstall(name) {
  execFileSync('cargo', ['install', '-q', '--root', tools, name], { stdio: 'ignore' });
  return [join(tools, 'bin', name)];
}

async function bundled() {
  const build = await rolldown({ input: 'test/accuracy/peers.ts', platform: 'node' });
  const file = join(work, 'peers.mjs');
  await build.write({ file, format: 'es' });
  await build.close();
  if (!existsSync(file)) throw new Error('the bundle was not written');
  return import(pathToFileURL(file).href);
}
