// Where the commands of a page are run: a folder or repository of its own, with the packed tool as a reader would have it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { writeHome } from './bench.ts';
import { fakeOf } from './fakes.ts';
import { json, startProvider } from './provider-server.ts';
import { packedBin, run, temporaryFolder } from './repository.ts';

export interface World {
  readonly write: (path: string, text: string) => void;
  /** Runs shell text where the last one ended; its output and errors as they came, as a page shows them. */
  readonly shell: (text: string) => Promise<{ readonly status: number | null; readonly output: string }>;
}

/** Where a page says that its commands ran. */
const SHOWN_HOME = '/home/you';
const MANIFEST = '{\n  "name": "app",\n  "private": true\n}\n';
const TIMEOUT_MS = 150_000;
const REFUSAL = { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } };

export const WORLDS = {
  /** A plain folder. */
  folder: () => undefined,
  /** A repository with a package.json, and no hushkey yet. */
  new: (root) => startRepository(root, MANIFEST),
  /** A folder with a key in the environment that its provider refuses. */
  refused: () => undefined,
  /** One that `init` has set up, everything committed. */
  armed: (root) => {
    const { version } = JSON.parse(readFileSync(join(packedBin(), '../../package.json'), 'utf8')) as {
      version: string;
    };
    const manifest = { name: 'app', private: true, devDependencies: { hushkey: `^${version}` } };
    startRepository(root, `${JSON.stringify(manifest, undefined, 2)}\n`);
    symlinkSync(join(inject('installed'), 'node_modules'), join(root, 'node_modules'));
    const done = run(process.execPath, [packedBin(), 'init'], { cwd: root });
    if (done.status !== 0) throw new Error(done.stderr + done.stdout);
    commitAll(root, 'set up hushkey');
  },
} as const satisfies Readonly<Record<string, (root: string) => void>>;

export function isWorld(name: string): name is keyof typeof WORLDS {
  return Object.hasOwn(WORLDS, name);
}

export async function createWorld(name: keyof typeof WORLDS): Promise<World> {
  const top = temporaryFolder('hushkey-docs-');
  const root = join(top, 'app');
  mkdirSync(root);
  WORLDS[name](root);
  const provider = name === 'refused' ? await startProvider(json(401, REFUSAL)) : undefined;
  const key =
    provider === undefined
      ? {}
      : { ANTHROPIC_API_KEY: fakeOf('anthropic-api-key', 61), ANTHROPIC_BASE_URL: provider.url };
  const whole = { ...process.env, ...environment(top), ...key };
  let cwd = root;
  const show = (output: string): string => {
    const here = output.replaceAll(top, SHOWN_HOME);
    return provider === undefined ? here : here.replaceAll(provider.url, 'https://api.anthropic.com');
  };
  return {
    write(path, text) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    },
    async shell(text) {
      const end = join(top, 'end');
      const script = `trap 'pwd >${end}' EXIT\nexec 2>&1\n${text}\n`;
      const { status, output } = await start(script, cwd, whole);
      cwd = readFileSync(end, 'utf8').trim();
      return { status, output: show(output) };
    },
  };
}

function startRepository(root: string, manifest: string): void {
  run('git', ['init', '-q'], { cwd: root });
  writeFileSync(join(root, 'package.json'), manifest);
  writeFileSync(join(root, '.gitignore'), 'node_modules\n');
  commitAll(root, 'first');
}

function commitAll(root: string, message: string): void {
  run('git', ['add', '-A'], { cwd: root });
  const { status, stderr } = run('git', ['commit', '-q', '-m', message], { cwd: root, env: DATES });
  if (status !== 0) throw new Error(stderr);
}

const DATES = { GIT_AUTHOR_DATE: '2026-11-02T09:00:00Z', GIT_COMMITTER_DATE: '2026-11-02T09:00:00Z' };

/** The local registry for what is not installed; the package that is there is started as npx does it, without its cost. */
function environment(top: string): NodeJS.ProcessEnv {
  const bin = join(top, 'bin');
  mkdirSync(bin);
  const npx = `#!/bin/sh
PATH=\${PATH#*:}
folder=$PWD
while [ "$1" = hushkey ] && [ "$folder" != / ]; do
  bin=$folder/node_modules/.bin/hushkey
  [ -x "$bin" ] && shift && exec "$bin" "$@"
  folder=$(dirname "$folder")
done
exec npx --yes "$@"
`;
  for (const [name, text] of [
    ['npx', npx],
    ['hushkey', `#!/bin/sh\nexec "${process.execPath}" "${packedBin()}" "$@"\n`],
  ] as const) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const home = writeHome(join(inject('managersHome'), 'docs'));
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  // git speaks the language of its user.
  return { ...home, ...DATES, ...quiet, LC_ALL: 'C', PATH: [bin, process.env['PATH']].join(delimiter) };
}

/** Asynchronous: servers of the test must go on answering. */
function start(
  script: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'], timeout: TIMEOUT_MS });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
