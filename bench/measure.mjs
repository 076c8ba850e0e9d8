// One run of a program: wall time, CPU and peak memory of it and all it starts; for a commit, the time of its hooks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Node cannot ask what a child has used; Python's wait4 can, and detect-secrets brings it anyway. */
const WAITER = `
import json, os, signal, sys, time
started = time.perf_counter()
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)
    try: os.execvp(sys.argv[3], sys.argv[3:])
    finally: os._exit(127)
late = []
signal.signal(signal.SIGALRM, lambda *_: (late.append(1), os.killpg(pid, signal.SIGKILL)))
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[2]))
_, status, used = os.wait4(pid, 0)
unit = 1 if sys.platform == 'darwin' else 1024
json.dump({'wall': (time.perf_counter() - started) * 1e3, 'cpu': (used.ru_utime + used.ru_stime) * 1e3,
  'memory': used.ru_maxrss * unit / 1e6, 'status': None if late else os.waitstatus_to_exitcode(status)}, open(sys.argv[1], 'w'))
`;
export const hasPython = spawnSync('python3', ['-c', 'import os; os.wait4; os.waitstatus_to_exitcode']).status === 0;

/**
 * Runs a program to its end.
 *
 * @returns milliseconds of wall time and CPU, peak megabytes, the exit status, what it printed. `status` is null where
 * the time was up.
 */
export function measure(argv, { cwd, env, input, timeout = 120_000 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-measure-'));
  const answer = join(folder, 'used.json');
  try {
    const [file, ...args] = hasPython ? ['python3', '-c', WAITER, answer, `${timeout / 1000}`, ...argv] : argv;
    const started = performance.now();
    const child = spawnSync(file, args, {
      cwd,
      input,
      env: { ...process.env, ...env },
      // Python ends the program and all it has started; this ends Python, should it hang.
      timeout: hasPython ? 2 * timeout : timeout,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 30,
    });
    const wall = performance.now() - started;
    if (child.error?.code === 'ETIMEDOUT') return { wall: timeout, status: null, stdout: '', stderr: '' };
    if (child.error) throw child.error;
    const used = existsSync(answer) ? JSON.parse(readFileSync(answer, 'utf8')) : { wall, status: child.status };
    return { ...used, stdout: child.stdout.toString('utf8'), stderr: child.stderr.toString('utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Commits what is staged and takes the commit back. A hook's cost is from git starting the first to the end of the last,
 * whatever else the commit takes: git writes both down itself.
 */
export function measureCommit(cwd) {
  const folder = mkdtempSync(join(tmpdir(), 'hushkey-trace-'));
  const trace = join(folder, 'trace');
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd }).stdout.toString().trim();
  try {
    const used = measure(['git', 'commit', '-q', '-m', 'bench'], { cwd, env: { GIT_TRACE2_EVENT: trace } });
    const events = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const starts = events.filter(({ event, child_class: kind }) => event === 'child_start' && kind === 'hook');
    const ends = events.filter(
      ({ event, child_id: id, sid }) =>
        event === 'child_exit' && starts.some((start) => start.child_id === id && start.sid === sid),
    );
    const at = ({ time }) => Date.parse(time) + (Number(/\.\d{3}(\d*)/.exec(time)?.[1] ?? 0) || 0) / 1000;
    const wall = starts.length === 0 ? 0 : Math.max(...ends.map(at)) - Math.min(...starts.map(at));
    return { ...used, wall };
  } finally {
    if (head) spawnSync('git', ['reset', '-q', '--soft', head], { cwd });
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
