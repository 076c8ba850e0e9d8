// The packed command line as a process beside this one, so that a server of the test can answer it.
import { spawn } from 'node:child_process';
import { packedBin, type Run, type RunOptions, temporaryFolder } from './repository.ts';

export function runBeside(
  args: readonly string[],
  { cwd = temporaryFolder(), env = {}, input = '' }: RunOptions,
): Promise<Run> {
  const child = spawn(process.execPath, [packedBin(), ...args], { cwd, env: { ...process.env, ...env } });
  child.stdin.end(input);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  return new Promise((done) => child.on('close', (status) => done({ status, ...text })));
}
