// Differential test: a real parser of JavaScript and TypeScript against our scanner, over all code that lies about.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareWithParser } from '../support/oxc-compare.ts';

const SCRIPT = /\.[cm]?[jt]sx?$/;
const MOST_FILES = 500;
const MOST_BYTES = 8_000_000;
const LARGEST_FILE = 300_000;

function scriptsIn(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && SCRIPT.test(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    )
    .sort();
}

/** Files spread evenly over all, the same ones in every run. */
function sampleOf(paths: readonly string[]): readonly string[] {
  let bytes = 0;
  const step = Math.max(1, Math.floor(paths.length / MOST_FILES));
  return paths.filter((path, place) => {
    if (place % step !== 0 || statSync(path).size > LARGEST_FILE) return false;
    bytes += statSync(path).size;
    return bytes <= MOST_BYTES;
  });
}

function differences(paths: readonly string[]): { readonly checked: number; readonly found: readonly string[] } {
  const results = paths.map((path) => ({ path, result: compareWithParser(path, readFileSync(path, 'utf8')) }));
  return {
    checked: results.reduce((total, { result }) => total + (result?.checked ?? 0), 0),
    found: results.flatMap(({ path, result }) => (result?.differences ?? []).map((line) => `${path} ${line}`)),
  };
}

describe('our scanner and a parser agree on', () => {
  test('the repository', () => {
    const { checked, found } = differences(scriptsIn('src', 'test', 'scripts'));
    expect(found).toEqual([]);
    expect(checked).toBeGreaterThan(30_000);
  });

  test('a sample of what is installed', () => {
    const written = scriptsIn('node_modules').filter((path) => !/\.d\.[cm]?ts$/.test(path));
    const { checked, found } = differences(sampleOf(written));
    expect(found).toEqual([]);
    expect(checked).toBeGreaterThan(30_000);
  });

  test.each([
    ['a.js', "if (x) /re'/.test(y);\nwhile (a.if(b)) c = (d) / e / f; const z = 'a';"],
    ['a.js', "function f() {}\n/'/.test(x); const b = {}\n/ 2 / g('a');"],
    ['a.js', "a = b++ / c / d; e = f[0] / g / 'x'.length; y.return / 2 / 'a'.length; this / 1 / 'b';"],
    ['a.js', "x = `a${`b${c}d`}e${{ a: '}' }.a}f`; y = tag`\\`${1}`;"],
    ['a.js', "f(a, /[/'\"]/g, b => b / 2, `x,${[1, 2]}`, ...c); x = a ? /'/ : /\"/; y = !/'/.test(z);"],
    ['a.js', "class A { #x = 1; get 'a'() { return this.#x / 2 / 3; } static 'b' = 'c'; }"],
    ['a.js', "#!/usr/bin/env node\r\nf('a'); // it's\r\n/* it's\r\n */ g(\"x\\\r\ny\")"],
    [
      'a.js',
      "f({ 'a-b': 1, [c]: 2, d, ...e, get f() { return 1 }, async g() {}, i: function () {}, j: j => j, 1: 'k' })",
    ],
    ['a.js', "function* f() { yield /'/ } switch (a) { case /'/.x: case 'b': default: /'/.test(x) }"],
    ['a.js', 'f(a<b, c>d, e<f>g)'],
    ['a.jsx', "const a = <p>Don't {f('x')} and https://x.y/z'q </p>; f('b');"],
    ['a.jsx', "const a = <p title=\"it's\" data-x='say \"hi\"' {...b}>a {/* it's */} b<br/>{c ? <i>'</i> : null}</p>;"],
    ['a.jsx', 'const a = <A className="one\n  two" onClick={() => f("x", y)} b=\'c\n\'/>; g("b");'],
    ['a.ts', "const a = f<Map<string, number>>(x as Map<string, 'a'>, g<A, { b: C }>(y), z!);"],
    ['a.ts', "f(new Map<string, Array<[a: string, b: 'c']>>(), a < b, c > d);"],
    ['a.ts', "type A = `a${B}c`; let x: A<'b'> = { y: z as unknown as Record<string, 'a'>, w: 1 };"],
    ['a.ts', "function f(this: A, b: <T>(x: T) => 'a'): x is 'b' { return g<'c'>(b, 'd') }"],
  ])('%s %s', (path, text) => {
    const result = compareWithParser(path, text);
    expect(result?.differences).toEqual([]);
    expect(result?.checked).toBeGreaterThan(0);
  });
});
