// The inline markers of other scanners, each with its own tool's meaning of "this line". They say nothing of why, and
// know nothing of misused keys, so they count for hardcoded keys only.
import { indexLines } from '../text/position.ts';
import type { InlineSuppression } from './inline.ts';

const MARKER =
  /gitleaks:allow|trufflehog:ignore|pragma: ?(?:allow|white)list[ -](?:nextline[ -])?secret|secretlint-(?:disable-next-line|disable-line|disable|enable)(?![\w-])/g;
const CHEAP = ['gitleaks:allow', 'trufflehog:ignore', 'pragma:', 'secretlint-'];
/** What may follow a secretlint directive: the rules it is about. */
const SECRETLINT_RULE = /secretlint-rule-([\w-]{1,60})/g;

/** Whether the reason of a foreign suppression is a marker in the source, not a place in another scanner's file. */
export function isMarker(reason: string): boolean {
  return CHEAP.some((word) => reason.startsWith(word));
}

interface OpenBlock {
  readonly line: number;
  readonly ruleNames: readonly string[];
}

export function readForeignMarkers(text: string): readonly InlineSuppression[] {
  if (!CHEAP.some((word) => text.includes(word))) return [];
  const lines = indexLines(text);
  const found: InlineSuppression[] = [];
  let open: OpenBlock[] = [];
  const add = (
    name: string,
    line: number,
    range: readonly [number, number],
    ruleNames: readonly string[] = [],
  ): void => {
    found.push({
      kind: 'foreign',
      firstLine: range[0],
      lastLine: range[1],
      line,
      covers: ({ category, ruleId }) => category === 'hardcoded-key' && coversRule(ruleId, ruleNames),
      reason: name,
      name,
      reasonStart: -1,
    });
  };
  for (const match of text.matchAll(MARKER)) {
    const [marker] = match;
    const { startLine: line } = lines.region(match.index, match.index);
    const inLine = match.index - lines.startOf(line) + marker.length;
    const ruleNames = marker.startsWith('secretlint') ? ruleNamesIn(lines.textOf(line).slice(inLine)) : [];
    if (marker === 'secretlint-disable') open.push({ line, ruleNames });
    else if (marker === 'secretlint-enable') {
      const [ended, kept] = partition(open, (block) => ruleNames.length === 0 || sameNames(block.ruleNames, ruleNames));
      for (const block of ended) add('secretlint-disable', block.line, [block.line, line], block.ruleNames);
      open = [...kept];
    } else {
      const isNext = /next-?line/.test(marker);
      add(marker, line, isNext ? [line + 1, line + 1] : [line, line], ruleNames);
    }
  }
  for (const block of open) add('secretlint-disable', block.line, [block.line, lines.count], block.ruleNames);
  return found;
}

/** Rule packages named after a directive; what follows `--` is a description. */
function ruleNamesIn(rest: string): readonly string[] {
  const [rules = ''] = rest.split(/\s--\s|\*\//);
  return [...rules.matchAll(SECRETLINT_RULE)].map((match) => match[1] ?? '');
}

/** Their `privatekey` is our `private-key`; their `aws` covers all of our `aws-…`. */
export function coversRule(ruleId: string, ruleNames: readonly string[]): boolean {
  const plain = (name: string): string => name.replaceAll('-', '');
  return ruleNames.length === 0 || ruleNames.some((name) => plain(ruleId).includes(plain(name)));
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
