// git dies, is slow to be interrupted, cannot write: whatever goes wrong half-way, no gate and no scan calls it clean, and
// nothing is left behind.
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createArmedRepository,
  packedBin,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const REAL_GIT = run('sh', ['-c', 'command -v git']).stdout.trim();

/**
 * A git for PATH that counts its calls, and at one of them does what it is told. The gates are started as git starts
 * them, but not by git, which would put its own folder first.
 */
const WRAPPER = `#!/bin/sh
n=1
while ! mkdir "$CALLS/$n" 2>/dev/null; do n=$((n + 1)); done
if [ "$n" = "$AT" ]; then
  if [ "$WHAT" = die ]; then
    exec 3<&0
    { "${REAL_GIT}" "$@" <&3 2>/dev/null & echo $! >"$CALLS/pid"; } | head -c 5
    kill -9 "$(cat "$CALLS/pid")" $$ 2>/dev/null
    kill -9 $$
  fi
  kill -s "$WHAT" $PPID
  sleep 0.1
fi
exec "${REAL_GIT}" "$@"
`;

interface Stage {
  readonly at: number;
  readonly what: 'die' | 'INT' | 'TERM';
}

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
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'git'), WRAPPER);
  chmodSync(join(folder, 'git'), 0o755);
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
      const calls = temporaryFolder();
      const TMPDIR = temporaryFolder();
      const env = {
        TMPDIR,
        PATH: `${folder}:${process.env['PATH']}`,
        CALLS: calls,
        AT: String(stage?.at ?? ''),
        WHAT: stage?.what ?? '',
        GIT_INDEX_FILE: join(root, '.git/index'),
        // How git names what a clean merge brings in.
        ...(args.includes('pre-merge-commit') ? { [`GITHEAD_${head}`]: 'side' } : {}),
      };
      const input = args.includes('pre-push') ? `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n` : '';
      const result = run(process.execPath, [packedBin(), ...args], { cwd: root, env, input });
      return {
        ...result,
        calls: readdirSync(calls).filter((name) => name !== 'pid').length,
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
