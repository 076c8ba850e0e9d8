// JSON, YAML and TOML as trees of keys and values with their places, tolerant of whatever is not one. Small on purpose:
// only what is needed to see which header stands beside which address.

export interface RecordNode {
  readonly key: string;
  /** Offset of the key, or of the value where there is no key. */
  readonly start: number;
  readonly end: number;
  /** Set for a plain value. */
  readonly value?: { readonly text: string; readonly start: number; readonly end: number };
  readonly children: readonly RecordNode[];
  /** True for the elements of a list: each is a record of its own. */
  readonly list: boolean;
}

interface Draft extends RecordNode {
  readonly children: Draft[];
  end: number;
}

const MAX_NODES = 20_000;
const MAX_DEPTH = 60;

export function readJson(text: string, from = 0): RecordNode | undefined {
  let at = from;
  let left = MAX_NODES;
  const blank = (): void => {
    while (at < text.length && /[\s,]/.test(text.charAt(at))) at += 1;
  };
  const string = (): { text: string; start: number; end: number } => {
    const start = at + 1;
    at += 1;
    while (at < text.length && text.charAt(at) !== '"' && text.charAt(at) !== '\n')
      at += text.charAt(at) === '\\' ? 2 : 1;
    const end = Math.min(at, text.length);
    at += 1;
    const raw = text.slice(start, end);
    return { text: raw.includes('\\') ? raw.replace(/\\(["\\/])/g, '$1') : raw, start, end };
  };
  const node = (key: string, start: number, depth: number): RecordNode | undefined => {
    left -= 1;
    blank();
    const open = text.charAt(at);
    if (left < 0 || depth > MAX_DEPTH || at >= text.length) return undefined;
    if (open === '"') {
      const value = string();
      return { key, start, end: at, value, children: [], list: false };
    }
    if (open !== '{' && open !== '[') {
      const word = /^[\w.+-]{1,40}/.exec(text.slice(at, at + 40))?.[0];
      if (word === undefined) return undefined;
      at += word.length;
      return { key, start, end: at, children: [], list: false };
    }
    at += 1;
    const children: RecordNode[] = [];
    const close = open === '{' ? '}' : ']';
    for (blank(); at < text.length && text.charAt(at) !== close; blank()) {
      const begin = at;
      const child = open === '[' ? node('', at, depth + 1) : member(depth);
      if (child === undefined || at <= begin) return children.length === 0 ? undefined : done(children);
      children.push(child);
    }
    at += 1;
    return done(children);

    function done(found: readonly RecordNode[]): RecordNode {
      return { key, start, end: Math.min(at, text.length), children: found, list: open === '[' };
    }
  };
  const member = (depth: number): RecordNode | undefined => {
    if (text.charAt(at) !== '"') return undefined;
    const start = at;
    const key = string().text;
    blank();
    if (text.charAt(at) !== ':') return undefined;
    at += 1;
    return node(key, start, depth + 1);
  };
  return node('', at, 0);
}

const YAML_LINE =
  /^([ \t]{0,80})((?:- {1,4}){0,3})(?:(["']?)([A-Za-z$_][\w.$/-]{0,80})\3[ \t]{0,4}:(?:[ \t]{1,8}|$))?(.{0,2000})$/;

export function readYaml(text: string): RecordNode {
  const root: Draft = { key: '', start: 0, end: text.length, children: [], list: false };
  const stack: { node: Draft; indent: number }[] = [{ node: root, indent: -1 }];
  let at = 0;
  let left = MAX_NODES;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const match = YAML_LINE.exec(line.replace(/\r$/, ''));
    if (match === null || /^\s*(?:#|$)/.test(line) || left < 0) continue;
    left -= 1;
    const [, blank = '', dashes = '', , key, rest = ''] = match;
    const indent = blank.length + dashes.length;
    while (stack.length > 1 && !isAbove(stack.at(-1), dashes === '' ? indent : blank.length, dashes !== ''))
      stack.pop();
    let parent = stack.at(-1)?.node ?? root;
    if (dashes !== '') {
      const plain = key === undefined ? yamlValue(rest, start + line.length - rest.trimStart().length) : {};
      const item: Draft = { key: '', start: start + blank.length, end: at, children: [], list: false, ...plain };
      parent.children.push(item);
      stack.push({ node: item, indent: blank.length });
      parent = item;
    }
    if (key === undefined) continue;
    const offset = start + line.length - rest.trimStart().length;
    const node: Draft = {
      key,
      start: start + indent,
      end: start + line.trimEnd().length,
      children: [],
      list: false,
      ...yamlValue(rest, offset),
    };
    parent.children.push(node);
    stack.push({ node, indent });
    for (const { node: open } of stack) open.end = Math.max(open.end, node.end);
  }
  return root;
}

/** Whether a line with this indent is part of a node. A list may begin in the column of the key that it belongs to. */
function isAbove(open: { node: Draft; indent: number } | undefined, indent: number, isItem: boolean): boolean {
  if (open === undefined || open.indent < indent) return true;
  return isItem && open.indent === indent && open.node.key !== '' && open.node.value === undefined;
}

/** A plain value, or a collection in braces that ends on its line; a longer one is left alone. */
function yamlValue(rest: string, offset: number): Partial<Pick<Draft, 'value' | 'children' | 'list'>> {
  const text = rest.trim();
  if (!/^[{[]/.test(text)) return plainValue(text, offset);
  const { node, end } = readFlow(text, offset, 0, 0);
  if (node === undefined || !/^[ \t]*(?:#|$)/.test(text.slice(end))) return {};
  return { children: [...node.children], list: node.list };
}

interface Flow {
  /** Undefined where the collection does not close. */
  readonly node: Draft | undefined;
  /** Where it ends, in the text. */
  readonly end: number;
}

const FLOW_KEY = /(["']?)([A-Za-z$_][\w.$/-]{0,80})\1[ \t]{0,4}:(?:[ \t]+|(?=[{["']))/y;
const FLOW_SCALAR = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\{\{[^{}]*\}\}|\$\{\{[^{}]*\}\}|(?:\$\{[^{}]*\}|[^,{}[\]"'\n])+/y;

function readFlow(text: string, offset: number, from: number, depth: number): Flow {
  const list = text.charAt(from) === '[';
  const children: Draft[] = [];
  let at = from + 1;
  while (at < text.length && depth < MAX_DEPTH) {
    while (/[\s,]/.test(text.charAt(at))) at += 1;
    if (text.charAt(at) === (list ? ']' : '}')) {
      const node = { key: '', start: offset + from, end: offset + at + 1, children, list };
      return { node, end: at + 1 };
    }
    const start = at;
    FLOW_KEY.lastIndex = at;
    const key = list ? null : FLOW_KEY.exec(text);
    if (!list && key === null) break;
    at += key?.[0].length ?? 0;
    if (/[{[]/.test(text.charAt(at)) && !text.startsWith('{{', at)) {
      const inner = readFlow(text, offset, at, depth + 1);
      if (inner.node === undefined) break;
      children.push({ ...inner.node, key: key?.[2] ?? '', start: offset + start });
      at = inner.end;
      continue;
    }
    FLOW_SCALAR.lastIndex = at;
    const scalar = FLOW_SCALAR.exec(text)?.[0] ?? '';
    if (scalar === '' && key === null) break;
    const own = {
      key: key?.[2] ?? '',
      start: offset + start,
      end: offset + at + scalar.length,
      children: [],
      list: false,
    };
    children.push({ ...own, ...plainValue(scalar.trim(), offset + at) });
    at += scalar.length;
  }
  return { node: undefined, end: at };
}

function plainValue(rest: string, offset: number): { value?: { text: string; start: number; end: number } } {
  if (rest === '' || /^[|>&*{[]/.test(rest)) return {};
  const quoted = /^(["'])(.*?)\1/.exec(rest);
  const comment = rest.search(/\s#/);
  const text = quoted?.[2] ?? (comment < 0 ? rest : rest.slice(0, comment)).trim();
  const start = offset + (quoted === null ? 0 : 1);
  return { value: { text, start, end: start + text.length } };
}

const TOML_LINE = /^[ \t]{0,40}(["']?)([\w.-]{1,80})\1[ \t]{0,8}=[ \t]{0,8}(.{1,2000})$/;

/** Tables are records; a table in a table (`[http.headers]`) is part of it. */
export function readToml(text: string): RecordNode {
  const root: Draft = { key: '', start: 0, end: text.length, children: [], list: false };
  const tables = new Map<string, Draft>();
  let table = root;
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const head = /^\s{0,40}\[{1,2}([\w."-]{1,120})\]/.exec(line)?.[1]?.replaceAll('"', '');
    if (head !== undefined) {
      const dot = head.lastIndexOf('.');
      const parent = (dot > 0 ? tables.get(head.slice(0, dot)) : undefined) ?? root;
      table = { key: head.slice(dot + 1), start, end: at, children: [], list: false };
      parent.children.push(table);
      tables.set(head, table);
      continue;
    }
    const match = TOML_LINE.exec(line.replace(/\r$/, ''));
    if (match === null) continue;
    table.children.push(tomlEntry(match[2] ?? '', match[3] ?? '', start, line));
    table.end = at;
  }
  return root;
}

function tomlEntry(key: string, rest: string, start: number, line: string): Draft {
  const offset = start + line.replace(/\r$/, '').length - rest.length;
  const node = { key, start: start + line.search(/\S/), end: start + line.trimEnd().length, list: false };
  // A list of one.
  const only = /^\[[ \t]{0,4}(?="[^"]{0,400}"[ \t]{0,4},?[ \t]{0,4}\])/.exec(rest)?.[0].length ?? 0;
  if (!rest.startsWith('{')) return { ...node, children: [], ...plainValue(rest.slice(only).trim(), offset + only) };
  const children: Draft[] = [];
  for (const entry of rest.matchAll(/["']?([\w-]{1,60})["']?[ \t]{0,4}=[ \t]{0,4}"([^"]{0,400})"/g)) {
    const value = offset + entry.index + entry[0].length - 1 - (entry[2] ?? '').length;
    children.push({
      key: entry[1] ?? '',
      start: offset + entry.index,
      end: offset + entry.index + entry[0].length,
      value: { text: entry[2] ?? '', start: value, end: value + (entry[2] ?? '').length },
      children: [],
      list: false,
    });
  }
  return { ...node, children };
}
