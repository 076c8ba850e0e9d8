// Which hooks git knows, and at which of them we scan. The dispatcher in hooks/ holds the same list of gates in sh; a
// test compares the two.

/** Hooks that scan before anything else runs. */
export const GATES = ['pre-commit', 'pre-merge-commit', 'prepare-commit-msg', 'pre-applypatch', 'pre-push'] as const;
export type Gate = (typeof GATES)[number];

/** Every hook name that husky covers: each gets the dispatcher, so that a hook added later still runs. */
export const HOOK_NAMES = [
  ...GATES,
  'commit-msg',
  'post-commit',
  'applypatch-msg',
  'post-applypatch',
  'pre-rebase',
  'post-rewrite',
  'post-checkout',
  'post-merge',
  'pre-auto-gc',
] as const;

/** What the notes that pre-commit leaves in the git folder begin with: see cli/gates/judged-mark.ts. */
export const JUDGED_MARK = 'hushkey-judged-';

/** Where a hook notes the config and the baseline that it has read: see cli/gates/settled.ts. */
export const SETTLED = 'hushkey-settled';

/** What a hook writes into the git folder when it stops git. */
export const LAST_BLOCKED = 'hushkey-blocked';

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
