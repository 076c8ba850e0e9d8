// Where a text prints or logs, language by language: the span of each call's arguments. Script and Python by tokens,
// the shell by its lines, the rest by the shape of the call.

import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { extensionOf } from '../languages.ts';
import type { Unit } from '../syntax.ts';
import { CLOSE, OPEN, PAREN, WORD } from '../tokens.ts';
import { callsInOneLiners } from './one-liners.ts';
import { closingOf, type Holes } from './operand-texts.ts';
import { lineStartOf } from './stored-keys.ts';

export interface LogCall {
  /** Of the call itself. */
  readonly start: number;
  /** Of its arguments. */
  readonly from: number;
  readonly to: number;
  readonly holes: Holes;
}

interface Shape {
  readonly holes: Holes;
  /** Up to and with the bracket, or the blank after a word that takes its arguments without one. */
  readonly call: RegExp;
}

const LEVELS = 'trace|debug|info|warn|warning|error|fatal|log|verbose|silly|notice|success|critical|exception';
const LOGGER = /^(?:.*logger|_?log|logging|winston|pino|consola|signale|console)$/i;
const LEVEL = new RegExp(`^(?:${LEVELS}|dir|table|print)$`);
/** What an editor shows its user of an extension. */
const CHANNEL = /^(?:\w{0,20}output|\w{0,20}channel)\.append(?:Line)?$/i;
const PRINTERS: Readonly<Record<string, RegExp>> = {
  script: /^(?:debug|log|process\.stdout\.write|process\.stderr\.write|core\.(?:info|debug|notice|warning|error))$/,
  python:
    /^(?:print|pprint|rprint|pprint\.pprint|sys\.stdout\.write|sys\.stderr\.write|(?:click|typer)\.s?echo|st\.(?:write|text|code|info|success|warning|error|markdown|json))$/,
};
const JAVA = new RegExp(
  `\\b(?:System\\.(?:out|err)\\.print(?:ln|f)?|Log\\.[diwev]|Timber\\.[diwev]|(?:[lL]og(?:ger)?|LOG(?:GER)?)\\.(?:${LEVELS}))\\(`,
  'g',
);
const SHAPES: Readonly<Record<string, Shape>> = {
  go: {
    holes: 'none',
    call: /\.(?:Str|Interface)\("[\w.-]{1,40}",|\b(?:fmt\.Print(?:f|ln)?|(?:s?log|logger|[lL]ogrus|zap)\.(?:Print|Fatal|Panic|Info|Debug|Warn|Error|Trace)(?:f|ln|w)?)\(|\bfmt\.Fprint(?:f|ln)?\(os\.Std(?:err|out),/g,
  },
  java: { holes: 'none', call: JAVA },
  kt: {
    holes: 'dollar',
    call: new RegExp(
      `\\b(?:println|print|Log\\.[diwev]|Timber\\.[diwev]|(?:[lL]og(?:ger)?|LOG)\\.(?:${LEVELS}))(?:\\(| ?\\{)`,
      'g',
    ),
  },
  cs: {
    holes: 'csharp',
    call: /\b(?:Console\.(?:Error\.)?Write(?:Line)?|Debug\.(?:WriteLine|Log)|Trace\.WriteLine|_?[lL]og(?:ger)?\.(?:Log)?(?:Trace|Debug|Information|Info|Warning|Warn|Error|Critical))\(/g,
  },
  php: {
    holes: 'php',
    call: /(?:(?<![>:$\w])info|\b(?:var_dump|print_r|error_log|dd|dump|printf|logger)|\bLog::\w{4,9}|->(?:debug|info|notice|warning|error|critical))\(|\b(?:echo|print)\s/g,
  },
  lua: { holes: 'none', call: /\bprint\(/g },
  r: { holes: 'none', call: /\b(?:print|cat|message)\(/g },
  rs: {
    holes: 'rust',
    call: /\b(?:e?print(?:ln)?|dbg|(?:(?:log|tracing)::)?(?:info|debug|warn|error|trace))!\(/g,
  },
  swift: {
    holes: 'swift',
    call: /\b(?:print|debugPrint|NSLog|dump|os_log|[lL]og(?:ger)?\.(?:debug|info|notice|warning|error|critical|log|trace))\(/g,
  },
  dart: {
    holes: 'dollar',
    call: /\b(?:print|debugPrint|log|(?:developer|dev)\.log|_?log(?:ger)?\.(?:d|i|w|e|v|info|fine|warning|severe|debug|error))\(/g,
  },
  ex: { holes: 'ruby', call: /\b(?:IO\.(?:puts|inspect)|Logger\.[a-z]{4,9})[ (]/g },
  bat: { holes: 'batch', call: /^[ \t]{0,20}@?echo[ .:]/gim },
  ps1: {
    holes: 'powershell',
    call: /\bWrite-(?:Host|Output|Verbose|Debug|Warning|Information|Error)\s|\[Console\]::(?:Error\.)?Write(?:Line)?\(/gi,
  },
  rb: {
    holes: 'ruby',
    call: /(?:^[ \t]{0,40}|[;{][ \t]{1,4}|\b(?:then|do|else)[ \t]{1,4})(?:puts|p|pp|print|warn)[ (]|\b(?:[lL]ogger|Rails\.logger|log)\.(?:debug|info|warn|error|fatal)[ (]/gm,
  },
};
/** Other names of these: extensions, and languages of fenced blocks. */
const ALIASES: Readonly<Record<string, string>> = {
  kts: 'kt',
  groovy: 'kt',
  scala: 'java',
  psm1: 'ps1',
  exs: 'ex',
  cmd: 'bat',
  kotlin: 'kt',
  csharp: 'cs',
  rust: 'rs',
  ruby: 'rb',
  powershell: 'ps1',
};
/** Longest list of arguments. */
const MOST = 1500;

export function logCallsOf(input: RuleInput): readonly LogCall[] {
  const extension = extensionOf(input.path);
  const shape = SHAPES[ALIASES[extension] ?? extension];
  if (shape !== undefined) return callsByShape(input.text, shape);
  return analyse(input).units.flatMap((unit) => callsInUnit(unit, input.text));
}

/** A guide has its reader's terminal print; code that it shows is copied, and prints wherever it runs. */
function callsInUnit(analysed: AnalysedUnit, text: string): readonly LogCall[] {
  const { unit, source } = analysed;
  if (source.syntax.family === 'shell')
    return [...(unit.documentation ? [] : callsInShell(analysed, text)), ...callsInOneLiners(text, unit, endOfCommand)];
  const shape = SHAPES[ALIASES[source.syntax.language] ?? source.syntax.language];
  if (!unit.documentation || shape === undefined) return callsByTokens(analysed);
  return callsByShape(text.slice(0, unit.end), shape).filter(({ start }) => start >= unit.start);
}

function callsByTokens({ source }: AnalysedUnit): readonly LogCall[] {
  const calls: LogCall[] = [];
  const { tokens, slice } = source;
  const printers = PRINTERS[source.syntax.family];
  if (printers === undefined) return [];
  const holes = source.syntax.family === 'python' ? 'format' : 'template';
  for (let open = 1; open < tokens.count; open += 1) {
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN) continue;
    const callee = source.previous(open);
    if (tokens.kind[callee] !== WORD) continue;
    const names = [slice(callee)];
    let first = callee;
    for (
      let dot = source.previous(callee);
      names.length < 4 && /^\??\.$/.test(slice(dot));
      dot = source.previous(first)
    ) {
      const owner = source.previous(dot);
      // `getLogger(__name__).info(…)`: the name of what is called stands for its result.
      first = tokens.kind[owner] === CLOSE ? source.previous(source.match[owner] ?? owner) : owner;
      if (first < 0 || tokens.kind[first] !== WORD) break;
      names.unshift(slice(first));
    }
    const logs = names.length > 1 && LOGGER.test(names.at(-2) ?? '') && LEVEL.test(names.at(-1) ?? '');
    if (!logs && !printers.test(names.join('.')) && !CHANNEL.test(names.slice(-2).join('.'))) continue;
    const close = Math.min(source.match[open] ?? open, tokens.count - 1);
    if (close <= open) continue;
    calls.push({ start: tokens.start[first] ?? 0, from: tokens.end[open] ?? 0, to: tokens.start[close] ?? 0, holes });
  }
  return calls;
}

function callsByShape(text: string, { call, holes }: Shape): readonly LogCall[] {
  const calls: LogCall[] = [];
  for (const match of text.matchAll(call)) {
    const from = match.index + match[0].length;
    if (!isCode(text, match.index)) continue;
    const round = /[({,]$/.test(match[0]);
    const to = round ? closingOf(text, from, Math.min(text.length, from + MOST)) : statementEnd(text, from);
    if (to !== undefined) calls.push({ start: match.index, from, to, holes });
  }
  return calls;
}

/** The end of a line's statement, without a modifier after it. */
function statementEnd(text: string, from: number): number {
  const line = /^[^\n]{0,1500}/.exec(text.slice(from, from + MOST))?.[0] ?? '';
  const modifier = /\s(?:if|unless|and|or)\s|;\s{0,4}$|;\s/.exec(line);
  return from + (modifier?.index ?? line.length);
}

/** True unless the place is in a comment, or in a string by the quotes before it. */
function isCode(text: string, at: number): boolean {
  const head = text.slice(lineStartOf(text, at), at);
  if (/^\s{0,200}(?:\/\/|#|\*|\/\*)/.test(head) || /\s(?:\/\/|#)\s/.test(head)) return false;
  return (head.match(/"/g) ?? []).length % 2 === 0;
}

/** `echo` and `printf` whose output goes to the terminal or the log. */
function callsInShell({ unit }: AnalysedUnit, text: string): readonly LogCall[] {
  const calls: LogCall[] = [];
  const pattern = /(?:^|[;&|{(]|\b(?:then|do|else)\b)[ \t]{0,40}@?(?:echo|printf|printenv)[ \t]/gm;
  // A step's command may begin in the middle of a line.
  for (const match of text.slice(unit.start, unit.end).matchAll(pattern)) {
    const from = unit.start + match.index + match[0].length;
    const head = text.slice(Math.max(unit.start, lineStartOf(text, from)), from);
    // Output that is caught is a value; what stands in quotes is no command.
    if (/\$\([^)]*$|`[^`]*$|^\s{0,200}#/.test(head) || (head.match(/["']/g) ?? []).length % 2 === 1) continue;
    const end = endOfCommand(text, from, unit.end);
    if (end !== undefined && !isGroupRedirected(text, end)) calls.push({ start: from, from, to: end, holes: 'shell' });
  }
  return [...calls, ...heredocs(text, unit)];
}

/** `cat <<EOF`: what follows is printed, unless the line says where else it goes. */
function heredocs(text: string, { start, end }: Unit): readonly LogCall[] {
  const pattern = /^[ \t]{0,40}cat[ \t]{0,4}<<-?[ \t]{0,4}([A-Z_]{2,20})[ \t]{0,4}\n/gm;
  return [...text.slice(start, end).matchAll(pattern)].flatMap((match): readonly LogCall[] => {
    const from = start + match.index + match[0].length;
    const close = new RegExp(`^[ \\t]{0,40}${match[1] ?? ''}[ \\t]{0,4}$`, 'm').exec(
      text.slice(from, Math.min(end, from + MOST * 2)),
    );
    const to = from + (close?.index ?? 0);
    return to > from && !isGroupRedirected(text, to) ? [{ start: start + match.index, from, to, holes: 'shell' }] : [];
  });
}

/** Commands that write out everything they were started with, sorted or not. */
const DUMP =
  /^[ \t]{0,60}(?:(?:- )?(?:run|command|script):[ \t]{1,4}|- {1,4})?["']?((?:printenv|env|export -p)(?:[ \t]{1,4}\|[ \t]{1,4}sort)?)["']?[ \t]{0,4}(?:&&|\|\||;|#|\r?$)/gm;

/** Where a shell or a pipeline prints its whole environment: offsets of the commands. */
export function environmentDumps(input: RuleInput): readonly { readonly start: number; readonly end: number }[] {
  const { path, text } = input;
  if (!/\b(?:printenv|env|export -p)\b/.test(text) || /(?:^|\/)(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(path))
    return [];
  const units = analyse(input).units.filter(({ unit }) => !unit.documentation && unit.syntax.family === 'shell');
  return [...text.matchAll(DUMP)].flatMap((match) => {
    const start = match.index + match[0].indexOf(match[1] ?? '');
    const end = start + (match[1] ?? '').length;
    const runs = units.some(({ unit }) => unit.start <= start && end <= unit.end);
    return runs && !isGroupRedirected(text, end) ? [{ start, end }] : [];
  });
}

/** Where a command ends; undefined when a pipe or a file gets its output. */
function endOfCommand(text: string, from: number, limit: number): number | undefined {
  let quote = '';
  for (let at = from; at < limit && at < from + MOST; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '|' && text.charAt(at + 1) !== '|') return undefined;
    else if (char === '>') {
      if (!/^>>?\s?(?:&[12]|\/dev\/(?:stderr|stdout|tty))/.test(text.slice(at, at + 16))) return undefined;
      return at;
    } else if (char === '\n' || char === ';' || char === '&' || char === '|' || char === ')') return at;
  }
  return Math.min(limit, from + MOST);
}

/** `{ echo …; } > file`: the group's output goes to a file. */
function isGroupRedirected(text: string, from: number): boolean {
  const lines = text
    .slice(from, from + 2000)
    .split('\n')
    .slice(0, 30);
  for (const line of lines) {
    if (/^\s{0,40}(?:\}|\)|done|fi)\s{0,4}(?:[12]?>|\|)/.test(line) || /;\s{0,4}\}\s{0,4}(?:>|\|)/.test(line))
      return true;
    if (/^\}|^\w+\s?\(\)/.test(line)) return false;
  }
  return false;
}
