// Every scenario with every package manager on one version of Node. A file for each Node, so that two run at once.
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createBench } from '../support/bench.ts';
import { MANAGERS, type Manager } from '../support/managers.ts';
import type { Run } from '../support/repository.ts';
import { type Cell, readCell, resultsFolder, writeCell } from './results.ts';
import { SCENARIOS } from './scenarios.ts';

export function describeNode(node: string): void {
  const folder = resultsFolder(inject('tarballHash'));
  for (const manager of MANAGERS)
    describe(`${manager.name} on Node ${node}`, () => describeCell(folder, manager, node));
}

function describeCell(folder: string, manager: Manager, node: string): void {
  const known = readCell(folder, manager, node);
  // What failed is tried again: the registry may have been out of reach.
  if (known !== undefined && hasPassed(known)) {
    test('passed in an earlier run', () => expect(hasPassed(known)).toBe(true));
    return;
  }
  let bench: ReturnType<typeof createBench> | undefined;
  let cell: Cell = {
    manager: manager.name,
    version: '',
    node,
    unavailable: undefined,
    remark: undefined,
    results: {},
  };
  test('runs', () => {
    bench = createBench(manager, node);
    cell = { ...cell, ...whetherItRuns(manager, bench.run(bench.folder('any'), [programOf(manager), '--version'])) };
  });
  for (const { number, title, run } of SCENARIOS) {
    test(number === undefined ? title : `scenario ${number}: ${title}`, ({ skip }) => {
      if (bench === undefined || cell.unavailable !== undefined) return skip(cell.unavailable ?? 'no bench');
      try {
        run(bench);
        cell = { ...cell, results: { ...cell.results, [title]: 'passed' } };
      } catch (error) {
        cell = { ...cell, results: { ...cell.results, [title]: briefly(error) } };
        throw error;
      }
    });
  }
  afterAll(() => {
    bench?.close();
    const isWhole = cell.unavailable !== undefined || Object.keys(cell.results).length === SCENARIOS.length;
    if (isWhole) writeCell(folder, manager, cell);
  });
}

/** The first line that is more than what npm says of itself. */
function briefly(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error).split('\n');
  return lines.find((line) => line.trim() !== '' && !/^npm (?:warn|notice)/.test(line)) ?? lines.join(' ');
}

const SPEAKS_OF_NODE = /(?:requires?|supports?|engine|expected)[^\n]{0,80}node/i;

const programOf = ({ family }: Manager): string => family.replace(/ .*/, '');

function whetherItRuns(
  { spec }: Manager,
  { status, stdout, stderr }: Run,
): Pick<Cell, 'version' | 'unavailable' | 'remark'> {
  const version = spec.replace(/.*@/, '');
  const [words = ''] = stderr.trim().split('\n');
  // Only what the manager itself refuses is no failure.
  if (status !== 0 && SPEAKS_OF_NODE.test(stderr + stdout)) {
    return { version, unavailable: words, remark: undefined };
  }
  expect(status, stderr + stdout).toBe(0);
  expect(stdout.trim()).toBe(version);
  return { version, unavailable: undefined, remark: /support|require/i.test(words) ? words : undefined };
}

function hasPassed({ results }: Cell): boolean {
  return Object.values(results).every((result) => result === 'passed');
}
