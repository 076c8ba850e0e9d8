// The settings under which git reads repositories of strangers: nothing of theirs is run, no protocol but these is spoken,
// nobody is asked for a password. And the clones, which alone may open a connection.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

/** What may be cloned by; others are refused before git sees them, and by git. */
export const PROTOCOLS = ['https', 'ssh', 'file'] as const;

/** They win over the repository's own config, whose values could name programs. */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['protocol.allow', 'never'],
  ...PROTOCOLS.map((name) => [`protocol.${name}.allow`, 'always'] as const),
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '60'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/** Variables with which a caller, a hook say, points git at a repository of its own. */
const FOREIGN =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EXTERNAL_DIFF|TEMPLATE_DIR)$/;

/**
 * Changes an environment so that every git that is started with it is under these settings.
 *
 * @param folder - where the config lies that trusts all owners: git takes that from no other place, and the servers of
 * `file:` clones see no variables. It includes the user's, for credential helpers.
 */
export function guardGit(env: NodeJS.ProcessEnv, folder: string): void {
  for (const name of Object.keys(env)) if (FOREIGN.test(name)) delete env[name];
  mkdirSync(folder, { recursive: true });
  const home = env['HOME'] || homedir();
  const own = env['GIT_CONFIG_GLOBAL'];
  const path = join(folder, 'gitconfig');
  const included =
    own === path
      ? []
      : own !== undefined
        ? [own]
        : [join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'git', 'config'), join(home, '.gitconfig')];
  const lines = included.map((file) => `[include]\n\tpath = ${JSON.stringify(file)}\n`);
  if (own !== path) writeFileSync(path, `${lines.join('')}[safe]\n\tdirectory = *\n`);
  let count = Number(env['GIT_CONFIG_COUNT'] ?? '0') || 0;
  if (own !== path) {
    for (const [key, value] of SETTINGS) {
      env[`GIT_CONFIG_KEY_${count}`] = key;
      env[`GIT_CONFIG_VALUE_${count}`] = value;
      count += 1;
    }
    env['GIT_CONFIG_COUNT'] = String(count);
  }
  env['GIT_CONFIG_GLOBAL'] = path;
  env['GIT_TERMINAL_PROMPT'] = '0';
  env['GCM_INTERACTIVE'] = 'never';
  env['GIT_SSH_COMMAND'] ??= 'ssh -oBatchMode=yes -oConnectTimeout=30';
}

/** Everything of a repository, without a work tree: no file of it is ever checked out. */
export async function cloneMirror(url: string, folder: string): Promise<void> {
  await connected(['clone', '--quiet', '--mirror', '--template=', '--no-recurse-submodules', '--', url, folder]);
}

/** Brings a mirror up to date: refs that are gone there go here too, and HEAD follows. */
export async function fetchMirror(folder: string): Promise<void> {
  const at = ['--git-dir', folder];
  await connected([...at, 'fetch', '--quiet', '--prune', '--force', 'origin', '+refs/*:refs/*']);
  const answer = await connected([...at, 'ls-remote', '--symref', 'origin', 'HEAD']);
  const [, head] = /^ref: (refs\/\S+)\tHEAD$/m.exec(answer) ?? [];
  if (head !== undefined) await connected([...at, 'symbolic-ref', 'HEAD', head]);
}

/** Runs git where it may open a connection; the loop goes on turning. @throws UserError with git's own words. */
async function connected(args: readonly string[]): Promise<string> {
  const child = spawn('git', args, {
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  let words = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-4000);
  });
  const status = await new Promise<number | null>((done, fail) => {
    child.on('error', (cause) => fail(new UserError('git-missing', 'git could not be started', { cause })));
    child.on('close', done);
  });
  if (status === 0) return output;
  const lines = words.split('\n').filter((line) => /^(?:fatal|error|remote):/.test(line));
  const said = (lines.length > 0 ? lines : words.split('\n')).slice(0, 3).join(' ').trim();
  throw new UserError('clone-failed', `git ${args.includes('fetch') ? 'fetch' : 'clone'} failed: ${said || status}`);
}
