// What set-up must do with every package manager, as its users do it. Data, so that a few run at every change and all
// of them in the matrix.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  APP,
  type Bench,
  commitAll,
  commitKey,
  expectBlocked,
  hooksPathOf,
  passed,
  stateOf,
  tarballIn,
  write,
} from '../support/bench.ts';
import type { Family } from '../support/managers.ts';
import type { Run } from '../support/repository.ts';

export interface Scenario {
  /** Of the acceptance scenarios; undefined for one that they do not name. */
  readonly number: number | undefined;
  readonly title: string;
  /** What is different with some: a note in docs/matrix.md. */
  readonly notes?: Partial<Record<Family, string>>;
  readonly run: (bench: Bench) => void;
}

const setupScript = (family: Family): string => (family === 'yarn 4' ? 'postinstall' : 'prepare');
const said = (result: Run): string => result.stderr + result.stdout;
const manifestOf = (root: string): { readonly scripts?: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** No warning about scripts that were held back: the package has none. */
function expectNoScriptWarning(result: Run): void {
  expect(said(result)).not.toMatch(
    /allow-?scripts|ERR_PNPM_IGNORED_BUILDS|ignored build scripts|blocked \d+ postinst/i,
  );
}

const membersIn = (family: Family): { manifest: object; files: Record<string, string> } =>
  family === 'pnpm'
    ? { manifest: APP, files: { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' } }
    : { manifest: { ...APP, workspaces: ['packages/*'] }, files: {} };

const pretty = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

export const SCENARIOS: readonly Scenario[] = [
  {
    number: 1,
    title: 'init without anything installed arms, and a commit with a key is blocked',
    run(bench) {
      const root = bench.armed();
      expect(manifestOf(root).scripts?.[setupScript(bench.manager.family)]).toContain('hushkey install');
      expectBlocked(root);
      const again = passed(bench.run(root, [...bench.commands.exec, 'init']));
      expect(said(again)).toContain('already set up here, nothing was changed');
    },
  },
  {
    number: 2,
    title: 'a clone needs only a plain install',
    run(bench) {
      const clone = bench.cloneOf(bench.armed());
      passed(bench.run(clone, bench.commands.install));
      expectBlocked(clone);
      expect(stateOf(clone)[0]).toBe(stateOf(bench.armed())[0]);
      // Without what the manager installed, the hooks go by their own copy of the scanner.
      for (const name of ['node_modules', '.pnp.cjs']) rmSync(join(clone, name), { recursive: true, force: true });
      expectBlocked(clone);
    },
  },
  {
    number: 2,
    title: 'a clone needs only an install from the lock file',
    run(bench) {
      const clone = bench.cloneOf(bench.armed());
      passed(bench.run(clone, bench.commands.frozen));
      expectBlocked(clone);
    },
  },
  {
    number: 3,
    title: 'adding it exits 0 without a word of held-back scripts; then init',
    run(bench) {
      const root = bench.repository(APP);
      const added = passed(bench.run(root, bench.commands.add));
      expectNoScriptWarning(added);
      const result = passed(bench.run(root, [...bench.commands.exec, 'init']));
      expect(said(result)).not.toContain('not installed');
      expectBlocked(root);
    },
  },
  {
    number: 6,
    title: 'a production install exits 0, says at most one line and arms nothing',
    run(bench) {
      const clone = bench.cloneOf(bench.armed());
      const result = passed(bench.run(clone, bench.commands.production));
      expect(said(result).match(/^hushkey/gm) ?? []).toHaveLength(said(result).includes('hushkey is not') ? 1 : 0);
      expect(hooksPathOf(clone)).toBe('');
    },
  },
  {
    number: undefined,
    title: 'an install without scripts arms nothing, doctor says so, and hushkey install arms',
    run(bench) {
      const clone = bench.cloneOf(bench.armed());
      passed(bench.run(clone, bench.commands.withoutScripts));
      expect(hooksPathOf(clone)).toBe('');
      // Git knows of no hook here: nothing of ours can run.
      expect(commitKey(clone).status).toBe(0);
      const found = bench.run(clone, [...bench.commands.exec, 'doctor']);
      expect(found.status, said(found)).toBe(1);
      passed(bench.run(clone, [...bench.commands.exec, 'install']));
      passed(bench.run(clone, [...bench.commands.exec, 'doctor']));
      expectBlocked(clone);
    },
  },
  {
    number: undefined,
    title: 'workspace: init in a member sets up the root, and a clone is armed',
    run(bench) {
      const { manifest, files } = membersIn(bench.manager.family);
      const member = pretty({ name: 'member', private: true });
      const root = bench.repository(manifest, { ...files, 'packages/a/package.json': member });
      passed(bench.run(join(root, 'packages', 'a'), [...bench.commands.dlx, 'init']));
      expect(readFileSync(join(root, 'packages/a/package.json'), 'utf8')).toBe(member);
      commitAll(root);
      expectBlocked(root, 'packages/a/key.js');
      const clone = bench.cloneOf(root);
      passed(bench.run(clone, bench.commands.install));
      expectBlocked(clone, 'packages/a/key.js');
    },
  },
  {
    number: undefined,
    title: 'workspace: a member alone has package and script, and the install at the root arms',
    notes: { 'yarn 1': 'yarn 1 runs no script `prepare` of a member: init, run in the member, sets up the root.' },
    run(bench) {
      const { manifest, files } = membersIn(bench.manager.family);
      const script = manifestOf(bench.armed()).scripts?.[setupScript(bench.manager.family)];
      const member = {
        name: 'member',
        private: true,
        scripts: { [setupScript(bench.manager.family)]: script },
        devDependencies: { hushkey: '*' },
      };
      const root = bench.repository(manifest, { ...files, 'packages/a/package.json': pretty(member) });
      passed(bench.run(root, bench.commands.install));
      commitAll(root);
      if (bench.manager.family === 'yarn 1') {
        expect(hooksPathOf(root)).toBe('');
        passed(bench.run(join(root, 'packages', 'a'), [...bench.commands.dlx, 'init']));
      }
      expectBlocked(root);
    },
  },
  {
    number: undefined,
    title: 'husky in the script: install leaves core.hooksPath ours',
    run(bench) {
      const husky = { ...APP, scripts: { [setupScript(bench.manager.family)]: 'husky' } };
      const root = bench.repository({ ...husky, devDependencies: { husky: '^9.1.7' } });
      passed(bench.run(root, [...bench.commands.dlx, 'init']));
      commitAll(root);
      const clone = bench.cloneOf(root);
      passed(bench.run(clone, bench.commands.install));
      expectBlocked(clone);
      const before = stateOf(root)[0];
      passed(bench.run(root, [...bench.commands.exec, 'uninstall']));
      expect(stateOf(root)[0]).toBe(pretty({ ...husky, devDependencies: { husky: '^9.1.7' } }));
      expect(before).not.toBe(stateOf(root)[0]);
    },
  },
  {
    number: undefined,
    title: 'a published library: its users get no script of ours',
    run(bench) {
      const root = bench.repository({ name: 'library', version: '1.0.0' });
      const result = passed(bench.run(root, [...bench.commands.dlx, 'init']));
      if (bench.manager.family === 'yarn 4') followPinstLines(bench, root, said(result));
      commitAll(root);
      passed(bench.run(root, bench.commands.pack));
      const user = bench.folder('user');
      write(user, 'package.json', pretty({ name: 'user', private: true }));
      passed(bench.run(user, ['git', 'init', '-q']));
      const installed = bench.run(user, [bench.npm10, 'install', '--foreground-scripts', tarballIn(root)]);
      expect(said(passed(installed))).not.toContain('hushkey');
      expect(hooksPathOf(user)).toBe('');
      const { scripts = {} } = manifestOf(join(user, 'node_modules', 'library'));
      for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts[name]).toBeUndefined();
      expect(existsSync(join(user, 'node_modules', 'hushkey'))).toBe(false);
      expect(bench.run(root, ['git', 'status', '--porcelain']).stdout).toBe('');
      const clone = bench.cloneOf(root);
      passed(bench.run(clone, bench.commands.install));
      expectBlocked(clone);
    },
  },
  {
    number: 25,
    title: 'uninstall gives package.json, hook files and core.hooksPath back',
    run(bench) {
      const root = bench.repository(APP);
      passed(bench.run(root, bench.commands.install));
      commitAll(root);
      const before = stateOf(root);
      passed(bench.run(root, [...bench.commands.dlx, 'init']));
      expect(stateOf(root)).not.toEqual(before);
      passed(bench.run(root, [...bench.commands.exec, 'uninstall']));
      expect(stateOf(root)).toEqual(before);
      expect(commitKey(root).stderr).not.toContain('hushkey');
    },
  },
];

/** Does what init prints for a package that yarn publishes. */
function followPinstLines(bench: Bench, root: string, output: string): void {
  const line = /^hushkey: +("postinstall": .*)$/m.exec(output)?.[1] ?? '';
  const scripts = JSON.parse(`{${line}}`) as Readonly<Record<string, string>>;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  write(root, 'package.json', pretty({ ...manifest, scripts: { ...manifest.scripts, ...scripts } }));
  passed(bench.run(root, ['yarn', 'add', '--dev', 'pinst']));
  passed(bench.run(root, [...bench.commands.exec, 'init']));
}
