// Malformed keys that the format of a file makes: schemes before a template, YAML blocks and lists, keys that were wrapped.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import type { Edit } from '../../finding.ts';
import { cut, type Found, found, isDockerfile, KEY_NAME, NOT_KEY_NAME, QUOTE } from './malformed-found.ts';
import { assignedName, isCommented, isEnvFile, isShellFile, type KeyRun, lineStartOf } from './stored-keys.ts';

const TEMPLATE =
  /\b((?:ANTHROPIC|CLAUDE)_API_KEY|anthropic_?api_?key)["']?[ \t]{0,4}[:=][ \t]{0,4}(["'`]?)(bearer[ \t]{1,4})(?=\$\{|\$\(|\$[A-Za-z_]|\{\{|%[A-Z])/gi;

/** `ANTHROPIC_API_KEY: "Bearer ${{ secrets.X }}"`: the scheme is there whatever the key is. */
export function findTemplates(path: string, text: string): readonly Found[] {
  const results: Found[] = [];
  if (!isSettings(path, text)) return results;
  results.push(...findJsoned(text), ...findQuotedTemplates(path, text), ...findSpringTemplates(path, text));
  for (const match of text.matchAll(TEMPLATE)) {
    const scheme = match[3] ?? '';
    const end = match.index + match[0].length;
    if (isCommented(text, match.index)) continue;
    const line = /^[^\n"'`]{0,200}/.exec(text.slice(end, end + 200))?.[0].trimEnd() ?? '';
    const span = { start: end - scheme.length, end: end + line.length };
    results.push(found('scheme', 'The value has a scheme before the key.', span, undefined, [cut(span.start, end)]));
  }
  return results;
}

/** `${{ toJSON(secrets.X) }}`, `'{{ .Values.key | quote }}'`, `jsonencode(var.key)`: what writes quotes of its own. */
const JSONED =
  /\b(?:ANTHROPIC|CLAUDE)_API_KEY["']?[ \t]{0,4}[:=][ \t]{0,4}(["']?\$\{\{ {0,4}toJSON\([^()\n]{1,80}\) {0,4}\}\}["']?|'\{\{-? [^{}\n']{1,80}\| {0,2}(?:quote|toJson) -?\}\}'|jsonencode\((?:var|local|data|module)\.[^()\n]{1,100}\))/g;

function findJsoned(text: string): readonly Found[] {
  return [...text.matchAll(JSONED)].flatMap((match): readonly Found[] => {
    const end = match.index + match[0].length;
    const span = { start: end - (match[1] ?? '').length, end };
    return isCommented(text, span.start)
      ? []
      : [found('quotes', 'What is put in has quotes of its own.', span, undefined, [])];
  });
}

/** `spring.ai.anthropic.api-key=Bearer ${X}` and `="${X}"`, and the same below `anthropic:` in YAML. */
const SPRING =
  /^([ \t]{0,40})(?:[\w-]{1,30}\.){0,6}api-?key[ \t]{0,4}[:=][ \t]{0,4}(["']?)(bearer[ \t]{1,4}|)(\$\{[\w.:-]{2,80}\})(["']?)[ \t]{0,4}$/gim;

function findSpringTemplates(path: string, text: string): readonly Found[] {
  const yaml = /\.ya?ml$/.test(path);
  if (!yaml && !path.endsWith('.properties')) return [];
  return [...text.matchAll(SPRING)].flatMap((match): readonly Found[] => {
    const [whole, indent = '', quote = '', scheme = '', hole = '', close = ''] = match;
    const owned = yaml ? parentOf(text, match.index, indent.length) === 'anthropic' : whole.includes('anthropic.');
    const end = match.index + whole.trimEnd().length;
    const start = end - close.length - hole.length - scheme.length - quote.length;
    if (!owned || quote !== close || isCommented(text, start)) return [];
    const inner = { start: start + quote.length, end: end - close.length };
    if (scheme !== '') {
      const edits = [cut(inner.start, inner.start + scheme.length)];
      return [found('scheme', 'The value has a scheme before the key.', inner, undefined, edits)];
    }
    if (yaml || quote === '') return [];
    const edits = [cut(start, inner.start), cut(inner.end, end)];
    return [found('quotes', 'A properties file keeps the quotes.', { start, end }, undefined, edits)];
  });
}

/** The key of the nearest line above that stands less deep. */
export function parentOf(text: string, at: number, depth: number): string {
  const above = text.slice(Math.max(0, at - 600), at).split('\n');
  const line = above.findLast((one) => one.trim() !== '' && one.search(/\S/) < depth);
  return /^[ \t]{0,40}["']?([\w-]{1,40})["']?[ \t]{0,2}(?::|=>)/.exec(line ?? '')?.[1] ?? '';
}

const HOLE = '(?:\\$\\{\\{[^{}\\n]{1,80}\\}\\}|\\{\\{[^{}\\n|]{1,80}\\}\\}|\\$\\{\\w{1,60}\\}|\\$[A-Z]\\w{1,60})';
const WRAPPED_TEMPLATE = new RegExp(
  `^[ \\t]{1,60}(?:- )?(?:ANTHROPIC|CLAUDE)_API_KEY[ \\t]{0,2}:[ \\t]{1,4}(?:"(\\\\"|'|[ \\t]{1,4}|)(${HOLE})(\\\\"|'|[ \\t]{1,4}|\\\\n|)"|'("|[ \\t]{1,4}|)(${HOLE})("|[ \\t]{1,4}|)')[ \\t]{0,8}\\r?$`,
  'gm',
);

/** `- ANTHROPIC_API_KEY="${X}"` in a list of compose. */
const LISTED_TEMPLATE =
  /^[ \t]{1,60}- (?:ANTHROPIC|CLAUDE)_API_KEY=(["'])(\$\{\w{1,60}(?::?[-?][^{}\n"']{0,60})?\}|\$[A-Z]\w{1,60})\1[ \t]{0,8}\r?$/gm;

/** `ANTHROPIC_API_KEY: '"${{ secrets.X }}"'`, `"${{ secrets.X }} "`: YAML takes only the outer quotes off. */
function findQuotedTemplates(path: string, text: string): readonly Found[] {
  if (!/\.ya?ml$/.test(path)) return [];
  const listed = [...text.matchAll(LISTED_TEMPLATE)].flatMap((match): readonly Found[] => {
    const [whole, quote = '', hole = ''] = match;
    const start = match.index + whole.lastIndexOf(quote + hole);
    if (isCommented(text, start) || !underEnvironment(text, lineStartOf(text, start))) return [];
    const span = { start, end: start + hole.length + 2 };
    const edits = [cut(span.start, span.start + 1), cut(span.end - 1, span.end)];
    const message = 'In a list item the quotes are part of the value.';
    return [found('quotes', message, span, undefined, edits)];
  });
  return [...listed, ...quotedTemplates(text)];
}

function quotedTemplates(text: string): readonly Found[] {
  return [...text.matchAll(WRAPPED_TEMPLATE)].flatMap((match): readonly Found[] => {
    const before = match[1] ?? match[4] ?? '';
    const hole = match[2] ?? match[5] ?? '';
    const after = match[3] ?? match[6] ?? '';
    const start = match.index + match[0].lastIndexOf(before + hole + after);
    const inner = start + before.length;
    const end = inner + hole.length;
    if (before + after === '' || isCommented(text, start) || (QUOTE.test(before) && before !== after)) return [];
    const fault = QUOTE.test(before) ? 'quotes' : 'blank';
    const message = fault === 'quotes' ? 'The inner quotes are part of the value.' : 'Blanks are part of the value.';
    const span = { start, end: end + after.length };
    const edits = [cut(start, inner), cut(end, span.end)].filter((edit) => edit.startOffset < edit.endOffset);
    return [found(fault, message, span, undefined, edits)];
  });
}

/** Files of settings: elsewhere such a line is a text that code writes. */
function isSettings(path: string, text: string): boolean {
  return (
    isEnvFile(path) ||
    isShellFile(path, text) ||
    isDockerfile(path) ||
    /\.(?:ya?ml|bat|cmd|properties|toml|json|tf|tfvars|hcl|ps1)$/i.test(path)
  );
}

/** `NAME: |` with the key alone below. */
export function judgeBlock(text: string, path: string, run: KeyRun): Found | undefined {
  if (!/\.ya?ml$/.test(path)) return undefined;
  const from = Math.max(0, run.start - 160);
  const head = /\b([\w.-]{3,80})["']?[ \t]{0,2}:[ \t]{0,4}([|>])[ \t]{0,8}\r?\n[ \t]{1,60}$/d.exec(
    text.slice(from, run.start),
  );
  const sign = head?.indices?.[2]?.[1];
  if (head === null || sign === undefined || !KEY_NAME.test(head[1] ?? '') || NOT_KEY_NAME.test(head[1] ?? ''))
    return undefined;
  // A second line makes it a text that holds a key.
  const below = /^[ \t]{0,8}(?:\r?\n([ \t]{0,60})(?=\S)|\s{0,8}$)/.exec(text.slice(run.end, run.end + 120));
  const indent = /[ \t]{1,60}$/.exec(head[0])?.[0].length ?? 0;
  if (below === null || (below[1] ?? '').length >= indent) return undefined;
  const at = from + sign;
  return found('blank', 'A YAML block keeps the line break at its end as part of the value.', run, run, [
    { startOffset: at, endOffset: at, newText: '-' },
  ]);
}

/** `- NAME="value"` under `environment:` is one plain scalar: compose keeps the quotes. */
export function judgeComposeList(text: string, path: string, run: KeyRun): Found | undefined {
  if (!/\.ya?ml$/.test(path)) return undefined;
  const lineStart = lineStartOf(text, run.start);
  const head = /^([ \t]{0,60})-[ \t]{1,4}[A-Z][A-Z0-9_]{2,80}=(["'])$/.exec(text.slice(lineStart, run.start));
  const quote = head?.[2];
  if (head === null || quote === undefined || !text.startsWith(quote, run.end)) return undefined;
  if (!/^["'][ \t]{0,8}(?:#|\r?\n|$)/.test(text.slice(run.end, run.end + 12)) || !underEnvironment(text, lineStart))
    return undefined;
  const span = { start: run.start - 1, end: run.end + 1 };
  return found('quotes', 'In a list item the quotes are part of the value.', span, run, [
    cut(span.start, run.start),
    cut(run.end, span.end),
  ]);
}

function underEnvironment(text: string, lineStart: number): boolean {
  let at = lineStart;
  for (let steps = 0; at > 0 && steps < 60; steps += 1) {
    const above = lineStartOf(text, at - 1);
    const line = text.slice(above, Math.min(at, above + 80));
    if (!/^[ \t]{0,60}(?:-[ \t]|#|\r?\n)/.test(line))
      return /^[ \t]{0,60}(?:environment|args|x-[\w-]{0,40}env[\w-]{0,40}):[ \t]{0,8}(?:&\w{1,60}[ \t]{0,8})?(?:#|\r?\n|$)/.test(
        line,
      );
    at = above;
  }
  return false;
}

/** A key that was wrapped by a terminal or a mail: pieces with blanks between them, inside one pair of quotes. */
export function findBroken(text: string): readonly Found[] {
  const results: Found[] = [];
  const head = /sk-ant-[a-z]{2,8}[0-9]{0,4}-[\w-]{4,96}/y;
  for (let at = text.indexOf('sk-ant-'); at >= 0; at = text.indexOf('sk-ant-', at + 7)) {
    head.lastIndex = at;
    const first = head.exec(text);
    if (first === null || isCommented(text, at)) continue;
    const stop = at + first[0].length;
    const quote = text.charAt(at - 1);
    if (!QUOTE.test(quote) || !/[\s\\]/.test(text.charAt(stop))) continue;
    const close = text.indexOf(quote, stop);
    if (close < 0 || close - at > 260) continue;
    const pieces = text.slice(at, close).split(/(\s{1,60}|\\[nrt])/);
    const joined = pieces.filter((_piece, i) => i % 2 === 0).join('');
    if (!isWholeKey(joined, pieces) || !isKeySlot(text, at - 1)) continue;
    const edits: Edit[] = [];
    pieces.reduce((offset, piece, i) => {
      if (i % 2 === 1) edits.push(cut(offset, offset + piece.length));
      return offset + piece.length;
    }, at);
    const span = { start: at, end: close };
    results.push(found('blank', 'Blanks or a line break stand inside the key.', span, span, edits));
  }
  return results;
}

/** Pieces that make one key, and not a key with words after it. */
function isWholeKey(joined: string, pieces: readonly string[]): boolean {
  const body = /^sk-ant-[a-z]{2,8}[0-9]{0,4}-([\w-]{80,130})$/.exec(joined)?.[1];
  if (body === undefined || isPlaceholder(body)) return false;
  return pieces.every((piece, i) => i % 2 === 1 || (piece !== '' && !/^[A-Za-z]?[a-z]{1,14}$/.test(piece)));
}

function isKeySlot(text: string, at: number): boolean {
  const name = assignedName(text, at)?.name;
  return name !== undefined && KEY_NAME.test(name) && !NOT_KEY_NAME.test(name);
}
