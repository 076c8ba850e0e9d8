// Requests that are written down, not programmed: Postman, n8n and other JSON, YAML, TOML, .http files. A header belongs
// to the address in its own record, and to no other.

import type { Form } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import { isLoose, readLoose } from './loose-requests.ts';
import { type RecordNode, readJson, readToml, readYaml } from './record-trees.ts';
import type { RequestHeader } from './requests.ts';
import { type Source, sourceOf } from './source.ts';
import { RECORD } from './syntax.ts';
import { STRING, type Tokens } from './tokens.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

interface RawHeader {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: { readonly text: string; readonly start: number; readonly end: number };
  /** The scheme that the tool puts before the value. */
  readonly scheme?: string;
  /** What the value is made of, where that is more than text with templates. */
  readonly form?: Form;
}

interface RawRequest {
  readonly addresses: readonly Address[];
  readonly headers: readonly RawHeader[];
  readonly start: number;
  readonly end: number;
  /** True when the address stands in another function. */
  readonly afar?: boolean;
}

const URL_KEY = /^(?:url|uri|raw|base_?url|api_?url|(?:api_?)?endpoint|href|host|hostname|api_?base|serverUrl)$/i;
const RIGHT_NAME = /^(?:authorization|x-api-key|anthropic-version)$/;
/** Keys inside one request; under any other key another record begins. */
const PART = /^$|header|param|request|config|option|init|parameters|http|auth|bearer|url/i;
const TEMPLATE = /\$\{\{[^{}]{0,120}\}\}|\{\{[^{}]{0,120}\}\}|\$\{[^{}]{0,120}\}|\$[A-Za-z_]\w{0,80}|%[A-Z_]{3,60}%/g;
/** Where a tool's template reads a variable from; no part of the variable's name. */
const STORE = /^(?:process_?env(?:ironment)?|dotenv|env|environment|secrets|vars|shared)$/i;

export function findRecords(path: string, text: string): readonly RequestHeader[] {
  const requests = requestsOf(path.slice(path.lastIndexOf('.') + 1).toLowerCase(), text);
  const all = requests.flatMap((request) => request.headers.map((header) => ({ request, header })));
  const source = sourceOf(
    path,
    RECORD,
    tokensOf(
      text,
      all.map(({ header }) => header),
    ),
  );
  return all.map(({ request, header }, index) => toHeader(source, request, header, index));
}

function requestsOf(extension: string, text: string): readonly RawRequest[] {
  switch (extension) {
    case 'http':
    case 'rest':
      return readHttp(text);
    case 'md':
    case 'mdx':
    case 'markdown':
      return readHttp(onlyHttpFences(text));
    case 'toml':
      return readTree(readToml(text), text);
    case 'yaml':
    case 'yml':
      return readTree(readYaml(text), text);
    default: {
      if (isLoose(extension)) return readLoose(extension, text);
      const root = readJson(text);
      return root === undefined ? [] : readTree(root, text);
    }
  }
}

/** One token for each header's value, so that places in the file are said in tokens as everywhere. */
function tokensOf(text: string, headers: readonly RawHeader[]): Tokens {
  const count = headers.length;
  return {
    text,
    count,
    kind: new Uint8Array(count).fill(STRING),
    start: Int32Array.from(headers, (header) => header.value.start),
    end: Int32Array.from(headers, (header) => header.value.end),
    shape: new Uint8Array(count),
    fresh: new Uint8Array(count).fill(1),
  };
}

function toHeader(source: Source, request: RawRequest, header: RawHeader, token: number): RequestHeader {
  const names = new Set(request.headers.map(({ name }) => name));
  const own = source.tokens.text.slice(request.start, Math.min(request.end, request.start + 20_000));
  return {
    source,
    name: header.name,
    value: [
      header.form?.map((piece) => ({ ...piece, range: { start: token, end: token + 1 } })) ??
        templateForm(`${header.scheme ?? ''}${header.value.text}`, token),
    ],
    form: 'option',
    start: header.start,
    end: header.end,
    link: () =>
      request.addresses.length === 0
        ? undefined
        : { step: request.afar === true ? 'class' : 'call', addresses: request.addresses, own: true },
    siblings: names,
    neighbours: names,
    open: false,
    nearby: (pattern) => pattern.test(own),
    amongHeaders: () => true,
    code: `${header.name}: ${header.value.text.replace(/\s+/g, ' ')}`,
  };
}

/** Text with the templates of the tool in it: `Bearer {{ANTHROPIC_API_KEY}}`. */
function templateForm(text: string, token: number): Form {
  const range = { start: token, end: token + 1 };
  // n8n marks expressions by an equals sign.
  const whole = text.replace(/^=/, '');
  const form: Form[number][] = [];
  let from = 0;
  const add = (to: number): void => {
    if (to > from) form.push({ type: 'text', text: whole.slice(from, to), names: [], range });
  };
  for (const match of whole.matchAll(TEMPLATE)) {
    add(match.index);
    const words = (match[0].match(/[A-Za-z_]\w{1,80}/g) ?? []).slice(0, 8);
    const names = words.length > 1 ? words.filter((word) => !STORE.test(word)) : words;
    form.push({ type: 'hole', names, origin: 'env', range });
    from = match.index + match[0].length;
  }
  add(whole.length);
  return form;
}

function addressAt(text: string, start: number): Address {
  return { ...addressOf(text), place: { start, end: start + text.length } };
}

function addressOf(text: string): Address {
  const whole = text.replace(/^=/, '');
  const hole = whole.search(TEMPLATE);
  const known = hole < 0 ? whole : whole.slice(0, hole);
  if (/^https?:\/\//i.test(known)) return judgeAddress(known, hole < 0);
  if (/^api\.anthropic\.com(?:\/|$)/.test(known)) return judgeAddress(`https://${known}`, hole < 0);
  return { host: 'unknown', name: '', path: '' };
}

function readTree(root: RecordNode, text: string): readonly RawRequest[] {
  const known = new Map<RecordNode, readonly Address[]>();
  const addressesIn = (node: RecordNode): readonly Address[] => {
    const found = known.get(node) ?? addressesOf(node);
    known.set(node, found);
    return found;
  };
  const found = new Map<RecordNode, { headers: RawHeader[]; addresses: readonly Address[] }>();
  const visit = (node: RecordNode, above: readonly RecordNode[]): void => {
    const header = headerOf(node, text) ?? bearerOf(node, above.at(-1), text);
    const place = header === undefined ? undefined : recordOf(above, addressesIn);
    if (header !== undefined && place !== undefined) {
      const record = found.get(place) ?? { headers: [], addresses: addressesIn(place) };
      record.headers.push(header);
      found.set(place, record);
    }
    for (const child of node.children) visit(child, [...above, node]);
  };
  visit(root, []);
  return [...found].map(([node, record]) => ({ ...record, start: node.start, end: node.end }));
}

function headerOf(node: RecordNode, text: string): RawHeader | undefined {
  const label = node.children.find(({ key }) => /^(?:key|name)$/i.test(key));
  const named = label?.value?.text.toLowerCase();
  const value = named === undefined ? node.value : node.children.find(({ key }) => /^value$/i.test(key))?.value;
  const name = named ?? node.key.toLowerCase();
  if (value === undefined || !HEADER_NAMES.test(name) || value.text !== text.slice(value.start, value.end))
    return undefined;
  const apart = label !== undefined && text.slice(node.start, value.start).includes('\n');
  // Written over several lines, it stands where its fault does: the value, or the name when that is the wrong one.
  const start = apart ? (RIGHT_NAME.test(name) ? value.start : label.start) : node.start;
  return { name, value, start, end: Math.max(apart ? 0 : node.end, value.end) };
}

/** Postman's `"auth": { "bearer": [{ "key": "token", "value": … }] }`. */
function bearerOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  if (owner?.key !== 'bearer' || node.children.find(({ key }) => key === 'key')?.value?.text !== 'token')
    return undefined;
  const value = node.children.find(({ key }) => key === 'value')?.value;
  if (value === undefined || value.text !== text.slice(value.start, value.end)) return undefined;
  return { name: 'authorization', value, start: value.start, end: value.end, scheme: 'Bearer ' };
}

/** The record that a header is part of: the nearest one that says an address. */
function recordOf(
  above: readonly RecordNode[],
  addressesIn: (node: RecordNode) => readonly Address[],
): RecordNode | undefined {
  for (let at = above.length - 1; at >= 0; at -= 1) {
    const node = above[at];
    if (node === undefined) return undefined;
    if (addressesIn(node).length > 0) return node;
    const inside = above[at - 1];
    // Elements of a list that are no headers are records of their own.
    if (inside?.list === true && !/header|param/i.test(inside.key)) return undefined;
    if (!PART.test(node.key)) return undefined;
  }
  return undefined;
}

/** `"url": "…"`, `"url": { "raw": "…" }`. */
function addressesOf(node: RecordNode): readonly Address[] {
  return node.children.flatMap((child) => {
    if (!URL_KEY.test(child.key)) return [];
    const value = child.value ?? child.children.find(({ key }) => key === 'raw')?.value;
    return value === undefined ? [] : [addressAt(value.text, value.start)];
  });
}

/** The same text with blanks for all but the fenced blocks of HTTP; each begins a request. */
function onlyHttpFences(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line) => {
      const fence = /^[ \t>]{0,12}(?:`{3,}|~{3,})[ \t]{0,4}(\w{0,12})/.exec(line);
      if (fence !== null) inside = !inside && /^(?:http|rest)$/i.test(fence[1] ?? '');
      return fence !== null ? '###'.padEnd(line.length) : inside ? line : ' '.repeat(line.length);
    })
    .join('\n');
}

/** Requests of a .http file, divided by `###`. */
function readHttp(text: string): readonly RawRequest[] {
  const found: RawRequest[] = [];
  const variables = new Map<string, string>();
  let request:
    | {
        addresses: Address[];
        headers: RawHeader[];
        start: number;
        end: number;
        path: string;
        place: { start: number; end: number };
      }
    | undefined;
  let body = false;
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const content = line.trim();
    const variable = /^@([\w-]{1,60})\s{0,4}=\s{0,4}(.{1,400})$/.exec(content);
    if (variable !== null) variables.set(variable[1] ?? '', variable[2] ?? '');
    if (content.startsWith('###')) request = undefined;
    const call = /^(?:GET|POST|PUT|PATCH|DELETE) (\S{1,400})/.exec(content);
    if (call !== null && (request === undefined || body)) {
      const url = (call[1] ?? '').replace(
        /\{\{([\w-]{1,60})\}\}/g,
        (hole, name: string) => variables.get(name) ?? hole,
      );
      // As it goes over the wire, the host stands in a header of its own.
      const bare = url.startsWith('/');
      const target = { start: start + line.indexOf(call[1] ?? ''), end: start + line.trimEnd().length };
      request = {
        addresses: bare ? [] : [{ ...addressOf(url), place: target }],
        headers: [],
        start,
        end: at,
        path: bare ? url : '',
        place: target,
      };
      found.push(request);
      body = false;
      continue;
    }
    if (request === undefined || body) continue;
    request.end = at;
    if (content === '') body = request.headers.length > 0;
    const header = /^([A-Za-z][\w-]{1,60}):[ \t]{0,8}(.{1,2000})$/.exec(content);
    if (header === null) continue;
    const value = start + line.indexOf(content) + content.length - (header[2] ?? '').length;
    const end = value + (header[2] ?? '').length;
    const name = (header[1] ?? '').toLowerCase();
    if (name === 'host' && request.path !== '')
      request.addresses.push({ ...addressOf(`https://${header[2]}${request.path}`), place: request.place });
    const whole = { text: header[2] ?? '', start: value, end };
    if (HEADER_NAMES.test(name))
      request.headers.push({ name, start: start + line.indexOf(content), end, value: whole });
  }
  return found;
}
