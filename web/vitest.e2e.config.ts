import { defineConfig } from 'vitest/config';

/** Browser tests: one real server at a time, one file after the other. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
