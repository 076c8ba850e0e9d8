// Where our scanner and a real parser of JavaScript and TypeScript disagree about one file: strings, templates, comments,
// regular expressions, the arguments of calls and the entries of objects.
import { parseSync } from 'oxc-parser';
import { createSource, elementsOf, endOffset, entriesOf, type Source, startOffset } from '../../src/usage/source.ts';
import { SCRIPT } from '../../src/usage/syntax.ts';
import { CLOSE, COMMENT, OPEN, QUOTE, REGEX, STRING, TEXT } from '../../src/usage/tokens.ts';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Comparison {
  /** Things that the parser sees. */
  readonly checked: number;
  /** `what start-end: text` for each thing that only one of the two sees. */
  readonly differences: readonly string[];
}

/** Undefined when the parser itself finds an error in the text. */
export function compareWithParser(path: string, text: string): Comparison | undefined {
  const lang = /\.d\.[mc]?ts$/.test(path)
    ? 'dts'
    : /\.tsx$/.test(path)
      ? 'tsx'
      : /\.[mc]?ts$/.test(path)
        ? 'ts'
        : 'jsx';
  const { program, comments, errors } = parseSync(path, text, { lang, sourceType: 'unambiguous' });
  if (errors.length > 0) return undefined;
  const source = createSource(path, text, SCRIPT, 0, text.length);
  const wanted = new Set<string>();
  if (program.hashbang) wanted.add(`comment ${program.hashbang.start}-${program.hashbang.end}`);
  for (const { start, end } of comments) wanted.add(`comment ${start}-${end}`);
  const prose: (readonly [number, number])[] = [];
  const ends = new Map<number, number>();
  for (let i = 0; i < source.tokens.count; i += 1) if (source.tokens.kind[i] === CLOSE) ends.set(endOf(source, i), i);
  const got = new Set(tokenSpans(source));
  const visit = (node: Node): void => {
    for (const span of spansOf(node)) wanted.add(span);
    if (node.type === 'JSXText') prose.push([node.start, node.end]);
    const list = listOf(node);
    if (list !== undefined) {
      wanted.add(`${list.what} ${node.start}-${node.end} ${list.parts}`);
      const ours = ownList(source, ends.get(node.end), list.what);
      if (ours !== undefined) got.add(`${list.what} ${node.start}-${node.end} ${ours}`);
    }
    for (const value of Object.values(node)) visitAll(value, visit);
  };
  visit(program as unknown as Node);
  const unseen = [...wanted].filter((span) => !got.has(span));
  const invented = [...got].filter((span) => !wanted.has(span));
  // A quoted word in the text between two JSX tags is a string for us, and what it holds is part of it.
  const quoted = invented.filter((span) => prose.some(([from, to]) => from <= fromOf(span) && fromOf(span) < to));
  const counts = (span: string): boolean =>
    !quoted.some((one) => fromOf(one) <= fromOf(span) && toOf(span) <= toOf(one));
  const shown = (sort: string, span: string): string =>
    `${sort} ${span}: ${JSON.stringify(text.slice(fromOf(span), Math.min(toOf(span), fromOf(span) + 80)))}`;
  return {
    checked: wanted.size,
    differences: [
      ...unseen.filter(counts).map((span) => shown('unseen', span)),
      ...invented.filter(counts).map((span) => shown('invented', span)),
    ],
  };
}

const fromOf = (span: string): number => Number(/ (\d+)-/.exec(span)?.[1]);
const toOf = (span: string): number => Number(/-(\d+)/.exec(span)?.[1]);

function visitAll(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visitAll(one, visit);
  else if (typeof value === 'object' && value !== null && 'type' in value) visit(value as Node);
}

function spansOf(node: Node): readonly string[] {
  if (node.type === 'Literal' && 'regex' in node) return [`regex ${node.start}-${node.end}`];
  if (node.type === 'Literal' && typeof node['value'] === 'string') return [`string ${node.start}-${node.end}`];
  // A directive's string is a Literal of its own.
  if (node.type !== 'TemplateLiteral' && node.type !== 'TSTemplateLiteralType') return [];
  const holes = [...((node['expressions'] ?? node['types']) as readonly Node[])];
  return [`template ${node.start}-${node.end} ${holes.length}`];
}

function listOf(node: Node): { readonly what: string; readonly parts: string } | undefined {
  const ranges = (nodes: readonly Node[]): string => nodes.map(({ start, end }) => `${start}-${end}`).join(' ');
  if (node.type === 'CallExpression') return { what: 'call', parts: ranges(node['arguments'] as readonly Node[]) };
  if (node.type !== 'ObjectExpression') return undefined;
  const properties = node['properties'] as readonly Node[];
  const entries = properties
    .filter((one) => one['kind'] === 'init' && one['method'] !== true && one['computed'] !== true)
    .map((one) => ranges([one['key'] as Node, one['value'] as Node]).replace(' ', ':'));
  return { what: 'object', parts: entries.join(' ') };
}

function ownList(source: Source, close: number | undefined, what: string): string | undefined {
  const open = close === undefined ? -1 : (source.match[close] ?? -1);
  if (open < 0) return undefined;
  const span = (start: number, end: number): string => `${startOffset(source, start)}-${endOffset(source, end)}`;
  if (what === 'call')
    return elementsOf(source, open, 10_000)
      .map(({ start, end }) => span(start, end))
      .join(' ');
  return entriesOf(source, open)
    .entries.map(({ keyToken, value }) => `${span(keyToken, keyToken + 1)}:${span(value.start, value.end)}`)
    .join(' ');
}

function* tokenSpans(source: Source): Iterable<string> {
  const { tokens, match, parent } = source;
  const holes = new Map<number, number>();
  for (let i = 0; i < tokens.count; i += 1) {
    const start = tokens.start[i] ?? 0;
    const end = tokens.end[i] ?? 0;
    const kind = tokens.kind[i];
    if (kind === COMMENT) yield `comment ${start}-${end}`;
    if (kind === REGEX) yield `regex ${start}-${end}`;
    if (kind === STRING) yield `string ${start}-${end}`;
    const round = parent[i] ?? -1;
    if (kind === OPEN && round >= 0 && isTemplate(source, round)) holes.set(round, (holes.get(round) ?? 0) + 1);
    if (kind === CLOSE && isTemplate(source, i)) {
      const open = match[i] ?? 0;
      yield `template ${tokens.start[open] ?? 0}-${end} ${holes.get(open) ?? 0}`;
    }
    // Pieces of text lie in templates only.
    if (kind === TEXT && !isTemplate(source, round)) yield `text ${start}-${end}`;
  }
}

function isTemplate(source: Source, token: number): boolean {
  return source.tokens.shape[token] === QUOTE;
}

function endOf(source: Source, token: number): number {
  return source.tokens.end[token] ?? 0;
}
