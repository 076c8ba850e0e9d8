// A request that is written down: its headers with their places, and where it goes. Shared by the readers of all formats.
import type { Form } from './forms.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

export interface RawHeader {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: { readonly text: string; readonly start: number; readonly end: number };
  /** The scheme that the tool puts before the value. */
  readonly scheme?: string;
  /** What the value is made of, where that is more than text with templates. */
  readonly form?: Form;
}

export interface RawRequest {
  readonly addresses: readonly Address[];
  readonly headers: readonly RawHeader[];
  readonly start: number;
  readonly end: number;
  /** True when the address stands in another function. */
  readonly afar?: boolean;
  /** True when it goes on with headers that its caller sent. */
  readonly passes?: boolean;
  /** True for a function's headers: they need not go together. */
  readonly branches?: boolean;
}

/** What tools put in its place. */
export const TEMPLATE =
  /@\{[^{}]{0,120}\}|\$\{\{[^{}]{0,120}\}\}|\{\{[^{}]{0,120}\}\}|\$\{[^{}]{0,120}\}|\$[A-Za-z_]\w{0,80}|%[A-Z_]{3,60}%|%env\([\w:]{1,80}\)%|\$\([\w:.]{3,80}\)|\{vault:\/\/[^{}]{1,100}\}|<<\w{1,80}>>/g;

export function addressAt(text: string, start: number): Address {
  return { ...addressOf(text), place: { start, end: start + text.length } };
}

export function addressOf(text: string): Address {
  const whole = text.replace(/^=/, '');
  const hole = whole.search(TEMPLATE);
  const known = hole < 0 ? whole : whole.slice(0, hole);
  if (/^https?:\/\//i.test(known)) return judgeAddress(known, hole < 0);
  if (/^api\.anthropic\.com(?:\/|$)/.test(known)) return judgeAddress(`https://${known}`, hole < 0);
  return { host: 'unknown', name: '', path: '' };
}

/** What a template's name has after that of the file it makes. */
const TEMPLATE_SUFFIX = /(?<=\.\w{1,12})\.(?:j2|jinja2?|tpl|tmpl|template|example|sample|dist)$/;

/** A file's name, without what only a template has. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(TEMPLATE_SUFFIX, '');
}

/** The extension in lower case; a name without one is a format of its own. */
export function formatOf(path: string): string {
  const name = nameOf(path);
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
