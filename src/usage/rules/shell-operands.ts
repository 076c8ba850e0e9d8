// What a command of a shell or of PowerShell writes out: the variables that stand in its arguments whole.
import { closingOf, type Reading } from './operand-texts.ts';

const SHELL_VARIABLE = /\$(?:\{(!?[A-Za-z_]\w{0,80}|[1-9])(?:\}|:?-)|([A-Za-z_]\w{0,80}|[1-9]))/y;

/** `${{ secrets.NAME }}`: put there before the shell sees it. */
const WORKFLOW_VARIABLE =
  /\$\{\{[ \t]{0,4}(?:secrets|env|vars|inputs|github\.event\.inputs|(?:steps|needs)\.[\w-]{1,40}\.outputs)\.([A-Za-z_][\w-]{0,80})[ \t]{0,4}\}\}/y;
/** A value that Terraform puts into a command. */
const TERRAFORM_VARIABLE =
  /\$\{(?:nonsensitive\()?(?:var|local|data|random_\w{1,20})\.(?:\w{1,60}\.){0,4}(\w{1,80})\)?\}/y;
const MAKE_VARIABLE = /\$\(([A-Z][A-Z0-9_]{3,80})\)/y;

/** Variables that the shell writes out whole: not their length, not a part, not a sign that they are set. */
export function collectShell({ text, found }: Reading, from: number, to: number): void {
  if (/%[-\d]{0,3}\.\d/.test(text.slice(from, to))) return;
  if (/\bprintenv[ \t]$/.test(text.slice(Math.max(0, from - 12), from))) {
    const name = /^[A-Z][A-Z0-9_]{3,80}$/.exec(text.slice(from, to).trim())?.[0];
    if (name !== undefined) found.push({ start: from, end: to, text: name, literal: false });
    return;
  }
  let single = false;
  let double = false;
  for (let at = from; at < to; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && !single) at += 1;
    else if (char === "'" && !double) single = !single;
    else if (char === '"' && !single) double = !double;
    else if (char === '$' && text.charAt(at + 1) === '(') {
      // Make's variable.
      MAKE_VARIABLE.lastIndex = at;
      const name = MAKE_VARIABLE.exec(text)?.[1];
      if (name !== undefined) found.push({ start: at, end: at + name.length + 3, text: name, literal: false });
      // What a command makes of it is not known.
      at = closingOf(text, at + 2, to) ?? to;
    } else if (char === '$' && /^\{(?:nonsensitive\()?(?:var|local|data)\./.test(text.slice(at + 1, at + 20))) {
      TERRAFORM_VARIABLE.lastIndex = at;
      const match = TERRAFORM_VARIABLE.exec(text);
      if (match !== null) found.push({ start: at, end: at + match[0].length, text: match[1] ?? '', literal: false });
    } else if (char === '$' && text.startsWith('{{', at + 1)) {
      WORKFLOW_VARIABLE.lastIndex = at;
      const match = WORKFLOW_VARIABLE.exec(text);
      const name = match?.[1];
      if (match !== null && name !== undefined)
        found.push({ start: at, end: at + match[0].length, text: name, literal: false });
      at = Math.max(at, text.indexOf('}}', at) + 1);
    } else if (char === '$' && !single) {
      SHELL_VARIABLE.lastIndex = at;
      const match = SHELL_VARIABLE.exec(text);
      const name = match?.[1] ?? match?.[2];
      if (match !== null && name !== undefined)
        found.push({ start: at, end: Math.min(to, at + match[0].length), text: name, literal: false });
    }
  }
  found.push({ start: from, end: to, text: text.slice(from, to), literal: true });
}

/** `$key`, `$env:KEY`, `${env:KEY}`: not a member of one, and not what a subexpression makes of it. */
const POWERSHELL_VARIABLE =
  /'[^'\n]{0,300}'|\$\((?!\$env:\w{1,80}\))[^()\n]{0,200}(?:\([^()\n]{0,200}\)[^()\n]{0,200}){0,4}\)|`\$|\$(?:\()?\{?((?:env:)?[A-Za-z_]\w{0,80})\}?(?![\w[:]|\.[A-Za-z])/gi;

export function collectPowerShell({ text, found }: Reading, from: number, to: number): void {
  const code = text.slice(from, to);
  found.push({ start: from, end: to, text: code, literal: true });
  for (const match of code.matchAll(POWERSHELL_VARIABLE)) {
    const name = match[1]?.replace(/^env:/i, '');
    if (name === undefined) continue;
    const start = from + match.index;
    found.push({ start, end: start + match[0].length, text: name, literal: false });
  }
}

/** `%NAME%` in a line of a batch file, unless the line goes into a file. */
export function collectBatch({ text, found }: Reading, from: number, to: number): void {
  const line = text.slice(from, to);
  if (/[>|]/.test(line)) return;
  found.push({ start: from, end: to, text: line, literal: true });
  for (const match of line.matchAll(/%([A-Za-z_]\w{2,80})%/g)) {
    const start = from + match.index;
    found.push({ start, end: start + match[0].length, text: match[1] ?? '', literal: false });
  }
}
