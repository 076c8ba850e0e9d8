// Notebooks: the code cells as one Python text, so that every rule reads them as such, and its places told in the file.
import type { Match, Rule, RuleInput } from '../rule.ts';
import { type RecordNode, readJson } from './record-trees.ts';

interface Decoded {
  readonly text: string;
  /** Offset in the file of each UTF-16 unit of the text. */
  readonly offsets: Int32Array;
}

/** The same rule, which reads a notebook's code in place of its JSON. */
export function readsNotebooks(rule: Rule): Rule {
  return {
    ...rule,
    find: (input) => (input.path.toLowerCase().endsWith('.ipynb') ? findInNotebook(rule, input) : rule.find(input)),
  };
}

function findInNotebook(rule: Rule, input: RuleInput): readonly Match[] {
  const decoded = decodeNotebook(input.text);
  if (decoded === undefined) return [];
  const place = (offset: number): number => decoded.offsets[Math.min(offset, decoded.offsets.length - 1)] ?? 0;
  const span = ({ start, end }: { start: number; end: number }): { start: number; end: number } => ({
    start: place(start),
    end: Math.max(place(start), place(end - 1)) + 1,
  });
  const path = input.path.replace(/\.ipynb$/i, '.py');
  return [...rule.find({ ...input, path, text: decoded.text })].map(({ secret, fix, ...match }): Match => {
    // Edits are of Python, not of JSON.
    const { edits: _edits, ...advice } = fix ?? { title: '', safe: false };
    return {
      ...match,
      ...span(match),
      ...(secret === undefined ? {} : { secret: span(secret) }),
      ...(fix === undefined ? {} : { fix: { ...advice, safe: false } }),
    };
  });
}

let latest: { readonly json: string; readonly decoded: Decoded | undefined } | undefined;

/** The rules ask for the same notebook in a row. */
function decodeNotebook(json: string): Decoded | undefined {
  if (latest?.json !== json) latest = { json, decoded: decode(json) };
  return latest.decoded;
}

function decode(json: string): Decoded | undefined {
  const cells = readJson(json)?.children.find(({ key }) => key === 'cells')?.children ?? [];
  const parts: string[] = [];
  const offsets: number[] = [];
  for (const cell of cells) {
    if (cell.children.find(({ key }) => key === 'cell_type')?.value?.text !== 'code') continue;
    for (const line of linesOf(cell)) {
      let text = '';
      for (let at = line.start; at < line.end; ) {
        const [char, width] = unescaped(json, at);
        for (let unit = 0; unit < char.length; unit += 1) offsets.push(at);
        text += char;
        at += width;
      }
      parts.push(text.replace(/^[!%]/gm, '#'));
    }
    parts.push('\n');
    offsets.push(offsets.at(-1) ?? 0);
  }
  return offsets.length === 0 ? undefined : { text: parts.join(''), offsets: Int32Array.from(offsets) };
}

function linesOf(cell: RecordNode): readonly { readonly start: number; readonly end: number }[] {
  const source = cell.children.find(({ key }) => key === 'source');
  return [source?.value, ...(source?.children ?? []).map(({ value }) => value)].filter((value) => value !== undefined);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescaped(json: string, at: number): readonly [char: string, width: number] {
  if (json.charAt(at) !== '\\') return [json.charAt(at), 1];
  const code = json.charAt(at + 1);
  if (code !== 'u') return [ESCAPES[code] ?? code, 2];
  const hex = Number.parseInt(json.slice(at + 2, at + 6), 16);
  return [String.fromCharCode(Number.isNaN(hex) ? 32 : hex), 6];
}
