// What a file says of where its requests go when the address is a setting: whether it writes down the vendor's own.
import { askedOnce } from '../mentions.ts';
import type { Host } from '../vocabulary.ts';

/** Not in a comment: as a text of the program. */
export const namesVendor = askedOnce(/[\x22\x27\x60]https:\/\/api\.anthropic\.com(?![\w.-])/);

/** A parameter, a setting or a field that is filled elsewhere, and what is sent to an OpenAI-compatible path of another. */
export function isOpenHost(host: Host): boolean {
  return host === 'unknown' || host === 'compatible';
}
