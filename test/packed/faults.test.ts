// git dies, is slow to be interrupted, cannot write: whatever goes wrong half-way, no gate and no scan calls it clean, and
// nothing is left behind.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failingGit, type Stage } from '../support/failing-git.ts';
import {
  createArmedRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

interface Subject extends TestRepository {
  readonly run: (
    args: readonly string[],
    stage?: Stage,
  ) => Run & { readonly calls: number; readonly left: readonly string[] };
  readonly state: () => readonly string[];
}

function created(): Subject {
  const repository = createArmedRepository();
  const { root, git, write } = repository;
  write('a.js', 'export const a = 1;\n');
  write('deep/b.js', 'export const b = 2;\n');
  git('add', '-A');
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'start');
  write('a.js', 'export const a = process.env["ANTHROPIC_API_KEY"];\n');
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-a', '-m', 'second');
  write('deep/b.js', 'export const b = process.env["ANTHROPIC_API_KEY"];\n');
  git('add', '-A');
  const head = git('rev-parse', 'HEAD').trim();
  return {
    ...repository,
    run(args, stage) {
      // The gates are started as git starts them, but not by git, which would put its own folder first.
      const faulty = failingGit(stage);
      const TMPDIR = temporaryFolder();
      const env = {
        TMPDIR,
        ...faulty.env,
        GIT_INDEX_FILE: join(root, '.git/index'),
        // How git names what a clean merge brings in.
        ...(args.includes('pre-merge-commit') ? { [`GITHEAD_${head}`]: 'side' } : {}),
      };
      const input = args.includes('pre-push') ? `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n` : '';
      const result = run(process.execPath, [packedBin(), ...args], { cwd: root, env, input });
      return {
        ...result,
        calls: faulty.calls(),
        left: readdirSync(TMPDIR),
      };
    },
    state: () => [
      git('status', '--porcelain'),
      git('ls-files', '--stage'),
      ...readdirSync(join(root, '.git')).filter((name) => name !== 'index'),
      ...readdirSync(root),
    ],
  };
}

const COMMANDS = [
  ['hook', 'pre-commit'],
  ['hook', 'pre-merge-commit'],
  ['hook', 'prepare-commit-msg', '.git/COMMIT_EDITMSG', 'message'],
  ['hook', 'pre-applypatch'],
  ['hook', 'pre-push', 'origin', '/nowhere'],
  ['scan'],
  ['scan', '--staged'],
  ['scan', '--range', 'HEAD~1..HEAD'],
  ['scan', '--history'],
];

describe.each(COMMANDS.map((command) => [command.join(' '), command] as const))('%s', (_, command) => {
  test('is never clean where git dies half-way, or it is interrupted, at any call of git', () => {
    const at = created();
    const clean = at.run(command);
    expect([clean.stderr, clean.status, clean.left]).toEqual([expect.any(String), 0, []]);
    const before = at.state();
    // Left out by `commit -n`, or by nobody knows whom: what could not be read is said, and judged at the push.
    const failed = command.includes('prepare-commit-msg') ? 0 : 2;
    for (let i = 1; i <= clean.calls; i += 1) {
      const [signal, code] = i % 2 === 0 ? (['INT', 130] as const) : (['TERM', 143] as const);
      for (const [what, status] of [['die', failed] as const, [signal, code] as const]) {
        const ended = at.run(command, { at: i, what });
        expect([i, what, ended.status, ended.left]).toEqual([i, what, ended.status === 2 ? 2 : status, []]);
        if (what !== 'die') continue;
        expect(ended.stderr + ended.stdout).toMatch(/could not (?:scan|read)|was ended by/);
        expect(ended.stderr + ended.stdout).not.toMatch(/^hushkey: \d.*no findings/m);
      }
    }
    expect(at.state()).toEqual(before);
  });
});
