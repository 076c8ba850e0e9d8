import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHookLines, hasHookLines, removeHookLines, saysDependencyAdded } from '../../src/install/hook-file.ts';

const lines = { name: 'pre-commit', runner: 'hushkey', addedDependency: true };
const LINE = `[ "\${HUSHKEY_DONE-}" = "$PPID" ] || hushkey hook pre-commit`;
const add = (text: string | undefined): string => addHookLines(text, lines);

const piece = fc.constantFrom(
  'npx lint-staged',
  '#!/bin/sh',
  '#!/usr/bin/env sh',
  '# a comment',
  '. "$(dirname -- "$0")/_/husky.sh"',
  '',
  'echo é',
  '\t',
);
const script = fc
  .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
  .map(([rows, eol, final, bom]) => (bom ? '\uFEFF' : '') + rows.join(eol) + (final ? eol : ''));

describe('hook file edits', () => {
  it('are undone byte by byte', () => {
    fc.assert(
      fc.property(
        script,
        fc.boolean(),
        fc.constantFrom('hushkey', "'my app/node_modules/.bin/hushkey'"),
        (text, addedDependency, runner) => {
          const edited = addHookLines(text, { name: 'pre-commit', runner, addedDependency });
          expect(hasHookLines(edited, 'pre-commit')).toBe(true);
          expect(saysDependencyAdded(edited)).toBe(addedDependency);
          expect(addHookLines(edited, lines)).toBe(edited);
          expect(removeHookLines(edited, 'pre-commit')).toBe(text);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('make a file where there is none, and remove only that one', () => {
    const made = `# hushkey: scans what this commit adds (hushkey init added the devDependency)\n${LINE}\n`;
    expect(add(undefined)).toBe(made);
    expect(removeHookLines(made, 'pre-commit')).toBeUndefined();
    expect(removeHookLines(made.replaceAll('\n', '\r\n'), 'pre-commit')).toBeUndefined();
    expect(removeHookLines(add(''), 'pre-commit')).toBe('');
  });

  it.each([
    ['npx lint-staged\n', 0],
    ['#!/bin/sh\nnpx lint-staged\n', 1],
    ['#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpx lint-staged\n', 2],
    ['#!/bin/sh\n# from husky\n\n. "$(dirname "$0")/_/husky.sh"\nnpx lint-staged\n', 4],
  ])('come first after the head: %j', (text, at) => {
    expect(add(text).split('\n')[at + 1]).toBe(LINE);
  });

  it('leave other lines that name us, and lines of another hook', () => {
    for (const text of [
      'npx hushkey hook pre-commit\n',
      LINE.replace('pre-commit', 'pre-merge-commit'),
      `echo "${LINE}"\n`,
    ]) {
      expect(removeHookLines(text, 'pre-commit')).toBe(text);
      expect(hasHookLines(text, 'pre-commit')).toBe(false);
    }
  });
});
