// What all credential rules, or those with some checks left out, say of short texts: for tests and accuracy tables.
import { matchers } from '../../src/credentials/catalogue.ts';
import { CHECKS, type Check } from '../../src/credentials/guesses/checks.ts';
import { guessMatchers } from '../../src/credentials/guesses/index.ts';
import { type Detection, detect } from '../../src/engine/detect.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { readText } from '../../src/text/source-text.ts';

export type Judge = (path: string, text: string) => readonly Detection[];

/** Judges texts as a scan does, notes left out; `checks` are those of the guesses that are in force. */
export async function createJudge(checks: readonly Check[] = CHECKS): Promise<Judge> {
  const named = matchers().filter(({ kind }) => !kind.id.startsWith('generic-'));
  const ruleset = await createRuleset({
    builtin: async () => ({ matchers: [...named, ...guessMatchers(checks)], rules: [] }),
  });
  const rules = await ruleset.load();
  return (path, text) => {
    const source = readText(path, Buffer.from(text));
    const { detections } = detect(source, ruleset.hits(source.bytes), rules, { maxUsageBytes: 0 });
    return detections.filter(({ level }) => level !== 'note');
  };
}

/** How many samples a judge gets right. */
export interface Score {
  readonly positives: number;
  readonly found: number;
  readonly negatives: number;
  readonly errors: number;
  readonly warnings: number;
}

interface Text {
  readonly path: string;
  readonly text: string;
}

export function scoreOf(
  judge: Judge,
  positives: readonly (Text & { readonly value: string })[],
  negatives: readonly Text[],
): Score {
  const found = positives.filter(({ path, text, value }) =>
    judge(path, text).some(({ secret }) => secret?.value === value),
  );
  const levels = negatives.map(({ path, text }) => judge(path, text).map(({ level }) => level));
  return {
    positives: positives.length,
    found: found.length,
    negatives: negatives.length,
    errors: levels.filter((each) => each.includes('error')).length,
    warnings: levels.filter((each) => each.length > 0 && !each.includes('error')).length,
  };
}
