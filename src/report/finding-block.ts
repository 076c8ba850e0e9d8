// One finding as people read it: where, what, the masked source, why, and what to do now.
import type { Finding, Fix, Frame, Verdict } from '../finding.ts';
import type { Group } from './group.ts';
import { splitHelp } from './help.ts';
import type { Style } from './style.ts';
import { cutAround, cutEnd, cutStart, harmless, widthOf, wrap } from './terminal-text.ts';

export interface BlockOptions {
  readonly style: Style;
  readonly width: number;
  readonly verbose: boolean;
  /** A block above has said why, and where to revoke: true for the second key of a kind. */
  readonly repeats?: boolean;
}

const INDENT = '  ';
/** Column at which the text beside a label starts. */
const LABEL_COLUMNS = 11;
const MAX_PLACES = 10;

/** The lines of one group of findings, none wider than the width. */
export function drawBlock(group: Group, options: BlockOptions): readonly string[] {
  const { first } = group;
  const frame = drawFrame(first.frame, first, options);
  return [...drawTitle(first, options), ...(frame.length === 0 ? [] : ['', ...frame]), '', ...drawRows(group, options)];
}

function drawTitle(finding: Finding, { style, width }: BlockOptions): readonly string[] {
  const place = placeOf(finding);
  const rule = `${finding.level}  ${harmless(finding.ruleId)}`;
  const paintRule = (text: string): string => text.replace(/^\S+/, (level) => style.level[finding.level](level));
  const { secret } = finding;
  const message = harmless(finding.message);
  const mask =
    secret === undefined || secret.mask === '…' || message.includes(secret.mask) ? '' : harmless(secret.mask);
  const about = wrap(mask === '' ? message : `${message}  ${mask}`, width - INDENT.length);
  const title =
    widthOf(place) + 2 + widthOf(rule) <= width
      ? [`${style.strong(place)}  ${paintRule(rule)}`]
      : [...wrap(place, width).map(style.strong), ...wrap(rule, width).map(paintRule)];
  return [...title, ...about.map((line) => INDENT + line)];
}

function placeOf({ path, region, commit }: Finding): string {
  const place = `${harmless(path)}:${region.startLine}:${region.startColumn}`;
  return commit === null ? place : `${place} in ${commit.slice(0, 7)}`;
}

function drawFrame(frame: Frame, finding: Finding, { style, width }: BlockOptions): readonly string[] {
  const digits = String(frame.firstLine + frame.lines.length - 1).length;
  const room = width - INDENT.length - digits - 5;
  return frame.lines.flatMap((text, i) => {
    const number = frame.firstLine + i;
    const isFocus = number === frame.line;
    const focused = isFocus
      ? { text, start: frame.startColumn - 1, end: frame.endColumn - 1 }
      : { text, start: 0, end: 0 };
    const cut = cutAround(focused, room);
    const gutter = `${String(number).padStart(digits)} │`;
    const mark = isFocus ? style.level[finding.level]('>') : ' ';
    const line = `${INDENT}${mark} ${style.faint(gutter)}${cut.text === '' ? '' : ` ${cut.text}`}`;
    if (!isFocus) return [line];
    const before = widthOf(cut.text.slice(0, cut.start));
    const length = Math.max(1, Math.min(widthOf(cut.text.slice(cut.start, cut.end)), room - before));
    const underline = `${' '.repeat(before)}${style.level[finding.level]('^'.repeat(length))}`;
    return [line, `${INDENT}  ${' '.repeat(digits)} ${style.faint('│')} ${underline}`];
  });
}

function drawRows({ first, others }: Group, options: BlockOptions): readonly string[] {
  const { style, width, verbose, repeats } = options;
  const room = width - LABEL_COLUMNS;
  const help = splitHelp(first.help);
  const row = (label: string, lines: readonly string[]): readonly string[] =>
    lines.map((line, i) => {
      const start = i === 0 ? `${INDENT}${label}` : '';
      return style.faint(start.padEnd(LABEL_COLUMNS)) + line;
    });
  const prose = (label: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : row(label, wrap(harmless(text), room));
  const command = (text: string): readonly string[] => wrap(text, room).map(style.command);
  const applies = first.fix?.safe === true && first.fix.edits !== undefined;
  return [
    ...prose('commit', commitOf(first)),
    ...row('also in', drawPlaces(first, verbose ? others : others.slice(0, MAX_PLACES), others.length, room)),
    ...prose('verified', first.verified && VERDICT_WORDS[first.verified]),
    ...prose('why', repeats ? undefined : help.why),
    ...prose('because', first.evidence),
    ...(first.fix === undefined ? prose('fix', help.fix) : row('fix', drawFix(first.fix, room, style))),
    ...(applies ? row('apply', command('npx hushkey fix')) : []),
    ...prose('revoke', help.revoke === undefined || repeats ? undefined : `if it was ever pushed: ${help.revoke}`),
    ...row('allow', command(`npx hushkey allow ${first.id} --reason "…"`)),
  ];
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  live: 'live: its provider accepts it now; revoke it',
  limited: 'limited: its provider knows it, but refuses this use; revoke it',
  dead: 'dead: its provider refuses it',
  unreachable: 'unreachable: its provider could not be asked, or gave no clear answer',
};

function commitOf({ commit, subject = '', held }: Finding): string | undefined {
  if (commit === null) return undefined;
  const until =
    held === undefined ? '' : held.inHead ? '; HEAD holds it still' : `; last in ${held.lastCommit.slice(0, 7)}`;
  const where =
    held === undefined || held.remotes.length === 0
      ? ''
      : `; on ${held.remotes.length === 1 ? 'the remote' : 'the remotes'} ${held.remotes.join(', ')}`;
  return `${commit.slice(0, 7)} ${subject}${until}${where}`;
}

/** The path is part of a fingerprint, so each file has an id of its own to allow. */
function drawPlaces(first: Finding, shown: readonly Finding[], total: number, room: number): readonly string[] {
  const lines = shown.flatMap((other) =>
    wrap(other.id === first.id ? placeOf(other) : `${placeOf(other)}  id ${other.id}`, room),
  );
  return total > shown.length ? [...lines, `and ${total - shown.length} more`] : lines;
}

function drawFix(fix: Fix, room: number, style: Style): readonly string[] {
  const recipe = (fix.recipe ?? []).map(harmless);
  return [
    ...wrap(harmless(fix.title), room),
    ...recipe.flatMap((line, i) => {
      if (line.startsWith('- ')) return drawChange(line, recipe[i + 1], room).map(style.removed);
      if (line.startsWith('+ ')) return drawChange(line, recipe[i - 1], room).map(style.added);
      const code = line.trimStart();
      const indent = line.slice(0, line.length - code.length);
      return wrap(code, room - indent.length).map((part) => indent + part);
    }),
  ];
}

const MAX_CHANGE_LINES = 3;

/** A changed line: what both versions share is cut first, and alike; what is to be written is shown whole. */
function drawChange(line: string, partner: string | undefined, room: number): readonly string[] {
  const body = line.slice(2);
  const other = partner?.slice(2) ?? '';
  const columns = room - 2;
  if (Math.max(widthOf(body), widthOf(other)) <= columns) return [line];
  const shortest = Math.min(body.length, other.length);
  let head = 0;
  while (head < shortest && body[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && body.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const middleOf = (text: string): string => text.slice(head, text.length - tail);
  const free = columns - Math.max(widthOf(middleOf(body)), widthOf(middleOf(other)));
  const end = body.slice(body.length - tail);
  const headRoom = Math.max(Math.floor(columns / 4), free - widthOf(end));
  const start = cutStart(body.slice(0, head), headRoom);
  const text = start + middleOf(body) + cutEnd(end, Math.max(Math.floor(columns / 4), free - widthOf(start)));
  if (line.startsWith('-')) return [`- ${cutEnd(text, columns)}`];
  const [first = '', ...more] = wrap(text, columns);
  const shown = [`+ ${first}`, ...more.map((part) => `  ${part}`)];
  if (shown.length <= MAX_CHANGE_LINES) return shown;
  return [...shown.slice(0, MAX_CHANGE_LINES - 1), `${cutEnd(shown[MAX_CHANGE_LINES - 1] ?? '', room - 1)}…`];
}
