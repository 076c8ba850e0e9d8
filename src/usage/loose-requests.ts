// Requests in languages that have no syntax of their own here (Elixir, Perl, Lua, R, Scala, Groovy, Clojure, …), read by
// what they all share: quoted names and values, functions that begin on a line, comments. A function that says two hosts
// says nothing.
import type { Form } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import { COMMENTS, LANGUAGES, type Marks } from './loose-languages.ts';
import { endOnLevel } from './outer-level.ts';
import type { RawHeader, RawRequest } from './raw-requests.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

/** Text that documents: Elixir's attributes, Perl's POD. */
const PROSE =
  /@(?:module|type)?doc\s{1,4}~?[sS]?"""(?:[^"]|"(?!"")){0,20000}"""|^=(?:pod|head\d|item|over|begin)\b(?:[^\n]|\n(?!=cut)){0,20000}/gm;
/** A line with which a function begins. */
const FUNCTION =
  /^([ \t]{0,40})(?:(?:private |public |static |protected |override |local |implicit |final |async |inline ){0,4}(?:defp?|sub|function|fun|func|proc|let rec|defmacro)[ \t]|\((?:defn-?|defmethod)[ \t]|[\w.:]{1,60}[ \t]{0,4}(?:<-|=)[ \t]{0,4}function\b|(?:static |const |inline |[\w:]{1,40}[*&]? ){1,4}\*?[\w:]{1,60}\([^;{}\n]{0,200}\)[ \t]{0,4}\{[ \t]{0,8}$)/gim;
const URL = /https?:\/\/[^\s"'`\\<>)]{1,300}/g;
/** Another address may come in its place: `getenv("ANTHROPIC_BASE_URL") || "https://…"`. */
const CHOSEN = /getenv|get_env|fetch_env|\bENV\b|sys\.env|getOrElse|\|\||\?:|\bor\b|\/\/ ?$/i;
const NAMED_URL =
  /([@$]?\b[\w.-]{2,60})[ \t]{0,20}(?:(?::[ \t]{0,4}\w{1,20}[ \t]{0,4})?=>?|<-|:=|:|,|[ \t])[ \t]{0,20}(?:uri|u)?["'](https?:\/\/[^\s"'`]{1,300})["']/g;
const COMPATIBLE = /chat\/completions|api\/oauth|v1\/oauth|claude_code\/|v1\/code\//;
const MESSAGES = /\/?(?:messages|models|complete|files|batches)["'`]/;
const ENTRY =
  /(["'`:]?)\b([A-Za-z][\w-]{3,48})\b(["'`]?)[\])}]{0,2}(?:[ \t]{0,20}(?:=>|=|:|,|->|\bto\b|&|\.)[ \t]{0,20},?(?:\n[ \t]{1,60})?(?:value[ \t]{0,4}[:=][ \t]{0,4})?|[ \t]{1,20})/g;
const ADDS_SCHEME =
  /(?:\.auth\.bearer\(|\bauth:[ \t]{0,4}\{:bearer,|\breq_auth_bearer_token\([^,()\n]{0,60}?,?|:oauth-token[ \t]|\boauth2_bearer\(|\bbearerAuth\(|\bBearerAuth,[ \t]{0,4}token:|\bcpr::Bearer\{)\s{0,40}/g;
/** Objective-C's `setValue:key forHTTPHeaderField:@"x-api-key"`. */
const VALUE_FIRST = /setValue:[ \t]{0,4}([^\n;]{1,300}?)[ \t]{1,8}forHTTPHeaderField:[ \t]{0,4}@?"([\w-]{4,48})"/g;
const CALLS =
  /^(?:System|paste0?|str|sprintf|format|concat|join|tostring|to_string|String|string|getenv|get_env|fetch_env|[eE]nviron|Environment|GetEnvironmentVariable|ByteString|pack|encodeUtf8|T|BS|std|NSString|stringWithFormat|stringByAppendingString|f|s|my|new|if|else|end|do|nil|null|sep)$/;
const MOST_HEADERS = 200;
const MOST_NAMES = 60;

export function isLoose(extension: string): boolean {
  return LANGUAGES[extension] !== undefined;
}

export function readLoose(extension: string, whole: string): readonly RawRequest[] {
  const text = withoutComments(whole.replace(PROSE, blank), LANGUAGES[extension] ?? 'hash');
  const named = new Map<string, Address>();
  for (const match of text.matchAll(NAMED_URL)) {
    if (named.size >= MOST_NAMES) break;
    const at = match.index + match[0].lastIndexOf(match[2] ?? '');
    named.set(match[1] ?? '', addressAt(text, match[2] ?? '', at));
  }
  const everywhere = addressesIn(text, 0, text.length, new Map());
  return chunksOf(text).flatMap(({ start, end }): readonly RawRequest[] => {
    const headers = headersIn(text, start, end);
    if (headers.length === 0) return [];
    const own = addressesIn(text, start, end, named);
    return [
      { headers, start, end, afar: own.length === 0, branches: true, addresses: own.length === 0 ? everywhere : own },
    ];
  });
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Comments become blanks; a mark inside a string, or in a word, begins none. */
function withoutComments(text: string, kind: keyof typeof COMMENTS): string {
  const { pattern, block }: Marks = COMMENTS[kind];
  const kept: string[] = [];
  let at = 0;
  let quoted = false;
  const from = new RegExp(pattern);
  for (let match = from.exec(text); match !== null; match = from.exec(text)) {
    const [mark] = match;
    if (mark === '"') quoted = !quoted;
    else if (mark === '\n') quoted = false;
    if (quoted || /^["\n\\]/.test(mark) || /[\w"']/.test(text.charAt(match.index - 1))) continue;
    const close = mark === block?.[0] ? text.indexOf(block[1], match.index) : text.indexOf('\n', match.index);
    const end = close < 0 ? text.length : close + (mark === block?.[0] ? block[1].length : 0);
    kept.push(text.slice(at, match.index), blank(text.slice(match.index, end)));
    at = end;
    from.lastIndex = end;
  }
  return kept.join('') + text.slice(at);
}

/** Functions, each up to the next one that is not inside it, and what stands before the first. */
function chunksOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const starts: number[] = [];
  let indent = Number.POSITIVE_INFINITY;
  let open = -1;
  for (const match of text.matchAll(FUNCTION)) {
    const depth = (match[1] ?? '').length;
    // A function in a function is part of it.
    if (open >= 0 && depth > indent) continue;
    open = match.index;
    indent = depth;
    starts.push(match.index);
  }
  const all = [0, ...starts.filter((start) => start > 0), text.length];
  return all.slice(0, -1).map((start, index) => ({ start, end: all[index + 1] ?? text.length }));
}

function addressAt(text: string, url: string, at: number): Address {
  const place = { start: at, end: at + url.length };
  // A line that holds nothing else goes on from the one above.
  const lines = text.slice(Math.max(0, at - 200), at).split('\n');
  const line = lines.slice(/^[ \t"']{0,200}$/.test(lines.at(-1) ?? '') ? -2 : -1).join(' ');
  // What is put into it: `#{id}`, `$id`, `%s`.
  const hole = url.search(/#\{|\$\{|\$\w|%s|\{\w*\}/);
  const known = hole < 0 ? url : url.slice(0, hole);
  if (CHOSEN.test(line)) return { host: 'unknown', name: '', path: '', place };
  return { ...judgeAddress(known, hole < 0), place };
}

function addressesIn(
  text: string,
  start: number,
  end: number,
  named: ReadonlyMap<string, Address>,
): readonly Address[] {
  const part = text.slice(start, end);
  const found: Address[] = [...part.matchAll(URL)].map(({ 0: url, index }) => addressAt(text, url, start + index));
  for (const [name, address] of named) {
    const at = found.length > 40 ? -1 : part.indexOf(name);
    const inside = (address.place?.start ?? -1) >= start && (address.place?.start ?? -1) < end;
    if (at < 0 || inside || /\w/.test(part.charAt(at + name.length))) continue;
    found.push(address);
  }
  // A path of another vendor's is none of this one's.
  const compatible = COMPATIBLE.test(part.replace(URL, (url) => (url.includes('anthropic') ? url : '')));
  if (compatible) return found.length === 0 ? [] : [...found, { host: 'compatible', name: '', path: '' }];
  const native = MESSAGES.test(text);
  return found.map((address) => (native && address.host === 'base' ? { ...address, host: 'native' } : address));
}

function headersIn(text: string, start: number, end: number): readonly RawHeader[] {
  const part = text.slice(start, end);
  const found: RawHeader[] = [];
  for (const match of part.matchAll(ENTRY)) {
    const name = (match[2] ?? '').toLowerCase();
    if (found.length > MOST_HEADERS) break;
    if (!HEADER_NAMES.test(name)) continue;
    const quote = match[1] ?? '';
    // A name that is not quoted stands before a sign that gives it a value.
    if (quote === '' && (name !== 'authorization' || !/[=:]/.test(match[0]))) continue;
    const line = /["']/.test(quote) && match[3] === '';
    const at = start + match.index;
    const from = at + match[0].length;
    const value = valueAt(text, from, end, line ? quote : '');
    const form = formOf(`${line ? quote : ''}${value}`);
    if (form.length > 0)
      found.push({
        name,
        start: at,
        end: from + value.length,
        value: { text: value, start: from, end: from + value.length },
        form,
      });
  }
  for (const match of part.matchAll(VALUE_FIRST)) {
    const from = start + match.index + match[0].indexOf(match[1] ?? '');
    const value = { text: match[1] ?? '', start: from, end: from + (match[1] ?? '').length };
    const name = (match[2] ?? '').toLowerCase();
    if (HEADER_NAMES.test(name))
      found.push({ name, start: from, end: start + match.index + match[0].length, value, form: formOf(value.text) });
  }
  for (const match of part.matchAll(ADDS_SCHEME)) {
    const from = start + match.index + match[0].length;
    const value = valueAt(text, from, end, '');
    const place = { text: value, start: from, end: from + value.length };
    found.push({
      name: 'authorization',
      start: start + match.index,
      end: place.end,
      value: place,
      form: [{ type: 'text', text: 'Bearer ', names: [], range: NOWHERE }, ...formOf(value)],
    });
  }
  return found;
}

const NOWHERE = { start: 0, end: 1 };

/** Up to the comma, bracket, semicolon or line that ends an entry. */
function valueAt(text: string, from: number, limit: number, opened: string): string {
  let filled = false;
  const ends = (sign: string, at: number): boolean => {
    if (!/[,;\n]/.test(sign)) return false;
    // What a format is filled with follows it.
    if (sign !== ',' || filled || !/%[s@]/.test(text.slice(from, at))) return true;
    filled = true;
    return false;
  };
  return text.slice(from, endOnLevel(text, from, Math.min(limit, from + 400), ends, opened)).trimEnd();
}

const PIECE = /"((?:[^"\\\n]|\\.){0,2000})"?|'((?:[^'\\\n]|\\.){0,2000})'?|([A-Za-z_][\w-]{0,80})/g;
const INTERPOLATED =
  /#\{[^{}]{1,200}\}|\$\{[^{}]{1,200}\}|\$\([^()]{1,200}\)?|\$\w{1,60}(?:->)?\{?[\w>{-]{0,60}\}?|\{[\w.]{0,60}\}|%[s@]/;

/** What a value is made of: its texts in order, and the names that stand between them as one hole each. */
function formOf(value: string): Form {
  const form: Form[number][] = [];
  const addNames = (names: readonly string[]): void => {
    const last = form.at(-1);
    if (last?.type === 'hole') form[form.length - 1] = { ...last, names: [...last.names, ...names].slice(0, 12) };
    else form.push({ type: 'hole', names, origin: 'unknown', range: NOWHERE });
  };
  for (const match of value.matchAll(PIECE)) {
    const word = match[3];
    if (word !== undefined) {
      if (!CALLS.test(word)) addNames([word]);
      continue;
    }
    const text = match[1] ?? match[2] ?? '';
    if (/^[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60}$/.test(text)) addNames([text]);
    // What is left of an expression with quotes of its own.
    else if (!/^[\])}]{1,4}$/.test(text)) addText(text, form, addNames);
  }
  // `paste("Bearer", key)`: the blank between is put in by the call.
  const [first, ...rest] = form;
  if (first?.type === 'text' && /^bearer$/i.test(first.text) && rest.length > 0)
    return [{ ...first, text: 'Bearer ' }, ...rest];
  return form;
}

function addText(text: string, form: Form[number][], addNames: (names: readonly string[]) => void): void {
  let left = text;
  for (let steps = 0; steps < 8 && left !== ''; steps += 1) {
    const hole = INTERPOLATED.exec(left);
    const known = hole === null ? left : left.slice(0, hole.index);
    if (known !== '') form.push({ type: 'text', text: known, names: [], range: NOWHERE });
    if (hole === null) return;
    if (!/^(?:\{\}|%.)$/.test(hole[0])) addNames((hole[0].match(/[A-Za-z_]\w{0,80}/g) ?? []).slice(0, 8));
    left = left.slice(hole.index + hole[0].length);
  }
}
