// Words of a shell script: quotes, escapes, variables and substitutions, and what a word says where that is known. Apart
// from shell-commands.ts, which puts commands together of them.

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

export interface Reader {
  readonly text: string;
  at: number;
  readonly dialect: Dialect;
  readonly variables: Map<string, string>;
  readonly visit: (command: Command) => void;
  /** Here-documents whose text begins after the line. */
  readonly pending: Pending[];
  /** Reads the commands of a substitution, up to its bracket or, in backticks, to the end of the text. */
  readonly readList: (reader: Reader, closes: boolean) => void;
  /** How many substitutions this one stands in. */
  readonly depth: number;
}

export interface Pending {
  readonly end: string;
  readonly indented: boolean;
  readonly expands: boolean;
  readonly take: (text: string) => void;
}

/** One word of the text; more or none where a variable outside quotes is split. */
export function readWord(reader: Reader): readonly string[] {
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
export function readExpanding(reader: Reader, end: '"' | ''): string {
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
    reader.readList({ ...reader, text: script, at: 0, pending: [], visit, depth: reader.depth + 1 }, false),
  );
}

/** The commands of a substitution, up to its bracket. */
function substitute(reader: Reader): string {
  return outputOf(reader, (visit) => {
    const inner: Reader = { ...reader, visit, pending: [], depth: reader.depth + 1 };
    reader.readList(inner, true);
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
