// Functions, classes, blocks and statements, found from tokens alone: what a name can be seen from, and how far a
// header may be from the address it is sent to.

import { createBraces } from './braces.ts';
import type { Brackets } from './brackets.ts';
import { type Draft, nestScopes, type Scope } from './scope-nesting.ts';
import type { Syntax } from './syntax.ts';
import { BRACE, CLOSE, COMMENT, indentOf, neighbours, OPEN, PAREN, sliceOf, type Tokens, WORD } from './tokens.ts';
import { endsAtNewline } from './typed-languages.ts';

export interface Structure {
  readonly module: Scope;
  /** The innermost scope that holds a token. */
  readonly scopeOf: (token: number) => Scope;
  /** True for a `{` that holds statements or members, not an object. */
  readonly isBlock: (open: number) => boolean;
  /** The statement round a token, within its innermost block. */
  readonly statementOf: (token: number) => { readonly start: number; readonly end: number };
  /** The innermost block `{` round a token, -1 at the top. */
  readonly blockOf: (token: number) => number;
  /** Index of the next or previous token that is no comment; -1 or count at the ends. */
  readonly next: (token: number) => number;
  readonly previous: (token: number) => number;
}

const CONTROL = /^(?:if|for|while|switch|catch|with|else|do|try|finally)$/;
/** What may stand before a `{` that opens an object. */
const BEFORE_OBJECT =
  /^(?:=|\(|,|:|\[|\?|&&|\|\||\?\?|\.\.\.|return|default|const|let|var|import|export|await|yield|in|of|\?\?=|\|\|=|\+=|\$\{|typeof|case|extends)$/;
const CONTINUES =
  /^(?:\.|\?\.|\?|:|\+|-|\*|\/|%|&&|\|\||\?\?|=|===|!==|==|!=|,|<|>|<=|>=|=>|\)|\]|\}|as|in|of|instanceof|satisfies|\||&|and|or|else)$/;
const EXPECTS_MORE =
  /^(?:\.|\?\.|\?|:|\+|-|\*|\/|%|&&|\|\||\?\?|=|\+=|===|!==|==|!=|,|<|<=|>=|=>|\(|\[|new|await|typeof|\||&|!|const|let|var|async|\.\.\.)$/;
/** How far back a `{` looks for the parameters it belongs to, past a return type. */
const TYPE_REACH = 60;

export function findStructure(tokens: Tokens, brackets: Brackets, syntax: Syntax): Structure {
  const { family } = syntax;
  const hasBlocks = family === 'script' || family === 'typed';
  const newlines = endsAtNewline(syntax);
  const { match, parent } = brackets;
  const text = (index: number): string => sliceOf(tokens, index);
  const { previous, next } = neighbours(tokens);
  const blocks = new Int8Array(tokens.count);
  const braces = createBraces(tokens, brackets, syntax.language, (open) => isBlock(open));
  const isBlock = (open: number): boolean => {
    if (open < 0) return true;
    if (!hasBlocks || tokens.shape[open] !== BRACE || tokens.kind[open] !== OPEN) return false;
    const known = blocks[open] ?? 0;
    if (known !== 0) return known === 1;
    if (family === 'typed') {
      // While it is being asked, a brace counts as a block.
      blocks[open] = 1;
      blocks[open] = braces.opensObject(open) ? 2 : 1;
      return blocks[open] === 1;
    }
    const before = previous(open);
    const word = text(before);
    const object = before >= 0 && BEFORE_OBJECT.test(word) && !isReturnType(before);
    // JSX puts expressions in braces: `<div style={…}>`; a brace right after `=` is an object or such an expression.
    blocks[open] = object ? 2 : 1;
    return !object;
  };
  /** `): {` is never an object: an object type is, but only in declarations. */
  function isReturnType(before: number): boolean {
    return (
      text(before) === ':' && text(previous(before)) === ')' && text(previous(match[previous(before)] ?? -1)) !== '?'
    );
  }
  /** The innermost block round each opener, found once: objects can be nested deeply. */
  const blockRound = new Int32Array(tokens.count).fill(-2);
  const blockOf = (token: number): number => {
    const first = token < 0 ? -1 : (parent[token] ?? -1);
    let open = first;
    while (!isBlock(open) && blockRound[open] === -2) open = parent[open] ?? -1;
    const found = isBlock(open) ? open : (blockRound[open] ?? -1);
    for (let at = first; at !== open; at = parent[at] ?? -1) blockRound[at] = found;
    return found;
  };

  // Arrows in arrows read the same tokens again and again.
  let arrowSteps = 10 * tokens.count + 1000;
  const drafts = findDrafts();
  const module: Scope = { kind: 'module', name: '', start: 0, body: 0, end: tokens.count, parent: undefined };
  const scopeIndex = nestScopes(drafts, module, tokens.count);

  function findDrafts(): Draft[] {
    switch (family) {
      case 'script':
        return scriptScopes();
      case 'typed':
        return typedScopes();
      case 'python':
      case 'ruby':
        return indentedScopes();
      case 'shell':
      case 'record':
        return [];
    }
  }

  function typedScopes(): Draft[] {
    const found: Draft[] = [];
    for (let i = 0; i < tokens.count; i += 1) {
      if (tokens.kind[i] === OPEN && tokens.shape[i] === BRACE && isBlock(i)) {
        const header = braces.headerOf(i);
        if (header !== undefined) found.push({ ...header, body: i + 1, end: match[i] ?? tokens.count });
      } else if (text(i) === '=>' || (text(i) === '=' && syntax.language === 'kotlin')) {
        const header = text(next(i)) === '{' && isBlock(next(i)) ? undefined : braces.expressionHeader(i);
        if (header !== undefined) found.push({ ...header, body: i + 1, end: expressionBodyEnd(next(i)) });
      }
    }
    return found;
  }

  function expressionBodyEnd(body: number): number {
    let end = body;
    while (end < tokens.count && arrowSteps > 0 && tokens.kind[end] !== CLOSE && text(end) !== ';') {
      arrowSteps -= 1;
      end = tokens.kind[end] === OPEN ? (match[end] ?? end) + 1 : end + 1;
      if (end < tokens.count && tokens.fresh[end] === 1 && endsStatement(end)) break;
    }
    return end;
  }

  function scriptScopes(): Draft[] {
    const found: Draft[] = [];
    for (let i = 0; i < tokens.count; i += 1) {
      if (tokens.kind[i] === OPEN && tokens.shape[i] === BRACE) {
        const draft = braceScope(i);
        if (draft !== undefined) found.push(draft);
      } else if (text(i) === '=>') {
        const body = next(i);
        if (text(body) === '{') continue;
        const draft = arrowScope(i, body);
        if (draft !== undefined) found.push(draft);
      }
    }
    return found;
  }

  /** The parameters' `(` (or the single parameter) that an arrow belongs to. */
  function parametersBefore(arrow: number): number {
    const before = previous(arrow);
    if (text(before) === ')') return match[before] ?? -1;
    if (tokens.kind[before] === WORD && text(previous(before)) !== ':') return before;
    return parametersPastType(before);
  }

  function parametersPastType(from: number): number {
    let at = from;
    for (let steps = 0; at >= 0 && steps < TYPE_REACH; steps += 1) {
      if (tokens.kind[at] === CLOSE) {
        const open = match[at] ?? -1;
        if (text(at) === ')' && open >= 0 && text(next(at)) === ':') return open;
        if (open < 0) return -1;
        at = open;
      } else if (tokens.kind[at] === OPEN || /^(?:;|=|=>|class|interface|enum|else|try)$/.test(text(at))) {
        return -1;
      }
      at = previous(at);
    }
    return -1;
  }

  function arrowScope(arrow: number, body: number): Draft | undefined {
    const start = parametersBefore(arrow);
    if (start < 0) return undefined;
    let end = body;
    while (
      end < tokens.count &&
      arrowSteps > 0 &&
      tokens.kind[end] !== CLOSE &&
      text(end) !== ',' &&
      text(end) !== ';'
    ) {
      arrowSteps -= 1;
      end = tokens.kind[end] === OPEN ? (match[end] ?? end) + 1 : end + 1;
      if (end < tokens.count && tokens.fresh[end] === 1 && endsStatement(end)) break;
    }
    return { kind: 'function', name: nameBefore(start), start, body, end };
  }

  function braceScope(open: number): Draft | undefined {
    if (!isBlock(open)) return undefined;
    const before = previous(open);
    const end = match[open] ?? tokens.count;
    const base = { body: open + 1, end };
    if (text(before) === '=>') {
      const start = parametersBefore(before);
      return start < 0 ? undefined : { kind: 'function', name: nameBefore(start), start, ...base };
    }
    const parameters = text(before) === ')' ? (match[before] ?? -1) : parametersPastType(before);
    if (parameters >= 0 && tokens.shape[parameters] === PAREN) {
      const callee = text(previous(parameters));
      if (CONTROL.test(callee)) return undefined;
      return { kind: 'function', name: callee, start: parameters, ...base };
    }
    return classScope(open, base);
  }

  function classScope(open: number, base: { body: number; end: number }): Draft | undefined {
    let at = previous(open);
    for (let steps = 0; at >= 0 && steps < TYPE_REACH; steps += 1) {
      const word = text(at);
      if (word === 'class' || word === 'enum') {
        const name = next(at);
        return { kind: 'class', name: name < open ? text(name) : '', start: at, ...base };
      }
      if (word === ';' || word === '{' || word === '}' || word === '=') return undefined;
      at = previous(at);
    }
    return undefined;
  }

  /** `name = (…) =>`, `name: (…) =>`, `const name = async (…) =>`, `name: T = (…) =>`. */
  function nameBefore(parameters: number): string {
    let at = previous(parameters);
    if (text(at) === 'async') at = previous(at);
    if (text(at) !== '=' && text(at) !== ':') return tokens.kind[at] === WORD ? text(at) : '';
    return text(previous(at));
  }

  /** Scopes by indentation: Python's own, and Ruby's as it is always written. */
  function indentedScopes(): Draft[] {
    const found: Draft[] = [];
    const open: { draft: Draft; indent: number }[] = [];
    for (let i = 0; i < tokens.count; i += 1) {
      if (tokens.fresh[i] !== 1 || (parent[i] ?? -1) !== -1 || tokens.kind[i] === COMMENT) continue;
      const indent = indentOf(tokens, i);
      while (open.length > 0 && indent <= (open.at(-1)?.indent ?? 0)) {
        const closed = open.pop();
        if (closed !== undefined) closed.draft.end = i;
      }
      const head = text(i) === 'async' ? next(i) : i;
      const word = text(head);
      if (word !== 'def' && word !== 'class' && (word !== 'module' || family !== 'ruby')) continue;
      // Ruby's `def self.name`.
      const name = text(next(next(head))) === '.' ? next(next(next(head))) : next(head);
      const parameters = next(name);
      const draft: Draft = {
        kind: word === 'def' ? 'function' : 'class',
        name: text(name),
        start: parameters,
        body: (tokens.kind[parameters] === OPEN ? (match[parameters] ?? parameters) : name) + 1,
        end: tokens.count,
      };
      found.push(draft);
      open.push({ draft, indent });
    }
    return found;
  }

  /** True when a token that is first on its line starts a new statement. */
  function endsStatement(token: number): boolean {
    if (family === 'python' || family === 'shell') return (parent[token] ?? -1) === -1;
    if (!newlines || (family === 'ruby' && (parent[token] ?? -1) !== -1)) return false;
    const before = previous(token);
    // PowerShell goes on after a backtick, and starts arguments with a dash.
    if (CONTINUES.test(text(token)) || text(before) === '`') return false;
    // Swift's and Kotlin's `x!` and `String?` are complete.
    const complete =
      family === 'typed' && /^[!?]$/.test(text(before)) && tokens.end[previous(before)] === tokens.start[before];
    if (!complete && EXPECTS_MORE.test(text(before))) return false;
    return !(text(token) === '(' || text(token) === '`');
  }

  const starts = new Map<number, Int32Array>();
  /** First tokens of the statements of a block, found once for each block. */
  function statementStarts(block: number): Int32Array {
    const known = starts.get(block);
    if (known !== undefined) return known;
    const end = block < 0 ? tokens.count : (match[block] ?? tokens.count);
    const found: number[] = [];
    let pending = true;
    for (let i = block + 1; i < end; ) {
      if (tokens.kind[i] !== COMMENT) {
        if (pending || (tokens.fresh[i] === 1 && endsStatement(i))) found.push(i);
        pending = text(i) === ';';
      }
      const close = tokens.kind[i] === OPEN ? (match[i] ?? i) : i;
      if (tokens.kind[i] === OPEN && hasBlocks && isBlock(i))
        pending = !/^(?:\)|,|\.|;|\(|else|catch|finally|while)$/.test(text(next(close)));
      i = Math.max(close, i) + 1;
    }
    const result = Int32Array.from(found);
    starts.set(block, result);
    return result;
  }

  return {
    module,
    scopeOf: (token) => scopeIndex(token),
    isBlock,
    blockOf,
    next,
    previous,
    statementOf(token) {
      const block = blockOf(token);
      const list = statementStarts(block);
      let low = 0;
      let high = list.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((list[middle] ?? 0) <= token) low = middle + 1;
        else high = middle;
      }
      const limit = block < 0 ? tokens.count : (match[block] ?? tokens.count);
      return { start: list[low - 1] ?? block + 1, end: list[low] ?? limit };
    },
  };
}
