// A shell script taken apart into its simple commands, as far as that can be told without running it: quotes,
// here-documents, substitutions, and variables that the script itself sets. What it cannot know it marks as unknown.
import { type Command, type Dialect, type Reader, type Redirect, readExpanding, readWord } from './shell-words.ts';

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
  readList({ text: script, at: 0, dialect, variables, visit, pending: [], readList, depth: 0 }, false);
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
