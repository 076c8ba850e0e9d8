// Writes docs/matrix.md from what this run and those before it have shown of this very tarball.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { MANAGERS, NODES } from '../support/managers.ts';
import { type Cell, readCell, resultsFolder } from './results.ts';
import { SCENARIOS } from './scenarios.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/matrix.md', import.meta.url));

export function setup(project: TestProject): () => void {
  const folder = resultsFolder(project.getProvidedContext().tarballHash);
  return () => {
    const cells = MANAGERS.flatMap((manager) => NODES.flatMap((node) => readCell(folder, manager, node) ?? []));
    if (cells.length > 0) writeFileSync(DOCUMENT, describeMatrix(cells));
    const missing = MANAGERS.length * NODES.length - cells.length;
    if (missing > 0) project.vitest.logger.warn(`${missing} cells of docs/matrix.md are still to run`);
  };
}

/** The whole text of docs/matrix.md. */
function describeMatrix(cells: readonly Cell[]): string {
  const notes: string[] = [];
  const versionOf = (name: string): string => cells.find(({ manager }) => manager === name)?.version ?? '';
  const byNode = MANAGERS.map(({ name }) => [
    name,
    versionOf(name),
    ...NODES.map((node) =>
      markOf(
        cells.filter((cell) => cell.manager === name && cell.node === node),
        undefined,
        notes,
      ),
    ),
  ]);
  const byScenario = SCENARIOS.map((scenario) => [
    scenario.title,
    ...MANAGERS.map(({ name, family }) => {
      const mark = markOf(
        cells.filter((cell) => cell.manager === name),
        scenario.title,
        notes,
      );
      const note = scenario.notes?.[family];
      return note === undefined ? mark : mark + noteMark(note, notes);
    }),
  ]);
  const date = new Date().toISOString().slice(0, 10);
  return [
    '# Package managers and versions of Node',
    '',
    `Written by \`npm run test:matrix\`, last on ${date}, from the packed tarball on ${process.platform} ${process.arch}.`,
    'Each cell is every scenario below, run for real: ✔ all hold, ✖ not all, – not supported by the',
    'manager, whose message is below, … still to run.',
    '',
    ...table(['Package manager', 'Version', ...NODES.map((node) => `Node ${node}`)], byNode),
    '',
    '## What holds, on every Node that was tried',
    '',
    ...table(['Scenario', ...MANAGERS.map(({ name }) => name)], byScenario),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note, i) => `${i + 1}. ${note}`)]),
    '',
  ].join('\n');
}

/** `✔`, `✖` or `–`, with the number of a note where there is something to say. */
function markOf(cells: readonly Cell[], title: string | undefined, notes: string[]): string {
  const noted = (note: string): string => noteMark(note, notes);
  const failures = cells.flatMap(({ manager, node, results }) =>
    Object.entries(results)
      .filter(([name, result]) => result !== 'passed' && (title === undefined || name === title))
      .map(([name, result]) => `${manager} on Node ${node}: ${name}: ${cell(result)}`),
  );
  if (failures.length > 0) return `✖${failures.map(noted).join('')}`;
  const [only] = cells;
  if (only === undefined) return '…';
  if (title !== undefined) return '✔';
  if (only.unavailable !== undefined) return `–${noted(cell(only.unavailable))}`;
  return only.remark === undefined ? '✔' : `✔${noted(cell(only.remark))}`;
}

function noteMark(note: string, notes: string[]): string {
  if (!notes.includes(note)) notes.push(note);
  return ` <sup>${notes.indexOf(note) + 1}</sup>`;
}

/** Text that stands in one line of Markdown. */
const cell = (text: string): string => text.replace(/[|<>]/g, (character) => `\\${character}`).slice(0, 240);

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (fields: readonly string[]): string => `| ${fields.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
