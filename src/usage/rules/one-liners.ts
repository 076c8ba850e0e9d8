// Programs on a command line that print: `node -e "console.log(…)"`, `python -c 'print(…)'`, `node -p …`. Apart from the
// calls of whole files: the program stands in a string of the shell's.
import type { Unit } from '../syntax.ts';
import type { LogCall } from './log-calls.ts';
import { closingOf, type Holes } from './operand-texts.ts';
import { lineStartOf } from './stored-keys.ts';

const PROGRAM =
  /\b(?:(node|bun|deno|tsx)[ \t]{1,4}(?:(?:-r|--require|--env-file)[ =][\w./-]{1,40}[ \t]{1,4})?(-e|--eval|eval|-p|-pe|--print)|(python3?|ruby|php)[ \t]{1,4}-[cer])[ \t]{1,4}(["'])/g;
const PRINTS: Readonly<Record<string, readonly [RegExp, Holes]>> = {
  node: [/\bconsole\.(?:log|info|error|warn|debug)\(|\bprocess\.stdout\.write\(/g, 'template'],
  python: [/\bprint\(/g, 'format'],
  ruby: [/\b(?:puts|print|p)[ (]/g, 'ruby'],
  php: [/\b(?:echo|print)[ (]|\bvar_dump\(/g, 'php'],
};

/** What the programs on the command lines of a shell print; what another command or a variable gets is not printed. */
export function callsInOneLiners(
  text: string,
  { start, end }: Unit,
  endOfCommand: (text: string, from: number, limit: number) => number | undefined,
): readonly LogCall[] {
  return [...text.slice(start, end).matchAll(PROGRAM)].flatMap((match): readonly LogCall[] => {
    const [whole, script, mode = '', other, quote = ''] = match;
    const at = start + match.index;
    const from = at + whole.length;
    const to = text.indexOf(quote, from);
    const head = text.slice(lineStartOf(text, at), at);
    const caught = /\$\([^)]{0,200}$|`[^`]{0,200}$|^\s{0,200}#/.test(head);
    if (to < 0 || to > end || caught || endOfCommand(text, to + 1, end) === undefined) return [];
    if (/^-p|^--print/.test(mode))
      return [{ start: at, from, to: from + text.slice(from, to).trimEnd().length, holes: 'template' }];
    const [prints, holes] = PRINTS[script === undefined ? (other ?? '').replace('3', '') : 'node'] ?? [/(?!)/g, 'none'];
    return [...text.slice(from, to).matchAll(prints)].flatMap((call): readonly LogCall[] => {
      const inner = from + call.index + call[0].length;
      const close = call[0].endsWith('(') ? closingOf(text, inner, to) : to;
      return close === undefined ? [] : [{ start: from + call.index, from: inner, to: close, holes }];
    });
  });
}
