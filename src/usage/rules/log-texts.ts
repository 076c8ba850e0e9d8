// What a call prints that does not stand between its brackets: the text below it that it opens, and what a pipe brings.
import type { Unit } from '../syntax.ts';
import type { LogCall } from './log-calls.ts';
import { lineStartOf } from './stored-keys.ts';

const MOST = 3000;
/** `<<~TEXT`, `<<<TEXT`; what opens with a single quote is taken as it stands. */
const OPENS = /<<(?:[~-]?(["`]?)|<("?))([A-Z_]\w{1,30})\1\2/;
/** What makes of a value something that may be shown. */
const HIDES = /slice|at\(|first|mask|redact|length|hash|digest|is_|nil\?|== /;

/** `puts <<~TEXT`: the lines down to the word. */
export function textBelow(text: string, call: LogCall): LogCall | undefined {
  if (!/^(?:ruby|php|perl)$/.test(call.holes)) return undefined;
  const word = OPENS.exec(text.slice(call.from, call.to))?.[3];
  if (word === undefined) return undefined;
  const newline = text.indexOf('\n', call.from);
  if (newline < 0) return undefined;
  const close = new RegExp(`^[ \\t]{0,40}${word}\\b`, 'm').exec(text.slice(newline + 1, newline + MOST));
  if (close === null) return undefined;
  return { start: call.start, from: newline + 1, to: newline + 1 + close.index, holes: call.holes, inText: true };
}

/** `"NAME" |> System.fetch_env!() |> IO.inspect(label: "x")` of Elixir: what comes down the pipe is shown. */
export function asPiped(text: string, call: LogCall): LogCall {
  const from = Math.max(0, call.start - 600);
  const before = text.slice(from, call.start);
  if (!/\|>\s{0,4}$/.test(before)) return call;
  let top = lineStartOf(text, call.start);
  while (top > from && /^\s{0,80}\|>/.test(text.slice(top, top + 90))) top = lineStartOf(text, top - 1);
  const chain = text.slice(top, call.start).replace(/^[^\n]{0,160}?(?:\s=\s|->)/, '');
  const [head = '', ...steps] = chain.split('|>').map((step) => step.trim());
  if (steps.some((step) => HIDES.test(step))) return call;
  const shown = steps
    .filter((step) => step !== '')
    .reduce((code, step) => step.replace(/\(\s?\)?/, (open) => (open === '()' ? `(${code})` : `(${code}, `)), head);
  return { ...call, shown };
}

const FUNCTION =
  /^[ \t]{0,8}(?:function[ \t]{1,4})?([a-z_][\w:.-]{0,40})[ \t]{0,4}(?:\(\)[ \t]{0,4})?\{([^\n]{0,200}\}[ \t]{0,4}$|[^\n]{0,200}(?:\n(?![ \t]{0,8}\})[^\n]{0,200}){0,8})/gm;
/** Prints all that it is given, and keeps none of it in a file. */
const SAYS = /\b(?:echo|printf)\b[^\n]{0,80}?\$(?:[*@1]|\{[*@1]\})(?![^\n]{0,60}(?:[^2&]>[^&]|\|))/;

/** Where the arguments start of calls of a shell's own functions that print them: `say "…"`. */
export function saidByFunctions(text: string, { start, end }: Unit): readonly number[] {
  const code = text.slice(start, end);
  if (!/\$\{?[*@1]/.test(code)) return [];
  const names = [...code.matchAll(FUNCTION)].flatMap(([, name = '', body = '']) =>
    SAYS.test(body) && !HIDES.test(body) ? [name] : [],
  );
  if (names.length === 0) return [];
  const called = new RegExp(
    `(?:^|[;&|{]|\\b(?:then|do|else)\\b)[ \\t]{0,40}(?:${[...new Set(names)].slice(0, 30).join('|')})[ \\t]{1,4}(?=["'\\w$])`,
    'gm',
  );
  return [...code.matchAll(called)].map((match) => start + match.index + match[0].length);
}
