// Real commits in real repositories with the packed hook: what is blocked, what passes, whatever the road.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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
const OTHER = fakeOf('anthropic-api-key', 2);
const LINE = `export const key = '${KEY}';\n`;

function commit(repository: TestRepository, ...args: string[]): Run {
  return repository.tryGit(['commit', '-q', '-m', 'change', ...args]);
}

/** An armed repository with one clean commit. */
function started(): TestRepository {
  const repository = createArmedRepository();
  repository.write('clean.js', 'export const one = 1;\n');
  repository.git('add', '-A');
  repository.git('commit', '-q', '-m', 'start');
  return repository;
}

function expectBlocked(result: Run, ...places: string[]): void {
  expect(result.stderr).toContain('anthropic-api-key');
  expect(result.status).toBe(1);
  for (const place of places) expect(result.stderr).toContain(place);
  expectNoSecret(result);
}

function expectNoSecret(result: Run): void {
  for (const secret of [KEY, OTHER]) {
    expect(result.stdout + result.stderr).not.toContain(secret);
    expect(result.stdout + result.stderr).not.toContain(secret.slice(20, 60));
  }
}

function expectPassed(result: Run): void {
  expect(result.stderr).toMatch(/hushkey: .*[\d.]+ m?s\)/);
  expect(result.status).toBe(0);
  expectNoSecret(result);
}

describe('scenario 11: every way to commit', () => {
  test('git add and git commit', () => {
    const repository = started();
    repository.write('a.js', LINE);
    repository.git('add', 'a.js');
    expectBlocked(commit(repository), 'a.js:1:');
    expect(repository.git('rev-list', '--count', 'HEAD').trim()).toBe('1');
    expect(repository.git('status', '--porcelain')).toBe('A  a.js\n');
  });

  test('git commit -a, which uses another index', () => {
    const repository = started();
    repository.write('clean.js', LINE);
    expectBlocked(commit(repository, '-a'), 'clean.js:1:');
  });

  test('git commit FILE takes only that file', () => {
    const repository = started();
    repository.write('clean.js', LINE);
    expectBlocked(commit(repository, 'clean.js'));
    repository.write('clean.js', 'export const two = 2;\n');
    repository.write('other.js', LINE);
    repository.git('add', 'other.js');
    expectPassed(commit(repository, 'clean.js'));
    expect(repository.git('status', '--porcelain')).toBe('A  other.js\n');
  });

  test('the first commit', () => {
    const repository = createArmedRepository();
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'a.js:1:');
  });

  test('an amend that adds a key', () => {
    const repository = started();
    repository.write('clean.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository, '--amend'));
  });

  test('from a sub-folder', () => {
    const repository = started();
    repository.write('deep/er/a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(
      repository.tryGit(['commit', '-q', '-m', 'x'], { cwd: join(repository.root, 'deep', 'er') }),
      'deep/er/a.js:1:',
    );
  });

  test('a clean commit prints one line on stderr and nothing on stdout', () => {
    const repository = started();
    repository.write('b.js', 'export const b = 2;\n');
    repository.git('add', '-A');
    const result = commit(repository);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^hushkey: 1 file, 20 B, no findings \([\d.]+ m?s\)\n$/);
    expect(result.status).toBe(0);
  });
});

describe('scenario 10: partial staging', () => {
  test('a key that is staged and only then removed from the work tree is blocked', () => {
    const repository = started();
    repository.write('clean.js', LINE);
    repository.git('add', '-A');
    repository.write('clean.js', 'export const one = 1;\n');
    const before = repository.git('status', '--porcelain');
    expectBlocked(commit(repository));
    expect(repository.git('status', '--porcelain')).toBe(before);
    expect(repository.git('stash', 'list')).toBe('');
  });

  test('a key that stands only in the work tree passes', () => {
    const repository = started();
    repository.write('clean.js', 'export const one = 3;\n');
    repository.git('add', '-A');
    repository.write('clean.js', LINE);
    expectPassed(commit(repository));
    expect(repository.git('status', '--porcelain')).toBe(' M clean.js\n');
  });
});

describe('scenario 14: only what a commit adds can block it', () => {
  function withOldKey(): TestRepository {
    const repository = started();
    repository.write('old.js', `// one\n${LINE}// three\n`);
    repository.git('add', '-A');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'old');
    return repository;
  }

  test('removing the line passes and says that the key wants rotating', () => {
    const repository = withOldKey();
    repository.write('old.js', '// one\n// three\n');
    const result = commit(repository, '-a');
    expectPassed(result);
    expect(result.stderr).toContain('rotate it');
  });

  test('editing a neighbour, moving the line and re-indenting it pass', () => {
    const repository = withOldKey();
    repository.write('old.js', `// new\n\n\n    ${LINE}// four\n`);
    expectPassed(commit(repository, '-a'));
  });

  test('a rename passes', () => {
    const repository = withOldKey();
    repository.git('mv', 'old.js', 'new.js');
    expectPassed(commit(repository));
  });

  test('deleting the file passes', () => {
    const repository = withOldKey();
    repository.git('rm', '-q', 'old.js');
    expectPassed(commit(repository));
  });

  test('a change of mode passes', () => {
    const repository = withOldKey();
    chmodSync(join(repository.root, 'old.js'), 0o755);
    expectPassed(commit(repository, '-a'));
  });

  test('a second key on the same line is blocked', () => {
    const repository = withOldKey();
    repository.write('old.js', `// one\nexport const key = '${KEY}', more = '${OTHER}';\n// three\n`);
    const result = commit(repository, '-a');
    expectBlocked(result, OTHER.slice(-4));
    expect(result.stderr).toContain('1 error');
  });

  test('a copy of the old key is blocked', () => {
    const repository = withOldKey();
    repository.write('copy.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'copy.js:1:');
  });
});

describe('scenario 28: kinds of entries, and nothing to scan', () => {
  test('a symbolic link whose target is a key', () => {
    const repository = started();
    symlinkSync(KEY, join(repository.root, 'link'));
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'link:1:');
  });

  test('a symbolic link to a file with a key passes: git stores only the name', () => {
    const repository = started();
    const outside = createRepository();
    outside.write('secret', KEY);
    symlinkSync(join(outside.root, 'secret'), join(repository.root, 'link'));
    repository.git('add', '-A');
    expectPassed(commit(repository));
  });

  test('a submodule, an empty file and a binary are counted with their reasons', () => {
    const repository = started();
    const inner = createRepository();
    inner.write('x', 'x');
    inner.git('add', '-A');
    inner.git('commit', '-q', '-m', 'inner');
    repository.git('submodule', '--quiet', 'add', inner.root, 'inner');
    repository.git('commit', '-q', '-m', 'submodule');
    repository.git('-C', join(repository.root, 'inner'), 'commit', '-q', '--allow-empty', '-m', 'next');
    repository.git('add', 'inner');
    const result = commit(repository);
    expect(result.stderr).toContain('scanned 0 files: 1 submodule');
    repository.write('empty', '');
    repository.git('add', '-A');
    expectPassed(commit(repository));
    repository.write('image.bin', Buffer.from([0, 1, 2, 3, 0, 255, 254]));
    repository.git('add', '-A');
    expect(commit(repository).stderr).toContain('scanned 0 files: 1 binary');
  });

  test('only deletions, and an empty commit, say that nothing was scanned', () => {
    const repository = started();
    for (const name of ['a', 'b', 'c']) repository.write(name, name);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'three');
    repository.git('rm', '-q', 'a', 'b', 'c');
    expect(commit(repository).stderr).toContain('scanned 0 files: 3 deleted');
    const empty = commit(repository, '--allow-empty');
    expect(empty.stderr).toContain('scanned 0 files');
    expect(empty.status).toBe(0);
  });

  test('a key inside a binary', () => {
    const repository = started();
    repository.write('dump.bin', Buffer.concat([Buffer.alloc(64), Buffer.from(`x ${KEY} y`), Buffer.alloc(64)]));
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'dump.bin');
  });
});

describe('scenarios 15 and 35: encodings', () => {
  const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  const cases: readonly (readonly [string, Buffer])[] = [
    ['UTF-16LE with mark', Buffer.from(`\uFEFF${LINE}`, 'utf16le')],
    ['UTF-16BE with mark', swapped(`\uFEFF${LINE}`)],
    ['UTF-16LE without mark', Buffer.from(LINE, 'utf16le')],
    ['UTF-16BE without mark', swapped(LINE)],
    ['UTF-8 with mark', Buffer.from(`\uFEFF${LINE}`)],
    ['CRLF', Buffer.from(`// first\r\n${LINE.replace('\n', '\r\n')}`)],
    ['Latin-1', Buffer.from(`// caf\u00e9 \u00fc\n${LINE}`, 'latin1')],
    [
      'base64 in a Kubernetes Secret',
      Buffer.from(`kind: Secret\ndata:\n  key: ${Buffer.from(KEY).toString('base64')}\n`),
    ],
  ];
  test.each(cases)('%s', (_, content) => {
    const repository = started();
    repository.write('file.txt', content);
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'file.txt:');
  });
});

describe('scenario 15: settings that blind a reader of diffs', () => {
  test('.gitattributes -diff', () => {
    const repository = started();
    repository.write('.gitattributes', '*.js -diff\n');
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository));
  });

  test.each([
    ['color.ui', 'always'],
    ['diff.external', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.relative', 'true'],
    ['diff.orderFile', '/nowhere'],
    ['diff.ignoreSubmodules', 'all'],
    ['core.quotePath', 'false'],
    ['status.showUntrackedFiles', 'no'],
  ])('%s=%s', (name, value) => {
    const repository = started();
    repository.git('config', name, value);
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository));
  });

  test.each([
    'with space.js',
    'with"quote.js',
    "it's.js",
    'line\nbreak.js',
    '\u043a\u043b\u044e\u0447.js',
    'app/[slug]/page.js',
    '-leading.js',
    'back\\slash.js',
    ':(top).js',
    '100%.js',
  ])('the path %j', (path) => {
    const repository = started();
    repository.write(path, LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository));
  });

  test('a path with bytes that are not UTF-8', () => {
    const repository = started();
    writeFileSync(
      Buffer.concat([Buffer.from(`${repository.root}/caf`), Buffer.from([0xe9]), Buffer.from('.js')]),
      LINE,
    );
    repository.git('add', '-A');
    expectBlocked(commit(repository), 'caf%E9.js:1:');
  });
});

describe('where the repository is', () => {
  test('a linked work tree without an install', () => {
    const repository = started();
    const tree = join(repository.root, '..', `${Date.now()}-tree`);
    repository.git('worktree', 'add', '-q', tree);
    try {
      writeFileSync(join(tree, 'a.js'), LINE);
      run('git', ['add', '-A'], { cwd: tree });
      expectBlocked(run('git', ['commit', '-q', '-m', 'x'], { cwd: tree }), 'a.js:1:');
      expectBlocked(run('git', ['commit', '-qam', 'x'], { cwd: tree }), 'a.js:1:');
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  });

  test('after git clean -fdx and without node_modules', () => {
    const repository = started();
    repository.git('clean', '-fdxq');
    rmSync(join(repository.root, 'node_modules'), { recursive: true, force: true });
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(commit(repository));
  });

  test('in a folder that was moved, before any other install', () => {
    const repository = started();
    const cwd = join(temporaryFolder(), 'moved');
    renameSync(repository.root, cwd);
    expect(repository.hushkey(['doctor'], { cwd }).stdout).toContain(`core.hooksPath is ${cwd}`);
    writeFileSync(join(cwd, 'a.js'), LINE);
    run('git', ['add', '-A'], { cwd });
    expectBlocked(run('git', ['commit', '-q', '-m', 'x'], { cwd }), 'a.js:1:');
  });

  test('package.json in a sub-folder: the rest of the repository is scanned too', () => {
    const repository = createRepository();
    const armed = createArmedRepository();
    mkdirSync(join(repository.root, 'frontend'));
    repository.write(
      'frontend/package.json',
      '{ "name": "app", "private": true, "devDependencies": { "hushkey": "*" } }\n',
    );
    renameSync(join(armed.root, 'node_modules'), join(repository.root, 'frontend', 'node_modules'));
    expect(repository.hushkey(['install'], { cwd: join(repository.root, 'frontend') }).status).toBe(0);
    repository.write('backend/main.py', `KEY = "${KEY}"\n`);
    repository.git('add', 'backend');
    expectBlocked(commit(repository), 'backend/main.py:1:');
  });
});

describe('scenario 12: merges', () => {
  function withFeature(content: string): TestRepository {
    const repository = started();
    repository.git('checkout', '-q', '-b', 'feature');
    repository.write('feature.js', content);
    repository.git('add', '-A');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'feature');
    repository.git('checkout', '-q', 'main');
    repository.write('main.js', 'export const main = 1;\n');
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'main');
    return repository;
  }

  test('a key that stands only in an unpublished branch is blocked at a clean merge', () => {
    const repository = withFeature(LINE);
    const result = repository.tryGit(['merge', '--no-edit', 'feature']);
    expect(result.stderr).toContain('anthropic-api-key');
    expect(result.status).not.toBe(0);
    expect(repository.git('rev-list', '--count', 'HEAD').trim()).toBe('2');
  });

  test('a key that came with the main branch passes', () => {
    const repository = withFeature('export const f = 1;\n');
    repository.write('known.js', LINE);
    repository.git('add', '-A');
    repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'known');
    repository.git('checkout', '-q', 'feature');
    expect(repository.tryGit(['merge', '--no-edit', 'main']).status).toBe(0);
  });

  test('a key that came from the remote passes, one that is only local does not', () => {
    const repository = withFeature(LINE);
    const remote = createRepository();
    remote.git('config', 'receive.denyCurrentBranch', 'ignore');
    repository.git('remote', 'add', 'origin', remote.root);
    repository.git('push', '-q', 'origin', 'main');
    expect(repository.tryGit(['merge', '--no-edit', 'feature']).status).not.toBe(0);
    repository.git('merge', '--abort');
    // pre-push would stop it too.
    repository.git('-c', 'core.hooksPath=/dev/null', 'push', '-q', 'origin', 'feature');
    expect(repository.tryGit(['merge', '--no-edit', 'feature']).status).toBe(0);
  });

  test('a key put in while a conflict is resolved is blocked', () => {
    const repository = withFeature('export const f = 1;\n');
    repository.write('feature.js', 'export const f = 2;\n');
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'conflict');
    expect(repository.tryGit(['merge', '--no-edit', 'feature']).status).not.toBe(0);
    repository.write('feature.js', LINE);
    repository.git('add', '-A');
    expectBlocked(repository.tryGit(['commit', '-q', '--no-edit']), 'feature.js:1:');
  });
});

describe('off switches', () => {
  test.each(['HUSHKEY', 'HUSKY'])('%s=0 skips aloud', (name) => {
    const repository = started();
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    const result = repository.tryGit(['commit', '-q', '-m', 'x'], { env: { [name]: '0' } });
    expect(result.status).toBe(0);
    expect(result.stderr).toContain(`hushkey: pre-commit skipped (${name}=0)`);
  });

  test.each(['', '1', 'false', '00'])('HUSHKEY=%j does not', (value) => {
    const repository = started();
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(repository.tryGit(['commit', '-q', '-m', 'x'], { env: { HUSHKEY: value } }));
  });

  test('CI does not', () => {
    const repository = started();
    repository.write('a.js', LINE);
    repository.git('add', '-A');
    expectBlocked(repository.tryGit(['commit', '-q', '-m', 'x'], { env: { CI: 'true' } }));
  });
});

describe('scenario 23: cannot scan is not clean', () => {
  test('a blob that is missing', () => {
    const repository = started();
    repository.write('a.js', 'export const a = 1;\n');
    repository.git('add', '-A');
    const oid = repository.git('rev-parse', ':a.js').trim();
    const object = join(repository.root, '.git', 'objects', oid.slice(0, 2), oid.slice(2));
    expect(existsSync(object)).toBe(true);
    rmSync(object, { force: true });
    const result = repository.hushkey(['hook', 'pre-commit']);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('a.js');
    expect(result.stderr).not.toContain('no findings');
  });

  test('no scanner anywhere', () => {
    const repository = started();
    rmSync(join(repository.root, 'node_modules'), { recursive: true, force: true });
    rmSync(join(repository.root, '.git', 'hushkey', 'scanner'), { recursive: true, force: true });
    repository.write('a.js', 'export const a = 1;\n');
    repository.git('add', '-A');
    const result = commit(repository);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^hushkey: .*\n$/);
  });
});

const hasStrace = run('sh', ['-c', 'strace -o /dev/null true || exit 1']).status === 0;

test.skipIf(!hasStrace)('a plain commit starts perl, one with a word of the rules Node too, each once', () => {
  const repository = started();
  const startedBy = (text: string): readonly string[] => {
    repository.write('a.js', text);
    repository.git('add', '-A');
    const trace = join(temporaryFolder(), 'trace');
    const strace = ['-f', '-qq', '-e', 'trace=execve', '-e', 'signal=none', '-z', '-o', trace];
    expectPassed(run('strace', [...strace, 'git', 'commit', '-q', '-m', 'x'], { cwd: repository.root }));
    return [...readFileSync(trace, 'utf8').matchAll(/execve\("(?:[^"]*\/)?([^"]*)"/g)].map(([, name = '']) => name);
  };
  const others = ['prepare-commit-msg', 'rm', 'commit-msg', 'post-commit'];
  const plain = startedBy('export const a = 1;\n');
  expect(plain.filter((name) => name !== 'git')).toEqual(['pre-commit', 'perl', ...others]);
  // The commit itself and its look after the repository; the other one is asked by the one scan.
  expect(plain.filter((name) => name === 'git').length).toBeLessThanOrEqual(3);
  const worded = startedBy('export const key = process.env.ANTHROPIC_API_KEY;\n');
  expect(worded.filter((name) => name !== 'git')).toEqual(['pre-commit', 'perl', 'node', ...others]);
  expect(worded.filter((name) => name === 'git').length).toBeLessThanOrEqual(4);
});
