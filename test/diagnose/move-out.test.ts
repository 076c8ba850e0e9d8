// A literal key leaves the code: the line in each language, and what files of variables say after.
import { describe, expect, test } from 'vitest';
import { loadBuiltin } from '../../src/cli/builtin.ts';
import { moveOut, withEntry, withName } from '../../src/diagnose/recover/move-out.ts';
import { detect } from '../../src/engine/detect.ts';
import { createRuleset } from '../../src/engine/ruleset.ts';
import { createFindings } from '../../src/report/create-finding.ts';
import { readWindows } from '../../src/sources/windows.ts';
import { indexLines } from '../../src/text/position.ts';
import { applyEdits } from '../../src/usage/edits.ts';
import { fakeOf } from '../support/fakes.ts';

const KEY = fakeOf('anthropic-api-key', 1);
const OTHER = fakeOf('npm-token', 2);

/** The text after the move, or why there is none. */
async function moved(path: string, text: string): Promise<string> {
  const ruleset = await createRuleset({ builtin: loadBuiltin });
  const rules = await ruleset.load();
  for await (const window of readWindows({ path, read: async () => Buffer.from(text) })) {
    const source = window.text;
    const { detections, masks } = detect(source, ruleset.hits(source.bytes), rules, { maxUsageBytes: 1_000_000 });
    const findings = createFindings(detections, { path, window, masks }, rules);
    const finding = findings.find(({ ruleId }) => ruleId === 'anthropic-api-key');
    if (finding === undefined) throw new Error('nothing found');
    const move = moveOut({ finding, text: source.text(), lines: indexLines(source.text()), masks });
    if (typeof move === 'string') return move;
    expect(move).toMatchObject({ env: 'ANTHROPIC_API_KEY', value: KEY });
    return applyEdits(source.text(), move.edits);
  }
  throw new Error('nothing read');
}

const MOVES: readonly (readonly [string, string, string])[] = [
  ['a.ts', `  key = '${KEY}',\r\n`, '  key = process.env.ANTHROPIC_API_KEY,\r\n'],
  ['a.js', `const h = \`Bearer ${KEY}\`;\n`, 'const h = `Bearer ${process.env.ANTHROPIC_API_KEY}`;\n'],
  ['a.py', `import os\nk = "${KEY}"\n`, 'import os\nk = os.environ["ANTHROPIC_API_KEY"]\n'],
  [
    'a.py',
    `# -*- coding: utf-8 -*-\nfrom __future__ import annotations\nk = "${KEY}"\n`,
    '# -*- coding: utf-8 -*-\nfrom __future__ import annotations\nimport os\nk = os.environ["ANTHROPIC_API_KEY"]\n',
  ],
  [
    'a.go',
    `// Doc.\npackage main\n\nvar k = "${KEY}"\n`,
    '// Doc.\npackage main\nimport "os"\n\nvar k = os.Getenv("ANTHROPIC_API_KEY")\n',
  ],
  ['a.rb', `KEY = '${KEY}'\n`, 'KEY = ENV.fetch("ANTHROPIC_API_KEY")\n'],
  ['A.java', `String k = "${KEY}";\n`, 'String k = System.getenv("ANTHROPIC_API_KEY");\n'],
  ['a.php', `<?php\n$k = '${KEY}';\n`, "<?php\n$k = getenv('ANTHROPIC_API_KEY');\n"],
  ['a.sh', `curl -H "x-api-key: ${KEY}" x\n`, 'curl -H "x-api-key: $ANTHROPIC_API_KEY" x\n'],
];

describe('the line that reads the environment', () => {
  test.each(MOVES)('%s: %#', async (path, text, expected) => {
    expect(await moved(path, text)).toBe(expected);
  });

  test.each([
    ['another credential in the line', 'a.ts', `f('${KEY}', '${OTHER}');\n`],
    ['a literal that is base64', 'a.ts', `f('${Buffer.from(KEY).toString('base64')}');\n`],
    ['settings, not code', 'config.json', `{ "key": "${KEY}" }\n`],
    ['Terraform', 'main.tf', `k = "${KEY}"\n`],
  ])('left to a person: %s', async (_, path, text) => {
    expect(await moved(path, text)).toMatch(/^is (?:written in a way|no code)/);
  });
});

describe('files of variables', () => {
  const entry = (file: string, value: string): string => {
    const result = withEntry(file, 'NAME', value);
    return typeof result === 'string' ? `refused: ${result}` : result.text;
  };

  test('entries that are there stay byte for byte', () => {
    expect(entry('A=1', 'value')).toBe('A=1\nNAME=value\n');
    expect(entry('A=1\r\n# c\r\n', 'value')).toBe('A=1\r\n# c\r\nNAME=value\r\n');
    expect(entry('NAME="value"\n', 'value')).toBe('NAME="value"\n');
    expect(entry('export NAME=\nB=2\n', 'value')).toBe('export NAME=value\nB=2\n');
    expect(entry('NAME=other\n', 'value')).toMatch(/^refused: /);
  });

  test('quotes where a reader would take something else', () => {
    expect(entry('', 'a b#c$d')).toBe("NAME='a b#c$d'\n");
    expect(entry('', "it's")).toBe('NAME="it\'s"\n');
    expect(entry('', "it's $5")).toMatch(/^refused: /);
    expect(entry('', 'two\nlines')).toMatch(/^refused: /);
  });

  test('a name is listed once', () => {
    expect(withName('', 'NAME')).toBe('NAME=\n');
    expect(withName('# NAME=\n', 'NAME')).toBe('# NAME=\n');
    expect(withName('OTHER_NAME=\n', 'NAME')).toBe('OTHER_NAME=\nNAME=\n');
  });
});
