// What to do about one credential, in order. What others may have is revoked first; what never left this clone can
// still be taken back.
import type { KindDocs } from '../../credentials/kind.ts';
import type { Exposure, Pushed } from './exposure.ts';
import { recoveryKindOf } from './kinds.ts';

export interface RecoveryStep {
  readonly id: 'hold' | 'revoke' | 'replace' | 'deploy' | 'audit' | 'remove' | 'purge' | 'prevent';
  readonly title: string;
  readonly details: readonly string[];
}

export interface StepsInput {
  readonly exposure: Exposure;
  readonly kind: KindDocs | undefined;
  /** Places that use the variable of this kind, as `refs` finds them. */
  readonly uses: readonly string[];
}

export const PUSHED_WORDS: Readonly<Record<Pushed, string>> = {
  pushed: 'yes',
  'was-pushed': 'once, and the remote branch was moved since',
  'not-known': 'no, as far as the refs of this clone tell',
  'no-remote': 'no: this clone has no remote',
};

const MOST_USES = 8;

export function recoverySteps({ exposure, kind, uses }: StepsInput): readonly RecoveryStep[] {
  const { pushed, ruleId, inHead, places } = exposure;
  const sort = recoveryKindOf(ruleId);
  const isOut = pushed === 'pushed' || pushed === 'was-pushed';
  const page = kind === undefined ? 'at its provider' : kind.revoke;
  const id = places[0]?.id ?? '';
  const env = kind?.env ?? '';
  const partner =
    kind?.partner === true
      ? ['its provider hears of public pushes and may end it by itself: do not count on that']
      : [];
  const revoke: RecoveryStep = {
    id: 'revoke',
    title: isOut
      ? 'Revoke it: whoever could read the remote may have it'
      : 'Revoke it if anyone else could read this clone, a backup or a copy of it',
    details: [page, ...sort.revoke, ...(isOut ? partner : [])],
  };
  const replace: RecoveryStep = {
    id: 'replace',
    title: 'Make a new one',
    details: [page.replace(/ \([^()]{0,200}\)$/, ''), ...sort.replace],
  };
  const deploy: RecoveryStep = { id: 'deploy', title: 'Deploy it', details: deployLines(env, uses) };
  const audit: RecoveryStep = { id: 'audit', title: 'See what was done with the old one', details: sort.audit };
  const remove: RecoveryStep = {
    id: 'remove',
    title: 'Take it out of the code first',
    details: [...places.map(({ path, line }) => `${path}:${line}`), `npx hushkey recover ${id} --fix`],
  };
  const purge: RecoveryStep = {
    id: 'purge',
    title: isOut
      ? 'Purge the history, if you must: it undoes nothing, and breaks clones'
      : 'Take it out of the commits before the next push',
    details: purgeLines(exposure, isOut),
  };
  const prevent: RecoveryStep = {
    id: 'prevent',
    title: 'See that the hooks are armed',
    details: ['npx hushkey doctor --canary'],
  };
  const code = inHead ? [remove] : [];
  if (isOut) return [revoke, replace, deploy, audit, ...code, purge, prevent];
  const hold: RecoveryStep = {
    id: 'hold',
    title: 'Push nothing that holds it',
    details: [
      'git push --all and --tags would; a tag, or a push to an address without a remote, leaves no trace in the refs here',
    ],
  };
  return [hold, ...code, purge, revoke, prevent];
}

function deployLines(env: string, uses: readonly string[]): readonly string[] {
  if (env === '') return ['wherever it is used'];
  const more = uses.length > MOST_USES ? [`and ${uses.length - MOST_USES} more places`] : [];
  return [`npx hushkey refs --rotate ${env}`, ...uses.slice(0, MOST_USES), ...more];
}

function purgeLines({ stashes, reflogOnly, tags, commits }: Exposure, isOut: boolean): readonly string[] {
  return [
    'the commands are below, for all of these at once',
    ...(isOut || commits.length !== 1
      ? []
      : ['if it is in the last commit only: mend the file, git add it, git commit --amend']),
    ...(stashes.length > 0 ? [`${stashes.join(', ')}: apply what you need of it, then git stash drop`] : []),
    ...(tags.length > 0 ? [`tags move too: ${tags.join(', ')}`] : []),
    ...(reflogOnly.length > 0
      ? [
          `${reflogOnly.map((oid) => oid.slice(0, 7)).join(', ')}: only the reflog leads there; git reflog expire --expire=now --all && git gc --prune=now`,
        ]
      : []),
  ];
}
