// `hushkey completions`: what a shell offers after `hushkey`, written from the tables.
import { suggestion } from '../config/suggest.ts';
import { UserError } from '../errors.ts';
import { EXIT, type ExitCode } from '../outcome.ts';
import type { Io } from '../process.ts';
import { echo } from '../text/printable.ts';
import type { Invocation } from './args.ts';
import {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandName,
  choicesOf,
  FLAG_NAMES,
  FLAGS,
  type Flag,
  type FlagName,
  flagsOf,
  SHELLS,
} from './table.ts';

type CompletionsInvocation = Extract<Invocation, { command: 'completions' }>;

const WRITERS: Readonly<Record<(typeof SHELLS)[number], () => string>> = { bash, zsh, fish, powershell };

/** @throws UserError for a shell that is not known. */
export function runCompletions({ positionals }: CompletionsInvocation, io: Io): ExitCode {
  const [typed = ''] = positionals;
  const shell = SHELLS.find((known) => known === typed);
  if (shell === undefined) {
    throw new UserError('unknown-shell', `there are no completions for that shell${echo(typed)}`, {
      hint: suggestion(typed, SHELLS, `use one of ${SHELLS.join(', ')}`),
    });
  }
  io.out(WRITERS[shell]());
  return EXIT.clean;
}

function visible(): readonly CommandName[] {
  return COMMAND_NAMES.filter((name) => !('internal' in COMMANDS[name]));
}

function wordsOf(name: CommandName): readonly string[] {
  const { words = [] }: Command = COMMANDS[name];
  return name === 'help' ? visible() : words;
}

function takesPaths(name: CommandName): boolean {
  const { usage }: Command = COMMANDS[name];
  return /path…|report…/.test(usage);
}

function flag(name: FlagName): Flag {
  return FLAGS[name];
}

function spellings(name: FlagName): readonly string[] {
  const { short } = flag(name);
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

/** A flag's choices by what must stand before its value: with a command that takes fewer, and without one. */
function valuesOf(
  name: FlagName,
): readonly (readonly [command: CommandName | undefined, choices: readonly string[]])[] {
  const one = flag(name);
  if (one.type !== 'choice') return [];
  const fewer = COMMAND_NAMES.flatMap((command) => {
    const choices = one.only?.[command];
    return choices === undefined ? [] : [[command, choices] as const];
  });
  return [...fewer, [undefined, one.choices]];
}

function isFile(name: FlagName): boolean {
  const one = flag(name);
  return one.type === 'text' && one.placeholder === 'FILE';
}

/** `=` is a word of its own to bash. An empty answer leaves the files to the shell. */
function bash(): string {
  const valued = FLAG_NAMES.filter((name) => flag(name).type !== 'switch');
  const values = valued.flatMap((name) => [
    ...valuesOf(name).map(
      ([command = '*', choices]) =>
        `    ${command}' --${name}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur")); return ;;`,
    ),
    ...(flag(name).type === 'choice' ? [] : [`    *' --${name}') return ;;`]),
  ]);
  const commands = COMMAND_NAMES.map(
    (name) =>
      `    ${name}) flags='${flagsOf(name).flatMap(spellings).join(' ')}'; words='${wordsOf(name).join(' ')}' ;;`,
  );
  return `# hushkey completions for bash: eval "$(hushkey completions bash)"
_hushkey() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command='' flags='' words='' at word
  COMPREPLY=()
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $prev == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$word" in
    ${valued.map((name) => `--${name}`).join('|')}) ((at++)); [[ \${COMP_WORDS[at]} == '=' ]] && ((at++)) ;;
    -*) ;;
    *) command="$word"; break ;;
    esac
  done
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
    '') flags='--help --version'; words='${visible().join(' ')}' ;;
${commands.join('\n')}
  esac
  if [[ $cur == -* ]]; then words="$flags"; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _hushkey hushkey
`;
}

/** Within single quotes of zsh and fish, and of what zsh reads in a description. */
function zshText(text: string): string {
  return text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&');
}

function zsh(): string {
  const option = (name: FlagName, command: CommandName): string => {
    const one = flag(name);
    const again = one.type !== 'switch' && 'repeatable' in one && one.repeatable === true ? '*' : '';
    const choices = choicesOf(name, command);
    const action = choices !== undefined ? `(${choices.join(' ')})` : isFile(name) ? '_files' : ' ';
    const value = one.type === 'switch' ? '' : `:${one.placeholder}:${action}`;
    const equals = one.type === 'switch' ? '' : '=';
    return spellings(name)
      .map((spelled) => `      '${again}${spelled}${equals}[${zshText(one.description)}]${value}'`)
      .join(' \\\n');
  };
  const commands = COMMAND_NAMES.map((name) => {
    const words = wordsOf(name);
    const rest = words.length > 0 ? [`'1:argument:(${words.join(' ')})'`] : takesPaths(name) ? ["'*:path:_files'"] : [];
    const lines = [...flagsOf(name).map((one) => option(one, name)), ...rest.map((one) => `      ${one}`)];
    return `    ${name})\n    _arguments \\\n${lines.join(' \\\n')} ;;`;
  });
  const listed = visible().map((name) => `    '${name}:${zshText(COMMANDS[name].summary)}'`);
  return `#compdef hushkey
# hushkey completions for zsh: a file _hushkey in a folder of $fpath, or source <(hushkey completions zsh)
_hushkey() {
  local -a commands
  commands=(
${listed.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${commands.join('\n')}
  esac
}
if [[ "$funcstack[1]" == _hushkey ]]; then _hushkey "$@"; else compdef _hushkey hushkey; fi
`;
}

function fish(): string {
  const text = (words: string): string => `'${words.replace(/['\\]/g, '\\$&')}'`;
  const seen = (name: CommandName): string => `complete -c hushkey -n '__fish_seen_subcommand_from ${name}'`;
  const option = (name: CommandName, flagName: FlagName): string => {
    const { short, type, description } = flag(flagName);
    const choices = choicesOf(flagName, name);
    const value = type === 'switch' ? '' : choices !== undefined ? ` -xa ${text(choices.join(' '))}` : ' -r';
    const files = isFile(flagName) ? ' -F' : '';
    return `${seen(name)}${short === undefined ? '' : ` -s ${short}`} -l ${flagName}${value}${files} -d ${text(description)}`;
  };
  const lines = COMMAND_NAMES.flatMap((name) => [
    ...(wordsOf(name).length === 0 ? [] : [`${seen(name)} -a ${text(wordsOf(name).join(' '))}`]),
    ...(takesPaths(name) ? [`${seen(name)} -F`] : []),
    ...flagsOf(name).map((flagName) => option(name, flagName)),
  ]);
  const listed = visible().map(
    (name) => `complete -c hushkey -n __fish_use_subcommand -a ${name} -d ${text(COMMANDS[name].summary)}`,
  );
  return `# hushkey completions for fish: hushkey completions fish | source
complete -c hushkey -f
${[...listed, ...lines].join('\n')}
`;
}

function powershell(): string {
  const list = (words: readonly string[]): string => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  const commands = COMMAND_NAMES.map(
    (name) => `    '${name}' = ${list([...wordsOf(name), ...flagsOf(name).flatMap(spellings)])}`,
  );
  const values = FLAG_NAMES.flatMap((name) =>
    valuesOf(name).map(([command = '', choices]) => `    '${`${command} --${name}`.trim()}' = ${list(choices)}`),
  );
  return `# hushkey completions for PowerShell: hushkey completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName hushkey -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @{
${commands.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = $words | Select-Object -Skip 1 | Where-Object { $commands.ContainsKey($_) } | Select-Object -First 1
  $offered = ${list([...visible(), '--help', '--version'])}
  if ($command) { $offered = $commands[$command] }
  if ($words.Count -gt 0) {
    foreach ($key in @("$command $($words[-1])", $words[-1])) {
      if ($values.ContainsKey($key)) { $offered = $values[$key]; break }
    }
  }
  $offered | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
