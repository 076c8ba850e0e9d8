// Code in documents: fenced blocks of Markdown, and code blocks of reStructuredText and AsciiDoc.
import { blockEnd, runSteps } from './shell-parts.ts';
import { SHELL, type Syntax, type Unit } from './syntax.ts';

interface Fence {
  readonly mark: string;
  /** The language that it names, in lower case. */
  readonly name: string;
  readonly syntax: Syntax | undefined;
  readonly start: number;
}

/** Commands in a fence of YAML, and in one that names no language. */
function unnamedFence(text: string, { mark, name, start }: Fence, end: number): readonly Unit[] {
  if (/^ya?ml$/.test(name))
    return runSteps(text.slice(start, end)).map((unit) => ({
      ...unit,
      start: start + unit.start,
      end: start + unit.end,
      documentation: true,
    }));
  // Tildes fence what is quoted: a document about such commands.
  const commands =
    /^(?:http)?$/.test(name) && mark.startsWith('`') && /^[ \t]{0,12}(?:\$ )?curl /m.test(text.slice(start, end));
  return commands ? [{ syntax: SHELL, start, end, documentation: true }] : [];
}

const INLINE = /`((?:\$ )?(?:curl|https?) [^`\n]{10,600})`/g;
const INDENTED = /^(?: {4,12}|\t)(?:\$ )?(?:curl|https?) [^\n]{10,600}(?:\\\r?\n[^\n]{1,600}){0,12}$/gm;
/** Said of a command that is not to be run. */
const FORBIDS = /\b(?:not|never|don['’]t|avoid|instead of|wrong|bad|fails?|deprecated)\b/i;

/** Commands in a line of prose, and in blocks that are only indented; outside the fences that were found. */
export function proseCommands(text: string): readonly Unit[] {
  const found: Unit[] = [];
  const fenced = fencedRanges(text);
  for (const pattern of [INLINE, INDENTED])
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].indexOf(match[1] ?? match[0]);
      const end = start + (match[1] ?? match[0]).length;
      const line = text.slice(text.lastIndexOf('\n', match.index - 1) + 1, match.index);
      const inFence = [...fenced, ...found].some((unit) => unit.start <= start && start < unit.end);
      if (!inFence && !FORBIDS.test(line)) found.push({ syntax: SHELL, start, end, documentation: true });
    }
  return found;
}

function fencedRanges(text: string): readonly { readonly start: number; readonly end: number }[] {
  const marks = [...text.matchAll(/^[ \t>]{0,12}(?:`{3,}|~{3,})/gm)].map(({ index }) => index);
  return marks.flatMap((start, index) => (index % 2 === 0 ? [{ start, end: marks[index + 1] ?? text.length }] : []));
}

export function fences(text: string, syntaxOf: (name: string) => Syntax | undefined): readonly Unit[] {
  const units: Unit[] = [];
  let fence: Fence | undefined;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const head = /^[ \t>]{0,12}(`{3,}|~{3,})[ \t]{0,4}([\w+#-]{0,20})/.exec(text.slice(at, Math.min(next, at + 60)));
    const mark = head?.[1];
    if (mark !== undefined && fence === undefined) {
      const name = (head?.[2] ?? '').toLowerCase();
      fence = { mark, name, syntax: syntaxOf(name), start: next };
    } else if (mark !== undefined && fence !== undefined && mark.startsWith(fence.mark) && (head?.[2] ?? '') === '') {
      if (fence.syntax !== undefined)
        units.push({ syntax: fence.syntax, start: fence.start, end: at, documentation: true });
      else units.push(...unnamedFence(text, fence, at));
      fence = undefined;
    }
    at = next;
  }
  return units;
}

const DIRECTIVE =
  /^([ \t]{0,40})(?:\.\. (?:code-block|code|sourcecode|highlight)::[ \t]{1,4}([\w+#-]{1,20})|\[source,[ \t]{0,4}([\w+#-]{1,20})[^\]\n]{0,80}\])[ \t\r]{0,8}$/gm;

/** Blocks of reStructuredText, by their indentation, and of AsciiDoc, between two lines of dashes. */
export function directives(text: string, syntaxOf: (name: string) => Syntax | undefined): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const syntax = syntaxOf((match[2] ?? match[3] ?? '').toLowerCase());
    const from = match.index + match[0].length + 1;
    if (syntax === undefined) continue;
    const end = match[3] === undefined ? blockEnd(text, from, (match[1] ?? '').length) : dashesEnd(text, from);
    if (end > from) units.push({ syntax, start: from, end, documentation: true });
  }
  return units;
}

function dashesEnd(text: string, from: number): number {
  const open = /^-{4,20}[ \t\r]{0,8}\n/.exec(text.slice(from, from + 40))?.[0];
  const close = open === undefined ? -1 : text.indexOf(`\n${open.trimEnd()}`, from + open.length - 1);
  return close < 0 ? from : close + 1;
}
