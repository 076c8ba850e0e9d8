// One of each kind of package manager on this Node: what everyone does. All of them, on every Node: `npm run test:matrix`.
import { afterAll, describe, test } from 'vitest';
import { SCENARIOS } from '../matrix/scenarios.ts';
import { createBench } from '../support/bench.ts';
import { CURRENT, MANAGERS } from '../support/managers.ts';

describe.each(MANAGERS.filter(({ name }) => CURRENT.has(name)))('$name', (manager) => {
  let bench: ReturnType<typeof createBench> | undefined;
  afterAll(() => bench?.close());

  for (const { number, title, run } of SCENARIOS.filter(({ number }) => number !== undefined && number <= 3)) {
    test(`scenario ${number}: ${title}`, () => {
      bench ??= createBench(manager, undefined);
      run(bench);
    });
  }
});
