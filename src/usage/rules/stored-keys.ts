// A key as it is stored in a text of any format: the name it is kept under, its delimiters, and what stands between
// them and the key. Reads characters, not tokens, because most stores are not code: env files, YAML, JSON, Dockerfiles.
import { isPlaceholder } from '../../credentials/placeholder.ts';
import { extensionOf, isTestPath } from '../languages.ts';

export interface Assigned {
  readonly name: string;
  readonly start: number;
}

const MOST_BEFORE = 160;
const SIGN = /(?:=>|:=|\?\?=|\|\|=|\?\?|\|\||\?:|\bor|[:=(,])$/;
const DOCKER = /^\s{0,8}(?:ENV|ARG)\s{1,4}([A-Za-z_]\w{0,80})\s{1,4}$/;
/** fish's `set -gx NAME value`, csh's `setenv NAME value`, `setx NAME value` of Windows. */
const SHELL_SET = /^\s{0,40}@?set(?:env|x)?(?:\s{1,4}-{1,2}[\w-]{1,12}){0,4}\s{1,8}"?([A-Za-z_]\w{2,80})"?\s{1,8}$/i;
/** What a command stores: `gh secret set NAME --body "…"`. */
const STORED = /\s(?:--(?:body|value|secret-string|data|password)(?:=|\s{1,4})|-[bw]\s{0,4})$/;
const STORED_NAME = /\b[\w-]{0,30}(?:anthropic|claude)[\w-]{0,20}key\b/gi;
const DOCUMENTATION = /^(?:md|mdx|markdown|rst|adoc)$/;
/** `--set-secrets=…` on a line of its own is an option. */
const COMMENT =
  /^\s{0,200}(?:#(?![![])|\/\/|\*|<!--|\/\*|--(?!(?!local|function|return)[a-z][a-z-]{1,30}(?:=| ["'$A-Z]))|;)/;

/** Texts in which a stored key is for use: neither a test's nor a document's. */
export function isStore(path: string): boolean {
  return !isTestPath(path) && !DOCUMENTATION.test(extensionOf(path));
}

export function isDocument(path: string): boolean {
  return !isTestPath(path) && DOCUMENTATION.test(extensionOf(path));
}

export function isEnvFile(path: string): boolean {
  return /(?:^|\/)\.env(?:\.[\w.-]{1,40})?$|\.env$|(?:^|\/)\.dev\.vars$/.test(path);
}

export function isShellFile(path: string, text: string): boolean {
  return (
    /\.(?:sh|bash|zsh)$|(?:^|\/)\.(?:envrc|profile|bash_profile|bashrc|zshrc|zshenv|zprofile)$/.test(path) ||
    (extensionOf(path) === '' && /^#![^\n]{0,80}\b(?:ba|z|k|da)?sh\b/.test(text))
  );
}

/** Where the line of a place starts, or as far back as is looked: a minified file has one line only. */
export function lineStartOf(text: string, at: number, most = 400): number {
  const from = Math.max(0, at - most);
  return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

/** The name that the value which starts at `at` is given, in any of the languages' ways. */
export function assignedName(text: string, at: number): Assigned | undefined {
  const from = lineStartOf(text, at, MOST_BEFORE);
  const head = text.slice(from, at);
  const docker = DOCKER.exec(head)?.[1];
  if (docker !== undefined) return { name: docker, start: from + head.indexOf(docker, 3) };
  const set = SHELL_SET.exec(head)?.[1];
  if (set !== undefined) return { name: set, start: from + head.lastIndexOf(set) };
  const stored = STORED.test(head) ? [...head.matchAll(STORED_NAME)].at(-1) : undefined;
  if (stored !== undefined) return { name: stored[0], start: from + stored.index };
  const tag = nameOfTag(text, at);
  if (tag !== undefined) return { name: tag, start: at };
  const left = head.trimEnd();
  const sign = SIGN.exec(left.slice(-3))?.[0];
  if (sign === undefined) return undefined;
  const named = lastName(left.slice(0, -sign.length), sign);
  if (named === undefined) return undefined;
  const name = /^(?:value|secret_data|secret_string)$/.test(named.name)
    ? (nameBeside(text, from, at) ?? named.name)
    : named.name === 'default'
      ? (nameOfBlock(text, at) ?? optionBefore(text, at) ?? named.name)
      : named.name;
  return { name, start: from + named.start };
}

/** `<entry key="NAME">`, `<string name="NAME">`, and what a property list says above. */
function nameOfTag(text: string, at: number): string | undefined {
  if (!/>\s{0,60}$/.test(text.slice(Math.max(0, at - 61), at))) return undefined;
  const head = text.slice(Math.max(0, at - 300), at).trimEnd();
  return (
    /<[\w:.-]{1,30}\s[^<>]{0,60}\b(?:key|name|id)=["']([\w.-]{3,80})["'][^<>]{0,60}>$/.exec(head)?.[1] ??
    /<key>([\w.-]{3,80})<\/key>\s{0,40}<string>$/.exec(head)?.[1]
  );
}

/** `--anthropic-key` in a call of which the value is the default. */
function optionBefore(text: string, at: number): string | undefined {
  return /["'`]-{0,2}([\w-]{0,20}(?:anthropic|claude)[\w-]{0,20}key)["'`][^()]{0,160}$/i.exec(
    text.slice(Math.max(0, at - 220), at),
  )?.[1];
}

/** The name at the end of what stands before a sign; before a type, where there is one. */
function lastName(before: string, sign: string): Assigned | undefined {
  const closed = before.trimEnd();
  // `os.getenv("NAME") or "…"`: what stands in for it.
  if (/^(?:\?\?|\|\||\?:|or)$/.test(sign)) {
    const read = /["']([A-Z][A-Z0-9_]{3,60})["']\s?\)$/.exec(closed);
    if (read !== null) return { name: read[1] ?? '', start: read.index + 1 };
    if (/[)}]$/.test(closed)) return undefined;
  }
  // `$ENV{NAME}` of Perl.
  const open = closed.replace(/(?:["'`\]]{1,3}|(?<=\{\w{2,60})\}|(?<=\{["']\w{2,60})["']\})$/, '');
  // In a call only the callee itself, and in a list of arguments only a quoted name, name what follows.
  if ((sign === '(' && open !== before) || (sign === ',' && !/["']$/.test(closed))) return undefined;
  let start = open.length;
  while (start > 0 && /[\w$.-]/.test(open.charAt(start - 1))) start -= 1;
  // `.apiKey(…)` of a builder.
  while (open.charAt(start) === '.') start += 1;
  const name = open.slice(start);
  // `const name string =`, `param name string =`.
  const ahead = sign === '=' && /^(?:string|String)$/.test(name) ? open.slice(0, start).trimEnd() : '';
  if (/(?:^|\s)(?:const|var|param|output)\s{1,4}\w{2,60}$/.test(ahead)) return lastName(ahead, ':');
  // `$env:NAME` is PowerShell's name of a variable.
  if (/\$\{?env:$/i.test(open.slice(Math.max(0, start - 6), start))) return { name, start };
  // `&'static str` of Rust.
  const typed =
    sign === '=' ? /\??:\s{0,4}(?:&(?:'\w{1,10} )?)?$/.exec(open.slice(Math.max(0, start - 20), start)) : null;
  if (typed !== null) return lastName(open.slice(0, start - typed[0].length).trimEnd(), ':');
  return /^[A-Za-z_$]/.test(name) ? { name, start } : undefined;
}

/** `- name: X` with `value: …` below, as Kubernetes has it; Postman's `"key": "X", "value": "…"`; Terraform's `name = "/app/X"`. */
function nameBeside(text: string, lineStart: number, at: number): string | undefined {
  const near = text.slice(lineStartOf(text, lineStart - 1), at);
  const block = text.slice(Math.max(0, at - 240), at);
  // A block of Terraform has other lines between.
  const above = /[{}]/.test(near) || !/\{[^{}]{0,230}$/.test(block) ? near : block.slice(block.lastIndexOf('{'));
  return [
    ...above.matchAll(/\b(?:name|key|secret)["']?\s{0,8}[:=]\s{0,4}["']?(?:[\w./-]{0,60}\/)?([A-Za-z_]\w{0,80})/g),
  ].at(-1)?.[1];
}

/** `variable "NAME" {` of Terraform, some lines above its `default`. */
function nameOfBlock(text: string, at: number): string | undefined {
  return /\bvariable "(\w{3,80})" \{[^{}]{0,400}$/.exec(text.slice(Math.max(0, at - 500), at))?.[1];
}

export function isCommented(text: string, at: number): boolean {
  const start = lineStartOf(text, at);
  return (start === 0 || text.charAt(start - 1) === '\n') && COMMENT.test(text.slice(start, at));
}

/** A run of key characters that starts with the prefix and is no stand-in. */
export interface KeyRun {
  readonly start: number;
  readonly end: number;
}

/** What keys of the vendors whose keys are told by their prefix begin with. */
export const KEY_PREFIXES = ['sk-ant-', 'sk-proj-', 'sk-svcacct-', 'sk-or-v1-', 'gsk_', 'xai-', 'pplx-'] as const;
const RUN = new RegExp(`(${KEY_PREFIXES.join('|')})[\\w-]{40,400}`, 'g');
/** A prefix that was typed before a key which has one. */
const TYPED_BEFORE = /(?<![\w-])(?:sk-|gsk_|xai-|pplx-)$/;

/** Every credential of a model provider of full length, where its run of characters starts and ends. */
export function keyRuns(text: string): readonly (KeyRun & { readonly prefix: string })[] {
  return [...text.matchAll(RUN)].flatMap(({ index: at, 0: run, 1: prefix = '' }) => {
    if (isPlaceholder(bodyOf(run)) || /\w/.test(text.charAt(at - 1))) return [];
    const typed = TYPED_BEFORE.exec(text.slice(Math.max(0, at - 8), at))?.[0].length ?? 0;
    return typed === 0 && text.charAt(at - 1) === '-' ? [] : [{ start: at - typed, end: at + run.length, prefix }];
  });
}

/** What follows the prefixes of a key. */
function bodyOf(key: string): string {
  const prefix = KEY_PREFIXES.find((one) => key.startsWith(one)) ?? '';
  const body = key.slice(key.lastIndexOf(prefix) + prefix.length);
  return prefix === 'sk-ant-' ? body.replace(/^[a-z]{2,8}[0-9]{0,4}-/, '') : body;
}
