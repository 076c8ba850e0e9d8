// Interrupted while it works: the exit code says so, and nothing is left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createArmedRepository,
  createRepository,
  packedBin,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

/** Files that take some seconds to read: words that wake the rules, and nothing that is found. */
function bigTree(): TestRepository {
  const repository = createArmedRepository();
  const line = "const client = new Anthropic({ apiKey: process.env['ANTHROPIC_API_KEY'] }); // sk-ant- \n";
  repository.write('src/file.ts', line.repeat(90_000));
  // The same bytes under many names cost no disk, and are read each time.
  for (let i = 0; i < 15; i += 1)
    linkSync(join(repository.root, 'src/file.ts'), join(repository.root, `src/file-${i}.ts`));
  repository.git('add', '-A');
  return repository;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Waits until the scanner works, then sends the signal. */
async function interrupt(child: ChildProcess, signal: NodeJS.Signals, group: boolean): Promise<Ended> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
  const closed = once(child, 'close');
  const { pid } = child;
  if (pid === undefined) throw new Error('not started');
  await untilScanning(pid);
  process.kill(group ? -pid : pid, signal);
  const [code, ended] = (await closed) as [number | null, NodeJS.Signals | null];
  return { code, signal: ended, output };
}

/** The scanner works when its own processor time has passed what starting takes. */
async function untilScanning(pid: number): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    await new Promise((done) => setTimeout(done, 10));
    if (processorTime(pid) > 40) return;
  }
  throw new Error('the scanner did not get to work');
}

/** It waits when it has used no processor time for half a second. */
async function untilWaiting(pid: number): Promise<void> {
  let used = 0;
  for (let quiet = 0; quiet < 5 || used === 0; quiet += 1) {
    await new Promise((done) => setTimeout(done, 100));
    const now = processorTime(pid);
    if (now !== used) quiet = 0;
    used = now;
  }
}

/** Hundredths of a second that a process and those below it have used. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const own = Number(fields[11]) + Number(fields[12]);
    return own + children.reduce((sum, child) => sum + processorTime(Number(child)), 0);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

function stateOf(repository: TestRepository): readonly string[] {
  return [
    repository.git('status', '--porcelain'),
    repository.git('ls-files', '--stage'),
    ...readdirSync(join(repository.root, '.git')).filter((name) => !['COMMIT_EDITMSG', 'index'].includes(name)),
    ...readdirSync(repository.root),
  ];
}

describe.skipIf(!existsSync('/proc/self/task'))('scenario 30: interrupted', () => {
  test('a scan, a commit and a hook, by Ctrl-C and by SIGTERM', async () => {
    const repository = bigTree();
    const before = stateOf(repository);
    const TMPDIR = temporaryFolder();
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const child = spawn(process.execPath, [packedBin(), 'scan', '--format', 'json', '--output', 'report.json'], {
        cwd: repository.root,
        env: { ...process.env, TMPDIR },
        detached: true,
      });
      expect(await interrupt(child, signal, true)).toEqual({ code, signal: null, output: '' });
      expect(readdirSync(TMPDIR)).toEqual([]);
      expect(stateOf(repository)).toEqual(before);
    }

    // A commit while the hook works: no lock, the index as it was, nothing committed.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = spawn('git', ['commit', '-q', '-m', 'x'], {
        cwd: repository.root,
        env: { ...process.env, TMPDIR },
        detached: true,
      });
      const ended = await interrupt(child, signal, true);
      expect(ended.code).not.toBe(0);
      expect(ended.output).not.toContain('no findings');
      expect(existsSync(join(repository.root, '.git', 'index.lock'))).toBe(false);
      expect(readdirSync(TMPDIR)).toEqual([]);
      expect(stateOf(repository)).toEqual(before);
      expect(repository.tryGit(['rev-parse', '--verify', '-q', 'HEAD']).status).not.toBe(0);
    }

    // The hook alone: git sees a code that stops the commit.
    const child = spawn(process.execPath, [packedBin(), 'hook', 'pre-commit'], { cwd: repository.root });
    expect(await interrupt(child, 'SIGTERM', false)).toEqual({ code: 143, signal: null, output: '' });
  });

  test('while standard input is waited for', async () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      for (const args of [
        ['scan', '--stdin'],
        ['hook', 'pre-push', 'origin', 'x'],
        ['hook', 'agent'],
      ]) {
        const child = spawn(process.execPath, [packedBin(), ...args], { cwd: createRepository().root });
        const closed = once(child, 'close');
        await untilWaiting(child.pid ?? 0);
        child.kill(signal);
        expect([args, ...(await closed)]).toEqual([args, code, null]);
      }
    }
  });
});
