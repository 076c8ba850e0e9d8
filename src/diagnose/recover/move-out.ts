// A literal key leaves the code: the line that reads the environment instead, and what .env, .env.example and .gitignore
// say then. Pure; the line itself is the one that every finding shows as its fix.
import type { MaskSpan } from '../../engine/detect.ts';
import type { Edit, Finding } from '../../finding.ts';
import type { LineIndex } from '../../text/position.ts';

export interface Move {
  readonly env: string;
  readonly value: string;
  readonly edits: readonly Edit[];
}

export interface MoveInput {
  readonly finding: Finding;
  readonly text: string;
  readonly lines: LineIndex;
  /** Every credential in the file. */
  readonly masks: readonly MaskSpan[];
}

/** Languages that read no environment of their own, or only through something else. */
const NO_CODE = /\.(?:tf|tfvars|hcl)$/i;

/** The move of one key, or why it stays where it is. */
export function moveOut({ finding, text, lines, masks }: MoveInput): Move | string {
  const { fix, secret, region, path, start, end } = finding;
  const env = /^Read it from the environment variable (\w+)$/.exec(fix?.title ?? '')?.[1];
  if (secret === undefined || env === undefined || NO_CODE.test(path)) return 'is no code that can read a variable';
  const value = secret.reveal();
  const line = region.startLine;
  const from = lines.startOf(line);
  const whole = lines.textOf(line);
  const inLine = masks.filter((mask) => mask.start < from + whole.length && mask.end > from);
  // What stands beside another credential is shown masked, and is not the text to write.
  const isAlone = inLine.every((mask) => mask.start >= start && mask.end <= end);
  const isPlain = region.endLine === line && text.slice(start, end) === value && isAlone;
  if (!isPlain || /_(?:UR[IL]|STRING)$/.test(env)) return 'is written in a way that takes a person';
  const recipe = fix?.recipe ?? [];
  const at = recipe.findIndex((one) => one.startsWith('- '));
  const after = recipe[at + 1];
  if (at < 0 || after?.startsWith('+ ') !== true) return 'is written in a way that takes a person';
  const remark = recipe[at + 2];
  if (remark !== undefined) return `needs more than a variable: ${remark}`;
  const content = whole.replace(/\r$/, '');
  const indent = /^\s*/.exec(content)?.[0] ?? '';
  const changed = { startOffset: from, endOffset: from + content.length, newText: indent + after.slice(2) };
  const setup = at === 0 ? undefined : recipe[0]?.slice(2);
  if (setup === undefined) return { env, value, edits: [changed] };
  const first = imported(setup, path, text);
  // Two edits of one place would not know of each other.
  if (first.startOffset !== from) return { env, value, edits: [first, changed] };
  return { env, value, edits: [{ ...changed, newText: first.newText + changed.newText }] };
}

/** Where an import may stand: behind what must come first in a file. */
function imported(setup: string, path: string, text: string): Edit {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const head = path.endsWith('.go')
    ? /^(?:[ \t]*\/\/[^\n]*\n|[ \t\r]*\n|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*package \w+[^\n]*\n?/.exec(text)
    : /^(?:#[^\n]*\n|[ \t\r]*\n)*(?:[rRuU]?"""[\s\S]{0,8000}?"""[^\n]*\n|[rRuU]?'''[\s\S]{0,8000}?'''[^\n]*\n)?(?:(?:#[^\n]*|from __future__ [^\n]*|[ \t\r]*)\n)*/.exec(
        text,
      );
  const at = head?.[0].length ?? 0;
  return { startOffset: at, endOffset: at, newText: setup + newline };
}

/** The value as every reader of .env files takes it; undefined where they do not agree. */
function quoted(value: string): string | undefined {
  if (/^[\w./+=:@,~%-]+$/.test(value)) return value;
  if (/[\r\n]/.test(value)) return undefined;
  if (!value.includes("'")) return `'${value}'`;
  return /["\\$`]/.test(value) ? undefined : `"${value}"`;
}

/** What a file of variables says of a name: its value without quotes. */
function valueIn(file: string, name: string): string | undefined {
  const found = [...file.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*([^\r\n]*)/gm)].find(
    (one) => one[1] === name,
  );
  return found?.[2]?.trim().replace(/^(["'])(.*)\1$/, '$2');
}

/** The .env with one more entry, or why not; others stay byte for byte. */
export function withEntry(file: string, name: string, value: string): { readonly text: string } | string {
  const present = valueIn(file, name);
  if (present === value) return { text: file };
  if (present !== undefined && present !== '') return `.env has another value for ${name}`;
  const entry = quoted(value);
  if (entry === undefined) return 'cannot be written to .env so that every reader takes it alike';
  const empty = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)[ \\t]*(?:""|'')?[ \\t]*$`, 'm');
  if (present === '') return { text: file.replace(empty, (_, head: string) => head + entry) };
  return { text: appended(file, `${name}=${entry}`) };
}

/** The .env.example with the name. */
export function withName(file: string, name: string): string {
  return new RegExp(`^[ \\t]*#?[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=`, 'm').test(file)
    ? file
    : appended(file, `${name}=`);
}

/** A line more, in the line ends of the file. */
export function appended(file: string, line: string): string {
  const newline = file.includes('\r\n') ? '\r\n' : '\n';
  const gap = file === '' || file.endsWith('\n') ? '' : newline;
  return `${file}${gap}${line}${newline}`;
}
