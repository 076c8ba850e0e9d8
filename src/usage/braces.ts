// The languages with braces besides JavaScript: which braces hold statements, and which functions and classes there
// are. Apart from scopes.ts, because each of these grammars says it with other words.
import type { Brackets } from './brackets.ts';
import type { Language } from './syntax.ts';
import { BRACE, CLOSE, neighbours, OPEN, PAREN, sliceOf, type Tokens, WORD } from './tokens.ts';

export interface Header {
  readonly kind: 'function' | 'class';
  readonly name: string;
  /** The parameters' opening parenthesis, or the class's name. */
  readonly start: number;
}

export interface Braces {
  readonly opensObject: (open: number) => boolean;
  /** The function or class that a block is the body of. */
  readonly headerOf: (open: number) => Header | undefined;
  /** The function whose body is the expression after `=>` or `=`. */
  readonly expressionHeader: (sign: number) => Header | undefined;
}

const CONTROL =
  /^(?:if|for|foreach|while|switch|catch|with|else|elseif|do|try|finally|using|lock|fixed|synchronized|when|match|guard|repeat|select|loop|unsafe|checked|rescue|return|throw|new|await)$/;
const FUNCTION = /^(?:func|fn|fun|function|init|constructor)$/;
const CLASS = /^(?:class|struct|interface|object|record|impl|trait|extension|enum|mixin|actor)$/;
/** Words before which a brace opens statements, in languages that write types before braces. */
const BLOCK_WORDS =
  /^(?:func|fn|if|for|while|switch|select|else|struct|interface|impl|enum|trait|mod|union|unsafe|loop|extern|use|async|move|type)$/;
const REACH = 80;

export function createBraces(
  tokens: Tokens,
  { match, parent }: Brackets,
  language: Language,
  isBlock: (open: number) => boolean,
): Braces {
  const text = (index: number): string => sliceOf(tokens, index);
  const { previous, next } = neighbours(tokens);
  /** The tokens before one, at its level and in its statement, nearest first; brackets count as their opener. */
  function* before(token: number): Generator<number> {
    let at = previous(token);
    for (let steps = 0; at >= 0 && steps < REACH; steps += 1) {
      if (tokens.kind[at] === OPEN || text(at) === ';') return;
      if (tokens.kind[at] === CLOSE) {
        const open = match[at] ?? -1;
        if (open < 0 || (tokens.shape[open] === BRACE && isBlock(open))) return;
        at = open;
      }
      yield at;
      at = previous(at);
    }
  }

  function opensObject(open: number): boolean {
    const sign = previous(open);
    const word = text(sign);
    const outer = parent[open] ?? -1;
    const inObject = outer >= 0 && tokens.shape[outer] === BRACE && !isBlock(outer);
    switch (language) {
      case 'java':
        return /^(?:=|\]|,|\()$/.test(word) || inObject;
      case 'hcl':
        return true;
      case 'powershell':
        return word === '@';
      case 'php':
        return word === ')' && text(previous(match[sign] ?? -1)) === 'match';
      case 'csharp':
        if (/^(?:=|,|\(|\[|\?|:|return|switch|new|with|is)$/.test(word) || inObject) return true;
        return isCreation(open);
      case 'dart':
        if (word === '>') return !isClassHeader(open);
        return /^(?:=|\(|,|:|\[|\?|\?\?|return|=>|const)$/.test(word);
      case 'go':
        return word !== ')' && opensGoLiteral(open, sign);
      case 'rust':
        return word === '!' || (/^[(,:]$/.test(word) && isMacro(open)) || opensRustLiteral(open, sign);
      default:
        return false;
    }
  }

  /** `new X<Y>(…) {`. */
  function isCreation(open: number): boolean {
    for (const at of before(open)) {
      if (text(at) === 'new') return true;
      if (tokens.kind[at] !== WORD && !/^(?:\(|\[|\.|<|>|,|\?|::)$/.test(text(at))) return false;
      if (CLASS.test(text(at))) return false;
    }
    return false;
  }

  function isClassHeader(open: number): boolean {
    for (const at of before(open)) {
      if (CLASS.test(text(at))) return true;
      if (/^(?:=|:|return|const)$/.test(text(at))) return false;
    }
    return false;
  }

  function opensGoLiteral(open: number, sign: number): boolean {
    if (tokens.kind[sign] !== WORD && !/^[\]}{,:]$/.test(text(sign))) return false;
    if (/^[{,:]$/.test(text(sign))) return true;
    const typed = text(sign) === ']' || text(previous(sign)) === ']' || text(sign) === '}';
    for (const at of before(open)) {
      const word = text(at);
      if (word === 'func' || word === 'struct' || word === 'interface') return at !== sign && text(sign) === '}';
      if (!typed && BLOCK_WORDS.test(word)) return false;
      if (tokens.fresh[at] === 1) break;
    }
    return tokens.fresh[open] !== 1;
  }

  function opensRustLiteral(open: number, sign: number): boolean {
    if (tokens.kind[sign] !== WORD && text(sign) !== ')' && text(sign) !== '>' && text(sign) !== '?') return false;
    let literal = tokens.kind[sign] === WORD;
    for (const at of before(open)) {
      const word = text(at);
      if (word === 'match') return true;
      if (BLOCK_WORDS.test(word)) literal = false;
      if (/^(?:=|=>|,|return|&&|\|\|)$/.test(word)) break;
    }
    return literal;
  }

  /** In the arguments of `json!(…)`. */
  function isMacro(open: number): boolean {
    const outer = parent[open] ?? -1;
    if (outer < 0) return false;
    return text(previous(outer)) === '!' || (tokens.shape[outer] === BRACE && !isBlock(outer));
  }

  function headerOf(open: number): Header | undefined {
    let parameters = -1;
    let lambda = false;
    for (const at of before(open)) {
      const word = text(at);
      if (tokens.kind[at] === OPEN && tokens.shape[at] === PAREN) parameters = at;
      else if (FUNCTION.test(word) && text(previous(at)) !== '.') return functionAt(at, open);
      else if (CLASS.test(word) && !isInType(at) && tokens.kind[next(at)] === WORD)
        return { kind: 'class', name: nameOfClass(at, open), start: next(at) };
      else if (CONTROL.test(word) || word === '=' || word === '=>' || word === '->') lambda = true;
    }
    if (lambda || parameters < 0 || !/^(?:java|csharp|dart)$/.test(language)) return undefined;
    const name = previous(parameters);
    if (tokens.kind[name] !== WORD || text(previous(name)) === '.') return undefined;
    return { kind: 'function', name: text(name), start: parameters };
  }

  /** Rust's `-> Result<impl IntoResponse, Error>`, and a member of that name. */
  function isInType(at: number): boolean {
    return /^(?:\.|<|>|->|&|,|:|=)$/.test(text(previous(at))) && (text(at) === 'impl' || text(previous(at)) === '.');
  }

  /** `impl Trait for Type` is about the type. */
  function nameOfClass(keyword: number, open: number): string {
    for (let at = next(keyword); at < open && at - keyword < 30; at = next(at))
      if (text(at) === 'for' && language === 'rust') return text(next(at));
    return text(next(keyword));
  }

  function functionAt(keyword: number, end: number): Header | undefined {
    let at = /^(?:init|constructor)$/.test(text(keyword)) ? keyword : next(keyword);
    // Go's receiver stands before the name.
    if (language === 'go' && text(at) === '(' && tokens.kind[next(match[at] ?? at)] === WORD) {
      const name = next(match[at] ?? at);
      if (text(next(name)) === '(') at = name;
    }
    let name = tokens.kind[at] === WORD ? text(at) : '';
    while (at < end && !(tokens.kind[at] === OPEN && tokens.shape[at] === PAREN)) {
      // An extension's name comes last: `fun Request.Builder.sign(…)`.
      if (tokens.kind[at] === WORD && language === 'kotlin') name = text(at);
      at = next(at);
    }
    return at < end ? { kind: 'function', name, start: at } : undefined;
  }

  function expressionHeader(sign: number): Header | undefined {
    let parameters = -1;
    for (const at of before(sign)) {
      const word = text(at);
      if (word === 'fun' || word === 'fn') return functionAt(at, sign);
      if (tokens.kind[at] === OPEN && tokens.shape[at] === PAREN) parameters = at;
      else if (CONTROL.test(word) || word === '=' || word === '=>') return undefined;
    }
    if (parameters < 0 || text(sign) !== '=>' || !/^(?:csharp|dart)$/.test(language)) return undefined;
    const name = previous(parameters);
    return tokens.kind[name] === WORD ? { kind: 'function', name: text(name), start: parameters } : undefined;
  }

  return { opensObject, headerOf, expressionHeader };
}
