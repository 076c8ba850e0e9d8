// Commands of a shell that stand in files of other kinds: steps of pipelines, RUN lines, recipes, scripts of packages.
import { asArguments } from './argument-lists.ts';
import { languageOfStep } from './embedded.ts';
import { SCRIPT, SHELL, type Unit } from './syntax.ts';
import { POWERSHELL } from './typed-languages.ts';

/** Lines that a tab begins. */
export const MAKE_RECIPE = /^(?:\t[^\n]{0,4000}(?:\n|$)){1,200}/gm;
/** Lines that a blank begins. */
export const JUST_RECIPE = /^(?:[ \t][^\n]{0,4000}(?:\n|$)){1,200}/gm;

const STEP =
  /^([ \t]{0,40})(?:- {1,4})?(run|commands?|cmds?|args|entrypoint|runcmd|inlineScript|content|[\w-]{1,40}\.(?:ba)?sh|bash|pwsh|powershell|(?:ansible\.builtin\.)?shell|(?:before_|after_)?script):[ \t]{0,4}/gm;

/** Scripts of a pipeline: `run: |` and what is indented under it, the rest of the line, or a list of commands. */
export function runSteps(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(STEP)) {
    const from = match.index + match[0].length;
    const newline = text.indexOf('\n', from);
    const lineEnd = newline < 0 ? text.length : newline;
    const rest = text.slice(from, lineEnd).trim();
    if (rest === '') {
      const items = listedSteps(text, lineEnd + 1, (match[1] ?? '').length);
      units.push(...(asArguments(text, match, items) ?? items));
      continue;
    }
    // A list of arguments in one line.
    if (/^\[\s{0,8}["']/.test(rest) && rest.includes('curl')) continue;
    const block = /^[|>][+-]?[ \t\r]{0,8}$/.test(text.slice(from, lineEnd));
    const end = block ? blockEnd(text, lineEnd + 1, (match[1] ?? '').length) : lineEnd;
    const start = block ? Math.min(lineEnd + 1, end) : from;
    // The file that a machine writes at its first start.
    if (match[2] === 'content' && !/^[ \t]{0,60}#![^\n]{0,40}sh\b/.test(text.slice(start, start + 120))) continue;
    units.push({
      syntax:
        (block ? languageOfStep(text, match[2] ?? '', match.index, end) : undefined) ??
        (isPowerShell(text, match) ? POWERSHELL : isGithubScript(text, match) ? SCRIPT : SHELL),
      start,
      end,
      documentation: false,
      ...(rest.startsWith('>') ? folded(text, start, end) : {}),
    });
  }
  return units;
}

/** `shell: pwsh` in the same step, and `pwsh: |`. */
function isPowerShell(text: string, { index, 0: head, 1: indent = '' }: RegExpExecArray): boolean {
  if (/(?:pwsh|powershell):/.test(head)) return true;
  if (!/run:/.test(head)) return false;
  const from = head.trimStart().startsWith('-')
    ? index
    : Math.max(0, index - 1500, text.lastIndexOf('\n- ', index), text.lastIndexOf(' - ', index));
  if (/\bshell: {1,4}(?:pwsh|powershell)\b/.test(text.slice(from, index))) return true;
  const after = blockEnd(text, text.indexOf('\n', index) + 1, indent.length);
  return /^[ \t]{0,40}shell: {1,4}(?:pwsh|powershell)\b/.test(text.slice(after, after + 120));
}

/** `script: |` of actions/github-script is JavaScript. */
function isGithubScript(text: string, { index, 0: head }: RegExpExecArray): boolean {
  if (!head.includes('script:')) return false;
  const above = text.slice(Math.max(0, index - 1500), index);
  return /^uses:\s{0,4}["']?actions\/github-script\b/.test(above.slice(Math.max(0, above.lastIndexOf('uses:'))));
}

/** After `>` lines are one; the last newline ends the command. */
function folded(text: string, start: number, end: number): { readonly text?: string } {
  const part = text.slice(start, end);
  if (!/\bcurl\b/.test(part)) return {};
  return { text: `${text.slice(0, start)}${part.replace(/\n(?=[ \t]{0,80}\S)/g, ' ')}${text.slice(end)}` };
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
    const extra = head[2]?.startsWith('>') === true ? folded(text, start, Math.max(start, end)) : {};
    units.push({ syntax: SHELL, start, end: Math.max(start, end), documentation: false, ...extra });
    at = Math.max(end, line);
  }
  return units;
}

/** Where what is indented deeper than a line ends. */
export function blockEnd(text: string, start: number, indent: number): number {
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

/** `RUN <<EOF`: the lines up to the word. */
function fedBody(text: string, start: number): Unit | undefined {
  const head = /^(?:--\S{1,100}[ \t]{1,4}){0,4}<<-?["']?([A-Za-z_]\w{0,40})["']?[ \t\r]{0,8}\n/.exec(
    text.slice(start, start + 600),
  );
  if (head === null) return undefined;
  const from = start + head[0].length;
  const end = text.indexOf(`\n${head[1]}`, from);
  return { syntax: SHELL, start: from, end: end < 0 ? text.length : end, documentation: false };
}

const EXEC = /^Exec\w{1,20}=[-@+!:|]{0,3}/gm;

/** The commands of a systemd unit. */
export function unitLines(text: string): readonly Unit[] {
  return [...text.matchAll(EXEC)].map(({ 0: head, index }) => {
    const newline = text.indexOf('\n', index);
    const unit = {
      syntax: SHELL,
      start: index + head.length,
      end: newline < 0 ? text.length : newline,
      documentation: false,
    };
    return unwrapped(text, unit);
  });
}

const TOML_COMMAND = /=[ \t]{0,4}("{3}|'{3})([\s\S]{0,4000}?)\1/dg;

/** Commands over several lines of a TOML file: tasks, scripts. */
export function tomlCommands(text: string): readonly Unit[] {
  if (!text.includes('curl')) return [];
  return [...text.matchAll(TOML_COMMAND)].flatMap((match): readonly Unit[] => {
    const span = match.indices?.[2];
    if (span === undefined || !/\bcurl\b/.test(match[2] ?? '')) return [];
    return [{ syntax: SHELL, start: span[0], end: span[1], documentation: false }];
  });
}

const COMMAND_LINE =
  /^[ \t]{0,8}(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK(?:[ \t]{1,8}--[\w=.-]{1,60}){0,6}[ \t]{1,8}CMD)[ \t](?![ \t]{0,8}\[[^\n]{0,400}curl)/gim;

/** `RUN` in a Dockerfile, and what its container runs, up to the first line that does not go on. */
export function runLines(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(COMMAND_LINE)) {
    const start = match.index + match[0].length;
    if (start < (units.at(-1)?.end ?? 0)) continue;
    const body = fedBody(text, start);
    if (body !== undefined) {
      units.push(body);
      continue;
    }
    let end = text.indexOf('\n', start);
    while (end > 0 && /\\\r?$/.test(text.slice(Math.max(start, end - 2), end))) end = text.indexOf('\n', end + 1);
    units.push(unwrapped(text, { syntax: SHELL, start, end: end < 0 ? text.length : end, documentation: false }));
  }
  return units;
}

/** The recipes of a makefile or a justfile: what is indented, in a makefile by a tab. */
export function recipeLines(text: string, indent: RegExp): readonly Unit[] {
  // Make's `$(X)` is a variable; in a shell it would be a command.
  const named = text.replace(/\$\((\w{1,80})\)/g, '${$1}');
  return [...text.matchAll(indent)].map(({ index, 0: lines }) => ({
    syntax: SHELL,
    start: index,
    end: index + lines.length,
    documentation: false,
    ...(named === text ? {} : { text: named }),
  }));
}

const INNER_SHELL =
  /^\s{0,80}(?:\[\s{0,8}["']?)?(?:exec )?(?:[\w./-]{0,40}\/)?(?:ba|z|da|a)?sh["']?,?\s{1,8}["']?-\w{0,4}c["']?,?\s{1,8}(["'])/;

/** `sh -c '…'`, `["sh", "-c", "…"]`: the commands in the quotes. */
export function unwrapped(text: string, unit: Unit): Unit {
  const code = text.slice(unit.start, unit.end);
  const [head, quote = ''] = INNER_SHELL.exec(code) ?? [];
  const end = code.lastIndexOf(quote);
  return head === undefined || end < head.length
    ? unit
    : { ...unit, start: unit.start + head.length, end: unit.start + end };
}

const LOCAL_EXEC =
  /\bprovisioner[ \t]{1,4}"(?:local|remote)-exec"[ \t]{0,4}\{[^{}]{0,400}?(?:\{[^{}]{0,400}\}[^{}]{0,400}?)?\b(?:command|inline)[ \t]{0,12}=[ \t]{0,4}(?:"|<<-?~?[A-Z]{2,20}\n|\[\s{0,40}")/g;

/** What Terraform runs on a machine: `command = "…"`, the lines of a text, or a list of commands. */
export function provisioned(text: string): readonly Unit[] {
  return [...text.matchAll(LOCAL_EXEC)].map((match) => {
    const start = match.index + match[0].length;
    const quoted = match[0].endsWith('"');
    const end = text
      .slice(start, start + 2000)
      .search(quoted ? /(?<!\\)"[ \t]{0,4}(?:\n|\])/ : /^[ \t]{0,20}[A-Z]{2,20}[ \t]{0,4}$/m);
    const stop = end < 0 ? start : start + end;
    const code = quoted ? text.slice(start, stop).replaceAll('\\"', ' "') : '';
    return {
      syntax: SHELL,
      start,
      end: stop,
      documentation: false,
      ...(quoted ? { text: text.slice(0, start) + code + text.slice(stop) } : {}),
    };
  });
}

const PIPELINE_STEP = /\b(?:sh|bat)[ \t]{0,4}\(?[ \t]{0,4}(?:script[ \t]{0,2}:[ \t]{0,4})?("""|'''|"|')/g;

/** `sh '…'` and the like in a Jenkinsfile. */
export function pipelineSteps(text: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const match of text.matchAll(PIPELINE_STEP)) {
    const quote = match[1] ?? '';
    const start = match.index + match[0].length;
    if (start < (units.at(-1)?.end ?? 0)) continue;
    const newline = quote.length === 1 ? text.indexOf('\n', start) : -1;
    let end = text.indexOf(quote, start);
    while (end > 0 && text.charAt(end - 1) === '\\') end = text.indexOf(quote, end + 1);
    if (end < 0 || (newline >= 0 && newline < end)) continue;
    units.push({ syntax: SHELL, start, end, documentation: false });
  }
  return units;
}

const COMMAND_ENTRY =
  /"(?:(?:command|(?:postCreate|postStart|postAttach|onCreate|updateContent|initialize)Command)"\s{0,4}:|args"\s{0,4}:\s{0,4}\[\s{0,40}"-l?c",)\s{0,40}"((?:[^"\\\n]|\\.){1,4000})"/dg;

/** Commands of an editor's tasks, of an agent's hooks and servers, and of a container for development. */
export function jsonCommands(text: string): readonly Unit[] {
  // What an editor puts in, `${env:NAME}`, is the shell's own to say.
  const shown = text.replaceAll('\\"', ' "').replace(/\$\{env:(\w{1,80})\}/g, '${$1}    ');
  return [...text.matchAll(COMMAND_ENTRY)].flatMap((match): readonly Unit[] => {
    const span = match.indices?.[1];
    if (span === undefined || !/\b(?:curl|wget|echo|printf|printenv)\b/.test(match[1] ?? '')) return [];
    return [{ syntax: SHELL, start: span[0], end: span[1], documentation: false, text: shown }];
  });
}

const SCRIPTS = /"scripts"\s{0,8}:\s{0,8}\{/g;
const SCRIPT_ENTRY = /"[\w:.@/-]{1,80}"\s{0,8}:\s{0,8}"((?:[^"\\\n]|\\.){0,4000})"\s{0,8}(?:,\s{0,80}|(?=\}))/dy;

/** The commands of package.json; the text has `\"` as a quote, in the same place. */
export function packageScripts(text: string): readonly Unit[] {
  const [head] = text.matchAll(SCRIPTS);
  if (head === undefined) return [];
  const units: Unit[] = [];
  let at = head.index + head[0].length;
  at += /^\s{0,80}/.exec(text.slice(at, at + 80))?.[0].length ?? 0;
  for (;;) {
    SCRIPT_ENTRY.lastIndex = at;
    const entry = SCRIPT_ENTRY.exec(text);
    const span = entry?.indices?.[1];
    if (entry === null || span === undefined) return units;
    if (/\b(?:curl|wget|echo|printf|printenv)\b|\b(?:node|bun|deno|tsx) (?:-\w|--\w|eval)/.test(entry[1] ?? ''))
      units.push({
        syntax: SHELL,
        start: span[0],
        end: span[1],
        documentation: false,
        text: text.replaceAll('\\"', ' "'),
      });
    at = SCRIPT_ENTRY.lastIndex;
  }
}
