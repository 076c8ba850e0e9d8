// What ARCHITECTURE.md says of imports, and of who may touch the process, read off the sources.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Import {
  readonly from: string;
  /** A path under src, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const textOf = new Map(files.map((file) => [file, readFileSync(`src/${file}`, 'utf8')]));
const imports = files.flatMap(importsOf);

function importsOf(from: string): readonly Import[] {
  const text = textOf.get(from) ?? '';
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w*\s{},]+?\sfrom\s)?'([^']+)'/gm);
  const found = [...statements].map(([, type, to = '']) => ({ from, to: resolve(from, to), typeOnly: Boolean(type) }));
  const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)];
  return [...found, ...dynamic.map(([, to = '']) => ({ from, to: resolve(from, to), typeOnly: false }))];
}

function resolve(from: string, to: string): string {
  return to.startsWith('.') ? posix.join(posix.dirname(from), to) : to;
}

/** The folder of a file, or the file itself where it stands at the top. */
function unitOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, '');
}

/** Outermost first; a unit imports from its own layer and from those after it. */
const LAYERS: readonly (readonly string[])[] = [
  ['bin', 'hook', 'index', 'fleet-entry', 'worker'],
  ['process'],
  ['cli'],
  ['fleet'],
  ['scan', 'install', 'report', 'config', 'diagnose'],
  ['agents', 'builtin-rules', 'engine', 'suppress', 'sources'],
  ['credentials', 'usage', 'text', 'git'],
  ['errors', 'finding', 'rule', 'outcome', 'version'],
];
const layerOf = (unit: string): number => LAYERS.findIndex((layer) => layer.includes(unit.replace(/^scan-.*/, 'scan')));

describe('imports', () => {
  test('every file has a place', () => {
    expect([...new Set(files.map(unitOf))].filter((unit) => layerOf(unit) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  test('go down the list only; types may come from anywhere', () => {
    const up = imports.filter(
      ({ from, to, typeOnly }) => textOf.has(to) && !typeOnly && layerOf(unitOf(to)) < layerOf(unitOf(from)),
    );
    expect(up.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('form no circle', () => {
    const open = new Set<string>();
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string): void => {
      if (open.has(file)) circles.push([...open, file].join(' → '));
      if (open.has(file) || done.has(file)) return;
      open.add(file);
      for (const { from, to, typeOnly } of imports) if (from === file && !typeOnly && textOf.has(to)) visit(to);
      open.delete(file);
      done.add(file);
    };
    for (const file of files) visit(file);
    expect(circles).toEqual([]);
  });

  test.each(['simple-git', 'picomatch', 'chalk', 'husky', 'bullmq', 'ioredis'])(
    '%s is imported by one file',
    (name) => {
      const importers = imports.filter(({ to, typeOnly }) => to === name && !typeOnly).map(({ from }) => from);
      expect([...new Set(importers)].length).toBe(1);
    },
  );

  test('what finds things is pure: no files, no git, no config, no terminal', () => {
    const allowed = ['credentials', 'usage', 'text', 'engine', 'errors', 'finding', 'rule'];
    const impure = imports.filter(
      ({ from, to, typeOnly }) =>
        /^(?:credentials|usage|engine)\//.test(from) &&
        !typeOnly &&
        !(textOf.has(to) ? allowed.includes(unitOf(to)) : /^node:(?:buffer|crypto|util|zlib)$/.test(to)),
    );
    expect(impure.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

describe('the process', () => {
  /** Files whose code, without comments and strings, has a match. */
  const usersOf = (use: RegExp): readonly string[] =>
    [...textOf]
      .filter(([, text]) => {
        const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
        return use.test(code.replace(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"/g, "''"));
      })
      .map(([file]) => file)
      .sort();

  test('its arguments, streams and end are the entries’ alone', () => {
    expect(usersOf(/\bprocess\.(?:exit|exitCode|stdin|stdout|stderr|argv|on|once|kill)\b|\bconsole\./)).toEqual([
      'bin.ts',
      'process.ts',
    ]);
  });

  test('a credential is revealed by few: to move or purge it, to verify it, to compare it, to keep it out of a fix, to hand it to a thread', () => {
    expect(usersOf(/\.reveal\(\)/)).toEqual([
      'cli/parallel.ts',
      'diagnose/recover/move-out.ts',
      'diagnose/recover/purge.ts',
      'diagnose/verify/verify-findings.ts',
      'report/group.ts',
      'report/json.ts',
    ]);
  });

  test('the network is opened by one file', () => {
    const doors = /^(?:node:)?(?:https?|http2|net|tls|dns|dgram)(?:\/|$)/;
    const openers = imports.filter(({ to, typeOnly }) => doors.test(to) && !typeOnly).map(({ from }) => from);
    expect([...new Set(openers)]).toEqual(['diagnose/verify/send.ts']);
    expect(usersOf(/\bfetch\(|\bWebSocket\b/)).toEqual([]);
  });

  test('its folder is read where nobody hands it over, and changed only for husky', () => {
    expect(usersOf(/\bprocess\.(?:cwd|chdir)\b/)).toEqual(['index.ts', 'install/install.ts', 'process.ts']);
  });
});
