// `scan --range` and `scan --history` on real repositories: what each says of commits.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../../src/credentials/catalogue.ts';
import {
  createRepository,
  type Run,
  run,
  runHushkey,
  type TestRepository,
  temporaryFolder,
} from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const OTHER = fakeOf('anthropic-api-key', 2);
const LINE = `export const key = '${KEY}';\n`;

interface Entry {
  readonly path: string;
  readonly commit: string;
  readonly firstCommit: string;
  readonly lastCommit: string;
  readonly inHead: boolean;
  readonly remotes: readonly string[];
}

interface Document {
  readonly source: string;
  readonly scanned: { readonly commits: number; readonly files: number };
  readonly findings: readonly Entry[];
}

interface Historic extends TestRepository {
  /** Commits; gives the whole id. */
  readonly commit: (path: string, content: string) => string;
  readonly scan: (...args: string[]) => Run;
  readonly json: (...args: string[]) => Document;
}

function historic(): Historic {
  const at = createRepository();
  const commit = (path: string, content: string): string => {
    at.write(path, content);
    at.git('add', '-A');
    at.git('commit', '-q', '-m', `change ${path}`);
    return at.git('rev-parse', 'HEAD').trim();
  };
  const scan = (...args: string[]): Run => at.hushkey(['scan', ...args]);
  const json = (...args: string[]): Document => JSON.parse(scan(...args, '--format', 'json').stdout) as Document;
  commit('clean.js', 'export const one = 1;\n');
  return { ...at, commit, scan, json };
}

describe('--range', () => {
  test('names the commit that adds a key, also where a later one removes it', () => {
    const at = historic();
    const base = at.git('rev-parse', 'HEAD').trim();
    const added = at.commit('a.js', LINE);
    at.commit('a.js', 'export const a = 1;\n');
    const result = at.json('--range', `${base}..HEAD`);
    expect(result).toMatchObject({ source: 'range', scanned: { commits: 2, files: 2 } });
    expect(result.findings).toMatchObject([{ path: 'a.js', commit: added }]);
    expect(result.findings[0]).not.toHaveProperty('firstCommit');
    const pretty = at.scan('--range', `${base}..HEAD`);
    expect(pretty.stdout).toContain(`a.js:1:21 in ${added.slice(0, 7)}`);
    expect(pretty.stdout).toContain('change a.js');
    expect(pretty.status).toBe(1);
    expect(pretty.stdout).not.toContain(KEY.slice(20, 60));
  });

  test('what stood before the range is old', () => {
    const at = historic();
    at.commit('a.js', LINE);
    at.commit('a.js', `// more\n${LINE}`);
    at.git('mv', 'a.js', 'b.js');
    at.commit('c.js', 'export const c = 1;\n');
    const result = at.scan('--range', 'HEAD~2..HEAD');
    expect(result.stdout).toMatch(/^hushkey: 3 files in 2 commits, .*, no findings/);
    expect(result.status).toBe(0);
  });

  test('ends left out are HEAD, three dots are as two', () => {
    const at = historic();
    at.commit('a.js', LINE);
    for (const range of ['HEAD^..', 'HEAD^...HEAD']) expect(at.json('--range', range).findings).toHaveLength(1);
    expect(at.json('--range', '..HEAD^').scanned.commits).toBe(0);
  });

  test('from a sub-folder paths count from the root', () => {
    const at = historic();
    at.commit('deep/a.js', LINE);
    const result = at.hushkey(['scan', '--range', 'HEAD^..HEAD', '--format', 'json'], { cwd: join(at.root, 'deep') });
    expect((JSON.parse(result.stdout) as Document).findings).toMatchObject([{ path: 'deep/a.js' }]);
  });

  test.each([
    ['HEAD', 'two commits'],
    ['nowhere..HEAD', 'knows no commit nowhere'],
    ['--all..HEAD', 'knows no commit --all'],
    ['HEAD..HEAD:clean.js', 'knows no commit'],
  ])('%s: exit 2', (range, words) => {
    const result = historic().scan(`--range=${range}`);
    expect(result.stderr).toContain(words);
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });

  test('outside a repository: exit 2', () => {
    const result = runHushkey(['scan', '--range', 'A..B'], { cwd: temporaryFolder() });
    expect(result.stderr).toContain('not in a git repository');
    expect(result.status).toBe(2);
  });
});

describe('--history and remotes', () => {
  test('says which remotes have a finding, by any commit that brought it', () => {
    const at = historic();
    for (const name of ['origin', 'mirror']) {
      const folder = temporaryFolder();
      run('git', ['init', '-q', '--bare', folder]);
      at.git('remote', 'add', name, folder);
    }
    at.git('push', '-q', 'origin', 'main');
    at.git('checkout', '-q', '-b', 'local');
    at.commit('a.js', LINE);
    at.commit('b.js', `export const key = '${OTHER}';\n`);
    // The same file by another commit: only this one is pushed.
    at.git('checkout', '-q', '-b', 'picked', 'main');
    at.git('cherry-pick', 'local^');
    at.git('push', '-q', 'mirror', 'picked');
    const { findings } = at.json('--history');
    expect(findings).toMatchObject([
      { path: 'a.js', remotes: ['mirror'] },
      { path: 'b.js', remotes: [] },
    ]);
    const pretty = at.scan('--history').stdout;
    expect(pretty.replace(/\s+/g, ' ')).toContain('on the remote mirror');
    at.git('push', '-q', 'origin', 'picked');
    expect(at.scan('--history').stdout.replace(/\s+/g, ' ')).toContain('on the remotes mirror, origin');
  });
});

describe('--history', () => {
  test('tells a removed key once, with the first and the last commit that held it', () => {
    const at = historic();
    const first = at.commit('a.js', LINE);
    at.commit('a.js', `// edited\n${LINE}`);
    const last = at.commit('b.js', 'export const b = 1;\n');
    at.commit('a.js', 'export const a = 1;\n');
    const result = at.json('--history');
    expect(result).toMatchObject({ source: 'history', scanned: { commits: 5, files: 5 } });
    expect(result.findings).toMatchObject([
      { path: 'a.js', commit: first, firstCommit: first, lastCommit: last, inHead: false },
    ]);
    expect(at.scan('--history').status).toBe(1);
  });

  test('a key that HEAD holds still', () => {
    const at = historic();
    const first = at.commit('a.js', LINE);
    const head = at.commit('b.js', 'export const b = 1;\n');
    expect(at.json('--history').findings).toMatchObject([{ firstCommit: first, lastCommit: head, inHead: true }]);
  });

  test('other branches, tags and a detached HEAD', () => {
    const at = historic();
    at.git('checkout', '-q', '-b', 'side');
    const side = at.commit('side.js', LINE);
    at.git('checkout', '-q', 'main');
    at.git('checkout', '-q', '--detach');
    const detached = at.commit('detached.js', LINE);
    expect(at.json('--history').findings).toMatchObject([
      { path: 'detached.js', firstCommit: detached, lastCommit: detached, inHead: true },
      { path: 'side.js', firstCommit: side, lastCommit: side, inHead: false },
    ]);
  });

  test('each blob is read once', () => {
    const at = historic();
    at.commit('a.js', LINE);
    at.commit('a.js', 'export const a = 1;\n');
    at.commit('a.js', LINE);
    at.git('mv', 'a.js', 'b.js');
    at.git('commit', '-q', '-m', 'move');
    const result = at.json('--history');
    expect(result.scanned).toMatchObject({ commits: 5, files: 4 });
    expect(result.findings.map(({ path, inHead }) => [path, inHead])).toEqual([
      ['a.js', false],
      ['b.js', true],
    ]);
  });

  test('a key put in by a merge', () => {
    const at = historic();
    at.git('checkout', '-q', '-b', 'side');
    at.commit('side.js', 'export const s = 1;\n');
    at.git('checkout', '-q', 'main');
    at.commit('main.js', 'export const m = 1;\n');
    at.git('merge', '-q', '--no-ff', '--no-commit', 'side');
    const merge = at.commit('side.js', `const other = '${OTHER}';\n`);
    expect(at.json('--history').findings).toMatchObject([{ path: 'side.js', firstCommit: merge, inHead: true }]);
  });

  test('a repository without commits', () => {
    const result = createRepository().hushkey(['scan', '--history']);
    expect(result.stdout).toContain('scanned 0 files');
    expect(result.status).toBe(0);
  });
});

describe('a shallow clone', () => {
  function shallow(): string {
    const at = historic();
    at.commit('a.js', 'export const a = 1;\n');
    at.commit('b.js', 'export const b = 1;\n');
    const clone = temporaryFolder();
    run('git', ['clone', '-q', '--depth', '1', `file://${at.root}`, clone]);
    return clone;
  }

  test('is no history: exit 2 with the remedy, and nothing on stdout', () => {
    const result = runHushkey(['scan', '--history', '--format', 'json'], { cwd: shallow() });
    expect(result.stderr).toContain('git fetch --unshallow');
    expect(result).toMatchObject({ status: 2, stdout: '' });
  });

  test('gives a range where all of it is there', () => {
    const clone = shallow();
    writeFileSync(join(clone, 'c.js'), LINE);
    run('git', ['add', '-A'], { cwd: clone });
    run('git', ['commit', '-q', '-m', 'c'], { cwd: clone });
    expect(runHushkey(['scan', '--range', 'HEAD^..HEAD'], { cwd: clone }).status).toBe(1);
    const cut = runHushkey(['scan', '--range', 'HEAD~2..HEAD'], { cwd: clone });
    expect(cut.stderr).toContain('git fetch --unshallow');
    expect(cut.status).toBe(2);
  });
});
