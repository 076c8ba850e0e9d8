// Git LFS beside us: both read the refs of a push, and its objects arrive.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createArmedRepository, createRepository, type Run, run, temporaryFolder } from '../support/repository.ts';

const hasLfs = run('sh', ['-c', 'git lfs version || exit 1']).status === 0;

test.skipIf(!hasLfs)('a push brings the objects of Git LFS, and none where it is stopped', () => {
  const repository = createRepository();
  const { root, git, write } = repository;
  const env = { HOME: temporaryFolder('hushkey-home-') };
  const must = (result: Run): Run => {
    if (result.status !== 0) throw new Error(result.stderr + result.stdout);
    return result;
  };
  must(repository.tryGit(['lfs', 'install', '--local'], { env }));
  const hooks = readdirSync(join(root, '.git/hooks')).filter((name) => !name.endsWith('.sample'));
  expect(hooks).toEqual(['post-checkout', 'post-commit', 'post-merge', 'pre-push']);
  createArmedRepository(repository);
  const remote = temporaryFolder();
  run('git', ['init', '-q', '--bare', remote]);
  git('remote', 'add', 'origin', `file://${remote}`);
  must(repository.tryGit(['lfs', 'track', '*.bin'], { env }));
  write('big.bin', Buffer.alloc(100_000, 7));
  git('add', '-A');
  must(repository.tryGit(['commit', '-q', '-m', 'big'], { env }));
  const objects = (): number => readdirSync(join(remote, 'lfs/objects')).filter((name) => name.length === 2).length;
  must(repository.tryGit(['push', '-q', 'origin', 'main'], { env }));
  expect(objects()).toBe(1);

  write('other.bin', Buffer.alloc(100_000, 8));
  write('a.js', `const key = '${fakeOf('anthropic-api-key', 12)}';\n`);
  git('add', '-A');
  git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'key');
  expect(repository.tryGit(['push', '-q', 'origin', 'main'], { env }).stderr).toContain('a.js:1:');
  expect(objects()).toBe(1);
});
