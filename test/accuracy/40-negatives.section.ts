// How often all credential rules raise a false alarm on hard negatives, by sort.
import { createJudge } from '../credentials/judge.ts';
import { negatives } from '../credentials/negatives/index.ts';

export const title = 'Hard negatives';

export async function section(): Promise<string> {
  const judge = await createJudge();
  const sorts = new Map<string, { texts: number; errors: number; warnings: number }>();
  for (const { sort, path, text } of negatives()) {
    const levels = judge(path, text).map(({ level }) => level);
    const row = sorts.get(sort) ?? { texts: 0, errors: 0, warnings: 0 };
    row.texts += 1;
    if (levels.includes('error')) row.errors += 1;
    else if (levels.length > 0) row.warnings += 1;
    sorts.set(sort, row);
  }
  const sum = (of: 'texts' | 'errors' | 'warnings'): number =>
    [...sorts.values()].reduce((total, row) => total + row[of], 0);
  const share = (count: number): string => `${((100 * count) / sum('texts')).toFixed(2)} %`;
  return [
    `${sum('texts')} texts of ${sorts.size} sorts that hold no secret: ${sum('errors')} errors (${share(sum('errors'))}), ` +
      `${sum('warnings')} texts with a warning (${share(sum('warnings'))}).`,
    '',
    '| sort | texts | errors | warnings |',
    '| --- | ---: | ---: | ---: |',
    ...[...sorts].map(([sort, row]) => `| ${sort} | ${row.texts} | ${row.errors} | ${row.warnings} |`),
  ].join('\n');
}
