// A gate that was made to judge nothing must not look like one that judged all: each says how many files it scanned, and
// where git names none of them although there are some, it fails or says that there were none.
import { chmodSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createArmedRepository, type Run, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const FILES = ['one.js', 'deep/two.js', 'three.md'];
const REAL_GIT = run('sh', ['-c', 'command -v git']).stdout.trim();

/** A git that answers one question with nothing, and ends well. */
const WRAPPER = `#!/bin/sh
if [ "$1 $2" = "$EMPTY" ]; then cat >/dev/null; echo >>"$EMPTIED"; exit 0; fi
exec "${REAL_GIT}" "$@"
`;

interface Gate {
  readonly name: string;
  /** Brings three files, of which the last has this content, to where the gate judges them. */
  readonly start: (at: TestRepository, content: string) => readonly string[];
  /** What a clean run says of the files. */
  readonly count: RegExp;
  /** The questions that name what is to be judged. */
  readonly lists: readonly string[];
}

function write(at: TestRepository, content: string): void {
  for (const name of FILES) at.write(name, `export const x = '${name}';\n`);
  at.write('three.md', content);
  at.git('add', '-A');
}

function commit(at: TestRepository, content: string): void {
  write(at, content);
  at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'three');
}

/** Three files on a branch of their own, and another commit on this one. */
function branch(at: TestRepository, content: string): void {
  at.git('checkout', '-q', '-b', 'side');
  commit(at, content);
  at.git('checkout', '-q', '-');
  at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '--allow-empty', '-m', 'other');
}

const THREE = /^hushkey: 3 files, /m;
const INDEX = ['diff --cached'];
const GATES: readonly Gate[] = [
  {
    name: 'pre-commit',
    start(at, content) {
      write(at, content);
      return ['commit', '-q', '-m', 'x'];
    },
    count: THREE,
    lists: INDEX,
  },
  {
    name: 'pre-merge-commit',
    start(at, content) {
      branch(at, content);
      return ['merge', '-q', '--no-edit', 'side'];
    },
    count: THREE,
    lists: INDEX,
  },
  {
    name: 'prepare-commit-msg of commit -n',
    start(at, content) {
      write(at, content);
      return ['commit', '-nqm', 'x'];
    },
    // It says something only where there is something to say.
    count: /^$/,
    lists: INDEX,
  },
  {
    name: 'prepare-commit-msg of a cherry-pick',
    start(at, content) {
      branch(at, content);
      return ['cherry-pick', 'side'];
    },
    count: /^$/,
    lists: INDEX,
  },
  {
    name: 'prepare-commit-msg of a rebase',
    start(at, content) {
      branch(at, content);
      at.git('checkout', '-q', 'side');
      return ['rebase', '-q', '@{-1}'];
    },
    count: /^$/,
    lists: ['rev-list --no-walk=unsorted', 'diff-tree --stdin'],
  },
  {
    name: 'pre-applypatch',
    start(at, content) {
      commit(at, content);
      const patch = join(temporaryFolder(), 'patch');
      writeFileSync(patch, at.git('format-patch', '-1', '--stdout'));
      at.git('reset', '-q', '--hard', 'HEAD^');
      return ['am', '-q', patch];
    },
    count: THREE,
    lists: INDEX,
  },
  {
    name: 'pre-push',
    start(at, content) {
      const remote = temporaryFolder();
      run('git', ['init', '-q', '--bare', remote]);
      at.git('remote', 'add', 'origin', remote);
      at.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'HEAD');
      commit(at, content);
      return ['push', '-q', 'origin', 'HEAD'];
    },
    count: /^hushkey: 3 files in 1 commit, /m,
    lists: ['rev-list --topo-order', 'diff-tree --stdin'],
  },
];

function created(): TestRepository {
  const at = createArmedRepository();
  at.git('add', '-A');
  at.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'start');
  return at;
}

/** git puts the folder of its own programs first in the PATH of hooks. */
function gitFolder(): string {
  const folder = temporaryFolder();
  const real = run('git', ['--exec-path']).stdout.trim();
  for (const name of readdirSync(real)) if (name !== 'git') symlinkSync(join(real, name), join(folder, name));
  writeFileSync(join(folder, 'git'), WRAPPER);
  chmodSync(join(folder, 'git'), 0o755);
  return folder;
}

function expectCountOf(result: Run, { count }: Gate): void {
  expect(result.stderr).toMatch(count);
  expect(result.status).toBe(0);
}

describe.each(GATES.map((gate) => [gate.name, gate] as const))('%s', (_, gate) => {
  const empty = (list: string): Run => {
    const at = created();
    const args = gate.start(at, `key = ${KEY}\n`);
    const emptied = join(temporaryFolder(), 'emptied');
    const result = at.tryGit(args, { env: { GIT_EXEC_PATH: gitFolder(), EMPTY: list, EMPTIED: emptied } });
    expect(run('test', ['-s', emptied]).status).toBe(0);
    return result;
  };

  test('says how many files were scanned, and names a key in one of them', () => {
    const clean = created();
    expectCountOf(clean.tryGit(gate.start(clean, 'nothing\n')), gate);
    const at = created();
    const found = at.tryGit(gate.start(at, `key = ${KEY}\n`));
    expect(found.stderr).toContain('three.md:1:');
    expect(found.stderr).not.toMatch(/no findings/);
  });

  test.each(gate.lists)('is not clean where git %s names nothing', (list) => {
    const result = empty(list);
    // Whether a push has new commits can be asked in two ways, and both must agree.
    if (list.startsWith('rev-list')) expect(result.stderr).toMatch(/left out/);
    expect(result.stderr).not.toMatch(/no findings/);
    expect(result.stderr).toMatch(
      result.status === 0 ? /hushkey: (?:scanned 0 files: \S|this \S+ was not judged: git .* left out)/ : /left out/,
    );
  });
});

describe.each<[string, readonly string[], readonly string[]]>([
  ['scan', ['scan'], ['ls-files -z']],
  ['scan --staged', ['scan', '--staged'], INDEX],
  ['scan --range', ['scan', '--range', 'start..HEAD'], ['rev-list --topo-order', 'diff-tree --stdin']],
  ['scan --history', ['scan', '--history'], ['rev-list --topo-order', 'diff-tree --stdin']],
  ['ci', ['ci'], ['rev-list --topo-order', 'diff-tree --stdin']],
])('hushkey %s', (name, args, lists) => {
  const prepared = (content: string): TestRepository => {
    const at = created();
    at.git('tag', 'start');
    if (name === 'scan --staged') write(at, content);
    else commit(at, content);
    return at;
  };

  const asked = (at: TestRepository, words: readonly string[], env: NodeJS.ProcessEnv = {}): Run => {
    const [before, head] = ['start', 'HEAD'].map((commitName) => at.git('rev-parse', commitName).trim());
    const pipeline = { GITLAB_CI: 'true', CI_COMMIT_SHA: head, CI_COMMIT_BEFORE_SHA: before, CI_COMMIT_BRANCH: 'main' };
    return at.hushkey(words, { env: { ...(name === 'ci' ? pipeline : {}), ...env } });
  };

  test('says how many files were scanned, and names a key in one of them', () => {
    const clean = asked(prepared('nothing\n'), [...args, '--format', 'json']);
    expect(JSON.parse(clean.stdout).scanned.files).toBeGreaterThanOrEqual(3);
    expect(clean.status).toBe(0);
    const found = asked(prepared(`key = ${KEY}\n`), [...args, '--format', 'json']);
    expect(JSON.parse(found.stdout).findings).toMatchObject([{ path: 'three.md' }]);
    expect(found.status).toBe(1);
  });

  test.each(lists)('is not clean where git %s names nothing', (list) => {
    const at = prepared(`key = ${KEY}\n`);
    const emptied = join(temporaryFolder(), 'emptied');
    const PATH = `${gitFolder()}:${process.env['PATH']}`;
    const result = asked(at, args, { PATH, EMPTY: list, EMPTIED: emptied });
    expect(run('test', ['-s', emptied]).status).toBe(0);
    expect(result.stdout + result.stderr).toMatch(result.status === 0 ? /scanned 0 files: \S/ : /left out/);
    expect(result.stdout + result.stderr).not.toMatch(/no findings/);
  });
});

test('a scanner that does nothing and ends well is silent, which no clean run is; the canary finds it out', () => {
  const at = created();
  rmSync(join(at.root, 'node_modules'));
  writeFileSync(join(at.root, '.git/hushkey/scanner/main.cjs'), '//\n');
  write(at, `key = ${KEY}\n`);
  const [gate] = GATES;
  const passed = at.tryGit(['commit', '-q', '-m', 'x']);
  expect(passed).toMatchObject({ status: 0, stderr: '' });
  expect(() => gate && expectCountOf(passed, gate)).toThrow();
  const canary = at.hushkey(['doctor', '--canary']);
  expect(canary.stdout).toContain('a commit of a made-up key passed');
  expect(canary.status).not.toBe(0);
});
