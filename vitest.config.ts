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
          exclude: ['test/packed/**'],
          globalSetup: ['test/support/clean-environment.ts'],
        },
      },
      {
        // Everything here runs the tarball that users get, installed by npm.
        test: {
          ...shared,
          name: 'packed',
          include: ['test/packed/**/*.test.ts'],
          globalSetup: ['test/support/clean-environment.ts', 'test/support/pack.ts'],
        },
      },
    ],
  },
});
