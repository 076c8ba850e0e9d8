import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { amends, findGitProcess, gitCommandOf, readPs, skipsVerify } from '../../src/git/processes.ts';

const command = (line: string): ReturnType<typeof gitCommandOf> => gitCommandOf(line.split(' '));

describe('gitCommandOf', () => {
  test.each([
    ['git commit -m x', 'commit', ['-m', 'x']],
    ['/usr/lib/git-core/git commit -n', 'commit', ['-n']],
    ['C:\\git\\bin\\git.exe push', 'push', []],
    ['git-commit --amend', 'commit', ['--amend']],
    ['git -C there -c a=b --no-pager --git-dir there/.git rebase main', 'rebase', ['main']],
    ['git --git-dir=there commit', 'commit', []],
  ] as const)('%s', (line, name, args) => {
    expect(command(line)).toEqual({ name, args });
  });

  test.each(['sh -c git', 'node git.js', 'git', 'git --version', 'gitk --all', ''])('%s is no git command', (line) => {
    expect(command(line)).toBeUndefined();
  });
});

describe('amends', () => {
  const answer = (...args: string[]): boolean => amends({ name: 'commit', args });

  test.each([
    [['--amend']],
    [['--am']],
    [['-a', '--amend', '--no-edit']],
    [['-m', 'x', '--amend']],
    [['-am', 'x', '--amend']],
    [['-mx', '--amend']],
    [['-S', '--amend']],
    [['-uno', '--amend']],
    [['--no-amend', '--amend']],
  ])('%j', (args) => {
    expect(answer(...args)).toBe(true);
  });

  test.each([
    [['-m', '--amend']],
    [['-am', '--amend']],
    [['-nam', '--amend']],
    [['--message', '--amend']],
    [['--message=--amend']],
    [['--fixup', '--amend']],
    [['--fixup=amend:HEAD']],
    [['-C', 'HEAD']],
    [['--amend', '--no-amend']],
    [['--', '--amend']],
    [['--author=a', '--allow-empty']],
  ])('not %j', (args) => {
    expect(answer(...args)).toBe(false);
  });

  test('is about commits', () => {
    expect(amends({ name: 'merge', args: ['--amend'] })).toBe(false);
  });
});

describe('skipsVerify', () => {
  test.each([
    ['commit', ['-n']],
    ['commit', ['-anm', 'x']],
    ['commit', ['-nam', 'x']],
    ['commit', ['--no-verify']],
    ['commit', ['--no-veri', '-m', 'x']],
    ['merge', ['--no-verify', 'side']],
  ] as const)('%s %j', (name, args) => {
    expect(skipsVerify({ name, args })).toBe(true);
  });

  test.each([
    ['commit', ['-m', '-n']],
    ['commit', ['-mn']],
    ['commit', ['-am', '-n']],
    ['commit', ['-uno']],
    ['commit', ['-n', '--verify']],
    ['commit', ['--no-edit']],
    ['merge', ['-n', 'side']],
    ['push', ['--no-verify']],
  ] as const)('not %s %j', (name, args) => {
    expect(skipsVerify({ name, args })).toBe(false);
  });
});

test('what the dispatcher told is kept where the process cannot be read', () => {
  expect(findGitProcess({ HUSHKEY_GIT: '999999999' })).toEqual({
    pid: 999999999,
    command: undefined,
    outer: undefined,
  });
});

describe('ps, where there is no /proc', () => {
  test('tells the parent and the words of a process', () => {
    const info = readPs(process.pid);
    expect(info?.parent).toBe(process.ppid);
    expect(info?.argv.length).toBeGreaterThan(0);
  });

  test('tells a git command by them', async () => {
    const child = spawn('git', ['-c', 'core.x=y', 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      await once(child, 'spawn');
      expect(gitCommandOf(readPs(child.pid ?? 0)?.argv ?? [])).toEqual({ name: 'cat-file', args: ['--batch'] });
    } finally {
      child.stdin.end();
      await once(child, 'close');
    }
  });

  test('knows nothing of a process that is not there, or where ps is missing', () => {
    expect(readPs(999_999_999)).toBeUndefined();
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      expect(readPs(process.pid)).toBeUndefined();
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
