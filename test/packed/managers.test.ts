// One of each kind of package manager on this Node: what everyone does. All of them, on every Node: `npm run test:matrix`.
import { afterAll, describe, test } from 'vitest';
import { SCENARIOS } from '../matrix/scenarios.ts';
import { createBench } from '../support/bench.ts';
import { CURRENT, MANAGERS, type Manager } from '../support/managers.ts';

const describeManager = (manager: Manager): void => {
  let bench: ReturnType<typeof createBench> | undefined;
  afterAll(() => bench?.close());

  for (const { number, title, run } of SCENARIOS.filter(({ number }) => number !== undefined && number <= 3)) {
    test(`scenario ${number}: ${title}`, () => {
      bench ??= createBench(manager, undefined);
      run(bench);
    });
  }
};

for (const manager of MANAGERS) if (CURRENT.has(manager.name)) describe(manager.name, () => describeManager(manager));
