import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INSTALL_SCRIPT } from '../../src/install/package-json.ts';
import { temporaryFolder } from '../support/repository.ts';
import { createProject as create, createFixture, fakeManager, PACKAGE, runInit as run } from './fixture.ts';

const LINE = `[ "\${HUSHKEY_DONE-}" = "$PPID" ] || `;

describe('init', () => {
  it('declares, wires and arms, and says so', async () => {
    const at = create();
    const { exitCode, lines } = await run(at);
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      'hushkey: changed package.json: devDependencies.hushkey ^0.1.0, scripts.prepare',
      'hushkey: created .husky/pre-commit',
      'hushkey: created .husky/pre-merge-commit',
      'hushkey: created .husky/prepare-commit-msg',
      'hushkey: created .husky/pre-applypatch',
      'hushkey: created .husky/pre-push',
      'hushkey: the 5 git hooks are armed: a commit that adds a key is stopped',
      "hushkey: commit package.json and .husky, and everyone's install arms the hooks",
    ]);
    expect(JSON.parse(at.read('package.json'))).toEqual({
      name: 'app',
      private: true,
      devDependencies: { hushkey: '^0.1.0' },
      scripts: { prepare: INSTALL_SCRIPT },
    });
    expect(at.read('.husky/pre-commit')).toBe(
      `# hushkey: scans what this commit adds (hushkey init added the devDependency)\n${LINE}hushkey hook pre-commit\n`,
    );
    expect(statSync(join(at.root, '.husky/pre-commit')).mode & 0o777).toBe(0o755);
    // Nothing was fetched: it is in node_modules. And the husky script does not scan again.
    expect(at.commit().calls).toEqual(['scan pre-commit (package)']);
  });

  it('changes nothing the second time', async () => {
    const at = create();
    await run(at);
    const files = ['package.json', '.husky/pre-commit', '.husky/pre-merge-commit', '.git/config'];
    const state = (): unknown =>
      files.map((file) => [statSync(join(at.root, file), { bigint: true }).mtimeNs, at.read(file)]);
    const before = state();
    expect(await run(at)).toEqual({ exitCode: 0, lines: ['hushkey: already set up here, nothing was changed'] });
    expect(state()).toEqual(before);
  });

  it('shows the same plan in a dry run, and writes nothing', async () => {
    const at = create(PACKAGE, { packageAt: '' });
    fakeManager(at, 'npm');
    const { lines } = await run(at, true);
    expect(lines).toEqual([
      'hushkey: would run npm install --save-dev hushkey@0.1.0',
      'hushkey: would change package.json: devDependencies.hushkey ^0.1.0, scripts.prepare',
      'hushkey: would create .husky/pre-commit',
      'hushkey: would create .husky/pre-merge-commit',
      'hushkey: would create .husky/prepare-commit-msg',
      'hushkey: would create .husky/pre-applypatch',
      'hushkey: would create .husky/pre-push',
      `hushkey: would arm 5 git hooks of this clone in ${at.root}/.git/hushkey`,
    ]);
    expect([at.read('package.json'), at.exists('.husky'), at.exists('.git/hushkey'), at.calls()]).toEqual([
      PACKAGE,
      false,
      false,
      [],
    ]);
  });

  it('keeps lint-staged and patch-package, once and in order', async () => {
    const text = '{"scripts":{"prepare":"patch-package"},"devDependencies":{"hushkey":"file:x.tgz"}}';
    const at = create(text);
    at.write('.husky/pre-commit', 'npx lint-staged\n', 0o755);
    await run(at);
    await run(at);
    const { scripts, devDependencies } = JSON.parse(at.read('package.json'));
    expect(scripts.prepare).toBe(`(${INSTALL_SCRIPT}) && patch-package`);
    expect(devDependencies.hushkey).toBe('file:x.tgz');
    expect(at.read('.husky/pre-commit')).toBe(
      `# hushkey: scans what this commit adds\n${LINE}hushkey hook pre-commit\nnpx lint-staged\n`,
    );
  });

  it.each([
    ['npm', { 'package-lock.json': '{}' }, 'npm install --save-dev hushkey@0.1.0'],
    ['pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm add --save-dev hushkey@0.1.0'],
    ['pnpm', { 'pnpm-workspace.yaml': '', 'pnpm-lock.yaml': '' }, 'pnpm add --save-dev --workspace-root hushkey@0.1.0'],
    ['yarn', { 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn add --dev hushkey@0.1.0'],
    ['yarn', { 'yarn.lock': '__metadata:\n' }, 'yarn add --dev hushkey@0.1.0'],
    ['bun', { 'bun.lock': '' }, 'bun add --dev hushkey@0.1.0'],
  ])('adds the devDependency with %s (%j)', async (name, files, command) => {
    const at = create(PACKAGE, { packageAt: '' });
    for (const [path, text] of Object.entries(files)) at.write(path, text);
    fakeManager(at, name, '{ "devDependencies": { "hushkey": "0.1.0" }, "formatted": "anew" }');
    const { lines } = await run(at);
    expect(at.calls()).toEqual([`${command} in ${at.root} with 0`]);
    expect(lines[0]).toBe(`hushkey: ran ${command}`);
    // Its range, our edit of the text before it.
    const script = name === 'yarn' && at.read('yarn.lock').includes('__metadata') ? 'postinstall' : 'prepare';
    expect(at.read('package.json')).toBe(
      `{\n  "name": "app",\n  "private": true,\n  "devDependencies": {\n    "hushkey": "0.1.0"\n  },\n  "scripts": {\n    "${script}": "${INSTALL_SCRIPT}"\n  }\n}\n`,
    );
  });

  it('goes by the packageManager field before lock files, and by who runs it last', async () => {
    const at = create('{ "packageManager": "pnpm@10.1.0" }', { packageAt: '' });
    at.write('package-lock.json', '{}');
    expect((await run(at, true)).lines[0]).toContain('pnpm add');
    const other = create('{}', { packageAt: '' });
    other.env['npm_config_user_agent'] = 'bun/1.4.5 npm/? node/v22';
    expect((await run(other, true)).lines[0]).toContain('bun add');
  });

  it('changes nothing when the package manager fails', async () => {
    const at = create(PACKAGE, { packageAt: '' });
    fakeManager(at, 'npm', undefined, 1);
    await expect(run(at)).rejects.toMatchObject({
      code: 'add-failed',
      message: 'npm install --save-dev hushkey@0.1.0 failed: error: it broke',
    });
    expect([at.read('package.json'), at.exists('.husky'), at.exists('.git/hushkey')]).toEqual([PACKAGE, false, false]);
  });

  it('keeps a yarn script away from the users of a published package', async () => {
    const at = create('{ "name": "lib", "packageManager": "yarn@4.1.0" }');
    const { lines } = await run(at);
    expect(at.read('package.json')).not.toContain('postinstall');
    expect(lines.join('\n')).toContain('"prepack": "hushkey scan --pack && pinst --disable"');
    expect(at.read('.husky/pre-commit')).toContain('|| yarn hushkey hook pre-commit\n');
  });

  it('wires a package in a sub-folder', async () => {
    const at = createFixture({ packageAt: 'frontend/node_modules/hushkey' });
    at.write('frontend/package.json', PACKAGE);
    await run(at, false, join(at.root, 'frontend'));
    expect(at.read('frontend/.husky/pre-commit')).toContain('|| frontend/node_modules/.bin/hushkey hook pre-commit\n');
    expect(at.exists('.husky')).toBe(false);
    expect(at.commit().calls).toEqual(['scan pre-commit (package)']);
    at.git(['config', 'core.hooksPath', 'frontend/.husky/_']);
    expect(at.commit().calls[0]).toBe('bin hook pre-commit');
  });

  it('goes up to the workspace root from a member', async () => {
    const at = create('{ "private": true, "workspaces": ["packages/*"] }');
    at.write('packages/a/package.json', PACKAGE);
    await run(at, false, join(at.root, 'packages/a'));
    expect(at.read('packages/a/package.json')).toBe(PACKAGE);
    expect(at.read('package.json')).toContain('hushkey install');
  });

  it('says what is missing', async () => {
    const at = createFixture();
    await expect(run(at)).rejects.toMatchObject({ code: 'no-package-json' });
    await expect(run(at, false, temporaryFolder())).rejects.toMatchObject({ code: 'no-repository' });
    at.write('package.json', '{ oops');
    await expect(run(at)).rejects.toMatchObject({ code: 'package-json-invalid' });
    at.write('package.json', PACKAGE);
    writeFileSync(join(at.root, 'package.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    await expect(run(at)).rejects.toMatchObject({ code: 'not-utf8' });
  });

  it('arms again after husky in the script has set core.hooksPath back', async () => {
    const at = create('{"scripts":{"prepare":"husky"}}');
    const { lines } = await run(at);
    expect(lines.join('\n')).toContain('scripts.prepare also runs husky');
    expect(JSON.parse(at.read('package.json')).scripts).toEqual({
      prepare: `(${INSTALL_SCRIPT}) && husky`,
      postprepare: INSTALL_SCRIPT,
    });
  });

  it('arms at the end of the script where the package manager runs no postprepare', async () => {
    const at = create('{"scripts":{"prepare":"husky"}}');
    at.write('yarn.lock', '# yarn lockfile v1\n');
    const { lines } = await run(at);
    expect(lines.join('\n')).toContain('sets core.hooksPath back, so it arms again at its end');
    const { scripts } = JSON.parse(at.read('package.json'));
    expect(scripts).toEqual({ prepare: `(${INSTALL_SCRIPT}) && husky && (${INSTALL_SCRIPT})` });
    expect((await run(at)).lines).not.toContain('hushkey: changed package.json: scripts.prepare');
    expect(JSON.parse(at.read('package.json')).scripts).toEqual(scripts);
  });

  it('takes an empty yarn.lock for that of the yarn that runs it, and knows what yarn PnP installed', async () => {
    const at = create('{"private":true,"devDependencies":{"hushkey":"0.1.0"}}', { packageAt: '' });
    at.write('yarn.lock', '');
    at.env['npm_config_user_agent'] = 'yarn/4.18.1 npm/? node/v20.20.2 linux x64';
    const missing = 'hushkey: hushkey is declared but not installed: run yarn install';
    expect((await run(at, true)).lines).toContain(missing);
    at.write('.pnp.cjs', '          ["hushkey", "npm:0.1.0"]\\\n');
    expect((await run(at)).lines).not.toContain(missing);
    expect(JSON.parse(at.read('package.json')).scripts).toEqual({ postinstall: INSTALL_SCRIPT });
  });

  it('says what the script of another owner needs', async () => {
    for (const [script, line] of [
      ['lefthook install', 'lefthook install --reset-hooks-path'],
      ['pre-commit install', '(git config --unset core.hooksPath || echo) && pre-commit install'],
      ['simple-git-hooks', 'scripts.postprepare arms again'],
    ] as const) {
      const at = create(JSON.stringify({ scripts: { prepare: script } }));
      const { lines } = await run(at);
      expect(lines.join('\n')).toContain(line);
      expect(JSON.parse(at.read('package.json')).scripts.postprepare).toBe(INSTALL_SCRIPT);
    }
    const at = create('{"scripts":{"prepare":"lefthook install --reset-hooks-path"}}');
    expect((await run(at)).lines.join('\n')).not.toContain('write there');
    expect(at.read('package.json')).toContain('postprepare');
    const yarn = create('{"scripts":{"prepare":"simple-git-hooks"}}');
    yarn.write('yarn.lock', '');
    expect((await run(yarn)).lines.join('\n')).toContain('put && hushkey install after it');
  });

  describe('names who else owns hooks, and lets them run', () => {
    const hook = '#!/bin/sh\necho theirs >>"$CALLS"\n';

    it.each([
      ['lefthook.yml', 'found lefthook (lefthook.yml): its hooks still run, after the scan'],
      ['.pre-commit-config.yaml', 'found pre-commit (.pre-commit-config.yaml): its hooks still run, after the scan'],
      [
        '.simple-git-hooks.json',
        'found simple-git-hooks (.simple-git-hooks.json): its hooks still run, after the scan',
      ],
      ['other', 'found hooks in .git/hooks: they still run, after the scan'],
    ])('%s', async (file, line) => {
      const at = create();
      at.write(file, '');
      at.write('.git/hooks/pre-commit', hook, 0o755);
      expect((await run(at)).lines).toContain(`hushkey: ${line}`);
      expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'theirs']);
    });

    it('a global core.hooksPath', async () => {
      const at = create();
      const folder = join(at.env['HOME'] ?? '', 'hooks');
      at.git(['config', '--global', 'core.hooksPath', folder]);
      at.write('x', '');
      const relative = join('..', folder.split('/').slice(-2).join('/'));
      at.write(`${relative}/pre-commit`, hook, 0o755);
      expect((await run(at)).lines).toContain(
        `hushkey: found global core.hooksPath ${folder}: its hooks still run, after the scan`,
      );
      expect(at.commit().calls).toEqual(['scan pre-commit (package)', 'theirs']);
    });

    it('lefthook that has not put a hook anywhere yet', async () => {
      const at = create();
      at.write('lefthook.yml', '');
      expect((await run(at)).lines.join('\n')).toContain(
        'git config --unset core.hooksPath && npx lefthook install && npx hushkey install',
      );
    });
  });
});
