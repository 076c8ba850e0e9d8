// One group of findings on the page: the credential, each of its places with the masked source, and what to do.
import type { Finding, Frame } from '../finding.ts';
import type { Group } from './group.ts';
import { splitHelp } from './help.ts';
import { drawCode, drawPath, escapeHtml } from './html-text.ts';
import { counted } from './summary.ts';

export interface ArticleOptions {
  /** Unique on the page. */
  readonly name: string;
  /** Whether the advice is unfolded: for the first finding of a rule. */
  readonly isOpen: boolean;
}

export function drawArticle({ first, others }: Group, { name, isOpen }: ArticleOptions): string {
  const { level, category, ruleId, message, secret, suppressed } = first;
  const status = suppressed === null ? level : 'suppressed';
  const places = [first, ...others];
  const mask =
    secret === undefined || secret.mask === '…' || message.includes(secret.mask) ? '' : ` ${drawCode(secret.mask)}`;
  const many = places.length > 1 ? ` · ${counted(places.length, 'place')}` : '';
  return `<article class="${level}" data-level="${status}" data-category="${category}" aria-labelledby="${name}">
<p class="kind"><span class="badge">${level}</span> <span>${escapeHtml(ruleId)}${ruleId === category ? '' : ` · ${category}`}${many}</span></p>
<h3 id="${name}">${escapeHtml(message)}${mask}</h3>
${drawSpread(places)}
<ol class="places">
${places.map(drawPlace).join('\n')}
</ol>
${drawAdvice(first, isOpen)}
</article>`;
}

/** Of an organisation: how many repositories hold it, since when, and how many still do. */
function drawSpread(places: readonly Finding[]): string {
  const repositories = new Set(places.flatMap(({ repository = [] }) => repository));
  if (repositories.size === 0) return '';
  const still = new Set(places.flatMap(({ repository = [], held }) => (held?.inHead === true ? repository : [])));
  const [since] = places.flatMap(({ date = [] }) => date).toSorted();
  const owners = new Set(places.flatMap(({ owners: some = [] }) => some));
  return line(
    [
      `In ${repositories.size === 1 ? '1 repository' : `${repositories.size} repositories`}`,
      ...(since === undefined ? [] : [`since ${since}`]),
      still.size === 0 ? 'in no HEAD any more' : `still in HEAD of ${still.size}`,
      ...(owners.size === 0 ? [] : [`owned by ${[...owners].join(', ')}`]),
    ].join(' · '),
  );
}

function drawPlace(finding: Finding): string {
  const {
    repository,
    owners = [],
    path,
    region,
    id,
    ruleId,
    message,
    commit,
    date,
    suppressed,
    frame,
    evidence,
  } = finding;
  const place = `${path}:${region.startLine}:${region.startColumn}`;
  const words = [repository ?? '', place, commit ?? '', date ?? '', ruleId, id, message, ...owners].join(' ');
  const after = `:${region.startLine}:${region.startColumn}`;
  const where = repository === undefined ? '' : `<code>${drawPath(repository)}</code> · `;
  return [
    `<li data-text="${escapeHtml(words)}"><p class="place">${where}<code>${drawPath(path)}${after}</code></p>`,
    drawCommit(finding),
    owners.length === 0 ? '' : line(`Owned by ${owners.join(', ')}`),
    suppressed === null ? '' : line(`Suppressed (${suppressed.kind}): ${suppressed.reason}`),
    evidence === undefined ? '' : line(`Because ${evidence}`),
    drawFrame(frame),
    // In an organisation nobody says where it is to be run.
    suppressed === null && repository === undefined ? drawAllow(id) : '',
    '</li>',
  ].join('');
}

function line(text: string): string {
  return `<p class="about">${escapeHtml(text)}</p>`;
}

/** The path is part of a fingerprint: each place has an id of its own. */
function drawAllow(id: string): string {
  return `<p class="about allow">Accept: <code>npx hushkey allow ${escapeHtml(id)} --reason &quot;…&quot;</code></p>`;
}

function drawCommit({ commit, subject = '', date, held }: Finding): string {
  if (commit === null) return '';
  const when = date === undefined ? '' : ` on <time datetime="${escapeHtml(date)}">${escapeHtml(date)}</time>`;
  const title = subject === '' ? '' : ` <bdi>${escapeHtml(subject)}</bdi>`;
  const until =
    held === undefined
      ? ''
      : held.inHead
        ? ' · HEAD holds it still'
        : ` · last in ${drawCode(held.lastCommit.slice(0, 7))}`;
  const remotes = held?.remotes ?? [];
  const where = remotes.length === 0 ? '' : ` · pushed to ${remotes.map(escapeHtml).join(', ')}`;
  return `<p class="about">Added in ${drawCode(commit.slice(0, 7))}${title}${when}${until}${where}</p>`;
}

/** A report that was read back from JSON has no frames. */
function drawFrame({ lines, firstLine, line: focus, startColumn, endColumn }: Frame): string {
  if (lines.length === 0) return '';
  const drawn = lines.map((text, i) => {
    const number = firstLine + i;
    const source =
      number === focus
        ? `${escapeHtml(text.slice(0, startColumn - 1))}<mark>${escapeHtml(text.slice(startColumn - 1, endColumn - 1))}</mark>${escapeHtml(text.slice(endColumn - 1))}`
        : escapeHtml(text);
    return `<span class="line"><span class="number">${number}</span><span>${source}\n</span></span>`;
  });
  return `<pre dir="ltr"><code>${drawn.join('')}</code></pre>`;
}

function drawAdvice(finding: Finding, isOpen: boolean): string {
  const { fix, help } = finding;
  const { why, fix: general, revoke } = splitHelp(help);
  const applies = fix?.safe === true && fix.edits !== undefined;
  const recipe = fix?.recipe ?? [];
  const rows = [
    row('Why', escapeHtml(why)),
    row('Fix', escapeHtml(fix?.title ?? general ?? '') + (recipe.length === 0 ? '' : drawRecipe(recipe))),
    row('Apply', applies ? '<code>npx hushkey fix</code>' : ''),
    row('Revoke', revoke === undefined ? '' : `If it was ever pushed: ${escapeHtml(revoke)}`),
  ].filter((drawn) => drawn !== '');
  if (rows.length === 0) return '';
  return `<details${isOpen ? ' open' : ''}><summary>What to do</summary><dl>${rows.join('')}</dl></details>`;
}

function row(label: string, content: string): string {
  return content === '' ? '' : `<dt>${label}</dt><dd>${content}</dd>`;
}

function drawRecipe(lines: readonly string[]): string {
  const drawn = lines.map((text) => {
    const tag = text.startsWith('- ') ? 'del' : text.startsWith('+ ') ? 'ins' : 'span';
    return `<${tag}>${escapeHtml(text)}\n</${tag}>`;
  });
  return `<pre class="recipe" dir="ltr"><code>${drawn.join('')}</code></pre>`;
}
