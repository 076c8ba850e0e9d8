// Files that hold a credential and that others on this machine can read.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, UserError } from '../../errors.ts';
import { readBytes } from '../../install/files.ts';
import { shellWord } from '../../text/shell-quote.ts';
import type { Check } from '../check.ts';
import type { Machine } from './machine.ts';

const OTHERS = 0o077;
const LARGEST = 4 * 1024 * 1024;

export async function checkFiles(machine: Machine): Promise<readonly Check[]> {
  const check = { id: 'file-modes', group: 'runtime' } as const;
  if (machine.platform === 'win32') {
    return [{ ...check, state: 'note', message: 'who can read the files is not told by their modes on Windows' }];
  }
  const open: Check[] = [];
  for (const path of candidates(machine)) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & OTHERS) === 0) continue;
    const text = readable(path);
    if (text === undefined || !(await machine.holdsCredential(text))) continue;
    const message = `${path} holds a credential, and others can read it (${(mode & 0o777).toString(8)})`;
    // Claude Code and the SDKs keep theirs to the owner; an env file is often opened by the umask alone.
    const isStore = /[\\/]\.credentials\.json$|[\\/]credentials[\\/]/.test(path);
    open.push({ ...check, state: isStore ? 'broken' : 'note', message, fix: `chmod 600 ${shellWord(path)}` });
  }
  return open.length > 0 ? open : [{ ...check, state: 'ok', message: 'no file with a credential is open to others' }];
}

function readable(path: string): string | undefined {
  try {
    if (statSync(path).size > LARGEST) return undefined;
    return readBytes(path)?.toString('utf8');
  } catch (error) {
    // What we may not read is not open to others in a way that matters to this user.
    if (error instanceof UserError || errnoOf(error) !== undefined) return undefined;
    throw error;
  }
}

function candidates({ cwd, env, home }: Machine): readonly string[] {
  const claude = env['CLAUDE_CONFIG_DIR'] ?? join(home, '.claude');
  const profiles = env['ANTHROPIC_CONFIG_DIR'] ?? join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'anthropic');
  const named = [
    join(claude, '.credentials.json'),
    join(claude, 'settings.json'),
    join(claude, 'settings.local.json'),
    join(home, '.claude.json'),
    join(cwd, '.claude', 'settings.json'),
    join(cwd, '.claude', 'settings.local.json'),
    join(cwd, '.mcp.json'),
    ...list(join(profiles, 'credentials'), /\.json$/),
    ...list(cwd, /^\.env(?:\.[\w.-]{1,60})?$/),
  ];
  return [...new Set(named)].filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

function list(folder: string, names: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => names.test(name) && !/\.(?:example|sample|template)$/.test(name))
    .map((name) => join(folder, name));
}
