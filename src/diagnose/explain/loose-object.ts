// Objects as error messages print them: JSON, Python's and Ruby's literals, Java's maps, node's inspect. One tolerant
// reader, because a wrapper changes the spelling and never the fields. Pure; never throws, whatever the text.

export type Loose = string | number | boolean | null | readonly Loose[] | LooseObject;
export type LooseObject = ReadonlyMap<string, Loose>;

const DEEPEST = 12;
const LONGEST_BARE = 2000;
const LONGEST_STRING = 20_000;
/** Characters looked at before giving up: braces that close nothing would make every start read on to the end. */
const BUDGET = 2_000_000;

interface Reader {
  readonly text: string;
  left: number;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** Every object in a text, outermost only, in order; an object inside a string is read too. */
export function readObjects(text: string): readonly LooseObject[] {
  const reader: Reader = { text, left: BUDGET };
  const found: LooseObject[] = [];
  let at = text.indexOf('{');
  while (at >= 0 && reader.left > 0) {
    const read = readObject(reader, at, 0);
    if (read !== undefined && read.value.size > 0) found.push(read.value);
    at = text.indexOf('{', read === undefined || read.value.size === 0 ? at + 1 : read.end);
  }
  return found;
}

/** An object and all that are in it, outermost first. */
export function flatten(value: Loose, depth = 0): readonly LooseObject[] {
  if (depth > DEEPEST) return [];
  if (typeof value === 'string') {
    return /^\s*[[{]/.test(value) ? readObjects(value).flatMap((inner) => flatten(inner, depth + 1)) : [];
  }
  if (isList(value)) return value.flatMap((inner) => flatten(inner, depth + 1));
  if (!isObject(value)) return [];
  return [value, ...[...value.values()].flatMap((inner) => flatten(inner, depth + 1))];
}

function isList(value: Loose): value is readonly Loose[] {
  return Array.isArray(value);
}

export function isObject(value: Loose | undefined): value is LooseObject {
  return value instanceof Map;
}

export function stringAt(object: LooseObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = object.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function readValue(reader: Reader, from: number, depth: number, inList: boolean): Read<Loose> | undefined {
  const at = skipBlanks(reader, from);
  const first = reader.text[at];
  if (first === undefined || depth > DEEPEST || reader.left <= 0) return undefined;
  if (first === '{') return readObject(reader, at, depth);
  if (first === '[') return readList(reader, at, depth);
  if (first === '"' || first === "'" || first === '`') return readString(reader, at);
  return readBare(reader, at, depth, inList);
}

function readObject(reader: Reader, start: number, depth: number): Read<LooseObject> | undefined {
  const object = new Map<string, Loose>();
  let at = start + 1;
  for (;;) {
    at = skipBlanks(reader, at, ',');
    if (reader.left <= 0) return undefined;
    if (reader.text[at] === '}') return { value: object, end: at + 1 };
    const key = readKey(reader, at);
    if (key === undefined) return undefined;
    const value = readValue(reader, key.end, depth + 1, false);
    if (value === undefined) return undefined;
    object.set(key.value, value.value);
    at = value.end;
  }
}

const KEY = /:?([\w.$-]{1,80})\s{0,4}(=>|[:=])/y;
const SEPARATOR = /\s{0,4}(?:=>|[:=])/y;

function readKey(reader: Reader, at: number): Read<string> | undefined {
  const { text } = reader;
  if (text[at] === '"' || text[at] === "'") {
    const name = readString(reader, at);
    if (name === undefined) return undefined;
    SEPARATOR.lastIndex = name.end;
    return SEPARATOR.test(text) ? { value: name.value, end: SEPARATOR.lastIndex } : undefined;
  }
  KEY.lastIndex = at;
  const [whole = '', name = ''] = KEY.exec(text) ?? [];
  return whole === '' ? undefined : { value: name, end: at + whole.length };
}

function readList(reader: Reader, start: number, depth: number): Read<readonly Loose[]> | undefined {
  const list: Loose[] = [];
  let at = start + 1;
  for (;;) {
    at = skipBlanks(reader, at, ',');
    if (reader.left <= 0 || at >= reader.text.length) return undefined;
    if (reader.text[at] === ']') return { value: list, end: at + 1 };
    const value = readValue(reader, at, depth + 1, true);
    if (value === undefined || value.end <= at) return undefined;
    list.push(value.value);
    at = value.end;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '', f: '' };

function readString(reader: Reader, start: number): Read<string> | undefined {
  const { text } = reader;
  const quote = text[start];
  const limit = Math.min(text.length, start + LONGEST_STRING);
  let out = '';
  for (let at = start + 1; at < limit; at += 1) {
    reader.left -= 1;
    const sign = text[at] ?? '';
    if (sign === quote) return { value: out, end: at + 1 };
    if (sign !== '\\') {
      out += sign;
      continue;
    }
    at += 1;
    const escaped = text[at] ?? '';
    const code = escaped === 'u' ? /^[0-9a-f]{4}/i.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
    if (code !== undefined) at += 4;
    out += code === undefined ? (ESCAPES[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 16));
  }
  return undefined;
}

const NEXT_KEY = /,\s{0,20}(?:["':]{0,2}[\w.$-]{1,60}["']?\s{0,4}(?:=>|[:=])|[}\]])/y;
const NAMED_OBJECT = /^[\w.#<$]{1,60}\s{0,2}$/;

/** A word, or Java's strings, which stand without quotes and may hold commas. */
function readBare(reader: Reader, start: number, depth: number, inList: boolean): Read<Loose> | undefined {
  const { text } = reader;
  const limit = Math.min(text.length, start + LONGEST_BARE);
  for (let at = start; at < limit; at += 1) {
    reader.left -= 1;
    const sign = text[at] ?? '';
    if (sign === '{' && NAMED_OBJECT.test(text.slice(Math.max(start, at - 62), at)))
      return readObject(reader, at, depth);
    if (sign === ',') {
      NEXT_KEY.lastIndex = at;
      if (!inList && !NEXT_KEY.test(text)) continue;
    } else if (sign !== '}' && sign !== ']' && !(sign === '\n' && at > start)) continue;
    return { value: convert(text.slice(start, at).trim()), end: at };
  }
  return undefined;
}

function convert(word: string): Loose {
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(word)) return Number(word);
  if (/^true$/i.test(word)) return true;
  if (/^false$/i.test(word)) return false;
  return /^(?:null|none|nil|undefined)$/i.test(word) ? null : word;
}

function skipBlanks(reader: Reader, from: number, also = ''): number {
  let at = from;
  while (at < reader.text.length) {
    const sign = reader.text[at] ?? '';
    if (sign !== ' ' && sign !== '\n' && sign !== '\r' && sign !== '\t' && (also === '' || sign !== also)) break;
    at += 1;
  }
  reader.left -= at - from + 1;
  return at;
}
