// What an argument list shows: the plain names, environment reads and literals that would be written out whole. What a
// function hides, measures, compares or shortens is not among them. One reader for the expressions of all languages.
import { COMPOSITE, SHOWN, WRAPPER } from './formatters.ts';
import { hidesLater } from './logged-records.ts';
import { branches, isComma, isJoin, type Piece, split, trim } from './operand-pieces.ts';
import { closingOf, type Holes, type Operand, type Reading, stringEnd } from './operand-texts.ts';
import { collectBatch, collectPowerShell, collectShell } from './shell-operands.ts';

/** `$self->{api_key}`, `$ENV{NAME}` after its sign. */
const PERL_NAME = /^\{?\w+\}?(?:(?:->)?\{["']?\w+["']?\}){0,4}/;
/** `compact('apiKey', 'model')` of PHP: variables by their names. */
const COMPACT = /^compact\(/;

/** `[client apiKey]`, `[Client shared].apiKey` of Objective-C. */
const MESSAGE = /^\[(?:([A-Za-z_][\w.]{0,60})|\[[\w. ]{3,60}\]) ([a-z]\w{1,60})\]((?:\.\w{1,60}){0,3})$/;

const MAX_DEPTH = 6;
const MAX_OPERANDS = 60;
/** The operands of an argument list, nested ones included. */
export function operandsOf(text: string, from: number, to: number, holes: Holes): readonly Operand[] {
  const found: Operand[] = [];
  collect({ text, holes, found }, from, to, 0);
  return found;
}

/** The arguments of a list, one by one. */
export function argumentsOf(text: string, from: number, to: number): readonly Piece[] {
  return split({ text, holes: 'none', found: [] }, from, to, isComma).map((piece) => trim(text, piece));
}

function collect(reading: Reading, from: number, to: number, depth: number): void {
  if (depth > MAX_DEPTH || reading.found.length >= MAX_OPERANDS) return;
  if (reading.holes === 'shell') collectShell(reading, from, to);
  else if (reading.holes === 'powershell') collectPowerShell(reading, from, to);
  else if (reading.holes === 'batch') collectBatch(reading, from, to);
  else for (const piece of split(reading, from, to, isComma)) collectArgument(reading, piece, depth);
}

function collectArgument(reading: Reading, piece: Piece, depth: number): void {
  const { text } = reading;
  const { start: first, end } = trim(text, piece);
  const named =
    /^(?:\(\)\s?[-=]>\s{0,20}|[A-Za-z_]\w{0,40}\s?=(?!=)|[A-Za-z_]\w{0,40}:\s|["'][\w.@%:-]{1,40}["'](?:\s?=>|:\s))\s{0,4}/.exec(
      text.slice(first, Math.min(end, first + 60)),
    );
  // Keyword arguments; not the ternary's colon, which needs a `?` first.
  const start = first + (named?.[0].length ?? 0);
  // A condition is asked, not shown, whatever it is joined of.
  const chosen = branches(reading, { start, end });
  if (chosen === undefined) for (const part of split(reading, start, end, isJoin)) collectOne(reading, part, depth);
  else for (const branch of chosen) collect(reading, branch.start, branch.end, depth + 1);
}

function collectOne(reading: Reading, piece: Piece, depth: number): void {
  const { text } = reading;
  const { start, end } = trim(text, piece);
  const code = text.slice(start, end);
  if (code === '') return;
  const asked = MESSAGE.exec(code);
  const quote = /^[fFrRbBuUs$@]{0,2}["'`]/.exec(code);
  const wrapper = /^[([{]/.exec(code) ?? WRAPPER.exec(code) ?? COMPOSITE.exec(code);
  const inside = start + (wrapper?.[0].length ?? 0);
  if (asked !== null)
    reading.found.push({ start, end, text: `${asked[1] ?? 'it'}.${asked[2] ?? ''}${asked[3] ?? ''}`, literal: false });
  else if (CHAIN.test(code)) collectChain(reading, start, end, depth);
  else if (quote !== null) collectString(reading, start, end, quote[0].length - 1, depth);
  else {
    const stop = wrapper === null ? end : withoutTail(text, start, end);
    if (wrapper === null || closingOf(text, inside, stop) !== stop - 1) collectPlain(reading, start, end);
    else if (wrapper[0].endsWith('{')) collectEntries(reading, inside, stop - 1, depth);
    else collect(reading, inside, stop - 1, depth + 1);
  }
}

/** `new JsonObject().put("a", b).put("c", d)`: what is put in. */
const CHAIN = /^new \w{0,30}(?:Object|Map|Node|Builder|Payload)(?:<[\w, ?]{0,40}>)?\(\)/;
const PUTS = /\.(?:put|append|add|set|with\w{0,20})\(/g;

function collectChain(reading: Reading, start: number, end: number, depth: number): void {
  for (const match of reading.text.slice(start, end).matchAll(PUTS)) {
    const from = start + match.index + match[0].length;
    const close = closingOf(reading.text, from, end);
    if (close !== undefined) collect(reading, from, close, depth + 1);
  }
}

/** Where an expression ends without the calls that change nothing of what is shown. */
function withoutTail(text: string, start: number, stop: number): number {
  let end = stop;
  for (let shown = SHOWN.exec(text.slice(start, end)); shown !== null; shown = SHOWN.exec(text.slice(start, end)))
    end -= shown[0].length;
  return end;
}

/** Anything else, as it stands, without what changes nothing of what is shown. */
function collectPlain({ text, holes, found }: Reading, start: number, stop: number): void {
  const end = withoutTail(text, start, stop);
  const operand = text.slice(start, end).replace(/^(?:await\s+|\.\.\.|[&*%?]|new\s+)/, '');
  const code = holes === 'perl' ? withoutBraces(operand) : operand;
  if (operand !== '') found.push({ start: end - operand.length, end, text: code, literal: false });
  if (!COMPACT.test(code)) return;
  for (const name of code.matchAll(/["'](\w{1,60})["']/g)) {
    const at = end - operand.length + name.index + 1;
    const variable = name[1] ?? '';
    found.push({ start: at, end: at + variable.length, text: variable, literal: false });
  }
}

/** `ENV{NAME}` as `ENV.NAME`. */
function withoutBraces(code: string): string {
  return code.replace(/^\{(\w+)\}/, '$1').replace(/(?:->)?\{["']?(\w+)["']?\}/g, '.$1');
}

/** What stands in the holes of a text that has no quotes round it. */
export function operandsOfText(text: string, from: number, to: number, holes: Holes): readonly Operand[] {
  const found: Operand[] = [{ start: from, end: to, text: text.slice(from, to), literal: true }];
  const opens = opener(holes, '', '"');
  if (opens !== undefined) collectHoles({ text, holes, found }, from, to, opens, 0);
  return found;
}

/** The values of an object; a key alone is its own value. */
function collectEntries(reading: Reading, from: number, to: number, depth: number): void {
  for (const piece of split(reading, from, to, isComma)) {
    const { start, end } = trim(reading.text, piece);
    if (reading.text.startsWith('...', start) && hidesLater(reading.text.slice(end, to))) continue;
    const key =
      /^(?:["'`]?[\w$.-]{1,60}["'`]?\s{0,4}(?::|=>)|(?:\[\s?["'][\w.-]{1,60}["']\s?\]|\w{1,60})\s?=(?![=>]))\s{0,20}/.exec(
        reading.text.slice(start, Math.min(end, start + 100)),
      );
    collect(reading, start + (key?.[0].length ?? 0), end, depth + 1);
  }
}

/** A string's own text and what stands in its holes; then what it is formatted with. */
function collectString(reading: Reading, start: number, end: number, prefix: number, depth: number): void {
  const { text, holes } = reading;
  const quote = start + prefix;
  const close = stringEnd(text, quote, end);
  const mark = text.charAt(quote);
  const letters = text.slice(start, quote);
  reading.found.push({ start: quote, end: close, text: text.slice(quote, close), literal: true });
  const opens = opener(holes, letters, mark);
  if (opens !== undefined) collectHoles(reading, quote + 1, close - 1, opens, depth);
  const method = /^\s{0,4}\.(?:format|formatted|join)\(/.exec(text.slice(close, close + 20));
  if (method !== null) {
    const from = close + method[0].length;
    const stop = closingOf(text, from, end);
    // A precision shows the beginning only.
    if (stop !== undefined && !/\{[^{}]{0,20}\.\d/.test(text.slice(quote, close)))
      collect(reading, from, stop, depth + 1);
  }
}

/** What opens a hole in a string with these letters before this quote. */
function opener(holes: Holes, letters: string, mark: string): RegExp | undefined {
  switch (holes) {
    case 'template':
      return mark === '`' ? /\$\{/g : undefined;
    case 'format':
      return /f/i.test(letters) ? /\{(?!\{)/g : undefined;
    case 'csharp':
      return letters.includes('$') ? /\{(?!\{)/g : undefined;
    case 'rust':
      return /\{(?=[A-Za-z_])/g;
    case 'dollar':
      return /\$\{|\$(?=[A-Za-z_])/g;
    case 'php':
      return mark === '"' ? /\{(?=\$)|\$\{|\$(?=[A-Za-z_])/g : undefined;
    case 'perl':
      return mark === '"' ? /\$(?=[A-Za-z_{])/g : undefined;
    case 'ruby':
      return mark === '"' ? /#\{/g : undefined;
    case 'swift':
      return /\\\(/g;
    case 'shell':
    case 'powershell':
    case 'batch':
    case 'none':
      return undefined;
  }
}

function collectHoles(reading: Reading, from: number, to: number, opens: RegExp, depth: number): void {
  const { text, holes } = reading;
  const body = text.slice(from, Math.max(from, to));
  for (const match of body.matchAll(opens)) {
    const inner = from + match.index + match[0].length;
    if (text.charAt(inner - match[0].length - 1) === '\\' || text.charAt(inner - 2) === '{') continue;
    if (match[0] === '$') {
      const name = (holes === 'perl' ? PERL_NAME : /^\w+(?:->\w+)?/).exec(text.slice(inner, Math.min(to, inner + 100)));
      const code = name?.[0] ?? '';
      if (code !== '')
        reading.found.push({ start: inner, end: inner + code.length, text: withoutBraces(code), literal: false });
      continue;
    }
    const close = closingOf(text, inner, to);
    // What Apple's log is told to hide.
    if (close === undefined || /privacy:\s?\.(?:private|sensitive)/.test(text.slice(inner, close))) continue;
    const end =
      holes === 'format' || holes === 'csharp' || holes === 'rust' ? withoutFormat(text, inner, close) : close;
    if (end !== undefined) collect(reading, inner, end, depth + 1);
  }
}

/** `{key!r:>10}`, `{key=}`: what follows the expression; undefined where a precision cuts it short. */
function withoutFormat(text: string, from: number, to: number): number | undefined {
  const format = /(?:\s{0,4}=?\s{0,4}(?:![rsa])?(?::[^:{}()[\]"']{0,20})?)$/.exec(text.slice(from, to));
  const spec = format?.[0] ?? '';
  return /\.\d/.test(spec) ? undefined : to - spec.length;
}
