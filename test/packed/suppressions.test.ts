// Suppressions in the source, in whatever comment syntax; and what takes all kinds of them back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeOf } from '../support/fakes.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';

const KEY = fakeOf('anthropic-api-key', 71);
const OWN = 'hushkey-ignore';
const REASON = "it's made up (old one)";

interface Found {
  readonly path: string;
  readonly region: { readonly startLine: number };
  readonly suppressed: { readonly kind: string; readonly reason: string } | null;
}

function scan(repository: TestRepository, ...args: string[]): readonly Found[] {
  const { stdout, status } = repository.hushkey(['scan', '--format', 'json', ...args]);
  expect(status).toBeLessThan(2);
  return JSON.parse(stdout).findings;
}

/** A comment of each syntax; MARK is where the marker goes. */
const COMMENTS: readonly (readonly [path: string, comment: string])[] = [
  ['a.ts', '// MARK'],
  ['a.c', '/* MARK */'],
  ['b.js', '/** MARK */'],
  ['a.py', '# MARK'],
  ['a.sql', '-- MARK'],
  ['a.ini', '; MARK'],
  ['a.tex', '% MARK'],
  ['a.html', '<!-- MARK -->'],
  ['a.md', '<!--- MARK --->'],
  ['a.twig', '{# MARK #}'],
  ['a.bat', 'REM MARK'],
  ['b.bat', ':: MARK'],
  ['a.vb', "' MARK"],
  ['a.hbs', '{{!-- MARK --}}'],
  ['b.hbs', '{{! MARK }}'],
  ['a.ml', '(* MARK *)'],
  ['a.pas', '{ MARK }'],
  ['a.rb', '=begin MARK\n=end'],
  ['a.pod', '=pod MARK\n=cut'],
  ['a.jsx', '{/* MARK */}'],
  ['a.erb', '<%# MARK %>'],
  ['a.jsp', '<%-- MARK --%>'],
  ['a.hs', '{- MARK -}'],
  ['a.ps1', '<# MARK #>'],
  ['a.lua', '--[[ MARK ]]'],
  ['a.jl', '#= MARK =#'],
  ['a.lisp', ';; MARK'],
  ['b.lisp', '#| MARK |#'],
  ['a.vim', '" MARK'],
  ['a.f90', '! MARK'],
  ['a.m4', 'dnl MARK'],
  ['a.haml', '-# MARK'],
  ['a.rst', '.. MARK'],
  ['a.adoc', '//// MARK\n////'],
  ['a.liquid', '{% comment %} MARK {% endcomment %}'],
  ['a.cshtml', '@* MARK *@'],
  ['a.vm', '#* MARK *#'],
  ['a.ftl', '<#-- MARK -->'],
  ['a.cfm', '<!--- MARK --->'],
  ['a.json', '"//": "MARK",'],
  ['a.yaml', 'note: "MARK"'],
];

describe('a marker works in every comment syntax, and its reason ends where the comment does', () => {
  const marker = (scope: string): string => `${OWN}-${scope} anthropic-api-key -- ${REASON}`;

  // In a page the key is a client's, too.
  const ONE_RULE = ['--rule', 'anthropic-api-key'] as const;

  test('before the line', () => {
    const repository = createRepository();
    for (const [path, comment] of COMMENTS) {
      repository.write(
        path,
        `${comment.replace('MARK', marker('next-line')).replace(/\n.*/, '')}\n"${KEY}"\n"${KEY}"\n`,
      );
    }
    const findings = scan(repository, ...ONE_RULE);
    for (const [path] of COMMENTS) {
      const reasons = findings.filter((one) => one.path === path).map(({ suppressed }) => suppressed?.reason ?? null);
      expect(reasons, path).toEqual([REASON, null]);
    }
  });

  test('for the file', () => {
    const repository = createRepository();
    for (const [path, comment] of COMMENTS)
      repository.write(path, `"${KEY}"\n${comment.replace('MARK', marker('file'))}\n`);
    const findings = scan(repository, ...ONE_RULE);
    expect(findings.map(({ path, suppressed }) => [path, suppressed?.reason])).toEqual(
      findings.map(({ path }) => [path, REASON]),
    );
    expect(new Set(findings.map(({ path }) => path)).size).toBe(new Set(COMMENTS.map(([path]) => path)).size);
  });
});

describe('all sorts of suppressions', () => {
  /** One finding a file, each accepted in another way. */
  function accepted(): TestRepository {
    const repository = createRepository();
    for (const name of ['inline', 'baseline', 'marker', 'foreign']) repository.write(`${name}.js`, `k = '${KEY}';\n`);
    repository.write('inline.js', `k = '${KEY}'; // ${OWN}-line hardcoded-key -- made up\n`);
    repository.write('marker.js', `k = '${KEY}'; // gitleaks:allow\n`);
    repository.write('.gitleaksignore', 'foreign.js:anthropic-api-key:1\n');
    const { findings } = JSON.parse(repository.hushkey(['scan', 'baseline.js', '--format', 'json']).stdout);
    expect(repository.hushkey(['allow', findings[0].id, '--reason', 'of a test']).status).toBe(0);
    return repository;
  }

  test('are in the report with kind and reason, and --no-suppressions counts all of them again', () => {
    const repository = accepted();
    expect(scan(repository).map(({ path, suppressed }) => [path, suppressed])).toEqual([
      ['baseline.js', { kind: 'baseline', reason: 'of a test' }],
      ['foreign.js', { kind: 'foreign', reason: '.gitleaksignore:1' }],
      ['inline.js', { kind: 'inline', reason: 'made up' }],
      ['marker.js', { kind: 'foreign', reason: 'gitleaks:allow' }],
    ]);
    expect(repository.hushkey(['scan']).status).toBe(0);
    const audit = repository.hushkey(['scan', '--no-suppressions']);
    expect(audit.status).toBe(1);
    expect(audit.stdout).toContain('4 errors in');
    expect(scan(repository, '--no-suppressions').map(({ suppressed }) => suppressed)).toEqual([null, null, null, null]);
  });

  test('of ours that suppress nothing are named where whole files are judged, and only there', () => {
    const repository = accepted();
    repository.write('old.js', `// ${OWN}-file anthropic-api-key -- long gone\nk = 1; // gitleaks:allow\n`);
    repository.git('add', '-A');
    repository.write('README.md', `Write \`// ${OWN}-line <rule> -- reason\` there.\n`);
    const remark = `old.js:1: ${OWN}-file anthropic-api-key suppresses nothing`;
    expect(repository.hushkey(['scan']).stdout).not.toContain('README.md');
    expect(repository.hushkey(['scan']).stdout).toContain(remark);
    expect(repository.hushkey(['scan', 'old.js']).stdout).toContain(remark);
    for (const args of [['--staged'], ['--rule', 'jwt'], ['--no-suppressions'], ['--quiet']]) {
      expect(repository.hushkey(['scan', ...args]).stdout).not.toContain('suppresses nothing');
    }
  });

  test('of the baseline that expired count again, and say so', () => {
    const repository = accepted();
    const path = 'hushkey-baseline.json';
    const [entry] = JSON.parse(readFileSync(join(repository.root, path), 'utf8'));
    const withDay = (expires: string): void =>
      repository.write(path, JSON.stringify([{ ...entry, date: '2020-01-01', expires }]));
    withDay('2020-12-31');
    const over = repository.hushkey(['scan']);
    expect(over.status).toBe(1);
    expect(over.stdout.replace(/\n +/g, ' ')).toContain(
      `baseline.js: its entry for anthropic-api-key in ${path} expired on 2020-12-31`,
    );
    // The last day is a day that counts.
    withDay(new Date().toISOString().slice(0, 10));
    expect(repository.hushkey(['scan']).status).toBe(0);
  });
});
