// What runs the pages' commands is itself tried: pages survive being taken apart, and a drift is seen.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Block, commandsOf, drawCommands, drawPage, matches, parsePage } from '../support/doc-blocks.ts';

const PAGES = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);
const blocksOf = (text: string): readonly Block[] =>
  parsePage(text).filter((part): part is Block => typeof part !== 'string');

test.each(PAGES)('%s comes together as it was', (path) => {
  const text = readFileSync(path, 'utf8');
  const same = (block: Block): string => (block.language === 'console' ? drawCommands(commandsOf(block)) : block.body);
  expect(drawPage(parsePage(text), same)).toBe(text);
});

test('blocks that are not run are few, and say why', () => {
  const all = PAGES.flatMap((path) => blocksOf(readFileSync(path, 'utf8')).map((block) => ({ path, ...block })));
  const run = all.filter(({ language, directive }) => language === 'console' && directive?.reason === undefined);
  expect(run.length).toBeGreaterThan(25);
  const left = all.filter(({ directive }) => directive?.reason !== undefined);
  const reasons = left.map(({ path, directive }) => `${path}: ${directive?.reason}`);
  expect(left.length, reasons.join('\n')).toBeLessThanOrEqual(run.length / 4);
});

describe('a comment before a block', () => {
  const directiveOf = (comment: string) => blocksOf(`${comment}\n\`\`\`sh\ntrue\n\`\`\`\n`)[0]?.directive;

  test('names world, exit code and file, and holds shell', () => {
    expect(directiveOf('<!-- run: in=new exit=1\nmkdir a\necho b\n-->')).toEqual({
      world: 'new',
      exit: 1,
      file: undefined,
      reason: undefined,
      setUp: 'mkdir a\necho b',
    });
    expect(directiveOf('<!-- run: file=a.json -->')).toMatchObject({ file: 'a.json', exit: 0 });
    expect(directiveOf('<!-- run: not: it needs a server -->')).toMatchObject({ reason: 'it needs a server' });
  });

  test('of another kind, or before a paragraph, is none', () => {
    expect(directiveOf('<!-- beside -->')).toBeUndefined();
    expect(directiveOf('<!-- run: in=new -->\n\nWords.\n')).toBeUndefined();
  });

  test('with a word that is not known is a fault', () => {
    expect(() => directiveOf('<!-- run: exti=1 -->')).toThrow('exti');
  });
});

test('commands, lines that go on, and outputs', () => {
  const [block] = blocksOf('```console\n$ cat <<END\n> a\n> END\na\n> no command\n$ true\n```\n');
  if (block === undefined) throw new Error('no block');
  expect(commandsOf(block)).toEqual([
    { text: 'cat <<END\na\nEND', output: ['a', '> no command'] },
    { text: 'true', output: [] },
  ]);
});

describe('an output', () => {
  test.each<[about: string, shown: string, real: string, same: boolean]>([
    ['alike', 'a\nb', 'a\nb', true],
    ['another word', 'a\nb', 'a\nc', false],
    ['a line more', 'a', 'a\nb', false],
    ['a line less', 'a\nb', 'a', false],
    ['nothing shown, something said', '', 'a', false],
    ['another time and size', '1 file, 12 kB (41 ms)', '1 file, 9 B (1.2 s)', true],
    ['another count', '1 file', '2 files', false],
    ['another version', 'hushkey 0.1.0', 'hushkey 0.2.0', true],
    ['another commit', '[main f992b37] x', '[main 0a1b2c3] x', true],
    ['another id of a finding', 'allow 810241cf42c9', 'allow 810241cf42c8', false],
    ['a gap', 'a\n…\nd', 'a\nb\nc\nd', true],
    ['a gap of nothing', 'a\n…\nb', 'a\nb', true],
    ['a gap at the end', 'a\n…', 'a\nb', true],
    ['a gap, and another end', 'a\n…\nd', 'a\nb\ne', false],
    ['a gap, and another start', 'a\n…\nd', 'b\nd', false],
  ])('%s', (_about, shown, real, same) => {
    expect(matches(shown.split('\n'), real.split('\n'))).toBe(same);
  });
});
