// Tasks and steps that print without a command of a shell: Ansible's debug, and all secrets of a workflow put into a
// command. Apart from the calls of code: these are entries of YAML.
import { namesProviderKey, namesSecret } from '../vocabulary.ts';
import { isCommented } from './stored-keys.ts';

export interface Printed {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
}

const TASK =
  /^([ \t]{0,40})(?:- )?(?:ansible\.builtin\.)?debug:([^\n]{0,200})\n((?:[ \t]{0,60}(?:[^\n]{0,200})\n){0,6})/gm;
const VARIABLE = /\bvar(?:=|:[ \t]{1,4})["']?([A-Za-z_]\w{2,60})["']?[ \t]{0,4}$/m;
const HOLE =
  /(?<!\$)\{\{[ \t]{0,4}(?:([A-Za-z_][\w.]{2,60})|lookup\(["'](?:ansible\.builtin\.)?env["'], ?["']([A-Z]\w{2,60})["']\))[ \t]{0,4}\}\}/g;
/** `echo '${{ toJSON(secrets) }}'` */
const SECRETS =
  /\b(?:echo|printf|print|cat <<)[^\n]{0,80}?(\$\{\{[ \t]{0,4}to[jJ][sS][oO][nN]\([ \t]{0,4}secrets[ \t]{0,4}\)[ \t]{0,4}\}\})/g;

export function printedInYaml(path: string, text: string): readonly Printed[] {
  if (!/\.ya?ml$/.test(path)) return [];
  const tasks = [...text.matchAll(TASK)].flatMap((match) => printedByTask(text, match));
  const dumps = [...text.matchAll(SECRETS)].flatMap((match): readonly Printed[] => {
    const [whole, dump = ''] = match;
    const start = match.index + whole.length - dump.length;
    const goesOn = /^[^\n]{0,80}[|>]/.test(text.slice(start + dump.length, start + dump.length + 82));
    return isCommented(text, start) || goesOn ? [] : [{ start, end: start + dump.length, whole: true }];
  });
  return [...tasks, ...dumps];
}

function printedByTask(text: string, match: RegExpExecArray): readonly Printed[] {
  const [whole, indent = '', inline = '', below = ''] = match;
  const head = whole.length - below.length;
  // The entries of the task itself: they stand deeper than its name.
  const own = below.split('\n').findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent.length);
  const body = own < 0 ? below : below.split('\n').slice(0, own).join('\n');
  const code = `${inline}\n${body}`;
  if (!/\b(?:msg|var)[:=]/.test(code)) return [];
  const from = match.index + head - inline.length - 1;
  const variable = VARIABLE.exec(code);
  const named =
    variable === null ? [] : [{ name: variable[1] ?? '', at: variable.index + variable[0].indexOf(variable[1] ?? '') }];
  const holes = [...code.matchAll(HOLE)].map((hole) => ({
    name: hole[1] ?? hole[2] ?? '',
    at: hole.index + hole[0].indexOf(hole[1] ?? hole[2] ?? ''),
  }));
  return [...named, ...holes].flatMap(({ name, at }): readonly Printed[] => {
    const start = from + at;
    const holds = namesProviderKey(name.split('.').at(-1) ?? '') || namesSecret(name.split('.').at(-1) ?? '');
    return holds && !isCommented(text, start) ? [{ start, end: start + name.length, whole: false }] : [];
  });
}
