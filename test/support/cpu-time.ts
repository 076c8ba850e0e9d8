// Processor time, which the other programs of a busy machine change far less than the clock.
import { readFileSync } from 'node:fs';

/** Milliseconds that this thread has run so far; where only that can be told, the whole process. */
export function cpuTime(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

/** A module for `node --import` that prints `CPU <milliseconds>` of the main thread to stderr at the end. */
export const PRINT_CPU_TIME = `data:text/javascript,${encodeURIComponent(
  [
    "import { readFileSync } from 'node:fs';",
    'const all = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };',
    'process.on("exit", () => {',
    '  let spent;',
    '  try { spent = Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6; }',
    '  catch { spent = all(); }',
    '  process._rawDebug(`CPU ${spent}`);',
    '});',
  ].join('\n'),
)}`;

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
