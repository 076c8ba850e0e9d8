// `scan --pack`: what npm would publish, whatever git ignores; and the step that stops a publication.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import { createRepository, run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const LINE = `export const key = '${fakeOf('anthropic-api-key', 1)}';\n`;

interface Document {
  readonly source: string;
  readonly findings: readonly { readonly path: string }[];
}

/** A package that publishes `dist`, which git ignores. */
function publishable(scripts = {}): TestRepository {
  const at = createRepository();
  at.write('package.json', JSON.stringify({ name: 'thing', version: '1.0.0', files: ['dist'], scripts }, null, 2));
  at.write('.gitignore', 'dist\nnode_modules\n');
  at.write('dist/index.js', 'export const one = 1;\n');
  at.write('notes.md', LINE);
  symlinkSync(join(inject('installed'), 'node_modules'), join(at.root, 'node_modules'));
  return at;
}

function pathsOf(text: string): readonly string[] {
  const { source, findings } = JSON.parse(text) as Document;
  expect(source).toBe('pack');
  return findings.map(({ path }) => path);
}

describe('scan --pack', () => {
  test('finds a key in what git ignores and npm publishes, and not in what stays', () => {
    const at = publishable();
    const clean = at.hushkey(['scan', '--pack']);
    expect(clean.stdout).toMatch(/^hushkey: 2 files, .* no findings/);
    expect(clean.status).toBe(0);
    at.write('dist/chunk.js', LINE);
    const result = at.hushkey(['scan', '--pack', '--format', 'json']);
    expect(pathsOf(result.stdout)).toEqual(['dist/chunk.js']);
    expect(result.status).toBe(1);
  });

  test('a member of a workspace: paths are from the root, and other members stay out', () => {
    const at = createRepository();
    at.write('package.json', '{ "name": "root", "private": true, "workspaces": ["packages/*"] }');
    for (const name of ['one', 'two']) {
      at.write(`packages/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
      at.write(`packages/${name}/index.js`, LINE);
    }
    const cwd = join(at.root, 'packages', 'one');
    // npm publish --workspace hands its flags down to scripts.
    const env = { npm_config_workspace: 'two', npm_config_dry_run: '', npm_config_json: '' };
    expect(pathsOf(at.hushkey(['scan', '--pack', '--format', 'json'], { cwd, env }).stdout)).toEqual([
      'packages/one/index.js',
    ]);
    expect(pathsOf(at.hushkey(['scan', '--pack', '--format', 'json'], { cwd: join(cwd) }).stdout)).toHaveLength(1);
  });

  test('outside git, from a folder below, and with the config’s globs', () => {
    const folder = temporaryFolder();
    const at = publishable();
    at.write('dist/deep/key.js', LINE);
    run('cp', ['-r', join(at.root, 'dist'), join(at.root, 'package.json'), folder]);
    expect(pathsOf(at.hushkey(['scan', '--pack', '--format', 'json'], { cwd: folder }).stdout)).toEqual([
      'dist/deep/key.js',
    ]);
    const cwd = join(at.root, 'dist', 'deep');
    expect(pathsOf(at.hushkey(['scan', '--pack', '--format', 'json'], { cwd }).stdout)).toEqual(['dist/deep/key.js']);
    at.write('hushkey.config.json', '{ "ignore": ["dist/deep/"] }');
    expect(at.hushkey(['scan', '--pack', '--format', 'json']).status).toBe(0);
  });

  test('what npm cannot list is not clean', () => {
    const at = createRepository();
    const nothing = at.hushkey(['scan', '--pack']);
    expect(nothing.stderr).toContain('no package.json in');
    expect(nothing).toMatchObject({ status: 2, stdout: '' });
    at.write('package.json', '{ "name": "thing" }');
    const invalid = at.hushkey(['scan', '--pack']);
    expect(invalid.stderr).toMatch(/npm pack could not list the package: .*version/i);
    expect(invalid).toMatchObject({ status: 2, stdout: '' });
    const noNpm = at.hushkey(['scan', '--pack'], { env: { PATH: temporaryFolder() } });
    expect(noNpm.stderr).toContain('npm was not found');
    expect(noNpm.status).toBe(2);
  });
});

test.each([['pack'], ['publish', '--dry-run']])('scenario 25: npm %s stops at the prepack step', (...args) => {
  const at = publishable({ prepack: 'hushkey scan --pack' });
  at.write('dist/chunk.js', LINE);
  const result = run('npm', args, { cwd: at.root });
  expect(result.stdout + result.stderr).toContain('dist/chunk.js:1:21');
  expect(result.status).not.toBe(0);
  expect(run('ls', ['thing-1.0.0.tgz'], { cwd: at.root }).status).not.toBe(0);
});

test('init guards publication, and uninstall gives every byte back', () => {
  const at = publishable();
  const text = `${JSON.stringify({ name: 'thing', version: '1.0.0', files: ['dist'], devDependencies: { hushkey: '*' }, scripts: { prepack: 'mkdir -p dist && cp notes.md dist/' } }, null, '\t')}\n`;
  at.write('package.json', text);
  const { stdout } = at.hushkey(['init']);
  expect(stdout).toContain('hushkey: changed package.json: scripts.prepare, scripts.prepack\n');
  const result = run('npm', ['pack'], { cwd: at.root });
  expect(result.stdout + result.stderr).toContain('dist/notes.md:1:21');
  expect(result.status).not.toBe(0);
  expect(at.hushkey(['uninstall']).status).toBe(0);
  expect(readFileSync(join(at.root, 'package.json'), 'utf8')).toBe(text);
});

test('npm pack of a clean package goes through, its output whole', () => {
  const at = publishable({ prepack: 'hushkey scan --pack' });
  const result = run('npm', ['pack'], { cwd: at.root });
  expect(result.status).toBe(0);
  expect(result.stdout).toContain('thing-1.0.0.tgz');
});
