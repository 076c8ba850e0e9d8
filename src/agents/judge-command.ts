// What a shell command of a coding agent would do to the gates, and which text it would put into which file.
import { posix } from 'node:path';
import { type GitContext, judgeGit } from './git-command.ts';
import { guardsHooks, isHuskyScript } from './hook-path.ts';
import { readCommands } from './shell-commands.ts';
import { type Command, type Dialect, printedBy, UNKNOWN } from './shell-words.ts';
import { baseName, innerOf } from './wrapper.ts';

export interface ShellWrite {
  /** As the command names it, after the `cd` before it; may be absolute. */
  readonly path: string;
  readonly text: string;
  readonly appends: boolean;
}

export interface CommandJudgement {
  /** Why the command is refused; undefined where it goes round nothing. */
  readonly reason: string | undefined;
  readonly writes: readonly ShellWrite[];
  /** Folders in which git makes or publishes commits, as the command names them: '' is where it starts. */
  readonly hooked: readonly string[];
}

export interface CommandOptions {
  readonly dialect?: Dialect;
  readonly aliasOf?: (name: string) => string | undefined;
}

interface State {
  readonly reasons: string[];
  readonly writes: ShellWrite[];
  readonly aliasOf: (name: string) => string | undefined;
  /** Commands of git that were seen: two of them together make a commit that no hook sees. */
  readonly plumbing: Set<string>;
  readonly hooked: Set<string>;
  /** Whether a variable names git's folder. */
  namesPlace: boolean;
  /** Whether the script arms the hooks itself. */
  arms: boolean;
  folder: string;
  depth: number;
}

const MAX_DEPTH = 12;

/** Judges a script; nothing of it is run. @throws RangeError where it is nested too deep. */
export function judgeCommand(
  text: string,
  { dialect = 'posix', aliasOf = () => undefined }: CommandOptions = {},
): CommandJudgement {
  const sets = { plumbing: new Set<string>(), hooked: new Set<string>() };
  const state: State = {
    reasons: [],
    writes: [],
    aliasOf,
    ...sets,
    namesPlace: false,
    arms: false,
    folder: '',
    depth: 0,
  };
  judgeScript(text, dialect, state);
  if (state.plumbing.has('commit-tree') && state.plumbing.size > 1) {
    state.reasons.push('git commit-tree and a moved ref make a commit that no hook sees');
  }
  if (state.namesPlace && state.hooked.size > 0) {
    state.reasons.push('with GIT_DIR or GIT_WORK_TREE git may find no hook: use git -C FOLDER');
  }
  if ([...state.hooked].some((folder) => folder.split('/').includes('.git'))) {
    state.reasons.push('from inside .git git may find no hook: run it at the top of the work tree');
  }
  return { reason: state.reasons[0], writes: state.writes, hooked: state.arms ? [] : [...state.hooked] };
}

function judgeScript(text: string, dialect: Dialect, state: State, variables?: Map<string, string>): void {
  if (state.depth > MAX_DEPTH) throw new RangeError('the script is nested too deep');
  state.depth += 1;
  if (dialect === 'powershell') refuse(state, judgePowershellVariables(text));
  readCommands(
    text,
    (command) => judgeOne(command, dialect, state),
    variables === undefined ? { dialect } : { dialect, variables },
  );
  state.depth -= 1;
}

function refuse(state: State, reason: string | undefined): void {
  if (reason !== undefined) state.reasons.push(reason);
}

function judgeOne(command: Command, dialect: Dialect, state: State): void {
  for (const { name, value } of command.assignments) noteVariable(name, value, state);
  for (const { operator, target } of command.redirects) {
    if (operator === '<' || target === '') continue;
    const path = inFolder(state, target);
    const adds = operator.endsWith('>>');
    if (guardsHooks(path) && !(adds && isHuskyScript(path)))
      refuse(state, `writing to ${shown(target)} changes the hooks that scan`);
  }
  judgeWords(command.words, command, dialect, state);
  state.writes.push(...writesOf(command, dialect, state));
}

function judgeWords(words: readonly string[], command: Command, dialect: Dialect, state: State): void {
  const [first = '', ...args] = words;
  const name = baseName(first);
  if (name === '') return;
  if (name === 'cd' || name === 'pushd' || /^(?:Set-Location|sl)$/i.test(name)) enter(args, state);
  else if (/^(?:export|declare|typeset|readonly|local|setx?|setenv)$/.test(name)) {
    for (const word of args) noteAssignment(word, state);
    if (/^setx?$|^setenv$/.test(name)) noteVariable(args[0] ?? '', args[1] ?? '', state);
  } else if (name === 'alias' || name === 'trap') {
    for (const word of args) judgeNested(name === 'trap' ? word : word.slice(word.indexOf('=') + 1), 'posix', state);
  } else if (name === 'git' || name === 'git.exe') judgeGitWords(args, state);
  else if (/^(?:hushkey|husky)$/.test(name)) {
    refuse(state, args[0] === 'uninstall' ? `${name} uninstall removes the hooks` : undefined);
    state.arms ||= name === 'hushkey' && /^(?:doctor|init|install)$/.test(args[0] ?? '');
  } else if (/^(?:npm|pnpm|yarn|bun)$/.test(name)) state.arms ||= /^(?:install|i|ci|add)$/.test(args[0] ?? 'install');
  else refuse(state, judgeFileCommand(name, args, state));
  for (const inner of innerOf(words, inputOf(command))) {
    if (inner.type === 'script') judgeNested(inner.script, inner.dialect, state);
    else {
      for (const word of inner.assignments) noteAssignment(word, state);
      // A wrapper without a command: `env`.
      if (inner.words.length > 0 && inner.words.length < words.length) judgeWords(inner.words, command, dialect, state);
    }
  }
}

function judgeNested(text: string, dialect: Dialect, state: State): void {
  if (text !== UNKNOWN) judgeScript(text, dialect, state);
}

function inputOf(command: Command): string | undefined {
  return command.input ?? (command.from === undefined ? undefined : printedBy(command.from));
}

function judgeGitWords(args: readonly string[], state: State): void {
  const context: GitContext = {
    pathOf: (word) => inFolder(state, word),
    aliasOf: state.aliasOf,
    judgeScript: (script) => {
      const before = state.reasons.length;
      judgeNested(script, 'posix', state);
      return state.reasons.splice(before)[0];
    },
    needsHooks: (folder) => void state.hooked.add(folder === '' ? state.folder : inFolder(state, folder)),
  };
  refuse(state, judgeGit(args, context));
  const name = args.find((word) => /^(?:commit-tree|update-ref|symbolic-ref|reset|branch|push|merge)$/.test(word));
  if (name !== undefined) state.plumbing.add(name);
}

function noteAssignment(word: string, state: State): void {
  const at = word.indexOf('=');
  if (at >= 1) noteVariable(word.slice(0, at), word.slice(at + 1), state);
}

function noteVariable(name: string, value: string, state: State): void {
  refuse(state, judgeVariable(name, value));
  state.namesPlace ||= /^GIT_(?:DIR|WORK_TREE|COMMON_DIR)$/.test(name);
}

function judgeVariable(name: string, value: string): string | undefined {
  if (/^HUS(?:KY|HKEY)$/.test(name) && value === '0') return `${name}=0 turns the hooks off`;
  if (/^HUSHKEY_DONE$/.test(name)) return `${name} tells the hooks that the scan was done`;
  if (/^GIT_CONFIG(?:_|$)/.test(name)) return `${name} can set core.hooksPath, which turns the hooks off`;
  return undefined;
}

function judgePowershellVariables(text: string): string | undefined {
  for (const [, braced, plain, value = ''] of text.matchAll(
    /(?:\$\{env:([\w]{1,40})\}|\$env:([\w]{1,40}))\s{0,9}=\s{0,9}["']?([^\s"';]{0,200})/gi,
  )) {
    const reason = judgeVariable((braced ?? plain ?? '').toUpperCase(), value);
    if (reason !== undefined) return reason;
  }
  const [, name = '', value = ''] =
    /\b(?:Set-Item|si|New-Item|Set-Content)\s+(?:-Path\s+)?["']?env:\\?(\w{1,40})["']?\s+(?:-Value\s+)?["']?([^\s"';]{0,200})/i.exec(
      text,
    ) ?? [];
  return name === '' ? undefined : judgeVariable(name.toUpperCase(), value);
}

function enter(args: readonly string[], state: State): void {
  const target = args.find((word) => !/^-/.test(word));
  // Somewhere that cannot be told: what follows is judged by its own words.
  if (target === undefined) state.folder = '';
  else state.folder = inFolder(state, target);
}

function inFolder({ folder }: State, path: string): string {
  if (folder === '' || posix.isAbsolute(path) || /^(?:[A-Za-z]:[\\/]|~)/.test(path)) return path;
  return posix.join(folder, path.replaceAll('\\', '/'));
}

const REMOVES =
  /^(?:rm|unlink|rmdir|shred|truncate|mv|ln|install|tee|dd|rsync|cp|trash|rimraf|del|erase|rd|ri|Remove-Item|Move-Item|mi|move|Rename-Item|ren|Set-Content|sc|Clear-Content|Out-File|Copy-Item|copy)$/i;
/** Those that leave all but their last argument as it is. */
const COPIES = /^(?:cp|rsync|install|ln|Copy-Item|copy)$/i;

function judgeFileCommand(name: string, args: readonly string[], state: State): string | undefined {
  const paths = args.filter((word) => !/^-/.test(word)).map((word) => inFolder(state, word.replace(/^of=/, '')));
  const said = `${name} changes the hooks that scan`;
  if (name === 'chmod') return chmodDisarms(args) && paths.some(guardsHooks) ? said : undefined;
  if (/^(?:sed|perl|ex|ed)$/.test(name)) {
    const edits = name.startsWith('e') || args.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word));
    return edits && paths.some(guardsHooks) ? said : undefined;
  }
  if (name === 'find') {
    const deletes = args.some(
      (word) =>
        /^-delete$/.test(word) ||
        (/^-exec/.test(word) && args.some((other) => /^(?:rm|mv|chmod|truncate|shred)$/.test(other))),
    );
    return deletes && paths.some(guardsHooks) ? said : undefined;
  }
  if (!REMOVES.test(name)) return undefined;
  if (
    name === 'tee' &&
    args.some((word) => /^-a|^--append/.test(word)) &&
    paths.every((path) => !guardsHooks(path) || isHuskyScript(path))
  )
    return undefined;
  return (COPIES.test(name) ? paths.slice(-1) : paths).some(guardsHooks) ? said : undefined;
}

/** Making a hook a program again is no harm. */
function chmodDisarms(args: readonly string[]): boolean {
  const mode = args.find((word) => !/^-[A-Zfvc]/.test(word)) ?? '';
  if (/^[0-7]{3,4}$/.test(mode))
    return !/^[0-7]?[1357]/.test(mode.slice(-3).padStart(3, '0')) || !/[1357]/.test(mode.slice(-3)[0] ?? '');
  return !/^[ugoa]*\+[rwxX]+$/.test(mode);
}

function shown(path: string): string {
  return path.replaceAll(UNKNOWN, '…');
}

/** The files that a command fills with text that stands in the script. */
function writesOf(command: Command, dialect: Dialect, state: State): readonly ShellWrite[] {
  const text = writtenBy(command, dialect);
  if (text === undefined) return [];
  const [name = '', ...args] = command.words;
  const made: ShellWrite[] = [];
  const add = (path: string, appends: boolean): void => {
    if (path !== '' && path !== '/dev/null') made.push({ path: inFolder(state, path), text, appends });
  };
  for (const { operator, target } of command.redirects) if (operator !== '<') add(target, operator.endsWith('>>'));
  const tool = baseName(name);
  if (tool === 'tee') {
    const appends = args.some((word) => /^-a|^--append/.test(word));
    for (const path of args) if (!/^-/.test(path)) add(path, appends);
  }
  if (/^(?:sed|perl)$/.test(tool) && args.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word)))
    add(args.at(-1) ?? '', true);
  if (tool === 'dd') for (const word of args) if (word.startsWith('of=')) add(word.slice(3), false);
  if (/^(?:python3?|node|deno|bun|perl|ruby|php)$/.test(tool) && /\b(?:write|open|put|dump)/i.test(text))
    add(`script.${EXTENSION[tool] ?? 'txt'}`, false);
  if (/^(?:Set-Content|sc|Add-Content|ac|Out-File|New-Item|ni)$/i.test(tool)) {
    const at = args.findIndex((word) => /^-(?:Path|FilePath|LiteralPath)$/i.test(word));
    add((at >= 0 ? args[at + 1] : args.find((word) => !word.startsWith('-'))) ?? '', /^a/i.test(tool));
  }
  return made;
}

const EXTENSION: Readonly<Record<string, string>> = {
  python: 'py',
  python3: 'py',
  node: 'js',
  deno: 'js',
  bun: 'js',
  ruby: 'rb',
  php: 'php',
};

function writtenBy(command: Command, dialect: Dialect): string | undefined {
  const { words, input, from } = command;
  const known = printedBy(command) ?? input;
  if (known !== undefined) return known;
  const piped = from === undefined ? undefined : writtenBy(from, dialect);
  const tool = baseName(words[0] ?? '');
  // Text in the arguments: `sed -i 's/…/…/'`, `node -e '…'`, `Set-Content -Value …`, a string piped by PowerShell.
  const own =
    dialect === 'powershell' ||
    /^(?:sed|perl|python3?|node|deno|bun|ruby|php|awk|jq|Set-Content|Add-Content|Out-File)$/.test(tool);
  if (!own) return piped;
  return [...words, ...(piped === undefined ? [] : [piped])].join('\n');
}
