// The nearest valid name for one that is not: settings, rule ids, commands and flags all ask here.

/**
 * @returns the candidate that a slip of the fingers away from `name` would mean; undefined where none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = wanted.length <= 4 ? 2 : wanted.length <= 8 ? 3 : 4;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    // A name cut short costs one slip however much is missing.
    const cutShort = wanted.length >= 3 && known.startsWith(wanted);
    const far = Math.abs(known.length - wanted.length) >= bestDistance;
    const distance = cutShort ? 1 : far ? bestDistance : editDistance(wanted, known);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean X?`, or what to say instead. */
export function suggestion(name: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(name, candidates);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}

/** Damerau-Levenshtein in its restricted form: insert, delete, replace, swap two neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        replaced,
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
