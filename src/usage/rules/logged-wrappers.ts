// Functions of a file that print what they are given, and lists and texts that are printed once they are full. What such a
// function is called with, or such a list gets, is printed as well. One look at each function: no chains of them.
import type { LogCall } from './log-calls.ts';
import { closingOf, type Holes } from './operand-texts.ts';
import { argumentsOf, operandsOf } from './operands.ts';
import { lineStartOf } from './stored-keys.ts';

/** Heads of functions with their parameters, one a line; the last is of methods. */
const HEADS = [
  /\b(?:function|func|fun|fn|def|void|sub|static)[ \t]{1,4}(?:\([^()\n]{0,60}\)[ \t]{0,2})?(?:self\.)?(\w{1,40})(?:<[^<>\n]{0,30}>)?[ \t]?\(([^()\n]{1,200})\)/,
  /\b(?:const|let|var|val|final)[ \t]{1,4}(\w{1,40})(?:\s?:[^=\n]{1,80})?\s?=\s?(?:async )?\(?([^()\n=]{1,120})\)?(?:\s?:\s?\w{1,20})?\s?=>/,
  /^[ \t]{1,12}(?:(?:private|protected|public|static|async|override) ){0,3}(#?[a-z_]\w{0,40})\(([^()\n]{1,200})\)(?:\s?:\s?void)?\s?\{[ \t]{0,4}$/,
];
const NO_NAME = /^(?:if|for|while|switch|catch|with|constructor|return|function|new)$/;
/** Lines of a function that does not much more than print. */
const MOST_LINES = 10;
const MOST_BODY = 700;
const MOST_FUNCTIONS = 100;
const MOST_CALLS = 2000;
/** After the parameters of a function: what is found there is its own head. */
const HEAD_GOES_ON = /^\)\s{0,4}(?:\{|=>|->|:|throws\b|async\b|(?:[\w.*]{1,20} )?\{)/;
/** A parameter that says by its name what it is: the place where it is printed is enough. */
const SAYS_KEY = /key|token|secret|credential/i;
const HIDES = /mask|redact|sanit|scrub|obfusc|censor|\.replace|slice\(|substr/i;
/** What is read of the arguments of a call. */
const MOST = 1500;

interface Printing {
  readonly positions: ReadonlySet<number>;
  /** From this argument on, all are. */
  readonly rest: number;
}

/** Calls that print by way of a function or a list of the file's own. */
export function callsByWay(text: string, calls: readonly LogCall[], holes: Holes): readonly LogCall[] {
  if (calls.length === 0 || calls.length > MOST_CALLS) return [];
  return [...callsOfPrinting(text, calls, holes), ...collected(text, calls, holes)];
}

function callsOfPrinting(text: string, calls: readonly LogCall[], holes: Holes): readonly LogCall[] {
  const printing = printingFunctions(text, calls);
  if (printing.size === 0) return [];
  const names = [...printing.keys()].map((name) => name.replace('$', '\\$')).join('|');
  const called = new RegExp(
    `(?<![\\w$.])(?:this\\.|self\\.|Self::|\\$this->|[a-z]\\.)?(${names})${holes === 'ruby' ? '(?:\\(| (?=["\']))' : '\\('}`,
    'g',
  );
  return [...text.matchAll(called)].flatMap((match): readonly LogCall[] => {
    const one = printing.get(match[1] ?? '');
    const from = match.index + match[0].length;
    if (one === undefined || isComment(text, match.index)) return [];
    const to = match[0].endsWith('(')
      ? closingOf(text, from, Math.min(text.length, from + MOST))
      : from + (/^[^\n]{0,400}/.exec(text.slice(from, from + 400))?.[0].length ?? 0);
    if (to === undefined || HEAD_GOES_ON.test(text.slice(to, to + 40))) return [];
    return argumentsOf(text, from, to)
      .filter((_, index) => one.positions.has(index) || index >= one.rest)
      .map(({ start, end }) => ({ start: match.index, from: start, to: end, holes }));
  });
}

function isComment(text: string, at: number): boolean {
  return /^\s{0,100}(?:\/\/|#|\*)/.test(text.slice(lineStartOf(text, at), at));
}

function printingFunctions(text: string, calls: readonly LogCall[]): ReadonlyMap<string, Printing> {
  const found = new Map<string, Printing>();
  for (const call of calls) {
    if (found.size >= MOST_FUNCTIONS) break;
    if (call.fails === true) continue;
    const head = headAbove(text, call.start);
    if (head === undefined || HIDES.test(text.slice(call.start, call.to))) continue;
    const [whole, name = '', parameters = ''] = head;
    const names = parameters.split(',').map((one) => parameterName(one, /^\s?func\b/.test(whole)));
    const printed = operandsOf(text, call.from, call.to, call.holes).map((one) => one.text.replace(/^[$@&*.]+/, ''));
    const shown = names.flatMap((one, index) => (printed.includes(one) && !SAYS_KEY.test(one) ? [index] : []));
    if (shown.length === 0) continue;
    const own = /^(?:self|this|cls|&self|&mut self)$/.test(parameters.split(',')[0]?.trim() ?? '') ? 1 : 0;
    const before = found.get(name);
    const last = names.length - 1;
    const variadic = /\.\.\.|\*|\bparams |\bvararg /.test(parameters) && shown.includes(last);
    found.set(name, {
      positions: new Set([...(before?.positions ?? []), ...shown.map((index) => index - own)]),
      rest: variadic ? last - own : (before?.rest ?? Number.POSITIVE_INFINITY),
    });
  }
  return found;
}

/** The head of the short function that a place stands in, as its lines are indented. */
function headAbove(text: string, at: number): RegExpExecArray | undefined {
  const lines = text.slice(Math.max(0, at - MOST_BODY), at).split('\n');
  let least = indentOf(`${lines.at(-1) ?? ''}x`) + 1;
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - MOST_LINES); index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) >= least) continue;
    least = indentOf(line);
    const head = HEADS.map((pattern) => pattern.exec(line)).find((one) => one !== null);
    if (head !== undefined && head !== null) return NO_NAME.test(head[1] ?? '') ? undefined : head;
  }
  return undefined;
}

function indentOf(line: string): number {
  return Math.max(line.search(/\S/), 0);
}

/** The name in `message: string`, `String message`, `...args`, `args ...any`. */
function parameterName(parameter: string, first: boolean): string {
  const words = (parameter.split('=')[0] ?? '').replace(/:.*/, '').match(/\w+/g) ?? [];
  return (first ? words[0] : words.at(-1)) ?? '';
}

const COLLECTS =
  /\.(?:push|append|add_row|addRow|Append(?:Line|Format)?|WriteString|push_str|unshift)\(|\[\] = | \+= | << (?=["'])/g;
const MAY_HOLD = /key|token|secret|environ|process\.env/i;

/** What a list, a table or a text gets that is printed below. */
function collected(text: string, calls: readonly LogCall[], holes: Holes): readonly LogCall[] {
  const printed = new Map<string, boolean>();
  return [...text.matchAll(COLLECTS)].flatMap((match): readonly LogCall[] => {
    const from = match.index + match[0].length;
    const line = /^[^\n]{0,1500}/.exec(text.slice(from, from + MOST))?.[0] ?? '';
    if (!MAY_HOLD.test(line) && !/^\s{0,4}$/.test(line)) return [];
    const owner = ownerOf(text, match.index);
    if (owner === undefined || isComment(text, from)) return [];
    const round = match[0].endsWith('(');
    const to = round
      ? closingOf(text, from, Math.min(text.length, from + MOST))
      : from + line.replace(/;\s{0,4}$/, '').length;
    if (to === undefined || !MAY_HOLD.test(text.slice(from, to))) return [];
    const known = printed.get(owner) ?? isPrinted(text, owner, calls);
    printed.set(owner, known);
    return known ? [{ start: match.index - owner.length, from, to, holes }] : [];
  });
}

/** `lines` of `lines.push(`, and `out` of `out.append(…).append(`. */
function ownerOf(text: string, at: number): string | undefined {
  if (text.charAt(at - 1) !== ')') return /([A-Za-z_]\w{0,40})$/.exec(text.slice(Math.max(0, at - 42), at))?.[1];
  return /^\s{0,80}([A-Za-z_]\w{0,40})\s?\./.exec(text.slice(lineStartOf(text, at), at))?.[1];
}

function isPrinted(text: string, owner: string, calls: readonly LogCall[]): boolean {
  const whole = new RegExp(
    `(?<![\\w.(])\\$?${owner}(?![\\w(]|\\s?\\.(?:length|size|count|len|map|filter|keys|some|includes|find)\\b|\\s?\\[)|(?:\\.join|\\bjoin|Join|implode)\\((?:[^()\\n]{0,20}[ ,])?&?\\$?${owner}\\b|\\b(?:print_r|JSON\\.stringify|json\\.dumps|fmt\\.Sprint|inspect)\\(\\$?${owner}\\b`,
  );
  return calls.some((call) => whole.test(text.slice(call.from, call.to)));
}
