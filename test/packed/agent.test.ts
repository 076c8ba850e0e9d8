// Coding agents held back: the settings that `init --agents` writes, and their command run by a real shell as an agent
// does, with the packed hook.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import {
  createArmedRepository,
  createRepository,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;
const CLEAN = { env: { CI: '', CLAUDECODE: '' } };

/** A repository set up with `init --agents`, with one commit. */
function prepared(): TestRepository {
  const repository = createArmedRepository();
  const result = repository.hushkey(['init', '--agents'], CLEAN);
  if (result.status !== 0) throw new Error(result.stderr + result.stdout);
  repository.write('old.js', LINE);
  repository.git('add', '-A');
  repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'start');
  return repository;
}

function read(repository: TestRepository, path: string): string {
  return readFileSync(join(repository.root, path), 'utf8');
}

function commandOf(repository: TestRepository, file = '.claude/settings.json'): string {
  const { hooks } = JSON.parse(read(repository, file));
  const [entry] = hooks.PreToolUse ?? hooks.beforeShellExecution;
  return (entry.hooks?.[0] ?? entry).command;
}

/** What an agent does: the command of its settings in a shell, with the call on standard input. */
function call(repository: TestRepository, event: object | string, env: NodeJS.ProcessEnv = {}): Run {
  const input =
    typeof event === 'string'
      ? event
      : JSON.stringify({ cwd: repository.root, hook_event_name: 'PreToolUse', ...event });
  return run('sh', ['-c', commandOf(repository)], {
    cwd: repository.root,
    input,
    env: { CLAUDE_PROJECT_DIR: repository.root, ...env },
  });
}

const bash = (command: string) => ({ tool_name: 'Bash', tool_input: { command } });
const write = (path: string, content: string) => ({ tool_name: 'Write', tool_input: { file_path: path, content } });
const edit = (path: string, before: string, after: string) => ({
  tool_name: 'Edit',
  tool_input: { file_path: path, old_string: before, new_string: after },
});

function expectRefused(result: Run, ...words: string[]): void {
  expect(result.stderr).toMatch(/^hushkey: refused/);
  for (const word of words) expect(result.stderr).toContain(word);
  expect(result.stdout).toBe('');
  expect(result.status).toBe(2);
  expect(result.stderr).not.toContain(KEY);
  expect(result.stderr).not.toContain(KEY.slice(20, 60));
}

const SILENT: Run = { status: 0, stdout: '', stderr: '' };

describe('commands', () => {
  test('scenario 22: those that go round the hooks are refused', () => {
    const repository = prepared();
    for (const command of [
      'git commit -n -m x',
      'git commit --no-verify -m x',
      'git -c core.hooksPath=/dev/null commit -m x',
      'HUSKY=0 git commit -m x',
      'HUSHKEY=0 git commit -m x',
      'git config core.hooksPath /dev/null',
      'rm -rf .git/hushkey',
      'git push --no-verify',
    ]) {
      expectRefused(call(repository, bash(command)));
    }
  });

  test('those that only name them pass without a word', () => {
    const repository = prepared();
    for (const command of [
      'git commit -m "never git commit -n"',
      'git log -n 3',
      'git push -n',
      'npm test',
      'grep -rn -- --no-verify .',
    ]) {
      expect(call(repository, bash(command))).toEqual(SILENT);
    }
  });

  test('the switches of the git hooks do not turn it off', () => {
    expectRefused(call(prepared(), bash('git commit -n'), { HUSHKEY: '0', HUSKY: '0' }));
  });

  test('an alias of git that skips the hooks', () => {
    const repository = prepared();
    repository.git('config', 'alias.quick', 'commit -n');
    expectRefused(call(repository, bash('git quick -m x')), 'alias quick');
  });

  test.each(['dash', 'bash', 'busybox'])('in %s', (shell) => {
    const repository = prepared();
    const args = shell === 'busybox' ? ['sh', '-c'] : ['-c'];
    const input = JSON.stringify({ cwd: repository.root, ...bash('git commit -n') });
    const options = { cwd: repository.root, input, env: { CLAUDE_PROJECT_DIR: repository.root } };
    expectRefused(run(shell, [...args, commandOf(repository)], options));
  });
});

describe('files', () => {
  test('scenario 22: a key by Write, Edit, MultiEdit and NotebookEdit', () => {
    const repository = prepared();
    expectRefused(call(repository, write('src/a.js', LINE)), 'src/a.js:1:', 'anthropic-api-key', 'fix: ');
    expectRefused(call(repository, write(join(repository.root, 'src/a.js'), LINE)), 'src/a.js:1:');
    repository.write('b.js', 'const key = read();\n');
    expectRefused(call(repository, edit('b.js', 'read()', `'${KEY}'`)), 'b.js:1:');
    const edits = [
      { old_string: 'const', new_string: 'let' },
      { old_string: 'read()', new_string: `'${KEY}'` },
    ];
    expectRefused(call(repository, { tool_name: 'MultiEdit', tool_input: { file_path: 'b.js', edits } }));
    const notebook = { notebook_path: 'n.ipynb', new_source: `key = "${KEY}"\n`, cell_type: 'code' };
    expectRefused(call(repository, { tool_name: 'NotebookEdit', tool_input: notebook }), 'n.ipynb');
    expect(existsSync(join(repository.root, 'src/a.js'))).toBe(false);
  });

  test('a fault of usage', () => {
    const code = `fetch('https://api.anthropic.com/v1/messages', { headers: { 'x-api-key': 'Bearer ' + process.env.KEY } });\n`;
    expectRefused(call(prepared(), write('a.js', code)), 'header-scheme-in-key');
  });

  test('scenario 22: a key by the shell', () => {
    const repository = prepared();
    for (const command of [
      `cat > a.js <<'EOF'\n${LINE}EOF`,
      `echo "key=${KEY}" > app.conf`,
      `echo "KEY=${KEY}" >> .env`,
      `echo '${KEY}' | tee -a notes.txt`,
      `cat <<EOF | tee a.js >/dev/null\n${LINE}EOF`,
      `K=${KEY}; printf 'key=%s' "$K" > a.conf`,
      `bash -c "echo ${KEY} > a.txt"`,
      `sed -i 's/x/${KEY}/' old.js`,
      `python3 - <<'EOF'\nopen('a.txt', 'w').write('${KEY}')\nEOF`,
    ]) {
      const result = call(repository, bash(command.replace('old.js', 'other.js')));
      expect([command.slice(0, 12), result.status]).toEqual([command.slice(0, 12), 2]);
      expectRefused(result, 'anthropic-api-key');
    }
  });

  test('removing, moving and keeping what stands there pass', () => {
    const repository = prepared();
    expect(call(repository, write('old.js', `// note\n${LINE}`))).toEqual(SILENT);
    expect(call(repository, write('old.js', 'export const key = read();\n'))).toEqual(SILENT);
    expect(call(repository, edit('old.js', `'${KEY}'`, 'read()'))).toEqual(SILENT);
    expect(call(repository, edit('old.js', 'export const', 'const'))).toEqual(SILENT);
    expect(call(repository, bash("echo 'export const x = 1' >> old.js"))).toEqual(SILENT);
    expectRefused(
      call(repository, edit('old.js', 'export const', `const other = '${fakeOf('anthropic-api-key', 2)}';\nconst`)),
    );
  });

  test('clean writes and placeholders pass without a word', () => {
    const repository = prepared();
    expect(call(repository, write('a.js', 'export const one = 1;\n'))).toEqual(SILENT);
    expect(call(repository, write('.env.example', 'ANTHROPIC_API_KEY=sk-ant-api03-YOUR-KEY-HERE\n'))).toEqual(SILENT);
    expect(call(repository, write('docs/hooks.md', 'Never run git commit -n.\n'))).toEqual(SILENT);
    expect(call(repository, { tool_name: 'Read', tool_input: { file_path: 'a.js' } })).toEqual(SILENT);
  });

  test('what git ignores may hold a key, and a comment with a reason allows a false alarm', () => {
    const repository = prepared();
    repository.write('.gitignore', '.env\n');
    expect(call(repository, write('.env', `KEY=${KEY}\n`))).toEqual(SILENT);
    const allowed = `${LINE.trimEnd()} // hushkey-ignore-line anthropic-api-key -- made up\n`;
    expect(call(repository, write('a.js', allowed))).toEqual(SILENT);
  });

  test('neither the hooks nor the settings that call us are taken out', () => {
    const repository = prepared();
    expectRefused(call(repository, write('.claude/settings.json', '{}\n')), 'settings');
    expectRefused(call(repository, write('.git/hushkey/pre-commit', '#!/bin/sh\n')));
    expectRefused(call(repository, write('.husky/pre-commit', 'npm test\n')));
    const settings = read(repository, '.claude/settings.json');
    expect(call(repository, write('.claude/settings.json', settings.replace('{', '{ "model": "x",')))).toEqual(SILENT);
    const hook = read(repository, '.husky/pre-commit');
    expectRefused(call(repository, { tool_name: 'Delete', tool_input: { path: '.husky/pre-commit' } }));
    expect(call(repository, write('.husky/pre-commit', `${hook}npm test\n`))).toEqual(SILENT);
  });
});

describe('what goes wrong refuses the call', () => {
  test.each([
    '',
    'no json',
    '[]',
    '{}',
    '{"tool_name":"Bash"}',
    '{"tool_name":"Write","tool_input":{"file_path":"a"}}',
  ])('input: %s', (input) => expectRefused(call(prepared(), input), 'could not be judged', 'hushkey doctor'));

  test('input that is broken and holds a key', () => {
    expectRefused(call(prepared(), `{"tool_name": "${KEY}`), 'not JSON');
  });

  test('a file that cannot be read', () => {
    const repository = prepared();
    mkdirSync(join(repository.root, 'folder'));
    expectRefused(call(repository, edit('folder', 'a', 'b')), 'folder', 'hushkey doctor');
  });

  test('a broken config', () => {
    const repository = prepared();
    repository.write('hushkey.config.json', '{ nonsense');
    expectRefused(call(repository, write('a.js', LINE)), 'hushkey doctor');
  });

  test('no package: the copy in the git folder judges, and without it the call is refused', () => {
    const repository = prepared();
    rmSync(join(repository.root, 'node_modules'));
    expectRefused(call(repository, bash('git commit -n')));
    expect(call(repository, bash('git status'))).toEqual(SILENT);
    renameSync(join(repository.root, '.git/hushkey/scanner'), join(repository.root, '.git/hushkey/away'));
    for (const content of [undefined, '']) {
      if (content !== undefined) repository.write('.git/hushkey/scanner/main.cjs', content);
      const result = call(repository, bash('git status'));
      expect(result.stderr).toContain('hushkey doctor');
      expect(result.status).toBe(2);
    }
  });

  test('from a sub-folder, a linked work tree or a submodule without a package: the copy judges', () => {
    const repository = prepared();
    const command = commandOf(repository);
    const judged = (folder: string): void => {
      const result = run('sh', ['-c', command], {
        cwd: folder,
        input: JSON.stringify({ cwd: folder, ...bash('git commit -n') }),
        env: { CLAUDE_PROJECT_DIR: '' },
      });
      expectRefused(result, 'skips the scan');
    };
    mkdirSync(join(repository.root, 'a b/c'), { recursive: true });
    judged(join(repository.root, 'a b/c'));
    const tree = join(temporaryFolder(), 'a tree');
    repository.git('worktree', 'add', '-q', '-b', 'other', tree);
    judged(tree);
    const outer = createRepository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository.root, 'part');
    const part = join(outer.root, 'part');
    expect(repository.hushkey(['install'], { ...CLEAN, cwd: part }).status).toBe(0);
    judged(part);
    const bare = join(temporaryFolder(), 'bare.git');
    run('git', ['clone', '-q', '--bare', repository.root, bare]);
    const linked = join(temporaryFolder(), 'linked');
    run('git', ['worktree', 'add', '-q', linked], { cwd: bare });
    expect(repository.hushkey(['install'], { ...CLEAN, cwd: linked }).status).toBe(0);
    judged(linked);
  });

  test('no node', () => {
    const repository = prepared();
    const bin = join(repository.root, '.git', 'bin');
    mkdirSync(bin);
    for (const name of ['sh', 'git'])
      symlinkSync(run('sh', ['-c', `command -v ${name}`]).stdout.trim(), join(bin, name));
    const result = call(repository, bash('git status'), { PATH: bin });
    expect(result.stderr).toContain('hushkey doctor');
    expect(result.status).toBe(2);
  });

  test('standard input that never ends, and git that hangs', async () => {
    const repository = prepared();
    const bin = temporaryFolder();
    const answers = `case "$*" in *alias*) ${process.execPath} -e 'setTimeout(() => {}, 60000)' ;; esac`;
    writeFileSync(
      join(bin, 'git'),
      `#!/bin/sh\n${answers}\nexec ${run('sh', ['-c', 'command -v git']).stdout.trim()} "$@"\n`,
    );
    chmodSync(join(bin, 'git'), 0o755);
    const event = JSON.stringify({ cwd: repository.root, cursor_version: '3', ...bash('git quick') });
    const ended = async (env: NodeJS.ProcessEnv, ends: boolean): Promise<Run> => {
      const child = spawn('sh', ['-c', commandOf(repository)], {
        cwd: repository.root,
        env: { ...process.env, CLAUDE_PROJECT_DIR: repository.root, ...env },
      });
      const closed = once(child, 'close');
      child.stdin.write(event);
      if (ends) child.stdin.end();
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [status] = await closed;
      child.stdin.destroy();
      return { status: status as number | null, stdout, stderr };
    };
    const hangs = temporaryFolder();
    writeFileSync(join(hangs, 'git'), '#!/bin/sh\nexec sleep 50\n', { mode: 0o755 });
    const results = await Promise.all([
      ended({}, false),
      ...[bin, hangs].map((folder) => ended({ PATH: `${folder}:${process.env['PATH']}` }, true)),
    ]);
    for (const { status, stdout, stderr } of results) {
      expect(stderr).toMatch(/^hushkey: refused, because .*(?:took too long|did not answer)\n.*hushkey doctor\n$/);
      expect(JSON.parse(stdout)).toMatchObject({ permission: 'deny' });
      expect(status).toBe(2);
    }
  });

  test('what stands in a pipe is not waited for', () => {
    const repository = prepared();
    run('mkfifo', [join(repository.root, 'pipe')]);
    expectRefused(call(repository, write('pipe', LINE)), 'pipe:1:');
  });

  test('a new work tree is guarded too', () => {
    const repository = prepared();
    const tree = join(repository.root, '.git', 'tree');
    repository.git('worktree', 'add', '-q', tree);
    const result = run('sh', ['-c', commandOf(repository)], {
      cwd: tree,
      input: JSON.stringify({ cwd: tree, ...write(join(tree, 'a.js'), LINE) }),
      env: { CLAUDE_PROJECT_DIR: tree },
    });
    expectRefused(result, 'a.js:1:');
  });
});

describe('Cursor and Codex', () => {
  test('Cursor gets its answer as JSON too', () => {
    const repository = prepared();
    const hook = (event: object): Run =>
      run('sh', ['-c', commandOf(repository, '.cursor/hooks.json')], {
        cwd: repository.root,
        input: JSON.stringify({ workspace_roots: [repository.root], cursor_version: '3', ...event }),
      });
    const refused = hook({ hook_event_name: 'beforeShellExecution', command: 'git commit -n', cwd: repository.root });
    expect(JSON.parse(refused.stdout)).toMatchObject({
      permission: 'deny',
      agent_message: expect.stringMatching(/refused/),
    });
    expect(refused.status).toBe(2);
    const input = { file_path: join(repository.root, 'a.js'), content: LINE };
    const written = hook({ hook_event_name: 'preToolUse', tool_name: 'Write', tool_input: input });
    expect(JSON.parse(written.stdout)).toMatchObject({ permission: 'deny' });
    expect(written.stdout).not.toContain(KEY.slice(20, 60));
    const clean = hook({ hook_event_name: 'beforeShellExecution', command: 'git status', cwd: '' });
    expect(clean).toEqual({ status: 0, stdout: '{}\n', stderr: '' });
  });

  test('a patch of Codex', () => {
    const repository = prepared();
    const patch = (lines: string): Run =>
      call(repository, {
        tool_name: 'apply_patch',
        tool_input: { command: `*** Begin Patch\n${lines}*** End Patch\n` },
      });
    expectRefused(patch(`*** Add File: a.js\n+${LINE}`), 'a.js');
    expectRefused(patch(`*** Update File: clean.js\n@@\n context\n-old\n+${LINE}`), 'clean.js');
    expect(patch(`*** Update File: old.js\n@@\n-${LINE}+export const key = read();\n`)).toEqual(SILENT);
    expect(patch(`*** Add File: a.js\n+one\n`)).toEqual(SILENT);
    expectRefused(patch('*** Delete File: .husky/pre-commit\n'), 'git hook');
    expectRefused(patch('*** Delete File: .claude/settings.json\n'), 'settings');
    expect(patch('*** Update File: .claude/settings.json\n@@\n {\n+  "model": "x",\n')).toEqual(SILENT);
  });
});

describe('where git would run no hook', () => {
  const PUSH = bash('git push origin main');
  const PERSON = { CI: '', HUSKY: '', HUSHKEY: '' };

  test.each<[string, (repository: TestRepository) => void]>([
    ['.git/hushkey is gone', (at) => rmSync(join(at.root, '.git', 'hushkey'), { recursive: true })],
    ['is missing, or not executable', (at) => chmodSync(join(at.root, '.git', 'hushkey', 'pre-push'), 0o644)],
    ['core.hooksPath is /dev/null', (at) => at.git('config', 'core.hooksPath', '/dev/null')],
    ['core.hooksPath is empty', (at) => at.git('config', 'core.hooksPath', '')],
    ['core.hooksPath is not set', (at) => at.git('config', '--unset', 'core.hooksPath')],
    ['core.hooksPath is .husky/_', (at) => at.git('config', 'core.hooksPath', '.husky/_')],
  ])('%s: commits and pushes are refused, other calls are not, and install mends it', (why, disarm) => {
    const repository = prepared();
    expect(call(repository, PUSH, PERSON)).toEqual(SILENT);
    disarm(repository);
    rmSync(join(repository.root, '.husky', '_'), { recursive: true, force: true });
    const said = why.replace('.git/hushkey is gone', '.git/hushkey/pre-commit is missing');
    expectRefused(call(repository, PUSH, PERSON), 'git would run no hook that scans', said, 'npx hushkey install');
    expectRefused(call(repository, bash('cd /tmp; git -C "$OLDPWD" commit -m x'), PERSON), said);
    for (const command of ['git status', 'npx hushkey install', 'npx hushkey install && git commit -m x']) {
      expect(call(repository, bash(command), PERSON)).toEqual(SILENT);
    }
    expect(repository.hushkey(['install'], { env: PERSON })).toMatchObject({ status: 0 });
    expect(call(repository, PUSH, PERSON)).toEqual(SILENT);
  });

  test('a value for this work tree alone, and one from the environment: the message says what mends it', () => {
    const repository = prepared();
    const env = { ...PERSON, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.hooksPath', GIT_CONFIG_VALUE_0: '/none' };
    expectRefused(call(repository, PUSH, env), '/none (set by GIT_CONFIG_*', 'unset GIT_CONFIG_COUNT');
    repository.git('config', 'extensions.worktreeConfig', 'true');
    repository.git('config', '--worktree', 'core.hooksPath', '/elsewhere');
    expectRefused(call(repository, PUSH, PERSON), '/elsewhere (worktree config)', 'npx hushkey doctor --fix');
    expect(call(repository, bash('npx hushkey doctor --fix'), PERSON)).toEqual(SILENT);
    repository.hushkey(['doctor', '--fix'], { env: PERSON });
    expect(call(repository, PUSH, PERSON)).toEqual(SILENT);
  });

  test('in CI and where a person has turned the hooks off it is nobody\u2019s fault', () => {
    const repository = prepared();
    repository.git('config', '--unset', 'core.hooksPath');
    for (const name of ['HUSKY', 'HUSHKEY']) expect(call(repository, PUSH, { ...PERSON, [name]: '0' })).toEqual(SILENT);
    expect(call(repository, PUSH, { ...PERSON, CI: 'true' })).toEqual(SILENT);
  });

  test('husky\u2019s own hooks, with our line in them, are enough', () => {
    const repository = prepared();
    expect(existsSync(join(repository.root, '.husky', '_', 'pre-commit'))).toBe(true);
    repository.git('config', 'core.hooksPath', '.husky/_');
    expect(call(repository, PUSH, PERSON)).toEqual(SILENT);
  });

  test('a linked work tree of a repository that was moved', () => {
    const repository = prepared();
    const folder = temporaryFolder();
    const tree = join(folder, 'tree');
    repository.git('worktree', 'add', '-q', tree, '-b', 'other');
    const moved = { ...repository, root: join(folder, 'moved') };
    renameSync(repository.root, moved.root);
    run('git', ['worktree', 'repair', tree], { cwd: moved.root });
    const inTree = { ...bash('git commit -m x'), cwd: tree };
    expectRefused(call(moved, inTree, PERSON), 'git would run no hook');
    expect(moved.hushkey(['install'], { cwd: moved.root, env: PERSON })).toMatchObject({ status: 0 });
    expect(call(moved, inTree, PERSON)).toEqual(SILENT);
  });

  test('a repository that was never set up is not ours to judge', () => {
    const repository = createRepository();
    const input = JSON.stringify({ cwd: repository.root, hook_event_name: 'PreToolUse', ...PUSH });
    expect(repository.hushkey(['hook', 'agent'], { input, env: PERSON })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});

describe('init --agents', () => {
  function project(): TestRepository {
    const repository = createRepository();
    repository.write(
      'package.json',
      '{\n  "name": "app",\n  "private": true,\n  "devDependencies": {\n    "hushkey": "*"\n  }\n}\n',
    );
    symlinkSync(join(inject('installed'), 'node_modules'), join(repository.root, 'node_modules'));
    repository.write('.git/info/exclude', 'node_modules\n');
    return repository;
  }

  const SETTINGS =
    '{\n  // ours\n  "permissions": { "allow": ["Bash(ls)"] },\n  "hooks": {\n    "PreToolUse": [\n      { "matcher": "Bash", "hooks": [] }\n    ]\n  }\n}';

  test('merges, says so, changes nothing the second time, and uninstall gives every byte back', () => {
    const repository = project();
    repository.write('.claude/settings.json', SETTINGS);
    const packageText = read(repository, 'package.json');
    const planned = repository.hushkey(['init', '--agents', '--dry-run'], CLEAN);
    expect(planned.stdout).toContain('would change .claude/settings.json: hook for Claude Code');
    expect(planned.stdout).toContain('would create .cursor/hooks.json: hook for Cursor');
    expect(read(repository, '.claude/settings.json')).toBe(SETTINGS);
    const done = repository.hushkey(['init', '--agents'], CLEAN);
    expect(done.stdout).toContain('changed .claude/settings.json');
    expect(done.stdout).toContain('created .codex/hooks.json: hook for Codex');
    expect(done.stdout).toMatch(/Codex runs a hook only once you have trusted it/);
    expect(read(repository, '.claude/settings.json')).toContain('// ours');
    expect(repository.hushkey(['init', '--agents'], CLEAN).stdout).toMatch(/nothing was changed/);
    const removed = repository.hushkey(['uninstall'], CLEAN);
    expect(removed.status).toBe(0);
    expect(read(repository, '.claude/settings.json')).toBe(SETTINGS);
    expect(read(repository, 'package.json')).toBe(packageText);
    for (const folder of ['.cursor', '.codex']) expect(existsSync(join(repository.root, folder))).toBe(false);
  });

  test('init alone writes no settings of agents', () => {
    const repository = project();
    expect(repository.hushkey(['init'], CLEAN).status).toBe(0);
    expect(existsSync(join(repository.root, '.claude'))).toBe(false);
  });
});

test('a clean call costs little more than Node itself', () => {
  const repository = prepared();
  const hook = join(inject('installed'), 'node_modules', 'hushkey', 'dist', 'hook', 'main.cjs');
  const input = JSON.stringify({ cwd: repository.root, ...write('a.js', 'export const one = 1;\n') });
  const timeOf = (args: readonly string[]): number => {
    const start = performance.now();
    expect(run(process.execPath, args, { cwd: repository.root, input }).status).toBe(0);
    return performance.now() - start;
  };
  // In turn, and the least of each: other programs of the machine only ever add.
  const pairs = Array.from({ length: 11 }, () => [timeOf(['-e', '0']), timeOf([hook, 'agent'])] as const);
  const [bare, call] = [Math.min(...pairs.map(([one]) => one)), Math.min(...pairs.map(([, one]) => one))];
  expect(call - bare).toBeLessThan(150);
});
