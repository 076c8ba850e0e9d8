// A command whose arguments stand one a line in a list of YAML. Apart from shell-parts.ts, which finds the lists.
import { SHELL, type Unit } from './syntax.ts';

const MOST_ARGUMENTS = 60;

/** `command: ["curl"]` with `args:` below it, one a line: a command in itself. */
export function asArguments(
  text: string,
  { index, 0: head, 2: key = '' }: RegExpExecArray,
  items: readonly Unit[],
): readonly Unit[] | undefined {
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined || items.length < 2 || items.length > MOST_ARGUMENTS) return undefined;
  const named = /^["']?curl\b/.test(text.slice(first.start, first.end));
  if (!named && (key !== 'args' || !/\bcurl["'\]]{0,2}\s/.test(text.slice(Math.max(0, index - 200), index))))
    return undefined;
  const start = index + head.indexOf(key);
  const lines = text
    .slice(start, last.end)
    .replace(/\n[ \t]{0,60}-(?=[ \t])/g, (mark) => ' '.repeat(mark.length))
    .replaceAll('\n', ' ');
  const command = `${named ? ' '.repeat(key.length + 1) : 'curl '.padEnd(key.length + 1)}${lines.slice(key.length + 1)}`;
  // As Kubernetes puts variables in.
  const code = command.replace(/\$\((\w{1,60})\)/g, '$$$1  ');
  return [
    {
      syntax: SHELL,
      start,
      end: last.end,
      documentation: false,
      text: text.slice(0, start) + code + text.slice(last.end),
    },
  ];
}
