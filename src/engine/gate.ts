// Is a keyword worth loading the rules for? Words such as `token` and prefixes such as `re_` stand in half of all files;
// a look at the bytes beside them, without any rule, says where nothing can follow. A gate lets through all that the
// rules behind it can find, and more.

/** What must stand beside a keyword. */
export type Gate =
  /** The value starts with the keyword: so many of these characters follow it, and no word runs into it. */
  | { readonly type: 'start'; readonly characters: string; readonly length: number }
  /** So many of these characters follow the keyword, whatever stands before it. */
  | { readonly type: 'inside'; readonly characters: string; readonly length: number }
  /** A run of so many of these characters begins within reach behind the keyword. */
  | { readonly type: 'near'; readonly characters: string; readonly length: number }
  /** A name and a password before an `@`. */
  | { readonly type: 'login' }
  /** The name that the keyword is a part of is given so many characters, a letter and a digit among them. */
  | { readonly type: 'key'; readonly length: number }
  /** The same for a password, which may have a sign instead of a digit. */
  | { readonly type: 'password'; readonly length: number };

/** Sets of bytes, each a part of the next: a value's class is widened to the first that holds it. */
const SETS = [/[0-9A-Fa-f]/, /[0-9A-Za-z]/, /[0-9A-Za-z_-]/, /[0-9A-Za-z_.-]/, /[0-9A-Za-z_.+/=~-]/, /[!-~]/];
/** Bit `s` of a byte's entry: it is a member of set `s`. */
const MEMBERS = Uint8Array.from({ length: 256 }, (_, byte) =>
  SETS.reduce((bits, set, s) => bits | (set.test(String.fromCharCode(byte)) ? 1 << s : 0), 0),
);
const WORD = 1 << 1;
const LETTER = 2;
const DIGIT = 4;
const SIGN = 8;
/** What a byte is in a value that may be a secret: 0 ends it. */
const VALUE = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[A-Za-z]/.test(char)) return LETTER;
  if (/[0-9]/.test(char)) return DIGIT;
  if (/[!@#%^*]/.test(char)) return SIGN;
  return /[_./+=~:$&?|-]/.test(char) ? 1 : 0;
});
/** Longest run that is worth counting. */
const LONGEST_RUN = 40;
/** Farthest that a run may begin behind its keyword: as matcher.ts has it. */
const NEAR_REACH = 100;
const LOGIN_REACH = 400;

/** What each byte is, as the search in WebAssembly wants it: its sets; then what it is in a value, in a break, in a joint. */
export function byteClasses(): Uint8Array {
  const kinds = VALUE.map((kind, byte) => {
    const bits = [BREAKS[byte] === 1, QUOTES.has(byte), JOINTS.has(byte)];
    return bits.reduce((sum, is, i) => sum | (is ? FIRST_KIND << i : 0), kind);
  });
  return Uint8Array.from([...MEMBERS, ...kinds]);
}
/** The first bit behind those of a value. */
const FIRST_KIND = 16;

/** The narrowest set that holds all these characters. */
function setOf(characters: string): number {
  const codes = [...Buffer.from(characters, 'latin1')];
  const set = SETS.findIndex((_, s) => codes.every((byte) => ((MEMBERS[byte] ?? 0) >> s) & 1));
  if (set < 0) throw new Error(`no gate for a value with a blank: ${characters}`);
  return set;
}

/** Printable, and without a backslash or blank: the table is JSON in a script. */
const FIRST_CODE = 48;
const TYPES = ['login', 'key', 'password'] as const;
/** Those with a set of characters, behind the others. */
const RUNS = ['start', 'near', 'inside'] as const;

/** Two characters for a gate, its type and its length, so that those of all keywords are a short text. */
export function codeOf(gate: Gate): string {
  const block =
    'characters' in gate
      ? TYPES.length + RUNS.indexOf(gate.type) * SETS.length + setOf(gate.characters)
      : TYPES.indexOf(gate.type);
  const length = gate.type === 'login' ? 0 : Math.min(gate.length, LONGEST_RUN);
  return String.fromCharCode(FIRST_CODE + block, FIRST_CODE + length);
}

/**
 * Looks at the bytes round a keyword.
 *
 * @param gates - what `codeOf` gave, for one gate or several.
 * @param start - the keyword's first byte; `end` is behind its last.
 */
export function letsThrough(gates: string, bytes: Uint8Array, start: number, end: number): boolean {
  let named = false;
  for (let i = 0; i < gates.length; i += 2) {
    const block = gates.charCodeAt(i) - FIRST_CODE;
    const run = RUNS[Math.floor((block - TYPES.length) / SETS.length)];
    // First: in the middle of packed data it spares the walk to where the run ends.
    if (run === 'start' && !startsFresh(bytes, start)) continue;
    if (isOpen(block, gates.charCodeAt(i + 1) - FIRST_CODE, bytes, end)) return true;
    if (run !== 'start' && run !== 'inside') named = true;
    else if (isBrokenRun(bytes, start, end, (block - TYPES.length) % SETS.length)) return true;
  }
  return named && isBroken(bytes, end);
}

function isOpen(block: number, length: number, bytes: Uint8Array, end: number): boolean {
  if (block === 0) return isLogin(bytes, end);
  if (block < TYPES.length) return isAssigned(bytes, end, length, block === 1 ? DIGIT : DIGIT | SIGN);
  const place = block - TYPES.length;
  const bit = 1 << (place % SETS.length);
  switch (RUNS[Math.floor(place / SETS.length)]) {
    case 'start':
    case 'inside':
      return follow(bytes, end, bit, length);
    default:
      return isNear(bytes, end, bit, length);
  }
}

function follow(bytes: Uint8Array, end: number, bit: number, length: number): boolean {
  if (end + length > bytes.length) return false;
  for (let i = end; i < end + length; i += 1) if (((MEMBERS[bytes[i] as number] as number) & bit) === 0) return false;
  return true;
}

function startsFresh(bytes: Uint8Array, start: number): boolean {
  return start === 0 || ((MEMBERS[bytes[start - 1] as number] as number) & WORD) === 0 || afterEscape(bytes, start);
}

/** An escape may end in a letter or digit: `\n`, `%3D`, a colour of the terminal. */
function afterEscape(bytes: Uint8Array, start: number): boolean {
  for (let i = Math.max(0, start - 12); i < start; i += 1) {
    const byte = bytes[i] as number;
    if (byte === 0x5c || byte === 0x25 || byte === 0x1b) return true;
  }
  return false;
}

function isNear(bytes: Uint8Array, end: number, bit: number, length: number): boolean {
  const limit = Math.min(bytes.length, end + NEAR_REACH + length);
  let run = 0;
  for (let i = end; i < limit; i += 1) {
    run = ((MEMBERS[bytes[i] as number] as number) & bit) === 0 ? 0 : run + 1;
    if (run >= length) return true;
  }
  return false;
}

/** `user:password@`, up to a blank, quote or slash. */
function isLogin(bytes: Uint8Array, end: number): boolean {
  let colon = false;
  for (let i = end; i < Math.min(bytes.length, end + LOGIN_REACH); i += 1) {
    const byte = bytes[i] as number;
    if (byte === 0x40 && colon) return true;
    if (byte === 0x3a) colon = true;
    // Controls and blanks, quotes, angle brackets, slashes.
    if (byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x60) return false;
    if (byte === 0x3c || byte === 0x3e || byte === 0x2f || byte === 0x5c) return false;
  }
  return false;
}

/** Farthest that a value may start behind a name: the rest of the name, signs, the name of a field. */
const ASSIGNED_REACH = 90;

/** Within reach behind the name a value with a letter and one of the odd characters. */
function isAssigned(bytes: Uint8Array, end: number, length: number, odd: number): boolean {
  let i = end;
  while (i < bytes.length && i < end + 60 && ((MEMBERS[bytes[i] as number] as number) & (1 << 2)) !== 0) i += 1;
  const limit = Math.min(bytes.length, i + ASSIGNED_REACH);
  let run = 0;
  let seen = 0;
  let breaks = 0;
  for (; i < limit || (run > 0 && i < bytes.length && run < 2 * length); i += 1) {
    const byte = bytes[i] as number;
    const kind = VALUE[byte] as number;
    if (kind === 0) {
      if (byte === 10 && ++breaks > 2) return false;
      run = 0;
      seen = 0;
      continue;
    }
    run += 1;
    seen |= kind;
    if (run >= length && (seen & LETTER) !== 0 && (seen & odd) !== 0) return true;
  }
  return false;
}

/** How far a broken value is followed to its first break, and how far a joint reaches. */
const BREAK_REACH = 120;
const JOINT_REACH = 80;
/** Fewest characters of a piece that goes on without a sign that says so: shorter ones are words of a list. */
const SHORTEST_PIECE = 5;
/** What may join two literals, or open the next one on the next line; `_` and `\\` continue a line. */
const JOINTS = new Set(Buffer.from('+.&~<>},_\\'));
const QUOTES = new Set(Buffer.from('"\'`'));
/** Bytes that end or break a value: a line's end, quotes, those that open an escape. Most others are passed over. */
const BREAKS = Uint8Array.from({ length: 256 }, (_, byte) => (/[\n"'`%&\\]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** A value that starts at its keyword, and whose characters go on behind an escape, in another literal or line. */
function isBrokenRun(bytes: Uint8Array, start: number, end: number, set: number): boolean {
  let i = end;
  const limit = Math.min(bytes.length, end + BREAK_REACH);
  while (i < limit && isMember(bytes[i], set)) i += 1;
  const byte = bytes[i] as number;
  const long = i - start >= SHORTEST_PIECE;
  if (byte === 10 || byte === 13) return long && isIndentedRun(bytes, byte === 13 ? i + 2 : i + 1);
  if (i < limit && isEscape(bytes, i, byte)) return true;
  // In JSON a quote is escaped itself.
  while (i < limit && bytes[i] === 0x5c) i += 1;
  return QUOTES.has(bytes[i] as number) && isJoint(bytes, i + 1, long);
}

/** The same for a value behind its name: pieces.ts and escapes.ts read those. */
function isBroken(bytes: Uint8Array, end: number): boolean {
  const limit = Math.min(bytes.length, end + BREAK_REACH);
  for (let i = end, quotes = 0; i < limit; i += 1) {
    const byte = bytes[i] as number;
    if (BREAKS[byte] === 0) continue;
    if (byte === 10) return i > end && isRun(bytes, end, i) && isIndentedRun(bytes, i + 1);
    if (isEscape(bytes, i, byte)) return true;
    if (!QUOTES.has(byte)) continue;
    if (isJoint(bytes, i + 1)) return true;
    quotes += 1;
    if (quotes === 2) return false;
  }
  return false;
}

/** `%2B`, `&#`, `&amp;`, `\\u00`, `\\x`, `\\/`, a backslash at the end of a line. */
function isEscape(bytes: Uint8Array, i: number, byte: number): boolean {
  const next = bytes[i + 1] as number;
  if (byte === 0x25) return isMember(next, 0) && isMember(bytes[i + 2], 0);
  if (byte === 0x26) return next === 0x23 || (next === 0x61 && bytes[i + 2] === 0x6d);
  return byte === 0x5c && (next === 0x75 || next === 0x78 || next === 0x2f || next === 10 || next === 13);
}

function isMember(byte: number | undefined, set: number): boolean {
  return byte !== undefined && (((MEMBERS[byte] as number) >> set) & 1) === 1;
}

/** From behind a quote to the next one: joining signs, or nothing but blanks. */
function isJoint(bytes: Uint8Array, start: number, blanks = true): boolean {
  let signs = 0;
  for (let i = start; i < Math.min(bytes.length, start + JOINT_REACH); i += 1) {
    const byte = bytes[i] as number;
    if (QUOTES.has(byte)) return signs > 0 || (blanks && i > start);
    if (byte > 0x20) signs += 1;
    if (
      byte > 0x20 &&
      !JOINTS.has(byte) &&
      byte !== 0x24 &&
      byte !== 0x7b &&
      !(isMember(byte, 1) && QUOTES.has(bytes[i + 1] ?? 0))
    ) {
      return false;
    }
  }
  return false;
}

function isRun(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (!isMember(bytes[i], 3) && bytes[i] !== 13) return false;
  return true;
}

function isIndentedRun(bytes: Uint8Array, start: number): boolean {
  let i = start;
  while (i < start + JOINT_REACH && (bytes[i] === 0x20 || bytes[i] === 9)) i += 1;
  return i > start && i + 4 <= bytes.length && isRun(bytes, i, i + 4);
}
