import { describe, expect, test } from 'vitest';
import { globOfPattern } from '../../../src/suppress/foreign/path-globs.ts';
import { compileGlobs } from '../../../src/text/globs.ts';

const PATHS = [
  'a.md',
  'x/a.md',
  'a.mdx',
  'test/a.js',
  'test/deep/a.js',
  'test/a.json',
  'src/test/a.js',
  'my-test/a.js',
  'testing.js',
  'package-lock.json',
  'sub/package-lock.json',
];

describe('a glob selects the paths that its pattern matches', () => {
  test.each([
    ['^test/.*\\.js$', 'test/**/*.js'],
    ['^test/', 'test/**'],
    ['^test/.*', 'test/**'],
    ['test/', '**/*test/**'],
    ['/test/', '*/**/test/**'],
    ['\\.md$', '**/*.md'],
    ['.*\\.md$', '**/*.md'],
    ['\\.md', '**/*.md*'],
    ['package-lock\\.json$', '**/*package-lock.json'],
    ['^package-lock\\.json$', '/package-lock.json'],
    ['^test/[^/]*\\.js$', 'test/*.js'],
  ])('%s is %s', (pattern, glob) => {
    expect(globOfPattern(pattern)).toBe(glob);
    const regex = new RegExp(pattern);
    expect(PATHS.filter(compileGlobs([glob]))).toEqual(PATHS.filter((path) => regex.test(path)));
  });

  test.each(['(a|b)', 'a.b', '[a-z]+', 'a.*b/', '.*', '', '^', 'a+', '(?i)a', 'a{2}', '\\d'])(
    '%s has none',
    (pattern) => {
      expect(globOfPattern(pattern)).toBeUndefined();
    },
  );
});
