// When the findings of commits came in: a bar for each day, or for each month where there are many days.
import { type Finding, LEVELS } from '../finding.ts';
import { groupBy } from '../text/group-by.ts';
import { escapeHtml } from './html-text.ts';
import { counted } from './summary.ts';

const MAX_DAYS = 31;
const DAY = 'YYYY-MM-DD'.length;
const MONTH = 'YYYY-MM'.length;

/** '' where no date is known: outside commits, and for reports read back from JSON. */
export function drawTimeline(findings: readonly Finding[]): string {
  const dated = findings.filter(({ date }) => date !== undefined);
  if (dated.length === 0) return '';
  const days = byPeriod(dated, DAY);
  const periods = days.size > MAX_DAYS ? byPeriod(dated, MONTH) : days;
  const most = Math.max(...[...periods.values()].map((some) => some.length));
  const rows = [...periods].sort(([a], [b]) => (a < b ? -1 : 1)).map(([period, some]) => drawRow(period, some, most));
  return `<section aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
<p class="about">By the date of the commit that added each finding.</p>
<ol class="timeline">
${rows.join('\n')}
</ol></section>`;
}

function byPeriod(findings: readonly Finding[], length: number): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ date = '' }) => date.slice(0, length));
}

function drawRow(period: string, findings: readonly Finding[], most: number): string {
  const commits = new Set(findings.map(({ commit }) => commit)).size;
  const bars = LEVELS.map((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? '' : `<span class="${level}" style="width:${((100 * count) / most).toFixed(1)}%"></span>`;
  });
  const name = escapeHtml(period);
  return `<li><a href="#q=${name}"><time datetime="${name}">${name}</time></a><span class="bar" aria-hidden="true">${bars.join('')}</span><span>${counted(findings.length, 'finding')} in ${counted(commits, 'commit')}</span></li>`;
}
