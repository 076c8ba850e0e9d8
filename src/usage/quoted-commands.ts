// Commands of curl that stand as text in files of other kinds: health checks, hooks of tools, tasks of editors, lists of
// arguments. Only those that name the vendor's host, and only where text is run: what describes or shows is none.
import { SHELL, type Unit } from './syntax.ts';

const HOST = 'api.anthropic.com';
const MOST_PLACES = 40;
const MOST_LINE = 4000;
const STRING = /"(?:[^"\\\n]|\\.){0,4000}"|'[^'\n]{0,4000}'/g;
/** Keys whose text people read. */
const SHOWN =
  /(?:description|summary|example|docs?|text|content|body|message|prompt|title|label|note|help|comment|value)["']?\s{0,8}[:=]\s{0,8}$/i;
/** What a command may stand behind: nothing, or what starts it. */
const STARTS =
  /^\s{0,8}(?:[^#]{0,400}(?:[;|&(!`']|\bthen|\bdo|\bexec|\bif|\bsh -l?c)\s{1,4})?(?:\w+=\S{0,60} )?(?:\/\S{0,40}\/)?curl\s/;
/** `["curl", "-H", "…"]`: a list of arguments, over several lines too. */
const LIST = /\[\s{0,40}(["'])curl\1\s{0,40},(?:[^\]"'\n]|\n|"(?:[^"\\\n]|\\.){0,400}"|'[^'\n]{0,400}'){1,60}\]/g;

/** @param taken - units that are known already: what stands in them is read there. */
export function quotedCommands(text: string, taken: readonly Unit[]): readonly Unit[] {
  if (!text.includes(HOST) || !text.includes('curl')) return [];
  const units: Unit[] = [];
  const isFree = (start: number, end: number): boolean =>
    ![...taken, ...units].some((unit) => start < unit.end && unit.start < end);
  for (const { index, 0: list } of text.matchAll(LIST)) {
    const end = index + list.length;
    if (!list.includes(HOST) || !isFree(index, end)) continue;
    // Without the commas it is a command, each argument in its quotes.
    const command = list.replace(/^\[|\]$|\n/g, ' ').replace(/(["'])(\s{0,40}),/g, '$1$2 ');
    units.push(unitOf(text, index, end, command));
  }
  for (
    let at = text.indexOf(HOST), steps = 0;
    at >= 0 && steps < MOST_PLACES;
    at = text.indexOf(HOST, at + 1), steps += 1
  ) {
    const from = text.lastIndexOf('\n', at) + 1;
    const newline = text.indexOf('\n', at);
    const line = text.slice(from, newline < 0 ? text.length : newline);
    if (line.length > MOST_LINE) continue;
    for (const { index, 0: whole } of line.matchAll(STRING)) {
      const start = from + index + 1;
      const end = start + whole.length - 2;
      if (end <= at || start > at || SHOWN.test(line.slice(0, index))) continue;
      const inner = whole.slice(1, -1);
      if (!STARTS.test(inner) || !isFree(start, end)) continue;
      units.push(unitOf(text, start, end, whole.startsWith('"') ? inner.replaceAll('\\"', ' "') : inner));
    }
  }
  return units;
}

function unitOf(text: string, start: number, end: number, code: string): Unit {
  return { syntax: SHELL, start, end, documentation: false, text: text.slice(0, start) + code + text.slice(end) };
}
