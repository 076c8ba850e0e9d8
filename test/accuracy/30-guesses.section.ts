// What the guesses find of drawn secrets, and what each of their checks is worth.
import { CHECKS } from '../../src/credentials/guesses/checks.ts';
import { createJudge, scoreOf } from '../credentials/judge.ts';
import { negatives } from '../credentials/negatives/index.ts';
import { positives } from '../credentials/positives.ts';

export const title = 'Guesses: secrets without a shape of their own';

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

export async function section(): Promise<string> {
  const secrets = positives();
  const others = negatives();
  const all = scoreOf(await createJudge(), secrets, others);
  const rows: string[] = [];
  for (const check of CHECKS) {
    const without = scoreOf(await createJudge(CHECKS.filter((other) => other !== check)), secrets, others);
    const more = without.warnings - all.warnings;
    const recall = percent(without.found, without.positives);
    rows.push(`| ${check.id} | ${check.about} | ${more >= 0 ? '+' : ''}${more} | ${recall} |`);
  }
  return [
    `Drawn from a seed: ${all.positives} secrets and passwords in ${new Set(secrets.map(({ sort }) => sort.split(' · ')[0])).size} forms`,
    'of assignment (languages, settings, markup, command lines, addresses, headers), one value each. They are made by',
    'the same hands as the rules, so they say which forms are read, not what share of all secrets in the world is found.',
    '',
    `**${all.found} found (${percent(all.found, all.positives)})**; on ${all.negatives} hard negatives ${all.warnings} warnings (${percent(all.warnings, all.negatives)}) and ${all.errors} errors.`,
    '',
    'With one check left out, the same samples give:',
    '',
    '| without | which tells apart | false warnings | found |',
    '| --- | --- | ---: | ---: |',
    ...rows,
  ].join('\n');
}
