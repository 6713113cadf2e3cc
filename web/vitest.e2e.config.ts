import { defineConfig } from 'vitest/config';

/** Browser tests: a real server each file, one file after the other. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['e2e/prepare.ts'],
    fileParallelism: false,
    // A busy machine makes a browser late: what fails twice is a defect.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
