// Text that is shown beside findings and is none of theirs, such as a commit's subject: it may hold a credential too.
import { readText } from '../text/source-text.ts';
import { type DetectOptions, detect } from './detect.ts';
import { maskText } from './mask-text.ts';
import type { Ruleset } from './ruleset.ts';

/** The text with every credential in it masked. */
export async function maskCredentials(text: string, ruleset: Ruleset, limits: DetectOptions): Promise<string> {
  const source = readText('', Buffer.from(text));
  const hits = ruleset.hits(source.bytes);
  if (hits.length === 0 && ruleset.needsHit) return text;
  const { masks } = detect(source, hits, await ruleset.load(hits), limits);
  return maskText(text, masks, 0, text.length);
}
