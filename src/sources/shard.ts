// One of several machines that share a scan: each judges what a stable number made of its name gives it, so that together
// they judge everything, and each thing once.
import { fnv1a } from '../text/fnv.ts';
import type { Source } from './source.ts';

/** The part `index` of `total`, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** Whether a path or an object belongs to a shard; without shards everything does. */
export function inShard(name: string, shard: Shard | undefined): boolean {
  return shard === undefined || hash(name) % shard.total === shard.index - 1;
}

/** Well mixed: shards are few, and paths differ in few letters. */
function hash(name: string): number {
  const value = fnv1a(name);
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
}

/** What of a source belongs to a shard. For sources whose files are judged each by itself. */
export function shardSource(source: Source, shard: Shard | undefined): Source {
  if (shard === undefined) return source;
  const mine = ({ path }: { readonly path: string }): boolean => inShard(path, shard);
  return {
    ...source,
    files: source.files.filter(mine),
    skipped: source.skipped.filter(mine),
    errors: source.errors.filter(mine),
  };
}
