// What goes wrong with repositories, addresses and Redis itself: it is named in the report, which stays at exit code 2
// until it is mended; and nothing that a repository brings is run or believed.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  common,
  createFleet,
  type Fleet,
  type FleetReport,
  freePort,
  makeRepository,
  plantedKey,
  scanOneByOne,
  startRedis,
  writtenBy,
} from '../support/fleet.ts';
import { run, temporaryFolder } from '../support/repository.ts';

const WORK = ['work', '--until-empty', '--lease', '2'];
/** On a machine that has nothing else to do, each takes a tenth of it. */
vi.setConfig({ testTimeout: 240_000 });

function addList(fleet: Fleet, lines: readonly string[]): ReturnType<Fleet['run']> {
  return fleet.run(['add', '-'], { input: `${lines.join('\n')}\n` });
}

const errorsOf = ({ errors }: FleetReport, folder: string): readonly string[] =>
  errors.map(({ path, code }) => `${path.replace(folder, '')} ${code}`).sort();

/** Damages the object of one blob. */
function damage(repository: string, path: string): void {
  const oid = execFileSync('git', ['rev-parse', `main:${path}`], { cwd: repository, encoding: 'utf8' }).trim();
  const object = join(repository, 'objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(object, 0o644);
  writeFileSync(object, 'damaged');
}

test('repositories that are gone, no repositories, damaged or refused are named; retry reads what is there again', async () => {
  const fleet = createFleet(await startRedis());
  const folder = temporaryFolder();
  const made = (name: string, seed: number): string =>
    makeRepository(join(folder, name), [
      { files: { 'a.js': `a('${plantedKey(seed)}');\n`, 'b.js': `b(${seed});\n` } },
      { files: { 'c.js': 'c();\n' } },
    ]);
  const [good, gone, blob, commit] = ['good.git', 'gone.git', 'blob.git', 'commit.git'].map((name, i) =>
    made(name, i + 1),
  );
  damage(blob ?? '', 'b.js');
  writeFileSync(join(commit ?? '', 'refs/heads/main'), `${'1'.repeat(40)}\n`);
  mkdirSync(join(folder, 'plain'));
  const password = `${'pa'}${'55'.repeat(6)}`;
  const added = addList(fleet, [
    '# the organisation',
    ...['good.git', 'gone.git', 'blob.git', 'commit.git', 'plain'].map((name) => join(folder, name)),
    `https://user:${password}@127.0.0.1:1/team/app.git`,
    'http://127.0.0.1:1/plain.git',
    'ext::sh -c touch% /tmp/hushkey-must-not-be',
    `${folder}/nowhere`,
  ]);
  expect(added.stderr).toBe(
    `hushkey: 6 put into the queue
hushkey: 1 came with a credential in the address, which is not kept
  git's credential helper on the workers has to know it
hushkey: line 8 is left out: it has a protocol that is not one of https, ssh, file
hushkey: line 9 is left out: it has a protocol that is not one of https, ssh, file
hushkey: line 10 is left out: it is no address and no folder
`,
  );
  expect(added.status).toBe(2);
  renameSync(gone ?? '', `${gone}.away`);
  const worked = fleet.run(WORK);
  expect(worked.status).toBe(2);
  const report = fleet.report();
  expect(errorsOf(report, folder)).toEqual([
    '/blob.git: b.js missing-blob',
    '/commit.git git-failed',
    '/gone.git repository-gone',
    '/plain no-repository',
    'https://127.0.0.1:1/team/app.git clone-failed',
  ]);
  expect(report.status).toBe(2);
  // What could be read of the damaged one is there.
  expect(report.findings.map(({ repository }) => repository)).toEqual([blob, good]);
  const status = fleet.run(['status']).stdout;
  expect(status).toContain('6 repositories read, 4 failed, 0 to go');
  expect(status).toContain(`${folder}/gone.git is not there (repository-gone)`);
  for (const text of [worked.stderr, status, JSON.stringify(report), writtenBy(fleet.redis)]) {
    expect(text).not.toContain(password);
  }

  renameSync(`${gone}.away`, gone ?? '');
  expect(fleet.run(['retry']).stderr).toBe('hushkey: 4 put back into the queue\n');
  expect(fleet.run(['drain']).stderr).toContain('4 taken out of the queue');
  expect(fleet.report().errors.filter(({ code }) => code === 'drained')).toHaveLength(4);
  addList(fleet, [gone ?? '']);
  fleet.run(WORK);
  expect(fleet.report().findings.map(({ repository }) => repository)).toEqual([blob, gone, good]);
  expect(fleet.run(['reset']).status).toBe(0);
  expect(fleet.redis.ask('keys', '*').trim()).toBe('');
  expect(fleet.report()).toMatchObject({ status: 2, findings: [], errors: [{ code: 'nothing-asked' }] });
});

test('clones: nothing in them is run, they take no more room than they may, a full disk is named', async () => {
  const fleet = createFleet(await startRedis());
  const folder = temporaryFolder();
  const ran = join(folder, 'ran');
  const sources = ['one', 'two'].map((name, i) => {
    const repository = makeRepository(join(folder, `${name}.git`), [
      {
        files: {
          '.gitattributes': '* filter=evil\n',
          '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ran"\n',
          'a.js': `a('${plantedKey(i + 1)}');\n`,
          'large.txt': `${i}${'x'.repeat(50_000)}`,
        },
      },
    ]);
    for (const hook of ['post-checkout', 'reference-transaction', 'post-update', 'upload-pack']) {
      writeFileSync(join(repository, 'hooks', hook), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    }
    run('git', ['config', 'filter.evil.smudge', `touch '${ran}'`], { cwd: repository });
    run('git', ['config', 'core.fsmonitor', `touch '${ran}'`], { cwd: repository });
    return repository;
  });
  // Of another owner, where git itself would refuse.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) run('chown', ['-R', '65534:65534', ...sources]);
  const urls = sources.map((path) => `file://${path}`);
  addList(fleet, [...urls, ...sources]);
  const result = fleet.run([...WORK, '--cache-bytes', '1']);
  expect(result).toMatchObject({ status: 0 });
  expect(existsSync(ran)).toBe(false);
  const report = fleet.report();
  expect(report.findings.map(({ repository }) => repository)).toEqual([...sources, ...urls].sort());
  const clones = join(fleet.cache, 'clones');
  expect(readdirSync(clones).filter((name) => statSync(join(clones, name)).isDirectory())).toEqual([]);

  addList(fleet, urls);
  const limited = fleet.run(WORK, { through: ['prlimit', '--fsize=40', '--core=0'] });
  expect(limited.status).toBe(2);
  const full = fleet.report();
  expect(full.status).toBe(2);
  expect(full.errors.map(({ path }) => path)).toEqual(urls);
  // What was found before is not forgotten for it.
  expect(full.findings).toHaveLength(4);
});

test('Redis by TLS: under its own certificate only where that is trusted', async () => {
  const folder = temporaryFolder();
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2', '-nodes'];
  run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key ?? '', '-out', certificate ?? '', ...subject]);
  const port = await freePort();
  const files = [
    '--tls-key-file',
    key ?? '',
    '--tls-cert-file',
    certificate ?? '',
    '--tls-ca-cert-file',
    certificate ?? '',
  ];
  const redis = await startRedis('--tls-port', String(port), '--tls-auth-clients', 'no', ...files);
  const fleet = createFleet({ ...redis, url: `rediss://127.0.0.1:${port}` });
  expect(fleet.run(['status']).status).toBe(2);
  expect(fleet.run(['status'], { env: { NODE_EXTRA_CA_CERTS: certificate } }).status).toBe(0);
});

test('Redis with a password; without one, without Redis and with a wrong address', async () => {
  const word = `w${'0rd'.repeat(5)}`;
  const redis = await startRedis('--requirepass', word);
  const fleet = createFleet({ ...redis, url: redis.url.replace('//', `//:${word}@`) });
  expect(fleet.run(['status'])).toMatchObject({ status: 0 });
  const wrong = fleet.run(['status', '--redis', redis.url.replace('//', `//:${word}x@`)]);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toMatch(/^hushkey: Redis at 127\.0\.0\.1:\d+ cannot be used \(WRONGPASS\)\n/);
  expect(wrong.stderr).not.toContain(word);
  expect(fleet.run(['status', '--redis', redis.url]).stderr).toContain('(NOAUTH)');
  await redis.kill();
  expect(fleet.run(['add', '.'])).toMatchObject({ status: 2, stderr: expect.stringContaining('(ECONNREFUSED)') });
  expect(fleet.run(['status'], { env: { REDIS_URL: 'example.com' } })).toMatchObject({
    status: 2,
    stderr: 'hushkey: the address of Redis is no redis:// or rediss:// URL\n',
  });
});

test('one blob under one path, in packages for browsers and for servers: judged by what stands round it', async () => {
  const fleet = createFleet(await startRedis());
  const folder = temporaryFolder();
  const call = `import Anthropic from '@anthropic-ai/sdk';
const client = new Anthropic({ apiKey: process.env.KEY, dangerouslyAllowBrowser: true });
`;
  const manifests = [
    '{ "dependencies": { "react-dom": "19", "vite": "7" } }',
    '{ "dependencies": { "express": "5" } }',
    undefined,
    '{ "dependencies": { "react-dom": "19", "vite": "7" }, "private": true }',
  ];
  const repositories = manifests.map((manifest, i) =>
    makeRepository(join(folder, `${i}.git`), [
      { files: { ...(manifest === undefined ? {} : { 'package.json': manifest }), 'src/client.js': call } },
      { files: { 'copy/client.js': call } },
      // A key by its name alone; under another it is nothing.
      { files: { [['notes/plain.txt', 'config/master.key'][i % 2] ?? '']: `${'3f9a17c0'.repeat(3)}d8b25e64\n` } },
    ]),
  );
  fleet.run(['add', folder]);
  expect(fleet.run([...WORK, '--concurrency', '2'])).toMatchObject({ status: 0 });
  const wanted = scanOneByOne(repositories);
  expect(fleet.report().findings.map(common)).toEqual(wanted);
  expect(wanted.filter(({ path }) => path === 'config/master.key')).toHaveLength(2);
  const counts = new Map<string, number>();
  for (const { repository } of wanted) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  expect(new Set(repositories.map((repository) => counts.get(repository) ?? 0)).size).toBeGreaterThan(1);
});
