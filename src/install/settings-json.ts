// Entries of lists in the settings files of other tools, put in and taken out as text: comments, order, indentation and
// the final newline stay, and taking out gives back every byte.
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { UserError } from '../errors.ts';

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

export interface EntryPlace {
  /** For messages: `.claude/settings.json`. */
  readonly file: string;
  /** Keys of the objects down to the list. */
  readonly keys: readonly string[];
  /** True for the text of an entry that is ours, of whatever version. */
  readonly isOurs: (text: string) => boolean;
}

/** A file that holds nothing but the lists. The first key tells it from a file that was there before. */
export function newSettings(keys: readonly string[], entry: Json, more: Readonly<Record<string, Json>>): string {
  const value = keys.toReversed().reduce<Json>((inner, key) => ({ [key]: inner }), [entry]);
  return `${JSON.stringify({ ...(value as object), ...more }, null, 2)}\n`;
}

/** Adds an entry at the end of a list, makes the list where there is none, brings an older entry of ours up to date. */
export function addEntry(text: string, place: EntryPlace, entry: Json): string {
  const { root, shift } = parse(text, place);
  const style = styleOf(text);
  let node = root;
  for (const [level, key] of place.keys.entries()) {
    if (node.type !== 'object') throw wrongShape(place);
    const next = findNodeAtLocation(node, [key]);
    if (next === undefined) {
      const rest = place.keys.slice(level + 1);
      const made = rest.toReversed().reduce<Json>((inner, name) => ({ [name]: inner }), [entry]);
      return insert(text, shift, node, `${JSON.stringify(key)}: ${draw(made, style, level + 1)}`);
    }
    node = next;
  }
  if (node.type !== 'array') throw wrongShape(place);
  const wanted = draw(entry, style, place.keys.length + 1);
  const old = (node.children ?? []).find((child) => place.isOurs(textOf(text, shift, child)));
  if (old === undefined) return insert(text, shift, node, wanted);
  if (JSON.stringify(parseValue(textOf(text, shift, old))) === JSON.stringify(entry)) return text;
  return text.slice(0, old.offset + shift) + wanted + text.slice(old.offset + old.length + shift);
}

/** The inverse of addEntry; undefined where nothing but what newSettings wrote is left. */
export function removeEntry(text: string, place: EntryPlace): string | undefined {
  const { root, shift } = parse(text, place);
  const list = findNodeAtLocation(root, [...place.keys]);
  const entry = list?.children?.find((child) => place.isOurs(textOf(text, shift, child)));
  if (entry === undefined) return text;
  // What we made round the entry goes with it: it has white space after its bracket.
  let node = entry;
  for (let parent = node.parent; parent !== undefined && isMade(text, shift, parent); parent = node.parent) {
    if (parent.parent?.type !== 'property') break;
    node = parent.parent;
  }
  const isFirst = node.parent === root && root.children?.[0] === node && isMadeAround(text, shift, root);
  const left = (root.children ?? []).filter((child) => child !== node).map((child) => child.children?.[0]?.value);
  if (isFirst && left.every((key) => key === 'version')) return undefined;
  return cut(text, shift, node);
}

/** True where an entry of ours stands. */
export function hasEntry(text: string, place: EntryPlace): boolean {
  const { root, shift } = parse(text, place);
  const list = findNodeAtLocation(root, [...place.keys]);
  return list?.children?.some((child) => place.isOurs(textOf(text, shift, child))) === true;
}

interface Style {
  readonly indent: string;
  readonly eol: string;
  /** Everything in one line. */
  readonly compact: boolean;
}

function styleOf(text: string): Style {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1];
  const isEmpty = /^\s*\{\s*\}\s*$/.test(text);
  return {
    indent: indent ?? '  ',
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    compact: indent === undefined && !isEmpty,
  };
}

function draw(value: Json, { indent, eol, compact }: Style, level: number): string {
  if (compact) return JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  return JSON.stringify(value, null, indent)
    .split('\n')
    .join(eol + indent.repeat(level));
}

function parse(text: string, { file }: EntryPlace): { readonly root: Node; readonly shift: number } {
  const shift = text.startsWith('\uFEFF') ? 1 : 0;
  const errors: ParseError[] = [];
  const root = parseTree(text.slice(shift), errors, { allowTrailingComma: true });
  if (root?.type === 'object' && errors.length === 0) return { root, shift };
  throw new UserError('settings-invalid', `${file} is not a JSON object, so it was not changed`, {
    hint: `mend ${file}, then run it again`,
  });
}

function parseValue(text: string): unknown {
  const errors: ParseError[] = [];
  const node = parseTree(text, errors, { allowTrailingComma: true });
  return node === undefined ? undefined : getNodeValue(node);
}

function wrongShape({ file, keys }: EntryPlace): UserError {
  return new UserError('settings-shape', `${file}: ${keys.join('.')} is not a list, so it was not changed`, {
    hint: `mend ${file}, then run it again`,
  });
}

function textOf(text: string, shift: number, node: Node): string {
  return text.slice(node.offset + shift, node.offset + node.length + shift);
}

/** Spaced like the last neighbour; right after the bracket where there is none. */
function insert(text: string, shift: number, container: Node, piece: string): string {
  const last = container.children?.at(-1);
  if (last === undefined) {
    const at = container.offset + shift + 1;
    return text.slice(0, at) + piece + text.slice(at);
  }
  const start = last.offset + shift;
  const space = text.slice(text.slice(0, start).trimEnd().length, start);
  const end = start + last.length;
  return `${text.slice(0, end)},${space}${piece}${text.slice(end)}`;
}

function isMade(text: string, shift: number, container: Node): boolean {
  return container.children?.length === 1 && isMadeAround(text, shift, container);
}

function isMadeAround(text: string, shift: number, container: Node): boolean {
  return /\s/.test(text[container.offset + shift + 1] ?? '');
}

/** The inverse of insert. */
function cut(text: string, shift: number, node: Node): string {
  const siblings = node.parent?.children ?? [];
  const at = siblings.indexOf(node);
  const before = siblings[at - 1];
  const next = siblings[at + 1];
  const from = before === undefined ? node.offset : before.offset + before.length;
  const to = before === undefined && next !== undefined ? next.offset : node.offset + node.length;
  return text.slice(0, from + shift) + text.slice(to + shift);
}
