import { describe, expect, expectTypeOf, test } from 'vitest';
import { parseArgs } from '../../src/cli/args.ts';
import { commandHelp, globalHelp } from '../../src/cli/help.ts';
import {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  FLAG_NAMES,
  FLAGS,
  type Flag,
  type FlagsOf,
} from '../../src/cli/table.ts';
import { UserError } from '../../src/errors.ts';
import type { FormatName } from '../../src/report/index.ts';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

describe('parseArgs', () => {
  test.each<[line: string, expected: object]>([
    ['', { command: 'overview' }],
    ['--debug', { command: 'overview' }],
    ['scan', { command: 'scan', flags: {}, positionals: [] }],
    ['scan a -', { command: 'scan', flags: {}, positionals: ['a', '-'] }],
    ['scan --format json --output=a=b', { command: 'scan', flags: { format: 'json', output: 'a=b' }, positionals: [] }],
    ['--quiet scan src', { command: 'scan', flags: { quiet: true }, positionals: ['src'] }],
    ['--format sarif scan', { command: 'scan', flags: { format: 'sarif' }, positionals: [] }],
    ['scan --format json --format sarif', { command: 'scan', flags: { format: 'sarif' }, positionals: [] }],
    [
      'scan --rule a --rule=b --category wrong-key --category logged-key',
      { command: 'scan', flags: { rule: ['a', 'b'], category: ['wrong-key', 'logged-key'] }, positionals: [] },
    ],
    [
      'scan --max-bytes 2048 --level note',
      { command: 'scan', flags: { 'max-bytes': 2048, level: 'note' }, positionals: [] },
    ],
    [
      'scan --stdin --stdin-path a.ts',
      { command: 'scan', flags: { stdin: true, 'stdin-path': 'a.ts' }, positionals: [] },
    ],
    ['scan -- --staged -x', { command: 'scan', flags: {}, positionals: ['--staged', '-x'] }],
    ['allow abc --reason -no-key-', { command: 'allow', flags: { reason: '-no-key-' }, positionals: ['abc'] }],
    ['init --dry-run', { command: 'init', flags: { 'dry-run': true }, positionals: [] }],
    ['rules bearer-misuse', { command: 'rules', flags: {}, positionals: ['bearer-misuse'] }],
    ['hook pre-push origin url', { command: 'hook', flags: {}, positionals: ['pre-push', 'origin', 'url'] }],
    ['--help', { command: 'help', flags: {}, positionals: [] }],
    ['-h', { command: 'help', flags: {}, positionals: [] }],
    ['scan --help', { command: 'help', flags: {}, positionals: ['scan'] }],
    ['help allow', { command: 'help', flags: {}, positionals: ['allow'] }],
    ['-v', { command: 'version', flags: {}, positionals: [] }],
    ['scan --version', { command: 'version', flags: {}, positionals: [] }],
  ])('%s', (line, expected) => {
    expect(parseArgs(words(line))).toEqual(expected);
  });

  test('the types follow the table', () => {
    expectTypeOf<FlagsOf<'scan'>['format']>().toEqualTypeOf<FormatName | undefined>();
    expectTypeOf<FlagsOf<'scan'>['rule']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<FlagsOf<'scan'>['max-bytes']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<FlagsOf<'scan'>>().not.toHaveProperty('reason');
    const parsed = parseArgs(['allow', 'abc', '--reason', 'two words']);
    expect(parsed.command === 'allow' && parsed.flags.reason).toBe('two words');
  });

  test.each<[line: string, code: string, message: string, hint?: string]>([
    ['scan --fromat json', 'unknown-flag', 'unknown flag: --fromat', 'did you mean --format?'],
    ['scan --zzzzz', 'unknown-flag', 'unknown flag: --zzzzz', 'hushkey help scan lists them'],
    ['scan -x', 'unknown-flag', 'unknown flag: -x', 'hushkey help scan lists them'],
    ['scan --dry-run', 'unknown-flag', 'scan has no --dry-run', 'it belongs to hushkey init'],
    ['--staged', 'no-command', '--staged needs a command', 'hushkey scan --staged'],
    ['sacn', 'unknown-command', 'unknown command: sacn', 'did you mean scan?'],
    ['help sacn', 'unknown-command', 'unknown command: sacn', 'did you mean scan?'],
    ['frobnicate', 'unknown-command', 'unknown command: frobnicate', 'hushkey help lists the commands'],
    ['toString', 'unknown-command', 'unknown command: toString', 'hushkey help lists the commands'],
    ['scan --format', 'missing-value', '--format needs a value: --format FORMAT'],
    ['scan --output --quiet', 'missing-value', '--output needs a value: --output FILE'],
    ['scan --output=', 'missing-value', '--output needs a value: --output FILE'],
    ['scan --output -- a', 'missing-value', '--output needs a value: --output FILE'],
    ['scan --format jsno', 'bad-value', '--format has no such value: jsno', 'did you mean json?'],
    ['doctor --format sarif', 'bad-value', 'doctor has no --format sarif', 'use pretty or json'],
    ['--format html refs', 'bad-value', 'refs has no --format html', 'use pretty or json'],
    ['scan --level loud', 'bad-value', '--level has no such value: loud', 'use one of error, warning, note'],
    ['scan --max-bytes 1MB', 'bad-value', '--max-bytes needs a whole number above 0'],
    ['scan --max-bytes 0', 'bad-value', '--max-bytes needs a whole number above 0'],
    ['scan --max-bytes -5', 'bad-value', '--max-bytes needs a whole number above 0'],
    ['scan --quiet=yes', 'unexpected-value', '--quiet takes no value'],
    ['scan --staged --stdin', 'two-sources', '--staged and --stdin exclude each other'],
    ['scan --staged src', 'two-sources', '--staged and paths exclude each other'],
    ['scan --stdin-path a.ts', 'missing-flag', '--stdin-path goes with --stdin'],
    ['merge --level note', 'bad-arguments', 'merge: an argument is missing', 'usage: hushkey merge <report…>'],
    ['help one two', 'bad-arguments', 'help: unexpected argument: two', 'usage: hushkey help [command]'],
  ])('%s is refused', (line, code, message, hint) => {
    const parse = () => parseArgs(words(line));
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(expect.objectContaining({ code, message }));
    if (hint === undefined) expect(parse).toThrow(expect.objectContaining({ hint: undefined }));
    else expect(parse).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  test.each([[''], ['scan --'], ['scan --format '], ['help a ']])('%s… never repeats what may be a key', (line) => {
    const pasted = `pasted-${'a1b2'.repeat(8)}`;
    const parse = () => parseArgs(words(line + pasted));
    expect(parse).toThrow(UserError);
    expect(parse).not.toThrow(pasted);
  });
});

describe('help', () => {
  test('the list of commands fits a terminal', () => {
    const lines = globalHelp().trimEnd().split('\n');
    // A prompt above and below, the two lines of the overview, and room for a command or two.
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const name of COMMAND_NAMES) {
      const command: Command = COMMANDS[name];
      const listed = command.internal !== true && command.minor !== true;
      expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(listed);
      if (command.minor === true) expect(lines.at(-2)).toContain(name);
    }
  });

  test.each(COMMAND_NAMES)('%s', (name) => {
    const text = commandHelp(name);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(`Usage: hushkey ${name}`);
    expect(text.endsWith('\n') && !text.endsWith('\n\n')).toBe(true);
  });

  test('of a command lists its flags and no other', () => {
    expect(commandHelp('allow')).toMatchInlineSnapshot(`
      "Usage: hushkey allow <id>|--last --reason "…" [--expires DATE]

      Accept one finding, by the id that was printed with it.

      Writes an entry to hushkey-baseline.json. The entry holds no secret and wants
      committing.

      With --last all findings for which a hook stopped git the last time in this work
      tree.

      Options:
        --last                  what the last blocked hook found
        --reason TEXT           why it is no danger
        --expires DATE          last day it is accepted: 2030-12-31
        --config FILE           use this config
        --baseline FILE         use this file of accepted findings
        -h, --help              explain the command
        -v, --version           print the version
        --debug                 print the stack of an error too

      Examples:
        hushkey allow 0123456789ab --reason "made-up key of a test"
        hushkey allow --last --reason "made-up keys of the tests"
      "
    `);
    expect(commandHelp('scan')).toContain('--format FORMAT');
    expect(commandHelp('scan')).not.toContain('--reason');
  });
});

describe('the tables', () => {
  test('examples parse', () => {
    for (const name of COMMAND_NAMES) {
      for (const example of COMMANDS[name].examples) {
        const argv = example.replace(/^(?:npx )?hushkey /, '').match(/"[^"]*"|\S+/g) ?? [];
        expect(parseArgs(argv).command, example).toBe(name);
      }
    }
  });

  test('short names are unique, and what a flag needs exists', () => {
    const flags: readonly Flag[] = FLAG_NAMES.map((name) => FLAGS[name]);
    const shorts = flags.flatMap((flag) => flag.short ?? []);
    expect(new Set(shorts).size).toBe(shorts.length);
    for (const { needs } of flags) if (needs !== undefined) expect(FLAG_NAMES).toContain(needs);
  });
});
