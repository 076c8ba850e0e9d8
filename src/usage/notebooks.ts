// Notebooks: the code cells as one Python text, so that every rule reads them as such, and its places told in the file.
// The scripts that Postman and n8n keep in JSON are read the same way.
import type { Match, Rule, RuleInput } from '../rule.ts';
import { type RecordNode, readJson } from './record-trees.ts';

interface Decoded {
  readonly text: string;
  /** Offset in the file of each UTF-16 unit of the text. */
  readonly offsets: Int32Array;
}

/** Under which keys Postman and n8n have the lines or the text of a script. */
const SCRIPT = /"(?:jsCode|functionCode|exec)"\s{0,4}:/;
const SCRIPT_KEY = /^(?:jsCode|functionCode|exec)$/;

/** The same rule, which reads a notebook's code in place of its JSON, and scripts besides theirs. */
export function readsNotebooks(rule: Rule): Rule {
  return {
    ...rule,
    find: (input) => {
      const path = input.path.toLowerCase();
      if (path.endsWith('.ipynb')) return findInNotebook(rule, input);
      const found = [...rule.find(input)];
      // What such a script sends is known from the record.
      if (rule.category !== 'logged-key' || !path.endsWith('.json') || !SCRIPT.test(input.text)) return found;
      return [...found, ...findIn(rule, input, decodeScripts(input.text), `${input.path}.js`)];
    },
  };
}

function decodeScripts(json: string): Decoded {
  const script = createText();
  const read = (node: RecordNode): void => {
    for (const child of node.children) {
      if (!SCRIPT_KEY.test(child.key)) read(child);
      else {
        for (const { start, end } of textsOf(child)) {
          for (const line of decodedLines(json, start, end)) script.add(line.text, line.offsets);
          script.end();
        }
      }
    }
  };
  const root = readJson(json);
  if (root !== undefined) read(root);
  return script.done();
}

function findInNotebook(rule: Rule, input: RuleInput): readonly Match[] {
  const { python, shell } = decodeNotebook(input.text);
  const path = input.path.replace(/\.ipynb$/i, '');
  return [...findIn(rule, input, python, `${path}.py`), ...findIn(rule, input, shell, `${path}.sh`)];
}

function findIn(rule: Rule, input: RuleInput, { text, offsets }: Decoded, path: string): readonly Match[] {
  if (offsets.length === 0) return [];
  const place = (offset: number): number => offsets[Math.min(offset, offsets.length - 1)] ?? 0;
  const span = ({ start, end }: { start: number; end: number }): { start: number; end: number } => ({
    start: place(start),
    end: Math.max(place(start), place(end - 1)) + 1,
  });
  return [...rule.find({ ...input, path, text })].map(({ secret, fix, ...match }): Match => {
    // Edits are of code, not of JSON.
    const { edits: _edits, ...advice } = fix ?? { title: '', safe: false };
    return {
      ...match,
      ...span(match),
      ...(secret === undefined ? {} : { secret: span(secret) }),
      ...(fix === undefined ? {} : { fix: { ...advice, safe: false } }),
    };
  });
}

/** The code cells by language; empty where the JSON is no notebook. */
interface Notebook {
  readonly python: Decoded;
  /** Lines that begin with `!`, and cells of `%%bash`. */
  readonly shell: Decoded;
}

let latest: { readonly json: string; readonly notebook: Notebook } | undefined;

/** The rules ask for the same notebook in a row. */
function decodeNotebook(json: string): Notebook {
  if (latest?.json !== json) latest = { json, notebook: decode(json) };
  return latest.notebook;
}

function decode(json: string): Notebook {
  const cells = readJson(json)?.children.find(({ key }) => key === 'cells')?.children ?? [];
  const python = createText();
  const shell = createText();
  for (const cell of cells) {
    if (cell.children.find(({ key }) => key === 'cell_type')?.value?.text !== 'code') continue;
    const lines = linesOf(cell).flatMap(({ start, end }) => decodedLines(json, start, end));
    const inShell = /^%%(?:bash|sh|script\s+(?:ba|z)?sh)\b/.test(lines[0]?.text ?? '');
    let goesOn = false;
    for (const line of lines) {
      const command: boolean = goesOn || line.text.startsWith('!');
      goesOn = command && /\\\n?$/.test(line.text);
      // Magic of the notebook is no language: it becomes a comment.
      const code = line.text.replace(/^[!%]/, command && !inShell ? ' ' : '#');
      (command || inShell ? shell : python).add(code, line.offsets);
    }
    for (const text of [python, shell]) text.end();
  }
  return { python: python.done(), shell: shell.done() };
}

interface Line {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** What stands in a stretch of a JSON string, by line. */
function decodedLines(json: string, start: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  let text = '';
  let offsets: number[] = [];
  const flush = (): void => {
    if (text !== '') lines.push({ text, offsets });
    text = '';
    offsets = [];
  };
  for (let at = start; at < end; ) {
    const [char, width] = unescaped(json, at);
    for (let unit = 0; unit < char.length; unit += 1) offsets.push(at);
    text += char;
    at += width;
    if (char === '\n') flush();
  }
  flush();
  return lines;
}

interface Text {
  readonly add: (text: string, offsets: readonly number[]) => void;
  /** Ends a cell. */
  readonly end: () => void;
  readonly done: () => Decoded;
}

function createText(): Text {
  const parts: string[] = [];
  const offsets: number[] = [];
  return {
    add(text, places) {
      parts.push(text);
      for (const place of places) offsets.push(place);
    },
    end() {
      if (offsets.length === 0) return;
      parts.push('\n');
      offsets.push(offsets.at(-1) ?? 0);
    },
    done: () => ({ text: parts.join(''), offsets: Int32Array.from(offsets) }),
  };
}

function linesOf(cell: RecordNode): readonly { readonly start: number; readonly end: number }[] {
  const source = cell.children.find(({ key }) => key === 'source');
  return source === undefined ? [] : textsOf(source);
}

function textsOf({ value, children }: RecordNode): readonly { readonly start: number; readonly end: number }[] {
  return [value, ...children.map((child) => child.value)].filter((one) => one !== undefined);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescaped(json: string, at: number): readonly [char: string, width: number] {
  if (json.charAt(at) !== '\\') return [json.charAt(at), 1];
  const code = json.charAt(at + 1);
  if (code !== 'u') return [ESCAPES[code] ?? code, 2];
  const hex = Number.parseInt(json.slice(at + 2, at + 6), 16);
  return [String.fromCharCode(Number.isNaN(hex) ? 32 : hex), 6];
}
