// A stored Anthropic key that is more than the key: quotes, blanks, a scheme or a second prefix became part of its value.

import type { Rule, RuleInput } from '../../rule.ts';
import { ownerOf } from './key-owners.ts';
import { findAssignedWraps, findWrapped } from './malformed-clients.ts';
import { findEncoded, judgeFormat, judgeShown } from './malformed-formats.ts';
import { cut, type Found, found, isDockerfile, KEY_NAME, NOT_KEY_NAME, QUOTE } from './malformed-found.ts';
import { malformedDocs } from './malformed-key.docs.ts';
import { findPiped } from './malformed-piped.ts';
import { findBroken, findTemplates, judgeBlock, judgeComposeList, parentOf } from './malformed-settings.ts';
import { onlyFault, perFile } from './per-file.ts';
import {
  type Assigned,
  assignedName,
  isCommented,
  isDocument,
  isEnvFile,
  isShellFile,
  isStore,
  type KeyRun,
  keyRuns,
  lineStartOf,
} from './stored-keys.ts';

const SMART = /[“”„‘’‚«»]/;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/;
const JUNK = /[\s"'`“”„‘’‚«»\\\u200b-\u200d\u2060\ufeff\u00ad]/;
const SCHEME = /(?:bearer|x-api-key\s?:|authorization\s?:)$/i;
const MOST_JUNK = 40;
/** Nothing more on a line, and after it another setting: a value that was broken goes on there. */
const CLOSED_LINE = /^[ \t]{0,8}(?:\r?\n[ \t]{0,8}(?:#|\r?\n|$|(?:export )?[A-Za-z_]\w{0,60}=)|$)/;
/** Names for the bare key, where a scheme is never part of it: a token's variable may hold a whole header value. */
const BARE_NAME = /api_?-?key|anthropic_?key|claude_?key|^ANTHROPIC_AUTH_TOKEN$|^CLAUDE_CODE_OAUTH_TOKEN$/i;
const GENERATED = /\b(?:buildConfigField|resValue)\b/;
const CLEANED = /^\s{0,4}\)?\.(?:trim|strip|replace|split|slice|substring|match)/;

function findAll(input: RuleInput): readonly Found[] {
  const { path, text } = input;
  if (!isStore(path)) return isDocument(path) ? keyRuns(text).flatMap((run) => judgeShown(text, path, run) ?? []) : [];
  const results: Found[] = [];
  for (const run of keyRuns(text)) {
    if (isCommented(text, run.start)) continue;
    const match =
      judgeDoubled(text, run) ??
      judgeBlock(text, path, run) ??
      judgeFormat(text, path, run) ??
      judgeWrapping(text, path, run);
    if (match !== undefined) results.push(match);
  }
  // A key with a scheme that is judged where it stands is not judged again where it is given.
  const isNew = (match: Found): boolean => match.fault !== 'scheme' || !results.some(({ fault }) => fault === 'scheme');
  const wrapped = findWrapped(input).filter(isNew);
  return [
    ...results,
    ...findBroken(text),
    ...findTemplates(path, text),
    ...findPiped(input),
    ...findEncoded(path, text),
    ...wrapped,
    ...findAssignedWraps(input).filter(({ start, end }) =>
      wrapped.every((one) => one.end <= start || end <= one.start),
    ),
  ];
}

/** `sk-ant-sk-ant-…`, a key pasted twice, `NAME=NAME=sk-ant-…`. */
function judgeDoubled(text: string, run: KeyRun & { readonly prefix: string }): Found | undefined {
  const key = text.slice(run.start, run.end);
  const last = key.lastIndexOf(run.prefix);
  const again = repeatedName(text, run.start);
  if (last <= 0 && again === undefined) return undefined;
  if (again !== undefined && last <= 0) {
    return found('doubled', 'The name of the variable is part of its value.', run, run, [cut(again, run.start)]);
  }
  const half = key.slice(0, key.length / 2);
  const edits =
    last < 20 ? [cut(run.start, run.start + last)] : half + half === key ? [cut(run.start + half.length, run.end)] : [];
  return found(
    'doubled',
    last < 20 ? 'The prefix of the key stands there twice.' : 'Two keys in one value.',
    run,
    run,
    edits,
  );
}

/** Where the second `NAME=` of `NAME=NAME=` starts. */
function repeatedName(text: string, at: number): number | undefined {
  const head = text.slice(Math.max(0, at - 160), at);
  const match =
    /\b([A-Z][A-Z0-9_]{4,60})["']?\]?[ \t]{0,4}[=:][ \t]{0,4}["']?((?:export[ \t])?\1[ \t]{0,2}[=:][ \t]{0,2})$/.exec(
      head,
    );
  if (match !== null) return at - (match[2] ?? '').length;
  // `"ApiKey": "ANTHROPIC_API_KEY=sk-…"`
  const line =
    /([\w.-]{3,60})["']?[ \t]{0,4}[=:][ \t]{0,4}["']((?:export[ \t])?(?:ANTHROPIC|CLAUDE)_API_KEY[ \t]{0,2}[=:][ \t]{0,2})$/.exec(
      head,
    );
  return line === null || !BARE_NAME.test(line[1] ?? '') ? undefined : at - (line[2] ?? '').length;
}

/** What stands between the sign of an assignment and the key, and after the key. */
function judgeWrapping(text: string, path: string, run: KeyRun): Found | undefined {
  const lead = leadStart(text, run.start);
  const valueStart = skipBlanks(text, lead, run.start);
  const assigned = assignedName(text, valueStart);
  // Gradle writes the quotes of the constant that it makes.
  if (assigned !== undefined && GENERATED.test(text.slice(lineStartOf(text, assigned.start), assigned.start)))
    return undefined;
  if (assigned === undefined || !KEY_NAME.test(assigned.name) || NOT_KEY_NAME.test(assigned.name)) return undefined;
  const delimiter = QUOTE.test(text.charAt(valueStart)) ? delimiterAt(text, valueStart, run.start) : '';
  const inside = { start: valueStart + delimiter.length, end: run.end };
  const before = text.slice(inside.start, run.start);
  const close = delimiter === '' ? undefined : closeOf(text, run.end, delimiter);
  if (delimiter !== '' && close === undefined) {
    const alone =
      isEnvFile(path) && valueStart + 1 === run.start && CLOSED_LINE.test(text.slice(run.end, run.end + 100));
    if (!alone) return undefined;
    const span = { start: valueStart, end: run.end };
    return found('quotes', 'A quote without its partner is part of the value.', span, run, [
      cut(valueStart, run.start),
    ]);
  }
  if (close !== undefined && CLEANED.test(text.slice(close + delimiter.length, close + 24))) return undefined;
  const end = close ?? bareEnd(text, run.end, before);
  const after = text.slice(run.end, end);
  const junk = before + after;
  const edits = [cut(inside.start, run.start), cut(run.end, end)].filter((edit) => edit.startOffset < edit.endOffset);
  const span = { start: inside.start, end };
  if (SCHEME.test(before.trimEnd())) {
    const bare = BARE_NAME.test(assigned.name) || isOwnKey(text, assigned);
    if (!bare || /^x-api-key$/i.test(assigned.name)) return undefined;
    return found('scheme', 'The value has a scheme or a header name before the key.', span, run, edits);
  }
  const keeps = keepsQuotes(text, path, assigned.start);
  if (delimiter !== '' && close !== undefined && keeps !== undefined) {
    const whole = { start: valueStart, end: close + delimiter.length };
    return found('quotes', `${keeps} keeps the quotes as part of the value.`, whole, run, [
      cut(valueStart, run.start),
      cut(run.end, whole.end),
    ]);
  }
  const sign = delimiter !== '' && before === '' ? /^[;,]$/.exec(after)?.[0] : undefined;
  if (sign !== undefined) return found('quotes', `"${sign}" is part of the stored value.`, span, run, edits);
  if (hasQuotes(text, before, after, delimiter, assigned.start, path))
    return found('quotes', 'Quotes are part of the stored value.', span, run, edits);
  if (INVISIBLE.test(junk))
    return found('blank', 'Invisible characters are part of the stored value.', span, run, edits);
  if (delimiter !== '' && junk !== '')
    return found('blank', 'Blanks or a line break are part of the stored value.', span, run, edits);
  if (delimiter === '')
    return judgeBare(text, path, run, assigned.start, valueStart) ?? judgeComposeList(text, path, run);
  return judgeSpacing(text, path, run, assigned.start, valueStart) ?? judgeComposeList(text, path, run);
}

/** `'anthropic' => ['key' => …`, `[providers.anthropic]` with `key = …` below. */
function isOwnKey(text: string, { name, start }: Assigned): boolean {
  if (!/^(?:key|token)$/i.test(name)) return false;
  const depth = text.slice(lineStartOf(text, start), start).search(/\S|$/);
  return /^(?:anthropic|claude)$/i.test(parentOf(text, start, depth)) || ownerOf(text, start) === 'Anthropic';
}

function leadStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < MOST_JUNK) {
    if (JUNK.test(text.charAt(start - 1))) start -= 1;
    else {
      const word = SCHEME.exec(text.slice(Math.max(0, start - 16), start));
      if (word === null) break;
      start -= word[0].length;
    }
  }
  return start;
}

function skipBlanks(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** One quote, or three of a kind that open a longer string. */
function delimiterAt(text: string, at: number, limit: number): string {
  const quote = text.charAt(at);
  return at + 3 <= limit && text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
}

/** The closing delimiter, when nothing but junk stands before it. */
function closeOf(text: string, from: number, delimiter: string): number | undefined {
  for (let at = from; at < from + MOST_JUNK && at < text.length; at += 1) {
    if (text.startsWith(delimiter, at)) return at;
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (at === from && /[;,]/.test(char) && text.startsWith(delimiter, at + 1)) return at + 1;
    else if (!JUNK.test(char)) return undefined;
  }
  return undefined;
}

/** Where a value without delimiters ends: its closing junk mirrors the opening one. */
function bareEnd(text: string, from: number, before: string): number {
  const tail = text.slice(from, from + 4);
  if (before.includes('\\')) return from + (/^\\["']/.exec(tail)?.[0].length ?? 0);
  return from + (/^[“”„‘’‚«»\u200b-\u200d\u2060\ufeff\u00ad]+/.exec(tail)?.[0].length ?? 0);
}

function hasQuotes(
  text: string,
  before: string,
  after: string,
  delimiter: string,
  nameStart: number,
  path: string,
): boolean {
  if (SMART.test(before + after)) return true;
  if (delimiter !== '') return QUOTE.test(before + after) && (QUOTE.test(after) || QUOTE.test(before));
  // `NAME=\"sk-…\"` at the start of a line; inside a string that is how a quoted value is written.
  const lineStart = lineStartOf(text, nameStart);
  const own = /^\s{0,8}(?:export\s|ENV\s|ARG\s|-\s)?\s{0,4}$/.test(text.slice(lineStart, nameStart));
  return (
    own &&
    (isEnvFile(path) || isShellFile(path, text) || isDockerfile(path)) &&
    before.startsWith('\\') &&
    QUOTE.test(before)
  );
}

/** `set NAME="value"`; `set "NAME=value"` has its quotes round both. */
function keepsQuotes(text: string, path: string, nameStart: number): string | undefined {
  if (/\.properties$/.test(path)) return 'A properties file';
  return isBatchSet(text, path, nameStart) ? 'A batch file' : undefined;
}

function isBatchSet(text: string, path: string, nameStart: number): boolean {
  if (!/\.(?:bat|cmd)$/i.test(path)) return false;
  return (
    /^\s{0,20}@?set\s{1,4}$/i.test(text.slice(lineStartOf(text, nameStart), nameStart)) &&
    text.charAt(nameStart - 1) !== '"'
  );
}

/** An unquoted value: blanks round `=`, one quote too few, a YAML block that keeps its line break. */
function judgeBare(text: string, path: string, run: KeyRun, nameStart: number, valueStart: number): Found | undefined {
  const lineStart = lineStartOf(text, nameStart);
  const rest = text.slice(run.end, run.end + 400);
  const whole = text.slice(lineStart, run.end) + (/^[^\n]{0,400}/.exec(rest)?.[0] ?? '');
  if (isEnvFile(path) && QUOTE.test(text.charAt(run.end)) && (whole.match(/["'`]/g) ?? []).length === 1) {
    const end = run.end + 1;
    return found('quotes', 'A quote without its partner is part of the value.', { start: run.start, end }, run, [
      cut(run.end, end),
    ]);
  }
  return judgeSpacing(text, path, run, nameStart, valueStart);
}

/** `NAME = value`: a shell and docker do not read it; dotenv does. */
function judgeSpacing(
  text: string,
  path: string,
  run: KeyRun,
  nameStart: number,
  valueStart: number,
): Found | undefined {
  const env = isEnvFile(path);
  if (!env && !isShellFile(path, text)) return undefined;
  const lineStart = lineStartOf(text, nameStart);
  if (!/^\s{0,8}(?:export\s{1,4})?$/.test(text.slice(lineStart, nameStart))) return undefined;
  const head = /^\w+([ \t]{0,8})=([ \t]{0,8})$/.exec(text.slice(nameStart, valueStart));
  if (head === null || (head[1] === '' && head[2] === '')) return undefined;
  const sign = text.indexOf('=', nameStart);
  const edits = [cut(sign - (head[1] ?? '').length, sign), cut(sign + 1, valueStart)];
  return {
    ...found(
      'blank',
      env
        ? 'Blanks round "=": dotenv reads it, a shell and docker --env-file do not.'
        : 'Blanks round "=": a shell takes the name for a command.',
      { start: nameStart, end: run.end },
      run,
      edits.filter((edit) => edit.startOffset < edit.endOffset),
    ),
    ...(env ? { level: 'warning' as const } : {}),
  };
}

const findOnce = perFile(findAll);

export const malformedKey: readonly Rule[] = malformedDocs.map(({ fault, ...docs }) => ({
  ...docs,
  find: onlyFault(findOnce, fault),
}));
