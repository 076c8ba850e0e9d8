// The HTML report as text: its parts, and that nothing of a report can become markup. packed/html.test.ts uses it.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/finding.ts';
import { formatHtml } from '../../src/report/html.ts';
import { formatJson } from '../../src/report/json.ts';
import { readJsonReport } from '../../src/report/read-json.ts';
import { makeFinding, makeKey, makeReport, makeUsageFinding } from './make-report.ts';

const draw = (report: Report): string =>
  formatHtml(report, { name: 'hushkey', version: '1.2.3' }, new Date('2030-01-02T03:04:05.678Z'));

/** The page as a reader without a script sees it, in one line. */
function textOf(page: string): string {
  return page
    .replace(/<(script|style|title)>.*?<\/\1>/gs, ' ')
    .replace(/<\/?(?:wbr|bdi|mark|code)>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[String(name)] ?? "'")
    .replace(/\s+/g, ' ');
}

const tagsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name = '']) => name);

const VOID = new Set(['meta', 'input', 'wbr']);

/** The tags that are opened and not closed, or closed and not opened. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
    if (VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const findings = [
  makeFinding({ path: 'src/a.ts', value: makeKey(7) }),
  makeFinding({ path: 'src/b.ts', value: makeKey(7) }),
  makeUsageFinding({ level: 'warning' }),
  makeFinding({ level: 'note', value: makeKey(8) }),
  makeFinding({ value: makeKey(9), suppressed: { kind: 'baseline', reason: 'made up for a test' } }),
];

describe('the page', () => {
  const page = draw(makeReport({ findings }));

  test('says how many there are, and lists each finding without a script', () => {
    const text = textOf(page);
    expect(text).toContain('2 errors to fix.');
    expect(text).toContain('Errors 2 Warnings 1 Notes 1 Suppressed 1 Files affected 3 ');
    for (const { id, suppressed } of findings) {
      expect(page).toContain(id);
      if (suppressed === null) expect(text).toContain(`npx hushkey allow ${id} --reason "…"`);
    }
    expect(text).toContain('Suppressed (baseline): made up for a test');
    expect(page).not.toMatch(/<article[^>]*hidden|<li[^>]*hidden/);
  });

  test('groups the places of one credential, each with its masked source', () => {
    const articles = page.split('<article').slice(1);
    expect(articles).toHaveLength(4);
    const [first = ''] = articles;
    expect(textOf(first)).toContain('2 places');
    expect(textOf(first)).toMatch(/src\/a\.ts:2:14.*src\/b\.ts:2:14/);
    expect(first.match(/<mark>fake-key-….{4}<\/mark>/g)).toHaveLength(2);
    for (const seed of [7, 8, 9]) expect(page).not.toContain(makeKey(seed).slice(9, 20));
  });

  test('is well formed, with a heading, landmarks and labels', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    for (const tag of ['header', 'main', 'footer', 'search']) expect(tagsOf(page)).toContain(tag);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/ (?:for|aria-labelledby)="([^"]+)"/g)) expect(ids).toContain(id);
    for (const id of ['q', 'level', 'category'])
      expect(page).toContain(`<label ${id === 'q' ? 'class="wide" ' : ''}for="${id}"`);
  });

  test('reaches nothing outside, and runs its own script only', () => {
    expect(page).not.toMatch(/\b(?:src|srcset|href|action|data)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`);
  });

  test('offers only the filters that find something', () => {
    const options = [...page.matchAll(/<option>([^<]*)/g)].map(([, value]) => value);
    expect(options).toEqual(['error', 'warning', 'note', 'suppressed', 'hardcoded-key', 'bearer-misuse']);
    expect(draw(makeReport())).not.toContain('<search');
  });
});

test('a clean run, one that scanned nothing and one that did not finish look different', () => {
  expect(textOf(draw(makeReport()))).toContain('No findings.');
  expect(textOf(draw(makeReport({ scanned: { files: 0, bytes: 0, commits: 0, skipped: [] } })))).toContain(
    'Nothing was scanned.',
  );
  const failed = textOf(
    draw(makeReport({ errors: [{ path: 'a.js', code: 'permission-denied', message: 'no access' }] })),
  );
  expect(failed).toContain('this report is not complete');
  expect(failed).toMatch(/a\.js: no access \(permission-denied/);
  expect(failed).not.toContain('No findings');
});

test('a report that was read back from JSON, which has no frames, is complete without', () => {
  const report = makeReport({ findings });
  const read = readJsonReport(JSON.parse(formatJson(report, { name: 'hushkey', version: '1.2.3' })));
  const page = draw(read ?? makeReport());
  expect(page).not.toContain('<pre');
  for (const { id } of findings) expect(page).toContain(id);
  expect(page.match(/<article/g)).toHaveLength(5);
  expect(unbalanced(page)).toEqual([]);
});

describe('the timeline', () => {
  const dated = (date: string, commit: string) => makeFinding({ date, commit: commit.repeat(40), subject: 'add it' });

  test('counts findings and commits by day', () => {
    const some = [dated('2030-01-02', 'a'), dated('2030-01-02', 'b'), dated('2029-12-31', 'c')];
    const text = textOf(draw(makeReport({ source: 'history', findings: some })));
    expect(text).toMatch(/2029-12-31 1 finding in 1 commit 2030-01-02 2 findings in 2 commits/);
    expect(text).toContain('Added in aaaaaaa add it on 2030-01-02');
  });

  test('counts by month where there are many days', () => {
    const some = Array.from({ length: 40 }, (_, i) =>
      dated(`2030-0${1 + (i % 2)}-${String(1 + (i >> 1)).padStart(2, '0')}`, 'a'),
    );
    expect(textOf(draw(makeReport({ findings: some })))).toMatch(
      /2030-01 20 findings in 1 commit 2030-02 20 findings in 1 commit/,
    );
  });

  test('is left out where no date is known', () => {
    expect(draw(makeReport({ findings }))).not.toContain('Timeline');
  });
});

describe('escaping', () => {
  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '</style><img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></code></pre><iframe srcdoc="x">',
    '<!-- <!doctype --> ]]> &lt;b&gt; &#60;b&#62;',
    'javascript:alert(1)',
  ];
  const plain = tagsOf(draw(reportOf('plain')));

  /** A report with the same text wherever a stranger could have written one. */
  function reportOf(text: string): Report {
    const fields = {
      message: text,
      ruleId: text,
      path: text,
      text: `${text}\n${text}${makeKey(3)}${text}\n${text}`,
      value: makeKey(3),
      commit: 'c'.repeat(40),
      subject: text,
      date: '2030-01-02',
      evidence: text,
      help: `${text}\n${text}`,
      held: { firstCommit: 'a'.repeat(40), lastCommit: 'b'.repeat(40), inHead: false, remotes: [text] },
      fix: { title: text, safe: false, recipe: [`- ${text}`, `+ ${text}`, text] },
    };
    return makeReport({
      scanned: { files: 1, bytes: 1, commits: 1, skipped: [{ path: text, reason: text }] },
      findings: [makeFinding(fields), makeFinding({ ...fields, suppressed: { kind: 'inline', reason: text } })],
      errors: [{ path: text, code: text, message: text }],
      remarks: [text],
    });
  }

  test.each(HOSTILE)('%s stays text', (text) => {
    const page = draw(reportOf(text));
    // `/` in a path may break the line.
    expect(tagsOf(page).filter((tag) => tag !== 'wbr')).toEqual(plain);
    expect(page.match(/<!/g)).toHaveLength(1);
    expect(unbalanced(page)).toEqual([]);
    // Attributes end where they should: what is left of each tag is names and quoted values.
    for (const [tag] of page.replace(/<script>.*<\/script>/s, '').matchAll(/<[a-z][^>]*>/g)) {
      expect(tag).toMatch(/^<[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"<>]*")?)*>$/);
    }
    expect(textOf(page)).toContain(text.replace(/\s+/g, ' '));
  });

  test('controls and direction marks become dots, lone surrogates are replaced', () => {
    const page = draw(reportOf('a\u202eb\u200fc\u2066d\u0000e\u001b[31mf\ud800g'));
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(page).not.toMatch(/\p{Surrogate}/u);
    expect(textOf(page)).toContain('a·b·c·d·e·[31mf\ufffdg');
  });

  test('text that reads from right to left does not turn round what stands beside it', () => {
    const page = draw(makeReport({ findings: [makeFinding({ path: 'src/מפתח.ts' })] }));
    expect(page).toContain('<code><bdi>src/<wbr>מפתח.ts</bdi>:2:14</code>');
  });
});

test('of an organisation: each credential with its repositories, since when, and who owns the files', () => {
  const at = (repository: string, date: string, inHead: boolean, owners?: readonly string[]) =>
    makeFinding({
      value: makeKey(7),
      ...{ repository, date, commit: '1'.repeat(40) },
      ...(owners === undefined ? {} : { owners }),
      held: { firstCommit: '1'.repeat(40), lastCommit: '2'.repeat(40), inHead, remotes: [] },
    });
  const page = draw(
    makeReport({
      findings: [
        at('team/b', '2030-02-02', true, ['@b']),
        at('team/a', '2029-01-01', false),
        at('<x>', '2031-01-01', true),
      ],
    }),
  );
  const text = textOf(page);
  expect(text).toContain('In 3 repositories · since 2029-01-01 · still in HEAD of 2 · owned by @b');
  expect(text).toContain('team/b · src/client.ts:2:14');
  expect(text).toContain('Owned by @b');
  expect(text).toContain('<x> · src/client.ts');
  expect(text).toContain('Repositories 3');
  expect(text).not.toContain('hushkey allow');
  expect(unbalanced(page)).toEqual([]);
  expect(textOf(draw(makeReport({ findings: [makeFinding()] })))).not.toContain('Repositories');
});
