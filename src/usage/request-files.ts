// Requests that a program keeps in a format of its own: Bruno's blocks, JMeter's properties.
import { HEADER_NAMES } from './headers.ts';
import { addressAt, type RawHeader, type RawRequest } from './raw-requests.ts';
import type { Address } from './vocabulary.ts';

const BLOCK = /^([a-z][\w:-]{0,40})[ \t]{0,4}\{[ \t\r]{0,4}$/;
const ENTRY = /^[ \t]{1,8}([A-Za-z][\w-]{0,60}):[ \t]{0,4}(.{1,1000}?)\r?$/;

/** One request a file: its method's block says the address, `headers` and `auth:bearer` the rest. */
export function readBruno(text: string): readonly RawRequest[] {
  const addresses: Address[] = [];
  const headers: RawHeader[] = [];
  let block = '';
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    block = BLOCK.exec(line)?.[1] ?? (line.startsWith('}') ? '' : block);
    const entry = ENTRY.exec(line);
    if (entry === null) continue;
    const name = (entry[1] ?? '').toLowerCase();
    const from = start + line.indexOf(entry[2] ?? '', line.indexOf(':'));
    const value = { text: entry[2] ?? '', start: from, end: from + (entry[2] ?? '').length };
    const place = { value, start: start + line.indexOf(entry[1] ?? ''), end: value.end };
    if (name === 'url' && /^(?:get|post|put|patch|delete)$/.test(block)) addresses.push(addressAt(value.text, from));
    if (block === 'headers' && HEADER_NAMES.test(name)) headers.push({ name, ...place });
    if (block === 'auth:bearer' && name === 'token')
      headers.push({ name: 'authorization', scheme: 'Bearer ', ...place });
  }
  return [{ addresses, headers, start: 0, end: text.length }];
}

const PROPERTY =
  /<stringProp name="(HTTPSampler\.domain|HTTPSampler\.path|Header\.name|Header\.value)">([^<]{0,400})<\/stringProp>/g;

/** All samplers of a plan share its headers: where they go to several hosts, nothing is said. */
export function readJMeter(text: string): readonly RawRequest[] {
  const addresses: Address[] = [];
  const headers: RawHeader[] = [];
  let host = '';
  let name = '';
  for (const { 0: whole, 1: property, 2: content = '', index } of text.matchAll(PROPERTY)) {
    const start = index + whole.length - '</stringProp>'.length - content.length;
    if (property === 'HTTPSampler.domain') host = content;
    if (property === 'HTTPSampler.path')
      addresses.push({
        ...addressAt(`https://${host}${content}`, start),
        place: { start, end: start + content.length },
      });
    if (property === 'Header.name') name = content.toLowerCase();
    if (property === 'Header.value' && HEADER_NAMES.test(name))
      headers.push({
        name,
        value: { text: content, start, end: start + content.length },
        start,
        end: start + content.length,
      });
  }
  return [{ addresses, headers, start: 0, end: text.length }];
}
