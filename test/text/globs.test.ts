import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { compileGlobs } from '../../src/text/globs.ts';

describe('compileGlobs', () => {
  test.each<[patterns: string[], matching: string[], others: string[]]>([
    [[], [], ['a.ts']],
    [['dist'], ['dist', 'dist/a.js', 'packages/app/dist/deep/a.js'], ['distant/a.js', 'a/dist.js']],
    [['dist/'], ['dist/a.js', 'packages/app/dist/.hidden'], ['dist', 'packages/dist']],
    [['/dist'], ['dist/a.js'], ['packages/dist/a.js']],
    [['./src'], ['src/a.ts'], ['lib/src/a.ts']],
    [['/**'], ['a', 'a/b'], []],
    [['*.ts'], ['a.ts', 'deep/down/b.ts', '.eslintrc.ts'], ['a.tsx', 'a.ts.map']],
    [['src/*.ts'], ['src/a.ts', 'src/.a.ts'], ['src/deep/a.ts', 'lib/src/a.ts']],
    [['src/**'], ['src/a.ts', 'src/.git-ish/b'], ['src', 'lib/src/a.ts']],
    [['**/fixtures/**'], ['fixtures/a', 'test/fixtures/a/b'], ['test/fixture/a']],
    [['**'], ['a', '.env', 'a/b/.c'], []],
    [['*.{env,pem}'], ['a.env', 'deep/b.pem'], ['a.env.ts']],
    [['.env*'], ['.env', 'app/.env.local'], ['env']],
    [['app/**'], ['app/[slug]/page.tsx', 'app/(shop)/[[...all]]/page.tsx', 'app/@modal/page.tsx'], []],
    [['app/[slug]/**'], ['app/[slug]/page.tsx'], ['app/other/page.tsx']],
    [['app/[...slug]/**'], ['app/[...slug]/page.tsx'], ['app/other/page.tsx']],
    [['app/[[...slug]]/page.tsx'], ['app/[[...slug]]/page.tsx'], ['app/s/page.tsx']],
    [['app/(shop)/**'], ['app/(shop)/page.tsx'], ['app/shop/page.tsx']],
    [['*.@(js|ts)'], ['a.js', 'b/a.ts'], ['a.css']],
    [['v[0-9].ts'], ['v1.ts'], ['vx.ts', 'v10.ts']],
    [['*.ts', '!*.test.ts'], ['a.ts'], ['a.test.ts']],
    [['!*.test.ts', '*.ts'], ['a.test.ts'], []],
    [['test', '!test/support', 'test/support/keys.ts'], ['test/a', 'test/support/keys.ts'], ['test/support/b.ts']],
    [['\\!odd'], ['!odd'], ['odd']],
    [['../shared/**'], ['../shared/a.ts'], ['shared/a.ts']],
    [['dist'], [], ['../dist/a.js']],
  ])('%j', (patterns, matching, others) => {
    const matches = compileGlobs(patterns);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter((path) => matches(path))).toEqual([]);
  });

  test.each(['a[b', 'a]b', 'a{b', 'a(b', 'a)b', '[z-a].ts', '', '/', '!', '!only', `${'a'.repeat(70_000)}`])(
    'a bad glob is named (%#)',
    (pattern) => {
      const compile = () => compileGlobs([pattern]);
      expect(compile).toThrow(UserError);
      expect(compile).toThrow(expect.objectContaining({ code: 'bad-glob' }));
      expect(compile).toThrow(JSON.stringify(pattern));
    },
  );
});
