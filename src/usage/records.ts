// Requests that are written down, not programmed: Postman, n8n and other JSON, YAML, TOML, .http files. A header belongs
// to the address in its own record, and to no other.

import type { Form } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import { onlyHttpDirectives, onlyHttpFences, readHttp } from './http-texts.ts';
import { isLoose, readLoose } from './loose-requests.ts';
import { readProxies } from './proxy-configs.ts';
import { addressAt, formatOf, type RawHeader, type RawRequest, TEMPLATE } from './raw-requests.ts';
import { loginOf } from './record-logins.ts';
import { type RecordNode, readJson, readToml, readYaml } from './record-trees.ts';
import { readBruno, readJMeter } from './request-files.ts';
import type { RequestHeader } from './requests.ts';
import { type Source, sourceOf } from './source.ts';
import { RECORD } from './syntax.ts';
import { STRING, type Tokens } from './tokens.ts';
import type { Address } from './vocabulary.ts';

const URL_KEY = /^(?:urls?|uri|raw|base_?ur[li]|api_?url|(?:api_?)?endpoint|href|host|hostname|api_?base|serverUrl)$/i;
const RIGHT_NAME = /^(?:authorization|x-api-key|anthropic-version)$/;
/** Keys inside one request; under any other key another record begins. */
const PART =
  /^$|^apikey$|header|param|request|config|option|init|parameters|http|auth|bearer|url|plugin|middleware|filter|transform|^(?:defaults?|add|set|append|replace|args)$/i;
/** Keys that say an address when their value is one. */
const TARGET_KEY = /^(?:to|target|destination|prefix|upstream|origin|backend)$/i;
/** What a proxy's settings call the address that it sends on to. */
const PASSES_ON = /^(?:prefix|upstream|origin|backend)$/i;
/** Where a tool's template reads a variable from; no part of the variable's name. */
const STORE =
  /^(?:process_?env(?:ironment)?|dotenv|env|environment|secrets|vars|shared|parameters|variables|appsetting|states|input_text)$/i;
/** A value that an expression makes: `${"Bearer " + key}`, `@{concat('Bearer ', parameters('key'))}`. */
const JOINED =
  /^(?:@\{?|\$\{|=?\{\{)[ \t]{0,4}(?:concat\()?[ \t]{0,4}["']((?:Bearer|Basic)[ ]?)["'][ \t]{0,4}[,+~][ \t]{0,4}([^"{}]{1,200})\}{0,2}$/i;

export function findRecords(path: string, text: string): readonly RequestHeader[] {
  const requests = requestsOf(formatOf(path), text);
  const all = requests.flatMap((request) => {
    const names = new Set(request.headers.map(({ name }) => name));
    return request.headers.map((header) => ({ request, header, names }));
  });
  const source = sourceOf(
    path,
    RECORD,
    tokensOf(
      text,
      all.map(({ header }) => header),
    ),
  );
  return all.map(({ request, header, names }, index) => toHeader(source, request, header, index, names));
}

/** A proxy's settings in a config map. */
const IN_YAML = /^[ \t]{1,40}proxy_set_header[ \t]/m;

/** Telegraf's settings are TOML by another name. */
const TOML_TABLE = /^[ \t]{0,8}\[\[[\w.-]{1,60}\]\]/m;

function requestsOf(extension: string, text: string): readonly RawRequest[] {
  switch (extension) {
    case 'http':
    case 'rest':
    case 'hurl':
      return readHttp(text);
    case 'rst':
    case 'adoc':
    case 'asciidoc':
      return readHttp(onlyHttpDirectives(text));
    case 'bru':
      return readBruno(text);
    case 'jmx':
      return readJMeter(text);
    case 'conf':
      return [...readProxies(text), ...(TOML_TABLE.test(text) ? readTree(readToml(text), text) : [])];
    case 'nginx':
    case 'caddyfile':
      return readProxies(text);
    case 'md':
    case 'mdx':
    case 'markdown':
      return [...readHttp(onlyHttpFences(text)), ...recordFences(text)];
    case 'toml':
      return readTree(readToml(text), text);
    case 'yaml':
    case 'yml':
      return [...readTree(readYaml(text), text), ...(IN_YAML.test(text) ? readProxies(text) : [])];
    default: {
      if (isLoose(extension)) return readLoose(extension, text);
      const root = readJson(text);
      return root === undefined ? [] : readTree(root, text);
    }
  }
}

const FENCE = /^([ \t>]{0,12})```[ \t]{0,4}(jsonc?|ya?ml|toml)\b[^\n]{0,80}\n([^`]{20,6000}?)^[ \t>]{0,12}```/gm;

/** Settings that a document shows. */
function recordFences(text: string): readonly RawRequest[] {
  if (!text.includes('api.anthropic.com')) return [];
  return [...text.matchAll(FENCE)].flatMap((match): readonly RawRequest[] => {
    const [all, , name = '', inner = ''] = match;
    if (!inner.includes('api.anthropic.com')) return [];
    const start = match.index + all.indexOf(inner);
    // Blanks before it, so that places are those of the document.
    const part = text.slice(0, start).replace(/[^\n]/g, ' ') + inner;
    const read = name.startsWith('j') ? readJson(part) : name === 'toml' ? readToml(part) : readYaml(part);
    return read === undefined ? [] : readTree(read, part);
  });
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

function toHeader(
  source: Source,
  request: RawRequest,
  header: RawHeader,
  token: number,
  names: ReadonlySet<string>,
): RequestHeader {
  const own = source.tokens.text
    .slice(request.start, Math.min(request.end, request.start + 20_000))
    // Hoppscotch's way to say Bearer.
    .replaceAll('"authType": "bearer"', '');
  return {
    source,
    name: header.name,
    value: [
      header.form?.map((piece) => ({ ...piece, range: { start: token, end: token + 1 } })) ??
        templateForm(`${header.scheme ?? ''}${header.value.text}`, token),
    ],
    form: request.branches === true ? 'call' : 'option',
    start: header.start,
    end: header.end,
    link: () =>
      request.addresses.length === 0
        ? undefined
        : { step: request.afar === true ? 'class' : 'call', addresses: request.addresses, own: true },
    siblings: names,
    neighbours: names,
    open: request.passes === true,
    nearby: (pattern) => pattern.test(own),
    // A function's first line has its name.
    about: (pattern) =>
      pattern.test(source.path.slice(source.path.lastIndexOf('/') + 1)) ||
      (request.branches === true && request.start > 0 && pattern.test(own.slice(0, 200).split('\n', 1)[0] ?? '')),
    amongHeaders: () => true,
    code: `${header.name}: ${header.value.text.replace(/\s+/g, ' ')}`,
  };
}

/** Text with the templates of the tool in it: `Bearer {{ANTHROPIC_API_KEY}}`. */
function templateForm(text: string, token: number): Form {
  const range = { start: token, end: token + 1 };
  // n8n marks expressions by an equals sign.
  const whole = text.replace(/^=/, '');
  const joined = JOINED.exec(whole);
  if (joined !== null)
    return [
      { type: 'text', text: joined[1] ?? '', names: [], range },
      { type: 'hole', names: namesOf(joined[2] ?? ''), origin: 'env', range },
    ];
  const form: Form[number][] = [];
  let from = 0;
  const add = (to: number): void => {
    if (to > from) form.push({ type: 'text', text: whole.slice(from, to), names: [], range });
  };
  for (const match of whole.matchAll(TEMPLATE)) {
    add(match.index);
    form.push({ type: 'hole', names: namesOf(match[0]), origin: 'env', range });
    from = match.index + match[0].length;
  }
  add(whole.length);
  return form;
}

function namesOf(expression: string): readonly string[] {
  const words = (expression.match(/[A-Za-z_]\w{1,80}/g) ?? []).slice(0, 8);
  return words.length > 1 ? words.filter((word) => !STORE.test(word)) : words;
}

function readTree(root: RecordNode, text: string): readonly RawRequest[] {
  const known = new Map<RecordNode, readonly Address[]>();
  const base = baseOf(root);
  const addressesIn = (node: RecordNode): readonly Address[] => {
    const found = known.get(node) ?? addressesOf(node, base);
    known.set(node, found);
    return found;
  };
  const found = new Map<RecordNode, { headers: RawHeader[]; addresses: readonly Address[] }>();
  const visit = (node: RecordNode, above: readonly RecordNode[]): void => {
    const header = headerOf(node, text) ?? lineOf(node, above.at(-1), text) ?? loginOf(node, above.at(-1), text);
    const place = header === undefined ? undefined : recordOf(above, addressesIn);
    if (header !== undefined && place !== undefined) {
      const record = found.get(place) ?? { headers: [], addresses: addressesIn(place) };
      record.headers.push(header);
      found.set(place, record);
    }
    for (const child of node.children) visit(child, [...above, node]);
  };
  visit(root, []);
  return [...found].map(([node, record]) => ({
    ...record,
    start: node.start,
    end: node.end,
    passes: node.children.some(({ key }) => PASSES_ON.test(key)),
  }));
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

/** `headers: ["Authorization: Bearer …"]` */
function lineOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  const { value } = node;
  if (value === undefined || node.key !== '' || !/header|filter/i.test(owner?.key ?? '')) return undefined;
  const head =
    /^([A-Za-z][\w-]{3,48})[ \t]{0,4}:[ \t]{0,4}/.exec(value.text) ??
    /^(?:Add|Set)RequestHeader=([A-Za-z][\w-]{3,48}),[ \t]{0,4}/.exec(value.text);
  const name = head?.[1]?.toLowerCase() ?? '';
  if (head === null || !HEADER_NAMES.test(name) || value.text !== text.slice(value.start, value.end)) return undefined;
  const start = value.start + head[0].length;
  return {
    name,
    value: { ...value, text: value.text.slice(head[0].length), start },
    start: value.start,
    end: value.end,
  };
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
    if (inside?.list === true && !/header|param|plugin|middleware|filter|transform/i.test(inside.key)) return undefined;
    if (!PART.test(node.key)) return undefined;
  }
  return undefined;
}

/** `"url": "…"`, `"url": { "raw": "…" }`. */
function addressesOf(node: RecordNode, base: string): readonly Address[] {
  return node.children.flatMap((child) => {
    const target = TARGET_KEY.test(child.key) && /^https?:\/\//.test(child.value?.text ?? '');
    if (!target && !URL_KEY.test(child.key)) return [];
    const value = child.value ?? child.children.find(({ key }) => key === 'raw')?.value;
    if (value === undefined) return [];
    const below = base !== '' && value.text.startsWith('/');
    const place = { start: value.start, end: value.end };
    return [below ? { ...addressAt(base + value.text, value.start), place } : addressAt(value.text, value.start)];
  });
}

/** Artillery's `config.target`, to which all addresses of the file are added. */
function baseOf(root: RecordNode): string {
  const config = root.children.find(({ key }) => key === 'config');
  const target = config?.children.find(({ key }) => key === 'target')?.value?.text ?? '';
  return /^https?:\/\//.test(target) ? target.replace(/\/$/, '') : '';
}
