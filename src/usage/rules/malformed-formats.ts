// Malformed keys by the rules of one format each: batch files, env files, quotes round a whole assignment, make, and the
// encoded data of a Kubernetes secret. Apart from the wrapping that all formats share.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import { cut, type Found, found, KEY_NAME, NOT_KEY_NAME } from './malformed-found.ts';
import { assignedName, isCommented, isEnvFile, type KeyRun, lineStartOf } from './stored-keys.ts';

const NAME = '([A-Za-z_]\\w{2,80})';
const BATCH = /\.(?:bat|cmd)$/i;
const SET = new RegExp(`^[ \\t]{0,40}@?set[ \\t]{1,4}${NAME}([ \\t]{0,4})=([ \\t]{0,4})$`, 'i');
const SETX = new RegExp(`^[ \\t]{0,40}@?setx[ \\t]{1,4}"?${NAME}"?[ \\t]{1,4}(')$`, 'i');
/** `"NAME='`: the assignment is quoted as a whole. */
const OUTER = new RegExp(`(["'])${NAME}=(["'])$`);
/** What takes an assignment as it stands. */
const AS_IT_STANDS = /(?:^[ \t]{0,60}-[ \t]{1,4}|^[ \t]{0,8}Environment=|(?:^|\s)(?:-e|--env)[ =]|\bputenv\()$/;
const HEADER = /(?:^|\s)(?:-H|--header)[ =]{0,4}(["'])x-api-key:[ \t]{0,4}(\\?["'])$/i;
const MADE = new RegExp(`^(?:export|override export)[ \\t]{1,4}${NAME}[ \\t]{0,4}[:?]?=[ \\t]{0,4}(["'])$`);
const ENV_LINE = new RegExp(`^[ \\t]{0,8}${NAME}=(["']?)(<?)$`);
/** What follows a key on the line of an env file and becomes a part of it. */
const ENV_TAIL = /^(["']?)(>|[;,]|\\[nr]|%0[AaDd]|%2[02])[ \t]{0,8}(?:\r?\n|$)/;

/** `"<key>"`: as the guide had it. */
const BRACKET_TAIL = /^(?=>(["']))(>)["'][ \t]{0,8}(?:\r?\n|$)/;

/** Words of a text that shows what does not work. */
const NOT_SO =
  /\b(?:wrong|bad|not|never|avoid|invalid|broken|incorrect|mistake|fails?|instead|quotes?|401)\b|n't\b|[❌✗✘]/i;

export function judgeFormat(text: string, path: string, run: KeyRun): Found | undefined {
  const lineStart = lineStartOf(text, run.start);
  const head = text.slice(lineStart, run.start);
  const judged = BATCH.test(path)
    ? judgeBatch(text, run, head)
    : (judgeEnvLine(text, path, run, head) ?? judgeMade(text, path, run, head));
  return (
    judged ??
    judgeRemark(text, path, run, head) ??
    judgeHeredoc(text, path, run, head) ??
    judgeBrackets(text, run, head) ??
    judgeHeader(text, run, head) ??
    judgeOuter(text, path, run, head)
  );
}

/** A command of a document that is there to be run: what it shows as a mistake is said to be one. */
export function judgeShown(text: string, path: string, run: KeyRun): Found | undefined {
  const above = text.slice(Math.max(0, run.start - 600), run.start);
  if (!/\b(?:docker|podman) run\b/.test(above) || NOT_SO.test(above + text.slice(run.end, run.end + 300)))
    return undefined;
  const head = text.slice(lineStartOf(text, run.start), run.start);
  // `-e NAME='"key"'`
  const [, name, outer = '', inner = ''] = /[ =]([A-Z_]\w{2,80})=(["'])(["'])$/.exec(head) ?? [];
  if (outer === inner || !isKeyName(name) || !text.startsWith(inner + outer, run.end))
    return judgeOuter(text, path, run, head);
  const span = { start: run.start - 1, end: run.end + 1 };
  return found('quotes', 'The inner quotes are part of the value.', span, run, [
    cut(span.start, run.start),
    cut(run.end, span.end),
  ]);
}

/** curl's `-H 'x-api-key: "…"'`: the quotes inside go with the header. */
function judgeHeader(text: string, run: KeyRun, head: string): Found | undefined {
  const [, outer = '', quote = ''] = HEADER.exec(head) ?? [];
  // Without a backslash the outer quote ends where it stands again.
  if (outer === '' || quote === outer || !text.startsWith(quote + outer, run.end)) return undefined;
  const span = { start: run.start - quote.length, end: run.end + quote.length };
  const edits = [cut(span.start, run.start), cut(run.end, span.end)];
  return found('quotes', 'The inner quotes are part of the header.', span, run, edits);
}

/** `set NAME= key`, `set NAME =key`, `set NAME=key && …`: blanks belong to the value, or to the name. */
function judgeBatch(text: string, run: KeyRun, head: string): Found | undefined {
  const single = SETX.exec(head);
  if (single !== null && text.charAt(run.end) === "'" && isKeyName(single[1])) {
    const span = { start: run.start - 1, end: run.end + 1 };
    return found('quotes', 'A batch file keeps single quotes as part of the value.', span, run, [
      { startOffset: span.start, endOffset: run.start, newText: '"' },
      { startOffset: run.end, endOffset: span.end, newText: '"' },
    ]);
  }
  const set = SET.exec(head);
  if (set === null || !isKeyName(set[1])) return undefined;
  const tail = /^[ \t]{1,8}(?=&)/.exec(text.slice(run.end, run.end + 12))?.[0] ?? '';
  const [, , before = '', after = ''] = set;
  const sign = run.start - after.length - 1;
  const edits = [cut(sign - before.length, sign), cut(sign + 1, run.start), cut(run.end, run.end + tail.length)];
  const faulty = edits.filter((edit) => edit.startOffset < edit.endOffset);
  if (faulty.length === 0) return undefined;
  const span = { start: sign + 1, end: run.end + tail.length };
  return found('blank', 'A batch file keeps blanks as part of the name or the value.', span, run, faulty);
}

/** A comma, a semicolon or a written line break after the key; angle brackets round it. */
function judgeEnvLine(text: string, path: string, run: KeyRun, head: string): Found | undefined {
  if (!isEnvFile(path)) return undefined;
  const line = ENV_LINE.exec(head);
  const tail = ENV_TAIL.exec(text.slice(run.end, run.end + 24)) ?? BRACKET_TAIL.exec(text.slice(run.end, run.end + 24));
  if (line === null || tail === null || !isKeyName(line[1]) || line[2] !== tail[1]) return undefined;
  const [, quote = '', sign = ''] = tail;
  if ((sign === '>') !== (line[3] === '<')) return undefined;
  const after = text.charAt(run.end) === quote ? run.end + quote.length : run.end;
  const before = run.start - (line[3] ?? '').length;
  const edits = [cut(before, run.start), cut(after, after + sign.length)].filter(
    (edit) => edit.startOffset < edit.endOffset,
  );
  const fault = /^[\\%]/.test(sign) ? 'blank' : 'quotes';
  return found(
    fault,
    `"${sign}" is part of the stored value.`,
    { start: before, end: after + sign.length },
    run,
    edits,
  );
}

/** What each format takes for a remark after the key, and keeps. */
const REMARKS: readonly (readonly [path: RegExp, line: RegExp, remark: RegExp])[] = [
  [/\.properties$/, /^[ \t]{0,8}([\w.-]{3,80})[ \t]{0,4}[=:][ \t]{0,4}$/, /^[ \t]{1,20}[#!;/][^\n]{0,200}/],
  [BATCH, /^[ \t]{0,40}@?set[ \t]{1,4}"?([A-Za-z_]\w{2,80})=$/i, /^[ \t]{1,20}(?:rem\b|::|#|\/\/)[^\n]{0,200}/i],
  [
    /(?:^|\/)(?:GNU)?[mM]akefile$|\.mk$/,
    /^(?:export[ \t]{1,4})?([A-Za-z_]\w{2,80})[ \t]{0,4}[:?]?=[ \t]{0,4}$/,
    /^[ \t]{1,20}(?=#|\r?\n)/,
  ],
  [
    /(?:^|\/)\.env(?:\.[\w.-]{1,40})?$|\.env$/,
    /^[ \t]{0,8}([A-Za-z_]\w{2,80})=$/,
    /^[ \t]{1,20}(?:\/\/|--|;|<-|\/\*|<!--)[^\n]{0,200}/,
  ],
];

/** `NAME=key # remark` where the format knows no such remark. */
function judgeRemark(text: string, path: string, run: KeyRun, head: string): Found | undefined {
  const [, line, remark] = REMARKS.find(([one]) => one.test(path)) ?? [];
  const name = line?.exec(head)?.[1];
  const tail = remark?.exec(text.slice(run.end, run.end + 240))?.[0];
  if (tail === undefined || !isKeyName(name)) return undefined;
  const span = { start: run.start, end: run.end + tail.length };
  return found('blank', 'What stands after the key is part of the value.', span, run, [cut(run.end, span.end)]);
}

/** Terraform's `name = <<EOT` and Ruby's `NAME = <<~KEY` with the key alone below. */
function judgeHeredoc(text: string, path: string, run: KeyRun, head: string): Found | undefined {
  if (head.trim() !== '' || !/\.(?:tf|tfvars|hcl|rb|rake|p[lm])$/.test(path)) return undefined;
  const [, name, mark = ''] =
    /([A-Za-z_][\w.]{2,80})[ \t]{0,20}=[ \t]{0,4}<<[-~]?["']?(\w{2,20})["']?;?[ \t]{0,8}\r?\n$/.exec(
      text.slice(Math.max(0, run.start - head.length - 160), run.start - head.length),
    ) ?? [];
  const closes = new RegExp(`^[ \\t]{0,8}\\r?\\n[ \\t]{0,40}${mark}\\b`);
  if (mark === '' || !isKeyName(name) || !closes.test(text.slice(run.end, run.end + 80))) return undefined;
  return found('blank', 'The text ends with a line break.', run, run, []);
}

/** `"<key>"`, as a guide had it. */
function judgeBrackets(text: string, run: KeyRun, head: string): Found | undefined {
  const [all, quote = '', open = ''] = /(["'`])([<[{(])$/.exec(head) ?? [];
  const close = { '<': '>', '[': ']', '{': '}', '(': ')' }[open];
  if (all === undefined || close === undefined || !text.startsWith(close + quote, run.end)) return undefined;
  if (!isKeyName(assignedName(text, run.start - 2)?.name)) return undefined;
  const span = { start: run.start - 1, end: run.end + 1 };
  const edits = [cut(span.start, run.start), cut(run.end, span.end)];
  return found('quotes', 'The brackets are part of the stored value.', span, run, edits);
}

/** make hands on what stands after the sign, quotes and all. */
function judgeMade(text: string, path: string, run: KeyRun, head: string): Found | undefined {
  if (!/(?:^|\/)(?:GNU)?[mM]akefile$|\.mk$/.test(path)) return undefined;
  const [, name, quote = ''] = MADE.exec(head) ?? [];
  if (!isKeyName(name) || text.charAt(run.end) !== quote) return undefined;
  const span = { start: run.start - 1, end: run.end + 1 };
  return found('quotes', 'make keeps the quotes as part of the value.', span, run, [
    cut(span.start, run.start),
    cut(run.end, span.end),
  ]);
}

/** `- "NAME='key'"`, `Environment="NAME='key'"`, `-e 'NAME="key"'`: only the outer quotes are taken off. */
function judgeOuter(text: string, path: string, run: KeyRun, head: string): Found | undefined {
  const match = OUTER.exec(head);
  if (match === null) return undefined;
  const [whole, outer = '', name, inner = ''] = match;
  const before = head.slice(0, match.index);
  if (outer === inner || !isKeyName(name) || !AS_IT_STANDS.test(before)) return undefined;
  if (!text.startsWith(inner + outer, run.end)) return undefined;
  // A list of commands.
  if (/^\s*-\s/.test(before) && !(/\.ya?ml$/.test(path) && whole !== '')) return undefined;
  const span = { start: run.start - 1, end: run.end + 1 };
  return found('quotes', 'The inner quotes are part of the value.', span, run, [
    cut(span.start, run.start),
    cut(run.end, span.end),
  ]);
}

function isKeyName(name: string | undefined): boolean {
  return name !== undefined && KEY_NAME.test(name) && !NOT_KEY_NAME.test(name);
}

/** `sk-ant-` as base64 begins. */
export const ENCODED_PREFIX = 'c2stYW50L';
const DATA =
  /^[ \t]{1,40}["']?([\w.-]{3,80})["']?[ \t]{0,2}:[ \t]{1,4}["']?(c2stYW50L[A-Za-z0-9+/]{60,400}={0,2})["']?[ \t]{0,8}$/gm;

/** Under `data:` of a secret: what `echo key | base64` makes has the line break of `echo` in it. */
export function findEncoded(path: string, text: string): readonly Found[] {
  if (!/\.(?:ya?ml|json)$/.test(path) || !text.includes(ENCODED_PREFIX)) return [];
  return [...text.matchAll(DATA)].flatMap((match): readonly Found[] => {
    const [whole, name, encoded = ''] = match;
    const start = match.index + whole.indexOf(encoded);
    const span = { start, end: start + encoded.length };
    const [, key = '', tail = ''] = /^(sk-ant-[\w-]{40,200})(\s{1,4})$/.exec(decoded(encoded)) ?? [];
    if (tail === '' || !isKeyName(name) || isCommented(text, start)) return [];
    if (isPlaceholder(key.replace(/^sk-ant-[a-z]{2,8}\d{0,4}-/, ''))) return [];
    const edit = { startOffset: span.start, endOffset: span.end, newText: btoa(key) };
    return [found('blank', 'What is encoded ends with a line break: echo adds one.', span, span, [edit])];
  });
}

function decoded(text: string): string {
  return text.length % 4 === 0 ? atob(text) : '';
}
