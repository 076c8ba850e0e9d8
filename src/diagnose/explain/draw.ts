// An answer for people and for machines. All that is of the pasted text goes through `harmless`.
import { harmless, wrap } from '../../report/terminal-text.ts';
import { version } from '../../version.ts';
import type { Answer, AnswerCause } from './answer.ts';
import type { SeenError } from './read-error.ts';

const COLUMNS = 80;
const LABEL = 9;
const LONGEST_MESSAGE = 400;

/** `401 authentication_error: invalid x-api-key`. */
export function titleOf({ status, type, message }: SeenError): string {
  const words =
    message !== undefined && message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  const head = [status, type].filter((part) => part !== undefined).join(' ');
  if (words === undefined) return harmless(head);
  return harmless(head === '' ? words : `${head}: ${words}`);
}

const NAMES: Readonly<Record<string, string>> = {
  typescript: 'TypeScript or JavaScript',
  python: 'Python',
  go: 'Go',
  java: 'Java',
  ruby: 'Ruby',
  csharp: 'C#',
  php: 'PHP',
  shell: 'curl',
  bedrock: 'Amazon Bedrock',
  vertex: 'Google Vertex AI',
  azure: 'Azure',
};

export function nameOf(word: string): string {
  return NAMES[word] ?? word;
}

export function drawAnswer(answer: Answer): string {
  const { error, meaning, retry, causes } = answer;
  const title = titleOf(error);
  const origin = [
    error.platform === 'anthropic' || error.platform === 'other' ? undefined : nameOf(error.platform),
    error.host,
    error.via,
    error.language === undefined ? undefined : nameOf(error.language),
    error.sdk,
    error.model,
    error.requestId,
  ].filter((part) => part !== undefined);
  return `${[
    ...(title === '' ? [] : wrap(title, COLUMNS)),
    ...(origin.length === 0 ? [] : wrap(harmless(`(${origin.join(', ')})`), COLUMNS)),
    ...(title === '' && origin.length === 0 ? [] : ['']),
    ...wrap(meaning, COLUMNS),
    ...wrap(retry.advice, COLUMNS),
    '',
    causes.length === 1 ? 'Cause' : 'Likely causes, in order',
    ...causes.flatMap(drawCause),
  ].join('\n')}\n`;
}

function drawCause(cause: AnswerCause, index: number): readonly string[] {
  const { what, check, fix, code, shown, places } = cause;
  return [
    '',
    ...wrap(what, COLUMNS - 3).map((line, i) => `${i === 0 ? `${index + 1}.`.padEnd(3) : '   '}${line}`),
    ...(shown === undefined ? [] : labelled('seen', wrap(shown, COLUMNS - LABEL))),
    ...labelled(
      'here',
      places.map(({ path, line, column, rule }) => harmless(`${path}:${line}:${column}  ${rule}`)),
    ),
    ...labelled('check', breakCommand(check)),
    ...labelled('fix', wrap(fix, COLUMNS - LABEL)),
    ...(code ?? []).map((line) => ' '.repeat(LABEL + 2) + line),
  ];
}

function labelled(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, i) => `${' '.repeat(3)}${(i === 0 ? label : '').padEnd(LABEL - 3)}${line}`);
}

/** A command stays one that can be copied: broken only before an option or a pipe, with the shell's own sign. */
function breakCommand(command: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of command.split(/ (?=-H |--[a-z]|\| |&& )/)) {
    const joined = line === '' ? part : `${line} ${part}`;
    if (line !== '' && joined.length > COLUMNS - LABEL - 2) {
      lines.push(`${line} \\`);
      line = `  ${part}`;
    } else line = joined;
  }
  return [...lines, line];
}

export function drawAnswerJson(answer: Answer): string {
  const { error, ...rest } = answer;
  const { headers, sent, text, ...seen } = error;
  const document = { version: 1, tool: { name: 'hushkey', version }, error: seen, ...rest };
  return `${JSON.stringify(document, null, 2)}\n`;
}
