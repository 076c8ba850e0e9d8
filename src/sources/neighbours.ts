// The files round a file that say what it is part of: package.json, manifest.json. Rules ask without waiting, so what
// was asked for and is not known yet is read, and the rules run once more; most files never ask.

export type Nearest = (name: string) => string | undefined;

export interface Neighbours {
  /** Runs `ask` until all that it asks for is known. */
  readonly answer: <T>(path: string, ask: (nearest: Nearest) => T) => Promise<T>;
}

/** Folders that are searched upwards from a file, and bytes of a neighbour that are read. */
const MOST_FOLDERS = 12;
const MOST_BYTES = 256 * 1024;

export function createNeighbours(read: (path: string) => Promise<Buffer | undefined>): Neighbours {
  const known = new Map<string, string | undefined>();
  return {
    async answer(path, ask) {
      for (let round = 0; ; round += 1) {
        const missing = new Set<string>();
        const answer = ask((name) => nearestOf(path, name, known, missing));
        if (missing.size === 0 || round > 3) return answer;
        for (const one of missing) {
          const bytes = await read(one);
          known.set(one, bytes === undefined || bytes.length > MOST_BYTES ? undefined : bytes.toString('utf8'));
        }
      }
    },
  };
}

function nearestOf(
  path: string,
  name: string,
  known: ReadonlyMap<string, string | undefined>,
  missing: Set<string>,
): string | undefined {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= Math.max(0, folders.length - MOST_FOLDERS); depth -= 1) {
    const one = [...folders.slice(0, depth), name].join('/');
    if (known.get(one) !== undefined) return known.get(one);
    if (!known.has(one)) missing.add(one);
  }
  return undefined;
}
