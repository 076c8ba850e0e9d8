// Which detections a change adds. By content, not by lines: a moved, re-indented or renamed credential stays old, and a
// second one on the same line is new.
import type { Detection } from './detect.ts';

export interface DetectionsInFile {
  readonly path: string;
  readonly detections: readonly Detection[];
}

function keyOf(detection: Detection): string {
  return `${detection.ruleId}\0${detection.identity}`;
}

function count(files: readonly DetectionsInFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { detections } of files) {
    for (const detection of detections) counts.set(keyOf(detection), (counts.get(keyOf(detection)) ?? 0) + 1);
  }
  return counts;
}

/**
 * The detections that stand more often after a change than before it.
 *
 * @param after - the touched files as they will be.
 * @param before - the same files as they were, one list for each version that makes a detection old (the parent; at a
 *   merge, every published branch). Having stood in any one of them is enough.
 */
export function keepNew(
  after: readonly DetectionsInFile[],
  before: readonly (readonly DetectionsInFile[])[],
): readonly DetectionsInFile[] {
  const known = new Map<string, number>();
  for (const version of before) {
    for (const [key, times] of count(version)) known.set(key, Math.max(known.get(key) ?? 0, times));
  }
  if (known.size === 0) return after;
  const oldPlaces = new Set<string>();
  for (const version of before) {
    for (const { path, detections } of version)
      for (const detection of detections) oldPlaces.add(`${path}\0${keyOf(detection)}`);
  }
  // A detection in the file where it stood before is the old one; only then do other places use up what is left.
  const left = new Map(known);
  const old = new Set<Detection>();
  for (const samePath of [true, false]) {
    for (const { path, detections } of after) {
      for (const detection of detections) {
        const key = keyOf(detection);
        const remaining = left.get(key) ?? 0;
        if (remaining === 0 || old.has(detection) || oldPlaces.has(`${path}\0${key}`) !== samePath) continue;
        left.set(key, remaining - 1);
        old.add(detection);
      }
    }
  }
  return after.map((file) => ({ ...file, detections: file.detections.filter((detection) => !old.has(detection)) }));
}

/** How many credentials stood before and stand nowhere after: removed, and in need of rotation. */
export function countRemoved(after: readonly DetectionsInFile[], before: readonly DetectionsInFile[]): number {
  if (before.length === 0) return 0;
  const now = count(after);
  let removed = 0;
  for (const { detections } of before) {
    for (const detection of detections) {
      if (detection.secret !== undefined && detection.level !== 'note' && !now.has(keyOf(detection))) removed += 1;
    }
  }
  return removed;
}
