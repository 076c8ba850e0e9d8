// Requests as they go over the wire: `.http` files, and blocks of documents that show one.
import { directives } from './document-parts.ts';
import type { Form } from './forms.ts';
import { HEADER_NAMES } from './headers.ts';
import { addressOf, type RawHeader, type RawRequest } from './raw-requests.ts';
import { RECORD } from './syntax.ts';
import type { Address } from './vocabulary.ts';

/** The same text with blanks for all but the fenced blocks of HTTP; each begins a request. */
export function onlyHttpFences(text: string): string {
  let inside = false;
  return text
    .split('\n')
    .map((line, index, lines) => {
      const fence = /^[ \t>]{0,12}(?:`{3,}|~{3,})[ \t]{0,4}(\w{0,12})/.exec(line);
      if (fence !== null) {
        const first = lines[index + 1] ?? '';
        const shown = /^(?:text|txt|)$/i.test(fence[1] ?? '')
          ? /^[ \t>]{0,12}(?:GET|POST|PUT|PATCH|DELETE) /.test(first)
          : /^[ \t>]{0,12}(?:GET|POST|PUT|PATCH|DELETE) https?:\/\/\S{1,300}(?: HTTP\/[\d.]{1,3})?\r?$/.test(first);
        inside = !inside && (shown || /^(?:http|rest)$/i.test(fence[1] ?? ''));
      }
      return fence !== null ? '###'.padEnd(line.length) : inside ? line : ' '.repeat(line.length);
    })
    .join('\n');
}

/** The same for reStructuredText and AsciiDoc. */
export function onlyHttpDirectives(text: string): string {
  const parts = directives(text, (name) => (/^(?:http|rest)$/.test(name) ? RECORD : undefined));
  let at = 0;
  let result = '';
  for (const { start, end } of parts) {
    // What stands between two blocks parts their requests.
    const gap = text.slice(at, start).replace(/[^\n]/g, ' ');
    result += `${gap.replace(/^ {3}/, '###')}${text.slice(start, end)}`;
    at = end;
  }
  return result + text.slice(at).replace(/[^\n]/g, ' ');
}

/** Requests of a .http file, divided by `###`. */
export function readHttp(text: string): readonly RawRequest[] {
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
    // `anthropic-version: {{version}}`, where the file says the variable.
    const set = variables.get(/^\{\{([\w-]{1,60})\}\}$/.exec(whole.text)?.[1] ?? '');
    const form: Form | undefined =
      name === 'anthropic-version' && set !== undefined
        ? [{ type: 'text', text: set, names: [], range: { start: 0, end: 1 } }]
        : undefined;
    if (HEADER_NAMES.test(name))
      request.headers.push({
        name,
        start: start + line.indexOf(content),
        end,
        value: whole,
        ...(form === undefined ? {} : { form }),
      });
  }
  return found;
}
