// Where the last value of a name stands above a place, and how much of it is read. Apart from what the values show.
import { closingOf, type Holes } from './operand-texts.ts';
import { lineStartOf } from './stored-keys.ts';

/** How far back the last assignment of a name is looked for. */
export const NEAR = 4000;
/** Longest value of an assignment that is read. */
const MOST_CODE = 600;
const MOST_LINE = 200;
/** How many names of a file are looked up. */
const MOST_NAMES = 200;

/** After a name that is given a value. */
const IS_SET = /\)?(?:, ?(?:_|err|ok|exists|found))?\s?(?::\s?[\w<>|?. ]{1,40})?:?=(?![=>])\s{0,4}/y;

/** A text, with what is known of it, while a call in it is judged. */
export interface File {
  readonly path: string;
  readonly text: string;
  readonly mentionsAi: () => boolean;
  /** True when a type that hides what it holds is used. */
  readonly hasMasks: () => boolean;
  /** How the call's language puts expressions into strings. */
  readonly holes: Holes;
  readonly assignments: (name: string) => readonly number[];
}

export interface Assigned {
  readonly code: string;
  readonly at: number;
}

/** Where the values of `name = …` start, name by name, each looked for once. */
export function createAssignments(text: string): (name: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined || known.size >= MOST_NAMES) return found ?? [];
    const places: number[] = [];
    const plain = name.replaceAll('\\', '');
    // A search for the name alone is far quicker than one for the pattern: a file has few of it.
    for (let at = text.indexOf(plain); at >= 0; at = text.indexOf(plain, at + plain.length)) {
      const before = text.charAt(at - 1) === '$' ? at - 1 : at;
      if (/[\w.$]/.test(text.charAt(before - 1))) continue;
      IS_SET.lastIndex = at + plain.length;
      if (!IS_SET.test(text)) continue;
      // `post(url, headers=headers)` gives the name on.
      const next = IS_SET.lastIndex + plain.length;
      if (text.startsWith(plain, IS_SET.lastIndex) && !/[\w.([]/.test(text.charAt(next))) continue;
      // `"apiKey={}"` is a text.
      if ((text.slice(lineStartOf(text, before), before).match(/"/g) ?? []).length % 2 === 0)
        places.push(IS_SET.lastIndex);
    }
    known.set(name, places);
    return places;
  };
}

/** The rest of a line, and what its last bracket holds where that closes further down. */
function codeFrom(text: string, start: number): string {
  const line = /^[^\n]{0,300}/.exec(text.slice(start, start + 300))?.[0] ?? '';
  if (!/[([]\s{0,4}$/.test(line)) return line.replace(/\s(?:\/\/|#)\s.*$/, '');
  const close = closingOf(text, start + line.trimEnd().length, Math.min(text.length, start + MOST_CODE));
  return close === undefined ? line : text.slice(start, close + 1);
}

/** What stands after the last `name =` before a place. */
export function lastAssignment(file: File, name: string, at: number): Assigned | undefined {
  const start = file.assignments(name).findLast((place) => place < at);
  if (start === undefined || start < at - NEAR) return undefined;
  // In a minified file a name of one letter is many variables.
  if (at - start > MOST_LINE && !file.text.slice(start, at).includes('\n')) return undefined;
  return {
    code: codeFrom(file.text, start)
      .replace(/(?:[;,]|(?<=\)):)\s{0,20}$|(?<=[)\]])\s(?:else\s)?\{\s{0,4}$|(?<=^&?[\w.]{1,80})\s\{$/, '')
      // `guard let key = store.get("name") else { return }`
      .replace(/ else \{[^{}\n]{0,80}\}$/, '')
      // `if key := os.Getenv("NAME"); key != "" {`
      .replace(/^([\w.]{1,40}\("[\w-]{1,80}"\)); .*$/, '$1')
      .trimEnd(),
    at: start,
  };
}
