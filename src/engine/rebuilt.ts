// Text put together from parts of a file, each character with its place there: what a scan finds in it can be shown
// where it stands.

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Rebuilt {
  /** One character a byte. */
  readonly text: string;
  /** Where the source of each character starts and ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Offsets of the file up to which nothing need be rebuilt again. */
  readonly coveredTo: number;
}

/** Collects text and places. */
export interface Builder {
  /** Takes over a stretch of the source as it stands. */
  readonly copy: (start: number, end: number) => void;
  /** One character that stands for a longer stretch. */
  readonly put: (char: string, start: number, end: number) => void;
  readonly finish: (coveredTo: number) => Rebuilt;
}

export function createBuilder(source: string): Builder {
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  return {
    copy(start, end) {
      parts.push(source.slice(start, end));
      for (let i = start; i < end; i += 1) {
        from.push(i);
        to.push(i + 1);
      }
    },
    put(char, start, end) {
      parts.push(char);
      from.push(start);
      to.push(end);
    },
    finish: (coveredTo) => ({ text: parts.join(''), from, to, coveredTo }),
  };
}

/** The places in the source that a span of the rebuilt text comes from; parts that adjoin there are one. */
export function placesOf({ from, to }: Rebuilt, { start, end }: Span): readonly Span[] {
  const places: { start: number; end: number }[] = [];
  for (let i = start; i < end; i += 1) {
    const last = places.at(-1);
    const place = { start: from[i] ?? 0, end: to[i] ?? 0 };
    if (last !== undefined && last.end === place.start) last.end = place.end;
    else places.push(place);
  }
  return places;
}
