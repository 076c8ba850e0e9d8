// What a statement fills, for following a header to the request: a variable, a member, or the function it is returned from.
import { targetOf } from './declarations.ts';
import type { Scope } from './scope-nesting.ts';
import { after, entriesOf, type Source } from './source.ts';
import { BRACE, WORD } from './tokens.ts';
import { hasBareMembers } from './typed-languages.ts';

export interface Holder {
  readonly name: string;
  readonly returns: boolean;
}

/** @returns a function from the range of a statement to what it fills; a member's name begins with a dot. */
export function createHolders(source: Source): (start: number, end: number) => Holder | undefined {
  const { tokens, slice, match } = source;
  const typed = source.syntax.family === 'typed' || source.syntax.family === 'ruby';

  /** The name that a statement fills: a variable, a member (`.x`), or the function it returns from. */
  function holderOf(start: number, end: number): Holder | undefined {
    if (typed) return typedHolderOf(start, end);
    let at = start;
    if (slice(at) === 'async') at = source.next(at);
    if (source.syntax.family === 'python' && slice(at) === 'with') {
      while (at < end && slice(at) !== 'as') at = after(source, at);
      return at < end ? { name: slice(source.next(at)), returns: false } : undefined;
    }
    for (let steps = 0; steps < 12 && at < end; steps += 1) {
      const word = slice(at);
      if (word === 'if' || word === 'while' || word === 'for') {
        const open = source.next(at);
        at = slice(open) === '(' ? source.next(match[open] ?? open) : end;
      } else if (word === 'return' || word === 'yield') return { name: '', returns: true };
      else if (
        /^(?:const|let|var|export|await|async|private|public|protected|readonly|static|else|default|with)$/.test(word)
      )
        at = source.next(at);
      else if (/^(?:this|self|cls)$/.test(word))
        return { name: `.${slice(source.next(source.next(at)))}`, returns: false };
      else if (tokens.kind[at] === WORD) {
        const inClass = source.scopeOf(at).kind === 'class';
        return { name: inClass ? `.${word}` : word, returns: false };
      } else return undefined;
    }
    return undefined;
  }

  function typedHolderOf(start: number, end: number): Holder | undefined {
    let at = start;
    // What stands after a label is a statement of its own.
    if (/^(?:case|default)$/.test(slice(at))) while (at < end && !/^(?::|->|=>)$/.test(slice(at))) at = source.next(at);
    if (/^(?::|->|=>)$/.test(slice(at))) at = source.next(at);
    if (/^(?:return|yield)$/.test(slice(at))) return { name: '', returns: true };
    // PHP's curl is told what it fills by its first argument.
    if (/^curl_setopt/.test(slice(at))) return { name: slice(source.next(source.next(at))), returns: false };
    if (source.syntax.language === 'rust' && isTail(end)) return { name: '', returns: true };
    const target = targetOf(source, at, end);
    // Ruby gives back the last expression of a method.
    if (target === undefined)
      return source.syntax.language === 'ruby' && slice(end) === 'end' ? { name: '', returns: true } : undefined;
    const bare = hasBareMembers(source.syntax);
    if (target.member || (!bare && source.scopeOf(target.token).kind === 'class'))
      return { name: bare ? target.name : `.${target.name.replace(/^\$/, '')}`, returns: false };
    return { name: target.name, returns: false };
  }

  /** Rust gives back the last expression of a function, which no semicolon ends. */
  function isTail(end: number): boolean {
    return slice(source.previous(end)) !== ';' && tokens.shape[end] === BRACE && slice(end) === '}';
  }

  return holderOf;
}

/** The type that a function belongs to: the class round it, in Go that of its receiver. */
export function ownerOf(
  source: Source,
  scope: Scope,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  if (source.syntax.language === 'go') {
    const receiver = source.previous(source.previous(scope.start));
    const type = source.previous(receiver);
    if (source.slice(receiver) !== ')' || source.tokens.kind[type] !== WORD) return undefined;
    return { name: source.slice(type), start: scope.start, end: scope.end };
  }
  let at: Scope | undefined = scope;
  while (at !== undefined && at.kind !== 'class') at = at.parent;
  return at === undefined || at.name === '' ? undefined : at;
}

/** The interface that a token is in, or annotates: what makes its client says the address. */
export function interfaceRound(
  source: Source,
  token: number,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  for (let at: Scope | undefined = source.scopeOf(token); at !== undefined; at = at.parent)
    if (at.kind === 'class' && source.slice(source.previous(at.start)) === 'interface') return at;
  const { start, end } = source.statementOf(token);
  if (!/^[@[]$/.test(source.slice(start))) return undefined;
  for (let at = token, steps = 0; at < end && steps < MOST_WORDS; at = after(source, at), steps += 1)
    if (source.slice(at) === 'interface') return { name: source.slice(source.next(at)), start: source.next(at), end };
  return undefined;
}

const MOST_WORDS = 60;
const MOST_LEVELS = 12;

/**
 * The fields that a token's value goes into, the innermost first: `http` of
 * `Self { http: builder.default_headers(headers).build()? }`.
 */
export function literalFields(source: Source, token: number): readonly string[] {
  if (!/^(?:go|rust)$/.test(source.syntax.language)) return [];
  const { tokens, parent, slice } = source;
  const found: string[] = [];
  for (
    let open = parent[token] ?? -1, levels = 0;
    open >= 0 && levels < MOST_LEVELS;
    open = parent[open] ?? -1, levels += 1
  ) {
    if (tokens.shape[open] !== BRACE || source.isBlock(open) || !/^[A-Z]\w*$/.test(slice(source.previous(open))))
      continue;
    const entry = entriesOf(source, open).entries.find(({ value }) => value.start <= token && token < value.end);
    if (entry === undefined || tokens.kind[entry.keyToken] !== WORD) return found;
    found.push(entry.key);
  }
  return found;
}
