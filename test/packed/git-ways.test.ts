// Rarer ways in which git makes a commit, stores an index or finds a repository: each blocks a key, or lets pass what
// adds none. The common ways are in commit.test.ts, picks in prepare-commit-msg.test.ts, pushes in push.test.ts.
import { copyFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createArmedRepository,
  createRepository,
  type Run,
  run,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const LINE = `export const key = '${KEY}';\n`;

/** An armed repository with one clean commit. */
function started(repository = createRepository()): TestRepository {
  createArmedRepository(repository);
  repository.write('clean.js', 'export const one = 1;\n');
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'start');
  return repository;
}

/** The same with a key in `a.js`, staged. */
function staged(repository = started()): TestRepository {
  repository.write('a.js', LINE);
  repository.git('add', 'a.js');
  return repository;
}

function commit(repository: TestRepository, ...args: string[]): Run {
  return repository.tryGit(['commit', '-q', '-m', 'change', ...args]);
}

function past(repository: TestRepository, ...args: string[]): void {
  repository.git('-c', 'core.hooksPath=/dev/null', ...args);
}

function expectBlocked(result: Run, place = 'a.js:1:'): void {
  expect(result.stderr).toContain('anthropic-api-key');
  expect(result.stderr).toContain(place);
  expect(result.stderr).not.toContain(KEY.slice(20, 60));
  expect(result.status).toBe(1);
}

function expectPassed(result: Run): void {
  expect(result.stderr).not.toContain('anthropic-api-key');
  expect(result.status).toBe(0);
}

/** The id of a blob that no file holds. */
function blobOf(repository: TestRepository, content: string): string {
  return run('git', ['hash-object', '-w', '--stdin'], { cwd: repository.root, input: content }).stdout.trim();
}

describe('which commit', () => {
  test('on no branch, and the first of an orphan branch', () => {
    const repository = staged();
    past(repository, 'checkout', '-q', '--detach');
    expectBlocked(commit(repository));
    past(repository, 'checkout', '-q', '--orphan', 'other');
    expectBlocked(commit(repository));
  });

  test('--fixup, --squash, -C', () => {
    const repository = staged();
    for (const option of ['--fixup', '--squash', '-C']) {
      expectBlocked(repository.tryGit(['commit', '-q', option, 'HEAD'], { env: { GIT_EDITOR: 'true' } }));
    }
  });

  test('one in a message file, by an alias, by an alias of the shell', () => {
    const repository = staged();
    repository.git('config', 'alias.ci', 'commit -q');
    repository.git('config', 'alias.sh', '!git commit -q');
    expectBlocked(repository.tryGit(['commit', '-q', '-F', '-'], { input: 'text\n' }));
    for (const name of ['ci', 'sh']) expectBlocked(repository.tryGit([name, '-m', 'x']));
  });

  test('what a squashed merge has staged', () => {
    const repository = started();
    past(repository, 'checkout', '-q', '-b', 'feature');
    past(staged(repository), 'commit', '-q', '-m', 'feature');
    past(repository, 'checkout', '-q', 'main');
    repository.git('merge', '-q', '--squash', 'feature');
    expectBlocked(commit(repository));
  });

  test('an octopus merge, and one that takes nothing of the other side', () => {
    const repository = started();
    for (const [name, content] of Object.entries({ one: LINE, two: 'export const two = 2;\n' })) {
      past(repository, 'checkout', '-q', '-b', name, 'main');
      repository.write(`${name}.js`, content);
      repository.git('add', '-A');
      past(repository, 'commit', '-q', '-m', name);
    }
    past(repository, 'checkout', '-q', 'main');
    expectBlocked(repository.tryGit(['merge', '-q', '--no-edit', 'one', 'two']), 'one.js:1:');
    repository.git('reset', '-q', '--hard');
    expectPassed(repository.tryGit(['merge', '-q', '--no-edit', '-s', 'ours', 'one']));
  });

  test('a merge that puts another history into a folder', () => {
    const repository = started();
    const other = createRepository();
    other.write('a.js', LINE);
    other.git('add', '-A');
    other.git('commit', '-q', '-m', 'other');
    repository.git('fetch', '-q', other.root, 'main');
    repository.git('merge', '-q', '-s', 'ours', '--no-commit', '--allow-unrelated-histories', 'FETCH_HEAD');
    repository.git('read-tree', '--prefix=part/', '-u', 'FETCH_HEAD');
    expectBlocked(repository.tryGit(['commit', '-q', '--no-edit']), 'part/a.js:1:');
  });
});

describe('what is chosen of the work tree', () => {
  test('intent to add: nothing yet, then by -a and by name', () => {
    const repository = started();
    repository.write('a.js', LINE);
    repository.git('add', '-N', 'a.js');
    expectPassed(commit(repository, '--allow-empty'));
    expectBlocked(commit(repository, '-a'));
    expectBlocked(commit(repository, '--only', 'a.js'));
  });

  test('--include, --patch and a file of paths', () => {
    const repository = started();
    repository.write('clean.js', LINE);
    const list = join(temporaryFolder(), 'list');
    writeFileSync(list, 'clean.js\n');
    expectBlocked(commit(repository, '-i', 'clean.js'), 'clean.js:1:');
    expectBlocked(commit(repository, `--pathspec-from-file=${list}`), 'clean.js:1:');
    const patch = repository.tryGit(['commit', '-q', '-m', 'x', '-p'], { input: 'y\n' });
    expect(patch.stderr).toContain('clean.js:1:');
    expect(patch.status).toBe(1);
  });

  test('an index of the caller\u2019s own, outside the git folder', () => {
    const repository = staged();
    const index = join(temporaryFolder(), 'index');
    copyFileSync(join(repository.root, '.git', 'index'), index);
    repository.git('reset', '-q');
    expectBlocked(repository.tryGit(['commit', '-q', '-m', 'x'], { env: { GIT_INDEX_FILE: index } }));
  });

  test('flags of the index: skip-worktree is judged as staged, assume-unchanged as it was', () => {
    const repository = staged();
    repository.git('update-index', '--skip-worktree', 'a.js');
    expectBlocked(commit(repository));
    repository.git('reset', '-q', '--hard');
    repository.write('clean.js', LINE);
    repository.git('update-index', '--assume-unchanged', 'clean.js');
    repository.write('b.js', 'export const b = 2;\n');
    repository.git('add', 'b.js');
    expectPassed(commit(repository, '-a'));
  });

  test.each([
    ['a pattern', ['--no-cone', '/*', '!/out/']],
    ['folders, with a sparse index', ['--cone', '--sparse-index', 'in']],
  ] as const)('a sparse checkout by %s: what is outside is judged too', (_, options) => {
    const repository = started();
    repository.write('in/a', '1\n');
    repository.write('out/deep/b', '1\n');
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'folders');
    past(repository, 'sparse-checkout', 'set', ...options);
    repository.write('in/a', '2\n');
    repository.git('add', 'in/a');
    expectPassed(commit(repository));
    const entry = `100644,${blobOf(repository, LINE)},out/deep/k.js`;
    repository.git('update-index', '--add', '--cacheinfo', entry);
    expectBlocked(commit(repository), 'out/deep/k.js:1:');
  });
});

describe('what git stores', () => {
  test('what a filter makes of the file, not the file', () => {
    const repository = started();
    repository.write('.gitattributes', '*.put filter=put\n*.take filter=take\n');
    repository.git('config', 'filter.put.clean', `sed s/PLACE/${KEY}/`);
    repository.git('config', 'filter.take.clean', `sed s/${KEY}/PLACE/`);
    repository.write('b.take', LINE);
    repository.git('add', '-A');
    expectPassed(commit(repository));
    repository.write('a.put', "export const key = 'PLACE';\n");
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'a.put:1:');
  });

  test('line ends that git turns round', () => {
    const repository = started();
    repository.git('config', 'core.autocrlf', 'true');
    repository.write('a.js', `// first\r\n${LINE.replace('\n', '\r\n')}`);
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'a.js:2:');
  });

  test('a file that becomes a link, a link that becomes a file, a name that changes its case', () => {
    const repository = started();
    symlinkSync('clean.js', join(repository.root, 'link'));
    repository.git('add', '-A');
    expectPassed(commit(repository));
    rmSync(join(repository.root, 'link'));
    repository.write('link', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'link:1:');
    past(repository, 'commit', '-q', '-m', 'old');
    renameSync(join(repository.root, 'link'), join(repository.root, 'Link'));
    repository.git('add', '-A');
    expectPassed(commit(repository));
    rmSync(join(repository.root, 'Link'));
    symlinkSync(KEY, join(repository.root, 'Link'));
    repository.git('add', '-A');
    expectPassed(commit(repository));
  });

  test('an object that is replaced in this clone is committed as it is', () => {
    const repository = staged();
    repository.git('replace', ':a.js', blobOf(repository, 'export const a = 1;\n'));
    expectBlocked(commit(repository));
  });

  test('objects in another repository', () => {
    const repository = staged();
    past(repository, 'commit', '-q', '-m', 'old');
    const root = join(temporaryFolder(), 'clone');
    run('git', ['clone', '-q', '--shared', repository.root, root]);
    symlinkSync(join(repository.root, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, '.git', 'info', 'exclude'), 'node_modules\n');
    expect(repository.hushkey(['install'], { cwd: root })).toMatchObject({ status: 0 });
    writeFileSync(join(root, 'a.js'), `${LINE}// more\n`);
    expectPassed(run('git', ['commit', '-qam', 'x'], { cwd: root }));
    writeFileSync(join(root, 'b.js'), LINE);
    run('git', ['add', '-A'], { cwd: root });
    expectBlocked(run('git', ['commit', '-qm', 'x'], { cwd: root }), 'b.js:1:');
  });

  test.each([
    ['version 4', (git: TestRepository['git']) => git('update-index', '--index-version', '4')],
    ['split', (git: TestRepository['git']) => git('update-index', '--split-index')],
    ['with a cache of what is not tracked', (git: TestRepository['git']) => git('update-index', '--untracked-cache')],
  ] as const)('an index: %s', (_, change) => {
    const repository = staged();
    change(repository.git);
    expectBlocked(commit(repository));
  });

  test('names by SHA-256: commit, amend, push', () => {
    const repository = createRepository();
    rmSync(join(repository.root, '.git'), { recursive: true });
    repository.git('init', '-q', '--object-format=sha256');
    staged(started(repository));
    expectBlocked(commit(repository));
    past(repository, 'commit', '-q', '-m', 'key');
    expectBlocked(repository.tryGit(['commit', '-q', '--amend', '--no-edit']));
    const remote = temporaryFolder();
    run('git', ['init', '-q', '--bare', '--object-format=sha256', remote]);
    expectBlocked(repository.tryGit(['push', '-q', remote, 'main']));
  });
});

describe('where git is started', () => {
  test('from outside, with the git folder and the work tree named, by options, variables and the config', () => {
    const repository = staged();
    const { root } = repository;
    const [dir, cwd] = [join(root, '.git'), temporaryFolder()];
    const words = ['commit', '-q', '-m', 'x'];
    expectBlocked(run('git', ['-C', root, ...words], { cwd }));
    expectBlocked(run('git', [`--git-dir=${dir}`, `--work-tree=${root}`, ...words], { cwd }));
    expectBlocked(run('git', words, { cwd, env: { GIT_DIR: dir, GIT_WORK_TREE: root } }));
    repository.git('config', 'core.worktree', root);
    expectBlocked(run('git', [`--git-dir=${dir}`, ...words], { cwd }));
  });

  test('with next to nothing in the environment', () => {
    const repository = staged();
    const names = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    expectBlocked(
      run('env', ['-i', 'PATH=/usr/bin:/bin', 'git', ...names, 'commit', '-qm', 'x'], { cwd: repository.root }),
    );
    const odd = { CDPATH: '/tmp', IFS: '/', TMPDIR: '/nowhere', GIT_TRACE: '1', HOME: '' };
    expectBlocked(repository.tryGit([...names, 'commit', '-q', '-m', 'x'], { env: odd }));
  });
});
