// `hushkey completions`: bash is asked as it asks; the others read the script, where they are installed.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES, COMMANDS, type Command, flagsOf } from '../../src/cli/table.ts';
import { run, runHushkey, temporaryFolder } from '../support/repository.ts';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

function scriptOf(shell: string): string {
  const { status, stdout, stderr } = runHushkey(['completions', shell]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What real bash would offer for the words, the last of which is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const file = join(temporaryFolder(), 'completions.bash');
  writeFileSync(file, scriptOf('bash'));
  const ask = `set -u; source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hushkey; printf '%s\\n' "\${COMPREPLY[@]:-}"`;
  const { status, stdout, stderr } = run('bash', ['--norc', '-c', ask, file, 'hushkey', ...words]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter(Boolean);
}

const visible = COMMAND_NAMES.filter((name) => (COMMANDS[name] as Command).internal !== true);

describe.skipIf(!has('bash'))('bash', () => {
  test.each<[words: readonly string[], answer: readonly string[]]>([
    [[''], visible],
    [['ba'], ['baseline']],
    [['--'], ['--help', '--version']],
    [['scan', '--form'], ['--format']],
    [['scan', '--format', 'js'], ['json']],
    [['scan', '--format', '=', 'sa'], ['sarif']],
    [
      ['ci', '--level', '='],
      ['error', 'warning', 'note'],
    ],
    [['--format', 'json', 'doc'], ['doctor']],
    [['baseline', ''], ['prune']],
    [['config', 'p'], ['print']],
    [
      ['completions', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['help', 'sc'], ['scan']],
    // Files are the shell's business.
    [['scan', ''], []],
    [['scan', '--output', ''], []],
  ])('%j', (words, answer) => {
    expect([...offered(...words)].sort()).toEqual([...answer].sort());
  });

  test('every flag of every command', () => {
    for (const name of ['scan', 'allow', 'refs'] as const) {
      const long = offered(name, '--').map((flag) => flag.slice(2));
      expect(long).toEqual(flagsOf(name));
    }
  });

  test('it is registered', () => {
    const { stdout } = run('bash', ['--norc', '-c', 'eval "$(cat)"; complete -p hushkey'], { input: scriptOf('bash') });
    expect(stdout).toContain('-F _hushkey hushkey');
  });
});

test.each(['zsh', 'fish', 'powershell'])('%s names every command and flag', (shell) => {
  const script = scriptOf(shell);
  for (const name of visible) {
    expect(script).toContain(name);
    for (const flag of flagsOf(name)) expect(script).toContain(shell === 'fish' ? `-l ${flag}` : `--${flag}`);
  }
});

test.skipIf(!has('zsh'))('zsh reads it', () => {
  expect(run('zsh', ['-n'], { input: scriptOf('zsh') })).toMatchObject({ status: 0, stderr: '' });
});

test.skipIf(!has('fish'))('fish reads it', () => {
  const file = join(temporaryFolder(), 'hushkey.fish');
  writeFileSync(file, scriptOf('fish'));
  expect(run('fish', ['--no-execute', file])).toMatchObject({ status: 0, stderr: '' });
});

test('another shell is exit 2', () => {
  const result = runHushkey(['completions', 'powershel']);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toContain('did you mean powershell?');
});
