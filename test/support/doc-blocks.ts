// Pages of documentation, taken apart: fenced blocks, what the comment before each says of running it, the commands and
// outputs of a console block; and the page put together again with other outputs.

export interface Command {
  readonly text: string;
  /** Lines shown below it; a line with only `…` stands for any number of lines. */
  readonly output: readonly string[];
}

export interface Directive {
  /** Starts a new world of this name; undefined goes on in the one that is there. */
  readonly world: string | undefined;
  /** Exit code of the block's last command; those before it must succeed. */
  readonly exit: number;
  /** The block is not run but written into this file. */
  readonly file: string | undefined;
  /** Why the block is neither run nor written. */
  readonly reason: string | undefined;
  /** Shell lines to run before, which readers do not see. */
  readonly setUp: string;
}

export interface Block {
  readonly language: string;
  /** Of the line that opens it, 1-based. */
  readonly line: number;
  readonly body: string;
  readonly directive: Directive | undefined;
}

/** A page in order: what lies between the bodies of blocks, and the blocks. */
export type Page = readonly (string | Block)[];

const OPEN = /^(```+|~~~~*)([\w-]*)$/;
const COMMENT = /<!-- run: ([^\n]*?)(?:\n([\s\S]*?))?(?: -->|\n-->)\s*$/;

export function parsePage(text: string): Page {
  const page: (string | Block)[] = [];
  const lines = text.split('\n');
  let between = '';
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const opened = OPEN.exec(line);
    if (opened === null) {
      between += i === lines.length - 1 ? line : `${line}\n`;
      continue;
    }
    const [, fence = '', language = ''] = opened;
    const end = lines.indexOf(fence, i + 1);
    if (end < 0) throw new Error(`line ${i + 1}: a block that does not end`);
    const directive = readDirective(between);
    const body = lines.slice(i + 1, end).join('\n');
    page.push(`${between}${line}\n`, { language, line: i + 1, body, directive });
    between = `\n${fence}${end === lines.length - 1 ? '' : '\n'}`;
    i = end;
  }
  return [...page, between];
}

function readDirective(before: string): Directive | undefined {
  const found = COMMENT.exec(before.slice(before.lastIndexOf('<!--')));
  if (found === null) return undefined;
  const [, head = '', setUp = ''] = found;
  const not = /^not: (.+)$/.exec(head);
  if (not !== null) return { world: undefined, exit: 0, file: undefined, reason: not[1], setUp };
  const words = Object.fromEntries(head.split(' ').map((word) => word.split('=') as [string, string]));
  const unknown = Object.keys(words).filter((word) => !['in', 'exit', 'file'].includes(word));
  if (unknown.length > 0) throw new Error(`run: does not know ${unknown.join(', ')}`);
  return { world: words['in'], exit: Number(words['exit'] ?? 0), file: words['file'], reason: undefined, setUp };
}

export function commandsOf({ body }: Block): readonly Command[] {
  const commands: { text: string; output: string[] }[] = [];
  let typing = false;
  for (const line of body.split('\n')) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ text: line.slice(2), output: [] });
    else if (last === undefined) throw new Error(`a console block begins with a command, not with ${line}`);
    else if (typing && line.startsWith('> ')) last.text += `\n${line.slice(2)}`;
    else last.output.push(line);
    typing = line.startsWith('$ ') || (typing && line.startsWith('> '));
  }
  return commands;
}

export function drawCommands(commands: readonly Command[]): string {
  return commands.flatMap(({ text, output }) => [`$ ${text.replaceAll('\n', '\n> ')}`, ...output]).join('\n');
}

/** The page with the bodies of its blocks replaced. */
export function drawPage(page: Page, bodyOf: (block: Block) => string): string {
  return page.map((part) => (typeof part === 'string' ? part : bodyOf(part))).join('');
}

/** What differs from run to run, made the same: times, sizes, versions, abbreviated commits. */
export function normalise(text: string): string {
  return text
    .replace(/\(\d+(?:\.\d+)? m?s\)/g, '(41 ms)')
    .replace(/\b\d+(?:\.\d+)? (?:B|kB|MB)\b/g, '1 kB')
    .replace(/\b(hushkey[ @^]+|git version )v?\d+\.\d+\.\d+\b/g, '$11.0.0')
    .replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{7}|[0-9a-f]{40})\b/g, '0000000');
}

/** Whether an output is what a page shows. */
export function matches(shown: readonly string[], real: readonly string[]): boolean {
  const [wanted, got] = [shown, real].map((lines) => normalise(lines.join('\n')).split('\n'));
  return wanted !== undefined && got !== undefined && matchLines(wanted, got);
}

function matchLines(wanted: readonly string[], got: readonly string[]): boolean {
  const gap = wanted.findIndex((line) => line.trim() === '…');
  if (gap < 0) return wanted.join('\n') === got.join('\n');
  if (wanted.slice(0, gap).join('\n') !== got.slice(0, gap).join('\n')) return false;
  const rest = wanted.slice(gap + 1);
  return got.slice(gap).some((_, i) => matchLines(rest, got.slice(gap + i))) || rest.length === 0;
}
