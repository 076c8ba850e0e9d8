// curl commands: header options and addresses that stand in one command belong together, and nothing else does.

import { leadingTextOf } from './address-values.ts';
import type { Form, Piece } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import type { Link } from './link.ts';
import type { RequestHeader } from './requests.ts';
import { type Argument, argumentsOf, arraysOf, textOf, withArrays } from './shell-arguments.ts';
import { after, endOffset, normalForm, type Source, startOffset } from './source.ts';
import { COMMENT, HOLE, OPEN, PAREN, PUNCT, QUOTE } from './tokens.ts';
import type { Values } from './values.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

/** Longest chain of assignments that is followed. */
const MAX_DEPTH = 4;

export function findCommands(source: Source, _values: Values): readonly RequestHeader[] {
  const headers: RequestHeader[] = [];
  const variables = makeVariables(source);
  const arrays = arraysOf(source);
  for (const command of commandsOf(source)) {
    const args = argumentsOf(source, command.start, command.end);
    collectAssignments(source, args, variables);
    const at = args.findIndex((argument) => /^[@-]{0,2}(?:.*\/)?(?:curl|wget)$/.test(textOf(argument.form)));
    // HTTPie and xh take headers as `Name:value`.
    const pairs = at < 0 && /^[@-]{0,2}(?:https?|xhs?)$/.test(textOf(args[0]?.form ?? []));
    if (pairs) headers.push(...headersOf(source, withArrays(args, arrays), variables, true));
    if (at >= 0) headers.push(...headersOf(source, withArrays(args.slice(at), arrays), variables));
  }
  return mergeShared(headers);
}

const MAKE_VARIABLE = /^([A-Za-z_]\w{0,60})[ \t]{0,20}:?:?=[ \t]{0,20}(https?:\/\/[^\s#]{1,300})/gm;

/** The last makefile: all its recipes ask for the same addresses. */
let latest: { readonly text: string; readonly found: ReadonlyMap<string, Form> } | undefined;

/** Addresses that a makefile names outside its recipes. */
function makeVariables({ path, tokens: { text } }: Source): Map<string, Form | undefined> {
  if (!/[Mm]akefile$|\.mk$/.test(path)) return new Map();
  if (latest?.text !== text) latest = { text, found: namedAddresses(text) };
  return new Map(latest.found);
}

function namedAddresses(text: string): ReadonlyMap<string, Form> {
  const found = new Map<string, Form>();
  for (const [, name = '', address = ''] of text.matchAll(MAKE_VARIABLE)) {
    const hole = address.search(/\$/);
    const known: Piece = { type: 'text', text: hole < 0 ? address : address.slice(0, hole), names: [], range: NOWHERE };
    found.set(name, hole < 0 ? [known] : [known, { type: 'hole', names: [], origin: 'unknown', range: NOWHERE }]);
  }
  return found;
}

const NOWHERE = { start: 0, end: 1 };

/** A header in an array that several commands share goes to all their addresses. */
function mergeShared(headers: readonly RequestHeader[]): readonly RequestHeader[] {
  const byPlace = new Map<number, RequestHeader>();
  for (const header of headers) {
    const first = byPlace.get(header.start);
    const links = [first?.link(), header.link()].flatMap((link) => link ?? []);
    const addresses = links.flatMap((link) => link.addresses);
    const link: Link | undefined = links[0] && { step: 'variable', addresses, own: false };
    byPlace.set(header.start, first === undefined ? header : { ...first, link: () => link });
  }
  return [...byPlace.values()];
}

function commandsOf(source: Source): readonly { readonly start: number; readonly end: number }[] {
  const { tokens, slice } = source;
  const found: { start: number; end: number }[] = [];
  let start = -1;
  const close = (end: number): void => {
    if (start >= 0 && end > start) found.push({ start, end });
    start = -1;
  };
  for (let at = 0; at < tokens.count; ) {
    if (tokens.kind[at] === COMMENT) {
      at += 1;
      continue;
    }
    if (tokens.fresh[at] === 1) close(at);
    const round = tokens.shape[at] === PAREN || (tokens.shape[at] === HOLE && slice(at) === '$(');
    const separator = round || (tokens.kind[at] === PUNCT && /^(?:;|\||\|\||&&|&)$/.test(slice(at)));
    if (separator) close(at);
    else if (start < 0) start = at;
    // Commands inside `$(…)` and `(…)` are commands of their own; strings are one argument.
    at = tokens.kind[at] === OPEN && tokens.shape[at] === QUOTE ? Math.max(at + 1, after(source, at)) : at + 1;
  }
  close(tokens.count);
  return [...found, ...substitutions(source)];
}

/** Commands inside double quotes: `"$(curl …)"`. */
function substitutions(source: Source): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at < source.tokens.count; at += 1) {
    if (source.tokens.kind[at] === OPEN && source.tokens.shape[at] === HOLE && source.slice(at) === '$(') {
      found.push({ start: at + 1, end: Math.min(source.match[at] ?? at, source.tokens.count) });
    }
  }
  return found;
}

/** fish's `set -l url https://…` */
function collectSet(args: readonly Argument[], variables: Map<string, Form | undefined>): void {
  const [name, value] = args.slice(1).filter(({ form }) => !textOf(form).startsWith('-'));
  const known = name === undefined ? '' : textOf(name.form);
  if (/^[A-Za-z_]\w{0,80}$/.test(known) && value !== undefined)
    variables.set(known, variables.has(known) ? undefined : value.form);
}

function collectAssignments(source: Source, args: readonly Argument[], variables: Map<string, Form | undefined>): void {
  if (source.path.endsWith('.fish') && textOf(args[0]?.form ?? []) === 'set') {
    collectSet(args, variables);
    return;
  }
  for (const { form } of args) {
    const first = form[0];
    const head = first?.type === 'text' ? /^([A-Za-z_][A-Za-z0-9_]{0,80})=/.exec(first.text) : null;
    if (head === null || first?.type !== 'text') {
      if (first?.type === 'text' && /^(?:export|local|readonly|declare|set)$/i.test(first.text)) continue;
      return;
    }
    const name = head[1] ?? '';
    const value: Form = [{ ...first, text: first.text.slice(head[0].length) }, ...form.slice(1)];
    // What a command prints is not known; the name says more.
    if (textOf(value) === '' && value.every((piece) => piece.type === 'text' || piece.names.length === 0)) continue;
    // Two different values: neither is known.
    variables.set(name, variables.has(name) ? undefined : value);
    source.budget.left -= 1;
  }
}

function resolve(form: Form, variables: ReadonlyMap<string, Form | undefined>, depth = 0): Form {
  if (depth > MAX_DEPTH) return form;
  return form.flatMap((piece): Form => {
    const value = piece.type === 'hole' && piece.names[0] !== undefined ? variables.get(piece.names[0]) : undefined;
    if (value === undefined) return [piece];
    const pieces = resolve(value, variables, depth + 1).map((inner) => ({
      ...inner,
      names: [...piece.names, ...inner.names],
      range: piece.range,
    }));
    // What is left of `NAME=` before a quote.
    return pieces.length > 1 ? pieces.filter((inner) => inner.type === 'hole' || inner.text !== '') : pieces;
  });
}

function headersOf(
  source: Source,
  args: readonly Argument[],
  variables: ReadonlyMap<string, Form | undefined>,
  pairs = false,
): readonly RequestHeader[] {
  const found: { name: string; argument: Argument; value: Form; prefix: number; known?: boolean }[] = [];
  const addresses: Address[] = [];
  // `-H "$VERSION_HEADER"`, `-H @headers.txt`
  let open = false;
  const bearer = bearerOption(args, pairs);
  for (let i = 1; i < args.length; i += 1) {
    const argument = args[i];
    if (argument === undefined) continue;
    const text = textOf(argument.form);
    const option = /^(?:-H|--header=?)/.exec(text)?.[0];
    if (option !== undefined) {
      const separate = text === option;
      const header = separate ? args[i + 1] : argument;
      if (separate) i += 1;
      const skip = separate ? 0 : option.length;
      const split =
        header === undefined
          ? undefined
          : (splitHeader(header, skip) ??
            splitHeader({ ...header, form: resolve(header.form, variables) }, skip, true));
      if (split !== undefined && header !== undefined) found.push({ ...split, argument: header });
      else open = true;
    } else if (bearer.test(text)) {
      const joined = text.includes('=');
      if (!joined) i += 1;
      const key = args[i];
      const range = { start: argument.start, end: argument.start + 1 };
      const scheme: Piece = { type: 'text', text: 'Bearer ', names: [], range };
      if (key !== undefined)
        found.push({
          name: 'authorization',
          argument: key,
          value: [scheme, ...(joined ? afterEquals(key.form) : key.form)],
          prefix: 1,
        });
    } else if (pairs && /^(?:-A|--auth-type|--auth|-a)$/.test(text)) i += 1;
    else if (pairs && HEADER_NAMES.test(splitHeader(argument, 0)?.name ?? '')) {
      const split = splitHeader(argument, 0);
      if (split !== undefined) found.push({ ...split, argument, prefix: 1 });
    } else if (/^-[dXoAeuTFbm]$|^--(?:data|data-raw|data-binary|json|request|output|user|form|cookie)$/.test(text))
      i += 1;
    else if (!text.startsWith('-') || text.startsWith('--url=')) {
      const form = text.startsWith('-') ? afterEquals(argument.form) : argument.form;
      const place = { start: startOffset(source, argument.start), end: endOffset(source, argument.end) };
      addresses.push(...addressOf(resolve(form, variables)).map((address) => ({ ...address, place })));
    }
  }
  const names = new Set(found.map((header) => header.name));
  const link: Link | undefined = addresses.length === 0 ? undefined : { step: 'call', addresses, own: true };
  const first = args[0]?.start ?? 0;
  const last = args.at(-1)?.end ?? first;
  const vicinity = source.tokens.text.slice(startOffset(source, first), endOffset(source, last));
  return found.map(({ name, argument, value, prefix, known }) => ({
    source,
    name,
    value: [known === true ? value : resolve(value, variables)],
    form: 'option',
    start: startOffset(source, argument.start),
    end: endOffset(source, argument.end),
    link: () => link,
    siblings: names,
    neighbours: names,
    open,
    nearby: (pattern) => pattern.test(vicinity),
    about: () => false,
    amongHeaders: () => true,
    code: normalForm(source, argument.start, argument.end),
    ...(prefix === 0 ? { rewrite: quotedRewrite(source, argument) } : {}),
  }));
}

/** Options whose value is sent as Bearer: curl's, and HTTPie's where another option says so. */
function bearerOption(args: readonly Argument[], pairs: boolean): RegExp {
  if (!pairs) return /^--oauth2-bearer=?$/;
  const chosen = args.some(({ form }, index) => {
    const text = textOf(form);
    return (
      /^--auth-type=bearer$/.test(text) ||
      (/^(?:-A|--auth-type)$/.test(text) && textOf(args[index + 1]?.form ?? []) === 'bearer')
    );
  });
  return chosen ? /^(?:-a|--auth=?|--bearer=?)$/ : /^--bearer=?$/;
}

function afterEquals([first, ...rest]: Form): Form {
  if (first?.type !== 'text') return rest;
  const text = first.text.slice(first.text.indexOf('=') + 1);
  return text === '' ? rest : [{ ...first, text }, ...rest];
}

function quotedRewrite(source: Source, argument: Argument): (name: string, value: string) => string {
  const quote = source.slice(argument.start).charAt(0);
  return (name, value) =>
    quote === '"' || quote === "'" ? `${quote}${name}: ${value}${quote}` : `"${name}: ${value}"`;
}

function splitHeader(
  argument: Argument,
  skip: number,
  known = false,
): { name: string; value: Form; prefix: number; known: boolean } | undefined {
  const [first, ...rest] = argument.form;
  if (first?.type !== 'text') return undefined;
  // `-H"Name: …"`: the option and the name are different pieces.
  const glued = first.text.length === skip && rest[0]?.type === 'text';
  const head = glued && rest[0]?.type === 'text' ? rest[0] : first;
  const text = glued ? head.text : head.text.slice(skip);
  const colon = /^([A-Za-z][\w-]{0,60})\s?:\s{0,4}/.exec(text);
  if (colon === null) return undefined;
  const tail = glued ? rest.slice(1) : rest;
  const left = text.slice(colon[0].length);
  return {
    name: (colon[1] ?? '').toLowerCase(),
    value: left === '' ? tail : [{ ...head, text: left }, ...tail],
    // What a variable holds is not replaced where it is used.
    prefix: known ? 1 : skip,
    known,
  };
}

function addressOf(form: Form): readonly Address[] {
  const { text, exact } = leadingTextOf(form);
  if (/^https?:\/\//i.test(text)) return [judgeAddress(text, exact)];
  if (/^[\w-]+(?:\.[\w-]+)+\/[\w/]/.test(text)) return [judgeAddress(`https://${text}`, exact)];
  return exact || form[0]?.type === 'text' ? [] : [{ host: 'unknown', name: '', path: '' }];
}
