// The words of a command line -> what to run, checked against the tables. Knows no command by name but help and version.
import { nearest, suggestion } from '../config/suggest.ts';
import { UserError } from '../errors.ts';
import { echo } from '../text/printable.ts';
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
  type FlagsOf,
  flagsOf,
  isCommand,
  takes,
} from './table.ts';

/** What to run. `overview`: no command was given. */
export type Invocation =
  | { readonly command: 'overview' }
  | {
      [C in CommandName]: { readonly command: C; readonly flags: FlagsOf<C>; readonly positionals: readonly string[] };
    }[CommandName];

type Value = true | number | string | readonly string[];

interface Words {
  readonly flags: ReadonlyMap<FlagName, Value>;
  readonly positionals: readonly string[];
}

/**
 * @param argv - the words after the program's name.
 * @throws UserError for what the tables do not allow.
 */
export function parseArgs(argv: readonly string[]): Invocation {
  const { flags, positionals } = readWords(argv);
  const [name, ...rest] = positionals;
  if (flags.has('help')) return invocation('help', new Map(), name === undefined ? [] : [commandOf(name)]);
  if (flags.has('version')) return invocation('version', new Map(), []);
  if (name === undefined) {
    const [stray] = [...flags.keys()].filter((flag) => FLAGS[flag].commands !== 'all');
    if (stray === undefined) return { command: 'overview' };
    throw new UserError('no-command', `--${stray} needs a command`, { hint: `hushkey ${homeOf(stray)} --${stray}` });
  }
  const command = commandOf(name);
  checkFlags(command, flags, rest);
  checkPositionals(command, rest);
  return invocation(command, flags, command === 'help' ? rest.map(commandOf) : rest);
}

/** The tables guarantee what the types say: every flag has been looked up and its value converted by its type. */
function invocation(command: CommandName, flags: Words['flags'], positionals: readonly string[]): Invocation {
  return { command, flags: Object.fromEntries(flags), positionals } as Invocation;
}

function readWords(argv: readonly string[]): Words {
  const flags = new Map<FlagName, Value>();
  const positionals: string[] = [];
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const typed = equals < 0 ? word : word.slice(0, equals);
    const name = flagOf(typed, positionals[0]);
    const flag: Flag = FLAGS[name];
    if (flag.type === 'switch') {
      if (equals >= 0) throw new UserError('unexpected-value', `--${name} takes no value`);
      flags.set(name, true);
      continue;
    }
    const next = words[i + 1];
    const apart = equals < 0 && next !== undefined && !isFlag(next);
    if (apart) i += 1;
    const given = apart ? next : equals < 0 ? '' : word.slice(equals + 1);
    flags.set(name, convert(name, flag, given, flags.get(name)));
  }
  return { flags, positionals: end < 0 ? positionals : [...positionals, ...argv.slice(end + 1)] };
}

/** A reason may begin with a dash; only a flag that exists ends the wait for a value. */
function isFlag(word: string): boolean {
  return findFlag(word.split('=', 1)[0] ?? '') !== undefined;
}

function findFlag(typed: string): FlagName | undefined {
  return FLAG_NAMES.find((name) => {
    const flag: Flag = FLAGS[name];
    return typed === `--${name}` || (flag.short !== undefined && typed === `-${flag.short}`);
  });
}

function flagOf(typed: string, command: string | undefined): FlagName {
  const found = findFlag(typed);
  if (found !== undefined) return found;
  const known = command !== undefined && isCommand(command) ? flagsOf(command) : FLAG_NAMES;
  const near = nearest(typed.replace(/^-+/, ''), known);
  const help = command !== undefined && isCommand(command) ? `hushkey help ${command} lists them` : undefined;
  const hint = near === undefined ? help : `did you mean --${near}?`;
  throw new UserError('unknown-flag', `unknown flag${echo(typed)}`, hint === undefined ? {} : { hint });
}

function convert(name: FlagName, flag: Exclude<Flag, { type: 'switch' }>, given: string, before?: Value): Value {
  if (given === '') throw new UserError('missing-value', `--${name} needs a value: --${name} ${flag.placeholder}`);
  if (flag.type === 'count') {
    const count = /^\d+$/.test(given) ? Number(given) : 0;
    if (Number.isSafeInteger(count) && count > 0) return count;
    throw new UserError('bad-value', `--${name} needs a whole number above 0`);
  }
  if (flag.type === 'choice' && !flag.choices.includes(given)) {
    throw new UserError('bad-value', `--${name} has no such value${echo(given)}`, {
      hint: suggestion(given, flag.choices, `use one of ${flag.choices.join(', ')}`),
    });
  }
  if (flag.repeatable !== true) return given;
  return [...(Array.isArray(before) ? before : []), given];
}

function commandOf(name: string): CommandName {
  if (isCommand(name)) return name;
  const visible = COMMAND_NAMES.filter((known) => !('internal' in COMMANDS[known]));
  throw new UserError('unknown-command', `unknown command${echo(name)}`, {
    hint: suggestion(name, visible, 'hushkey help lists the commands'),
  });
}

/** The command that a flag belongs to in the first place. */
function homeOf(flag: FlagName): CommandName {
  return COMMAND_NAMES.find((command) => takes(command, flag)) ?? 'help';
}

function checkFlags(command: CommandName, flags: Words['flags'], positionals: readonly string[]): void {
  for (const name of flags.keys()) {
    if (takes(command, name)) continue;
    throw new UserError('unknown-flag', `${command} has no --${name}`, {
      hint: `it belongs to hushkey ${homeOf(name)}`,
    });
  }
  for (const [name, value] of flags) checkChoice(command, name, value);
  const given = [...flags.keys()];
  const [source, second] = given.filter((name) => 'source' in FLAGS[name]);
  if (second !== undefined) throw new UserError('two-sources', `--${source} and --${second} exclude each other`);
  if (source !== undefined && positionals.length > 0) {
    throw new UserError('two-sources', `--${source} and paths exclude each other`);
  }
  for (const name of given) {
    const { needs }: Flag = FLAGS[name];
    if (needs === undefined || given.some((other) => other === needs)) continue;
    throw new UserError('missing-flag', `--${name} goes with --${needs}`);
  }
}

/** Of the flags whose values differ between commands. */
function checkChoice(command: CommandName, name: FlagName, value: Value): void {
  const choices = choicesOf(name, command);
  if (typeof value !== 'string' || choices === undefined || choices.includes(value)) return;
  throw new UserError('bad-value', `${command} has no --${name} ${value}`, { hint: `use ${choices.join(' or ')}` });
}

function checkPositionals(command: CommandName, positionals: readonly string[]): void {
  const { min, max, usage }: Command = COMMANDS[command];
  if (positionals.length >= min && positionals.length <= max) return;
  const surplus = positionals[max];
  const what = surplus === undefined ? 'an argument is missing' : `unexpected argument${echo(surplus)}`;
  throw new UserError('bad-arguments', `${command}: ${what}`, { hint: `usage: hushkey ${command} ${usage}`.trim() });
}
