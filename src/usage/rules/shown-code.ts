// Public variables that a document has its reader set or read: blocks of settings and of code. The name alone is the
// fault, as in a .env.example; what a document shows in order to warn of it is none.
import type { RuleInput } from '../../rule.ts';
import { type AnalysedUnit, analyse } from '../analysis.ts';
import { fences } from '../document-parts.ts';
import { extensionOf, isTestPath } from '../languages.ts';
import { decideSide, NOWHERE } from '../side.ts';
import { SHELL } from '../syntax.ts';
import { isPublicProviderKey } from '../vocabulary.ts';
import { type Found, publicMatch } from './client-findings.ts';
import { findPublicReads } from './public-variables.ts';

const MARKDOWN = /^(?:md|mdx|markdown)$/;
/** Fences in which lines set variables; `.env` is read as no name. */
const SETTING_FENCE = /^(?:|env|dotenv|ini|properties|text|txt|sh|bash|zsh|shell|console|terminal|ya?ml)$/;
const SETTING =
  /^[ \t>]{0,20}(?:[$-] )?(?:export[ \t]{1,4}|set[ \t]{1,4}|echo[ \t]{1,4}["']?)?([A-Z][A-Z0-9_]{4,80})(?:[ \t]{0,4}=|:[ \t])/gm;
/** The file that a block is said to be: `// app/api/chat/route.ts`. */
const FILE_NOTE =
  /^\s{0,8}(?:\/\/|\/\*|#)[ \t]{0,4}(?:[Ff]ile(?:name)?:?[ \t]{1,4})?([\w.@()[\]/+-]{1,120}\.[mc]?[jt]sx?)\b/;

const BAD =
  /[❌🚫⛔✗✘🔴⚠☠]|\b(?:bad|wrong|pitfalls?|(?:do(?:es)?|will) not work|(?:doesn|won)['’]t work|insecure|unsafe|incorrect|anti-?patterns?|vulnerab\w{1,10}|danger\w{0,8}|never|avoid|don['’]?t|(?:do|must|should) not|mistakes?|instead of|forbidden|caution|removed?|deleted?|deprecated|rename[ds]?|no longer|(?:demo|local|development) only)\b|^\W{0,10}(?:before|old)\b\W{0,4}$/iu;
/** The same in other languages that guides are written in. */
const BAD_ABROAD =
  /\b(?:errad[oa]|incorret[oa]|incorrect[oa]|nunca|proibido|prohibido|inseguro|vaza|falsch|niemals|mauvais|jamais)\b|禁止|不要|错误|錯誤|危险|危険|금지|절대|잘못/iu;
/** Said of a key it warns; of a variable it only explains what the prefix does. */
const SHOWS = /\b(?:leak|expos|visible)/i;
const SECRET = /\b(?:keys?|secrets?|credentials?|security)\b/i;
const GOOD = /[✅✓✔🟢👍]|\b(?:good|correct|recommended|right|do this)\b/iu;
/** Said of the file, not of the name: what every guide says of an env file. */
const OF_THE_FILE =
  /\b(?:if|when) you (?:don['’]?t|do not)\b|\b(?:never|not|don['’]?t|avoid|nunca|niemals|jamais)\b[^.\n]{0,12}\b(?:commit|share|forget|check|push|hard-?cod)\w{0,6}|\b(?:gitignore|version control|hard-?cod)\w{0,6}/giu;
/** Said of what went wrong, above the commands that look into it. */
const FAILS =
  /\b(?:(?:do|does)(?: not|n['’]?t) (?:work|load|start|appear|run)|(?:should|must) not be (?:empty|blank|null|undefined))\b/giu;
const IN_FRONT =
  /\b(?:client|browser|bundles?|bundled|front-?end|visitors?|every(?:one|body)|any(?:one|body)|public(?:ly)?|users)\b|\b(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|PUBLIC)_/i;

/** Where a document sets or reads a model provider's key under a public name, as what its reader is to do. */
export function findInDocument(input: RuleInput, names: readonly string[]): readonly Found[] {
  const { path, text } = input;
  if (!MARKDOWN.test(extensionOf(path)) || isTestPath(path) || !names.some(isPublicProviderKey)) return [];
  const settings = fences(text, (name) => (SETTING_FENCE.test(name) ? SHELL : undefined))
    .filter(({ syntax, start }) => syntax === SHELL && !isQuoted(text, start))
    .flatMap(({ start, end }) => settingsIn(text.slice(start, end), start, path));
  const reads = analyse(input)
    .units.filter((unit) => unit.source.syntax.family === 'script' && !runsOnServer(unit, text))
    .flatMap(({ source }) => findPublicReads(source, names, NOWHERE, path));
  return [...settings, ...reads]
    .filter(({ start, variable }) => !isWarnedOf(text, start, variable ?? ''))
    .sort((a, b) => a.start - b.start);
}

/** Tildes without a language fence what is only quoted, as for commands. */
function isQuoted(text: string, start: number): boolean {
  return /^[ \t>]{0,12}~{3,}\s*$/.test(text.slice(text.lastIndexOf('\n', start - 2) + 1, start));
}

function settingsIn(block: string, offset: number, path: string): readonly Found[] {
  return [...block.matchAll(SETTING)].flatMap((match) => {
    const name = match[1] ?? '';
    const start = offset + match.index + match[0].indexOf(name);
    return isPublicProviderKey(name) ? [publicMatch(start, start + name.length, name, name, NOWHERE, path)] : [];
  });
}

/** What a server reads is not shown to anybody, whatever it is called: the same is said of such a file. */
function runsOnServer({ unit, source }: AnalysedUnit, text: string): boolean {
  const block = text.slice(unit.start, unit.end);
  return decideSide({ path: FILE_NOTE.exec(block)?.[1] ?? '', text: block }, [source]).side === 'server';
}

/** True where the code is shown as what not to do: by a remark on it, or by the prose of its section. */
export function isWarnedOf(text: string, start: number, name: string): boolean {
  const fence = openingFence(text.slice(0, start));
  const closing = /^[ \t>]{0,12}(?:`{3,}|~{3,})/m.exec(text.slice(start));
  const close = closing === null ? text.length : start + closing.index;
  const remark = remarkOn(text, fence, start, close);
  if (remark !== undefined) return remark === 'bad';
  return isWarned(sectionRound(text, fence, close)) || linesNaming(text, name).some(saysBad);
}

/** True where a comment in the block, or the line before the block, says that the code is not to be copied. */
export function isShownAsBad(text: string, start: number): boolean {
  const fence = openingFence(text.slice(0, start));
  const closing = /^[ \t>]{0,12}(?:`{3,}|~{3,})/m.exec(text.slice(start));
  return remarkOn(text, fence, start, closing === null ? text.length : start + closing.index) === 'bad';
}

/** Where the fence round a place opens. */
function openingFence(before: string): number {
  return [...before.matchAll(/^[ \t>]{0,12}(?:`{3,}|~{3,})/gm)].at(-1)?.index ?? 0;
}

/** What a comment in the block says, the nearest first, and then the line of prose before it. */
function remarkOn(text: string, fence: number, start: number, close: number): 'good' | 'bad' | undefined {
  const lineEnd = text.indexOf('\n', start);
  const above = text
    .slice(text.indexOf('\n', fence + 1) + 1, lineEnd < 0 ? close : Math.min(lineEnd, close))
    .split('\n');
  const comments: string[] = [];
  for (const line of above.reverse()) {
    // What is said of the paragraph before is not said of this one.
    if (line.trim() === '' && comments.length > 0) break;
    const comment = /(?:^|\s)(?:\/\/|\/\*|#|<!--)(.{1,300})/u.exec(line)?.[1];
    if (comment !== undefined) comments.push(comment);
  }
  const prose =
    text
      .slice(Math.max(0, fence - 600), fence)
      .trimEnd()
      .split('\n')
      .at(-1) ?? '';
  for (const line of [...comments, prose]) {
    if (saysBad(line)) return 'bad';
    if (GOOD.test(line)) return 'good';
  }
  return undefined;
}

function saysBad(line: string): boolean {
  const rest = line.replaceAll('**', '').replace(OF_THE_FILE, '').replace(FAILS, '');
  return BAD.test(rest) || BAD_ABROAD.test(rest) || (SHOWS.test(rest) && SECRET.test(rest));
}

/** The prose round a block: its heading, what stands before it there, and the lines right after it. */
function sectionRound(text: string, fence: number, close: number): readonly string[] {
  const head = text.slice(Math.max(0, fence - 4000), fence);
  const heading = Math.max(head.lastIndexOf('\n#'), 0);
  const tail = text
    .slice(close, close + 1500)
    .split('\n')
    .slice(1);
  const next = tail.findIndex((line) => /^[ \t>]{0,12}(?:#{1,6} |`{3}|~{3})/.test(line));
  return [...head.slice(heading).trim().split('\n'), ...tail.slice(0, next < 0 ? 12 : next)];
}

/** A heading or a line that warns: of what stands in front of users, or of all that follows. */
function isWarned(lines: readonly string[]): boolean {
  return lines.some((line, index) => saysBad(line) && ((index === 0 && line.startsWith('#')) || IN_FRONT.test(line)));
}

function linesNaming(text: string, name: string): readonly string[] {
  const prefix = name.slice(0, name.indexOf('_') + 1);
  return text
    .split('\n')
    .filter((line) => line.includes(prefix) && !/^\s{0,20}(?:[A-Z_]{4,80}\s?=|const |let |import )/.test(line));
}
