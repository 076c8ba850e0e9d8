import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GATES } from '../../src/install/gates.ts';
import { addHookLines } from '../../src/install/hook-file.ts';
import { run, temporaryFolder } from '../support/repository.ts';
import { createFixture, plain, shells } from './fixture.ts';

const hook = (name: string): string => `#!/bin/sh\necho "${name} $*" >>"$CALLS"\n`;
const line = (name: string): string =>
  addHookLines(undefined, { name, runner: 'hushkey', addedDependency: false }) ?? '';
const ours = line('pre-commit');

describe.each(shells)('the dispatcher in %s', (shell) => {
  it('scans before the husky script and the older hook, once', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', `${ours}echo husky "$PWD" >>"$CALLS"\n`);
    at.write('.git/hooks/pre-commit', hook('old'), 0o755);
    expect((await at.install()).armed).toBe(true);
    const { status, calls } = at.commit();
    expect(calls).toEqual(['scan pre-commit (package)', `husky ${at.root}`, 'old ']);
    expect(status).toBe(0);
  });

  it('scans without any other hook', async () => {
    const at = createFixture({ shell });
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)']);
  });

  it('keeps certificates from the scanner, which opens no connection, and from nobody else', async () => {
    const at = createFixture({ shell });
    at.write('.git/hooks/pre-commit', '#!/bin/sh\necho "old $NODE_EXTRA_CA_CERTS" >>"$CALLS"\n', 0o755);
    await at.install();
    const told = "require('node:fs').appendFileSync(process.env.CALLS, `scan ${process.env.NODE_EXTRA_CA_CERTS}\\n`)";
    writeFileSync(join(at.packageRoot, 'dist/hook/main.cjs'), told);
    const args = { cwd: at.root, env: { ...at.env, NODE_EXTRA_CA_CERTS: '/no/such file' } };
    const { status, stderr } = run(join(at.root, '.git/hushkey/pre-commit'), [], args);
    expect([status, stderr]).toEqual([0, '']);
    expect(at.calls()).toEqual(['scan ', 'old /no/such file']);
  });

  it.each([1, 2, 130])('passes exit code %i of the scanner on and runs nothing more', async (code) => {
    const at = createFixture({ shell });
    at.write('.git/hooks/pre-commit', hook('old'), 0o755);
    await at.install();
    expect(at.commit({ env: { SCAN_EXIT: String(code) } }).calls).toEqual(['scan pre-commit (package)']);
    const direct = run(join(at.root, '.git/hushkey/pre-commit'), [], {
      cwd: at.root,
      env: { ...at.env, SCAN_EXIT: String(code) },
    });
    expect(direct.status).toBe(code);
  });

  it('passes the exit code of the hook that stood there on', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', 'false\necho not reached >>"$CALLS"\n');
    await at.install();
    const { status, stderr, calls } = at.commit();
    expect(status).toBe(1);
    expect(calls).toEqual(['scan pre-commit (package)']);
    expect(stderr).toBe('');
    at.write('.husky/pre-commit', ':\n');
    at.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 7\n', 0o755);
    expect(run(join(at.root, '.git/hushkey/pre-commit'), [], { cwd: at.root, env: at.env }).status).toBe(7);
  });

  it('skips the scan for HUSHKEY=0, in one line for each hook, and nothing else', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', `${ours}echo husky >>"$CALLS"\n`);
    await at.install();
    const { calls, stderr } = at.commit({ env: { HUSHKEY: '0' } });
    expect(calls).toEqual(['husky']);
    expect(stderr).toBe('hushkey: pre-commit skipped (HUSHKEY=0)\nhushkey: prepare-commit-msg skipped (HUSHKEY=0)\n');
    expect(at.commit({ env: { HUSHKEY: '00' } }).calls).toEqual(['scan pre-commit (package)', 'husky']);
  });

  it('skips scan and husky script for HUSKY=0', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', `${ours}echo husky >>"$CALLS"\n`);
    at.write('.git/hooks/pre-commit', hook('old'), 0o755);
    await at.install();
    const { calls, stderr } = at.commit({ env: { HUSKY: '0' } });
    expect(calls).toEqual(['old ']);
    expect(stderr).toBe('hushkey: pre-commit skipped (HUSKY=0)\nhushkey: prepare-commit-msg skipped (HUSKY=0)\n');
  });

  it('says nothing at a hook that is no gate', async () => {
    const at = createFixture({ shell });
    at.write('.husky/commit-msg', 'echo "message $1" >>"$CALLS"\n');
    await at.install();
    const { calls, stderr } = at.commit({ env: { HUSHKEY: '0' } });
    expect(calls).toEqual(['message .git/COMMIT_EDITMSG']);
    expect(stderr.split('\n')).toHaveLength(3);
  });

  it('stops the commit where no scanner is left', async () => {
    const at = createFixture({ shell });
    await at.install();
    rmSync(join(at.root, 'node_modules'), { recursive: true });
    expect(at.commit().calls).toEqual(['scan pre-commit (copy)']);
    rmSync(join(at.root, '.git/hushkey/scanner'), { recursive: true });
    const { status, stderr } = at.commit();
    expect(status).toBe(1);
    expect(stderr).toBe(
      'hushkey: no scanner found, so pre-commit scanned nothing. Arm it with: npm install (or skip once: HUSHKEY=0 git …)\n',
    );
  });

  it('takes no empty file for a scanner: node would run it and find nothing', async () => {
    const at = createFixture({ shell });
    await at.install();
    writeFileSync(join(at.packageRoot, 'dist/hook/main.cjs'), '');
    expect(at.commit().calls).toEqual(['scan pre-commit (copy)']);
    writeFileSync(join(at.root, '.git/hushkey/scanner/main.cjs'), '');
    expect(at.commit()).toMatchObject({ status: 1, stderr: expect.stringContaining('no scanner found') });
  });

  it('finds node by PATH, then by find-node, and stops the commit where there is none', async () => {
    const at = createFixture({ shell });
    await at.install();
    const data = join(at.root, '.git/hushkey/paths');
    writeFileSync(data, readFileSync(data, 'utf8').replace(/\n.*\n/, '\n/nowhere/node\n'));
    expect(at.commit().calls).toEqual(['scan pre-commit (package)']);
    const bare = temporaryFolder();
    const dispatcher = join(at.root, '.git/hushkey/pre-commit');
    const find = join(at.root, '.git/hushkey/find-node');
    run('ln', ['-s', join(at.env['HOME'] ?? '', 'bin', 'sh'), join(bare, 'sh')]);
    const without = { cwd: at.root, env: { ...at.env, PATH: bare } };
    writeFileSync(find, `echo ${process.execPath}\n`);
    expect(run(dispatcher, [], without).status).toBe(0);
    expect(at.calls()).toHaveLength(2);
    writeFileSync(find, 'exit 1\n');
    const { status, stderr } = run(dispatcher, [], without);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^hushkey: node was not found, so pre-commit scanned nothing\. .*\n$/);
  });

  it('gives one standard input to everyone who reads it', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-push', 'while read -r ref rest; do echo "husky $1 $ref" >>"$CALLS"; done\n');
    at.write(
      '.git/hooks/pre-push',
      '#!/bin/sh\nwhile read -r ref rest; do echo "old $1 $ref" >>"$CALLS"; done\n',
      0o755,
    );
    await at.install();
    const remote = temporaryFolder();
    at.git(['init', '-q', '--bare', remote]);
    at.git(['remote', 'add', 'origin', remote]);
    at.git(['branch', 'second']);
    expect(at.git(['push', '-q', 'origin', 'main', 'second']).status).toBe(0);
    const both = ['refs/heads/main', 'refs/heads/second'];
    expect(at.calls().filter((call) => /^(?:husky|old)/.test(call))).toEqual([
      ...both.map((ref) => `husky origin ${ref}`),
      ...both.map((ref) => `old origin ${ref}`),
    ]);
  });

  it('gives many refs on, and nothing where there is nothing', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-push', 'wc -l | tr -d " " >>"$CALLS"\n');
    at.write('.git/hooks/pre-push', '#!/bin/sh\nwc -c | tr -d " " >>"$CALLS"\n', 0o755);
    await at.install();
    const dispatcher = join(at.root, '.git/hushkey/pre-push');
    const input = 'refs/heads/a $HOME `x` \\n\n'.repeat(20_000);
    run(dispatcher, ['origin', 'url'], { cwd: at.root, env: at.env, input });
    run(dispatcher, ['origin', 'url'], { cwd: at.root, env: at.env, input: '' });
    const counts = at.calls().filter((call) => /^\d+$/.test(call));
    expect(counts).toEqual(['20000', String(input.length), '0', '0']);
  });

  it('gives standard input to the gate too', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-push', 'while read -r ref rest; do echo "husky $ref" >>"$CALLS"; done\n');
    await at.install();
    const dispatcher = join(at.root, '.git/hushkey/pre-push');
    run(dispatcher, ['origin', 'url'], { cwd: at.root, env: at.env, input: 'a 1 b 2\nc 3 d 4\n' });
    expect(at.calls().join('\n')).toBe('scan pre-push origin url (package) a 1 b 2\nc 3 d 4\nhusky a\nhusky c');
  });

  it('leaves the refs to what follows in a husky script that husky itself runs', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-push', `${line('pre-push')}while read -r ref rest; do echo "husky $ref" >>"$CALLS"; done\n`);
    await at.install();
    at.git(['config', 'core.hooksPath', '.husky/_']);
    const remote = temporaryFolder();
    at.git(['init', '-q', '--bare', remote]);
    expect(at.git(['push', '-q', remote, 'main'])).toMatchObject({ status: 0 });
    expect(at.calls()).toEqual([`bin hook pre-push ${remote} ${remote}`, 'husky refs/heads/main']);
  });

  it('asks once for a commit, and again where something was staged in between or pre-commit did not run', async () => {
    const at = createFixture({ shell });
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)']);
    at.write('file.txt', 'more');
    at.git(['commit', '-qam', 'all']);
    at.git(['commit', '-q', '--allow-empty', '-m', 'paths', 'file.txt']);
    expect(at.calls()).toEqual(['scan pre-commit (package)', 'scan pre-commit (package)', 'scan pre-commit (package)']);
    const asked = 'scan prepare-commit-msg .git/COMMIT_EDITMSG message (package)';
    at.git(['commit', '-qn', '--allow-empty', '-m', 'unchecked']);
    expect(at.calls().slice(3)).toEqual([asked]);
    at.write('.git/hooks/pre-commit', '#!/bin/sh\necho x >extra; git add extra\n', 0o755);
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', asked]);
  });

  it('asks once for a rebase that its first pick has marked', async () => {
    const at = createFixture({ shell });
    at.git(['checkout', '-qb', 'side']);
    for (const name of ['a', 'b', 'c']) {
      at.write(name, name);
      at.git(['add', name]);
      at.git(['commit', '-qm', name]);
    }
    at.git(['checkout', '-q', 'main']);
    expect(at.commit().status).toBe(0);
    at.git(['checkout', '-q', 'side']);
    await at.install();
    at.git(['rebase', '-q', 'main']);
    expect(at.calls()).toHaveLength(3);
    const mark = 'require("fs").writeFileSync(".git/rebase-merge/hushkey-judged-" + process.env.HUSHKEY_GIT, "");';
    writeFileSync(
      join(at.packageRoot, 'dist/hook/main.cjs'),
      `${readFileSync(join(at.packageRoot, 'dist/hook/main.cjs'), 'utf8').replace('process.exit', `${mark}\nprocess.exit`)}`,
    );
    at.git(['rebase', '-q', '--force-rebase', 'main']);
    expect(at.calls()).toHaveLength(4);
  });

  it('runs a husky script as husky does', async () => {
    const at = createFixture({ shell });
    at.write('node_modules/.bin/tool', '#!/bin/sh\necho "tool $SETTING" >>"$CALLS"\n', 0o755);
    at.write('.husky/pre-commit', 'tool\n');
    const settings = join(at.env['XDG_CONFIG_HOME'] ?? '', 'husky');
    run('mkdir', ['-p', settings]);
    writeFileSync(join(settings, 'init.sh'), 'export SETTING=set\n');
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'tool set']);
  });

  it('does not scan twice where the husky script starts itself anew, as with husky 8', async () => {
    const at = createFixture({ shell });
    at.write(
      '.husky/_/husky.sh',
      'if [ -z "$husky_skip_init" ]; then\n  export husky_skip_init=1\n  sh -e "$0" "$@"\n  exit $?\nfi\n',
    );
    at.write(
      '.husky/pre-commit',
      `#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\n${ours}echo husky >>"$CALLS"\n`,
      0o755,
    );
    at.git(['config', 'core.hooksPath', '.husky']);
    await at.install();
    expect(at.read('.husky/_/husky.sh')).toContain('husky_skip_init');
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'husky']);
  });

  it('still scans after something has set core.hooksPath back to husky', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', `${ours}echo husky >>"$CALLS"\n`);
    await at.install();
    at.git(['config', 'core.hooksPath', '.husky/_']);
    expect(at.commit().calls).toEqual(['bin hook pre-commit', 'husky']);
  });

  it('scans a clean merge', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-merge-commit', `${line('pre-merge-commit')}echo husky >>"$CALLS"\n`);
    await at.install();
    at.git(['checkout', '-qb', 'side']);
    at.write('side.txt', 'side\n');
    at.git(['add', 'side.txt']);
    at.git(['commit', '-qm', 'side']);
    at.git(['checkout', '-q', 'main']);
    expect(at.commit().status).toBe(0);
    const { status } = at.git(['merge', '-q', '--no-edit', 'side']);
    expect(status).toBe(0);
    expect(at.calls().slice(1)).toEqual(['scan pre-merge-commit (package)', 'husky']);
  });

  it('scans in a new work tree, after a clean, and in a path with spaces', async () => {
    const at = createFixture({ shell });
    at.write('.husky/pre-commit', `${ours}echo husky >>"$CALLS"\n`);
    at.git(['add', '-A']);
    await at.install();
    expect(at.commit().status).toBe(0);
    const tree = join(temporaryFolder(), 'a tree');
    expect(at.git(['worktree', 'add', '-q', '-b', 'other', tree]).status).toBe(0);
    expect(existsSync(join(tree, 'node_modules'))).toBe(false);
    expect(at.commit({ cwd: tree }).calls).toEqual(['scan pre-commit (copy)', 'husky']);
    expect(at.git(['clean', '-fdxq']).status).toBe(0);
    expect(at.commit().calls).toEqual(['scan pre-commit (copy)', 'husky']);
  });

  it.each([
    ['relative', '.githooks'],
    ['absolute', ''],
  ])('runs the hooks of a replaced core.hooksPath (%s)', async (_, relative) => {
    const at = createFixture({ shell });
    const folder = relative || join(at.root, 'my hooks');
    at.write(relative ? '.githooks/pre-commit' : 'my hooks/pre-commit', hook('old'), 0o755);
    at.write(relative ? '.githooks/post-index-change' : 'my hooks/post-index-change', hook('index'), 0o755);
    at.git(['config', 'core.hooksPath', folder]);
    await at.install();
    const { calls } = at.commit();
    expect(calls[0]).toMatch(/^(?:index|scan)/);
    expect(calls.filter((call) => !call.startsWith('index'))).toEqual(['scan pre-commit (package)', 'old ']);
    expect(calls.some((call) => call.startsWith('index'))).toBe(true);
  });

  it('runs the hooks of a global core.hooksPath', async () => {
    const at = createFixture({ shell });
    const home = at.env['HOME'] ?? '';
    run('mkdir', ['-p', join(home, 'hooks')]);
    writeFileSync(join(home, 'hooks', 'pre-commit'), hook('global'), { mode: 0o755 });
    at.git(['config', '--global', 'core.hooksPath', '~/hooks']);
    await at.install();
    expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'global ']);
  });
});

describe('the sh files', () => {
  const folder = new URL('../../hooks/', import.meta.url);

  it('pass shellcheck', () => {
    const files = ['dispatch', 'find-node'].map((name) => new URL(name, folder).pathname);
    // Throws where shellcheck is not installed: then nothing was checked.
    expect(run('shellcheck', ['-s', 'sh', ...files])).toMatchObject({ status: 0, stdout: '' });
  });

  it('keep the dispatcher small, with the gates that init writes', () => {
    const lines = readFileSync(new URL('dispatch', folder), 'utf8').split('\n');
    expect(lines.filter((text) => !/^\s*(?:#|$)/.test(text)).length).toBeLessThanOrEqual(30);
    const gates = /^case \$name in (pre-commit .*)\)$/m.exec(lines.join('\n'))?.[1];
    expect(gates?.split(' | ')).toEqual([...GATES]);
  });

  it.each([
    ['nvm', '.nvm/versions/node/v22.3.0/bin'],
    ['fnm', '.local/share/fnm/node-versions/v22.3.0/installation/bin'],
    ['fnm of old', '.fnm/node-versions/v22.3.0/installation/bin'],
    ['fnm on macOS', 'Library/Application Support/fnm/node-versions/v22.3.0/installation/bin'],
    ['volta', '.volta/tools/image/node/22.3.0/bin'],
    ['asdf', '.asdf/installs/nodejs/22.3.0/bin'],
    ['mise', '.local/share/mise/installs/node/22.3.0/bin'],
    ['nodenv', '.nodenv/versions/22.3.0/bin'],
  ])('find a node that is new enough where %s put it, in a home with blanks', (_, path) => {
    const home = join(temporaryFolder(), 'my home');
    const put = (folder: string, answer: string): string => {
      run('mkdir', ['-p', join(home, folder)]);
      writeFileSync(join(home, folder, 'node'), `#!/bin/sh\necho ${answer}\n`, { mode: 0o755 });
      return join(home, folder, 'node');
    };
    put(path.replace('22.3.0', '18.1.0'), 'v18.1.0');
    put(path.replace('22.3.0', '19.broken'), 'oops');
    const found = put(path, 'v22.3.0');
    // What a client has that was not started from a shell.
    const env = { HOME: home, PATH: '/usr/bin:/bin' };
    for (const [file, ...args] of [['dash'], ['busybox', 'sh'], ['bash']] as const) {
      const result = plain(file, [...args, new URL('find-node', folder).pathname], { env });
      expect(result).toEqual({ status: 0, stdout: `${found}\n`, stderr: '' });
    }
  });
});
