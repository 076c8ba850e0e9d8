// What pages say beside their blocks: links lead somewhere, commands in the text are ones, folders are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArgs } from '../../src/cli/args.ts';
import { COMMAND_NAMES } from '../../src/cli/table.ts';
import { parsePage } from '../support/doc-blocks.ts';

const DOCS = readdirSync('docs').filter((name) => name.endsWith('.md'));
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...DOCS.map((name) => `docs/${name}`),
];

/** The text of a page without its blocks. */
function prose(path: string): string {
  return parsePage(readFileSync(path, 'utf8'))
    .filter((part) => typeof part === 'string')
    .join('')
    .replace(/<!--[\s\S]*?-->/g, '');
}

/** As GitHub makes them of headings. */
function anchors(path: string): ReadonlySet<string> {
  const headings = prose(path).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** What a placeholder stands for, so that the words around it can be parsed. */
function filled(command: string): readonly string[] {
  return command
    .replace(/--reason "[^"]*"/, '--reason why')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/…|<[\w ]+>/g, 'x')
    .split(/\s+/)
    .filter((word) => word !== '');
}

describe.each(PAGES)('%s', (path) => {
  const text = prose(path);

  test('links lead to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^https?:/.test(to));
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      expect(existsSync(target), link).toBe(true);
      if (anchor !== undefined) expect(anchors(target), link).toContain(anchor);
    }
  });

  test('commands in the text are commands', () => {
    const commands = [...text.matchAll(/`(?:npx |pnpm dlx |yarn dlx |bunx )?hushkey ([^`]*)`/g)].map(
      ([, rest]) => rest ?? '',
    );
    for (const command of commands) {
      const [plain = ''] = command.split(/ [|<>] |,/);
      const words = filled(plain);
      // Its name alone speaks of a command, and runs nothing.
      if (words.length === 1) expect(COMMAND_NAMES, command).toContain(words[0]);
      else expect(() => parseArgs(words), command).not.toThrow();
    }
  });
});

test('the index has every page', () => {
  const index = prose('docs/README.md');
  for (const name of DOCS) if (name !== 'README.md') expect(index).toContain(`](${name})`);
  expect(index).toContain('](rules/README.md)');
  expect(prose('README.md')).toContain('](docs/README.md)');
});

test('the first screen of the README has the picture and the two commands', () => {
  const [screen = ''] = readFileSync('README.md', 'utf8').split('\n## ');
  expect(screen.split('\n').length).toBeLessThan(30);
  for (const words of ['](docs/blocked-commit.svg)', '\nnpx hushkey init\n', '\nnpx hushkey scan\n']) {
    expect(screen).toContain(words);
  }
});

test('what the gate installs is asked of contributors too', () => {
  const programs = [...readFileSync('.ci/run', 'utf8').matchAll(/missing="\$missing ([\w-]+)"/g)].map(
    ([, name = '']) => name,
  );
  expect(programs.length).toBeGreaterThan(5);
  for (const program of programs) expect(prose('CONTRIBUTING.md')).toContain(`\`${program}\``);
});

test('the architecture names what is there', () => {
  const table = prose('ARCHITECTURE.md').match(/^\| `.*$/gm) ?? [];
  expect(table.length).toBeGreaterThan(10);
  for (const row of table) {
    const [, first = '', owns = ''] = row.split('|');
    const names = [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const base = dirname(names[0] ?? '');
    for (const name of names) {
      const there = name.includes('/') ? name : join(base, name);
      expect(existsSync(there), there).toBe(true);
    }
    for (const [, name = ''] of owns.matchAll(/`([\w/-]+(?:\/|\.ts))`/g)) {
      expect(
        names.some((folder) => existsSync(join(folder, name))),
        `${first}: ${name}`,
      ).toBe(true);
    }
  }
  const listed = table.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`src\/([\w-]+)\/`/g)].map(([, name]) => name),
  );
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...listed].sort()).toEqual(folders.map(({ name }) => name).sort());
});
