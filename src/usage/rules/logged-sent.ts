// Headers of a request: kept by an HTTP client, given to its hook, come in from a caller, or one of them taken by itself. Apart
// from the values: what tells is the client and its hooks.
import { askedOnce } from '../mentions.ts';
import { type File, lastAssignment } from './logged-assignments.ts';
import { getsKey, holdsKey, opensRecord } from './logged-records.ts';
import { sendsKey } from './logged-requests.ts';

const setsHeader = askedOnce(/\.setHeader\(\s?["']x-api-key/i);
/** Hooks that are given what is about to be sent, and how far below its head such a hook prints. */
const HOOK = 400;
/** All headers of a request that came in, where the key among them is read. */
export const OF_CALLER = /^(?:(?:ctx|c|event|context)\.)?(?:req|request|r)\.(?:headers?|getHeaders\(\))$/i;
export const takesKey = askedOnce(
  /\b(?:headers?\w{0,10}|get)(?:\(\)|\??\.get)?\s?\??\.?[[(]\s?["'`](?:x-api-key|authorization)["'`]|\bheaders\??\.authorization\b/i,
);
/** A client of a provider's SDK that sends by way of the file's own code. */
export const hooksClient = askedOnce(
  /(?:Anthropic|OpenAI)\w{0,20}\([^;]{0,300}?\b(?:http_client|httpClient|fetch)\b\s?[=:,(]/,
);
const intercepts = askedOnce(/interceptors\.request\.use\(/);
const ASKS_HOOK = /\b(?:onRequest|beforeRequest|fetch)\b(?:\(|:)(?:(?!\n\s{0,8}\})[\s\S]){0,300}$/;

/** Headers of a request, or the request, kept by an HTTP client or given to its hook. */
export function isRequest(file: File, names: readonly string[], at: number): boolean {
  const path = names.join('.');
  const [first = ''] = names;
  if (
    /\.(?:headers?|requestHeaders|DefaultRequestHeaders|allHTTPHeaderFields)$/i.test(path) &&
    getsKey(file.text, path, file.mentionsAi)
  )
    return true;
  if (
    names.length === 2 &&
    /^headers$/i.test(names[1] ?? '') &&
    setsHeader(file.text) &&
    getsKey(file.text, first, file.mentionsAi)
  )
    return true;
  if (names.length === 2 && names[1] === 'headers' && first !== 'self' && first !== 'this') {
    const made = lastAssignment(file, first, at);
    if (made !== undefined && opensRecord(made.code) && holdsKey(file.text, made.at, first, file.mentionsAi))
      return true;
  }
  if (!/^\w{1,40}(?:\.headers)?$/.test(path) || !(sendsKey(file.text) || hooksClient(file.text))) return false;
  const above = file.text.slice(Math.max(0, at - HOOK), at);
  return (
    (/^(?:options|opts|config|init|req|request|ctx|context)(?:\.headers)?$/.test(path) && ASKS_HOOK.test(above)) ||
    (intercepts(file.text) &&
      new RegExp(`interceptors\\.request\\.use\\(\\s?(?:async )?\\(?${first}\\b`).test(file.text)) ||
    (path.endsWith('.headers') && first === 'request' && /event_hooks|def handle_(?:async_)?request\(/.test(file.text))
  );
}

/** One header: of a request that came in, or of a record that has the key in it. */
export function isHeader(file: File, owners: readonly string[], at: number): boolean {
  const owner = owners.at(-1) ?? '';
  if (/^headers$/i.test(owner) && owners.length > 1 && /^(?:req|request|r|event)$/.test(owners.at(-2) ?? ''))
    return file.mentionsAi();
  const made = owners.length === 1 ? lastAssignment(file, owner, at) : undefined;
  return made !== undefined && opensRecord(made.code) && holdsKey(file.text, made.at, owner, file.mentionsAi);
}
