// Help texts, printed from the tables: 80 columns, and 24 lines for the list of commands.
import {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandName,
  choicesOf,
  FLAGS,
  type Flag,
  type FlagName,
  flagsOf,
} from './table.ts';

const COLUMNS = 80;
const DESCRIPTION_COLUMN = 26;

export function globalHelp(): string {
  const visible = COMMAND_NAMES.filter((name) => !is('internal', name));
  const listed = visible.filter((name) => !is('minor', name));
  const width = Math.max(...listed.map((name) => name.length)) + 4;
  return [
    'Stops credentials and misuse of Claude API keys before they are committed.',
    'Usage: hushkey <command> [options]',
    '',
    ...listed.map((name) => `  ${name.padEnd(width - 2)}${COMMANDS[name].summary}`),
    '',
    `Also: ${visible.filter((name) => is('minor', name)).join(', ')}.`,
    'hushkey help <command> shows its options and examples.',
    '',
  ].join('\n');
}

export function commandHelp(name: CommandName): string {
  const command: Command = COMMANDS[name];
  const own = flagsOf(name);
  const sections = [
    [`Usage: ${`hushkey ${name} ${command.usage}`.trim()}`],
    wrap(`${capitalise(command.summary)}.`, 0),
    ...command.details.map((text) => wrap(text, 0)),
    ['Options:', ...own.flatMap((flag) => flagLines(flag, name))],
    command.examples.length === 0 ? [] : ['Examples:', ...command.examples.map((example) => `  ${example}`)],
  ];
  const printed = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${printed.join('\n\n')}\n`;
}

function is(what: 'internal' | 'minor', name: CommandName): boolean {
  const command: Command = COMMANDS[name];
  return command[what] === true;
}

function flagLines(name: FlagName, command: CommandName): readonly string[] {
  const flag: Flag = FLAGS[name];
  const head = `  ${spellFlag(name)}`;
  const values = choicesOf(name, command);
  const choices = values === undefined ? '' : ` (${values.join(', ')})`;
  const again = flag.type !== 'switch' && 'repeatable' in flag && flag.repeatable === true ? '; repeatable' : '';
  const [first = '', ...rest] = wrap(`${flag.description}${again}${choices}`, DESCRIPTION_COLUMN);
  const fits = head.length + 2 <= DESCRIPTION_COLUMN;
  return [...(fits ? [head.padEnd(DESCRIPTION_COLUMN) + first.trimStart()] : [head, first]), ...rest];
}

/** `-h, --help`, `--output FILE`. */
export function spellFlag(name: FlagName): string {
  const flag: Flag = FLAGS[name];
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  return `${short}--${name}${flag.type === 'switch' ? '' : ` ${flag.placeholder}`}`;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Lines of at most 80 columns, each indented. */
function wrap(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((content) => ' '.repeat(indent) + content);
}
