// The search for keywords and their gates as WebAssembly (AssemblyScript, no runtime): what src/engine/prefilter.ts and
// gate.ts do, which stay the plain form of it and take over where there is no WebAssembly. A commit runs cold code, and
// this is as fast at its first byte as at its last. test/engine/native-search.test.ts compares the two.

// Memory: tables made by prepare(), the packed keywords as they stand in the file, hits, then the text and a few zeros.
const HASH_BITS: i32 = 14;
/** For each hash of three folded bytes the fourth bytes that are worth a look, by their last five bits. */
const FILTER: usize = 1024;
const HEADS: usize = FILTER + (4 << HASH_BITS);
/** Sixteen bytes a group: its gram, where its texts begin, its first keyword and the one behind its last, the next group. */
const GROUPS: usize = HEADS + (2 << HASH_BITS);
const GRAM: usize = 0;
const TEXTS: usize = 4;
const FIRST: usize = 8;
const END: usize = 10;
const NEXT: usize = 12;
const MOST_GROUPS: usize = 1 << 13;
const MOST_KEYWORDS: usize = 1 << 15;
const GATE_AT: usize = GROUPS + 16 * MOST_GROUPS;
const HITS: usize = GATE_AT + 4 * MOST_KEYWORDS;
const MOST_HITS: i32 = 1 << 13;
/** One place may begin several keywords. */
const SPARE_HITS: i32 = 1 << 10;
const TABLE: usize = HITS + 8 * (MOST_HITS + SPARE_HITS);

const WINDOW: i32 = 3;
const FOLD: i32 = 0x20;
/** The folded first four bytes and the first three, low byte first. */
const FOLDS: i32 = 0x20202020;
const THREE: i32 = 0xffffff;
const SPACE: i32 = 0x20;

let texts: usize = 0;
let lengths: usize = 0;
let folds: usize = 0;
let groups: usize = 0;
let members: usize = 0;
let kinds: usize = 0;
let input: usize = 0;
let limit: usize = 0;
let found: i32 = 0;
let rest: i32 = -1;

/** Where the packed table is to be put. */
export function tableAt(): usize {
  return TABLE;
}

export function hitsAt(): usize {
  return HITS;
}

/** Where the search stopped because there was no more room for hits; -1 at the end. */
export function restAt(): i32 {
  return rest;
}

/** Makes room for a text and gives its place. 0: there is no such memory. */
export function room(size: i32): usize {
  const pages = i32((input + size + 64 + 0xffff) >>> 16) - memory.size();
  return pages > 0 && memory.grow(pages) < 0 ? 0 : input;
}

function gramAt(at: usize): i32 {
  return load<i32>(at) | FOLDS;
}

function hashOf(gram: i32): i32 {
  return ((gram & THREE) * 0x2c1b3c6d) >>> (32 - HASH_BITS);
}

/** Lays out the tables of the packed keywords that stand at `tableAt()`. @returns 0 where they are too many. */
export function prepare(textBytes: i32, keywords: i32, groupBytes: i32, gateBytes: i32, classBytes: i32): i32 {
  const count = groupBytes >> 2;
  if (count >= i32(MOST_GROUPS) - 2 || keywords >= i32(MOST_KEYWORDS)) return 0;
  texts = TABLE;
  lengths = texts + textBytes;
  folds = lengths + keywords;
  groups = folds + keywords;
  let gate = groups + groupBytes;
  members = gate + gateBytes;
  kinds = members + 256;
  input = (members + classBytes + 15) & ~15;
  for (let keyword = 0; keyword < keywords; keyword += 1) {
    store<u32>(GATE_AT + 4 * keyword, u32(gate));
    while (load<u8>(gate) !== SPACE) gate += 1;
    gate += 1;
  }
  let keyword = 0;
  let text = texts;
  for (let group = 1; group <= count; group += 1) {
    const gram = gramAt(text);
    const hash = hashOf(gram);
    const filter = FILTER + 4 * hash;
    const head = HEADS + 2 * hash;
    const record = GROUPS + 16 * group;
    const size = groups + 4 * group - 4;
    // Three bytes are no reason to look at the fourth.
    const short = load<u8>(lengths + keyword) === WINDOW;
    store<i32>(filter, short ? -1 : load<i32>(filter) | (1 << (gram >>> 24)));
    store<i32>(record, short ? gram & THREE : gram, GRAM);
    store<u32>(record, u32(text), TEXTS);
    store<u16>(record, u16(keyword), FIRST);
    keyword += load<u16>(size);
    text += load<u16>(size + 2);
    store<u16>(record, u16(keyword), END);
    store<u16>(record, load<u16>(head), NEXT);
    store<u16>(head, u16(group));
  }
  return 1;
}

/** Finds the keywords in the text whose gates let them through. @returns how many pairs of keyword and offset are at `hitsAt()`. */
export function search(size: i32, from: i32): i32 {
  limit = input + size;
  // What stands behind the text from an earlier one.
  store<u64>(limit, 0);
  store<u64>(limit + 8, 0);
  found = 0;
  rest = -1;
  const last = limit - WINDOW;
  let at = input + from;
  for (; at + 3 < last; at += 4) {
    // Four places at once, none of which waits for another.
    const first = load<i32>(at) | FOLDS;
    const next = load<i32>(at + 4) | FOLDS;
    if (mayBegin(first)) look(at, first);
    const second = (first >>> 8) | (next << 24);
    if (mayBegin(second)) look(at + 1, second);
    const third = (first >>> 16) | (next << 16);
    if (mayBegin(third)) look(at + 2, third);
    const fourth = (first >>> 24) | (next << 8);
    if (mayBegin(fourth)) look(at + 3, fourth);
    if (found >= MOST_HITS - 4 * 64) {
      rest = i32(at + 4 - input);
      return found;
    }
  }
  for (; i32(at) <= i32(last); at += 1) {
    const gram = gramAt(at);
    if (mayBegin(gram)) look(at, gram);
  }
  return found;
}

function mayBegin(gram: i32): bool {
  // A shift takes the last five bits of its right side.
  return ((load<i32>(FILTER + 4 * hashOf(gram)) >>> (gram >>> 24)) & 1) !== 0;
}

/** Compares the keywords that may stand at a place. */
function look(start: usize, gram: i32): void {
  const short = gram & THREE;
  for (let group = i32(load<u16>(HEADS + 2 * hashOf(gram))); group !== 0; ) {
    const record = GROUPS + 16 * group;
    group = i32(load<u16>(record, NEXT));
    const wanted = load<i32>(record, GRAM);
    if (wanted !== gram && wanted !== short) continue;
    let text: usize = load<u32>(record, TEXTS);
    const end = i32(load<u16>(record, END));
    for (let keyword = i32(load<u16>(record, FIRST)); keyword < end; keyword += 1) {
      const length = i32(load<u8>(lengths + keyword));
      if (
        start + length <= limit &&
        stands(start, text, length, load<u8>(folds + keyword) === 1) &&
        letsThrough(load<u32>(GATE_AT + 4 * keyword), start, start + length)
      ) {
        store<i32>(HITS + 8 * found, keyword);
        store<i32>(HITS + 8 * found + 4, i32(start - input));
        found += 1;
      }
      text += length + 1;
    }
  }
}

function stands(start: usize, text: usize, length: i32, fold: bool): bool {
  // From the end: the first characters brought us here, `const` to `consul`.
  for (let i = length - 1; i >= 0; i -= 1) {
    const byte = i32(load<u8>(start + i));
    const wanted = i32(load<u8>(text + i));
    if (byte === wanted) continue;
    if (!(fold && byte >= 0x41 && byte <= 0x5a && (byte | FOLD) === wanted)) return false;
  }
  return true;
}

// The gates, in the order and with the limits of gate.ts.

const FIRST_CODE: i32 = 48;
const TYPES: i32 = 3;
const SETS: i32 = 6;
const START: i32 = 0;
const INSIDE: i32 = 2;
const WORD: i32 = 1;
const LETTER: i32 = 2;
const DIGIT: i32 = 4;
const SIGN: i32 = 8;
const VALUE: i32 = 15;
const BREAK: i32 = 16;
const QUOTE: i32 = 32;
const JOINT: i32 = 64;

function isMember(at: usize, set: i32): bool {
  return ((i32(load<u8>(members + load<u8>(at))) >> set) & 1) !== 0;
}

function kindAt(at: usize): i32 {
  return i32(load<u8>(kinds + load<u8>(at)));
}

function within(at: usize): usize {
  return at < limit ? at : limit;
}

function letsThrough(gates: usize, start: usize, end: usize): bool {
  if (load<u8>(gates) === SPACE) return true;
  let named = false;
  for (let gate = gates; load<u8>(gate) !== SPACE; gate += 2) {
    const place = i32(load<u8>(gate)) - FIRST_CODE - TYPES;
    const length = i32(load<u8>(gate + 1)) - FIRST_CODE;
    if (place < 0) {
      if (place === -TYPES ? isLogin(end) : isAssigned(end, length, place === 1 - TYPES ? DIGIT : DIGIT | SIGN))
        return true;
      named = true;
      continue;
    }
    const run = place / SETS;
    const set = place % SETS;
    if (run === START && !startsFresh(start)) continue;
    if (run === START || run === INSIDE) {
      if (follows(end, set, length) || isBrokenRun(start, end, set)) return true;
    } else {
      if (isNear(end, set, length)) return true;
      named = true;
    }
  }
  return named && isBroken(end);
}

function follows(end: usize, set: i32, length: i32): bool {
  if (end + length > limit) return false;
  for (let at = end; at < end + length; at += 1) if (!isMember(at, set)) return false;
  return true;
}

function startsFresh(start: usize): bool {
  return start === input || !isMember(start - 1, WORD) || afterEscape(start);
}

function afterEscape(start: usize): bool {
  for (let at = start - 12 < input ? input : start - 12; at < start; at += 1) {
    const byte = load<u8>(at);
    if (byte === 0x5c || byte === 0x25 || byte === 0x1b) return true;
  }
  return false;
}

function isNear(end: usize, set: i32, length: i32): bool {
  const last = within(end + 100 + length);
  let run = 0;
  for (let at = end; at < last; at += 1) {
    run = isMember(at, set) ? run + 1 : 0;
    if (run >= length) return true;
  }
  return false;
}

function isLogin(end: usize): bool {
  let colon = false;
  const last = within(end + 400);
  for (let at = end; at < last; at += 1) {
    const byte = load<u8>(at);
    if (byte === 0x40 && colon) return true;
    if (byte === 0x3a) colon = true;
    if (byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x60) return false;
    if (byte === 0x3c || byte === 0x3e || byte === 0x2f || byte === 0x5c) return false;
  }
  return false;
}

function isAssigned(end: usize, length: i32, odd: i32): bool {
  let at = end;
  while (at < limit && at < end + 60 && isMember(at, 2)) at += 1;
  const last = within(at + 90);
  let run = 0;
  let seen = 0;
  let breaks = 0;
  for (; at < last || (run > 0 && at < limit && run < 2 * length); at += 1) {
    const kind = kindAt(at) & VALUE;
    if (kind === 0) {
      if (load<u8>(at) === 10) {
        breaks += 1;
        if (breaks > 2) return false;
      }
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

function isBrokenRun(start: usize, end: usize, set: i32): bool {
  let at = end;
  const last = within(end + 120);
  while (at < last && isMember(at, set)) at += 1;
  const byte = i32(load<u8>(at));
  const long = at - start >= 5;
  if (byte === 10 || byte === 13) return long && isIndentedRun(byte === 13 ? at + 2 : at + 1);
  if (at < last && isEscape(at, byte)) return true;
  while (at < last && load<u8>(at) === 0x5c) at += 1;
  return (kindAt(at) & QUOTE) !== 0 && isJoint(at + 1, long);
}

function isBroken(end: usize): bool {
  const last = within(end + 120);
  let quotes = 0;
  for (let at = end; at < last; at += 1) {
    const kind = kindAt(at);
    if ((kind & BREAK) === 0) continue;
    const byte = i32(load<u8>(at));
    if (byte === 10) return at > end && isRun(end, at) && isIndentedRun(at + 1);
    if (isEscape(at, byte)) return true;
    if ((kind & QUOTE) === 0) continue;
    if (isJoint(at + 1, true)) return true;
    quotes += 1;
    if (quotes === 2) return false;
  }
  return false;
}

function isEscape(at: usize, byte: i32): bool {
  const next = i32(load<u8>(at + 1));
  if (byte === 0x25) return isMember(at + 1, 0) && isMember(at + 2, 0);
  if (byte === 0x26) return next === 0x23 || (next === 0x61 && load<u8>(at + 2) === 0x6d);
  return byte === 0x5c && (next === 0x75 || next === 0x78 || next === 0x2f || next === 10 || next === 13);
}

function isJoint(start: usize, blanks: bool): bool {
  let signs = 0;
  const last = within(start + 80);
  for (let at = start; at < last; at += 1) {
    const byte = i32(load<u8>(at));
    const kind = kindAt(at);
    if ((kind & QUOTE) !== 0) return signs > 0 || (blanks && at > start);
    if (byte <= 0x20) continue;
    signs += 1;
    if ((kind & JOINT) !== 0 || byte === 0x24 || byte === 0x7b) continue;
    if (!(isMember(at, WORD) && (kindAt(at + 1) & QUOTE) !== 0)) return false;
  }
  return false;
}

function isRun(start: usize, end: usize): bool {
  for (let at = start; at < end; at += 1) if (!isMember(at, 3) && load<u8>(at) !== 13) return false;
  return true;
}

function isIndentedRun(start: usize): bool {
  let at = start;
  while (at < start + 80 && (load<u8>(at) === 0x20 || load<u8>(at) === 9)) at += 1;
  return at > start && at + 4 <= limit && isRun(at, at + 4);
}
