// The git command that runs a hook, told by its process: a hook's arguments do not say whether a commit amends another.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface GitCommand {
  /** `commit`, `rebase`; aliases are expanded by git before. */
  readonly name: string;
  readonly args: readonly string[];
}

export interface GitProcess {
  readonly pid: number;
  /** Undefined where the system does not tell. */
  readonly command: GitCommand | undefined;
  /** The git command that started this one: a rebase or a revert may run `git commit`. */
  readonly outer: GitCommand | undefined;
}

interface ProcessInfo {
  readonly parent: number;
  readonly argv: readonly string[];
}

/** How many processes up git is looked for: husky and a package manager's runner stand between. */
const MAX_STEPS = 8;

/** The git process that runs this hook; undefined where there is none to be seen. */
export function findGitProcess(env: NodeJS.ProcessEnv): GitProcess | undefined {
  const told = Number(env['HUSHKEY_GIT'] ?? '');
  let pid = told > 1 ? told : process.ppid;
  for (let step = 0; step < MAX_STEPS && pid > 1; step += 1) {
    const info = readProcess(pid);
    if (info === undefined) break;
    const command = gitCommandOf(info.argv);
    if (command !== undefined) {
      const outer = readProcess(info.parent);
      return { pid, command, outer: outer === undefined ? undefined : gitCommandOf(outer.argv) };
    }
    pid = info.parent;
  }
  // The dispatcher knows the process even where its command cannot be read.
  return told > 1 ? { pid: told, command: undefined, outer: undefined } : undefined;
}

function readProcess(pid: number): ProcessInfo | undefined {
  return existsSync('/proc/self/stat') ? readProc(pid) : readPs(pid);
}

function readProc(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    // The name in parentheses may hold anything, parentheses too.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, argv };
  } catch {
    // It has ended, or belongs to someone else.
    return undefined;
  }
}

/** Where there is no /proc: macOS and the BSDs. What stands between blanks counts as a word. */
export function readPs(pid: number): ProcessInfo | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, args] = (status === 0 ? /^\s*(\d+)\s+(\S.*)/s.exec(stdout) : null) ?? [];
  return parent === undefined || args === undefined
    ? undefined
    : { parent: Number(parent), argv: args.trim().split(/\s+/) };
}

/** Options before the command whose value is a word of its own. */
const VALUED = /^(?:-[Cc]|--(?:git-dir|work-tree|namespace|super-prefix|config-env|exec-path|attr-source))$/;

/** Reads `git -C there commit --amend`; undefined for what is not git. */
export function gitCommandOf(argv: readonly string[]): GitCommand | undefined {
  const program = /(?:^|[\\/])git(?:-([a-z-]+))?(?:\.exe)?$/.exec(argv[0] ?? '');
  if (program === null) return undefined;
  let at = 1;
  if (program[1] !== undefined) return { name: program[1], args: argv.slice(at) };
  while (argv[at]?.startsWith('-')) at += VALUED.test(argv[at] ?? '') ? 2 : 1;
  const name = argv[at];
  return name === undefined ? undefined : { name, args: argv.slice(at + 1) };
}

/** Options of `git commit` whose value may be a word of its own. */
const COMMIT_VALUED =
  /^--(?:message|file|reuse-message|reedit-message|fixup|squash|template|author|date|cleanup|trailer|pathspec-from-file)$/;

/** Whether `git commit` replaces HEAD. */
export function amends({ name, args }: GitCommand): boolean {
  if (name !== 'commit') return false;
  // git takes any abbreviation that is not ambiguous.
  return lastOf(args, /^--am(?:e|en|end)?$/, /^--no-am(?:e|en|end)?$/, undefined);
}

/** Whether a `git commit` or `git merge` leaves the hooks out that check it. */
export function skipsVerify({ name, args }: GitCommand): boolean {
  if (name !== 'commit' && name !== 'merge') return false;
  // `git merge -n` is --no-stat.
  return lastOf(args, /^--no-veri(?:f|fy)?$/, /^--veri(?:f|fy)?$/, name === 'commit' ? 'n' : undefined);
}

/** Whether of an option and its opposite the last one given is the option itself. */
function lastOf(args: readonly string[], on: RegExp, off: RegExp, letter: string | undefined): boolean {
  let answer = false;
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    if (word === '--') break;
    if (on.test(word)) answer = true;
    else if (off.test(word)) answer = false;
    else if (COMMIT_VALUED.test(word)) i += 1;
    else if (/^-[^-]/.test(word)) {
      // Short options stand together; one that takes a value ends the row: `-nam "text"`.
      const valued = /[mFCct]/.exec(word);
      const row = /^-[^mFCctSu]*/.exec(word)?.[0] ?? '';
      if (letter !== undefined && row.includes(letter)) answer = true;
      if (valued !== null && valued.index === word.length - 1 && !/[Su]/.test(row + word.slice(1, -1))) i += 1;
    }
  }
  return answer;
}
