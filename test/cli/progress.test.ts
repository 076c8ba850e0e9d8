import { describe, expect, test } from 'vitest';
import { drawProgress } from '../../src/cli/progress.ts';

describe('drawProgress', () => {
  test.each([
    [{ done: 1200, total: 5200, unit: 'commits' }, 1500, 'hushkey: 1,200 of 5,200 commits, 800/s, 5 s left'],
    [{ done: 3, total: 300, unit: 'files' }, 2000, 'hushkey: 3 of 300 files, 1.5/s, 3 min 18 s left'],
    [{ done: 0, total: 300, unit: 'files' }, 2000, 'hushkey: 0 of 300 files'],
  ] as const)('%o after %d ms', (progress, elapsed, text) => {
    expect(drawProgress(progress, elapsed)).toBe(text);
  });
});
