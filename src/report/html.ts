// The report as one page that needs nothing else: no network, and no script to be read. The script only filters and
// changes the theme; it takes all it knows from attributes of the page, so no text of a report stands inside it.
import { createHash } from 'node:crypto';
import { CATEGORIES, type Finding, LEVELS, type Notification, type Report } from '../finding.ts';
import { groupBy } from '../text/group-by.ts';
import { type Group, groupFindings } from './group.ts';
import { SCRIPT, STYLE } from './html-assets.ts';
import { drawArticle } from './html-finding.ts';
import { drawPath, escapeHtml } from './html-text.ts';
import { drawTimeline } from './html-timeline.ts';
import type { Tool } from './json.ts';
import { type Counts, counted, countFindings, formatBytes, formatDuration } from './summary.ts';

const SOURCES: Readonly<Record<Report['source'], string>> = {
  worktree: 'Files',
  index: 'The index',
  range: 'A range of commits',
  history: 'The whole history',
  stdin: 'Standard input',
  pack: 'What npm would publish',
};

/** @param made - when the report is drawn, to tell two pages apart. */
export function formatHtml(report: Report, tool: Tool, made: Date): string {
  const { findings } = report;
  const counts = countFindings(findings);
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const accepted = findings.filter(({ suppressed }) => suppressed !== null);
  return `${drawHead(counts, report)}
<body>
<a class="skip" href="#content">Skip to the findings</a>
<header><div><h1>hushkey report</h1>
<p class="about">${escapeHtml(describe(report))}</p></div>
<button id="theme" type="button" hidden>Dark theme</button></header>
<main>
${drawVerdict(report, counts)}
${drawTotals(counts, open)}
${drawList('Could not be scanned', report.errors.map(drawFailure))}${drawList('Remarks', report.remarks.map(escapeHtml))}
${drawTimeline(findings)}
${findings.length === 0 ? '' : drawFilters(findings)}
<div id="content" tabindex="-1">
${drawSection('Findings', 'open', open)}
${drawSection('Suppressed', 'suppressed', accepted)}
</div>
${drawSkipped(report)}
</main>
<footer><p>Made by ${escapeHtml(tool.name)} ${escapeHtml(tool.version)} on <time datetime="${made.toISOString()}">${made.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>. Credentials are masked.</p></footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The script is allowed by its content, so that nothing else could run, whatever got into the page. */
function drawHead(counts: Counts, { errors }: Report): string {
  const hash = createHash('sha256').update(SCRIPT).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const result =
    errors.length > 0 ? 'not finished' : `${counted(counts.errors, 'error')}, ${counted(counts.warnings, 'warning')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>hushkey: ${result}</title>
<style>${STYLE}</style>
</head>`;
}

function describe({ source, shard, scanned, durationMs }: Report): string {
  const part = shard === undefined ? '' : `, part ${shard.index} of ${shard.total}`;
  const commits = scanned.commits > 0 ? ` in ${counted(scanned.commits, 'commit')}` : '';
  return `${SOURCES[source]}${part}: ${counted(scanned.files, 'file')}${commits}, ${formatBytes(scanned.bytes)}, scanned in ${formatDuration(durationMs)}`;
}

/** A run that could not look is never called clean. */
function drawVerdict({ errors, scanned }: Report, counts: Counts): string {
  if (errors.length > 0) {
    return '<p class="verdict error">The scan could not finish: this report is not complete.</p>';
  }
  if (scanned.files === 0 && scanned.commits === 0 && counts.errors + counts.warnings + counts.notes === 0) {
    return '<p class="verdict warning">Nothing was scanned.</p>';
  }
  if (counts.errors > 0) return `<p class="verdict error">${counted(counts.errors, 'error')} to fix.</p>`;
  if (counts.warnings > 0)
    return `<p class="verdict warning">No errors, ${counted(counts.warnings, 'warning')} to look at.</p>`;
  return `<p class="verdict clean">${counts.notes > 0 ? `No errors and no warnings, ${counted(counts.notes, 'note')}.` : 'No findings.'}</p>`;
}

function drawTotals(counts: Counts, open: readonly Finding[]): string {
  const tile = (name: string, label: string, count: number): string => {
    const value = name === '' || count === 0 ? String(count) : `<a href="#${name}">${count}</a>`;
    return `<div${count === 0 ? '' : ` class="${name.replace('level=', '')}"`}><dt>${label}</dt><dd>${value}</dd></div>`;
  };
  const repositories = new Set(open.flatMap(({ repository = [] }) => repository));
  return `<section aria-label="Totals"><dl class="totals">
${tile('level=error', 'Errors', counts.errors)}
${tile('level=warning', 'Warnings', counts.warnings)}
${tile('level=note', 'Notes', counts.notes)}
${tile('level=suppressed', 'Suppressed', counts.suppressed)}
${tile('', 'Files affected', new Set(open.map(({ repository = '', path }) => `${repository} ${path}`)).size)}
${repositories.size === 0 ? '' : tile('', 'Repositories', repositories.size)}
</dl></section>`;
}

function drawFailure({ path, code, message }: Notification): string {
  const place = path === '' ? '' : `<code>${drawPath(path)}</code>: `;
  return `${place}${escapeHtml(message)} <span class="about">(${escapeHtml(code)})</span>`;
}

function drawSkipped({ scanned }: Report): string {
  const reasons = groupBy(scanned.skipped, ({ reason }) => reason);
  return drawList(
    'Skipped',
    [...reasons].map(([reason, some]) => `${escapeHtml(reason)}: ${counted(some.length, 'file')}`),
  );
}

/** @param items - HTML. */
function drawList(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const lines = items.map((item) => `<li>${item}</li>`).join('\n');
  return `<section><h2>${title}</h2><ul class="plain">${lines}</ul></section>`;
}

/** Hidden without a script, which would be needed to use them. */
function drawFilters(findings: readonly Finding[]): string {
  const select = (name: string, label: string, all: string, values: readonly string[]): string =>
    `<label for="${name}">${label}<select id="${name}"><option value="">${all}</option>${values.map((value) => `<option>${value}</option>`).join('')}</select></label>`;
  const levels = [...LEVELS, 'suppressed'].filter((level) =>
    findings.some((finding) => level === (finding.suppressed === null ? finding.level : 'suppressed')),
  );
  const categories = CATEGORIES.filter((category) => findings.some((finding) => finding.category === category));
  return `<search id="filters" aria-label="Filter the findings" hidden>
<label class="wide" for="q">File or text<input id="q" type="search" autocomplete="off" spellcheck="false" placeholder="src/config"></label>
${select('level', 'Level', 'All levels', levels)}
${select('category', 'Category', 'All categories', categories)}
<button id="clear" type="button">Clear</button>
<p id="shown" role="status"></p>
</search>`;
}

function drawSection(title: string, name: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const seen = new Set<string>();
  const isNew = ({ first: { ruleId } }: Group): boolean => !seen.has(ruleId) && seen.add(ruleId).size > 0;
  const articles = groupFindings(findings).map((group, i) =>
    drawArticle(group, { name: `${name}-${i + 1}`, isOpen: name === 'open' && isNew(group) }),
  );
  return `<section id="${name}" class="groups" aria-labelledby="${name}-title">
<h2 id="${name}-title">${title} <span class="count">${findings.length}</span></h2>
${articles.join('\n')}
</section>`;
}
