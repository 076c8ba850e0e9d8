// Any text at all is taken apart without a hang and without an error of ours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../../src/agents/judge-command.ts';
import { readCommands } from '../../src/agents/shell-commands.ts';
import { type Command, UNKNOWN } from '../../src/agents/shell-words.ts';

function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  readCommands(text, (command) => commands.push(command));
  return commands;
}

const wordsOf = (text: string): readonly (readonly string[])[] => commandsOf(text).map(({ words }) => [...words]);

describe('words', () => {
  test.each<[string, readonly (readonly string[])[]]>([
    [`a 'b c' "d e" f\\ g`, [['a', 'b c', 'd e', 'f g']]],
    [`a 'it'"'"'s'`, [['a', "it's"]]],
    ['a ""', [['a', '']]],
    ['a; b && c || d | e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a # b', [['a']]],
    ['a#b', [['a#b']]],
    ['a $X "$Y"', [['a', UNKNOWN, UNKNOWN]]],
    ['X=1; a $X "${X}2"', [[], ['a', '1', '12']]],
    ['X="b c"; a $X "$X"', [[], ['a', 'b', 'c', 'b c']]],
    [
      'a $(b c)',
      [
        ['b', 'c'],
        ['a', UNKNOWN],
      ],
    ],
    [
      'a "$(echo b)"',
      [
        ['echo', 'b'],
        ['a', 'b'],
      ],
    ],
    ['a \\\n b', [['a', 'b']]],
    ["a <<'X' b\n$(c)\nX\nd", [['a', 'b'], ['d']]],
    ['a >b 2>&1 <c', [['a']]],
    ['if a; then b; else c; fi', [['a'], ['b'], ['c'], ['fi']]],
    ["$'a\\tb'", [['a\tb']]],
  ])('%s', (text, expected) => expect(wordsOf(text)).toEqual(expected));

  test('where output goes and input comes from', () => {
    const [first, second] = commandsOf('a 2>err >>out | b <<< text');
    expect(first?.redirects).toEqual([
      { operator: '>', target: 'err' },
      { operator: '>>', target: 'out' },
    ]);
    expect(second?.from).toBe(first);
    expect(second?.input).toBe('text\n');
  });
});

const PIECES = [
  ' ',
  '\n',
  ';',
  '|',
  '&',
  '(',
  ')',
  '{',
  '}',
  '$(',
  '${',
  '$((',
  '`',
  '"',
  "'",
  "$'",
  '\\',
  '<<EOF',
  'EOF',
  '<<<',
  '>',
  '<(',
  '2>&1',
  '#',
  '$',
  '!',
  'git',
  'commit',
  '-n',
  'X=1',
  'sh -c',
  'eval',
  'case',
  'a',
];

describe('any text', () => {
  const scripts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(' ')),
  );

  test.each(['posix', 'powershell'] as const)('%s', (dialect) => {
    fc.assert(
      fc.property(scripts, (text) => {
        try {
          judgeCommand(text, { dialect });
        } catch (error) {
          // Too deep to be followed: the gate refuses it.
          if (!(error instanceof RangeError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('quoting in single quotes gives the word back', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 50 }).filter((word) => !word.includes('\r')),
        (word) => {
          expect(wordsOf(`a '${word.replaceAll("'", "'\\''")}'`)).toEqual([['a', word]]);
        },
      ),
    );
  });

  test('a long one is read in a moment', () => {
    const start = performance.now();
    judgeCommand(`${'echo "a $(b) `c`" | d > e; '.repeat(4000)}git commit -m x`);
    judgeCommand(`cat > a <<'EOF'\n${'git commit -n "$(x)"\n'.repeat(20_000)}EOF\n`);
    judgeCommand('a'.repeat(500_000));
    judgeCommand('('.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
