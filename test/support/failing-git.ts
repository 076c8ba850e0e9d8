// A git for PATH that counts its calls, and at one of them dies half-way or sends its parent a signal.
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from './repository.ts';

export interface Stage {
  /** Which call of git, from 1. */
  readonly at: number;
  readonly what: 'die' | 'INT' | 'TERM';
}

const WRAPPER = (git: string): string => `#!/bin/sh
n=1
while ! mkdir "$CALLS/$n" 2>/dev/null; do n=$((n + 1)); done
if [ "$n" = "$AT" ]; then
  if [ "$WHAT" = die ]; then
    exec 3<&0
    { "${git}" "$@" <&3 2>/dev/null & echo $! >"$CALLS/pid"; } | head -c 5
    kill -9 "$(cat "$CALLS/pid")" $$ 2>/dev/null
    kill -9 $$
  fi
  kill -s "$WHAT" $PPID
  sleep 0.1
fi
exec "${git}" "$@"
`;

/** What to add to the environment, and how often git was called since. */
export function failingGit(stage?: Stage): { readonly env: NodeJS.ProcessEnv; readonly calls: () => number } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'git'), WRAPPER(run('sh', ['-c', 'command -v git']).stdout.trim()));
  chmodSync(join(folder, 'git'), 0o755);
  const calls = temporaryFolder();
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    CALLS: calls,
    AT: String(stage?.at ?? ''),
    WHAT: stage?.what ?? '',
  };
  return { env, calls: () => readdirSync(calls).filter((name) => name !== 'pid').length };
}
