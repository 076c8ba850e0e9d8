// Where a text prints or logs, language by language: the span of each call's arguments. Script and Python by tokens,
// the shell by its lines, the rest by the shape of the call.

import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { extensionOf } from '../languages.ts';
import { lazy } from '../lazy.ts';
import { BATCH, type Unit } from '../syntax.ts';
import { CLOSE, OPEN, PAREN, WORD } from '../tokens.ts';
import { ALIASES, CHANNEL, LEVEL, LOGGER, loggerNames, PRINTERS, SHAPES, type Shape } from './log-shapes.ts';
import { asPiped, saidByFunctions, textBelow } from './log-texts.ts';
import { greppedKeys, mayTrace, tracedKeys } from './logged-shell.ts';
import { loudClients, loudCommands } from './logged-wires.ts';
import { callsByWay } from './logged-wrappers.ts';
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
  /** The call makes an exception: its message counts, not what it is given besides. */
  readonly fails?: true;
  /** The span is the inside of a text. */
  readonly inText?: true;
  /** The code of what is shown, where it is put together of several places. */
  readonly shown?: string;
}

/** What adds to a file, and the name of one that is a log. */
const TO_FILE = /^(?:appendFile|appendFileSync|writeFile|writeFileSync)$/;
const LOG_FILE = /^[^,\n]{0,60}(?:\.log\b|_?LOG_?(?:FILE|PATH)|(?<!\w)log_?(?:file|path))/i;
const PIPELINE = /(?:^|\/)Jenkinsfile[^/]{0,40}$|\.jenkinsfile$/;
/** Longest list of arguments. */
const MOST = 1500;

export function logCallsOf(input: RuleInput): readonly LogCall[] {
  const extension = extensionOf(input.path);
  const shape = SHAPES[ALIASES[extension] ?? extension];
  if (shape !== undefined) return withWays(input.text, callsByShape(input.text, shape), shape.holes);
  const { units } = analyse(input);
  const calls = units.flatMap((unit) => callsInUnit(unit, input.text));
  if (!PIPELINE.test(input.path) || SHAPES['kt'] === undefined) return calls;
  // Steps of a pipeline of Jenkins, besides its commands.
  const steps = callsByShape(input.text, SHAPES['kt']);
  return [...calls, ...steps.filter(({ start }) => !units.some(({ unit }) => unit.start <= start && start < unit.end))];
}

/** Code that a guide shows is copied, and prints wherever it runs. */
function callsInUnit(analysed: AnalysedUnit, text: string): readonly LogCall[] {
  const { unit, source } = analysed;
  if (source.syntax === BATCH) return callsInPart(text, unit, SHAPES['bat']);
  if (source.syntax.family === 'shell')
    return [...callsInShell(analysed, text), ...callsInOneLiners(unit.text ?? text, unit, endOfCommand)];
  const shape = SHAPES[ALIASES[source.syntax.language] ?? source.syntax.language];
  if (shape === undefined || (!unit.documentation && unit.start === 0)) {
    const calls = [...callsByTokens(analysed)];
    const python = source.syntax.family === 'python';
    const holes = python ? 'format' : 'template';
    if (python) calls.push(...asserted(text, unit));
    return source.syntax.family === 'record' || unit.start > 0 ? calls : withWays(source.tokens.text, calls, holes);
  }
  return callsInPart(text, unit, shape);
}

function callsInPart(text: string, { start, end }: Unit, shape: Shape | undefined): readonly LogCall[] {
  return shape === undefined ? [] : callsByShape(text.slice(0, end), shape).filter((call) => call.start >= start);
}

function withWays(text: string, calls: readonly LogCall[], holes: Holes): readonly LogCall[] {
  return [...calls, ...callsByWay(text, calls, holes)];
}

/** `assert ok, f"…"`: what an assertion that fails says. */
function asserted(text: string, { start, end }: Unit): readonly LogCall[] {
  const pattern = /^[ \t]{0,40}assert[ (][^\n]{1,300}?,\s{1,40}(?=[fF]["'])([^\n]{1,300})/gm;
  return [...text.slice(start, end).matchAll(pattern)].map(({ index, 0: whole, 1: message = '' }) => {
    const to = start + index + whole.length;
    return { start: start + index, from: to - message.length, to, holes: 'format', fails: true };
  });
}

function callsByTokens({ source }: AnalysedUnit): readonly LogCall[] {
  const calls: LogCall[] = [];
  const { tokens, slice } = source;
  const printers = PRINTERS[source.syntax.family];
  if (printers === undefined) return [];
  const python = source.syntax.family === 'python';
  const holes = python ? 'format' : 'template';
  const { loggers, functions } = loggerNames(tokens.text);
  const ofError = lazy(() =>
    /\bextends \w{0,40}(?:Error|Exception)\b|\bclass \w{1,40}\([\w., ]{0,60}(?:Error|Exception)\b/.test(tokens.text),
  );
  // Most calls of a file have names that it has had.
  const byNames = new Map<string, boolean>();
  const isLog = (path: string, names: readonly string[]): boolean => {
    const owner = names.at(-2) ?? '';
    return (
      (names.length > 1 && (LOGGER.test(owner) || loggers.has(owner)) && LEVEL.test(names.at(-1) ?? '')) ||
      printers.test(path) ||
      CHANNEL.test(names.slice(-2).join('.'))
    );
  };
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
    const path = names.join('.');
    const logs = byNames.get(path) ?? isLog(path, names);
    byNames.set(path, logs);
    const keeps =
      TO_FILE.test(names.at(-1) ?? '') &&
      LOG_FILE.test(tokens.text.slice(tokens.end[open] ?? 0, (tokens.end[open] ?? 0) + 80));
    const prints = logs || keeps;
    const before = slice(source.previous(first));
    const fails =
      !prints &&
      (python
        ? before === 'raise' || (path === 'super.__init__' && ofError())
        : (before === 'new' && /(?:Error|Exception)$/.test(names.at(-1) ?? '')) || (names[0] === 'super' && ofError()));
    if (!prints && !fails && !(names.length === 1 && functions.has(names[0] ?? ''))) continue;
    const close = Math.min(source.match[open] ?? open, tokens.count - 1);
    if (close <= open) continue;
    const span = { start: tokens.start[first] ?? 0, from: tokens.end[open] ?? 0, to: tokens.start[close] ?? 0 };
    calls.push({ ...span, holes, ...(fails ? { fails } : {}) });
  }
  return calls;
}

function callsByShape(text: string, { call, fails, holes }: Shape): readonly LogCall[] {
  const found = [...text.matchAll(call)].flatMap((match) => callAt(text, match, holes) ?? []);
  const calls = [...found.map((one) => asPiped(text, one)), ...found.flatMap((one) => textBelow(text, one) ?? [])];
  const failing =
    fails === undefined ? [] : [...text.matchAll(fails)].flatMap((match) => callAt(text, match, holes) ?? []);
  return [...calls, ...failing.map((one): LogCall => ({ ...one, fails: true }))];
}

function callAt(text: string, match: RegExpExecArray, holes: Holes): LogCall | undefined {
  const from = match.index + match[0].length;
  if (!isCode(text, match.index)) return undefined;
  const round = /[({,]$/.test(match[0]);
  const stream = match[0].endsWith('<<') ? text.indexOf(';', from) : -1;
  if (stream > 0 && stream < from + MOST) return { start: match.index, from, to: stream, holes };
  const to = round ? closingOf(text, from, Math.min(text.length, from + MOST)) : statementEnd(text, from);
  return to === undefined ? undefined : { start: match.index, from, to, holes };
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
  const pattern =
    /(?:^|[;&|{()]|\b(?:then|do|else)\b)[ \t]{0,40}@?(?:echo|printf|printenv|logger|(?:log|info|warn|debug|die|fatal|err|error|log_\w{1,12})(?=[ \t]{1,4}["']))[ \t]/gm;
  // A step's command may begin in the middle of a line.
  for (const match of text.slice(unit.start, unit.end).matchAll(pattern)) {
    const from = unit.start + match.index + match[0].length;
    const head = text.slice(Math.max(unit.start, lineStartOf(text, from)), from);
    // Output that is caught is a value; what stands in quotes is no command.
    if (/\$\([^)]*$|`[^`]*$|^\s{0,200}#/.test(head) || (head.match(/["']/g) ?? []).length % 2 === 1) continue;
    const end = endOfCommand(text, from, unit.end);
    if (end !== undefined && !isGroupRedirected(text, end)) calls.push({ start: from, from, to: end, holes: 'shell' });
  }
  for (const from of saidByFunctions(text, unit)) {
    const end = endOfCommand(text, from, unit.end);
    if (end !== undefined) calls.push({ start: from, from, to: end, holes: 'shell' });
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

/** The same of PowerShell and of batch files. */
const DUMPS: Readonly<Record<string, RegExp>> = {
  ps1: /^[ \t]{0,40}((?:Get-ChildItem|gci|dir|ls) (?:-Path )?env:\*?(?: ?\| ?(?:Sort-Object|Format-Table|Format-List|Out-String|ft|fl)(?: [-\w]{1,20}){0,4})?)[ \t]{0,4}$/gim,
  bat: /^[ \t]{0,40}@?(set)[ \t]{0,4}\r?$/gim,
};

/** Where a shell or a pipeline prints its whole environment: offsets of the commands. */
export function environmentDumps(input: RuleInput): readonly { readonly start: number; readonly end: number }[] {
  const { path, text } = input;
  const extension = extensionOf(path);
  const other = DUMPS[ALIASES[extension] ?? extension];
  if (other !== undefined) return [...text.matchAll(other)].map((match) => spanOf(match));
  if (!/\b(?:printenv|env|export -p)\b/.test(text) || /(?:^|\/)(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(path))
    return [];
  const units = analyse(input).units.filter(({ unit }) => !unit.documentation && unit.syntax.family === 'shell');
  return [...text.matchAll(DUMP)].map(spanOf).filter(({ start, end }) => {
    const runs = units.some(({ unit }) => unit.start <= start && end <= unit.end);
    return runs && !isGroupRedirected(text, end);
  });
}

/** Files without commands of a shell. */
const NO_COMMANDS = /\.(?:[cm]?[jt]sx?|pyi?|go|java|kts?|rb|php|rs|cs|swift|dart|vue|svelte|html?)$/;

/** `set -x` above a command that is given a key, and what is picked out of the environment. */
export function shownByShell(input: RuleInput): readonly { readonly start: number; readonly end: number }[] {
  if (NO_COMMANDS.test(input.path)) return loudClients(input.path, input.text);
  if (!mayTrace(input.text)) return [];
  return analyse(input)
    .units.filter(({ unit }) => unit.syntax.family === 'shell')
    .flatMap(({ unit: { start, end, documentation } }) => [
      ...(documentation ? [] : [...tracedKeys(input.text, start, end), ...loudCommands(input.text, start, end)]),
      ...greppedKeys(input.text, start, end, documentation),
    ]);
}

function spanOf(match: RegExpExecArray): { readonly start: number; readonly end: number } {
  const start = match.index + match[0].indexOf(match[1] ?? '');
  return { start, end: start + (match[1] ?? '').length };
}

/** Pipes that end in the log as well, the more so as no mask knows what comes out of them. */
const SHOWN_BY =
  /^\|[ \t]{0,4}(?:rev|xxd(?: -p)?|hexdump(?: -C)?|od -c|cat(?: -A)?|fold -w ?\d{1,3}|sed ["']?s\/\.\/&[^\n|>]{1,8}|tee(?: -a)? [\w./-]{0,60}\.log)[ \t]{0,4}(?:[;)}"']|&&|\n|\r|$)|^\|[ \t]{0,4}base64 ?\|[ \t]{0,4}(?:base64|rev)[ \t]{0,4}(?:\n|\r|$)/;

/** Where a command ends; undefined when a pipe or a file gets its output. */
function endOfCommand(text: string, from: number, limit: number): number | undefined {
  let quote = '';
  for (let at = from; at < limit && at < from + MOST; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '|' && text.charAt(at + 1) !== '|')
      return SHOWN_BY.test(text.slice(at, at + 120)) ? at : undefined;
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
