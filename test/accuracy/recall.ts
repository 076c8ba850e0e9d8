// Plants generated credentials in the places where people paste them, and counts those that the right rule finds.
import { builtin } from '../../src/builtin-rules.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';
import { plant } from '../generator/contexts.ts';
import { KINDS } from '../generator/kind-table.ts';
import { createRandom } from '../generator/random.ts';
import { build } from '../generator/structure.ts';

/** Of each kind's planted credentials, what part must be found by the rule that names it. */
export const LEAST_RECALL = 0.99;

export interface Recall {
  readonly id: string;
  /** How many were planted in each context. */
  readonly contexts: ReadonlyMap<string, number>;
  readonly planted: number;
  /** Found, and by the rule that names the kind. */
  readonly named: number;
  readonly misses: readonly Miss[];
}

interface Miss {
  readonly structure: string;
  readonly context: string;
  /** What was reported in its stead. */
  readonly instead: readonly string[];
}

/** Gives the ids of the rules that report something in a file. */
export type Scan = (path: string, content: string | Buffer) => readonly string[];

export async function createScan(): Promise<Scan> {
  const ruleset = await createRuleset({ builtin: async () => builtin() });
  const rules = await ruleset.load();
  return (path, content) => {
    const text = readText(path, typeof content === 'string' ? Buffer.from(content) : content);
    return detect(text, ruleset.hits(text.bytes), rules, { maxUsageBytes: 0 }).detections.map(({ ruleId }) => ruleId);
  };
}

/** @param seeds - how many values of each structure are planted in every place. */
export function measureRecall(scan: Scan, seeds: number): readonly Recall[] {
  return KINDS.map(([id, structures, name]) => {
    const misses: Miss[] = [];
    const contexts = new Map<string, number>();
    let planted = 0;
    for (const structure of structures) {
      for (let seed = 1; seed <= seeds; seed += 1) {
        for (const { context, path, text } of plant(
          name,
          build(structure, createRandom(`${id} ${structure} ${seed}`)),
        )) {
          const found = scan(path, text);
          planted += 1;
          contexts.set(context, (contexts.get(context) ?? 0) + 1);
          if (!found.includes(id)) misses.push({ structure, context, instead: found });
        }
      }
    }
    return { id, contexts, planted, named: planted - misses.length, misses };
  });
}
