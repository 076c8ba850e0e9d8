// `npm run bench:fleet`: an organisation of 200 repositories with shared history and planted keys, made on the spot, and a
// Redis of its own. Shows that the fleet finds what one process finds, that shared blobs are scanned once, what a second
// worker brings, and that kill -9 changes nothing; then writes the growth model of docs/fleet.md from what it measured.
// `--smoke`: 16 repositories, nothing written. Exits with 1 where one of these does not hold.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fakeKey, plainCode, random } from './corpora.mjs';
import { BIN } from './tools.mjs';

const { values: flags } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const { smoke } = flags;
const REPOSITORIES = smoke ? 16 : 200;
const FORKS = smoke ? 6 : 50;
const KILLS = smoke ? 2 : 10;
const ROUNDS = smoke ? 1 : 2;
const PORT = 7480 + (process.pid % 400);
const root = mkdtempSync(join(tmpdir(), 'hushkey-bench-fleet-'));
const say = (text) => process.stderr.write(`${text}\n`);
const failures = [];
const check = (name, holds, words) => {
  say(`${holds ? 'holds' : 'FAILS'}: ${name} (${words})`);
  if (!holds) failures.push(name);
};

let redis;
/** How soon Redis writes down what it was told: as most do, and, where it is killed, at once. */
let sync = 'everysec';
const ask = (...args) => spawnSync('redis-cli', ['-p', `${PORT}`, ...args], { encoding: 'utf8' }).stdout.trim();
async function startRedis() {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', sync];
  redis = spawn('redis-server', ['--port', `${PORT}`, '--dir', root, ...settings], { stdio: 'ignore' });
  redis.on('error', (error) => {
    throw new Error(`redis-server cannot be started: ${error.message}`);
  });
  for (let tries = 0; ask('ping') !== 'PONG'; tries += 1) {
    if (tries > 200) throw new Error('redis-server does not answer');
    await sleep(50);
  }
}
async function killRedis() {
  const ended = new Promise((done) => redis.once('exit', done));
  redis.kill('SIGKILL');
  await ended;
}

const env = { ...process.env, REDIS_URL: `redis://127.0.0.1:${PORT}` };
const work = ['work', '--cache', join(root, 'cache')];
/** Short where workers are killed: what they had is waited for so long. */
const KILLED_LEASE = ['--lease', '5'];
const fleet = (...args) =>
  spawnSync(process.execPath, [BIN, 'fleet', ...args], { env, encoding: 'utf8', maxBuffer: 1 << 30 });
const statusNow = () => JSON.parse(fleet('status', '--format', 'json').stdout);
const SUM = `local sum = 0
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do sum = sum + redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0) end
return sum`;
/** Bytes of all keys that a pattern matches, as Redis counts them. */
const bytesOf = (pattern) => Number(ask('eval', SUM, '0', pattern));
const memory = () => Number(/^used_memory:(\d+)/m.exec(ask('info', 'memory'))[1]);

/** A bare repository of commits, by one process. */
function make(folder, commits) {
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', folder]);
  const lines = commits.flatMap(({ files }, i) => [
    'commit refs/heads/main',
    `committer T <t@example.com> ${1_700_000_000 + i * 3600} +0000`,
    'data 1',
    'c',
    ...Object.entries(files).flatMap(([path, text]) => [`M 100644 inline ${path}`, `data ${text.length}`, text]),
    '',
  ]);
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, input: `${lines.join('\n')}\n` });
}

/** Forks of one project, and projects of their own which hold copies of one library. */
function makeOrganisation(folder) {
  const next = random(7);
  const shared = Array.from({ length: 40 }, (_, i) => ({
    files: {
      [`src/part-${i}.js`]: plainCode(i + 1, 120),
      [`docs/page-${i}.md`]: plainCode(1000 + i, 60),
      ...(i % 10 === 3 ? { [`config/env-${i}.js`]: `connect('${fakeKey(i)}');\n` } : {}),
    },
  }));
  const library = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`vendor/library/file-${i}.js`, plainCode(5000 + i, 100)]),
  );
  return Array.from({ length: REPOSITORIES }, (_, i) => {
    const isFork = i < FORKS;
    const own = Array.from({ length: isFork ? 5 : 25 }, (__, k) => ({
      files: {
        [`app/own-${k}.js`]: plainCode(100_000 + i * 100 + k, 120),
        ...(k === 3 && next(3) === 0 ? { 'app/key.js': `start('${fakeKey(10_000 + i)}');\n` } : {}),
        ...(k === 4 && next(4) === 0 ? { 'app/key.js': 'start(process.env.KEY);\n' } : {}),
      },
    }));
    const path = join(folder, `repository-${String(i).padStart(3, '0')}.git`);
    make(path, isFork ? [...shared, ...own] : [{ files: library }, ...own]);
    return path;
  });
}

const ofFinding = ({ repository, path, ruleId, fingerprint, secret, firstCommit, lastCommit, inHead, region }) =>
  JSON.stringify([repository, path, ruleId, fingerprint, secret, firstCommit, lastCommit, inHead, region]);
function fleetFindings() {
  const { status, stdout } = fleet('report', '--format', 'json');
  const { findings, errors } = JSON.parse(stdout);
  return { status, errors, lines: findings.map(ofFinding) };
}

/** @returns seconds. */
function timed(run) {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1000;
}

/**
 * So many workers until all is done, each in a session of its own, as on machines of their own: Linux shares a busy
 * processor among sessions first, and two workers in one would have to share what one has.
 *
 * @returns seconds.
 */
async function workAll(count, ...more) {
  const started = performance.now();
  const args = [BIN, 'fleet', ...work, '--until-empty', ...more];
  const workers = Array.from({ length: count }, () =>
    once(spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'], detached: true }), 'exit'),
  );
  for (const [status] of await Promise.all(workers)) if (status !== 0) throw new Error(`a worker ended with ${status}`);
  return (performance.now() - started) / 1000;
}

async function killAtRandom() {
  sync = 'always';
  ask('config', 'set', 'appendfsync', sync);
  fleet('reset');
  fleet('add', join(root, 'organisation'));
  for (let i = 0; i < KILLS; i += 1) {
    const worker = spawn(process.execPath, [BIN, 'fleet', ...work, ...KILLED_LEASE], { env, stdio: 'ignore' });
    const ended = new Promise((done) => worker.once('exit', done));
    await sleep(600 + Math.random() * 1500);
    if (i % 2 === 0) worker.kill('SIGKILL');
    await killRedis();
    await startRedis();
    await sleep(Math.random() * 500);
    worker.kill('SIGKILL');
    await ended;
  }
  await workAll(2, ...KILLED_LEASE);
  return fleetFindings();
}

/** Bytes of one blob's entry where each of the small hashes holds so many. */
function bytesOfEntry(perBucket, limit) {
  ask('flushall');
  ask('config', 'set', 'hash-max-listpack-entries', `${limit}`);
  const buckets = Math.max(64, Math.round(120_000 / perBucket));
  const before = memory();
  const commands = [];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const name = `{hushkey}:fleet:blob:${bucket.toString(16).padStart(4, '0')}`;
    for (let i = 0; i < perBucket; i += 1) {
      const field = `${(bucket * 7919 + i * 104_729).toString(16)}${'0'.repeat(20)}`.slice(0, 20);
      commands.push(`HSET ${name} ${field} ${3000 + (i % 999)}`);
    }
  }
  spawnSync('redis-cli', ['-p', `${PORT}`, '--pipe'], { input: `${commands.join('\r\n')}\r\n` });
  return (memory() - before) / (buckets * perBucket);
}

const n = (value) => Math.round(value).toLocaleString('en');
const hours = (seconds) => (seconds < 5400 ? `${n(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);
const size = (bytes) => (bytes < 1e9 ? `${n(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);

function drawModel(m) {
  const rows = MODEL_COUNTS.map((count) => {
    const blobs = count * MODEL_BLOBS;
    const bytes = blobs * m.entries.get(count) + count * m.repositoryBytes;
    const cpu = count * m.repositorySeconds + blobs * m.blobSeconds;
    const again = count * m.againSeconds;
    return `| ${n(count)} | ${n(blobs)} | ${hours(cpu)} | ${hours(cpu / 8)} | ${hours(cpu / 64)} | ${hours(again / 8)} | ${size(bytes)} |`;
  });
  return `Measured by \`npm run bench:fleet\` on ${cpus().length} cores (${cpus()[0]?.model.trim()}), node ${process.version},
Redis ${m.redis} with \`appendfsync everysec\` (\`always\` where it is killed): ${m.repositories} repositories, ${n(m.places)} blobs in them, ${n(m.blobs)} different ones,
${n(m.megabytes)} MB.

| | measured |
| --- | --- |
| one process, each repository by itself (\`hushkey scan --history\`) | ${m.single.toFixed(1)} s |
| the fleet, one worker | ${m.one.toFixed(1)} s |
| the fleet, two workers | ${m.two.toFixed(1)} s, ${(m.one / m.two).toFixed(2)} × one |
| again with nothing new, one worker | ${m.again.toFixed(1)} s |
| findings | ${n(m.findings)}, the same as of one process |
| blobs detected | ${n(m.detected)}, each once |
| kill -9 of worker and Redis, ${KILLS} times at random points | the same report |
| a blob, with what its repository costs left out | ${(m.blobSeconds * 1000).toFixed(2)} ms |
| a repository, with its blobs left out | ${(m.repositorySeconds * 1000).toFixed(0)} ms |
| Redis: a blob, among ${MODEL_COUNTS.map((count) => n(count * MODEL_BLOBS)).join(', ')} | ${MODEL_COUNTS.map((count) => n(m.entries.get(count))).join(', ')} bytes; ${n(m.entryTable)} in hashes that outgrew \`hash-max-listpack-entries\` |
| Redis: a repository, its findings included | ${n(m.repositoryBytes)} bytes |

From these, for repositories with ${n(MODEL_BLOBS)} new blobs each after what they share (put in your own number: it
counts most), of the size of those measured, clones at hand:

| repositories | blobs | one core | 8 cores | 64 cores | next night, nothing new, 8 cores | Redis |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}

const MODEL_BLOBS = 500;
const MODEL_COUNTS = [1000, 10_000, 100_000];
const BUCKETS = 65_536;
const BEGIN = '<!-- measured: npm run bench:fleet -->';
const END = '<!-- end of measured -->';

try {
  const organisation = join(root, 'organisation');
  mkdirSync(organisation);
  say(`making ${REPOSITORIES} repositories`);
  const repositories = makeOrganisation(organisation);
  await startRedis();

  say('one process, one by one');
  const wanted = [];
  const single = timed(() => {
    for (const repository of repositories) {
      const { stdout } = spawnSync(process.execPath, [BIN, 'scan', '--history', '--format', 'json'], {
        cwd: repository,
        encoding: 'utf8',
        maxBuffer: 1 << 30,
      });
      wanted.push(...JSON.parse(stdout).findings.map((finding) => ofFinding({ ...finding, repository })));
    }
  });

  const times = { 1: [], 2: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const count of [1, 2]) {
      fleet('reset');
      fleet('add', organisation);
      times[count].push(await workAll(count));
      say(`${count} at work: ${times[count].at(-1).toFixed(1)} s`);
    }
  }
  // In turn, so that what else the machine does falls on both alike.
  const [one, two] = [times[1], times[2]].map((list) => list.reduce((sum, seconds) => sum + seconds, 0) / list.length);
  const { blobs } = statusNow();
  const repositoryBytes = (bytesOf('*') - bytesOf('{hushkey}:fleet:blob:*')) / REPOSITORIES;
  const found = fleetFindings();
  check(
    'the findings equal those of one process',
    found.lines.join('\n') === wanted.join('\n'),
    `${wanted.length} findings`,
  );
  check('nothing is unread', found.errors.length === 0 && found.status === 1, `exit code ${found.status}`);
  const objects = repositories.flatMap((cwd) =>
    execFileSync('git', ['cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)'], {
      cwd,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((line) => line.startsWith('blob')),
  );
  const different = new Set(objects).size;
  check(
    'each blob is scanned once',
    blobs.detected === different,
    `${blobs.detected} of ${different}, in ${objects.length} places`,
  );
  const rate = one / two;
  if (!smoke) check('two workers are 1.7 times one', rate >= 1.7, rate.toFixed(2));

  fleet('add', organisation);
  const again = await workAll(1);
  check('a second time nothing is read', statusNow().blobs.detected === different, `${again.toFixed(1)} s`);

  const killed = await killAtRandom();
  check(
    'kill -9 changes nothing',
    killed.lines.join('\n') === wanted.join('\n') && killed.errors.length === 0,
    `${KILLS} times`,
  );

  // The fixed cost of a start is in both; what grows is what counts.
  const start = smoke ? 0 : timed(() => fleet(...work, '--until-empty'));
  const againSeconds = Math.max(0, again - start) / REPOSITORIES;
  const repositorySeconds = againSeconds + repositoryCost(repositories);
  const blobSeconds = Math.max(0, one - start - repositorySeconds * REPOSITORIES) / different;
  const entries = new Map();
  for (const count of MODEL_COUNTS) entries.set(count, bytesOfEntry(Math.round((count * MODEL_BLOBS) / BUCKETS), 2048));
  const entryTable = bytesOfEntry(763, 512);
  const model = {
    ...{ single, one, two, again, againSeconds, repositorySeconds, blobSeconds, entries, entryTable },
    redis: /v=(\S+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))[1],
    repositories: REPOSITORIES,
    places: objects.length,
    blobs: different,
    megabytes: blobs.bytes / 1e6,
    findings: wanted.length,
    detected: blobs.detected,
    repositoryBytes,
  };
  const text = drawModel(model);
  process.stdout.write(`${text}\n`);
  if (!smoke && failures.length === 0) {
    const path = fileURLToPath(new URL('../docs/fleet.md', import.meta.url));
    const page = readFileSync(path, 'utf8');
    const [before] = page.split(BEGIN);
    const [, after] = page.split(END);
    writeFileSync(path, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`);
  }
} finally {
  if (redis?.exitCode === null && redis.signalCode === null) await killRedis();
  rmSync(root, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

/** What git takes to list and compare the commits of a repository, twice, as the fleet does. */
function repositoryCost(repositories) {
  const some = repositories.slice(0, 10);
  const seconds = timed(() => {
    for (const cwd of some) {
      const commits = execFileSync('git', ['rev-list', '--all'], { cwd });
      execFileSync('git', ['diff-tree', '--stdin', '-r', '--root', '-m', '--raw', '-z'], { cwd, input: commits });
    }
  });
  return (2 * seconds) / some.length;
}
