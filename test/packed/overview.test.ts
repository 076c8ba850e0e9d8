// `hushkey` alone: where one stands, and the commands; on one screen of 80 by 24, prompt included.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createArmedRepository,
  createRepository,
  type Run,
  runHushkey,
  temporaryFolder,
} from '../support/repository.ts';

function firstLine({ status, stdout, stderr }: Run): string {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.length).toBeLessThanOrEqual(23);
  return lines[0] ?? '';
}

test('outside a repository', () => {
  expect(firstLine(runHushkey([], { cwd: temporaryFolder() }))).toBe('hushkey: not inside a git repository');
});

test('in a repository that nobody set up', () => {
  const repository = createRepository();
  const line = `hushkey: not armed in ${repository.root}: run npx hushkey init`;
  expect(firstLine(repository.hushkey([]))).toBe(line);
  repository.write('package.json', '{ "name": "app" }\n');
  expect(firstLine(repository.hushkey([]))).toBe(line);
});

test('in a clone that only wants arming', () => {
  const repository = createRepository();
  repository.write('package.json', '{ "name": "app", "devDependencies": { "hushkey": "*" } }\n');
  repository.write('src/a.js', '');
  const line = `hushkey: not armed in ${repository.root}: run npx hushkey install`;
  expect(firstLine(repository.hushkey([], { cwd: join(repository.root, 'src') }))).toBe(line);
});

test('in one that is armed, and in one whose hooks another program moved', () => {
  const repository = createArmedRepository();
  expect(firstLine(repository.hushkey([]))).toBe(`hushkey: armed in ${repository.root}: every commit is scanned`);
  repository.git('config', 'core.hooksPath', '.elsewhere');
  const { stdout } = repository.hushkey([]);
  expect(stdout).toContain('run npx hushkey install\n  core.hooksPath is .elsewhere\n');
});
