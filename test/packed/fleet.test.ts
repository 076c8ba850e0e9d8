// `hushkey fleet` as users run it: the packed command line, a real Redis, real repositories; workers and Redis are killed
// in the middle.
import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import {
  common,
  createFleet,
  makeOrganisation,
  plantedKey,
  scanOneByOne,
  startRedis,
  writtenBy,
} from '../support/fleet.ts';
import { run, runHushkey, temporaryFolder } from '../support/repository.ts';

const WORK = ['work', '--until-empty', '--lease', '2'];
/** On a machine that has nothing else to do, each takes a tenth of it. */
vi.setConfig({ testTimeout: 240_000 });

describe('a fleet', () => {
  test('without its packages says in one line what to install', () => {
    const { status, stderr } = runHushkey(['fleet', 'status'], { env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    expect(stderr).toBe('hushkey: hushkey fleet needs two more packages: npm install bullmq@6 ioredis@5\n');
    expect(status).toBe(2);
  });

  test('finds what a scan of each repository finds, scans shared blobs once, and then only what is new', async () => {
    const fleet = createFleet(await startRedis());
    const watched = fleet.redis.watch();
    const folder = temporaryFolder();
    const repositories = makeOrganisation(folder, 7);
    expect(fleet.run(['add', folder])).toMatchObject({ status: 0, stderr: 'hushkey: 7 put into the queue\n' });
    expect(fleet.report()).toMatchObject({ status: 2, findings: [] });
    expect(fleet.run(WORK)).toMatchObject({ status: 0 });

    const report = fleet.report();
    const wanted = scanOneByOne(repositories);
    expect(report.findings.map(common)).toEqual(wanted);
    expect(report.errors).toEqual([]);
    expect(report.status).toBe(1);
    expect(wanted).toHaveLength(10);
    // Seven forks of one key; the others are each one's own.
    const credentials = new Set(report.findings.map(({ credential }) => credential));
    expect(credentials.size).toBe(wanted.length - 6);
    // Counted by git: each blob once, whoever has it.
    const objects = repositories.flatMap((cwd) =>
      run('git', ['cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)'], { cwd })
        .stdout.split('\n')
        .filter((line) => line.startsWith('blob')),
    );
    const blobs = new Set(objects).size;
    expect(objects.length).toBeGreaterThan(1.5 * blobs);
    expect(fleet.status().blobs).toMatchObject({ scanned: blobs, detected: blobs });
    expect(report.findings.find(({ path }) => path === 'deploy/app.js')?.owners).toEqual(['@org/deploy']);

    const [first = ''] = repositories;
    const copy = temporaryFolder();
    run('git', ['clone', '-q', first, copy]);
    run('sh', ['-c', `echo "a('${plantedKey(900)}')" > new.js && git add -A && git commit -qm new && git push -q`], {
      cwd: copy,
    });
    expect(fleet.run(['add', folder]).status).toBe(0);
    expect(fleet.run(WORK).status).toBe(0);
    expect(fleet.status().blobs).toMatchObject({ scanned: blobs + 1, detected: blobs + 1 });
    const fresh = scanOneByOne([first]);
    expect(fresh).toHaveLength(3);
    expect(fleet.report().findings.map(common)).toEqual([
      ...fresh,
      ...wanted.filter(({ repository }) => repository !== first),
    ]);
    // The pipe of the watcher is read only while this test waits.
    fleet.redis.ask('echo', 'seen to the end');
    await expect.poll(watched, { timeout: 20_000 }).toContain('seen to the end');
    for (const text of [writtenBy(fleet.redis), watched()]) {
      expect(text).toContain('anthropic-api-key');
      for (const seed of [1, 100, 103, 900]) expect(text).not.toContain(plantedKey(seed).slice(20, 60));
    }
  });

  test('gives the same report whatever is killed: a worker, Redis, both', async () => {
    const fleet = createFleet(await startRedis());
    const folder = temporaryFolder();
    const repositories = makeOrganisation(folder, 6);
    fleet.run(['add', folder]);
    for (const [i, wait] of [700, 1100, 900].entries()) {
      const worker = fleet.start('--lease', '2');
      await new Promise((done) => setTimeout(done, wait + Math.random() * 400));
      if (i !== 1) {
        const ended = once(worker, 'exit');
        worker.kill('SIGKILL');
        await ended;
      }
      if (i > 0) {
        await fleet.redis.kill();
        await fleet.redis.start();
      }
      if (worker.exitCode === null && worker.signalCode === null) worker.kill('SIGKILL');
    }
    expect(fleet.run(WORK).status).toBe(0);
    const { findings, errors, status } = fleet.report();
    expect({ errors, status }).toEqual({ errors: [], status: 1 });
    expect(findings.map(common)).toEqual(scanOneByOne(repositories));
  });

  test('a connection that is cut and a repository that is added twice change nothing', async () => {
    const fleet = createFleet(await startRedis());
    const folder = temporaryFolder();
    const repositories = makeOrganisation(folder, 6);
    fleet.run(['add', folder]);
    const workers = [fleet.start('--lease', '5'), fleet.start('--lease', '5')];
    let cut = 0;
    for (let round = 0; round < 8; round += 1) {
      await new Promise((done) => setTimeout(done, 400));
      cut += Number(fleet.redis.ask('client', 'kill', 'type', 'normal').trim());
      if (round === 3) expect(fleet.run(['add', folder]).status).toBe(0);
    }
    expect(cut).toBeGreaterThan(0);
    // They live, and come back to what they were doing.
    expect(workers.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([null, null]);
    expect(fleet.run(WORK).status).toBe(0);
    const { findings, errors } = fleet.report();
    expect(errors).toEqual([]);
    expect(findings.map(common)).toEqual(scanOneByOne(repositories));
    const { repositories: counted } = fleet.status();
    expect(counted).toMatchObject({ total: 6, done: 6, failed: 0 });
  });
});
