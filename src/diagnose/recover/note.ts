// The note for the incident report, in Markdown: facts that git knows, what was done as boxes to tick, what stays open.
import type { Exposure } from './exposure.ts';
import { NOT_SOLVED } from './kinds.ts';
import { PUSHED_WORDS, type RecoveryStep } from './steps.ts';

export interface Incident {
  readonly exposure: Exposure;
  readonly name: string;
  readonly steps: readonly RecoveryStep[];
  /** Dates of its first commit and of the last that held it. */
  readonly since: string;
  readonly until: string;
}

export interface NoteInput {
  readonly incidents: readonly Incident[];
  readonly purge: readonly string[];
  /** When the note was made, ISO 8601. */
  readonly now: string;
}

export function drawNote({ incidents, purge, now }: NoteInput): string {
  const pushed = incidents.filter(({ exposure }) => exposure.remotes.length > 0).length;
  return [
    '# Credentials in the git history',
    '',
    `Made on ${now} from one clone. Values are masked. ${incidents.length} found, ${pushed} of them pushed.`,
    '',
    ...incidents.flatMap(drawIncident),
    '## Purge',
    '',
    '```sh',
    ...purge,
    '```',
    '',
    'A rewrite does not reach:',
    '',
    ...NOT_SOLVED.map((line) => `- ${line}`),
    '',
    '## To be filled in',
    '',
    '- Who had access to the repository, and since when:',
    '- First sign of abuse, and how it was noticed:',
    '- Who was told, and when:',
    '- Why no gate stopped it, and what stops the next one:',
    '',
  ].join('\n');
}

function drawIncident({ exposure, name, steps, since, until }: Incident): readonly string[] {
  const { secret, ruleId, places, commits, branches, tags, stashes, pushed, remotes, inHead, reflogOnly } = exposure;
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.map(code).join(', '));
  const rows: readonly (readonly [string, string])[] = [
    ['credential', `${code(secret.mask)} (${code(ruleId)})`],
    ['finding', list([...new Set(places.map(({ id }) => id))])],
    ['files', list([...new Set(places.map(({ path, line }) => `${path}:${line}`))])],
    ['brought by', list(commits)],
    ['window', `${since} to ${inHead ? 'now: HEAD holds it still' : until}`],
    ['branches', list(branches)],
    ['tags', list(tags)],
    ['stashes', list(stashes)],
    ['reflog only', list(reflogOnly)],
    ['pushed', `${PUSHED_WORDS[pushed]}${remotes.length === 0 ? '' : `: ${remotes.map(code).join(', ')}`}`],
  ];
  return [
    `## ${name}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([label, value]) => `| ${label} | ${value.replaceAll('|', '\\|')} |`),
    '',
    ...steps.flatMap(({ title, details }) => [`- [ ] ${title}`, ...details.map((detail) => `  - ${detail}`)]),
    '',
  ];
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
