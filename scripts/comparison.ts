// The README's comparison with other scanners. Figures are read from the reports that measured them, so that a new run of
// either cannot leave an old figure here; the rest is what was tried with each tool, or what its own manual says.
const MARKS = ['<!-- beside: made by npm run docs -->', '<!-- /beside -->'] as const;

const TOOLS = [
  'hushkey',
  'gitleaks',
  'betterleaks',
  'trufflehog',
  'kingfisher',
  'ripsecrets',
  'secretlint',
  'detect-secrets',
] as const;
type Tool = (typeof TOOLS)[number];
type Cells = Partial<Record<Tool, string>>;

/** Neither measured nor documented. */
const UNKNOWN = '·';

/** Versions of those that the last measurement of accuracy left out. */
const OLDER: Cells = { betterleaks: '1.7', trufflehog: '3 (August 2026)', kingfisher: '1.10 (June 2025)' };

const ONLY_HERE: Cells = Object.fromEntries(TOOLS.map((tool) => [tool, tool === 'hushkey' ? 'yes' : 'no']));

/** Tried in real repositories with the versions of the peers section of docs/accuracy.md, or of their manuals. */
const TRIED: readonly (readonly [question: string, cells: Cells])[] = [
  [
    'judges what is staged, not the work tree',
    { hushkey: 'yes', gitleaks: 'yes', betterleaks: 'yes', ripsecrets: 'no', secretlint: 'no', 'detect-secrets': 'no' },
  ],
  [
    'finds a key in UTF-16',
    {
      hushkey: 'yes',
      gitleaks: 'no',
      betterleaks: 'no',
      trufflehog: 'no',
      kingfisher: 'no',
      ripsecrets: 'yes',
      secretlint: 'no',
      'detect-secrets': 'no',
    },
  ],
  [
    'finds a key in a binary file',
    {
      hushkey: 'yes',
      gitleaks: 'no',
      betterleaks: 'no',
      trufflehog: 'no',
      kingfisher: 'yes',
      ripsecrets: 'yes',
      secretlint: 'no',
      'detect-secrets': 'no',
    },
  ],
  [
    'finds it where `.gitattributes` says `-diff`',
    { hushkey: 'yes', gitleaks: 'no', betterleaks: 'no', trufflehog: 'no' },
  ],
  ['a file that cannot be read fails the run', { hushkey: 'yes', gitleaks: 'no', betterleaks: 'no', ripsecrets: 'no' }],
  ['checks the checksums of GitHub, npm and Cloudflare tokens', ONLY_HERE],
  ['has a kind for Claude OAuth tokens', ONLY_HERE],
  [
    'asks providers whether a key is live',
    {
      hushkey: '11 providers, on demand',
      gitleaks: 'no',
      betterleaks: 'yes',
      trufflehog: '**hundreds**',
      kingfisher: '**hundreds**',
      ripsecrets: 'no',
      secretlint: 'no',
      'detect-secrets': 'some',
    },
  ],
  [
    'needs',
    {
      hushkey: 'Node, git',
      gitleaks: '**one binary**',
      betterleaks: '**one binary**',
      trufflehog: '**one binary**',
      kingfisher: '**one binary**',
      ripsecrets: '**one binary**',
      secretlint: 'Node',
      'detect-secrets': 'Python',
    },
  ],
];

/** The README with its comparison made anew from the two reports. */
export function withComparison(readme: string, accuracy: string, results: string): string {
  const [open, close] = MARKS;
  const start = readme.indexOf(open);
  const end = readme.indexOf(close);
  if (start < 0 || end < start) throw new Error(`README.md lacks the marks ${open} and ${close}`);
  return `${readme.slice(0, start + open.length)}\n${comparison(accuracy, results)}\n${readme.slice(end)}`;
}

function comparison(accuracy: string, results: string): string {
  const kinds = tableAfter(accuracy, '## Side by side with other scanners');
  const rows: readonly (readonly [string, Cells])[] = [
    ['version', { ...OLDER, ...column(kinds, 'version') }],
    ['found and named, of hushkey’s own kinds', column(kinds, 'named', percentOf)],
    ['found at all', column(kinds, 'found at all', percentOf)],
    ['false alarms on look-alikes', column(kinds, 'false alarms', percentOf)],
    ['commit of 1 file, processor time', toHushkey(tableAfter(results, '## Commit of 1 file'))],
    ['commit of 500 files, processor time', toHushkey(tableAfter(results, '## Commit of 500 files'))],
    ...TRIED,
  ];
  return `## Beside other scanners

| | ${TOOLS.join(' | ')} |
| --- |${' --- |'.repeat(TOOLS.length)}
${rows.map(([title, cells]) => `| ${title} | ${TOOLS.map((tool) => cells[tool] ?? UNKNOWN).join(' | ')} |`).join('\n')}

\`${UNKNOWN}\`: not measured. The first figures are from [accuracy](docs/accuracy.md#side-by-side-with-other-scanners), on files
made from hushkey's own catalogue: they say how far the others cover it, not what they find beyond. Times are from
[one run side by side](bench/RESULTS.md), hushkey = 1.

**Where others are better.** [trufflehog](https://github.com/trufflesecurity/trufflehog) and
[kingfisher](https://github.com/mongodb/kingfisher) ask hundreds of kinds of providers whether a key is live, betterleaks
many; the first two also scan what is not in git: chats, buckets, images. [gitleaks](https://github.com/gitleaks/gitleaks),
[betterleaks](https://github.com/betterleaks/betterleaks) and [ripsecrets](https://github.com/sirwart/ripsecrets) are native
programs that need no Node: where a word of the rules stands in a commit, gitleaks is done sooner. [detect-secrets](https://github.com/Yelp/detect-secrets) walks an
auditor through its findings one by one, and [secretlint](https://github.com/secretlint/secretlint) takes rules as packages.

**What of these only hushkey does.** It judges how a key is used, names Claude's OAuth tokens, and shows the fix in the
language of the file.`;
}

type Table = readonly Readonly<Record<string, string>>[];

/** The first table below a heading: its rows by the names of the columns; the first column is `''` or named. */
function tableAfter(text: string, heading: string): Table {
  const at = text.indexOf(heading);
  if (at < 0) throw new Error(`no ${heading} in the report`);
  const lines = text.slice(at).split('\n');
  const first = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const cells = (line: string): readonly string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [head = '', , ...body] = lines.slice(first, first + length);
  const names = cells(head);
  return body.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? '', cell])));
}

/** The tool of a row: the first word of its first cell. */
function toolOf(row: Table[number]): string {
  return Object.values(row)[0]?.split(' ')[0] ?? '';
}

function column(table: Table, name: string, show: (cell: string) => string = (cell) => cell): Cells {
  return Object.fromEntries(table.map((row) => [toolOf(row), show(row[name] ?? UNKNOWN)]));
}

/** `719 (31.4 %)` → `31.4 %`. */
function percentOf(cell: string): string {
  return /\(([\d.]+ %)\)/.exec(cell)?.[1] ?? cell;
}

/** Less is better: what is below one is set off. */
function toHushkey(table: Table): Cells {
  const own = Number(table.find((row) => toolOf(row) === 'hushkey')?.['CPU ms']);
  const ratios = table
    .filter((row) => (TOOLS as readonly string[]).includes(toolOf(row)))
    .map((row) => [toolOf(row), Number(row['CPU ms']) / own] as const);
  return Object.fromEntries(
    ratios.map(([tool, ratio]) => [tool, ratio < 1 ? `**${ratio.toFixed(2)}**` : ratio.toFixed(2)]),
  );
}
