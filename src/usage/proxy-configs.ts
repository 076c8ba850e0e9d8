// Proxies that add a header on the way: nginx, Caddy, Apache and HAProxy. A header belongs to the address in its own
// block, else to those of the blocks inside it.
import type { Form } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import { addressOf, type RawHeader, type RawRequest } from './raw-requests.ts';
import type { Address } from './vocabulary.ts';

interface Block {
  readonly parent: Block | undefined;
  readonly addresses: Address[];
  readonly headers: RawHeader[];
  readonly start: number;
  end: number;
}

const TARGET =
  /^[ \t]{0,40}(?:proxy_pass|grpc_pass|reverse_proxy|to|ProxyPass(?:Match)?[ \t]{1,4}\S{1,80}|server[ \t]{1,4}\S{1,40})[ \t]{1,8}["']?((?:https?:\/\/)?[^\s;{"']{1,300})/;
const HEADER =
  /^[ \t]{0,40}(?:proxy_set_header|header_up|(?:RequestHeader|http-request)[ \t]{1,4}(?:always[ \t]{1,4})?(?:set|add|set-header|add-header))[ \t]{1,8}["']?([A-Za-z][\w-]{1,60})["']?[ \t]{1,8}(.{1,400})$/;
const NAMED = /\$\{(\w{1,80})\}|\{(?:env\.|\$)(\w{1,80})\}|%\[env\((\w{1,80})\)\]|%\{(\w{1,80})\}e|\$(\w{1,80})/;

/** Blocks with headers that are looked at. */
const MOST_BLOCKS = 200;

export function readProxies(text: string): readonly RawRequest[] {
  const top: Block = { parent: undefined, addresses: [], headers: [], start: 0, end: text.length };
  const blocks = [top];
  let open = top;
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    if (/^[ \t]{0,40}#/.test(line)) continue;
    const target = TARGET.exec(line)?.[1];
    const begins = /\{[ \t]{0,8}(?:#.{0,200})?$|^[ \t]{0,40}<[A-Z]\w{1,40}[ \t]/.test(line.trimEnd());
    if (begins) {
      open = { parent: open, addresses: [], headers: [], start, end: text.length };
      blocks.push(open);
    }
    if (target !== undefined) open.addresses.push(targetOf(target, start + line.indexOf(target)));
    const header = HEADER.exec(line);
    const read = header === null ? undefined : headerOf(header, start, line);
    if (read !== undefined) open.headers.push(read);
    if (!begins && /^[ \t]{0,40}(?:\}|<\/)/.test(line)) {
      open.end = at;
      open = open.parent ?? top;
    }
  }
  return blocks
    .filter(({ headers }) => headers.length > 0)
    .slice(0, MOST_BLOCKS)
    .map((block) => requestOf(block, blocks));
}

function targetOf(target: string, start: number): Address {
  const address = addressOf(/^api\.anthropic\.com:443$/.test(target) ? 'https://api.anthropic.com' : target);
  return { ...address, place: { start, end: start + target.length } };
}

function requestOf(block: Block, blocks: readonly Block[]): RawRequest {
  const inside = blocks.filter((one) => one.start > block.start && one.start < block.end);
  let addresses = [...block.addresses, ...inside.flatMap((one) => one.addresses)];
  for (let at = block.parent; addresses.length === 0 && at !== undefined; at = at.parent) addresses = at.addresses;
  return { addresses, headers: block.headers, start: block.start, end: block.end, passes: true };
}

function headerOf(match: RegExpExecArray, start: number, line: string): RawHeader | undefined {
  const name = (match[1] ?? '').toLowerCase();
  const whole = (match[2] ?? '').trimEnd().replace(/;$/, '');
  const text = /^["']/.test(whole) ? whole.slice(1, whole.lastIndexOf(whole.charAt(0))) : whole;
  // Nothing, or what the caller sent.
  if (!HEADER_NAMES.test(name) || text === '' || /^\$http_/.test(text)) return undefined;
  const from = start + line.length - (match[2] ?? '').length + (whole === text ? 0 : 1);
  const value = { text, start: from, end: from + text.length };
  return { name, value, start: start + line.indexOf(match[1] ?? ''), end: value.end, form: formOf(text) };
}

function formOf(text: string): Form {
  const range = { start: 0, end: 1 };
  const hole = NAMED.exec(text);
  const known = hole === null ? text : text.slice(0, hole.index);
  const rest = hole === null ? '' : text.slice(hole.index + hole[0].length);
  const pieces: Form[number][] = known === '' ? [] : [{ type: 'text', text: known, names: [], range }];
  if (hole !== null)
    pieces.push({
      type: 'hole',
      names: [hole.slice(1).find((name) => name !== undefined) ?? ''],
      origin: 'env',
      range,
    });
  if (rest !== '') pieces.push({ type: 'text', text: rest, names: [], range });
  return pieces;
}
