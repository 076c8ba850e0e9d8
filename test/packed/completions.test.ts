// `hushkey completions`: bash is asked as it asks; the others read the script, where they are installed.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_NAMES, COMMANDS, type Command, flagsOf } from '../../src/cli/table.ts';
import { cacheFolder } from '../support/managers.ts';
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
      ['doctor', '--format', ''],
      ['pretty', 'json'],
    ],
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

/** Prints the place of every fault that the grammar sees. */
const READ_POWERSHELL = `
import sys, tree_sitter, tree_sitter_powershell
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
def walk(node):
    if node.is_error or node.is_missing: print(node.start_point.row + 1, node.type)
    for child in node.children: walk(child)
walk(parser.parse(sys.stdin.buffer.read()).root_node)
`;

/** Python with the grammar, installed once for each machine. */
function pythonWithGrammar(): string {
  const folder = join(cacheFolder('powershell-grammar'), 'py');
  const python = join(folder, 'bin', 'python');
  if (run('python3', ['-m', 'venv', folder]).status !== 0) throw new Error('python3 has no venv');
  const packages = ['tree-sitter==0.26.*', 'tree-sitter-powershell==0.26.*'];
  const pip = run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...packages]);
  if (pip.status !== 0) throw new Error(pip.stderr);
  return python;
}

if (has('pwsh')) {
  test('PowerShell completes', () => {
    const ask = "(TabExpansion2 'hushkey doctor --format ' 24).CompletionMatches.CompletionText -join ' '";
    const input = `${scriptOf('powershell')}\n${ask}\n`;
    const { status, stdout } = run('pwsh', ['-NoProfile', '-Command', '-'], { input });
    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: 'pretty json' });
  });
} else {
  test('a grammar of PowerShell reads it (PowerShell itself is not here to run it)', () => {
    const python = pythonWithGrammar();
    const faults = (input: string): string => run(python, ['-c', READ_POWERSHELL], { input }).stdout;
    const script = scriptOf('powershell');
    expect(faults(script)).toBe('');
    // It would see a fault.
    expect(faults(script.replace('@{', '@('))).not.toBe('');
  });
}

test('another shell is exit 2', () => {
  const result = runHushkey(['completions', 'powershel']);
  expect(result).toMatchObject({ status: 2, stdout: '' });
  expect(result.stderr).toContain('did you mean powershell?');
});
