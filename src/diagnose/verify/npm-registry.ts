// The registry that a person's own npm is set up for: tokens of many registries look alike, and only that setting says
// whose this one is. Asked in the home folder, so that no repository under examination can name a server of its choice.
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';

const TIMEOUT_MS = 10_000;

/** Undefined where there is no npm, or it names no address. */
export function npmRegistry(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const windows = process.platform === 'win32';
  // There it is a .cmd file, which only a shell starts; no argument needs quoting.
  const options = { cwd: homedir(), env, shell: windows, windowsHide: true, timeout: TIMEOUT_MS } as const;
  return new Promise((settle) => {
    execFile('npm', ['config', 'get', 'registry'], options, (error, stdout) => {
      const value = stdout.trim();
      settle(error === null && URL.canParse(value) ? value : undefined);
    });
  });
}
