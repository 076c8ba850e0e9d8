// `hushkey baseline`: a repository with old findings starts clean, stays clean through merges, and sheds what is over.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';

const KEYS = Array.from({ length: 12 }, (_, i) => fakeOf('anthropic-api-key', i + 1));
const keyOf = (index: number): string => KEYS[index] ?? '';
const BASELINE = 'hushkey-baseline.json';

interface Entry {
  readonly fingerprint: string;
  readonly path: string;
  readonly reason: string;
  readonly expires?: string;
}

const textOf = ({ root }: TestRepository, file = BASELINE): string => readFileSync(join(root, file), 'utf8');
const entriesOf = (repository: TestRepository, file?: string): readonly Entry[] => JSON.parse(textOf(repository, file));
const pathsOf = (repository: TestRepository): readonly string[] => entriesOf(repository).map((one) => one.path);

function commitAll({ git }: TestRepository): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

describe('hushkey baseline', () => {
  test('accepts all that is there, once, and only that', () => {
    const repository = createRepository();
    repository.write('a.js', `a('${keyOf(0)}');\n`);
    repository.write('sub/b.js', `b('${keyOf(1)}');\nb('${keyOf(1)}');\n`);
    repository.write('c.js', `// hushkey-ignore-next-line anthropic-api-key -- made up\nc('${keyOf(2)}');\n`);
    const first = repository.hushkey(['baseline'], { cwd: join(repository.root, 'sub') });
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain(`hushkey: 2 findings accepted in ../${BASELINE}\n`);
    expect(first.stdout).toContain(`git add ../${BASELINE} ../.gitattributes\n`);
    expect(entriesOf(repository)).toMatchObject(
      [...pathsOf(repository)].map(() => ({ reason: 'accepted by hushkey baseline' })),
    );
    expect([...pathsOf(repository)].sort()).toEqual(['a.js', 'sub/b.js']);
    expect(textOf(repository).split('\n')).toHaveLength(5);
    for (const key of KEYS) expect(textOf(repository)).not.toContain(key.slice(14, 30));
    expect(repository.hushkey(['scan']).status).toBe(0);

    const before = textOf(repository);
    const second = repository.hushkey(['baseline']);
    expect(second).toMatchObject({ status: 0, stderr: '' });
    expect(second.stdout).toMatch(/^hushkey: nothing to accept/);
    expect(textOf(repository)).toBe(before);

    repository.write('d.js', `d('${keyOf(3)}');\n`);
    expect(repository.hushkey(['scan']).status).toBe(1);
    const third = repository.hushkey(['baseline', '--reason', 'SEC-12', '--expires', '2099-12-31']);
    expect(third.stdout).toContain('1 finding accepted');
    // The attribute is there already.
    expect(third.stdout).toContain(`git add ${BASELINE}\n`);
    expect(entriesOf(repository).find((one) => one.path === 'd.js')).toMatchObject({
      reason: 'SEC-12',
      expires: '2099-12-31',
    });
  });

  test('honours --baseline, the config, and what .gitattributes says already', () => {
    const repository = createRepository();
    repository.write('a.js', `a('${keyOf(0)}');\n`);
    repository.write('old/b.js', `b('${keyOf(1)}');\n`);
    repository.write('hushkey.config.json', '{ "ignore": ["old/"], "baseline": "etc/accepted.json" }\n');
    repository.write('etc/.keep', '');
    repository.write('.gitattributes', '*.png binary');
    expect(repository.hushkey(['baseline']).stdout).toContain('1 finding accepted in etc/accepted.json');
    expect(entriesOf(repository, 'etc/accepted.json')).toMatchObject([{ path: 'a.js' }]);
    expect(textOf(repository, '.gitattributes')).toBe('*.png binary\n/etc/accepted.json merge=union\n');
    repository.write('.gitattributes', '*.json merge=ours\n');
    expect(repository.hushkey(['baseline', '--baseline', 'other.json']).status).toBe(0);
    expect(entriesOf(repository, 'other.json')).toHaveLength(1);
    expect(textOf(repository, '.gitattributes')).toBe('*.json merge=ours\n');
  });

  test('outside git, in the current folder', () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.js'), `${keyOf(0)}\n`);
    const { hushkey } = createRepository();
    expect(hushkey(['baseline'], { cwd }).stdout).toContain(`1 finding accepted in ${BASELINE}`);
    expect(hushkey(['scan'], { cwd }).status).toBe(0);
  });

  test.each([
    [['baseline', 'prun'], 'did you mean prune?'],
    [['baseline', '--reason', ' '], 'a suppression needs a reason'],
    [['baseline', '--expires', '2020-01-01'], '2020-01-01 is over'],
    [['baseline', 'prune', '--baseline', 'none.json'], 'none.json: no such file'],
  ])('%j is exit 2 and writes nothing', (args, message) => {
    const repository = createRepository();
    repository.write('a.js', `a('${keyOf(0)}');\n`);
    const { status, stdout, stderr } = repository.hushkey(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(repository.git('status', '--porcelain')).toBe('?? a.js\n');
  });
});

describe('hushkey baseline prune', () => {
  test('drops what matches nothing or is over, names it, and keeps the rest', () => {
    const repository = createRepository();
    for (const name of ['gone', 'kept', 'over', 'staged']) {
      const key = keyOf(['gone', 'kept', 'over', 'staged'].indexOf(name));
      repository.write(`${name}.js`, `a('${key}');\n`);
    }
    expect(repository.hushkey(['baseline']).status).toBe(0);
    const nothing = repository.hushkey(['baseline', 'prune']);
    expect(nothing).toMatchObject({ status: 0, stdout: `hushkey: nothing to prune: 4 entries in ${BASELINE}\n` });
    repository.write(
      BASELINE,
      textOf(repository).replace(/("path":"over.js".*"date":"[\d-]+")/, '$1,"expires":"2020-01-31"'),
    );
    repository.git('add', 'staged.js');
    rmSync(join(repository.root, 'staged.js'));
    rmSync(join(repository.root, 'gone.js'));
    const pruned = repository.hushkey(['baseline', 'prune']);
    expect(pruned).toMatchObject({ status: 0, stderr: '' });
    expect(pruned.stdout).toContain(`2 entries dropped from ${BASELINE}, 2 entries left\n`);
    expect(pruned.stdout).toContain('  gone.js: anthropic-api-key matches nothing any more\n');
    expect(pruned.stdout).toContain('  over.js: anthropic-api-key expired on 2020-01-31\n');
    expect([...pathsOf(repository)].sort()).toEqual(['kept.js', 'staged.js']);
  });

  test('without a file there is nothing to do', () => {
    const repository = createRepository();
    expect(repository.hushkey(['baseline', 'prune'])).toMatchObject({ status: 0, stderr: '' });
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('git merges', () => {
  /** Two branches that each accept some keys; what they share is there before. */
  function mergeOf(shared: readonly number[], ours: readonly number[], theirs: readonly number[]): TestRepository {
    const repository = createRepository();
    const accept = (indexes: readonly number[], reason: string): void => {
      for (const index of indexes) repository.write(`f${index}.js`, `a('${keyOf(index)}');\n`);
      expect(repository.hushkey(['baseline', '--reason', reason]).status).toBe(0);
      commitAll(repository);
    };
    repository.write('README.md', 'app\n');
    commitAll(repository);
    if (shared.length > 0) accept(shared, 'shared');
    repository.git('checkout', '-q', '-b', 'theirs');
    accept(theirs, 'theirs');
    repository.git('checkout', '-q', 'main');
    accept(ours, 'ours');
    repository.git('merge', '-q', '--no-edit', 'theirs');
    return repository;
  }

  const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

  test.each<[about: string, shared: readonly number[], ours: readonly number[], theirs: readonly number[]]>([
    ['first entries of both', [], [0, 1, 2], [3, 4, 5]],
    ['entries that stand side by side', [0, 1, 2, 3], range(4, 8), range(8, 12)],
    ['one new entry each', [0], [1], [2]],
    ['a finding that both accepted', [0, 1], [2, 3], [3, 4]],
  ])('%s', (_, shared, ours, theirs) => {
    const repository = mergeOf(shared, ours, theirs);
    expect(repository.hushkey(['scan'])).toMatchObject({ status: 0 });
    // What comes next writes the file in order again.
    const all = new Set([...shared, ...ours, ...theirs]);
    repository.write('last.js', `a('${fakeOf('anthropic-api-key', 99)}');\n`);
    expect(repository.hushkey(['baseline']).status).toBe(0);
    const fingerprints = entriesOf(repository).map((one) => one.fingerprint);
    expect(fingerprints).toHaveLength(all.size + 1);
    expect(fingerprints).toEqual([...new Set(fingerprints)].sort());
  });
});
