// An answer -> live, limited, dead or unreachable. What cannot be told apart for sure is unreachable: a key called dead by
// mistake is a key that nobody revokes.
import type { Verdict } from '../../finding.ts';
import { printable } from '../../text/printable.ts';
import type { KeyKind } from './key-kind.ts';
import type { Reply } from './send.ts';

export interface Judged {
  readonly verdict: Verdict;
  /** One sentence of ours about it, where the verdict alone does not say enough. */
  readonly note?: string;
  /** What the API said, without the key or any part of it. */
  readonly message?: string;
  readonly requestId?: string;
}

type Answer = Extract<Reply, { readonly type: 'answer' }>;

/** @param secrets - what must not show in the message, whatever the other side echoes. */
export function judge(answer: Answer, kind: KeyKind, secrets: readonly string[]): Judged {
  const { status, headers, body } = answer;
  const requestId = [headers['request-id'], headers['x-request-id'], headers['x-amzn-requestid']]
    .flat()
    .find((id) => id !== undefined && /^[\w.:-]{1,100}$/.test(id) && !sharesWith(id, secrets));
  const known = requestId === undefined ? {} : { requestId };
  if (status >= 300 && status < 400) {
    const note = `It redirects${targetOf(headers.location)}; that is not followed, so the key went nowhere else.`;
    return { verdict: 'unreachable', note, ...known };
  }
  const json = parseObject(body);
  if (json === undefined) {
    return { verdict: 'unreachable', note: `The answer (${status}) is not one of this API.`, ...known };
  }
  const said = messageOf(json);
  const message = said === undefined ? {} : { message: hide(said, secrets) };
  const lowered = body.toLowerCase();
  const reading = kind.readings.find(
    (entry) => entry.status === status && (entry.says === undefined || lowered.includes(entry.says)),
  );
  if (reading !== undefined) {
    const note = reading.note === undefined ? {} : { note: reading.note };
    return { verdict: reading.means, ...note, ...message, ...known };
  }
  if (status >= 200 && status < 300) {
    if (Object.hasOwn(json, kind.proof)) return { verdict: 'live', ...known };
    return { verdict: 'unreachable', note: 'The answer is not one of this API.', ...message, ...known };
  }
  const verdict = PLAIN[status] ?? 'unreachable';
  return { verdict, ...message, ...known };
}

/** The statuses that mean the same everywhere, in an answer that is the API's own. */
const PLAIN: Readonly<Record<number, Verdict>> = { 401: 'dead', 402: 'limited', 403: 'limited', 429: 'limited' };

function parseObject(body: string): object | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const MESSAGE_MEMBERS = ['message', 'error', 'error_description', 'detail', 'msg', 'Error', 'Message'];

/** The first sentence meant for people: `{error: {message}}`, `{message}`, `{error: "…"}` and the like. */
function messageOf(json: object, depth = 0): string | undefined {
  for (const name of MESSAGE_MEMBERS) {
    const value: unknown = Object.hasOwn(json, name) ? json[name as keyof typeof json] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'object' && value !== null && depth < 2) {
      const inner = messageOf(value, depth + 1);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

const MAX_MESSAGE = 300;
/** So many signs in a row that are also the key's are a part of it. */
const PART = 6;

/** A stranger's text without the key: neither whole, nor in part, nor starred out by the API itself, nor encoded. */
function hide(text: string, secrets: readonly string[]): string {
  const parts = partsOf(secrets);
  let out = '';
  let i = 0;
  while (i < text.length) {
    if (!parts.has(text.slice(i, i + PART))) {
      out += text.charAt(i);
      i += 1;
      continue;
    }
    let end = i + PART;
    while (end < text.length && parts.has(text.slice(end - PART + 1, end + 1))) end += 1;
    out += '…';
    i = end;
  }
  const cut = printable(out.replace(/[^\s*]{0,100}\*{2}\S{0,200}/g, '…'));
  return cut.length > MAX_MESSAGE ? `${cut.slice(0, MAX_MESSAGE - 1)}…` : cut;
}

function sharesWith(text: string, secrets: readonly string[]): boolean {
  const parts = partsOf(secrets);
  return Array.from({ length: Math.max(0, text.length - PART + 1) }).some((_, i) => parts.has(text.slice(i, i + PART)));
}

function partsOf(secrets: readonly string[]): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const secret of secrets) for (let i = 0; i + PART <= secret.length; i += 1) parts.add(secret.slice(i, i + PART));
  return parts;
}

/** Only the host: the rest of an address is anything that a stranger likes. */
function targetOf(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return '';
  const { host } = new URL(location);
  return /^[a-z0-9.:-]{1,80}$/.test(host) ? ` to ${printable(host)}` : '';
}
