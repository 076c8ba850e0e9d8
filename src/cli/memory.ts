// Memory of long scans. Left to itself V8 lets garbage grow to several times of what is in use: a tree of a gigabyte
// would take 380 MB. Apart, because it is for processes that are a scan's own, not for who calls the library.

/** Read since the last look at how large the process is. */
const LOOK_BYTES = 2_000_000;
/** Below this nothing is collected early: a collection takes 10 to 30 ms. */
const MOST_BYTES = 110_000_000;
/** So much on top of what was in use after the last collection is let be. */
const SLACK_BYTES = 10_000_000;

/**
 * What is to be told of all that is read, in bytes, and collects garbage where the process has become large. One for
 * each thread: its garbage is its own.
 */
export function memoryRelief(): (bytes: number) => void {
  // The room for young objects would double to 32 MB while files are listed, and never shrink: it stays at 2. Costs 4 %.
  setFlag('--semi-space-growth-factor=1');
  let unseen = 0;
  let live = 0;
  let collect: (() => void) | undefined;
  return (bytes) => {
    unseen += bytes;
    if (unseen < LOOK_BYTES) return;
    unseen = 0;
    if (process.memoryUsage.rss() < MOST_BYTES || inUse() < live + SLACK_BYTES) return;
    collect ??= collector();
    collect();
    live = inUse();
  };
}

/** By this thread, in bytes, garbage included. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** V8's own collection, which it shows to contexts that are made after it is told to. */
function collector(): () => void {
  setFlag('--expose-gc');
  return process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
}

/** One that V8 has in all versions of Node from 20 to 26: one that it has not would be named on stderr. */
function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}
