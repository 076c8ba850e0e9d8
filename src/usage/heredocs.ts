// Texts that begin at the next line and end at a word: shell `<<EOF`, Ruby `<<~SQL`, PHP `<<<HTML`. Prose to the scanner,
// since an apostrophe in one would otherwise be taken for a quote; a script that a shell is fed stays code.
import type { Scanner } from './scanner.ts';
import { COMMENT, STRING } from './tokens.ts';

const OPENERS: Readonly<Record<string, RegExp>> = {
  shell: /^<<(-?)[ \t]{0,4}(["']?)\\?([A-Za-z_]\w{0,40})\2/,
  ruby: /^<<([~-]?)(["'`]?)([A-Z_]\w{0,40})\2/,
  php: /^<<<()[ \t]{0,4}(["']?)([A-Za-z_]\w{0,40})\2/,
};
/** Texts that one line opens, and openers without an end that are looked for in one file: each is a search to its end. */
const MOST = 8;
const MOST_MISSES = 40;
/** A shell that reads its commands from the text. */
const RUNS = /(?:^|[\s/"'])(?:ba|z|da|k)?sh(?:\s{1,4}-[a-z]{1,4})?["']?\s{0,4}$|\bssh\b[^|;&\n]{0,200}$/;

/** Reads the opener at a place; undefined when there is none. */
export function openHeredoc(scanner: Scanner, at: number): number | undefined {
  const { text, syntax, emit } = scanner;
  const misses = scanner.dead.get('<<') ?? 0;
  if (scanner.heredocs.length >= MOST || misses >= MOST_MISSES) return undefined;
  const match = OPENERS[syntax.language]?.exec(text.slice(at, at + 60));
  if (match === null || match === undefined) return undefined;
  const [opener = '', dash = '', , word = ''] = match;
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', at - 1) + 1, at - 300), at);
  const shell = syntax.language === 'shell';
  // `1 << BITS` is a shift: nothing at the start of a line ends it.
  if (!new RegExp(`\\n[ \\t]{0,80}${word}\\b`).test(text.slice(at, scanner.end))) {
    scanner.dead.set('<<', misses + 1);
    return undefined;
  }
  scanner.heredocs.push({ word, indented: dash !== '' || syntax.language === 'php', runs: shell && RUNS.test(line) });
  emit(shell ? COMMENT : STRING, at, at + opener.length);
  return at + opener.length;
}

/** Passes over the texts that begin at a line; what a shell runs is left to be scanned. */
export function skipHeredocs(scanner: Scanner, start: number): number {
  const { text, end, emit, heredocs } = scanner;
  let at = start;
  for (const { word, indented, runs } of heredocs.splice(0)) {
    if (runs) continue;
    const from = at;
    while (at < end) {
      const newline = text.indexOf('\n', at);
      const next = newline < 0 || newline >= end ? end : newline;
      const line = text.slice(at, Math.min(next, at + 200)).replace(/\r$/, '');
      const lineStart = at;
      // In a pipeline's script all lines are indented.
      const last = indented || scanner.syntax.language === 'shell' ? line.trimStart() : line;
      at = next;
      // PHP goes on after the word.
      if (last === word || (scanner.syntax.language === 'php' && new RegExp(`^${word}\\b`).test(last))) {
        if (scanner.syntax.language === 'php') at = lineStart + line.indexOf(word) + word.length;
        break;
      }
      if (next === end) break;
      at = next + 1;
    }
    if (at > from) emit(COMMENT, from, at);
  }
  return Math.max(at, start);
}
