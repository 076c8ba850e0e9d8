// Other owners of git hooks: init names them, and what they had put there still runs and can still stop a commit.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type Run, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 12);

function created(): TestRepository {
  const repository = createRepository();
  repository.write('package.json', '{ "name": "app", "private": true, "devDependencies": { "hushkey": "*" } }\n');
  symlinkSync(join(inject('installed'), 'node_modules'), join(repository.root, 'node_modules'));
  repository.write('.git/info/exclude', 'node_modules\n');
  return repository;
}

/** A hook that speaks, and that refuses a file with the word REFUSE in it. */
function writeHook(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\necho old hook >&2\nif git grep -q --cached REFUSE; then exit 9; fi\n');
  chmodSync(path, 0o755);
}

function commit(repository: TestRepository, content: string, env: NodeJS.ProcessEnv = {}): Run {
  repository.write('file.js', content);
  repository.git('add', 'file.js');
  return repository.tryGit(['commit', '-q', '-m', 'x'], { env });
}

/** The scan comes first, then the old hook; each can stop the commit. */
function expectBoth(repository: TestRepository, env: NodeJS.ProcessEnv = {}): void {
  const clean = commit(repository, '1;\n', env);
  expect(clean.stderr).toMatch(/^hushkey: .*no findings.*\nold hook\n$/);
  expect(clean.status).toBe(0);
  const refused = commit(repository, '"REFUSE";\n', env);
  expect(refused.stderr).toContain('old hook');
  expect(refused.status).toBe(1);
  const blocked = commit(repository, `const key = '${KEY}';\n`, env);
  expect(blocked.stderr).toContain('anthropic-api-key');
  expect(blocked.stderr).not.toContain('old hook');
  expect(blocked.status).toBe(1);
}

describe('scenario 5: hooks in .git/hooks', () => {
  test.each([
    ['lefthook.yml', 'found lefthook (lefthook.yml)'],
    ['.pre-commit-config.yaml', 'found pre-commit (.pre-commit-config.yaml)'],
    ['.simple-git-hooks.json', 'found simple-git-hooks (.simple-git-hooks.json)'],
    ['', 'found hooks in .git/hooks'],
  ])('%s', (file, named) => {
    const repository = created();
    if (file !== '') repository.write(file, '{}\n');
    writeHook(join(repository.root, '.git/hooks/pre-commit'));
    const result = repository.hushkey(['init']);
    expect(result.stdout).toContain(named);
    expect(result.status).toBe(0);
    expectBoth(repository);
  });

  test('an owner whose hook is not there yet: init prints the line that gives both', () => {
    const repository = created();
    repository.write('lefthook.yml', 'pre-commit:\n');
    expect(repository.hushkey(['init', '--dry-run']).stdout).toContain('npx lefthook install && npx hushkey install');
  });

  test('an owner that writes its hook after us is taken over at the next install', () => {
    const repository = created();
    expect(repository.hushkey(['init']).status).toBe(0);
    // Where git says that hooks go, as such tools ask it.
    const hooks = repository.git('rev-parse', '--git-path', 'hooks').trim();
    writeHook(join(repository.root, hooks.replace(repository.root, ''), 'pre-commit'));
    expect(repository.hushkey(['install']).status).toBe(0);
    expectBoth(repository);
  });
});

test('scenario 5: a core.hooksPath of the user', () => {
  const repository = created();
  const home = temporaryFolder('hushkey-home-');
  writeHook(join(home, 'hooks/pre-commit'));
  const config = join(home, 'gitconfig');
  const inherited = readFileSync(process.env['GIT_CONFIG_GLOBAL'] ?? '', 'utf8');
  writeFileSync(config, `${inherited}[core]\n\thooksPath = ${join(home, 'hooks')}\n`);
  const env = { GIT_CONFIG_GLOBAL: config };
  const result = repository.hushkey(['init'], { env });
  expect(result.stdout).toContain(`found global core.hooksPath ${join(home, 'hooks')}`);
  expectBoth(repository, env);
});

test('a core.hooksPath of the repository', () => {
  const repository = created();
  writeHook(join(repository.root, 'tools/hooks/pre-commit'));
  repository.git('config', 'core.hooksPath', 'tools/hooks');
  expect(repository.hushkey(['init']).stdout).toContain('found local core.hooksPath tools/hooks');
  expect(repository.git('config', 'hushkey.previousHooksPath').trim()).toBe('tools/hooks');
  expectBoth(repository);
});
