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
  const below = callsBelow(text, start, end);
  const inLine = [...text.slice(start, end).matchAll(PROGRAM)].flatMap((match): readonly LogCall[] => {
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
    return printsIn(text, from, to, prints, holes);
  });
  return [...inLine, ...below];
}

function printsIn(text: string, from: number, to: number, prints: RegExp, holes: Holes): readonly LogCall[] {
  return [...text.slice(from, to).matchAll(prints)].flatMap((call): readonly LogCall[] => {
    const inner = from + call.index + call[0].length;
    const close = call[0].endsWith('(') ? closingOf(text, inner, to) : Math.min(to, lineEnd(text, inner));
    return close === undefined ? [] : [{ start: from + call.index, from: inner, to: close, holes }];
  });
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}

/** `python - <<'PY'`: a program in the lines below the command. */
const PROGRAM_BELOW = /\b(python3?|node|ruby|php)\b[^\n|;>]{0,40}<<-?[ \t]{0,2}(["']?)([A-Z_]{2,20})\2[ \t]{0,4}\n/g;

function callsBelow(text: string, start: number, end: number): readonly LogCall[] {
  return [...text.slice(start, end).matchAll(PROGRAM_BELOW)].flatMap((match): readonly LogCall[] => {
    const from = start + match.index + match[0].length;
    const close = new RegExp(`^[ \\t]{0,40}${match[3] ?? ''}[ \\t]{0,4}$`, 'm').exec(
      text.slice(from, Math.min(end, from + 6000)),
    );
    const kind = PRINTS[(match[1] ?? '').replace('3', '')];
    return close === null || kind === undefined ? [] : printsIn(text, from, from + close.index, kind[0], kind[1]);
  });
}
