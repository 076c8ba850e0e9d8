// What `fleet add` is given -> repositories: a folder of clones, a list of addresses. Credentials in addresses go no
// further than here.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROTOCOLS } from '../git/guard.ts';
import type { Target } from './model.ts';

/** A line that is no repository, and why. Never the line itself: it may hold a password. */
export interface Refused {
  readonly line: number;
  readonly reason: string;
}

export interface Listed {
  readonly targets: readonly Target[];
  readonly refused: readonly Refused[];
  /** How many addresses came with a credential, which was left out. */
  readonly stripped: number;
}

const MOST_FOLDERS_DOWN = 6;
const NO_PROTOCOL = `has a protocol that is not one of ${PROTOCOLS.join(', ')}`;

/** Every repository in a folder, bare or with a work tree; those inside another one are not looked for. */
export function listFolder(folder: string, depth = 0): readonly Target[] {
  if (isRepository(folder)) return [{ name: folder, kind: 'folder', source: folder }];
  if (depth >= MOST_FOLDERS_DOWN) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => listFolder(join(folder, entry.name), depth + 1));
}

function isRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const isBare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)));
  return isBare && basename(folder) !== '.git';
}

/** A list with one address or folder a line; `#` begins a comment. */
export function readList(text: string, cwd: string): Listed {
  const targets: Target[] = [];
  const refused: Refused[] = [];
  let stripped = 0;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const read = readLine(line, cwd);
    if (typeof read === 'string') refused.push({ line: i + 1, reason: read });
    else {
      targets.push(read.target);
      if (read.isStripped) stripped += 1;
    }
  }
  return { targets, refused, stripped };
}

function readLine(line: string, cwd: string): { target: Target; isStripped: boolean } | string {
  // git@host:team/app.git, which no parser of URLs knows.
  const short = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)[^\s]+$/.test(line) && !/^[A-Za-z]:[\\/]/.test(line);
  if (/^[a-z][a-z0-9+.-]*::/i.test(line)) return NO_PROTOCOL;
  if (short) return line.startsWith('-') ? 'begins with a dash' : { target: urlTarget(line), isStripped: false };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(line)) {
    const path = resolve(cwd, line);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder
      ? { target: { name: path, kind: 'folder', source: path }, isStripped: false }
      : 'is no address and no folder';
  }
  const url = URL.canParse(line) ? new URL(line) : undefined;
  if (url === undefined) return 'is no address';
  const protocol = PROTOCOLS.find((name) => url.protocol === `${name}:`);
  if (protocol === undefined) return NO_PROTOCOL;
  if (protocol === 'file') return { target: urlTarget(`file://${fileURLToPath(url)}`), isStripped: false };
  // In ssh the user is a name that is the same for all, in https it may be a token.
  const user = protocol === 'ssh' ? url.username : '';
  const isStripped = url.password !== '' || url.search !== '' || url.username !== user;
  url.username = user;
  url.password = '';
  url.search = '';
  url.hash = '';
  return { target: urlTarget(url.href), isStripped };
}

function urlTarget(url: string): Target {
  return { name: url, kind: 'url', source: url };
}

/** The same for one repository however often it is added. */
export function idOfTarget({ source }: Target): string {
  return createHash('sha256')
    .update(source.replace(/(?:\.git)?\/*$/, ''))
    .digest('hex')
    .slice(0, 20);
}
