// What a value says of where a request goes, whatever the language.
import type { Form, Value } from './forms.ts';
import { type Address, judgeAddress } from './vocabulary.ts';

export const URL_NAME = /(?:url|uri|endpoint|api_?base|host)$/i;
const UNKNOWN: Address = { host: 'unknown', name: '', path: '' };

/** The text that a form begins with, and whether that is all of it. */
export function leadingTextOf(form: Form): { readonly text: string; readonly exact: boolean } {
  let text = '';
  for (const piece of form) {
    if (piece.type !== 'text') return { text, exact: false };
    text += piece.text;
  }
  return { text, exact: true };
}

/** What a value says of where a request goes. A path alone says nothing. */
export function addressesOf(value: Value, base = ''): readonly Address[] {
  const addresses: Address[] = [];
  for (const form of value) {
    const { text, exact } = knownPart(leadingTextOf(form));
    if (/^(?:https?|wss?):\/\//i.test(text)) addresses.push(judgeAddress(text, exact));
    else if (/^api\.anthropic\.com/i.test(text)) addresses.push(judgeAddress(`https://${text}`, exact));
    else if (base !== '' && exact) addresses.push(judgeAddress(joinPath(base, text), true));
    else addresses.push(UNKNOWN);
  }
  return addresses;
}

/** Up to where a format has its first argument put in: `https://host/v1/%s`. */
function knownPart({ text, exact }: { readonly text: string; readonly exact: boolean }): {
  readonly text: string;
  readonly exact: boolean;
} {
  const mark = text.startsWith('http') ? text.search(/%[svd@]|\{\w{0,40}\}/) : -1;
  return mark < 0 ? { text, exact } : { text: text.slice(0, mark), exact: false };
}

function joinPath(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}

/** @param at - where the address is written, when that is not where it stands. */
export type Put = (token: number, addresses: readonly Address[], at?: number) => void;
