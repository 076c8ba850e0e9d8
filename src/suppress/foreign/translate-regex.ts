// Regular expressions of Go (RE2) and Python, as other tools' files hold them -> JavaScript's, for every Node: flags set
// inside a pattern are written out, since V8 knows them only of late. What cannot be said is named, never guessed.

export type Dialect = 'go' | 'python';

export type Translated =
  | { readonly source: string; readonly flags: '' | 'u' }
  /** What JavaScript has no word for, or what is wrong with the pattern. */
  | { readonly fault: string };

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly ungreedy: boolean;
}

class Fault extends Error {}

const NO_FLAGS: Flags = { ignoreCase: false, dotAll: false, multiline: false, ungreedy: false };
const FLAG_NAMES: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  s: 'dotAll',
  m: 'multiline',
  U: 'ungreedy',
};
const CONTROLS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
/** The POSIX classes, as members of a class. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/**
 * @param pattern - as the other tool reads it.
 * @returns the same in JavaScript's words, to be compiled with the flags given.
 */
export function translateRegex(pattern: string, dialect: Dialect): Translated {
  try {
    const reader: Reader = { pattern, dialect, at: 0, unicode: false, groups: 0, named: new Map() };
    const source = sequence(reader, NO_FLAGS, false);
    const flags = reader.unicode ? 'u' : '';
    new RegExp(source, flags);
    return { source, flags };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    if (error instanceof SyntaxError) return { fault: 'it is no regular expression' };
    throw error;
  }
}

/** Where the translation stands. */
interface Reader {
  readonly pattern: string;
  readonly dialect: Dialect;
  at: number;
  /** Whether what was written needs the flag u. */
  unicode: boolean;
  /** How many groups were opened, and the numbers of those with names. */
  groups: number;
  readonly named: Map<string, number>;
}

function take(r: Reader, shape: RegExp): RegExpExecArray | undefined {
  shape.lastIndex = r.at;
  const found = shape.exec(r.pattern) ?? undefined;
  if (found !== undefined) r.at += found[0].length;
  return found;
}

/** Up to the end of the pattern, or of the group that is open. */
function sequence(r: Reader, outer: Flags, inGroup: boolean): string {
  let flags = outer;
  let source = '';
  while (r.at < r.pattern.length) {
    if (take(r, /\)/y)) {
      if (!inGroup) throw new Fault('a bracket is closed that was not opened');
      return source;
    }
    const set = take(r, /\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/y);
    if (set) flags = withFlags(r, flags, set[1] ?? '', set[2] ?? '');
    else if (take(r, /\(\?#[^)]{0,1000}\)/y)) continue;
    else if (take(r, /\|/y)) source += '|';
    else source += atom(r, flags) + quantifier(r, flags);
  }
  if (inGroup) throw new Fault('a bracket is not closed');
  return source;
}

function quantifier(r: Reader, { ungreedy }: Flags): string {
  const found = take(r, r.dialect === 'go' ? /(?:[*+?]|\{\d+(?:,\d*)?\})(\??)/y : /(?:[*+?]|\{\d*(?:,\d*)?\})([?+]?)/y);
  if (!found) return '';
  const [whole, more = ''] = found;
  if (more === '+') throw new Fault('JavaScript has no possessive quantifiers');
  const body = whole.slice(0, whole.length - more.length).replace('{,', '{0,');
  if (body === '{}') return '\\{\\}';
  return `${body}${(more === '?') === ungreedy ? '' : '?'}`;
}

function atom(r: Reader, flags: Flags): string {
  if (take(r, /\(/y)) return group(r, flags);
  if (take(r, /\[/y)) return charClass(r, flags);
  if (take(r, /\\/y)) return escaped(r, flags);
  if (take(r, /\./y)) return flags.dotAll ? '[\\s\\S]' : '[^\\n]';
  if (take(r, /\^/y)) return flags.multiline ? '(?<![^\\n])' : '^';
  if (take(r, /\$/y)) return flags.multiline ? '(?![^\\n])' : '$';
  if (take(r, /[*+?]/y)) throw new Fault('a quantifier has nothing to repeat');
  return literal(r, codePoint(r), flags);
}

function codePoint(r: Reader): string {
  const sign = String.fromCodePoint(r.pattern.codePointAt(r.at) ?? 0);
  r.at += sign.length;
  return sign;
}

function group(r: Reader, flags: Flags): string {
  const look = take(r, /\?<?[=!]/y);
  if (look) {
    if (r.dialect === 'go') throw new Fault('Go has no look-around');
    return `(${look[0]}${sequence(r, flags, true)})`;
  }
  const back = take(r, /\?P=(\w+)\)/y);
  if (back) return `(?:\\${r.named.get(back[1] ?? '') ?? fail('it refers back to a group that is not there')})`;
  if (take(r, /\?:/y)) return `(?:${sequence(r, flags, true)})`;
  const scoped = take(r, /\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:/y);
  if (scoped) return `(?:${sequence(r, withFlags(r, flags, scoped[1] ?? '', scoped[2] ?? ''), true)})`;
  const name = take(r, /\?P?<(\w+)>/y);
  if (!name && take(r, /\?/y)) throw new Fault(`JavaScript has no group that begins with (?${r.pattern[r.at] ?? ''}`);
  r.groups += 1;
  if (name?.[1] !== undefined) r.named.set(name[1], r.groups);
  return `(${sequence(r, flags, true)})`;
}

function escaped(r: Reader, flags: Flags): string {
  const kind = take(r, /[dDwWbB]/y);
  if (kind) return `\\${kind[0]}`;
  if (take(r, /s/y)) return r.dialect === 'go' ? '[\\t\\n\\f\\r ]' : '\\s';
  if (take(r, /S/y)) return r.dialect === 'go' ? '[^\\t\\n\\f\\r ]' : '\\S';
  if (take(r, /A/y)) return '^';
  if (take(r, r.dialect === 'go' ? /z/y : /[zZ]/y)) return '$';
  const quoted = r.dialect === 'go' ? take(r, /Q([\s\S]*?)(?:\\E|$)/y) : undefined;
  if (quoted) return [...(quoted[1] ?? '')].map((sign) => literal(r, sign, flags)).join('');
  const reference = r.dialect === 'python' ? take(r, /[1-9]\d?/y) : undefined;
  if (reference) return `(?:\\${reference[0]})`;
  const property = propertyOf(r);
  if (property !== undefined) return property;
  return literal(r, escapedSign(r), flags);
}

/** The sign that an escape stands for, in a class or not. */
function escapedSign(r: Reader): string {
  const hex = take(r, /x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}/y);
  if (hex) return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
  const long = r.dialect === 'python' ? take(r, /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y) : undefined;
  if (long) return String.fromCodePoint(Number.parseInt(long[1] ?? long[2] ?? '', 16));
  const octal = take(r, /0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal) return String.fromCharCode(Number.parseInt(octal[0], 8));
  const control = take(r, /[afnrtv]/y);
  if (control) return CONTROLS[control[0]] ?? '';
  if (r.at >= r.pattern.length) throw new Fault('it ends in a backslash');
  const sign = codePoint(r);
  if (/[1-9]/.test(sign)) throw new Fault('Go has no references back');
  if (/[a-zA-Z]/.test(sign)) throw new Fault(`JavaScript has no \\${sign}`);
  return sign;
}

function propertyOf(r: Reader): string | undefined {
  const found = r.dialect === 'go' ? take(r, /([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y) : undefined;
  if (!found) return undefined;
  r.unicode = true;
  const [, sort = 'p', not = '', long = '', short = ''] = found;
  const isNot = (sort === 'P') !== (not === '^');
  const name = long.length > 2 ? `Script=${long}` : long || short;
  return `\\${isNot ? 'P' : 'p'}{${name}}`;
}

function literal(r: Reader, sign: string, { ignoreCase }: Flags): string {
  if (sign.length > 1) r.unicode = true;
  const cases = ignoreCase ? casesOf(sign) : [sign];
  const written = cases.map(quote);
  return written.length === 1 ? (written[0] ?? '') : `[${written.join('')}]`;
}

function charClass(r: Reader, { ignoreCase }: Flags): string {
  let source = take(r, /\^/y) ? '[^' : '[';
  const closing = (): boolean => take(r, /\]/y) !== undefined;
  // A bracket that stands first is a member.
  for (let first = true; first || !closing(); first = false) {
    if (r.at >= r.pattern.length) throw new Fault('a class is not closed');
    source += member(r, ignoreCase);
  }
  return `${source}]`;
}

function member(r: Reader, ignoreCase: boolean): string {
  const posix = take(r, /\[:(\^?)(\w+):\]/y);
  if (posix) {
    if (posix[1] === '^') throw new Fault('a POSIX class that is negated is not translated');
    const set = POSIX[posix[2] ?? ''] ?? fail('there is no such POSIX class');
    return ignoreCase && /^(?:lower|upper)$/.test(posix[2] ?? '') ? 'A-Za-z' : set;
  }
  if (take(r, /\\(?=[dDwWsSpP])/y)) {
    const property = propertyOf(r);
    if (property !== undefined) return property;
    const kind = codePoint(r);
    if (kind === 's' && r.dialect === 'go') return '\\t\\n\\f\\r ';
    return /[pP]/.test(kind) ? fail(`JavaScript has no \\${kind}`) : `\\${kind}`;
  }
  const from = classSign(r);
  const isRange = take(r, /-(?!\]|$)/y) !== undefined;
  if (!isRange) return (ignoreCase ? casesOf(from) : [from]).map(quoteMember).join('');
  const to = classSign(r);
  return `${quoteMember(from)}-${quoteMember(to)}${ignoreCase ? otherCase(from, to) : ''}`;
}

function classSign(r: Reader): string {
  const sign = take(r, /\\/y) ? (take(r, /b/y) ? '\b' : escapedSign(r)) : codePoint(r);
  if (sign.length > 1) r.unicode = true;
  return sign;
}

function withFlags(r: Reader, flags: Flags, on: string, off: string): Flags {
  const changed: Partial<Record<keyof Flags, boolean>> = {};
  for (const [letters, value] of [
    [on, true],
    [off, false],
  ] as const) {
    for (const letter of letters) {
      const name = FLAG_NAMES[letter];
      // Python's own: how it reads bytes and letters.
      if (name === undefined && !(r.dialect === 'python' && /[auL]/.test(letter))) {
        throw new Fault(`the flag ${letter} is not translated`);
      }
      if (name !== undefined) changed[name] = value;
    }
  }
  return { ...flags, ...changed };
}

function fail(what: string): never {
  throw new Fault(what);
}

function casesOf(sign: string): readonly string[] {
  const cases = [sign.toLowerCase(), sign.toUpperCase()].filter((one) => [...one].length === 1);
  return cases.length === 2 && cases[0] !== cases[1] ? cases : [sign];
}

/** The letters of a range in their other case, as members of a class. */
function otherCase(from: string, to: string): string {
  const part = (low: string, high: string, shift: number): string => {
    const first = from > low ? from : low;
    const last = to < high ? to : high;
    const move = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) + shift);
    return first > last ? '' : `${move(first)}-${move(last)}`;
  };
  return part('a', 'z', -32) + part('A', 'Z', 32);
}

function quote(sign: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : visible(sign);
}

function quoteMember(sign: string): string {
  return /[\\\]^-]/.test(sign) ? `\\${sign}` : visible(sign);
}

/** Signs that a pattern written to a file should not hold as they are. */
function visible(sign: string): string {
  const code = sign.charCodeAt(0);
  return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : sign;
}
