// What a statement fills, for following a header to the request: a variable, a member, or the function it is returned from.
import { targetOf } from './declarations.ts';
import { after, type Source } from './source.ts';
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
    if (target === undefined) return undefined;
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
