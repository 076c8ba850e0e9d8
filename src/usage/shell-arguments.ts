// The arguments of shell commands: what touches makes one, and arrays stand for theirs.

import type { Form, Piece } from './forms.ts';
import { after, type Source, stringValue } from './source.ts';
import { BATCH } from './syntax.ts';
import { COMMENT, HOLE, NUMBER, OPEN, PAREN, QUOTE, STRING, TEXT, WORD } from './tokens.ts';

export interface Argument {
  readonly start: number;
  readonly end: number;
  readonly form: Form;
}

/** Arguments of one array that are kept. */
const MAX_ARGUMENTS = 200;

/** `args=(…)` and `args+=(…)`: the arguments of all of them, in order. */
export function arraysOf(source: Source): ReadonlyMap<string, readonly Argument[]> {
  const { tokens, slice } = source;
  const found = new Map<string, readonly Argument[]>();
  for (let open = 1; open < tokens.count; open += 1) {
    if (tokens.kind[open] !== OPEN || tokens.shape[open] !== PAREN || tokens.start[open] !== tokens.end[open - 1])
      continue;
    const name = /^([A-Za-z_]\w{0,60})\+?=$/.exec(slice(open - 1))?.[1];
    if (name === undefined) continue;
    const args = argumentsOf(source, open + 1, Math.min(source.match[open] ?? open, tokens.count));
    found.set(name, [...(found.get(name) ?? []), ...args].slice(0, MAX_ARGUMENTS));
  }
  return found;
}

/** `"${args[@]}"` stands for the arguments of the array. */
export function withArrays(
  args: readonly Argument[],
  arrays: ReadonlyMap<string, readonly Argument[]>,
): readonly Argument[] {
  return args.flatMap((argument) => {
    const only = argument.form.length === 1 ? argument.form[0] : undefined;
    const name = only?.type === 'hole' ? (only.names[0] ?? '') : '';
    return arrays.get(name) ?? [argument];
  });
}

/** Tokens that touch make one argument. */
export function argumentsOf(source: Source, start: number, end: number): readonly Argument[] {
  const { tokens } = source;
  const args: Argument[] = [];
  let pieces: Piece[] = [];
  let first = -1;
  let last = -1;
  const flush = (to: number): void => {
    if (first >= 0) args.push({ start: first, end: to, form: pieces });
    pieces = [];
    first = -1;
  };
  for (let at = start; at < end; ) {
    const next = Math.max(at + 1, tokens.kind[at] === OPEN ? after(source, at) : at + 1);
    if (tokens.kind[at] === COMMENT) {
      at = next;
      continue;
    }
    if (first >= 0 && (tokens.start[at] ?? 0) > last) flush(at);
    if (first < 0) first = at;
    pieces.push(...piecesAt(source, at));
    last = tokens.end[Math.min(next, tokens.count) - 1] ?? 0;
    at = next;
  }
  flush(end);
  return args;
}

function piecesAt(source: Source, token: number): readonly Piece[] {
  const { tokens, slice } = source;
  const range = { start: token, end: token + 1 };
  const known = (text: string): Piece => ({ type: 'text', text, names: [], range });
  // A batch file's `%NAME%` stands in quotes and out of them.
  if (source.syntax === BATCH && (tokens.kind[token] === STRING || tokens.kind[token] === WORD))
    return stringValueOf(source, token)
      .split(/%([A-Za-z_]\w{0,80})%/)
      .flatMap((text, i): readonly Piece[] =>
        i % 2 === 1 ? [{ type: 'hole', names: [text], origin: 'env', range }] : text === '' ? [] : [known(text)],
      );
  if (tokens.kind[token] === STRING) return [known(stringValue(source, token))];
  if (tokens.kind[token] !== OPEN || tokens.shape[token] !== QUOTE) {
    if (slice(token) === '$') return [];
    if (slice(token - 1) === '$' && (tokens.end[token - 1] ?? -1) === tokens.start[token]) {
      // `$1` is whatever the caller gives.
      if (tokens.kind[token] === NUMBER) return [{ type: 'hole', names: [], origin: 'env', range }];
      if (tokens.kind[token] === WORD) return bareVariable(slice(token), range);
    }
    return [known(slice(token))];
  }
  const pieces: Piece[] = [];
  const close = Math.min(source.match[token] ?? token, tokens.count);
  for (let at = token + 1; at < close; at = Math.max(at + 1, after(source, at))) {
    // Make and compose write `$$NAME` for the shell's `$NAME`.
    if (tokens.kind[at] === TEXT)
      stringValue(source, at)
        .replace(tokens.shape[at + 1] === HOLE ? /\$$/ : /$^/, '')
        .split(/\$\d/)
        .forEach((text, i) => {
          if (i > 0) pieces.push({ type: 'hole', names: [], origin: 'env', range });
          if (text !== '') pieces.push(known(text));
        });
    else if (tokens.kind[at] === OPEN && tokens.shape[at] === HOLE) {
      const name = source.next(at);
      // Make's `$(NAME)` is a variable; no command is called so.
      const command =
        slice(at) === '$(' && !(/^[A-Z][A-Z0-9_]{3,80}$/.test(slice(name)) && slice(source.next(name)) === ')');
      const names = command || tokens.kind[name] !== WORD ? [] : [slice(name)];
      pieces.push({
        type: 'hole',
        names,
        origin: 'env',
        range: { start: at, end: Math.min((source.match[at] ?? at) + 1, tokens.count) },
      });
    }
  }
  return pieces;
}

function stringValueOf(source: Source, token: number): string {
  return source.tokens.kind[token] === STRING ? stringValue(source, token) : source.slice(token);
}

/** `$URL/v1/messages` outside quotes: the name, then text. */
function bareVariable(word: string, range: { start: number; end: number }): readonly Piece[] {
  const name = /^\{?([A-Za-z_][A-Za-z0-9_]{0,80})\}?/.exec(word);
  if (name === null) return [{ type: 'text', text: `$${word}`, names: [], range }];
  const rest = word.slice(name[0].length);
  const hole: Piece = { type: 'hole', names: [name[1] ?? ''], origin: 'env', range };
  return rest === '' ? [hole] : [hole, { type: 'text', text: rest, names: [], range }];
}

export function textOf(form: Form): string {
  return form.map((piece) => (piece.type === 'text' ? piece.text : '')).join('');
}
