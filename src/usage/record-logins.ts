// Headers that a tool makes of how a request signs in: Postman's, Insomnia's and their like. Apart from records.ts, which
// reads the headers that are written as such.
import { HEADER_NAMES } from './headers.ts';
import type { RawHeader } from './raw-requests.ts';
import type { RecordNode } from './record-trees.ts';

export function loginOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  return bearerOf(node, owner, text) ?? keyOf(node, owner, text) ?? tokenOf(node, owner, text);
}

/** `"auth": { "type": "bearer", "token": … }` of Insomnia and its like, and an action's `bearerToken`. */
function tokenOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  const { value, key } = node;
  if (value === undefined || value.text !== text.slice(value.start, value.end)) return undefined;
  const chosen = owner?.children.some(
    (child) =>
      /^(?:type|authType|strategy|scheme|method|kind)$/.test(child.key) && child.value?.text.toLowerCase() === 'bearer',
  );
  const named =
    /^(?:bearer[_-]?token|auth[_-]?bearer)$/i.test(key) || (chosen === true && /^(?:token|bearer)$/.test(key));
  return named ? { name: 'authorization', value, start: node.start, end: value.end, scheme: 'Bearer ' } : undefined;
}

/** Postman's `"auth": { "bearer": [{ "key": "token", "value": … }] }`. */
function bearerOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  if (owner?.key !== 'bearer' || node.children.find(({ key }) => key === 'key')?.value?.text !== 'token')
    return undefined;
  const value = node.children.find(({ key }) => key === 'value')?.value;
  if (value === undefined || value.text !== text.slice(value.start, value.end)) return undefined;
  return { name: 'authorization', value, start: value.start, end: value.end, scheme: 'Bearer ' };
}

/** Postman's `"auth": { "apikey": [{ "key": "key", "value": "x-api-key" }, { "key": "value", "value": … }] }`. */
function keyOf(node: RecordNode, owner: RecordNode | undefined, text: string): RawHeader | undefined {
  if (owner?.key !== 'apikey') return undefined;
  const part = (one: RecordNode, key: string) => one.children.find((child) => child.key === key)?.value;
  const value = part(node, 'key')?.text === 'value' ? part(node, 'value') : undefined;
  const named = owner.children.find((one) => part(one, 'key')?.text === 'key');
  const name = (named === undefined ? undefined : part(named, 'value')?.text.toLowerCase()) ?? '';
  if (value === undefined || !HEADER_NAMES.test(name) || value.text !== text.slice(value.start, value.end))
    return undefined;
  return { name, value, start: value.start, end: value.end };
}
