// The report at a terminal. Apart from index.ts, so that the hook's bundle has no other format; and what draws frames loads
// only where there is something to draw.
import type { Report } from '../finding.ts';
import type { PrettyOptions } from './pretty.ts';
import { drawSummary, isBare } from './summary.ts';

/** The whole report as text, ending in a line break; '' when there is nothing to say. */
export async function formatForPeople(report: Report, options: PrettyOptions): Promise<string> {
  if (isBare(report, options))
    return drawSummary(report, options)
      .map((line) => `${line}\n`)
      .join('');
  const { formatPretty } = await import('./pretty.ts');
  return formatPretty(report, options);
}
