// This repository as pre-commit takes it: cloned, built by npm, and run as a hook, from `.pre-commit-hooks.yaml`.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, run, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 51);

let folder = '';
let env: NodeJS.ProcessEnv = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hushkey-pre-commit-'));
  must(run('python3', ['-m', 'venv', join(folder, 'py')]));
  must(run(join(folder, 'py/bin/pip'), ['install', '-q', '--disable-pip-version-check', 'pre-commit==4.*']));
  // The files as they are now, committed or not, and nothing that git ignores: no dist, no node_modules.
  const hooks = join(folder, 'hooks');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const path of files.split('\0')) {
    if (path === '' || !existsSync(path)) continue;
    mkdirSync(dirname(join(hooks, path)), { recursive: true });
    cpSync(path, join(hooks, path));
  }
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'all'],
    ['tag', 'v1'],
  ]) {
    must(run('git', args, { cwd: hooks }));
  }
  const home = join(folder, 'home');
  mkdirSync(home);
  env = { PATH: `${join(folder, 'py/bin')}:${process.env['PATH']}`, PRE_COMMIT_HOME: join(home, 'cache') };
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function must(result: Run): Run {
  if (result.status !== 0) throw new Error(result.stderr + result.stdout);
  return result;
}

function commit(repository: TestRepository, content: string): Run {
  repository.write('file.js', content);
  repository.git('add', '-A');
  return repository.tryGit(['commit', '-m', 'x'], { env });
}

test('a commit with a key is stopped, a clean one passes', {
  timeout: 600_000,
}, () => {
  const repository = createRepository();
  const rev = must(run('git', ['rev-parse', 'HEAD'], { cwd: join(folder, 'hooks') })).stdout.trim();
  const config = `repos:\n  - repo: ${join(folder, 'hooks')}\n    rev: ${rev}\n    hooks: [{ id: hushkey, verbose: true }]\n`;
  repository.write('.pre-commit-config.yaml', config);
  must(run('pre-commit', ['install', '--install-hooks'], { cwd: repository.root, env }));

  const clean = commit(repository, 'export const n = 1;\n');
  expect(clean.stderr).toMatch(/hushkey: 2 files, .* no findings/);
  expect(clean.status).toBe(0);
  const stopped = commit(repository, `export const key = '${KEY}';\n`);
  expect(stopped.status).toBe(1);
  expect(stopped.stderr).toContain('file.js:1:21  error  anthropic-api-key');
  expect(stopped.stderr).not.toContain(KEY.slice(14, 40));
  // The index is judged, not the work tree.
  repository.write('file.js', 'export const n = 2;\n');
  expect(repository.tryGit(['commit', '-m', 'x'], { env }).status).toBe(1);
  repository.git('add', '-A');
  expect(repository.tryGit(['commit', '-m', 'x'], { env }).status).toBe(0);
  expect(repository.git('status', '--porcelain')).toBe('');
});
