// The commands that take a credential out of this repository's history. They are printed, never run; the credential is
// on none of them: what filter-repo replaces is cut out of the object that holds it, into a file outside the repository.
import type { Secret } from '../../engine/secret.ts';

/** Where one copy of a credential stands in an object, in bytes. */
export interface Spot {
  readonly blob: string;
  readonly start: number;
  readonly length: number;
}

/** How the objects of one credential are cleaned. */
export interface Cut {
  /** A place where it stands as it is: by that text it is replaced everywhere. */
  readonly spot?: Spot;
  /** Objects in which it stands encoded, in pieces or over several lines: they go away whole. */
  readonly whole: readonly string[];
}

export interface PurgeInput {
  /** What a remote has, by the name of one; undefined for what never left this clone. */
  readonly cuts: readonly (Cut & { readonly remote: string | undefined })[];
  /** Name of the repository's folder. */
  readonly name: string;
}

/** The lines of a shell, in order; with comments. What is only here goes first: it need not concern anybody else. */
export function purgeCommands({ cuts, name }: PurgeInput): readonly string[] {
  const base = /^[\w.-]+$/.test(name) ? name : 'repository';
  const own = cuts.filter(({ remote }) => remote === undefined);
  const pushed = cuts.filter(({ remote }) => remote !== undefined);
  const remote = pushed[0]?.remote ?? '';
  return [
    '# at the top of the repository; git-filter-repo: pip install git-filter-repo',
    'umask 077',
    ...(own.length > 0 && pushed.length > 0 ? ['# 1. what was never pushed, in this clone'] : []),
    ...(own.length > 0 ? block(own, base, (flags) => here(flags, base)) : []),
    ...(own.length > 0 && pushed.length > 0
      ? ['# 2. what was pushed; push what you want to keep before, and clone again after']
      : []),
    ...(pushed.length > 0 ? block(pushed, base, (flags) => published(flags, base, remote)) : []),
  ];
}

function block(cuts: readonly Cut[], base: string, run: (flags: string) => readonly string[]): readonly string[] {
  const known = [
    ...new Map(cuts.flatMap(({ spot }) => (spot === undefined ? [] : [[keyOf(spot), spot] as const]))).values(),
  ];
  const whole = [...new Set(cuts.flatMap(({ whole: oids }) => oids))];
  const [expressions, blobs] = [`../${base}-replace.txt`, `../${base}-blobs.txt`];
  const replaces = known.length > 0 ? [`--replace-text ${expressions}`] : [];
  const strips = whole.length > 0 ? [`--strip-blobs-with-ids ${blobs}`] : [];
  const files = [...(known.length > 0 ? [expressions] : []), ...(whole.length > 0 ? [blobs] : [])];
  return [
    ...(known.length > 0 ? [`# the credential goes into ${expressions} without being shown`] : []),
    ...known.map((spot, i) => expression(spot, expressions, i === 0)),
    ...(whole.length > 0
      ? [
          '# these versions of files hold it encoded or in pieces, and go away whole',
          `printf '%s\\n' ${whole.join(' ')} > ${blobs}`,
        ]
      : []),
    ...run([...replaces, ...strips].join(' ')),
    `rm -f ${files.join(' ')}`,
  ];
}

function keyOf({ blob, start }: Spot): string {
  return `${blob} ${start}`;
}

function expression({ blob, start, length }: Spot, file: string, first: boolean): string {
  const cut = `git cat-file blob ${blob} | tail -c +${start + 1} | head -c ${length}`;
  return `{ printf 'literal:'; ${cut}; printf '==>REMOVED\\n'; } ${first ? '>' : '>>'} ${file}`;
}

/** What was never pushed is rewritten where it is. */
function here(flags: string, base: string): readonly string[] {
  return [
    '# a copy to go back to; it holds the credential: delete it when all is well',
    `git clone --mirror . ../${base}-before.git`,
    `git filter-repo --force --partial ${flags}`,
    'git reflog expire --expire=now --all',
    'git gc --prune=now',
  ];
}

/** A rewrite of what others have is made in a fresh clone, which holds nothing else. */
function published(flags: string, base: string, remote: string): readonly string[] {
  return [
    `git clone "$(git remote get-url ${remote})" ../${base}-purge`,
    `cd ../${base}-purge`,
    `git filter-repo --sensitive-data-removal ${flags}`,
    '# this overwrites the remote; tell everyone first',
    'git push --force --mirror origin',
  ];
}

/** Shorter text would be replaced where it is none. */
const SHORTEST = 8;

/** Looks for a credential in the objects that hold it. */
export function cutOf(secret: Secret, blobs: readonly string[], read: (blob: string) => Buffer): Cut {
  const bytes = Buffer.from(secret.reveal());
  const isPlain = bytes.length >= SHORTEST && !/[\r\n]|==>/.test(secret.reveal());
  const places = blobs.map((blob) => ({ blob, start: isPlain ? read(blob).indexOf(bytes) : -1, length: bytes.length }));
  const spot = places.find(({ start }) => start >= 0);
  const whole = places.flatMap(({ blob, start }) => (start < 0 ? [blob] : []));
  return { whole, ...(spot === undefined ? {} : { spot }) };
}
