// One finding as people read it: where, what, the masked source, why, and what to do now.
import type { Finding, Fix, Frame } from '../finding.ts';
import type { Group } from './group.ts';
import { splitHelp } from './help.ts';
import type { Style } from './style.ts';
import { cutAround, cutEnd, cutStart, harmless, widthOf, wrap } from './terminal-text.ts';

export interface BlockOptions {
  readonly style: Style;
  readonly width: number;
  readonly verbose: boolean;
}

const INDENT = '  ';
/** Column at which the text beside a label starts. */
const LABEL_COLUMNS = 11;
const MAX_PLACES = 10;

/** The lines of one group of findings, none wider than the width. */
export function drawBlock(group: Group, options: BlockOptions): readonly string[] {
  const { first } = group;
  return [...drawTitle(first, options), '', ...drawFrame(first.frame, first, options), '', ...drawRows(group, options)];
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
  const { style, width, verbose } = options;
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
    ...row('also in', drawPlaces(first, verbose ? others : others.slice(0, MAX_PLACES), others.length, room)),
    ...prose('why', help.why),
    ...prose('because', first.evidence),
    ...(first.fix === undefined ? prose('fix', help.fix) : row('fix', drawFix(first.fix, room, style))),
    ...(applies ? row('apply', command('npx hushkey fix')) : []),
    ...prose('revoke', help.revoke === undefined ? undefined : `if it was ever pushed: ${help.revoke}`),
    ...row('allow', command(`npx hushkey allow ${first.id} --reason "…"`)),
  ];
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
      if (line.startsWith('- ')) return [style.removed(cutChange(line, recipe[i + 1], room))];
      if (line.startsWith('+ ')) return [style.added(cutChange(line, recipe[i - 1], room))];
      return wrap(line, room);
    }),
  ];
}

/** A changed line is code: it is cut, not wrapped, and so that both versions start alike. */
function cutChange(line: string, partner: string | undefined, room: number): string {
  const body = line.slice(2);
  const other = partner?.slice(2) ?? '';
  const columns = room - 2;
  if (Math.max(widthOf(body), widthOf(other)) <= columns) return line;
  let same = 0;
  while (same < body.length && body[same] === other[same]) same += 1;
  const rest = Math.max(widthOf(body.slice(same)), widthOf(other.slice(same)));
  const head = cutStart(body.slice(0, same), Math.max(Math.floor(columns / 4), columns - rest));
  return line.slice(0, 2) + cutEnd(head + body.slice(same), columns);
}
