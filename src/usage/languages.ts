// Path and text -> the stretches of code in a file, each with its syntax. Adding a language is adding an entry here.
import { PYTHON, RECORD, SCRIPT, SHELL, type Syntax } from './syntax.ts';
import { CSHARP, DART, GO, HCL, JAVA, KOTLIN, PHP, POWERSHELL, RUBY, RUST, SWIFT } from './typed-languages.ts';

export interface Unit {
  readonly syntax: Syntax;
  readonly start: number;
  readonly end: number;
  /** Documentation is shown, not run: rules about where code runs leave it alone. */
  readonly documentation: boolean;
}

const BY_EXTENSION: Readonly<Record<string, Syntax>> = {
  js: SCRIPT,
  mjs: SCRIPT,
  cjs: SCRIPT,
  jsx: SCRIPT,
  ts: SCRIPT,
  mts: SCRIPT,
  cts: SCRIPT,
  tsx: SCRIPT,
  py: PYTHON,
  pyi: PYTHON,
  sh: SHELL,
  bash: SHELL,
  zsh: SHELL,
  go: GO,
  java: JAVA,
  kt: KOTLIN,
  kts: KOTLIN,
  cs: CSHARP,
  php: PHP,
  rs: RUST,
  swift: SWIFT,
  dart: DART,
  rb: RUBY,
  ps1: POWERSHELL,
  psm1: POWERSHELL,
  tf: HCL,
  hcl: HCL,
};
const RECORDS = /^(?:json|ya?ml|toml|http|rest)$/;
const PARTS = /^(?:vue|svelte|astro|html|htm)$/;
const MARKDOWN = /^(?:md|mdx|markdown)$/;
const HTTP_FENCE = /^[ \t>]{0,12}(?:`{3,}|~{3,})[ \t]{0,4}(?:http|rest)\b/im;
const BY_FENCE: Readonly<Record<string, Syntax>> = {
  ...BY_EXTENSION,
  javascript: SCRIPT,
  typescript: SCRIPT,
  node: SCRIPT,
  python: PYTHON,
  python3: PYTHON,
  shell: SHELL,
  console: SHELL,
  terminal: SHELL,
  curl: SHELL,
  golang: GO,
  kotlin: KOTLIN,
  csharp: CSHARP,
  'c#': CSHARP,
  rust: RUST,
  ruby: RUBY,
  powershell: POWERSHELL,
  pwsh: POWERSHELL,
  terraform: HCL,
  shellsession: SHELL,
  'shell-session': SHELL,
  'sh-session': SHELL,
};
/** Code that is run to test other code, or that only stands in for it. */
const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|fixtures?|testdata|specs?|e2e|cypress|mocks?)\/|[._-](?:test|spec|tests|e2e|mock)\.[a-z]+$|(?:^|\/)(?:test_[^/]*|conftest)\.py$/i;
const DECLARATIONS = /\.d\.[mc]?ts$|\.min\.js$/;

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}

export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

export function unitsOf(path: string, text: string): readonly Unit[] {
  if (isTestPath(path) || DECLARATIONS.test(path)) return [];
  const extension = extensionOf(path);
  const whole = BY_EXTENSION[extension] ?? (extension === '' ? byShebang(text) : undefined);
  if (whole !== undefined) return [{ syntax: whole, start: 0, end: text.length, documentation: false }];
  if (RECORDS.test(extension))
    return [record(), ...(/^ya?ml$/.test(extension) ? runSteps(text).map((unit) => unwrapped(text, unit)) : [])];
  if (/^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(path.slice(path.lastIndexOf('/') + 1))) return runLines(text);
  if (/(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/.test(path)) return recipeLines(text);
  if (PARTS.test(extension)) return scriptParts(text, extension);
  if (MARKDOWN.test(extension))
    return [...fences(text), ...(HTTP_FENCE.test(text) ? [{ ...record(), documentation: true }] : [])];
  return [];
}

const STEP = /^([ \t]{0,40})(?:- {1,4})?(?:run|command|bash|(?:before_|after_)?script):[ \t]{0,4}/gm;

/** The whole file, read by records.ts. */
function record(): Unit {
  return { syntax: RECORD, start: 0, end: 0, documentation: false };
}

/** Scripts of a pipeline: `run: |` and what is indented under it, the rest of the line, or a list of commands. */
function runSteps(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(STEP)) {
    const from = match.index + match[0].length;
    const newline = text.indexOf('\n', from);
    const lineEnd = newline < 0 ? text.length : newline;
    const rest = text.slice(from, lineEnd).trim();
    if (rest === '') {
      units.push(...listedSteps(text, lineEnd + 1, (match[1] ?? '').length));
      continue;
    }
    const block = /^[|>][+-]?[ \t\r]{0,8}$/.test(text.slice(from, lineEnd));
    const end = block ? blockEnd(text, lineEnd + 1, (match[1] ?? '').length) : lineEnd;
    units.push({ syntax: SHELL, start: block ? Math.min(lineEnd + 1, end) : from, end, documentation: false });
  }
  return units;
}

/** `- curl …` under `script:`, one command each. */
function listedSteps(text: string, from: number, indent: number): readonly Unit[] {
  const units: Unit[] = [];
  const item = /([ \t]{0,60})- {1,4}(?:([|>][+-]?)[ \t\r]{0,8}(?=\n)|(["']?))/y;
  for (let at = from; at < text.length; ) {
    item.lastIndex = at;
    const head = item.exec(text);
    const depth = (head?.[1] ?? '').length;
    if (head === null || depth < indent) break;
    const newline = text.indexOf('\n', item.lastIndex);
    const line = newline < 0 ? text.length : newline + 1;
    const end = blockEnd(text, line, depth);
    const start = head[2] === undefined ? item.lastIndex : line;
    units.push({ syntax: SHELL, start, end: Math.max(start, end), documentation: false });
    at = Math.max(end, line);
  }
  return units;
}

function blockEnd(text: string, start: number, indent: number): number {
  let at = start;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, Math.min(next, at + indent + 2));
    if (line.trim() !== '' && line.search(/\S/) <= indent) break;
    at = next;
  }
  return at;
}

/** `RUN` in a Dockerfile, up to the first line that does not go on. */
function runLines(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(/^[ \t]{0,8}RUN[ \t]/gim)) {
    const start = match.index + match[0].length;
    if (start < (units.at(-1)?.end ?? 0)) continue;
    let end = text.indexOf('\n', start);
    while (end > 0 && /\\\r?$/.test(text.slice(Math.max(start, end - 2), end))) end = text.indexOf('\n', end + 1);
    units.push({ syntax: SHELL, start, end: end < 0 ? text.length : end, documentation: false });
  }
  return units;
}

/** The recipes of a makefile: what a tab begins. */
function recipeLines(text: string): readonly Unit[] {
  return [...text.matchAll(/^(?:\t[^\n]{0,4000}(?:\n|$)){1,200}/gm)].map(({ index, 0: lines }) => ({
    syntax: SHELL,
    start: index,
    end: index + lines.length,
    documentation: false,
  }));
}

const INNER_SHELL = /^\s{0,80}(?:\S{0,40}\/)?(?:ba|z|da)?sh\s{1,4}-\w{0,4}c\s{1,4}'/;

/** `sh -c '…'`: the commands in the quotes. */
function unwrapped(text: string, unit: Unit): Unit {
  const code = text.slice(unit.start, unit.end);
  const head = INNER_SHELL.exec(code)?.[0];
  const end = code.lastIndexOf("'");
  return head === undefined || end < head.length
    ? unit
    : { ...unit, start: unit.start + head.length, end: unit.start + end };
}

function byShebang(text: string): Syntax | undefined {
  const line = /^#![^\n]{0,80}/.exec(text)?.[0];
  if (line === undefined) return undefined;
  if (/\bpython/.test(line)) return PYTHON;
  if (/\b(?:node|deno|bun|tsx)\b/.test(line)) return SCRIPT;
  return /sh\b/.test(line) ? SHELL : undefined;
}

function scriptParts(text: string, extension: string): readonly Unit[] {
  const units: Unit[] = [];
  const lower = text.toLowerCase();
  const front = extension === 'astro' && text.startsWith('---') ? text.indexOf('\n---', 3) : -1;
  if (front > 0) units.push({ syntax: SCRIPT, start: 3, end: front, documentation: false });
  for (let at = lower.indexOf('<script'); at >= 0; at = lower.indexOf('<script', at + 7)) {
    const open = lower.indexOf('>', at);
    if (open < 0) break;
    if (/type\s?=\s?["']?(?:application\/(?:ld\+)?json|text\/template)/.test(lower.slice(at, open))) continue;
    const close = lower.indexOf('</script', open);
    const end = close < 0 ? text.length : close;
    units.push({ syntax: SCRIPT, start: open + 1, end, documentation: false });
    at = end - 7;
    if (close < 0) break;
  }
  return units;
}

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
  const commands = name === '' && mark.startsWith('`') && /^[ \t]{0,12}(?:\$ )?curl /m.test(text.slice(start, end));
  return commands ? [{ syntax: SHELL, start, end, documentation: true }] : [];
}

function fences(text: string): readonly Unit[] {
  const units: Unit[] = [];
  let fence: Fence | undefined;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const head = /^[ \t>]{0,12}(`{3,}|~{3,})[ \t]{0,4}([\w+#-]{0,20})/.exec(text.slice(at, Math.min(next, at + 60)));
    const mark = head?.[1];
    if (mark !== undefined && fence === undefined) {
      const name = (head?.[2] ?? '').toLowerCase();
      fence = { mark, name, syntax: BY_FENCE[name], start: next };
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
