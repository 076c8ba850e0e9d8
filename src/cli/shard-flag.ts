// `--shard I/N` as it was typed.
import { UserError } from '../errors.ts';
import type { Shard } from '../sources/shard.ts';
import { echo } from '../text/printable.ts';

/** Sources of one piece, which cannot be shared. */
interface Whole {
  readonly staged?: true;
  readonly stdin?: true;
}

/** @throws UserError for what names no part, or no source that has parts. */
export function readShard(typed: string | undefined, { staged, stdin }: Whole): Shard | undefined {
  if (typed === undefined) return undefined;
  const [, index, total] = (/^(\d{1,6})\/(\d{1,6})$/.exec(typed) ?? []).map(Number);
  if (index === undefined || total === undefined || index < 1 || index > total) {
    throw new UserError('bad-value', `--shard names no part${echo(typed)}`, {
      hint: '--shard 1/4 is the first of four',
    });
  }
  if (staged || stdin) {
    throw new UserError('bad-flags', `--shard and --${staged ? 'staged' : 'stdin'} exclude each other`);
  }
  return { index, total };
}
