// Every command that the README and the pages of docs show is run here with the packed tool, and must say what the page
// says. `npm run docs` writes what it says now into the pages.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawTerminal } from '../../scripts/picture.ts';
import {
  type Block,
  commandsOf,
  drawCommands,
  drawPage,
  matches,
  normalise,
  parsePage,
} from '../support/doc-blocks.ts';
import { createWorld, isWorld, type World } from '../support/doc-world.ts';
import { expandFakes } from '../support/fakes.ts';

const UPDATE = process.env['UPDATE'] === '1';
const FIRST_WORLD = 'armed';
const PICTURE = 'docs/blocked-commit.svg';
const ASK = `import Anthropic from '@anthropic-ai/sdk';

export const client = new Anthropic({
  apiKey: '{{fake anthropic-api-key 7}}',
});
`;
const withSteadyTimes = (text: string): string => text.replace(/\(\d+(?:\.\d+)? m?s\)/g, '(41 ms)');

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);

const isRun = ({ language, directive }: Block): boolean =>
  (language === 'console' || language === 'sh') && directive?.reason === undefined;

const blocksOf = (path: string): readonly Block[] =>
  parsePage(readFileSync(path, 'utf8')).filter((part): part is Block => typeof part !== 'string');

describe.each(pages)('%s', (path) => {
  const all = blocksOf(path);
  test('says of every block what it is, and why one is not run', () => {
    for (const { language, line, directive } of all) {
      expect(language, `line ${line}: a block without a language`).not.toBe('');
      if (directive?.reason === undefined) continue;
      expect(directive.reason, `line ${line}`).toMatch(/\S+ \S+ \S+/);
    }
  });

  if (!all.some(isRun)) return;
  test('says what the tool says', { timeout: 300_000 }, async () => {
    const text = readFileSync(path, 'utf8');
    const page = parsePage(text);
    const real = new Map<Block, string>();
    let world: World | undefined;
    for (const part of page) {
      if (typeof part === 'string' || (!isRun(part) && part.directive?.file === undefined)) continue;
      const { directive, body, line } = part;
      const name = directive?.world ?? FIRST_WORLD;
      if (!isWorld(name)) throw new Error(`line ${line}: no world is named ${name}`);
      if (world === undefined || directive?.world !== undefined) world = await createWorld(name);
      const setUp = await world.shell(`set -e\n${expandFakes(directive?.setUp ?? '')}`);
      expect(setUp.status, `line ${line}, before the block: ${setUp.output}`).toBe(0);
      if (directive?.file !== undefined) world.write(directive.file, `${body}\n`);
      else real.set(part, await runBlock(part, world, path));
    }
    const now = drawPage(page, (block) => real.get(block) ?? block.body);
    if (UPDATE) writeFileSync(path, now);
    else expect(now, 'npm run docs writes what the tool says now into the page').toBe(text);
  });
});

test('the picture is what a blocked commit shows', async () => {
  const world = await createWorld('armed');
  world.write('ask.js', expandFakes(ASK));
  await world.shell('git add ask.js');
  const command = 'git commit -m "ask Claude"';
  const { status, output } = await world.shell(`FORCE_COLOR=1 ${command}`);
  expect(status).toBe(1);
  const told = `$ ${command}\n${withSteadyTimes(output)}`;
  const picture = drawTerminal(told, 'git commit is stopped: the key, its line, why, the fix, where to revoke it');
  if (UPDATE) writeFileSync(PICTURE, picture);
  else expect(normalise(readFileSync(PICTURE, 'utf8')), 'npm run docs draws it anew').toBe(normalise(picture));
});

/** The body with what the tool says in place of what differs from it. */
async function runBlock(block: Block, world: World, path: string): Promise<string> {
  const { language, body, directive, line } = block;
  const exit = directive?.exit ?? 0;
  if (language === 'sh') {
    const { status, output } = await world.shell(`set -e\n${body}`);
    expect.soft(status, `${path}:${line}: exit code of\n${body}\n${output}`).toBe(exit);
    return body;
  }
  const commands = commandsOf(block);
  const drawn = [];
  for (const [i, command] of commands.entries()) {
    const { status, output } = await world.shell(command.text);
    const wanted = i === commands.length - 1 ? exit : 0;
    expect.soft(status, `${path}:${line}: exit code of ${command.text}\n${output}`).toBe(wanted);
    const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
    // Blank lines between commands are for the reader.
    const shown = command.output.slice(0, command.output.findLastIndex((text) => text !== '') + 1);
    const kept = matches(shown, lines) ? shown : lines.map((text) => withSteadyTimes(text));
    drawn.push({ text: command.text, output: [...kept, ...command.output.slice(shown.length)] });
  }
  return drawCommands(drawn);
}
