import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 60_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    // The tests start many processes of their own.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'source',
          include: ['test/**/*.test.ts'],
          exclude: ['test/packed/**', 'test/matrix/**'],
          globalSetup: ['test/support/clean-environment.ts'],
        },
      },
      {
        // Everything here runs the tarball that users get, installed by npm.
        test: {
          ...shared,
          name: 'packed',
          include: ['test/packed/**/*.test.ts'],
          globalSetup: ['test/support/clean-environment.ts', 'test/support/pack.ts', 'test/support/registry.ts'],
        },
      },
      {
        // Every package manager on every version of Node: `npm run test:matrix`.
        test: {
          ...shared,
          // A scenario installs several times, from a registry that may be far away.
          testTimeout: 600_000,
          name: 'matrix',
          include: ['test/matrix/*.test.ts'],
          globalSetup: [
            'test/support/clean-environment.ts',
            'test/support/pack.ts',
            'test/support/registry.ts',
            'test/matrix/document.ts',
          ],
        },
      },
    ],
  },
});
