import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // Two workers: the tests start many processes of their own.
    maxWorkers: 2,
    globalSetup: ['test/support/global-setup.ts'],
  },
});
