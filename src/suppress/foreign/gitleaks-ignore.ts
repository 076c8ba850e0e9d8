// `.gitleaksignore`: fingerprints of gitleaks, `path:rule:line` anywhere and `commit:path:rule:line` in that commit.
import { speaksOf } from './gitleaks-rules.ts';
import { entriesOf, type ForeignFile, type ForeignList } from './judged.ts';

interface Entry {
  /** File and line that say it. */
  readonly place: string;
  readonly commit: string | undefined;
  readonly rule: string;
}

export function readGitleaksIgnore(file: ForeignFile): ForeignList {
  const entries = new Map<string, Entry[]>();
  const remarks: string[] = [];
  for (const { entry, place } of entriesOf(file)) {
    // What is before the path is a commit only where it looks like one: a path may hold a colon.
    const [, commit, path, rule = '', line] = /^(?:([0-9a-f]{7,64}):)?(.+):([^:]+):(\d+)$/i.exec(entry) ?? [];
    if (path === undefined) {
      remarks.push(`${place}: is no fingerprint (path:rule:line), so it suppresses nothing`);
      continue;
    }
    const key = `${path.replaceAll('\\', '/').replace(/^\.\//, '')}:${line}`;
    entries.set(key, [...(entries.get(key) ?? []), { place, commit: commit?.toLowerCase(), rule }]);
  }
  return {
    remarks,
    reasonFor(judged) {
      return entries
        .get(`${judged.path}:${judged.startLine}`)
        ?.find(
          ({ commit, rule }) =>
            (commit === undefined || judged.commit?.startsWith(commit) === true) && speaksOf(rule, judged),
        )?.place;
    },
  };
}
