// `.gitleaksignore`: fingerprints of gitleaks, `path:rule:line` anywhere and `commit:path:rule:line` in that commit.
import { speaksOf } from './gitleaks-rules.ts';
import type { ForeignFile, ForeignList } from './judged.ts';

interface Entry {
  /** Of the file itself, from 1. */
  readonly at: number;
  readonly commit: string | undefined;
  readonly rule: string;
}

export function readGitleaksIgnore({ name, text }: ForeignFile): ForeignList {
  const entries = new Map<string, Entry[]>();
  const remarks: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const typed = line.trim();
    if (typed === '' || typed.startsWith('#')) continue;
    // What is before the path is a commit only where it looks like one: a path may hold a colon.
    const [, commit, path, rule = '', place] = /^(?:([0-9a-f]{7,64}):)?(.+):([^:]+):(\d+)$/i.exec(typed) ?? [];
    if (path === undefined) {
      remarks.push(`${name}:${i + 1}: is no fingerprint (path:rule:line), so it suppresses nothing`);
      continue;
    }
    const key = `${path.replaceAll('\\', '/').replace(/^\.\//, '')}:${place}`;
    const entry = { at: i + 1, commit: commit?.toLowerCase(), rule };
    entries.set(key, [...(entries.get(key) ?? []), entry]);
  }
  return {
    remarks,
    reasonFor(judged) {
      const found = entries
        .get(`${judged.path}:${judged.startLine}`)
        ?.find(
          ({ commit, rule }) =>
            (commit === undefined || judged.commit?.startsWith(commit) === true) && speaksOf(rule, judged),
        );
      return found === undefined ? undefined : `${name}:${found.at}`;
    },
  };
}
