// Which git commands go round the gates. Options as git itself reads them: clusters, values, abbreviations.
import { posix } from 'node:path';
import { shellQuote } from '../text/shell-quote.ts';
import { guardsHooks } from './hook-path.ts';

export interface GitContext {
  /** A path of the command line -> absolute, where it can be told. */
  readonly pathOf: (word: string) => string;
  /** What an alias stands for; undefined where there is none. */
  readonly aliasOf: (name: string) => string | undefined;
  /** Judges a script that an alias starts with `!`. */
  readonly judgeScript: (script: string) => string | undefined;
  /** Told of a command that git's hooks have to see, and of what `-C` says. */
  readonly needsHooks?: (folder: string) => void;
}

/** Why a git command is refused; undefined where it is not. `words`: all after `git`. */
export function judgeGit(words: readonly string[], context: GitContext, depth = 0): string | undefined {
  const { settings, rest, folder, namesPlace } = readGlobalOptions(words);
  const aliases = new Map<string, string>();
  for (const { key, value } of settings) {
    const reason = judgeSetting(key, value, context, depth);
    if (reason !== undefined) return reason;
    if (key.startsWith('alias.')) aliases.set(key.slice(6), value ?? '');
  }
  const [name = '', ...args] = rest;
  if (HOOKED.test(name)) {
    if (namesPlace) return `with --git-dir or --work-tree git ${name} may find no hook: use git -C FOLDER`;
    context.needsHooks?.(folder);
  }
  switch (name) {
    case 'commit':
      return skipsHooks(args, COMMIT) ? 'git commit --no-verify (or -n) skips the scan' : undefined;
    case 'am':
      return skipsHooks(args, AM) ? 'git am --no-verify skips the scan' : undefined;
    case 'merge':
    case 'pull':
    case 'push':
      return skipsHooks(args, LONG_ONLY) ? `git ${name} --no-verify skips the scan` : undefined;
    case 'config':
      return judgeConfig(args, context, depth);
    case 'rm':
    case 'mv':
      return args.some((word) => guardsHooks(context.pathOf(word)))
        ? `git ${name} takes away the hooks that scan`
        : undefined;
    default:
      return judgeAlias(name, args, aliases.get(name.toLowerCase()) ?? aliasOf(name, context), context, depth);
  }
}

/** What makes commits, or publishes them. */
const HOOKED = /^(?:am|cherry-pick|commit|merge|pull|push|rebase|revert)$/;

/** Commands that every git has: nobody can give their names to an alias. */
const BUILT_IN =
  /^(?:add|bisect|blame|branch|checkout|cherry-pick|clean|clone|describe|diff|fetch|format-patch|gc|grep|init|log|ls-files|ls-tree|rebase|reflog|remote|reset|restore|rev-list|rev-parse|revert|shortlog|show|stash|status|submodule|switch|tag|worktree)$/;

function aliasOf(name: string, { aliasOf: find }: GitContext): string | undefined {
  return BUILT_IN.test(name) || !/^[\w-]+$/.test(name) ? undefined : find(name);
}

const MAX_ALIASES = 8;

function judgeAlias(
  name: string,
  args: readonly string[],
  value: string | undefined,
  context: GitContext,
  depth: number,
): string | undefined {
  if (value === undefined || value === '' || depth > MAX_ALIASES) return undefined;
  const reason = value.startsWith('!')
    ? context.judgeScript(`${value.slice(1)} ${args.map(shellQuote).join(' ')}`)
    : judgeGit([...wordsOf(value), ...args], context, depth + 1);
  return reason === undefined ? undefined : `the alias ${name}: ${reason}`;
}

/** git splits an alias at blanks, outside quotes. */
function wordsOf(value: string): readonly string[] {
  return [...value.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''));
}

interface Setting {
  /** Lower case. */
  readonly key: string;
  /** undefined: from a variable of the environment. */
  readonly value: string | undefined;
}

const GLOBAL_WITH_VALUE = /^(?:-C|--git-dir|--work-tree|--namespace|--super-prefix|--attr-source|--list-cmds)$/;

function readGlobalOptions(words: readonly string[]): {
  readonly settings: readonly Setting[];
  readonly rest: readonly string[];
  /** What `-C` says, '' where it is not there. */
  readonly folder: string;
  /** Whether the git folder is named: hooks are then looked for from wherever git is started. */
  readonly namesPlace: boolean;
} {
  const settings: Setting[] = [];
  let folder = '';
  let namesPlace = false;
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) break;
    if (word === '-c') {
      at += 1;
      const [key = '', ...value] = (words[at] ?? '').split('=');
      settings.push({ key: key.toLowerCase(), value: value.join('=') });
    } else if (word === '--config-env' || word.startsWith('--config-env=')) {
      const given = word === '--config-env' ? (words[at + 1] ?? '') : word.slice('--config-env='.length);
      if (word === '--config-env') at += 1;
      settings.push({ key: given.slice(0, Math.max(0, given.lastIndexOf('='))).toLowerCase(), value: undefined });
    } else {
      if (word === '-C') folder = posix.join(folder, (words[at + 1] ?? '').replaceAll('\\', '/'));
      namesPlace ||= /^--(?:git-dir|work-tree)(?:=|$)/.test(word);
      if (GLOBAL_WITH_VALUE.test(word)) at += 1;
    }
  }
  return { settings, rest: words.slice(at), folder, namesPlace };
}

function judgeSetting(key: string, value: string | undefined, context: GitContext, depth: number): string | undefined {
  if (key === 'core.hookspath') return 'core.hooksPath set to something else turns the hooks off';
  if (/^hushkey\./.test(key)) return `${key} belongs to hushkey`;
  if (/^include(?:if)?\./.test(key)) return `${key} can set core.hooksPath, which turns the hooks off`;
  if (!key.startsWith('alias.') || value === undefined) return undefined;
  return judgeAlias(key.slice(6), [], value, context, depth);
}

interface Options {
  /** Short options without a value, as far as they matter in a cluster. */
  readonly takesValue: string;
  /** Short options whose value can only be glued on. */
  readonly maybeValue: string;
  /** Whether `-n` is `--no-verify`. */
  readonly short: boolean;
  readonly longWithValue: readonly string[];
}

const COMMIT: Options = {
  takesValue: 'mFCct',
  maybeValue: 'uS',
  short: true,
  longWithValue: [
    'message',
    'file',
    'author',
    'date',
    'template',
    'reuse-message',
    'reedit-message',
    'fixup',
    'squash',
    'cleanup',
    'pathspec-from-file',
    'trailer',
  ],
};
const AM: Options = {
  takesValue: 'Cp',
  maybeValue: 'S',
  short: true,
  longWithValue: ['directory', 'exclude', 'include', 'patch-format'],
};
// -n of merge and pull is --no-stat, -n of push is --dry-run.
const LONG_ONLY: Options = {
  takesValue: 'mFsXo',
  maybeValue: 'S',
  short: false,
  longWithValue: [
    'message',
    'file',
    'strategy',
    'strategy-option',
    'into-name',
    'cleanup',
    'push-option',
    'receive-pack',
    'exec',
    'repo',
    'upload-pack',
    'depth',
  ],
};

function skipsHooks(args: readonly string[], options: Options): boolean {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') return false;
    if (word.startsWith('--')) {
      const [name = ''] = word.slice(2).split('=');
      // git takes every beginning that is long enough; shorter ones it refuses itself.
      if (name.length >= 'no-v'.length && 'no-verify'.startsWith(name)) return true;
      if (!word.includes('=') && takesLongValue(name, options)) at += 1;
    } else if (/^-[^-]/.test(word)) {
      const cluster = readCluster(word.slice(1), options);
      if (cluster === 'skips') return true;
      if (cluster === 'wants a value') at += 1;
    }
  }
  return false;
}

function takesLongValue(name: string, { longWithValue }: Options): boolean {
  return longWithValue.includes(name) || (name.length >= 3 && longWithValue.some((option) => option.startsWith(name)));
}

function readCluster(letters: string, { takesValue, maybeValue, short }: Options): 'skips' | 'wants a value' | 'done' {
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    if (letter === 'n' && short) return 'skips';
    if (takesValue.includes(letter)) return at === letters.length - 1 ? 'wants a value' : 'done';
    if (maybeValue.includes(letter)) return 'done';
  }
  return 'done';
}

const VERB = /^(?:get|list|set|unset|remove-section|rename-section|edit)$/;
const CONFIG_WITH_VALUE = /^(?:-f|--file|--blob|--type|--default|-t|--comment|--value|--url)$/;

function judgeConfig(args: readonly string[], context: GitContext, depth: number): string | undefined {
  const flags: string[] = [];
  const words: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (CONFIG_WITH_VALUE.test(word)) at += 1;
    else if (word.startsWith('-') && words.every((before) => VERB.test(before))) flags.push(word);
    else if (!/^--(?:all|append|fixed-value|unset)/.test(word)) words.push(word);
    else flags.push(word);
  }
  if (flags.some((flag) => /^--(?:get|list|show)|^-l$/.test(flag)) || /^(?:get|list)$/.test(words[0] ?? ''))
    return undefined;
  const verb = VERB.test(words[0] ?? '') ? words.shift() : undefined;
  const removes = verb === 'unset' || flags.some((flag) => /^--unset/.test(flag));
  const section = /section$/.test(verb ?? '') || flags.some((flag) => /section$/.test(flag));
  const [name = '', value] = words;
  const key = name.toLowerCase();
  if (section)
    return /^(?:core|hushkey|includeif\.gitdir:\.\/worktrees\/)$/.test(key)
      ? `removing the section ${key} of git's config turns the hooks off`
      : undefined;
  if (value === undefined && !removes) return undefined;
  // What arms the linked work trees.
  if (removes && key === 'includeif.gitdir:./worktrees/.path') return `removing ${name} turns the hooks off`;
  if (removes && key !== 'core.hookspath' && !key.startsWith('hushkey.')) return undefined;
  if (/^include(?:if)?\./.test(key)) return undefined;
  return judgeSetting(key, value ?? '', context, depth);
}
