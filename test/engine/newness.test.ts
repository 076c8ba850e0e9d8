import { describe, expect, test } from 'vitest';
import type { Detection } from '../../src/engine/detect.ts';
import { countRemoved, type DetectionsInFile, keepNew } from '../../src/engine/newness.ts';

function file(path: string, ...identities: readonly string[]): DetectionsInFile {
  const detections = identities.map(
    (identity, i): Detection => ({
      ruleId: 'rule',
      category: 'hardcoded-key',
      level: 'error',
      start: i * 100,
      end: i * 100 + 10,
      identity,
      secret: { value: identity, prefix: '', start: 0, end: 1 },
      message: 'm',
    }),
  );
  return { path, detections };
}

function left(after: readonly DetectionsInFile[], ...before: readonly (readonly DetectionsInFile[])[]): string {
  return keepNew(after, before)
    .flatMap(({ path, detections }) => detections.map(({ identity, start }) => `${path}:${start}:${identity}`))
    .join(' ');
}

describe('keepNew', () => {
  test('without a version before, all is new', () => {
    expect(left([file('a', 'x', 'y')])).toBe('a:0:x a:100:y');
  });

  test('what stood in the file before is old, wherever it stands now', () => {
    expect(left([file('a', 'y', 'x')], [file('a', 'x')])).toBe('a:0:y');
  });

  test('a rename takes its credential along', () => {
    expect(left([file('b', 'x')], [file('a', 'x')])).toBe('');
  });

  test('a copy is new, and it is the copy that is reported', () => {
    expect(left([file('a-copy', 'x'), file('b', 'x')], [file('b', 'x')])).toBe('a-copy:0:x');
  });

  test('a second occurrence in the same file is new', () => {
    expect(left([file('a', 'x', 'x')], [file('a', 'x')])).toBe('a:100:x');
  });

  test('having stood in any of the versions is enough, and versions do not add up', () => {
    expect(left([file('a', 'x', 'y', 'y')], [file('a', 'x')], [file('a', 'y')])).toBe('a:200:y');
    expect(left([file('a', 'x', 'x')], [file('a', 'x')], [file('a', 'x')])).toBe('a:100:x');
  });
});

describe('countRemoved', () => {
  test('counts credentials that stand nowhere any more', () => {
    expect(countRemoved([file('b', 'x')], [file('a', 'x', 'y')])).toBe(1);
    expect(countRemoved([file('b', 'x')], [file('a', 'x')])).toBe(0);
  });
});
