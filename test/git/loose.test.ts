// Loose objects read without git: the content that git gives, or nothing.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectsFolder, readLoose } from '../../src/git/loose.ts';
import { createRepository, temporaryFolder } from '../support/repository.ts';

function stage(content: string | Buffer) {
  const repository = createRepository();
  repository.write('a.txt', content);
  repository.git('add', 'a.txt');
  const oid = repository.git('rev-parse', ':a.txt').trim();
  const folder = objectsFolder(join(repository.root, '.git'), {});
  return { repository, oid, folder, file: join(folder, oid.slice(0, 2), oid.slice(2)) };
}

describe('readLoose', () => {
  test.each([
    ['nothing', ''],
    ['text', 'one\ntwo\n'],
    ['bytes', Buffer.from([0, 255, 10, 0, 13])],
    ['a megabyte', Buffer.alloc(1_000_000, 'ab')],
  ])('gives a blob of %s', (_name, content) => {
    const { folder, oid } = stage(content);
    expect(readLoose(folder, oid)?.equals(Buffer.from(content))).toBe(true);
  });

  test('leaves to git what is packed, what is no blob, and names that are no id', () => {
    const { repository, folder, oid } = stage('one\n');
    repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    expect(readLoose(folder, repository.git('rev-parse', 'HEAD').trim())).toBeUndefined();
    expect(readLoose(folder, repository.git('rev-parse', 'HEAD^{tree}').trim())).toBeUndefined();
    expect(readLoose(folder, 'HEAD:a.txt')).toBeUndefined();
    repository.git('gc', '-q', '--prune=now');
    expect(readLoose(folder, oid)).toBeUndefined();
  });

  test('leaves to git what is damaged', () => {
    const { folder, oid, file } = stage('one two three four five\n'.repeat(50));
    const whole = readFileSync(file);
    chmodSync(file, 0o644);
    for (const broken of [whole.subarray(0, whole.length - 6), whole.subarray(0, 3), Buffer.from('no object')]) {
      writeFileSync(file, broken);
      expect(readLoose(folder, oid)).toBeUndefined();
    }
  });

  test('leaves to git what inflates beyond measure', () => {
    const { folder, oid } = stage(Buffer.alloc(40 * 1024 * 1024));
    expect(readLoose(folder, oid)).toBeUndefined();
  });
});

describe('objectsFolder', () => {
  test('is shared by the work trees of a repository, and git may name another', () => {
    const { repository, folder, oid } = stage('one\n');
    repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    const tree = join(temporaryFolder(), 'tree');
    repository.git('worktree', 'add', '-q', tree);
    const gitDir = repository.git('-C', tree, 'rev-parse', '--absolute-git-dir').trim();
    expect(readLoose(objectsFolder(gitDir, {}), oid)?.toString()).toBe('one\n');
    expect(objectsFolder(gitDir, { GIT_OBJECT_DIRECTORY: folder })).toBe(folder);
  });
});
