// Commands of curl that stand as text in files of other kinds: health checks, hooks of tools, tasks of editors, lists of
// arguments, what a program hands to a shell. Only those that name the vendor's host, and only where text is run: what
// describes or shows is none.
import { SHELL, type Unit } from './syntax.ts';

const HOST = 'api.anthropic.com';
const MOST_PLACES = 40;
const MOST_LINE = 4000;
const STRING = /"(?:[^"\\\n]|\\.){0,4000}"|'[^'\n]{0,4000}'/g;
/** Keys whose text people read. */
const SHOWN =
  /(?:description|summary|example|docs?|text|content|body|message|prompt|title|label|note|help|comment|value)["']?\s{0,8}[:=]\s{0,8}$/i;
/** What a command may stand behind: nothing, or what starts it. */
const STARTS =
  /^\s{0,8}(?:[^#]{0,400}(?:[;|&(!`']|\bthen|\bdo|\bexec|\bif|\bsh -l?c)\s{1,4})?(?:\w+=\S{0,60} )?(?:\/\S{0,40}\/)?curl\s/;
/** `["curl", "-H", "…"]`: a list of arguments, over several lines too. */
const LIST =
  /\[\s{0,40}(?:["'](?:CMD|sudo|exec)["'],\s{0,40})?(["'])curl\1\s{0,40},(?:[^\]"'\n]|\n|"(?:[^"\\\n]|\\.){0,400}"|'[^'\n]{0,400}'){1,60}\]/g;

/** The same as a list of YAML, an item a line. */
const ITEMS = /^[ \t]{1,40}- ["']?curl["']?[ \t]{0,8}\n(?:[ \t]{1,40}- [^\n]{1,400}\n){2,40}/gm;

/** @param taken - units that are known already: what stands in them is read there. */
export function quotedCommands(text: string, taken: readonly Unit[]): readonly Unit[] {
  if (!text.includes(HOST) || !text.includes('curl')) return [];
  const units: Unit[] = [];
  const isFree = (start: number, end: number): boolean =>
    ![...taken, ...units].some((unit) => start < unit.end && unit.start < end);
  for (const { index, 0: list } of text.matchAll(LIST)) {
    const end = index + list.length;
    if (!list.includes(HOST) || !isFree(index, end)) continue;
    // Without the commas it is a command, each argument in its quotes.
    const command = list
      .replace(/^\[\s{0,40}(?:["'](?:CMD|sudo|exec)["'],)?|\]$|\n/g, ' ')
      .replace(/(["'])(\s{0,40}),/g, '$1$2 ');
    units.push(unitOf(text, index, end, command));
  }
  for (const { index, 0: list } of text.matchAll(ITEMS)) {
    const end = index + list.length;
    if (list.includes(HOST) && isFree(index, end))
      units.push(unitOf(text, index, end, list.replace(/\n/g, ' ').replace(/(^|[ \t])- /g, '$1  ')));
  }
  for (
    let at = text.indexOf(HOST), steps = 0;
    at >= 0 && steps < MOST_PLACES;
    at = text.indexOf(HOST, at + 1), steps += 1
  ) {
    const from = text.lastIndexOf('\n', at) + 1;
    const newline = text.indexOf('\n', at);
    const line = text.slice(from, newline < 0 ? text.length : newline);
    if (line.length > MOST_LINE) continue;
    for (const { index, 0: whole } of line.matchAll(STRING)) {
      const start = from + index + 1;
      const end = start + whole.length - 2;
      if (end <= at || start > at || SHOWN.test(line.slice(0, index))) continue;
      const inner = whole.slice(1, -1);
      if (!STARTS.test(inner) || !isFree(start, end)) continue;
      units.push(unitOf(text, start, end, whole.startsWith('"') ? inner.replaceAll('\\"', ' "') : inner));
    }
  }
  return units;
}

function unitOf(text: string, start: number, end: number, command: string): Unit {
  // What an editor puts in, or Kubernetes: `${env:NAME}`, `$(NAME)`.
  const code = command.replace(
    /\$\{(?:env|localEnv):(\w{1,80})\}|\$\(([A-Z][A-Z0-9_]{2,80})\)/g,
    (all, a = '', b = '') => `\${${a}${b}}`.padEnd(all.length),
  );
  return { syntax: SHELL, start, end, documentation: false, text: text.slice(0, start) + code + text.slice(end) };
}

const POWERSHELL_LINE =
  /^([ \t]{0,40}(?:\$\w{1,40}[ \t]{0,4}=[ \t]{0,4})?(?:&[ \t]{1,4})?)curl(?:\.exe)?[ \t](?:[^\n`]|`[^\n]|`\r?\n){1,2000}$/gm;

/** curl by itself in PowerShell: what it puts in and how it goes on is written otherwise. */
export function powershellCommands(text: string): readonly Unit[] {
  if (!text.includes(HOST) || !text.includes('curl')) return [];
  return [...text.matchAll(POWERSHELL_LINE)].slice(0, MOST_RUN).flatMap(({ index, 0: whole, 1: before = '' }) => {
    const start = index + before.length;
    const code = text
      .slice(start, index + whole.length)
      .replace(/^curl\.exe/, 'curl    ')
      .replace(/`(?=\r?\n)/g, '\\')
      .replace(/\$env:(\w{1,60})/gi, '$$$1    ')
      .replace(/`"/g, ' "');
    return code.includes(HOST) ? [unitOf(text, start, start + code.length, code)] : [];
  });
}

/** A literal of a program that begins with the command. */
const LITERAL = /(["'`]{3}|["'`]|%x[({[])[ \t\n\\]{0,40}curl\s/g;
/** What runs a command, right before the literal: `execSync(`, `sh -c`, the tags of zx and Bun, Ruby's `%x`. */
const RUNS =
  /(?:\b(?:exec\w{0,12}|spawn\w{0,8}|shell_exec|passthru|proc_open|system|p?open\w?|popen|check_output|check_call|Popen|getoutput|run|call|sh|shell|bash|create_subprocess_shell|capture[23]e?|Command|runCommand|execa\w{0,10})(?:!|\b)[^\n;]{0,40}\([^\n;]{0,80}|[^\w)\]]\$|["']-l?c["'][ \t\n]{0,20},[ \t\n]{0,40}(?:arg\()?)[ \t\n]{0,40}[fFrR]{0,2}$/;
const NAMED =
  /([A-Za-z_$]\w{0,40})[ \t]{0,4}(?::[ \t]{0,4}\w{1,20}[ \t]{0,4})?:?=[ \t\n]{0,20}\(?[ \t\n]{0,40}[fFrR]{0,2}$/;
const MOST_OF_COMMAND = 4000;
const MOST_RUN = 10;

/** Commands that a program hands to a shell as one text. */
export function runCommands(text: string, language: string): readonly Unit[] {
  if (!text.includes(HOST) || !text.includes('curl')) return [];
  const units: Unit[] = [];
  for (const { index, 1: quote = '' } of text.matchAll(LITERAL)) {
    if (units.length >= MOST_RUN) break;
    const start = index + quote.length;
    const end = literalEnd(text, start, closing(quote));
    const code = text.slice(start, end);
    if (end < 0 || !code.includes(HOST) || !isRun(text, index, quote, language)) continue;
    units.push(unitOf(text, start, end, commandOf(code, language === 'php' && quote === '"' ? 'php' : quote)));
  }
  return units;
}

function closing(quote: string): string {
  return quote.startsWith('%') ? ({ '(': ')', '{': '}', '[': ']' }[quote.slice(2)] ?? '') : quote;
}

function isRun(text: string, at: number, quote: string, language: string): boolean {
  if (quote.startsWith('%')) return language === 'ruby';
  if (quote === '`' && /^(?:ruby|php)$/.test(language)) return true;
  const before = text.slice(Math.max(0, at - 200), at);
  if (RUNS.test(before)) return true;
  const name = NAMED.exec(before)?.[1]?.replace('$', '\\$');
  if (name === undefined) return false;
  const use = new RegExp(`[([ ,]&?${name}\\b`, 'g');
  return [...text.matchAll(use)].some(({ index }) => RUNS.test(text.slice(Math.max(0, index - 120), index + 1)));
}

/** What a literal that is not closed by its own quote goes on in. */
const CUT_OFF = /^[ \t\n\\]{0,80}(?:\+|\.\.|\.[ \t]{0,4}\$|&[ \t]|%)/;

/** The end of a literal and of those that it goes on in; -1 where what follows cannot be read. */
function literalEnd(text: string, start: number, quote: string): number {
  const limit = Math.min(text.length, start + MOST_OF_COMMAND);
  const joint = JOINT[quote];
  for (let at = start; at < limit; ) {
    const next = text.indexOf(quote, at);
    if (next < 0 || next > limit) return -1;
    if (text.charAt(next - 1) === '\\') {
      at = next + 1;
      continue;
    }
    const rest = text.slice(next, next + 400);
    const further = joint?.exec(rest);
    if (further?.index !== 0) return CUT_OFF.test(rest.slice(quote.length)) ? -1 : next;
    at = next + further[0].length;
  }
  return -1;
}

const PUT_IN = /[$#]?\{([^{}\n]{1,200})\}|\$\(([^()\n]{1,120})\)/g;

/** Stands for the sign of a variable until the quotes round it are known. */
const SIGN = '\u0001';
const QUOTED_VALUE = /'([^'"\n]{0,200}\u0001[^'"\n]{0,200})'/g;

/** What is put in there, as a variable of the shell. */
function variableOf(inner: string | undefined, whole: string): string {
  const name = inner?.match(/[A-Za-z_]\w{0,60}/g)?.at(-1);
  return `${name === undefined ? '' : SIGN}${name ?? ''}`.slice(0, whole.length).padEnd(whole.length);
}

/** As the shell gets it, in the same length: quotes without their escapes, and variables for what is put in. */
function commandOf(code: string, quote: string): string {
  const joint = JOINT[quote === 'php' ? '"' : quote];
  return code
    .replace(joint === undefined ? /(?!)/g : new RegExp(joint, 'g'), (whole, inner?: string) =>
      variableOf(inner, whole),
    )
    .replace(/\\(?=["'`])/g, ' ')
    .replace(/\\n/g, '  ')
    .replace(PUT_IN, (whole, inner?: string, called?: string) => variableOf(inner ?? called, whole))
    .replace(quote === 'php' ? /\$(?=[A-Za-z_])/g : /(?!)/g, SIGN)
    .replace(QUOTED_VALUE, '"$1"')
    .replaceAll(SIGN, '$');
}

/** Where one literal ends and the next begins, with what is put in between. */
function jointOf(quote: string): RegExp {
  const blank = '[ \\t\\n\\\\]{0,80}';
  return new RegExp(
    `${quote}${blank}(?:(?:\\+|\\.\\.?|&)${blank}(?:([^'"\`;\\n]{1,120}?)${blank}(?:\\+|\\.\\.?|&)${blank})?)?[fFrR]{0,2}${quote}`,
  );
}

const JOINT: Readonly<Record<string, RegExp>> = { '"': jointOf('"'), "'": jointOf("'"), '`': jointOf('`') };
