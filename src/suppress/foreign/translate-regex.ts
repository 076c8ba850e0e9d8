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
    const { source, flags } = createTranslator(pattern, dialect)();
    new RegExp(source, flags);
    return { source, flags };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    if (error instanceof SyntaxError) return { fault: 'it is no regular expression' };
    throw error;
  }
}

function createTranslator(pattern: string, dialect: Dialect) {
  let at = 0;
  let unicode = false;
  let groups = 0;
  const named = new Map<string, number>();
  const take = (shape: RegExp): RegExpExecArray | undefined => {
    shape.lastIndex = at;
    const found = shape.exec(pattern) ?? undefined;
    if (found !== undefined) at += found[0].length;
    return found;
  };

  /** Up to the end of the pattern, or of the group that is open. */
  const sequence = (outer: Flags, inGroup: boolean): string => {
    let flags = outer;
    let source = '';
    while (at < pattern.length) {
      if (take(/\)/y)) {
        if (!inGroup) throw new Fault('a bracket is closed that was not opened');
        return source;
      }
      const set = take(/\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/y);
      if (set) flags = withFlags(flags, set[1] ?? '', set[2] ?? '');
      else if (take(/\(\?#[^)]{0,1000}\)/y)) continue;
      else if (take(/\|/y)) source += '|';
      else source += atom(flags) + quantifier(flags);
    }
    if (inGroup) throw new Fault('a bracket is not closed');
    return source;
  };

  const quantifier = ({ ungreedy }: Flags): string => {
    const found = take(dialect === 'go' ? /(?:[*+?]|\{\d+(?:,\d*)?\})(\??)/y : /(?:[*+?]|\{\d*(?:,\d*)?\})([?+]?)/y);
    if (!found) return '';
    const [whole, more = ''] = found;
    if (more === '+') throw new Fault('JavaScript has no possessive quantifiers');
    const body = whole.slice(0, whole.length - more.length).replace('{,', '{0,');
    if (body === '{}') return '\\{\\}';
    return `${body}${(more === '?') === ungreedy ? '' : '?'}`;
  };

  const atom = (flags: Flags): string => {
    if (take(/\(/y)) return group(flags);
    if (take(/\[/y)) return charClass(flags);
    if (take(/\\/y)) return escaped(flags);
    if (take(/\./y)) return flags.dotAll ? '[\\s\\S]' : '[^\\n]';
    if (take(/\^/y)) return flags.multiline ? '(?<![^\\n])' : '^';
    if (take(/\$/y)) return flags.multiline ? '(?![^\\n])' : '$';
    if (take(/[*+?]/y)) throw new Fault('a quantifier has nothing to repeat');
    return literal(codePoint(), flags);
  };

  const codePoint = (): string => {
    const sign = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    at += sign.length;
    return sign;
  };

  const group = (flags: Flags): string => {
    const look = take(/\?<?[=!]/y);
    if (look) {
      if (dialect === 'go') throw new Fault('Go has no look-around');
      return `(${look[0]}${sequence(flags, true)})`;
    }
    const back = take(/\?P=(\w+)\)/y);
    if (back) return `(?:\\${named.get(back[1] ?? '') ?? fail('it refers back to a group that is not there')})`;
    if (take(/\?:/y)) return `(?:${sequence(flags, true)})`;
    const scoped = take(/\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:/y);
    if (scoped) return `(?:${sequence(withFlags(flags, scoped[1] ?? '', scoped[2] ?? ''), true)})`;
    const name = take(/\?P?<(\w+)>/y);
    if (!name && take(/\?/y)) throw new Fault(`JavaScript has no group that begins with (?${pattern[at] ?? ''}`);
    groups += 1;
    if (name?.[1] !== undefined) named.set(name[1], groups);
    return `(${sequence(flags, true)})`;
  };

  const escaped = (flags: Flags): string => {
    const kind = take(/[dDwWbB]/y);
    if (kind) return `\\${kind[0]}`;
    if (take(/s/y)) return dialect === 'go' ? '[\\t\\n\\f\\r ]' : '\\s';
    if (take(/S/y)) return dialect === 'go' ? '[^\\t\\n\\f\\r ]' : '\\S';
    if (take(/A/y)) return '^';
    if (take(dialect === 'go' ? /z/y : /[zZ]/y)) return '$';
    const quoted = dialect === 'go' ? take(/Q([\s\S]*?)(?:\\E|$)/y) : undefined;
    if (quoted) return [...(quoted[1] ?? '')].map((sign) => literal(sign, flags)).join('');
    const reference = dialect === 'python' ? take(/[1-9]\d?/y) : undefined;
    if (reference) return `(?:\\${reference[0]})`;
    const property = propertyOf();
    if (property !== undefined) return property;
    return literal(escapedSign(), flags);
  };

  /** The sign that an escape stands for, in a class or not. */
  const escapedSign = (): string => {
    const hex = take(/x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}/y);
    if (hex) return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
    const long = dialect === 'python' ? take(/u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y) : undefined;
    if (long) return String.fromCodePoint(Number.parseInt(long[1] ?? long[2] ?? '', 16));
    const octal = take(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal) return String.fromCharCode(Number.parseInt(octal[0], 8));
    const control = take(/[afnrtv]/y);
    if (control) return CONTROLS[control[0]] ?? '';
    if (at >= pattern.length) throw new Fault('it ends in a backslash');
    const sign = codePoint();
    if (/[1-9]/.test(sign)) throw new Fault('Go has no references back');
    if (/[a-zA-Z]/.test(sign)) throw new Fault(`JavaScript has no \\${sign}`);
    return sign;
  };

  const propertyOf = (): string | undefined => {
    const found = dialect === 'go' ? take(/([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y) : undefined;
    if (!found) return undefined;
    unicode = true;
    const [, sort = 'p', not = '', long = '', short = ''] = found;
    const isNot = (sort === 'P') !== (not === '^');
    const name = long.length > 2 ? `Script=${long}` : long || short;
    return `\\${isNot ? 'P' : 'p'}{${name}}`;
  };

  const literal = (sign: string, { ignoreCase }: Flags): string => {
    if (sign.length > 1) unicode = true;
    const cases = ignoreCase ? casesOf(sign) : [sign];
    const written = cases.map(quote);
    return written.length === 1 ? (written[0] ?? '') : `[${written.join('')}]`;
  };

  const charClass = ({ ignoreCase }: Flags): string => {
    let source = take(/\^/y) ? '[^' : '[';
    const closing = (): boolean => take(/\]/y) !== undefined;
    // A bracket that stands first is a member.
    for (let first = true; first || !closing(); first = false) {
      if (at >= pattern.length) throw new Fault('a class is not closed');
      source += member(ignoreCase);
    }
    return `${source}]`;
  };

  const member = (ignoreCase: boolean): string => {
    const posix = take(/\[:(\^?)(\w+):\]/y);
    if (posix) {
      if (posix[1] === '^') throw new Fault('a POSIX class that is negated is not translated');
      const set = POSIX[posix[2] ?? ''] ?? fail('there is no such POSIX class');
      return ignoreCase && /^(?:lower|upper)$/.test(posix[2] ?? '') ? 'A-Za-z' : set;
    }
    if (take(/\\(?=[dDwWsSpP])/y)) {
      const property = propertyOf();
      if (property !== undefined) return property;
      const kind = codePoint();
      if (kind === 's' && dialect === 'go') return '\\t\\n\\f\\r ';
      return /[pP]/.test(kind) ? fail(`JavaScript has no \\${kind}`) : `\\${kind}`;
    }
    const from = classSign();
    const isRange = take(/-(?!\]|$)/y) !== undefined;
    if (!isRange) return (ignoreCase ? casesOf(from) : [from]).map(quoteMember).join('');
    const to = classSign();
    return `${quoteMember(from)}-${quoteMember(to)}${ignoreCase ? otherCase(from, to) : ''}`;
  };

  const classSign = (): string => {
    const sign = take(/\\/y) ? (take(/b/y) ? '\b' : escapedSign()) : codePoint();
    if (sign.length > 1) unicode = true;
    return sign;
  };

  return (): { readonly source: string; readonly flags: '' | 'u' } => {
    const source = sequence(NO_FLAGS, false);
    return { source, flags: unicode ? 'u' : '' };
  };

  function withFlags(flags: Flags, on: string, off: string): Flags {
    const changed: Partial<Record<keyof Flags, boolean>> = {};
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const) {
      for (const letter of letters) {
        const name = FLAG_NAMES[letter];
        // Python's own: how it reads bytes and letters.
        if (name === undefined && !(dialect === 'python' && /[auL]/.test(letter))) {
          throw new Fault(`the flag ${letter} is not translated`);
        }
        if (name !== undefined) changed[name] = value;
      }
    }
    return { ...flags, ...changed };
  }
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
