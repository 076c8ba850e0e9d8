// A shell script taken apart into its simple commands, as far as that can be told without running it: quotes,
// here-documents, substitutions, and variables that the script itself sets. What it cannot know it marks as unknown.

/** Stands in a word for text that only the shell knows: the output of a command, a variable from outside. */
export const UNKNOWN = '\uFFFC';

export interface Redirect {
  /** `>`, `>>`, `>|`, `&>`, `&>>`, `<`, `<>`. */
  readonly operator: string;
  readonly target: string;
}

export interface Command {
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  readonly words: readonly string[];
  readonly redirects: readonly Redirect[];
  /** Text of a here-document or here-string. */
  readonly input: string | undefined;
  /** The command whose output this one reads. */
  readonly from: Command | undefined;
}

export type Dialect = 'posix' | 'powershell';

interface Reader {
  readonly text: string;
  at: number;
  readonly dialect: Dialect;
  readonly variables: Map<string, string>;
  readonly visit: (command: Command) => void;
  /** Here-documents whose text begins after the line. */
  readonly pending: Pending[];
  /** How many substitutions this one stands in. */
  readonly depth: number;
}

interface Pending {
  readonly end: string;
  readonly indented: boolean;
  readonly expands: boolean;
  readonly take: (text: string) => void;
}

interface Draft {
  assignments: { name: string; value: string }[];
  words: string[];
  redirects: Redirect[];
  input: string | undefined;
  from: Command | undefined;
}

/** Words that begin or join commands without being one. */
const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '{', '}', '!', 'time', 'coproc']);
const MAX_DEPTH = 24;

/** @throws RangeError for a script that is nested too deep to be followed. */
export function readCommands(
  text: string,
  visit: (command: Command) => void,
  { dialect = 'posix', variables = new Map() }: { dialect?: Dialect; variables?: Map<string, string> } = {},
): void {
  const script = text.replace(/\r\n/g, '\n');
  readList({ text: script, at: 0, dialect, variables, visit, pending: [], depth: 0 }, false);
}

/** Commands up to the end, or up to the bracket that closes a substitution. */
function readList(reader: Reader, closes: boolean): void {
  if (reader.depth > MAX_DEPTH) throw new RangeError('the script is nested too deep');
  let open = 0;
  let draft = emptyDraft();
  const finish = (pipes: boolean): void => {
    const done = flush(reader, draft);
    draft = emptyDraft();
    if (pipes) draft.from = done;
  };
  while (reader.at < reader.text.length) {
    const { text, at } = reader;
    const char = text[at] ?? '';
    if (char === '\n') {
      reader.at += 1;
      readHereDocuments(reader);
      // A pipe at the end of a line goes on in the next.
      if (draft.words.length + draft.redirects.length + draft.assignments.length > 0) finish(false);
    } else if (/\s/.test(char)) reader.at += 1;
    else if (isLineContinuation(reader)) reader.at += 2;
    else if (char === '#') skipLine(reader);
    else if (/^(?:\d*|&)[<>]/.test(text.slice(at, at + 8)) && !/^[<>]\(/.test(text.slice(at, at + 2)))
      readRedirect(reader, draft);
    else if (char === ')' || char === '(') {
      reader.at += 1;
      finish(false);
      if (char === '(') open += 1;
      else if (open > 0) open -= 1;
      else if (closes) return;
    } else if (char === ';' || char === '&' || char === '|') {
      const operator = /^(?:;;|&&|\|\||\|&|[;&|])/.exec(text.slice(at, at + 2))?.[0] ?? char;
      reader.at += operator.length;
      finish(operator === '|' || operator === '|&');
    } else readWordInto(reader, draft);
  }
  readHereDocuments(reader);
  finish(false);
}

function emptyDraft(): Draft {
  return { assignments: [], words: [], redirects: [], input: undefined, from: undefined };
}

function flush(reader: Reader, draft: Draft): Command | undefined {
  const { words, assignments, redirects } = draft;
  if (words.length + assignments.length + redirects.length === 0) return undefined;
  // A here-document is read when its line ends, which may be after this: the draft is the command.
  const isLate = reader.pending.length > 0;
  if (words.length === 0 || /^(?:export|declare|local|readonly|typeset)$/.test(words[0] ?? '')) {
    for (const { name, value } of [...assignments, ...words.flatMap(asAssignment)]) reader.variables.set(name, value);
  }
  if (isLate) deferred(reader, draft);
  else reader.visit(draft);
  return draft;
}

function asAssignment(word: string): readonly { name: string; value: string }[] {
  const [, name, value = ''] = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/.exec(word) ?? [];
  return name === undefined ? [] : [{ name, value }];
}

/** Visits a command once the text of its here-document is read. */
function deferred(reader: Reader, draft: Draft): void {
  reader.pending.push({ end: '', indented: false, expands: false, take: () => reader.visit(draft) });
}

function isLineContinuation({ text, at, dialect }: Reader): boolean {
  return text[at] === (dialect === 'posix' ? '\\' : '`') && text[at + 1] === '\n';
}

function skipLine(reader: Reader): void {
  const end = reader.text.indexOf('\n', reader.at);
  reader.at = end < 0 ? reader.text.length : end;
}

function readWordInto(reader: Reader, draft: Draft): void {
  const start = reader.at;
  const words = readWord(reader);
  // Something must be consumed, whatever the text.
  if (reader.at === start) reader.at += 1;
  const isPlain = /^[A-Za-z{}!]/.test(reader.text[start] ?? '');
  if (draft.words.length === 0) {
    const [assignment] = isPlain || reader.text[start] === '_' ? words.slice(0, 1).flatMap(asAssignment) : [];
    if (assignment !== undefined && words.length === 1) {
      draft.assignments.push(assignment);
      return;
    }
    if (words.length === 1 && isPlain && KEYWORDS.has(words[0] ?? '')) return;
  }
  draft.words.push(...words);
}

/** One word of the text; more or none where a variable outside quotes is split. */
function readWord(reader: Reader): readonly string[] {
  const { dialect } = reader;
  const parts: string[] = [''];
  let quoted = false;
  const add = (text: string): void => {
    parts[parts.length - 1] += text;
  };
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    const pair = reader.text.slice(reader.at, reader.at + 2);
    if (/[\s;|&()]/.test(char) || (/[<>]/.test(char) && !/^[<>]\($/.test(pair))) break;
    if (char === "'" || pair === "$'") {
      quoted = true;
      add(readSingle(reader, pair === "$'"));
    } else if (char === '"' || pair === '$"') {
      quoted = true;
      reader.at += char === '"' ? 1 : 2;
      add(readExpanding(reader, '"'));
    } else if (char === '\\' && dialect === 'posix') {
      if (pair !== '\\\n') add(reader.text[reader.at + 1] ?? '');
      reader.at += 2;
    } else if (char === '`' && dialect === 'powershell') {
      add(reader.text[reader.at + 1] ?? '');
      reader.at += 2;
    } else if (/^[<>]\($/.test(pair)) {
      reader.at += 2;
      substitute(reader);
      add(UNKNOWN);
    } else if (char === '$' || char === '`') {
      const [first = '', ...rest] = split(readDollar(reader));
      add(first);
      parts.push(...rest);
    } else {
      add(char);
      reader.at += 1;
    }
  }
  return quoted ? parts : parts.filter((part) => part !== '');
}

/** As the shell splits what a variable holds: `opts='commit -n'; git $opts`. */
function split(value: string): readonly string[] {
  return value.split(/[ \t\n]+/);
}

function readSingle(reader: Reader, escapes: boolean): string {
  reader.at += escapes ? 2 : 1;
  let value = '';
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    reader.at += 1;
    if (char === "'") break;
    if (escapes && char === '\\') {
      value += readEscape(reader);
    } else value += char;
  }
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\x1b', a: '\x07', '0': '\0' };

function readEscape(reader: Reader): string {
  const rest = reader.text.slice(reader.at, reader.at + 10);
  const hex = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))/.exec(rest);
  const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
  if (hex !== null) {
    reader.at += hex[0].length;
    return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? '0', 16));
  }
  if (octal !== undefined) {
    reader.at += octal.length;
    return String.fromCodePoint(Number.parseInt(octal, 8) & 0xff);
  }
  reader.at += 1;
  const char = rest[0] ?? '';
  return ESCAPES[char] ?? char;
}

/** Text in which substitutions count and words do not: double quotes, or a here-document (`end` is empty). */
function readExpanding(reader: Reader, end: '"' | ''): string {
  let value = '';
  const escapes = reader.dialect === 'posix' ? '\\' : '`';
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    if (char === end) {
      reader.at += 1;
      break;
    }
    if (char === escapes) {
      const next = reader.text[reader.at + 1] ?? '';
      const counts = reader.dialect === 'powershell' || /[$`"\\\n]/.test(next);
      value += counts ? (next === '\n' ? '' : next) : char + next;
      reader.at += 2;
    } else if (char === '$' || (char === '`' && reader.dialect === 'posix')) value += readDollar(reader);
    else {
      value += char;
      reader.at += 1;
    }
  }
  return value;
}

/** `$NAME`, `${…}`, `$(…)`, `$((…))`, a backtick: what it stands for, as far as that is known. */
function readDollar(reader: Reader): string {
  const rest = reader.text.slice(reader.at, reader.at + 200);
  if (rest.startsWith('`')) return readBacktick(reader);
  if (rest.startsWith('$((')) {
    const end = reader.text.indexOf('))', reader.at);
    reader.at = end < 0 ? reader.text.length : end + 2;
    return UNKNOWN;
  }
  if (rest.startsWith('$(')) {
    reader.at += 2;
    return substitute(reader);
  }
  const name = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(rest);
  if (name !== null) {
    reader.at += name[0].length;
    return reader.variables.get(name[1] ?? name[2] ?? '') ?? UNKNOWN;
  }
  if (rest.startsWith('${')) {
    // `${X:-default}`: the default is a word that may hold substitutions of its own.
    const [head = '${', variable = ''] = /^\$\{[#!]?([A-Za-z_]\w*|[\d@*?$!-])?/.exec(rest) ?? [];
    reader.at += head.length;
    const tail = readBraced(reader);
    const known = reader.variables.get(variable);
    return known ?? /^:?[-=]([\s\S]*)$/.exec(tail)?.[1] ?? UNKNOWN;
  }
  const special = /^\$[\d@*#?$!-]/.exec(rest);
  reader.at += special === null ? 1 : 2;
  return special === null ? '$' : UNKNOWN;
}

function readBraced(reader: Reader): string {
  let value = '';
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? '';
    if (char === '}') {
      reader.at += 1;
      break;
    }
    if (char === "'") value += readSingle(reader, false);
    else if (char === '"') {
      reader.at += 1;
      value += readExpanding(reader, '"');
    } else if (char === '$' || char === '`') value += readDollar(reader);
    else {
      value += char === '\\' ? '' : char;
      reader.at += 1;
    }
  }
  return value;
}

function readBacktick(reader: Reader): string {
  let script = '';
  reader.at += 1;
  while (reader.at < reader.text.length && reader.text[reader.at] !== '`') {
    const escaped = /^\\[\\`$]/.test(reader.text.slice(reader.at, reader.at + 2));
    script += reader.text[reader.at + (escaped ? 1 : 0)] ?? '';
    reader.at += escaped ? 2 : 1;
  }
  reader.at += 1;
  return outputOf(reader, (visit) =>
    readList({ ...reader, text: script, at: 0, pending: [], visit, depth: reader.depth + 1 }, false),
  );
}

/** The commands of a substitution, up to its bracket. */
function substitute(reader: Reader): string {
  return outputOf(reader, (visit) => {
    const inner: Reader = { ...reader, visit, pending: [], depth: reader.depth + 1 };
    readList(inner, true);
    reader.at = inner.at;
  });
}

/** What a substitution gives where it does nothing but print a known text. */
function outputOf(reader: Reader, read: (visit: (command: Command) => void) => void): string {
  const commands: Command[] = [];
  read((command) => {
    commands.push(command);
    reader.visit(command);
  });
  const [only, other] = commands;
  if (only === undefined || other !== undefined || only.redirects.length > 0) return UNKNOWN;
  return printedBy(only)?.replace(/\n+$/, '') ?? UNKNOWN;
}

/** What `echo`, `printf` or `cat` writes, when its text is in the script. */
export function printedBy(command: Command): string | undefined {
  const [name = '', ...args] = command.words;
  const start = args.findIndex((word) => !/^-[neE]+$/.test(word));
  const text = start < 0 ? [] : args.slice(start);
  if (name === 'echo') return `${text.join(' ')}\n`;
  if (name === 'printf') return text.join('\n').replaceAll('\\n', '\n');
  if ((name === 'cat' && text.every((word) => word === '-')) || name === 'tee') {
    return command.input ?? (command.from === undefined ? undefined : printedBy(command.from));
  }
  return undefined;
}

function readRedirect(reader: Reader, draft: Draft): void {
  const rest = reader.text.slice(reader.at, reader.at + 12);
  const [all = '', operator = ''] = /^(?:\d*)(&>>?|<<<|<<-?|<>|<&|>&|>>|>\||<|>)/.exec(rest) ?? [];
  reader.at += Math.max(all.length, 1);
  while (/[ \t]/.test(reader.text[reader.at] ?? '')) reader.at += 1;
  if (operator === '<<' || operator === '<<-') {
    const start = reader.at;
    const end = readWord(reader).join(' ');
    const quoted = /['"\\]/.test(reader.text.slice(start, reader.at));
    const take = (text: string): void => {
      draft.input = text;
    };
    reader.pending.push({ end, indented: operator === '<<-', expands: !quoted, take });
    // The command counts as one even when nothing else is in it.
    draft.redirects.push({ operator: '<', target: '' });
    return;
  }
  const target = readWord(reader).join(' ');
  if (operator === '<<<') draft.input = `${target}\n`;
  // `2>&1` names a descriptor; `>& file` a file.
  const isDescriptor = operator === '<&' || (operator === '>&' && /^(?:\d+|-)$/.test(target));
  if (!isDescriptor) draft.redirects.push({ operator: operator === '>&' ? '&>' : operator, target });
}

function readHereDocuments(reader: Reader): void {
  for (const { end, indented, expands, take } of reader.pending.splice(0)) {
    if (end === '') {
      take('');
      continue;
    }
    const lines: string[] = [];
    while (reader.at < reader.text.length) {
      const newline = reader.text.indexOf('\n', reader.at);
      const stop = newline < 0 ? reader.text.length : newline;
      const line = reader.text.slice(reader.at, stop);
      reader.at = stop + 1;
      const plain = indented ? line.replace(/^\t+/, '') : line;
      if (plain === end) break;
      lines.push(plain);
    }
    const body = lines.map((line) => `${line}\n`).join('');
    take(expands ? readExpanding({ ...reader, text: body, at: 0, depth: reader.depth + 1 }, '') : body);
  }
  reader.at = Math.min(reader.at, reader.text.length);
}
