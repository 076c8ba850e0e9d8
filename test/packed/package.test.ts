// What users get: the files of the tarball, what it installs, and what a clean commit loads of it.
import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { createArmedRepository, run, runHushkey, temporaryFolder } from '../support/repository.ts';

const EXPECTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|hooks\/(?:dispatch|find-node)|man\/hushkey\.1|schema\/hushkey\.config\.schema\.json|dist\/(?:bin|index|fleet|worker)\.js|dist\/THIRD-PARTY-NOTICES\.txt|dist\/chunks\/[\w-]+\.js|dist\/hook\/main\.cjs|dist\/hook\/[\w-]+\.cjs|dist\/hook\/(?:first-look\.pl|keywords-[0-9a-f]{8}\.dat|kinds-[0-9a-f]{8}\.json\.z)|dist\/types\/[\w/.-]+\.d\.ts)$/;

/** Files under a folder and their sizes. */
function filesIn(folder: string): readonly { readonly path: string; readonly size: number }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const stat = lstatSync(join(folder, path));
    return stat.isFile() ? [{ path, size: stat.size }] : [];
  });
}

const sizeOf = (files: readonly { readonly size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0);

function unpack(): string {
  const folder = temporaryFolder();
  execFileSync('tar', ['-xzf', inject('tarball'), '-C', folder]);
  return join(folder, 'package');
}

describe('the tarball', () => {
  test('holds what it must and nothing else', () => {
    const paths = filesIn(unpack()).map(({ path }) => path);
    expect(paths.filter((path) => !EXPECTED.test(path))).toEqual([]);
    for (const path of ['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/bin.js', 'dist/index.js', 'dist/hook/main.cjs']) {
      expect(paths).toContain(path);
    }
    for (const path of ['hooks/dispatch', 'hooks/find-node', 'dist/types/index.d.ts']) expect(paths).toContain(path);
  });

  test('hands on the licence of each package whose code is in it', () => {
    const folder = unpack();
    const notices = readFileSync(join(folder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = notices.matchAll(/^(@?[\w/-]+) \d[\w.-]* \((?:MIT|BSD-3-Clause)\)$/gm);
    const bundled = ['aws4', 'chalk', 'ignore', 'jsonc-parser', 'picomatch', 'smol-toml', 'valibot'];
    expect([...named].map(([, name]) => name)).toEqual(bundled);
    expect(notices.match(/SOFTWARE IS PROVIDED [^.]{0,60}"AS\s+IS"/g)).toHaveLength(bundled.length);
  });

  test('runs nothing at install', () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(unpack(), 'package.json'), 'utf8')) as {
      scripts?: Readonly<Record<string, string>>;
    };
    const run = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'preprepare', 'postprepare'];
    expect(Object.keys(scripts).filter((name) => run.includes(name))).toEqual([]);
    // That of the repository is for clones, and back after packing.
    expect(JSON.parse(readFileSync('package.json', 'utf8')).scripts.prepare).toBe('node scripts/prepare.mjs');
  });

  test('stays small', () => {
    expect(sizeOf(filesIn(unpack()))).toBeLessThan(1_800_000);
    const modules = join(inject('installed'), 'node_modules');
    const files = filesIn(modules);
    const packages = files.filter(({ path }) =>
      /(?:^|node_modules\/)(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(path),
    );
    expect(packages.length).toBeGreaterThanOrEqual(4);
    expect(packages.length).toBeLessThanOrEqual(15);
    expect(sizeOf(files)).toBeLessThan(3_000_000);
  });

  test('names nothing of the machine that built it', () => {
    const folder = unpack();
    const names = [process.cwd(), homedir(), hostname()].filter((name) => name.length > 5);
    const told = filesIn(folder).filter(({ path }) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return names.some((name) => text.includes(name)) || /^\/\/# sourceMappingURL/m.test(text);
    });
    expect(told.map(({ path }) => path)).toEqual([]);
  });

  test('holds nothing that the scanner reports, whatever the level', () => {
    const result = runHushkey(['scan', '--no-suppressions', '--format', 'json', '.'], { cwd: unpack() });
    const { findings, errors, scanned } = JSON.parse(result.stdout) as {
      findings: { ruleId: string; level: string; location?: unknown }[];
      errors: unknown[];
      scanned: { files: number };
    };
    expect(findings).toEqual([]);
    expect(errors).toEqual([]);
    expect(scanned.files).toBeGreaterThan(50);
    expect(result.status).toBe(0);
  });
});

describe('a clean commit', () => {
  test('loads one file of ours and few of node’s modules', () => {
    const repository = createArmedRepository();
    repository.write('clean.txt', 'nothing to see\n');
    repository.git('add', '-A');
    const recorder = join(temporaryFolder(), 'record.cjs');
    writeFileSync(
      recorder,
      `const Module = require('node:module'); const { appendFileSync } = require('node:fs'); const load = Module._load;
      Module._load = function (request, parent, ...rest) {
        if (parent && parent.id !== 'internal/preload') appendFileSync(process.env.RECORD, request + '\\n');
        return load.call(this, request, parent, ...rest);
      };`,
    );
    const record = join(temporaryFolder(), 'record');
    writeFileSync(record, '');
    const main = join(inject('installed'), 'node_modules', 'hushkey', 'dist', 'hook', 'main.cjs');
    const result = run(process.execPath, ['--require', recorder, main, 'pre-commit'], {
      cwd: repository.root,
      env: { RECORD: record },
    });
    expect(result.stderr).toMatch(/no findings/);
    expect(result.status).toBe(0);
    const loaded = new Set(readFileSync(record, 'utf8').trim().split('\n'));
    const ours = [...loaded].filter((request) => !request.startsWith('node:')).map((request) => basename(request));
    expect(ours.filter((name) => name !== 'main.cjs')).toEqual([]);
    expect([...loaded].filter((request) => request.startsWith('node:')).sort()).toEqual([
      'node:buffer',
      'node:child_process',
      'node:events',
      'node:fs',
      'node:path',
      'node:zlib',
    ]);
  });
});
